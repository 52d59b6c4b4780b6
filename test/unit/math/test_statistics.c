/* Error bars of correlated series: against the known error of AR(1) noise, by coverage over many seeded repeats. */
#include "support/context_fixture.h"

#include "halfcell/units.h"
#include "math/random.h"
#include "math/statistics.h"

/* Stationary x_t = phi x_{t-1} + noise of unit variance; its inefficiency is (1 + phi)/(1 - phi). */
static void fill_ar1(hc_random *random, double phi, size_t count, double *x)
{
    x[0] = hc_random_normal(random);
    for (size_t i = 1; i < count; i++) {
        x[i] = phi * x[i - 1] + sqrt(1 - phi * phi) * hc_random_normal(random);
    }
}

#define REPEATS 1500
#define LENGTH 2000

typedef struct coverage {
    double inside;      /* share of repeats whose mean is within one error of the truth */
    double error_ratio; /* root mean square of the errors / true error of the mean */
    double inefficiency;
} coverage;

static coverage measure_coverage(double phi, size_t count, double true_error)
{
    static double x[LENGTH];
    hc_random random;
    coverage result = {0};
    hc_random_seed(&random, 42);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        hc_estimate estimate;
        fill_ar1(&random, phi, count, x);
        assert_int_equal(hc_statistics_mean(ctx, count, x, &estimate), HC_OK);
        result.inside += fabs(estimate.mean) < estimate.error ? 1.0 / REPEATS : 0;
        result.error_ratio += estimate.error * estimate.error / REPEATS;
        result.inefficiency += estimate.inefficiency / REPEATS;
    }
    result.error_ratio = sqrt(result.error_ratio) / true_error;
    return result;
}

/* Exact variance of the mean of n values of unit-variance AR(1). */
static double ar1_error(double phi, double n)
{
    double sum = (1 + phi) / (1 - phi) - 2 * phi * (1 - pow(phi, n)) / (n * (1 - phi) * (1 - phi));
    return sqrt(sum / n);
}

static void test_coverage(void **state)
{
    (void)state;
    const double phis[] = {0.0, 0.5, 0.9, 0.95};
    for (int i = 0; i < 4; i++) {
        double phi = phis[i];
        coverage c = measure_coverage(phi, LENGTH, ar1_error(phi, LENGTH));
        print_message("phi %.2f: inside %.3f, error/true %.3f, g %.2f (%.2f)\n", phi, c.inside, c.error_ratio,
                      c.inefficiency, (1 + phi) / (1 - phi));
        /* 68.3 % is right; the standard deviation of the share over the repeats is 1.2 %. */
        assert_true(c.inside > 0.64 && c.inside < 0.75);
        assert_true(c.error_ratio > 0.95 && c.error_ratio < 1.15);
        assert_true(fabs(c.inefficiency * (1 - phi) / (1 + phi) - 1) < 0.25);
    }
}

/* A vibration hides a slow process: the autocorrelation is negative long before the slow part has decayed. */
static void test_slow_under_vibration(void **state)
{
    (void)state;
    static double x[LENGTH], slow[LENGTH];
    hc_random random;
    const double phi = 0.95;
    double inside = 0;
    hc_random_seed(&random, 7);
    for (int repeat = 0; repeat < 500; repeat++) {
        hc_estimate estimate;
        double phase = 2 * HC_PI * hc_random_uniform(&random);
        fill_ar1(&random, phi, LENGTH, slow);
        for (size_t i = 0; i < LENGTH; i++) {
            x[i] = 3 * cos(0.5 * (double)i + phase) + slow[i];
        }
        assert_int_equal(hc_statistics_mean(ctx, LENGTH, x, &estimate), HC_OK);
        inside += fabs(estimate.mean) < estimate.error ? 1.0 / 500 : 0;
    }
    print_message("slow under vibration: inside %.3f\n", inside);
    assert_true(inside > 0.62 && inside < 0.76);
}

/* Weights correlated with the values: the ratio <wx>/<w> and its error. With w = exp(a x) and x normal the ratio is a.
 */
static void test_weighted(void **state)
{
    (void)state;
    static double x[LENGTH], w[LENGTH];
    hc_random random;
    const double a = 0.3;
    double inside = 0, mean = 0;
    hc_random_seed(&random, 3);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        hc_estimate estimate;
        fill_ar1(&random, 0.8, LENGTH, x);
        for (size_t i = 0; i < LENGTH; i++) {
            w[i] = exp(a * x[i]);
        }
        assert_int_equal(hc_statistics_weighted_mean(ctx, LENGTH, x, w, &estimate), HC_OK);
        inside += fabs(estimate.mean - a) < estimate.error ? 1.0 / REPEATS : 0;
        mean += estimate.mean / REPEATS;
    }
    print_message("weighted: inside %.3f mean %.4f\n", inside, mean);
    assert_true(inside > 0.63 && inside < 0.76);
    assert_true(fabs(mean - a) < 0.01);
    hc_estimate plain, weighted;
    for (size_t i = 0; i < LENGTH; i++) {
        w[i] = 2.5;
    }
    assert_int_equal(hc_statistics_mean(ctx, LENGTH, x, &plain), HC_OK);
    assert_int_equal(hc_statistics_weighted_mean(ctx, LENGTH, x, w, &weighted), HC_OK);
    assert_true(fabs(plain.mean - weighted.mean) < 1e-14 && fabs(plain.error / weighted.error - 1) < 1e-12);
}

