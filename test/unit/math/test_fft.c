/* Transforms against plain sums, and what they promise about going there and back. */
#include "support/context_fixture.h"

#include <complex.h>
#include <stdbool.h>

#include <omp.h>

#include "halfcell/units.h"
#include "math/fft.h"
#include "math/random.h"

static const size_t SIZES[][3] = {{5, 4, 3}, {6, 5, 7}, {9, 2, 10}, {1, 1, 8}, {15, 21, 12}};

static double *random_values(size_t count)
{
    double *values;
    hc_random random;
    hc_random_seed(&random, 7);
    assert_int_equal(hc_fft_allocate_real(ctx, count, &values), HC_OK);
    for (size_t i = 0; i < count; i++) {
        values[i] = hc_random_normal(&random);
    }
    return values;
}

static double complex plain_sum(const size_t n[3], const double *values, size_t h0, size_t h1, size_t h2)
{
    double complex sum = 0.0;
    for (size_t p = 0; p < n[0] * n[1] * n[2]; p++) {
        size_t i = p % n[0], j = p / n[0] % n[1], k = p / n[0] / n[1];
        double phase = (double)(h0 * i % n[0]) / (double)n[0] + (double)(h1 * j % n[1]) / (double)n[1] +
                       (double)(h2 * k % n[2]) / (double)n[2];
        sum += values[p] * cexp(-2.0 * HC_PI * I * phase);
    }
    return sum;
}

static void forward_is_the_sum(void **state)
{
    (void)state;
    for (size_t c = 0; c < 4; c++) {
        const size_t *n = SIZES[c];
        hc_fft *fft;
        double complex *g;
        double *values = random_values(n[0] * n[1] * n[2]);
        assert_int_equal(hc_fft_create(ctx, n, &fft), HC_OK);
        assert_int_equal(hc_fft_coefficient_count(fft), n[2] * n[1] * (n[0] / 2 + 1));
        assert_int_equal(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fft), &g), HC_OK);
        hc_fft_forward(fft, values, g);
        for (size_t at = 0; at < hc_fft_coefficient_count(fft); at++) {
            size_t row = n[0] / 2 + 1;
            double complex expected = plain_sum(n, values, at % row, at / row % n[1], at / row / n[1]);
            assert_true(cabs(g[at] - expected) < 1e-12);
        }
        hc_fft_release(values);
        hc_fft_release(g);
        hc_fft_free(fft);
    }
}

static void there_and_back_and_parseval(void **state)
{
    (void)state;
    for (size_t c = 0; c < sizeof SIZES / sizeof SIZES[0]; c++) {
        const size_t *n = SIZES[c];
        size_t count = n[0] * n[1] * n[2], row = n[0] / 2 + 1;
        hc_fft *fft;
        double complex *g;
        double *values = random_values(count), *again = random_values(count), norm = 0.0, norm_g = 0.0;
        assert_int_equal(hc_fft_create(ctx, n, &fft), HC_OK);
        assert_int_equal(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fft), &g), HC_OK);
        hc_fft_forward(fft, values, g);
        for (size_t at = 0; at < hc_fft_coefficient_count(fft); at++) {
            bool single = at % row == 0 || 2 * (at % row) == n[0];
            norm_g += (single ? 1.0 : 2.0) * creal(g[at] * conj(g[at])) / (double)count;
        }
        for (size_t i = 0; i < count; i++) {
            assert_true(values[i] == again[i]); /* the input is kept */
            norm += values[i] * values[i];
        }
        assert_true(fabs(norm - norm_g) < 1e-13 * norm);
        hc_fft_backward(fft, g, again);
        for (size_t i = 0; i < count; i++) {
            assert_true(fabs(again[i] / (double)count - values[i]) < 1e-14 * 50);
        }
        hc_fft_release(values);
        hc_fft_release(again);
        hc_fft_release(g);
        hc_fft_free(fft);
    }
}

/* Larger than a batch of lines in every direction, with and without remainders, and FFTW beside it. */
static void large_grids_are_fftw(void **state)
{
    (void)state;
    static const size_t LARGE[][3] = {{48, 48, 24}, {45, 35, 27}, {50, 33, 20}, {17, 49, 64}};
    for (size_t c = 0; c < sizeof LARGE / sizeof LARGE[0]; c++) {
        const size_t *n = LARGE[c];
        size_t count = n[0] * n[1] * n[2];
        hc_fft *fft;
        hc_fft_reference *reference;
        double complex *g, *expected;
        double *values = random_values(count), *back = random_values(count);
        memset(values + 3 * n[0] * n[1], 0, n[0] * n[1] * sizeof *values); /* an empty plane */
        assert_int_equal(hc_fft_create(ctx, n, &fft), HC_OK);
        assert_int_equal(hc_fft_reference_create(ctx, n, &reference), HC_OK);
        assert_int_equal(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fft), &g), HC_OK);
        assert_int_equal(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fft), &expected), HC_OK);
        hc_fft_forward(fft, values, g);
        hc_fft_reference_forward(reference, values, expected);
        for (size_t i = 0; i < hc_fft_coefficient_count(fft); i++) {
            assert_true(cabs(g[i] - expected[i]) < 1e-14 * sqrt((double)count) * 10.0);
        }
        hc_fft_backward(fft, g, back);
        for (size_t i = 0; i < count; i++) {
            assert_true(fabs(back[i] / (double)count - values[i]) < 1e-14);
        }
        hc_fft_reference_backward(reference, expected, back);
        for (size_t i = 0; i < count; i++) {
            assert_true(fabs(back[i] / (double)count - values[i]) < 1e-14);
        }
        hc_fft_release(values);
        hc_fft_release(back);
        hc_fft_release(g);
        hc_fft_release(expected);
        hc_fft_free(fft);
        hc_fft_reference_free(reference);
    }
}

