/* Profiles: exact integrals, known profiles with noise (coverage of their errors), both directions. */
#include "support/context_fixture.h"

#include "halfcell/units.h"
#include "math/random.h"
#include "sampling/profile.h"

/* A = x^4/4 - x^3 + x, dA/dx a cubic. */
static double cubic(double x)
{
    return x * x * x - 3 * x * x + 1;
}

static double cubic_integral(double a, double b)
{
    return (b * b * b * b / 4 - b * b * b + b) - (a * a * a * a / 4 - a * a * a + a);
}

static void test_windows_exact(void **state)
{
    (void)state;
    /* Unequal distances, unsorted: a spline without knots at its ends is exact for a cubic gradient. */
    const double xi[] = {2.0, 0.0, 0.3, 1.1, 1.5, 2.4};
    double gradient[6], error[6] = {0};
    hc_profile *p = NULL;
    for (int i = 0; i < 6; i++) {
        gradient[i] = cubic(xi[i]);
    }
    assert_int_equal(hc_profile_from_windows(ctx, 6, xi, gradient, error, HC_PROFILE_SPLINE, 7, false, &p), HC_OK);
    assert_int_equal(p->count, 36);
    for (size_t k = 0; k < p->count; k++) {
        assert_true(k == 0 || p->xi[k] > p->xi[k - 1]);
        assert_true(fabs(p->energy[k] - cubic_integral(0, p->xi[k])) < 1e-12);
    }
    hc_profile_free(p);
    /* From the other end. */
    assert_int_equal(hc_profile_from_windows(ctx, 6, xi, gradient, error, HC_PROFILE_SPLINE, 7, true, &p), HC_OK);
    for (size_t k = 0; k < p->count; k++) {
        assert_true(fabs(p->energy[k] - cubic_integral(2.4, p->xi[k])) < 1e-12);
    }
    hc_profile_free(p);
    /* The trapezoid is exact for straight lines, inside the intervals too. */
    for (int i = 0; i < 6; i++) {
        gradient[i] = 1 - 2 * xi[i];
    }
    for (int rule = 0; rule < 2; rule++) {
        assert_int_equal(hc_profile_from_windows(ctx, 6, xi, gradient, error, rule, 0, false, &p), HC_OK);
        for (size_t k = 0; k < p->count; k++) {
            assert_true(fabs(p->energy[k] - (p->xi[k] - p->xi[k] * p->xi[k])) < 1e-13);
        }
        hc_profile_summary summary;
        assert_int_equal(hc_profile_summarise(ctx, p, 1, &summary), HC_OK);
        assert_true(fabs(summary.barrier - 0.25) < 0.002 && fabs(summary.barrier_xi - 0.5) < 0.05);
        assert_true(summary.barrier_error == 0 && fabs(summary.barrier_bias) < 1e-14);
        assert_true(fabs(summary.reaction_energy - (2.4 - 2.4 * 2.4)) < 1e-13);
        assert_true(fabs(summary.reverse_barrier - summary.barrier + summary.reaction_energy) < 1e-13);
        hc_profile_free(p);
    }
    /* Three windows: the natural spline is still exact for a straight line; two: the trapezoid. */
    for (size_t n = 2; n <= 3; n++) {
        assert_int_equal(hc_profile_from_windows(ctx, n, xi, gradient, error, HC_PROFILE_SPLINE, 4, false, &p), HC_OK);
        double b = p->xi[p->count - 1], a = p->xi[0];
        assert_true(fabs(p->energy[p->count - 1] - (b - b * b - a + a * a)) < 1e-13);
        hc_profile_free(p);
    }
}

static void test_window_errors(void **state)
{
    (void)state;
    /* Equal windows, trapezoid, equal errors s: variance of the integral is h^2 s^2 (n - 2 + 1/2). */
    const double xi[] = {0, 0.5, 1, 1.5, 2}, gradient[] = {1, 1, 1, 1, 1}, error[] = {0.1, 0.1, 0.1, 0.1, 0.1};
    hc_profile *p = NULL;
    assert_int_equal(hc_profile_from_windows(ctx, 5, xi, gradient, error, HC_PROFILE_TRAPEZOID, 1, false, &p), HC_OK);
    assert_true(fabs(p->error[4] - 0.05 * sqrt(3.5)) < 1e-15);
    assert_true(p->error[0] == 0);
    hc_profile_summary summary;
    assert_int_equal(hc_profile_summarise(ctx, p, 1, &summary), HC_OK);
    assert_true(summary.reaction_error == p->error[4]);
    /* The maximum is the end here, so its sampled error is that of the end, within the noise of 2000 samples. */
    assert_true(fabs(summary.barrier_error / p->error[4] - 1) < 0.05);
    hc_profile_free(p);
}

