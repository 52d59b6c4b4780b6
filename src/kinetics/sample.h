/* Errors of energies, drawn: how sure are the results? */
#ifndef HC_KINETICS_SAMPLE_H
#define HC_KINETICS_SAMPLE_H

#include <stdint.h>

#include "kinetics/model.h"

typedef struct hc_energy_errors {
    double
        species_correlation; /* of the errors of adsorbates with one another, 0 to 1: a functional binds all too much */
    double barrier_correlation; /* of barriers with one another */
    uint64_t seed;
} hc_energy_errors;

/* Draw number `sample` for the catalyst number `catalyst`: shift of a species = its error times
 * (sqrt(c) z + sqrt(1 - c) z_s) with normal deviates, z common to all species and to all catalysts, z_s its own;
 * barriers likewise. species [nspecies], barrier [nstep]. The same numbers give the same draw. */
void hc_energy_draw(const hc_kinetic_model *model, const hc_energy_errors *errors, size_t sample, size_t catalyst,
                    double *species, double *barrier);

#endif
