/* Langevin dynamics: friction and noise on every atom, solved exactly over the interval. Half a step before and half
 * after velocity Verlet this is the splitting OBABO; with the driver's projection onto the constraints after each half
 * it samples the constrained canonical distribution (Lelievre, Rousset, Stoltz, Math. Comput. 81, 2071 (2012)). */
#include <stdlib.h>

#include "dynamics/thermostat_table.h"
#include "halfcell/units.h"

typedef struct langevin_options {
    double friction;
} langevin_options;

static const hc_keyword keywords[] = {{.name = "friction_per_fs",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(langevin_options, friction),
                                       .unit = 1 / HC_FS,
                                       .default_text = "0.01",
                                       .minimum = 1e-7,
                                       .maximum = 10,
                                       .doc = "Rate at which an atom forgets its velocity."},
                                      {0}};

static hc_status create(hc_context *ctx, const void *options, const hc_thermal_system *system, void **self)
{
    (void)system;
    langevin_options *kept;
    hc_status status = hc_allocate(ctx, 1, sizeof *kept, &kept);
    if (status == HC_OK) {
        *kept = *(const langevin_options *)options;
        *self = kept;
    }
    return status;
}

static void apply(void *self, const hc_thermal_system *system, double interval, hc_random *random, hc_vec3 *velocity)
{
    const langevin_options *o = self;
    double keep = exp(-o->friction * interval);
    double noise = sqrt(-expm1(-2 * o->friction * interval) * system->kT);
    for (size_t i = 0; i < system->natom; i++) {
        if (system->inverse_mass[i] == 0) {
            continue;
        }
        double width = noise * sqrt(system->inverse_mass[i]);
        for (int k = 0; k < 3; k++) {
            double *v = hc_vec3_at(&velocity[i], k);
            *v = keep * *v + width * hc_random_normal(random);
        }
    }
}

const hc_thermostat_record hc_thermostat_langevin = {
    .name = "langevin",
    .summary = "Langevin dynamics (friction and noise on each atom)",
    .reference = "Bussi, Parrinello, Phys. Rev. E 75, 056707 (2007)",
    .keywords = keywords,
    .options_size = sizeof(langevin_options),
    .create = create,
    .free = free,
    .apply = apply,
};