static void test_equilibration(void **state)
{
    (void)state;
    static double x[LENGTH];
    hc_random random;
    hc_random_seed(&random, 5);
    fill_ar1(&random, 0.5, LENGTH, x);
    for (size_t i = 0; i < LENGTH; i++) {
        x[i] += 20 * exp(-(double)i / 60);
    }
    hc_estimate all, rest;
    assert_int_equal(hc_statistics_mean(ctx, LENGTH, x, &all), HC_OK);
    assert_int_equal(hc_statistics_equilibrated_mean(ctx, LENGTH, x, NULL, &rest), HC_OK);
    assert_true(rest.discarded >= 150 && rest.discarded <= 600);
    assert_int_equal(rest.count + rest.discarded, LENGTH);
    assert_true(fabs(all.mean) > 0.4);
    assert_true(fabs(rest.mean) < 3 * rest.error && rest.error < 0.07);
    /* A stationary series loses little. */
    fill_ar1(&random, 0.5, LENGTH, x);
    size_t discard = 0;
    assert_int_equal(hc_statistics_equilibration(ctx, LENGTH, x, &discard), HC_OK);
    assert_true(discard <= LENGTH / 4);
}

static void test_blocking(void **state)
{
    (void)state;
    static double x[LENGTH];
    hc_random random;
    hc_blocking_level level[HC_BLOCKING_LEVEL_MAX];
    double error_64 = 0, error_block = 0;
    size_t nlevel = 0;
    const double phi = 0.8;
    hc_random_seed(&random, 11);
    for (int repeat = 0; repeat < 200; repeat++) {
        hc_estimate block;
        fill_ar1(&random, phi, LENGTH, x);
        assert_int_equal(hc_statistics_blocking(ctx, LENGTH, x, &nlevel, level), HC_OK);
        assert_int_equal(hc_statistics_block_mean(ctx, LENGTH, x, 20, &block), HC_OK);
        error_64 += level[6].error * level[6].error / 200;
        error_block += block.error * block.error / 200;
    }
    assert_int_equal(nlevel, 10);
    assert_int_equal(level[6].block, 64);
    assert_int_equal(level[6].count, 31);
    double truth = ar1_error(phi, LENGTH);
    /* Blocks of finite length lose a part tau/length of the variance; 200 repeats leave 2 % of noise. */
    assert_true(fabs(sqrt(error_64) / truth - 1) < 0.08);
    assert_true(fabs(sqrt(error_block) / truth - 1) < 0.08);
}

static void test_small_and_bad(void **state)
{
    (void)state;
    hc_estimate estimate;
    double x[3] = {1, 2, 3};
    assert_int_equal(hc_statistics_mean(ctx, 0, x, &estimate), HC_ERROR_INPUT);
    assert_int_equal(hc_statistics_mean(ctx, 1, x, &estimate), HC_OK);
    assert_true(estimate.mean == 1 && isnan(estimate.error) && !estimate.reliable);
    assert_int_equal(hc_statistics_mean(ctx, 3, x, &estimate), HC_OK);
    assert_true(estimate.mean == 2 && fabs(estimate.error - 1 / sqrt(3)) < 1e-15 && estimate.deviation == 1);
    double constant[50];
    for (int i = 0; i < 50; i++) {
        constant[i] = 0.125;
    }
    assert_int_equal(hc_statistics_mean(ctx, 50, constant, &estimate), HC_OK);
    assert_true(estimate.mean == 0.125 && estimate.error == 0 && estimate.inefficiency == 1);
    x[1] = NAN;
    assert_int_equal(hc_statistics_mean(ctx, 3, x, &estimate), HC_ERROR_NUMERIC);
    x[1] = 2;
    double w[3] = {1, 0, 1};
    assert_int_equal(hc_statistics_weighted_mean(ctx, 3, x, w, &estimate), HC_ERROR_NUMERIC);
    assert_int_equal(hc_statistics_block_mean(ctx, 3, x, 4, &estimate), HC_ERROR_INPUT);
    assert_int_equal(hc_statistics_block_mean(ctx, 3, x, 1, &estimate), HC_ERROR_INPUT);
    assert_int_equal(hc_statistics_block_mean(ctx, 3, x, 3, &estimate), HC_OK);
    assert_true(fabs(estimate.error - 1 / sqrt(3)) < 1e-15);
}

/* Known order statistics, NaNs left out. */
static void test_quantiles(void **state)
{
    (void)state;
    const double share[4] = {0.0, 0.5, 0.625, 1.0};
    double values[] = {3.0, NAN, 1.0, 2.0, NAN, 5.0, 4.0}, none[] = {NAN}, q[4];
    hc_statistics_quantiles(7, values, 4, share, q);
    assert_float_equal(q[0], 1.0, 0.0);
    assert_float_equal(q[1], 3.0, 0.0);
    assert_float_equal(q[2], 3.5, 1e-15);
    assert_float_equal(q[3], 5.0, 0.0);
    hc_statistics_quantiles(1, none, 1, share, q);
    assert_true(isnan(q[0]));
    hc_statistics_quantiles(0, NULL, 1, share, q);
    assert_true(isnan(q[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coverage),  cmocka_unit_test(test_slow_under_vibration),
        cmocka_unit_test(test_weighted),  cmocka_unit_test(test_equilibration),
        cmocka_unit_test(test_blocking),  cmocka_unit_test(test_small_and_bad),
        cmocka_unit_test(test_quantiles),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