/* Error bars of barrier and reaction energy: share of repeats within one error. */
static void test_window_coverage(void **state)
{
    (void)state;
    enum { N = 13, REPEATS = 400 };
    double xi[N], gradient[N], error[N], barrier = 0, reaction = 0;
    hc_random random;
    hc_random_seed(&random, 9);
    /* A = sin(pi x) - 0.2 x: barrier at cos(pi x) = 0.2/pi. */
    double top = acos(0.2 / HC_PI) / HC_PI, height = sin(HC_PI * top) - 0.2 * top;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        hc_profile *p = NULL;
        hc_profile_summary s;
        for (int i = 0; i < N; i++) {
            xi[i] = i / (double)(N - 1);
            error[i] = 0.05 + 0.1 * xi[i];
            gradient[i] = HC_PI * cos(HC_PI * xi[i]) - 0.2 + error[i] * hc_random_normal(&random);
        }
        assert_int_equal(hc_profile_from_windows(ctx, N, xi, gradient, error, HC_PROFILE_SPLINE, 10, false, &p), HC_OK);
        assert_int_equal(hc_profile_summarise(ctx, p, (uint64_t)repeat, &s), HC_OK);
        barrier += fabs(s.barrier - height) < s.barrier_error ? 1.0 / REPEATS : 0;
        reaction += fabs(s.reaction_energy + 0.2) < s.reaction_error ? 1.0 / REPEATS : 0;
        hc_profile_free(p);
    }
    print_message("windows: barrier inside %.3f, reaction inside %.3f\n", barrier, reaction);
    assert_true(barrier > 0.61 && barrier < 0.76);
    assert_true(reaction > 0.61 && reaction < 0.76);
}

static void test_window_refusals(void **state)
{
    (void)state;
    hc_profile *p = NULL;
    double xi[] = {0, 1, 1}, gradient[] = {1, 2, 3}, error[] = {0, 0, 0};
    assert_int_equal(hc_profile_from_windows(ctx, 1, xi, gradient, error, 0, 1, false, &p), HC_ERROR_INPUT);
    assert_int_equal(hc_profile_from_windows(ctx, 3, xi, gradient, error, 0, 1, false, &p), HC_ERROR_INPUT);
    error[1] = NAN;
    assert_int_equal(hc_profile_from_windows(ctx, 2, xi, gradient, error, 0, 1, false, &p), HC_ERROR_NUMERIC);
    error[1] = 0;
    gradient[0] = NAN;
    assert_int_equal(hc_profile_from_windows(ctx, 2, xi, gradient, error, 0, 1, false, &p), HC_ERROR_NUMERIC);
    assert_null(p);
}

#define STEPS 4000

typedef struct run {
    double xi[STEPS], gradient[STEPS], weight[STEPS];
} run;

/* Equal steps from a to b. */
static hc_growth grow(run *r, double a, double b)
{
    for (int i = 0; i < STEPS; i++) {
        r->xi[i] = a + (b - a) * i / (STEPS - 1);
        r->gradient[i] = 0;
        r->weight[i] = 1;
    }
    return (hc_growth){.count = STEPS, .xi = r->xi, .gradient = r->gradient};
}

static void test_growth_exact(void **state)
{
    (void)state;
    static run r;
    hc_profile *p = NULL;
    for (int backward = 0; backward < 2; backward++) {
        hc_growth growth = backward ? grow(&r, 2.4, 0.2) : grow(&r, 0.2, 2.4);
        for (int i = 0; i < STEPS; i++) {
            r.gradient[i] = 3 - 2 * r.xi[i];
        }
        assert_int_equal(hc_profile_from_growth(ctx, &growth, 17, NAN, NAN, &p), HC_OK);
        assert_int_equal(p->count, 18);
        double start = backward ? 2.4 : 0.2;
        for (size_t k = 0; k < p->count; k++) {
            double exact = 3 * (p->xi[k] - start) - p->xi[k] * p->xi[k] + start * start;
            assert_true(fabs(p->energy[k] - exact) < 1e-12);
            assert_true(p->error[k] < 1e-12);
        }
        hc_profile_free(p);
    }
    /* Part of the range; curved gradient: bins change nothing at their edges, the steps are the only discretisation. */
    hc_growth growth = grow(&r, 0, 2.4);
    for (int i = 0; i < STEPS; i++) {
        r.gradient[i] = cubic(r.xi[i]);
    }
    assert_int_equal(hc_profile_from_growth(ctx, &growth, 11, 0.5, 1.7, &p), HC_OK);
    for (size_t k = 0; k < p->count; k++) {
        assert_true(fabs(p->energy[k] - cubic_integral(0.5, p->xi[k])) < 1e-6);
    }
    hc_profile_free(p);
}

