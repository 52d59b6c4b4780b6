/* Coverages in time against exact solutions; the second way to steady states; several steady states. */
#include "random_case.h"

#include "kinetics/steady.h"
#include "kinetics/transient.h"

static hc_network *make(size_t n, size_t m, const hc_network_step *step)
{
    const char *name[4] = {"*", "A*", "B*", "C*"};
    size_t site[4] = {0}, empty = 0;
    const hc_network_input input = {n, 1, m, name, site, &empty, step};
    hc_network *network = NULL;
    CHECK(hc_network_create(ctx, &input, &network));
    return network;
}

/* Langmuir adsorption: theta = theta_eq (1 - exp(-(k1 + k-1) t)). */
static void langmuir_in_time(void **state)
{
    (void)state;
    const hc_network_step step = {.order = 1, .reactant = {0}, .product = {1}, .reversible = true};
    const double up = log(3.0), down = log(5.0), start[2] = {1.0, 0.0}, times[3] = {0.01, 0.1, 1.0};
    const hc_rate_constants k = {.forward = &up, .reverse = &down};
    double theta[6];
    size_t done;
    hc_network *network = make(2, 1, &step);
    CHECK(hc_transient_run(ctx, network, &k, NULL, start, 3, times, theta, &done));
    assert_int_equal(done, 3);
    for (size_t i = 0; i < 3; i++) {
        double expected = 3.0 / 8.0 * (1.0 - exp(-8.0 * times[i]));
        assert_true(fabs(theta[2 * i + 1] - expected) < 1e-8);
        assert_true(fabs(theta[2 * i] + theta[2 * i + 1] - 1.0) < 1e-12);
    }
    hc_network_free(network);
}

/* Second order, 2A -> nothing: theta = 1/(1 + 2 k t) with no way back. A slow adsorption keeps the network whole. */
static void second_order_in_time(void **state)
{
    (void)state;
    const hc_network_step step[2] = {{.order = 2, .reactant = {1, 1}, .product = {0, 0}},
                                     {.order = 1, .reactant = {0}, .product = {1}}};
    const double up[2] = {log(0.7), log(1e-14)}, down[2] = {-INFINITY, -INFINITY}, start[2] = {0.0, 1.0}, time = 4.0;
    const hc_rate_constants k = {.forward = up, .reverse = down};
    double theta[2];
    size_t done;
    hc_network *network = make(2, 2, step);
    CHECK(hc_transient_run(ctx, network, &k, NULL, start, 1, &time, theta, &done));
    assert_true(fabs(theta[1] - 1.0 / (1.0 + 2.0 * 0.7 * 4.0)) < 1e-8);
    hc_network_free(network);
}

/* Random networks whose rates span six decades: time integration ends where the solver says. */
static void the_second_way(void **state)
{
    (void)state;
    size_t compared = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        random_case c;
        double start[RANDOM_SPECIES_MAX] = {0}, in_time[RANDOM_SPECIES_MAX], until = 1e10;
        size_t done;
        const hc_transient_options options = {.relative_tolerance = 1e-8, .absolute_tolerance = 1e-12};
        random_case_begin(&c, 1000 + seed, 3, 10, 0.15); /* 42 decades become 6 */
        for (size_t t = 0; t < c.net.nsite; t++) {
            start[c.net.empty[t]] = 1.0;
        }
        if (hc_transient_run(ctx, c.network, &c.k, &options, start, 1, &until, in_time, &done) != HC_OK) {
            fail_msg("seed %d: %s", (int)seed, hc_context_message(ctx));
        }
        for (size_t s = 0; s < c.net.nspecies; s++) {
            if (fabs(in_time[s] - c.theta[s]) > 1e-6) {
                fail_msg("seed %d: coverage %zu is %g in time, %g by the solver", (int)seed, s, in_time[s], c.theta[s]);
            }
            compared++;
        }
        random_case_end(&c);
    }
    assert_true(compared > 150);
}

/* CO oxidation with O2 needing two sites: at these pressures a surface of O and one of CO are both steady, and one
 * between them that is not stable. */
static void three_steady_states(void **state)
{
    (void)state;
    const hc_network_step step[3] = {{.order = 1, .reactant = {0}, .product = {1}, .reversible = true},
                                     {.order = 2, .reactant = {0, 0}, .product = {2, 2}},
                                     {.order = 2, .reactant = {1, 2}, .product = {0, 0}}};
    const double up[3] = {log(1.0), log(1.0), log(100.0)}, down[3] = {log(0.04), -INFINITY, -INFINITY};
    const hc_rate_constants k = {.forward = up, .reverse = down};
    hc_network *network = make(3, 3, step);
    hc_steady_solver *solver = NULL;
    double x[8 * 3];
    size_t count = 0;
    CHECK(hc_steady_solver_create(ctx, network, &solver));
    CHECK(hc_steady_find_all(ctx, solver, &k, 8, x, &count));
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) { /* each is a zero of the plain balances */
        double e = exp(x[3 * i]), a = exp(x[3 * i + 1]), b = exp(x[3 * i + 2]);
        assert_true(fabs(e + a + b - 1.0) < 1e-10);
        assert_true(fabs(e - 0.04 * a - 100.0 * a * b) < 1e-9);
        assert_true(fabs(2.0 * e * e - 100.0 * a * b) < 1e-9);
    }
    hc_steady_solver_free(solver);
    hc_network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(langmuir_in_time),
        cmocka_unit_test(second_order_in_time),
        cmocka_unit_test(the_second_way),
        cmocka_unit_test(three_steady_states),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
