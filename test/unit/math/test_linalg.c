/* Every wrapper of linalg.h against a plain loop or the property it promises. */
#include "support/context_fixture.h"

#include "math/linalg.h"
#include "math/random.h"

#define N 7
#define M 5
#define K 6

static void fill(hc_random *random, size_t count, double *values)
{
    for (size_t i = 0; i < count; i++) {
        values[i] = hc_random_normal(random);
    }
}

static double entry(bool transpose, const double *a, size_t ld, size_t i, size_t j)
{
    return transpose ? a[j * ld + i] : a[i * ld + j];
}

static void gemm_is_the_product(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 1);
    for (int flags = 0; flags < 4; flags++) {
        bool ta = flags & 1, tb = flags & 2;
        double a[M * K], b[K * N], c[M * N], expected[M * N];
        fill(&random, M * K, a);
        fill(&random, K * N, b);
        fill(&random, M * N, c);
        size_t lda = ta ? M : K, ldb = tb ? K : N;
        for (size_t i = 0; i < M; i++) {
            for (size_t j = 0; j < N; j++) {
                double sum = 0.5 * c[i * N + j];
                for (size_t k = 0; k < K; k++) {
                    sum += 2.0 * entry(ta, a, lda, i, k) * entry(tb, b, ldb, k, j);
                }
                expected[i * N + j] = sum;
            }
        }
        hc_gemm(ta, tb, M, N, K, 2.0, a, lda, b, ldb, 0.5, c, N);
        for (size_t i = 0; i < M * N; i++) {
            assert_true(fabs(c[i] - expected[i]) < 1e-13);
        }
    }
}

static void syrk_is_the_full_symmetric_product(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 2);
    for (int transpose = 0; transpose < 2; transpose++) {
        double a[N * K], c[N * N] = {0}, expected[N * N];
        size_t ld = transpose ? N : K;
        fill(&random, N * K, a);
        hc_gemm(transpose, !transpose, N, N, K, 1.5, a, ld, a, ld, 0.0, expected, N);
        hc_syrk(transpose, N, K, 1.5, a, ld, 0.0, c, N);
        for (size_t i = 0; i < N * N; i++) {
            assert_true(fabs(c[i] - expected[i]) < 1e-13);
        }
    }
}

static void gemv_is_the_product(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 3);
    double a[M * N], x[N], y[M], back[N];
    fill(&random, M * N, a);
    fill(&random, N, x);
    hc_gemv(false, M, N, 1.0, a, N, x, 0.0, y);
    hc_gemv(true, M, N, 1.0, a, N, y, 0.0, back);
    for (size_t i = 0; i < M; i++) {
        assert_true(fabs(y[i] - hc_dot(N, a + i * N, x)) < 1e-13);
    }
    assert_true(fabs(hc_dot(N, back, x) - hc_dot(M, y, y)) < 1e-12);
}

static void random_symmetric(uint64_t seed, double *a)
{
    hc_random random;
    hc_random_seed(&random, seed);
    for (size_t i = 0; i < N; i++) {
        for (size_t j = 0; j <= i; j++) {
            a[i * N + j] = a[j * N + i] = hc_random_normal(&random);
        }
    }
}

static void eigenvectors_are_rows(void **state)
{
    (void)state;
    double a[N * N], v[N * N], w[N], av[N];
    random_symmetric(4, a);
    memcpy(v, a, sizeof a);
    assert_int_equal(hc_eigen_symmetric(ctx, N, v, w), HC_OK);
    for (size_t i = 0; i < N; i++) {
        assert_true(i == 0 || w[i] >= w[i - 1]);
        hc_gemv(false, N, N, 1.0, a, N, v + i * N, 0.0, av);
        for (size_t j = 0; j < N; j++) {
            assert_true(fabs(av[j] - w[i] * v[i * N + j]) < 1e-12);
        }
    }
}

static void general_eigenvectors_are_rows(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 12);
    double a[N * N], kept[N * N];
    double complex w[N], v[N * N];
    bool any_complex = false;
    fill(&random, N * N, a);
    memcpy(kept, a, sizeof kept);
    assert_int_equal(hc_eigen_general(ctx, N, a, w, v), HC_OK);
    for (size_t k = 0; k < N; k++) {
        double norm = 0.0;
        any_complex |= cimag(w[k]) != 0.0;
        for (size_t i = 0; i < N; i++) {
            double complex sum = -w[k] * v[k * N + i];
            for (size_t j = 0; j < N; j++) {
                sum += kept[i * N + j] * v[k * N + j];
            }
            assert_true(cabs(sum) < 1e-12);
            norm += creal(v[k * N + i] * conj(v[k * N + i]));
        }
        assert_true(fabs(norm - 1.0) < 1e-12);
    }
    assert_true(any_complex);
}