/* Rests before and after growth are not part of the path. */
static void test_growth_rests(void **state)
{
    (void)state;
    static run r;
    hc_growth growth = grow(&r, 0, 1);
    hc_profile *p = NULL;
    hc_random random;
    hc_random_seed(&random, 8);
    for (int i = 0; i < STEPS; i++) {
        r.xi[i] = fmin(fmax((i - 1000) / 2000.0, 0), 1);
        r.gradient[i] = i >= 1000 && i <= 3000 ? 2 + hc_random_normal(&random) : 100;
    }
    r.gradient[1000] = r.gradient[3000] = 2;
    assert_int_equal(hc_profile_from_growth(ctx, &growth, 10, NAN, NAN, &p), HC_OK);
    assert_true(fabs(p->energy[10] - 2) < 0.1);
    assert_true(p->error[10] > 0.8 / sqrt(2000) && p->error[10] < 1.6 / sqrt(2000));
    hc_profile_free(p);
}

static void add_noise(hc_random *random, double phi, double sigma, double *x)
{
    double noise = hc_random_normal(random);
    for (int i = 0; i < STEPS; i++) {
        x[i] += sigma * noise;
        noise = phi * noise + sqrt(1 - phi * phi) * hc_random_normal(random);
    }
}

static void test_growth_coverage(void **state)
{
    (void)state;
    enum { REPEATS = 1000 };
    static run r;
    const double phis[] = {0.0, 0.8, 0.95};
    hc_random random;
    hc_random_seed(&random, 21);
    for (int iphi = 0; iphi < 3; iphi++) {
        double end = 0, middle = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            hc_growth growth = grow(&r, 0, 2.4);
            hc_profile *p = NULL;
            for (int i = 0; i < STEPS; i++) {
                r.gradient[i] = cubic(r.xi[i]);
            }
            add_noise(&random, phis[iphi], 2, r.gradient);
            assert_int_equal(hc_profile_from_growth(ctx, &growth, 20, NAN, NAN, &p), HC_OK);
            end += fabs(p->energy[20] - cubic_integral(0, 2.4)) < p->error[20] ? 1.0 / REPEATS : 0;
            middle += fabs(p->energy[7] - cubic_integral(0, p->xi[7])) < p->error[7] ? 1.0 / REPEATS : 0;
            hc_profile_free(p);
        }
        print_message("growth phi %.2f: end inside %.3f, at bin 7 %.3f\n", phis[iphi], end, middle);
        assert_true(end > 0.63 && end < 0.76);
        assert_true(middle > 0.62 && middle < 0.76);
    }
}

/* Weights: the bin mean is <w g>/<w>. */
static void test_growth_weights(void **state)
{
    (void)state;
    static run r;
    hc_growth growth = grow(&r, 0, 1);
    hc_profile *p = NULL;
    for (int i = 0; i < STEPS; i++) {
        r.weight[i] = i % 2 ? 3 : 1;
        r.gradient[i] = i % 2 ? 1 : 5;
    }
    growth.weight = r.weight;
    assert_int_equal(hc_profile_from_growth(ctx, &growth, 4, NAN, NAN, &p), HC_OK);
    for (int k = 0; k < 4; k++) {
        assert_true(fabs(p->gradient[k] - 2) < 0.01);
    }
    hc_profile_free(p);
}

