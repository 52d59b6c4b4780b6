/* 10,000 random networks of 2 to 30 species on 1 to 3 types of sites, barriers of 0 to 2.5 eV, rates over 40 decades:
 * every one is solved and verified. */
#include "random_case.h"

#include "kinetics/chain.h"
#include "kinetics/steady.h"

#define NETWORKS 10000

/* The verification shares nothing with the solver: the state is a fixed point of the chains that the network is when
 * the partners of each step stand still, each solved by elimination, which is exact however many decades the rates
 * span. Returns the largest difference of ln theta. */
static double chain_difference(const hc_network *network, const hc_rate_constants *k, const double *x)
{
    double largest = 0.0;
    for (size_t site = 0; site < network->nsite; site++) {
        double rate[RANDOM_SPECIES_MAX * RANDOM_SPECIES_MAX], probability[RANDOM_SPECIES_MAX];
        size_t member[RANDOM_SPECIES_MAX], count = 0;
        for (size_t s = 0; s < network->nspecies; s++) {
            member[s] = network->site[s] == site ? count++ : 0;
        }
        for (size_t i = 0; i < count * count; i++) {
            rate[i] = -INFINITY;
        }
        for (size_t j = 0; j < network->nstep; j++) {
            double forward = k->forward[j], reverse = k->reverse[j];
            for (size_t a = 0; a < network->step[j].order; a++) {
                forward += x[network->step[j].reactant[a]];
                reverse += x[network->step[j].product[a]];
            }
            for (size_t p = network->pair_begin[j]; p < network->pair_begin[j + 1]; p++) {
                size_t from = network->pair_from[p], to = network->pair_to[p];
                if (network->site[from] == site) {
                    double *there = &rate[member[from] * count + member[to]];
                    double *back = &rate[member[to] * count + member[from]];
                    *there = hc_log_add(*there, forward - x[from]);
                    *back = hc_log_add(*back, reverse - x[to]);
                }
            }
        }
        assert_true(hc_chain_steady(count, rate, probability));
        for (size_t s = 0; s < network->nspecies; s++) {
            if (network->site[s] == site) {
                largest = fmax(largest, fabs(probability[member[s]] - x[s]));
            }
        }
    }
    return largest;
}

static void verify(uint64_t seed, const hc_network *network, const hc_rate_constants *k, const hc_steady *steady)
{
    double sum[3] = {0, 0, 0};
    for (size_t s = 0; s < network->nspecies; s++) {
        if (!(isfinite(steady->x[s]) && steady->theta[s] > 0.0)) {
            fail_msg("network %d: coverage %zu is %g", (int)seed, s, steady->theta[s]);
        }
        sum[network->site[s]] += steady->theta[s];
    }
    for (size_t t = 0; t < network->nsite; t++) {
        assert_true(fabs(sum[t] - 1.0) < 1e-12);
    }
    double difference = chain_difference(network, k, steady->x);
    if (!(difference < 1e-8)) {
        fail_msg("network %d: the chains differ by %g in ln theta", (int)seed, difference);
    }
}

static void ten_thousand_networks(void **state)
{
    (void)state;
    size_t ways[HC_STEADY_WAYS] = {0};
    double widest = 0.0;
    for (uint64_t seed = 0; seed < NETWORKS; seed++) {
        random_case c;
        double low = INFINITY, high = -INFINITY;
        random_case_begin(&c, seed, 2, 30, 1.0);
        verify(seed, c.network, &c.k, &c.steady);
        ways[c.steady.way]++;
        for (size_t j = 0; j < c.net.nstep; j++) {
            low = fmin(low, c.net.forward[j]);
            high = fmax(high, c.net.forward[j]);
        }
        widest = fmax(widest, (high - low) / log(10.0));
        random_case_end(&c);
    }
    for (int way = 0; way < HC_STEADY_WAYS; way++) {
        printf("%5zu by %s\n", ways[way], hc_steady_way_text((hc_steady_way)way));
    }
    printf("forward rates over up to %.1f decades\n", widest);
    assert_true(widest > 40.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ten_thousand_networks)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
