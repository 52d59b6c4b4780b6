/* What the rates of a steady state depend on: exact derivatives with respect to every rate constant.
 *
 * With E(x, k) = 0, dx/d ln k = -(dE/dx)^-1 dE/d ln k; net rates follow as hc_balance_net_rates makes them. Degrees of
 * rate control (C. T. Campbell, J. Catal. 204, 520 (2001); ACS Catal. 7, 2770 (2017)) and every derivative by
 * potential, temperature, pressure are sums over them. */
#ifndef HC_KINETICS_CONTROL_H
#define HC_KINETICS_CONTROL_H

#include "kinetics/steady.h"

typedef struct hc_sensitivity {
    double *by_forward, *by_reverse;     /* d net_i / d ln k_j, 1/s, [nstep][nstep] with i first; the caller's */
    double *x_by_forward, *x_by_reverse; /* d ln theta_s / d ln k_j, [nspecies][nstep], or NULL */
} hc_sensitivity;

/* At the steady state that the solver found last. */
HC_MUST_CHECK hc_status hc_sensitivity_compute(hc_context *ctx, hc_steady_solver *solver, const hc_rate_constants *k,
                                               const hc_steady *steady, hc_sensitivity *sensitivity);

#endif
