/* Steady states of a network.
 *
 * A network whose steps have one surface species a side is a Markov chain: its steady state is computed directly,
 * without subtraction (chain.h). Any other is solved by Newton's method for the logarithmic balances (balance.h), from
 * coverages of the chain that the network is when the partners of each step stand still; if that fails, by implicit
 * time steps of growing length, and then by following the solution from equal rate constants to the real ones. Whatever
 * the way, the result is accepted by its residual alone. */
#ifndef HC_KINETICS_STEADY_H
#define HC_KINETICS_STEADY_H

#include "kinetics/balance.h"

typedef enum hc_steady_way {
    HC_STEADY_CHAIN,    /* exact elimination */
    HC_STEADY_NEWTON,   /* from the guess, or from the chain's coverages */
    HC_STEADY_TIME,     /* implicit time steps */
    HC_STEADY_HOMOTOPY, /* from equal rate constants */
    HC_STEADY_WAYS
} hc_steady_way;

/* Largest |E| of an accepted solution; ln theta is right to about this. */
#define HC_STEADY_TOLERANCE 1e-10

typedef struct hc_steady {
    double *x;         /* ln theta, [nspecies], the caller's */
    double *theta;     /* coverages, positive, each site type sums to one, [nspecies], the caller's */
    double *net;       /* net rates of the steps, 1/s per site, [nstep], the caller's */
    double residual;   /* largest |E| */
    size_t iterations; /* Newton's, all together */
    hc_steady_way way;
} hc_steady;

typedef struct hc_steady_solver hc_steady_solver;

HC_MUST_CHECK hc_status hc_steady_solver_create(hc_context *ctx, const hc_network *network, hc_steady_solver **solver);
void hc_steady_solver_free(hc_steady_solver *solver);

/* guess: ln theta [nspecies] of a state nearby (the last point of a scan), or NULL. Fails with HC_ERROR_NOT_CONVERGED.
 */
HC_MUST_CHECK hc_status hc_steady_solve(hc_context *ctx, hc_steady_solver *solver, const hc_rate_constants *k,
                                        const double *guess, hc_steady *steady);

/* Looks for further steady states: Newton's method from each species covering its sites, from 2 nspecies random states
 * and from the time steps. Writes the distinct ones (ln theta differs by more than 1e-5 somewhere) into x
 * [most][nspecies] behind the *count that are known and stand there already, in the order found, and how many there are
 * then into *count; `most` at most. */
HC_MUST_CHECK hc_status hc_steady_find_all(hc_context *ctx, hc_steady_solver *solver, const hc_rate_constants *k,
                                           size_t most, double *x, size_t *count);

/* The balances at the last solution, for derivatives. */
hc_balance *hc_steady_balance(hc_steady_solver *solver);

/* The name of a way, for people. */
const char *hc_steady_way_text(hc_steady_way way);

#endif
