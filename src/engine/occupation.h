/* Fermi-Dirac occupation of levels of one spin. */
#ifndef HC_ENGINE_OCCUPATION_H
#define HC_ENGINE_OCCUPATION_H

#include "halfcell/context.h"

typedef struct hc_occupation {
    double fermi_level; /* hartree; between the frontier levels when the temperature is too low to define it */
    double minus_ts;    /* hartree: kT sum f ln f + (1 - f) ln(1 - f) */
} hc_occupation;

/* Fills f [n] so that it sums to `electrons` (0 <= electrons <= n, to 1e-12 n); energy [n] ascending, kT > 0 in
 * hartree. Newton steps kept within a bracket. */
void hc_occupy(size_t n, const double *energy, double electrons, double kT, double *f, hc_occupation *occupation);

/* What all levels filled in part share of changes d, at d[i * stride] (hartree): the mean with weights f (1 - f); it
 * fills nothing. 0 where no level is filled in part. */
double hc_occupation_shift(size_t n, const double *f, const double *d, size_t stride);
/* Largest change of an occupation when levels energy [n] change by d, less what they share. */
double hc_occupation_change(size_t n, const double *energy, const double *f, double fermi_level, double kT,
                            const double *d, size_t stride);

#endif
