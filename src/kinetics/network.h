/* The reaction network as the solvers see it: surface species, sites, steps of mass action, and nothing chemical.
 *
 * Every step has as many surface species on its left as on its right, site type by site type, so the coverages of each
 * site type keep their sum. Rates are per site of the first type, 1/s. What is not on the surface (gases, ions,
 * electrons) is in the rate constants. Logarithms are natural; a reverse constant of -infinity is an irreversible step.
 */
#ifndef HC_KINETICS_NETWORK_H
#define HC_KINETICS_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

#define HC_ORDER_MAX 4 /* surface species on one side of a step */

typedef struct hc_network_step {
    size_t order; /* surface species on each side, counted with their coefficients */
    size_t reactant[HC_ORDER_MAX], product[HC_ORDER_MAX]; /* indices of surface species */
    bool reversible;
} hc_network_step;

typedef struct hc_network {
    size_t nspecies, nsite, nstep;
    char **name;   /* [nspecies], for messages */
    size_t *site;  /* site type of each species, [nspecies] */
    size_t *empty; /* the species that is the empty site, [nsite] */
    hc_network_step *step;
    int *stoichiometry; /* product minus reactant, [nspecies][nstep] */
    /* Moves of single sites that a step makes: sites of one type go from species `from` to species `to`. Species on
     * both sides make none. pair_begin[nstep + 1] says which belong to a step. */
    size_t *pair_begin, *pair_from, *pair_to;
    size_t rank; /* nspecies - nsite */
    bool linear; /* every step has one surface species a side: rates are linear in the coverages */
} hc_network;

/* Rate constants at some conditions, all borrowed. With interactions between adsorbates
 *     ln k = forward[j] + sum_s forward_slope[j][s] theta_s. */
typedef struct hc_rate_constants {
    const double *forward, *reverse;             /* ln (k s), [nstep] */
    const double *forward_slope, *reverse_slope; /* [nstep][nspecies]; NULL: constants */
} hc_rate_constants;

/* What a network is made of; all borrowed and copied. */
typedef struct hc_network_input {
    size_t nspecies, nsite, nstep;
    const char *const *name;
    const size_t *site, *empty;
    const hc_network_step *step;
} hc_network_input;

/* Refuses steps that do not keep the sites, networks in which a combination of coverages beside the sites' sums never
 * changes (their steady state is not unique), and species that are never consumed or cannot be reached. */
HC_MUST_CHECK hc_status hc_network_create(hc_context *ctx, const hc_network_input *input, hc_network **network);
void hc_network_free(hc_network *network);

/* ln of the forward and the reverse rate of step j at ln coverages x; theta = exp(x) is read when there are slopes. */
double hc_network_log_forward(const hc_network *network, const hc_rate_constants *k, size_t j, const double *x,
                              const double *theta);
double hc_network_log_reverse(const hc_network *network, const hc_rate_constants *k, size_t j, const double *x,
                              const double *theta);

#endif
