/* Steady states against exact solutions, and of random networks. */
#include "random_case.h"

#include "kinetics/chain.h"
#include "kinetics/steady.h"

static void assert_close(double value, double expected, double relative)
{
    if (!(fabs(value - expected) <= relative * fabs(expected))) {
        fail_msg("%.17g is not %.17g within %g", value, expected, relative);
    }
}

/* All that a steady state promises: positive, normalised, balanced. */
static void check_steady(const hc_network *network, const hc_steady *steady)
{
    double sum[3] = {0, 0, 0};
    assert_true(steady->residual <= HC_STEADY_TOLERANCE);
    for (size_t s = 0; s < network->nspecies; s++) {
        assert_true(isfinite(steady->x[s]) && steady->theta[s] > 0.0 && steady->theta[s] <= 1.0 + 1e-15);
        sum[network->site[s]] += steady->theta[s];
    }
    for (size_t t = 0; t < network->nsite; t++) {
        assert_true(fabs(sum[t] - 1.0) < 1e-12);
    }
    for (size_t s = 0; s < network->nspecies; s++) { /* net rates balance exactly, whatever the gross rates are */
        double change = 0.0, size = 0.0;
        for (size_t j = 0; j < network->nstep; j++) {
            double term = network->stoichiometry[s * network->nstep + j] * steady->net[j];
            change += term;
            size += fabs(term);
        }
        assert_true(fabs(change) <= 1e-12 * size);
    }
}

/* Solves a network of `n` species on `nsite` site types: species 0 ... 4 on the first, 0 empty, others on the second, 5
 * empty. */
static void solve_on(size_t n, size_t nsite, size_t m, const hc_network_step *step, const double *forward,
                     const double *reverse, double *theta, double *net)
{
    const char *name[8] = {"*", "A*", "B*", "C*", "D*", "E*", "F*", "G*"};
    size_t site[8] = {0, 0, 0, 0, 0, 1, 1, 1}, empty[2] = {0, 5};
    const hc_network_input input = {n, nsite, m, name, site, empty, step};
    const hc_rate_constants k = {.forward = forward, .reverse = reverse};
    double x[8];
    hc_steady steady = {.x = x, .theta = theta, .net = net};
    hc_network *network = NULL;
    hc_steady_solver *solver = NULL;
    CHECK(hc_network_create(ctx, &input, &network));
    CHECK(hc_steady_solver_create(ctx, network, &solver));
    CHECK(hc_steady_solve(ctx, solver, &k, NULL, &steady));
    check_steady(network, &steady);
    hc_steady_solver_free(solver);
    hc_network_free(network);
}

static void solve(size_t n, size_t m, const hc_network_step *step, const double *forward, const double *reverse,
                  double *theta, double *net)
{
    solve_on(n, 1, m, step, forward, reverse, theta, net);
}

/* Langmuir: theta = K p/(1 + K p); dissociative: sqrt(K p)/(1 + sqrt(K p)). */
static void langmuir(void **state)
{
    (void)state;
    const hc_network_step single = {.order = 1, .reactant = {0}, .product = {1}, .reversible = true};
    const hc_network_step pair = {.order = 2, .reactant = {0, 0}, .product = {1, 1}, .reversible = true};
    for (double log_kp = -80.0; log_kp <= 80.0; log_kp += 7.3) {
        double theta[8], net[1], zero = 3.0, forward = zero + log_kp;
        solve(2, 1, &single, &forward, &zero, theta, net);
        assert_close(theta[1], 1.0 / (1.0 + exp(-log_kp)), 1e-13);
        assert_close(theta[0], 1.0 / (1.0 + exp(log_kp)), 1e-13);
        solve(2, 1, &pair, &forward, &zero, theta, net);
        assert_close(theta[1], 1.0 / (1.0 + exp(-0.5 * log_kp)), 1e-13);
        assert_true(net[0] == 0.0 || fabs(net[0]) < 1e-12 * exp(fmax(forward, zero)));
    }
}

/* * -> A* -> *: rate = k1 k2/(k1 + k2). */
static void two_irreversible_steps(void **state)
{
    (void)state;
    const hc_network_step step[2] = {{.order = 1, .reactant = {0}, .product = {1}},
                                     {.order = 1, .reactant = {1}, .product = {0}}};
    const double none[2] = {-INFINITY, -INFINITY};
    for (double difference = -90.0; difference <= 90.0; difference += 11.7) {
        double k[2] = {5.0 + difference, 5.0}, theta[8], net[2];
        solve(2, 2, step, k, none, theta, net);
        assert_close(net[0], exp(k[0] + k[1] - hc_log_add(k[0], k[1])), 1e-12);
        assert_close(net[1], net[0], 1e-14);
        assert_close(theta[1], exp(k[0] - hc_log_add(k[0], k[1])), 1e-12);
    }
}