static void test_pair(void **state)
{
    (void)state;
    static run f, b;
    hc_random random;
    hc_random_seed(&random, 33);
    for (int dissipative = 0; dissipative < 2; dissipative++) {
        hc_growth forward = grow(&f, 0, 2), backward = grow(&b, 2.2, 0.0);
        hc_growth_pair pair;
        double friction = dissipative ? 0.6 : 0;
        for (int i = 0; i < STEPS; i++) {
            f.gradient[i] = cubic(f.xi[i]) + friction;
            b.gradient[i] = cubic(b.xi[i]) - friction;
        }
        add_noise(&random, 0.8, 1, f.gradient);
        add_noise(&random, 0.8, 1, b.gradient);
        assert_int_equal(hc_profile_from_growth_pair(ctx, &forward, &backward, 0, &pair), HC_OK);
        const hc_hysteresis *h = &pair.hysteresis;
        assert_true(pair.mean->xi[0] == 0 && fabs(pair.mean->xi[20] - 2) < 1e-12);
        assert_true(pair.backward->energy[0] == 0);
        assert_true(fabs(h->at_end - 4 * friction) < 3 * h->at_end_error);
        assert_true(fabs(h->dissipation - 2 * friction) < 3 * h->dissipation_error);
        assert_true(h->largest >= fabs(h->at_end));
        assert_true(h->agree == !dissipative);
        assert_string_equal(hc_profile_quantity(h), dissipative ? "work" : "free energy");
        /* The friction cancels in the mean. */
        for (int k = 1; k <= 20; k++) {
            assert_true(fabs(pair.mean->energy[k] - cubic_integral(0, pair.mean->xi[k])) < 4 * pair.mean->error[k]);
        }
        hc_table *table = NULL;
        assert_int_equal(hc_profile_pair_table(ctx, &pair, "profile", (hc_xi_unit){"angstrom", HC_ANGSTROM}, &table),
                         HC_OK);
        assert_string_equal(table->column[3].name, dissipative ? "mean_work" : "free_energy");
        assert_true(fabs(table->column[0].value[20] - 2 * HC_BOHR_IN_ANGSTROM) < 1e-12);
        assert_true(fabs(table->column[3].value[20] - pair.mean->energy[20] * HC_HARTREE_IN_EV) < 1e-12);
        hc_table_free(table);
        hc_growth_pair_clear(&pair);
    }
    assert_string_equal(hc_profile_quantity(NULL), "work");
}

static void test_combine(void **state)
{
    (void)state;
    /* Two colvars: x from 0 to 1, y = -2 x + 1; A = x^2 + 3 y: total work 1 - 6. */
    static run r;
    static double y[STEPS], gy[STEPS], progress[STEPS], total[STEPS];
    grow(&r, 0, 1);
    for (int i = 0; i < STEPS; i++) {
        y[i] = 1 - 2 * r.xi[i];
        gy[i] = 3;
        r.gradient[i] = 2 * r.xi[i];
    }
    const double *xi[] = {r.xi, y}, *gradient[] = {r.gradient, gy};
    assert_int_equal(hc_profile_combine(ctx, 2, STEPS, xi, gradient, progress, total), HC_OK);
    hc_growth growth = {.count = STEPS, .xi = progress, .gradient = total};
    hc_profile *p = NULL;
    assert_int_equal(hc_profile_from_growth(ctx, &growth, 5, NAN, NAN, &p), HC_OK);
    assert_true(fabs(p->energy[5] + 5) < 1e-10);
    hc_profile_free(p);
    for (int i = STEPS / 2; i < STEPS; i++) {
        r.xi[i] = 0.5;
    }
    assert_int_equal(hc_profile_combine(ctx, 2, STEPS, xi, gradient, progress, total), HC_ERROR_INPUT);
}

static void test_growth_refusals(void **state)
{
    (void)state;
    static run r, other;
    hc_profile *p = NULL;
    hc_growth growth = grow(&r, 0, 1);
    growth.count = 1;
    assert_int_equal(hc_profile_from_growth(ctx, &growth, 5, NAN, NAN, &p), HC_ERROR_INPUT);
    growth.count = STEPS;
    assert_int_equal(hc_profile_from_growth(ctx, &growth, 5, -1, 1, &p), HC_ERROR_INPUT);
    assert_int_equal(hc_profile_from_growth(ctx, &growth, 100000, NAN, NAN, &p), HC_ERROR_INPUT);
    r.gradient[5] = NAN;
    assert_int_equal(hc_profile_from_growth(ctx, &growth, 5, NAN, NAN, &p), HC_ERROR_NUMERIC);
    r.gradient[5] = 0;
    r.xi[100] = 0.9;
    assert_int_equal(hc_profile_from_growth(ctx, &growth, 5, NAN, NAN, &p), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "turns back"));
    growth = grow(&r, 0, 1);
    hc_growth away = grow(&other, 3, 2), same = grow(&other, 3, 2);
    hc_growth_pair pair;
    assert_int_equal(hc_profile_from_growth_pair(ctx, &growth, &away, 5, &pair), HC_ERROR_INPUT);
    same = grow(&other, 0, 1);
    assert_int_equal(hc_profile_from_growth_pair(ctx, &growth, &same, 5, &pair), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "same way"));
    assert_null(pair.forward);
    assert_null(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_windows_exact),
        cmocka_unit_test(test_window_errors),
        cmocka_unit_test(test_window_coverage),
        cmocka_unit_test(test_window_refusals),
        cmocka_unit_test(test_growth_exact),
        cmocka_unit_test(test_growth_rests),
        cmocka_unit_test(test_growth_coverage),
        cmocka_unit_test(test_growth_weights),
        cmocka_unit_test(test_pair),
        cmocka_unit_test(test_combine),
        cmocka_unit_test(test_growth_refusals),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