/* Not a bit depends on the number of threads. */
static void threads_do_not_matter(void **state)
{
    (void)state;
    const size_t n[3] = {45, 35, 27};
    double *values = random_values(45 * 35 * 27);
    double complex *g[2];
    int before = omp_get_max_threads();
    for (int i = 0; i < 2; i++) {
        hc_fft *fft;
        omp_set_num_threads(1 + 2 * i);
        assert_int_equal(hc_fft_create(ctx, n, &fft), HC_OK);
        assert_int_equal(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fft), &g[i]), HC_OK);
        hc_fft_forward(fft, values, g[i]);
        hc_fft_free(fft);
    }
    omp_set_num_threads(before);
    assert_memory_equal(g[0], g[1], 23 * 35 * 27 * sizeof *g[0]);
    hc_fft_release(values);
    hc_fft_release(g[0]);
    hc_fft_release(g[1]);
}

/* The low frequencies are those of the whole transform, and from them comes what the others as zero give. */
static void low_frequencies_are_a_part(void **state)
{
    (void)state;
    static const size_t LARGE[][3] = {{48, 40, 24}, {45, 35, 27}, {20, 18, 6}},
                        HALF[][3] = {{13, 9, 8}, {22, 17, 13}, {9, 0, 2}};
    for (size_t c = 0; c < 3; c++) {
        const size_t *n = LARGE[c], *half = HALF[c];
        size_t count = n[0] * n[1] * n[2], row = n[0] / 2 + 1, low_row = half[0] + 1;
        hc_fft *fft;
        double complex *g, *low;
        double *values = random_values(count), *part = random_values(count), *expected = random_values(count);
        assert_int_equal(hc_fft_create(ctx, n, &fft), HC_OK);
        assert_int_equal(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fft), &g), HC_OK);
        assert_int_equal(hc_fft_allocate_complex(ctx, hc_fft_low_size(fft, half), &low), HC_OK);
        hc_fft_forward(fft, values, g);
        hc_fft_forward_low(fft, half, values, low);
        for (size_t at = 0; at < hc_fft_coefficient_count(fft); at++) {
            size_t h[3] = {at % row, at / row % n[1], at / row / n[1]}, m[3] = {0, 2 * half[1] + 1, 2 * half[2] + 1};
            bool is_low = h[0] <= half[0];
            for (int k = 1; k < 3; k++) {
                is_low = is_low && (h[k] <= half[k] || n[k] - h[k] <= half[k]);
                h[k] = h[k] <= half[k] ? h[k] : m[k] - (n[k] - h[k]);
            }
            if (is_low) {
                assert_true(cabs(g[at] - low[(h[2] * m[1] + h[1]) * low_row + h[0]]) < 1e-11);
            } else {
                g[at] = 0.0;
            }
        }
        hc_fft_backward(fft, g, expected);
        hc_fft_backward_low(fft, half, low, part);
        for (size_t i = 0; i < count; i++) {
            assert_true(fabs(part[i] - values[i] - expected[i]) < 1e-14 * 10.0 * (double)count);
        }
        hc_fft_release(values);
        hc_fft_release(part);
        hc_fft_release(expected);
        hc_fft_release(g);
        hc_fft_release(low);
        hc_fft_free(fft);
    }
}

/* An octant against the transform of the whole even array. */
static void even_is_the_octant(void **state)
{
    (void)state;
    const size_t n[3] = {3, 4, 2}, whole[3] = {6, 8, 4};
    double *octant = random_values(4 * 5 * 3), *values = random_values(6 * 8 * 4);
    double complex *g;
    hc_fft *fft;
    assert_int_equal(hc_fft_create(ctx, whole, &fft), HC_OK);
    assert_int_equal(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fft), &g), HC_OK);
    for (size_t p = 0; p < 6 * 8 * 4; p++) {
        size_t i = p % 6, j = p / 6 % 8, k = p / 48;
        i = i > 3 ? 6 - i : i;
        j = j > 4 ? 8 - j : j;
        k = k > 2 ? 4 - k : k;
        values[p] = octant[(k * 5 + j) * 4 + i];
    }
    hc_fft_forward(fft, values, g);
    assert_int_equal(hc_fft_even(ctx, n, octant), HC_OK);
    for (size_t k = 0; k <= 2; k++) {
        for (size_t j = 0; j <= 4; j++) {
            for (size_t i = 0; i <= 3; i++) {
                assert_true(cabs(g[(k * 8 + j) * 4 + i] - octant[(k * 5 + j) * 4 + i]) < 1e-12);
            }
        }
    }
    hc_fft_release(octant);
    hc_fft_release(values);
    hc_fft_release(g);
    hc_fft_free(fft);
}

static void bad_sizes_are_refused(void **state)
{
    (void)state;
    hc_fft *fft;
    double *values;
    assert_int_equal(hc_fft_create(ctx, (size_t[3]){4, 0, 4}, &fft), HC_ERROR_INPUT);
    assert_int_equal(hc_fft_create(ctx, (size_t[3]){4, 67, 4}, &fft), HC_ERROR_INPUT);
    assert_int_equal(hc_fft_allocate_real(ctx, SIZE_MAX / 4, &values), HC_ERROR_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forward_is_the_sum),         cmocka_unit_test(there_and_back_and_parseval),
        cmocka_unit_test(large_grids_are_fftw),       cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(low_frequencies_are_a_part), cmocka_unit_test(even_is_the_octant),
        cmocka_unit_test(bad_sizes_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
