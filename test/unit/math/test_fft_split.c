/* Eight lines side by side against plain sums, there and back. */
#include "support/context_fixture.h"

#include <complex.h>

#include "halfcell/units.h"
#include "math/fft.h"
#include "math/fft_split.h"
#include "math/random.h"

#define POINT HC_FFT_SPLIT_POINT

static double complex value_of(const double *values, size_t point, size_t lane)
{
    return values[point * POINT + lane] + I * values[point * POINT + POINT / 2 + lane];
}

static double complex plain_sum(size_t n, const double *values, size_t h, size_t lane)
{
    double complex sum = 0.0;
    for (size_t j = 0; j < n; j++) {
        sum += value_of(values, j, lane) * cexp(-2.0 * HC_PI * I * (double)(h * j % n) / (double)n);
    }
    return sum;
}

/* Every radix alone and with others, large primes, one point. */
static void both_ways_are_sums(void **state)
{
    (void)state;
    static const size_t LENGTHS[] = {1, 2, 3, 4, 5, 7, 8, 9, 12, 30, 49, 61, 64, 74, 105, 121, 243};
    for (size_t c = 0; c < sizeof LENGTHS / sizeof LENGTHS[0]; c++) {
        size_t n = LENGTHS[c];
        double *values, *work, *kept;
        hc_fft_split *split;
        hc_random random;
        hc_random_seed(&random, n);
        assert_int_equal(hc_fft_split_create(ctx, n, &split), HC_OK);
        assert_int_equal(hc_fft_allocate_real(ctx, n * POINT, &values), HC_OK);
        assert_int_equal(hc_fft_allocate_real(ctx, n * POINT, &work), HC_OK);
        assert_int_equal(hc_fft_allocate_real(ctx, n * POINT, &kept), HC_OK);
        for (size_t i = 0; i < n * POINT; i++) {
            values[i] = kept[i] = hc_random_normal(&random);
        }
        double *waves = hc_fft_split_forward(split, values, work);
        for (size_t h = 0; h < n; h++) {
            for (size_t lane = 0; lane < POINT / 2; lane += 7) {
                assert_true(cabs(value_of(waves, h, lane) - plain_sum(n, kept, h, lane)) < 1e-14 * 4.0 * (double)n);
            }
        }
        double *back = hc_fft_split_backward(split, waves, waves == values ? work : values);
        for (size_t i = 0; i < n * POINT; i++) {
            assert_true(fabs(back[i] / (double)n - kept[i]) < 1e-14);
        }
        hc_fft_release(values);
        hc_fft_release(work);
        hc_fft_release(kept);
        hc_fft_split_free(split);
    }
}

static void bad_lengths_are_refused(void **state)
{
    (void)state;
    hc_fft_split *split;
    assert_int_equal(hc_fft_split_create(ctx, 0, &split), HC_ERROR_INPUT);
    assert_int_equal(hc_fft_split_create(ctx, 2 * 67, &split), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "134"));
    assert_null(split);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways_are_sums),
        cmocka_unit_test(bad_lengths_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