static void eigen_refuses_what_is_not_finite(void **state)
{
    (void)state;
    double a[N * N], w[N];
    random_symmetric(5, a);
    a[3] = NAN;
    assert_int_equal(hc_eigen_symmetric(ctx, N, a, w), HC_ERROR_NUMERIC);
}

static void cholesky_and_triangles(void **state)
{
    (void)state;
    double b[N * N], a[N * N], l[N * N], inverse[N * N], product[N * N], x[N * N];
    random_symmetric(6, b);
    hc_syrk(false, N, N, 1.0, b, N, 0.0, a, N);
    memcpy(l, a, sizeof a);
    assert_int_equal(hc_cholesky(ctx, N, l), HC_OK);
    hc_gemm(false, true, N, N, N, 1.0, l, N, l, N, 0.0, product, N);
    for (size_t i = 0; i < N * N; i++) {
        assert_true(fabs(product[i] - a[i]) < 1e-12);
    }
    memcpy(inverse, l, sizeof l);
    assert_int_equal(hc_triangular_invert(ctx, N, inverse), HC_OK);
    for (int transpose = 0; transpose < 2; transpose++) {
        memcpy(x, b, sizeof b);
        hc_triangular_solve(transpose, N, N, l, x, N);
        hc_gemm(transpose, false, N, N, N, 1.0, inverse, N, b, N, 0.0, product, N);
        for (size_t i = 0; i < N * N; i++) {
            assert_true(fabs(product[i] - x[i]) < 1e-8);
        }
    }
    double lower[N * N], right[2 * N];
    memcpy(lower, a, sizeof a);
    lower[1] = 1e3; /* above the diagonal: not read */
    assert_true(hc_is_positive_definite(N, lower));
    hc_gemm(false, false, 2, N, N, 1.0, b, N, a, N, 0.0, right, N);
    hc_cholesky_solve(N, lower, 2, right);
    for (size_t i = 0; i < 2 * N; i++) {
        assert_true(fabs(right[i] - b[i]) < 1e-8);
    }
    a[0] = -1.0;
    memcpy(lower, a, sizeof a);
    assert_false(hc_is_positive_definite(N, lower));
    assert_int_equal(hc_cholesky(ctx, N, a), HC_ERROR_NUMERIC);
}

static void linear_systems(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 7);
    double a[N * N], copy[N * N], x[2 * N], b[2 * N], tall[9 * 3], right[9], solution[3];
    fill(&random, N * N, a);
    fill(&random, 2 * N, x);
    for (int r = 0; r < 2; r++) {
        hc_gemv(false, N, N, 1.0, a, N, x + r * N, 0.0, b + r * N);
    }
    memcpy(copy, a, sizeof a);
    assert_int_equal(hc_solve(ctx, N, copy, 2, b), HC_OK);
    for (size_t i = 0; i < 2 * N; i++) {
        assert_true(fabs(b[i] - x[i]) < 1e-10);
    }
    fill(&random, 27, tall);
    double expected[3] = {1.0, -2.0, 0.5};
    hc_gemv(false, 9, 3, 1.0, tall, 3, expected, 0.0, right);
    assert_int_equal(hc_least_squares(ctx, 9, 3, tall, right, 1e-12, solution), HC_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_true(fabs(solution[i] - expected[i]) < 1e-12);
    }
    memset(copy, 0, sizeof copy);
    assert_int_equal(hc_solve(ctx, N, copy, 2, b), HC_ERROR_NUMERIC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gemm_is_the_product),           cmocka_unit_test(syrk_is_the_full_symmetric_product),
        cmocka_unit_test(gemv_is_the_product),           cmocka_unit_test(eigenvectors_are_rows),
        cmocka_unit_test(general_eigenvectors_are_rows), cmocka_unit_test(eigen_refuses_what_is_not_finite),
        cmocka_unit_test(cholesky_and_triangles),        cmocka_unit_test(linear_systems),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
