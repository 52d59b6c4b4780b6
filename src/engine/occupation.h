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

#endif
