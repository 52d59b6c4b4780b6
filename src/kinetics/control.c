#include "kinetics/control.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kinetics/dense.h"

/* d ln(rate of one direction of step i) for a change dx of ln theta. */
static double log_rate_change(const hc_balance *b, const hc_rate_constants *k, size_t i, bool forward, const double *dx)
{
    const hc_network_step *step = &b->network->step[i];
    const size_t *species = forward ? step->reactant : step->product;
    const double *slope = forward ? k->forward_slope : k->reverse_slope;
    double sum = 0.0;
    for (size_t a = 0; a < step->order; a++) {
        sum += dx[species[a]];
    }
    for (size_t s = 0; slope != NULL && s < b->n; s++) {
        sum += slope[i * b->n + s] * b->theta[s] * dx[s];
    }
    return sum;
}

/* Changes of all net rates for a change dx, and of 1 in ln k_j of one direction. */
static void net_changes(const hc_balance *b, const hc_rate_constants *k, size_t j, bool forward, const double *dx,
                        double *change)
{
    for (size_t i = 0; i < b->network->nstep; i++) {
        double up = log_rate_change(b, k, i, true, dx) + (i == j && forward ? 1.0 : 0.0);
        double down = log_rate_change(b, k, i, false, dx) + (i == j && !forward ? 1.0 : 0.0);
        double reverse = isfinite(b->reverse[i]) ? exp(b->reverse[i]) * down : 0.0;
        change[i] = exp(b->forward[i]) * up - reverse;
    }
    hc_balance_complete(b, change);
}

hc_status hc_sensitivity_compute(hc_context *ctx, hc_steady_solver *solver, const hc_rate_constants *k,
                                 const hc_steady *steady, hc_sensitivity *sensitivity)
{
    hc_balance *b = hc_steady_balance(solver);
    size_t m = b->network->nstep, n = b->n;
    double *dx[2] = {NULL, NULL}, *scratch = NULL, *change = NULL;
    hc_status status = HC_OK;
    for (int way = 0; way < 2; way++) {
        HC_TRY(hc_allocate(ctx, n, sizeof(double), &dx[way]));
    }
    HC_TRY(hc_allocate(ctx, n, sizeof(double), &scratch));
    HC_TRY(hc_allocate(ctx, m, sizeof(double), &change));
    hc_balance_evaluate(b, k, steady->x, 0.0, NULL);
    hc_balance_differentiate(b, k);
    memcpy(b->lu, b->jacobian, n * n * sizeof *b->lu);
    if (!hc_dense_factor(n, b->lu, b->permutation)) {
        HC_TRY(hc_fail(ctx, HC_ERROR_NUMERIC, "the steady state is a turning point: it has no derivatives"));
    }
    for (size_t j = 0; j < m; j++) {
        hc_balance_differentiate_constants(b, j, dx[0], dx[1]);
        for (int way = 0; way < 2; way++) {
            double *by = way == 0 ? sensitivity->by_forward : sensitivity->by_reverse;
            double *x_by = way == 0 ? sensitivity->x_by_forward : sensitivity->x_by_reverse;
            for (size_t s = 0; s < n; s++) {
                dx[way][s] = -dx[way][s];
            }
            hc_dense_solve(n, b->lu, b->permutation, dx[way], scratch);
            net_changes(b, k, j, way == 0, dx[way], change);
            for (size_t i = 0; i < m; i++) {
                by[i * m + j] = change[i];
            }
            for (size_t s = 0; x_by != NULL && s < n; s++) {
                x_by[s * m + j] = dx[way][s];
            }
        }
    }
cleanup:
    free(dx[0]);
    free(dx[1]);
    free(scratch);
    free(change);
    return status;
}