/* A* + * -> 2 A* and A* -> * with one constant k, * -> A* with a slow k0: the two fast steps cancel but for what the
 * site balance leaves, k theta_A theta_A = k0 (1 - theta_A), also where 1 - theta_* is below the rounding of 1. */
static void what_multiplies_as_fast_as_it_leaves(void **state)
{
    (void)state;
    const hc_network_step step[3] = {{.order = 2, .reactant = {1, 0}, .product = {1, 1}},
                                     {.order = 1, .reactant = {1}, .product = {0}},
                                     {.order = 1, .reactant = {0}, .product = {1}}};
    const double none[3] = {-INFINITY, -INFINITY, -INFINITY};
    for (double slow = -10.0; slow > -150.0; slow -= 13.3) {
        const double k[3] = {29.46, 29.46, 29.46 + slow}, ratio = exp(29.46 + slow - 29.46);
        double theta[8], net[3];
        solve(2, 3, step, k, none, theta, net);
        assert_close(theta[1], 2.0 / (1.0 + sqrt(1.0 + 4.0 / ratio)), 1e-12);
        assert_close(net[2], exp(k[2]) * theta[0], 1e-12);
    }
}

/* It is the only steady state, also from other starts: those whose balances are as small differ from it in ln theta. */
static void what_multiplies_has_one_steady_state(void **state)
{
    (void)state;
    const char *name[2] = {"*", "A*"};
    const size_t site[2] = {0, 0}, empty[1] = {0};
    const hc_network_step step[3] = {{.order = 2, .reactant = {1, 0}, .product = {1, 1}},
                                     {.order = 1, .reactant = {1}, .product = {0}},
                                     {.order = 1, .reactant = {0}, .product = {1}}};
    const hc_network_input input = {2, 1, 3, name, site, empty, step};
    const double none[3] = {-INFINITY, -INFINITY, -INFINITY};
    hc_network *network = NULL;
    hc_steady_solver *solver = NULL;
    CHECK(hc_network_create(ctx, &input, &network));
    CHECK(hc_steady_solver_create(ctx, network, &solver));
    for (double slow = -10.0; slow > -150.0; slow -= 13.3) {
        const double forward[3] = {29.46, 29.46, 29.46 + slow}, ratio = exp(29.46 + slow - 29.46);
        const hc_rate_constants k = {.forward = forward, .reverse = none};
        double x[16];
        size_t count = 0;
        CHECK(hc_steady_find_all(ctx, solver, &k, 8, x, &count));
        assert_int_equal(count, 1);
        assert_close(exp(x[1]), 2.0 / (1.0 + sqrt(1.0 + 4.0 / ratio)), 1e-10);
    }
    hc_steady_solver_free(solver);
    hc_network_free(network);
}

/* Reversible adsorption much faster than reaction: the rate is that of the slow step, though it is below the rounding
 * of the fast one's rates by 20 decades. A* -> * with k3, * <-> A* with k1, k-1: theta = k1/(k1 + k-1 + k3). */
static void slow_step_behind_fast_equilibrium(void **state)
{
    (void)state;
    const hc_network_step step[2] = {{.order = 1, .reactant = {0}, .product = {1}, .reversible = true},
                                     {.order = 1, .reactant = {1}, .product = {0}}};
    double forward[2] = {log(1e13), log(3e-25)}, reverse[2] = {log(4e13), -INFINITY}, theta[8], net[2];
    solve(2, 2, step, forward, reverse, theta, net);
    assert_close(theta[1], 0.2, 1e-13);
    assert_close(net[1], 0.2 * 3e-25, 1e-12);
    assert_close(net[0], net[1], 1e-12);
}

/* CO oxidation by Langmuir and Hinshelwood, all irreversible but CO's adsorption: O2 + 2* -> 2O*, CO + * <-> CO*,
 * CO* + O* -> CO2 + 2*. With d = theta_*: 2 k2 d^2 = k3 a b and k1 d - k-1 a = k3 a b give a = d (k1 - 2 k2 d)/k-1,
 * b = 2 k2 d^2/(k3 a), and d is the root of d + a + b = 1: found here by bisection. */
