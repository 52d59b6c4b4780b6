/* Random reaction networks: 2 to 30 surface species on 1 to 3 types of sites, reversible and irreversible steps of
 * first and second order, thermodynamically consistent, barriers of 0 to 2.5 eV. */
#ifndef TEST_RANDOM_NETWORK_H
#define TEST_RANDOM_NETWORK_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "kinetics/network.h"
#include "math/random.h"

#define RANDOM_SPECIES_MAX 30
#define RANDOM_STEP_MAX 90

typedef struct random_network {
    size_t nspecies, nsite, nstep;
    char text[RANDOM_SPECIES_MAX][8];
    const char *name[RANDOM_SPECIES_MAX];
    size_t site[RANDOM_SPECIES_MAX], empty[3];
    double energy[RANDOM_SPECIES_MAX]; /* kT */
    hc_network_step step[RANDOM_STEP_MAX];
    double forward[RANDOM_STEP_MAX], reverse[RANDOM_STEP_MAX];
} random_network;

static size_t random_index(hc_random *random, size_t count)
{
    return (size_t)(hc_random_uniform(random) * (double)count);
}

static size_t random_on_site(hc_random *random, const random_network *net, size_t site)
{
    size_t s;
    do {
        s = random_index(random, net->nspecies);
    } while (net->site[s] != site);
    return s;
}

/* Free energy of what a step takes from or gives to the gas and the electrode is a random number: the overall reactions
 * are driven. */
static void random_constants(hc_random *random, random_network *net, size_t j)
{
    const double kt = 0.025852; /* eV at 300 K */
    hc_network_step *step = &net->step[j];
    double change = 2.0 * hc_random_uniform(random) - 1.0; /* of the fluid, eV */
    change = hc_random_uniform(random) < 0.4 ? 0.0 : change;
    for (size_t a = 0; a < step->order; a++) {
        change += net->energy[step->product[a]] - net->energy[step->reactant[a]];
    }
    double barrier = fmax(2.5 * hc_random_uniform(random), fmax(0.0, change));
    net->forward[j] = 29.46 - barrier / kt;
    net->reverse[j] = step->reversible ? 29.46 - (barrier - change) / kt : -INFINITY;
}

static void random_add(hc_random *random, random_network *net, size_t a, size_t b, size_t c, size_t d, size_t order,
                       bool reversible)
{
    net->step[net->nstep] =
        (hc_network_step){.order = order, .reactant = {a, b}, .product = {c, d}, .reversible = reversible};
    random_constants(random, net, net->nstep++);
}

static void random_step(hc_random *random, random_network *net)
{
    size_t site = random_index(random, net->nsite), other = random_index(random, net->nsite);
    size_t a = random_on_site(random, net, site), c = random_on_site(random, net, site);
    size_t b = random_on_site(random, net, other), d = random_on_site(random, net, other);
    bool reversible = hc_random_uniform(random) < 0.8;
    if (hc_random_uniform(random) < 0.5) {
        if (a != c) {
            random_add(random, net, a, 0, c, 0, 1, reversible);
        }
    } else if (!(a == c && b == d) && !(a == d && b == c)) {
        random_add(random, net, a, b, c, d, 2, reversible);
    }
}

static void random_make(hc_random *random, random_network *net, size_t smallest, size_t largest)
{
    *net = (random_network){.nsite = 1 + random_index(random, 3)};
    net->nspecies = smallest + random_index(random, largest - smallest + 1);
    net->nspecies = net->nspecies < 2 * net->nsite ? 2 * net->nsite : net->nspecies;
    for (size_t s = 0; s < net->nspecies; s++) {
        snprintf(net->text[s], sizeof net->text[s], "S%zu*", s);
        net->name[s] = net->text[s];
        net->site[s] = s % net->nsite;
        net->energy[s] = s < net->nsite ? 0.0 : 2.0 * hc_random_uniform(random) - 1.2;
    }
    for (size_t t = 0; t < net->nsite; t++) {
        net->empty[t] = t;
    }
    for (size_t s = net->nsite; s < net->nspecies; s++) { /* a spanning tree, so that everything is connected */
        size_t from = net->site[s] + net->nsite * random_index(random, s / net->nsite);
        random_add(random, net, from, 0, s, 0, 1, true);
    }
    size_t extra = net->nspecies / 2 + random_index(random, net->nspecies + 1);
    for (size_t i = 0; i < extra; i++) {
        random_step(random, net);
    }
}

#endif
