/* A random network with its steady state, for tests. */
#ifndef TEST_RANDOM_CASE_H
#define TEST_RANDOM_CASE_H

#include "support/context_fixture.h"

#include "kinetics/steady.h"
#include "random_network.h"

typedef struct random_case {
    random_network net;
    hc_network *network;
    hc_steady_solver *solver;
    hc_rate_constants k;
    double x[RANDOM_SPECIES_MAX], theta[RANDOM_SPECIES_MAX], rate[RANDOM_STEP_MAX];
    hc_steady steady;
} random_case;

/* `width`: what the logarithms of all rate constants are multiplied by. */
static void random_case_begin(random_case *c, uint64_t seed, size_t smallest, size_t largest, double width)
{
    hc_random random;
    random_network *net = &c->net;
    hc_random_seed(&random, seed);
    random_make(&random, net, smallest, largest);
    for (size_t j = 0; j < net->nstep; j++) {
        net->forward[j] *= width;
        net->reverse[j] *= width;
    }
    const hc_network_input input = {net->nspecies, net->nsite, net->nstep, net->name, net->site, net->empty, net->step};
    c->k = (hc_rate_constants){.forward = net->forward, .reverse = net->reverse};
    c->steady = (hc_steady){.x = c->x, .theta = c->theta, .net = c->rate};
    CHECK(hc_network_create(ctx, &input, &c->network));
    CHECK(hc_steady_solver_create(ctx, c->network, &c->solver));
    if (hc_steady_solve(ctx, c->solver, &c->k, NULL, &c->steady) != HC_OK) {
        fail_msg("network %d: %s", (int)seed, hc_context_message(ctx));
    }
}

static void random_case_end(random_case *c)
{
    hc_steady_solver_free(c->solver);
    hc_network_free(c->network);
}

#endif
