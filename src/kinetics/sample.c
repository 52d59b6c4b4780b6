#include "kinetics/sample.h"

#include <math.h>

#include "math/random.h"

/* A generator for each purpose, so that one catalyst's numbers do not depend on how many another one takes. */
static void seed(hc_random *random, const hc_energy_errors *errors, size_t sample, size_t stream)
{
    hc_random_seed(random,
                   errors->seed + 0x9e3779b97f4a7c15u * (uint64_t)sample + 0xd1b54a32d192ed03u * (uint64_t)stream);
    for (int i = 0; i < 4; i++) {
        (void)hc_random_bits(random);
    }
}

void hc_energy_draw(const hc_kinetic_model *model, const hc_energy_errors *errors, size_t sample, size_t catalyst,
                    double *species, double *barrier)
{
    hc_random common, own;
    seed(&common, errors, sample, 0);
    seed(&own, errors, sample, catalyst + 1);
    double shared = sqrt(errors->species_correlation) * hc_random_normal(&common);
    double shared_barrier = sqrt(errors->barrier_correlation) * hc_random_normal(&common);
    for (size_t s = 0; s < model->mechanism->nspecies; s++) {
        double z = sqrt(1.0 - errors->species_correlation) * hc_random_normal(&own);
        species[s] = model->energy[s].error_ev * (shared + z);
    }
    for (size_t j = 0; j < model->mechanism->nstep; j++) {
        const hc_barrier_common *law = model->barrier[j].options;
        double z = sqrt(1.0 - errors->barrier_correlation) * hc_random_normal(&own);
        barrier[j] = law != NULL ? law->error_ev * (shared_barrier + z) : 0.0;
    }
}