static void langmuir_hinshelwood(void **state)
{
    (void)state;
    const hc_network_step step[3] = {{.order = 1, .reactant = {0}, .product = {1}, .reversible = true},
                                     {.order = 2, .reactant = {0, 0}, .product = {2, 2}},
                                     {.order = 2, .reactant = {1, 2}, .product = {0, 0}}};
    const double k1 = 10.0, back = 1e3, k2 = 1e-4, k3 = 1e6;
    double forward[3] = {log(k1), log(k2), log(k3)}, reverse[3] = {log(back), -INFINITY, -INFINITY}, theta[8], net[3];
    double low = 0.0, high = 1.0;
    for (int i = 0; i < 200; i++) {
        double d = 0.5 * (low + high), a = d * (k1 - 2 * k2 * d) / back;
        *(d + a + 2 * k2 * d * d / (k3 * a) > 1.0 ? &high : &low) = d;
    }
    solve(3, 3, step, forward, reverse, theta, net);
    assert_close(theta[0], low, 1e-11);
    assert_close(net[2], 2.0 * k2 * low * low, 1e-11);
    assert_close(net[1], k2 * low * low, 1e-11);
}

/* Exact elimination and Newton's method agree: with an idle partner on a second type of site, of known coverage, a
 * chain is nonlinear in form only. */
static void chain_against_newton(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 11);
    for (int repeat = 0; repeat < 50; repeat++) {
        hc_network_step step[7];
        double forward[7], reverse[7], theta[2][8], net[2][7];
        for (size_t j = 0; j < 6; j++) {
            step[j] = (hc_network_step){
                .order = 1, .reactant = {j % 5}, .product = {(j + 1 + j / 5) % 5}, .reversible = true};
            forward[j] = 90.0 * hc_random_uniform(&random) - 60.0;
            reverse[j] = 90.0 * hc_random_uniform(&random) - 60.0;
        }
        solve(5, 6, step, forward, reverse, theta[0], net[0]);
        step[6] = (hc_network_step){.order = 1, .reactant = {5}, .product = {6}, .reversible = true};
        forward[6] = log(4.0);
        reverse[6] = log(1.0); /* theta_5 = 1/5 */
        for (size_t j = 0; j < 3; j++) {
            step[j].order = 2;
            step[j].reactant[1] = step[j].product[1] = 5;
            forward[j] += log(5.0);
            reverse[j] += log(5.0);
        }
        solve_on(7, 2, 7, step, forward, reverse, theta[1], net[1]);
        for (size_t s = 0; s < 5; s++) {
            assert_close(theta[1][s], theta[0][s], 1e-11);
        }
    }
}

static void refused(const hc_network_step *step, size_t m, size_t n, const char *word)
{
    const char *name[4] = {"*", "A*", "B*", "C*"};
    size_t site[4] = {0}, empty = 0;
    const hc_network_input input = {n, 1, m, name, site, &empty, step};
    hc_network *network = NULL;
    assert_int_equal(hc_network_create(ctx, &input, &network), HC_ERROR_INPUT);
    if (strstr(hc_context_message(ctx), word) == NULL) {
        fail_msg("message is '%s', should have '%s'", hc_context_message(ctx), word);
    }
}

static void networks_without_a_steady_state_are_refused(void **state)
{
    (void)state;
    const hc_network_step poison[2] = {{.order = 1, .reactant = {0}, .product = {1}, .reversible = true},
                                       {.order = 1, .reactant = {1}, .product = {2}}};
    const hc_network_step apart[2] = {{.order = 1, .reactant = {0}, .product = {1}, .reversible = true},
                                      {.order = 1, .reactant = {2}, .product = {3}, .reversible = true}};
    const hc_network_step conserved[1] = {{.order = 2, .reactant = {0, 1}, .product = {2, 3}, .reversible = true}};
    const hc_network_step lost[1] = {{.order = 0}};
    refused(poison, 2, 3, "B* is formed");
    refused(apart, 2, 4, "B*");
    refused(conserved, 1, 4, "combination");
    refused(lost, 1, 2, "surface species");
}

/* Random networks; the long test does 10,000. */
static void random_networks(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        random_case c;
        random_case_begin(&c, seed, 2, 20, 1.0);
        check_steady(c.network, &c.steady);
        random_case_end(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(langmuir),
        cmocka_unit_test(two_irreversible_steps),
        cmocka_unit_test(slow_step_behind_fast_equilibrium),
        cmocka_unit_test(what_multiplies_as_fast_as_it_leaves),
        cmocka_unit_test(what_multiplies_has_one_steady_state),
        cmocka_unit_test(langmuir_hinshelwood),
        cmocka_unit_test(chain_against_newton),
        cmocka_unit_test(networks_without_a_steady_state_are_refused),
        cmocka_unit_test(random_networks),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
