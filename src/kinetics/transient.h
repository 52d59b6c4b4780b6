/* Coverages in time, by SUNDIALS' CVODE (variable-order BDF; Hindmarsh et al., ACM Trans. Math. Softw. 31, 363 (2005)).
 * The only file that touches SUNDIALS is transient.c. This is the second way to a steady state: it knows nothing of the
 * first. Its linear algebra is in double precision on the plain balances, so rates that are 14 decades or more below
 * the fastest are lost to rounding, which the solver of steady.h does not suffer from. */
#ifndef HC_KINETICS_TRANSIENT_H
#define HC_KINETICS_TRANSIENT_H

#include "kinetics/network.h"

typedef struct hc_transient_options {
    double relative_tolerance, absolute_tolerance; /* of coverages; 0: 1e-10 and 1e-14 */
    size_t steps_max;                              /* 0: 100000 */
} hc_transient_options;

/* theta [nspecies] at times[0 ... count - 1] (s, ascending, positive) from `start` [nspecies] at 0, into coverages
 * [count][nspecies]. Fails with HC_ERROR_NOT_CONVERGED, having filled *done rows. */
HC_MUST_CHECK hc_status hc_transient_run(hc_context *ctx, const hc_network *network, const hc_rate_constants *k,
                                         const hc_transient_options *options, const double *start, size_t count,
                                         const double *times, double *coverages, size_t *done);

#endif
