#include "math/linalg.h"

#include <math.h>
#include <stdlib.h>

/* Fortran interfaces of BLAS and LAPACK; column-major, so every call below swaps or transposes accordingly. */
void dgemm_(const char *, const char *, const int *, const int *, const int *, const double *, const double *,
            const int *, const double *, const int *, const double *, double *, const int *);
void sgemm_(const char *, const char *, const int *, const int *, const int *, const float *, const float *,
            const int *, const float *, const int *, const float *, float *, const int *);
void dsyrk_(const char *, const char *, const int *, const int *, const double *, const double *, const int *,
            const double *, double *, const int *);
void dgemv_(const char *, const int *, const int *, const double *, const double *, const int *, const double *,
            const int *, const double *, double *, const int *);
double ddot_(const int *, const double *, const int *, const double *, const int *);
void dtrsm_(const char *, const char *, const char *, const char *, const int *, const int *, const double *,
            const double *, const int *, double *, const int *);
void dtrmm_(const char *, const char *, const char *, const char *, const int *, const int *, const double *,
            const double *, const int *, double *, const int *);
void dsyevd_(const char *, const char *, const int *, double *, const int *, double *, double *, const int *, int *,
             const int *, int *);
void dgeev_(const char *, const char *, const int *, double *, const int *, double *, double *, double *, const int *,
            double *, const int *, double *, const int *, int *);
void dpotrf_(const char *, const int *, double *, const int *, int *);
void dpotrs_(const char *, const int *, const int *, const double *, const int *, double *, const int *, int *);
void dtrtri_(const char *, const char *, const int *, double *, const int *, int *);
void dgesv_(const int *, const int *, double *, const int *, int *, double *, const int *, int *);
void dgelsd_(const int *, const int *, const int *, double *, const int *, double *, const int *, double *,
             const double *, int *, double *, const int *, int *, int *);
char *openblas_get_corename(void) __attribute__((weak));
char *openblas_get_config(void) __attribute__((weak));

/* LAPACK wants one at least, also of a matrix without elements. */
static int leading(size_t dimension)
{
    return dimension > 0 ? (int)dimension : 1;
}

void hc_gemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, double alpha, const double *a,
             size_t lda, const double *b, size_t ldb, double beta, double *c, size_t ldc)
{
    int im = (int)m, in = (int)n, ik = (int)k, ia = leading(lda), ib = leading(ldb), ic = leading(ldc);
    dgemm_(transpose_b ? "T" : "N", transpose_a ? "T" : "N", &in, &im, &ik, &alpha, b, &ib, a, &ia, &beta, c, &ic);
}

void hc_gemm_single(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, float alpha, const float *a,
                    size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc)
{
    int im = (int)m, in = (int)n, ik = (int)k, ia = leading(lda), ib = leading(ldb), ic = leading(ldc);
    sgemm_(transpose_b ? "T" : "N", transpose_a ? "T" : "N", &in, &im, &ik, &alpha, b, &ib, a, &ia, &beta, c, &ic);
}

static void mirror_lower(size_t n, double *c, size_t ldc)
{
    enum { BLOCK = 32 };
    for (size_t ib = 0; ib < n; ib += BLOCK) {
        for (size_t jb = 0; jb <= ib; jb += BLOCK) {
            for (size_t i = ib; i < n && i < ib + BLOCK; i++) {
                for (size_t j = jb; j < i && j < jb + BLOCK; j++) {
                    c[j * ldc + i] = c[i * ldc + j];
                }
            }
        }
    }
}

void hc_syrk(bool transpose, size_t n, size_t k, double alpha, const double *a, size_t lda, double beta, double *c,
             size_t ldc)
{
    int in = (int)n, ik = (int)k, ia = (int)lda, ic = (int)ldc;
    /* The row-major lower triangle is the column-major upper one. */
    dsyrk_("U", transpose ? "N" : "T", &in, &ik, &alpha, a, &ia, &beta, c, &ic);
    mirror_lower(n, c, ldc);
}

void hc_gemv(bool transpose, size_t m, size_t n, double alpha, const double *a, size_t lda, const double *x,
             double beta, double *y)
{
    int im = (int)m, in = (int)n, ia = (int)lda, one = 1;
    dgemv_(transpose ? "N" : "T", &in, &im, &alpha, a, &ia, x, &one, &beta, y, &one);
}

double hc_dot(size_t n, const double *x, const double *y)
{
    int in = (int)n, one = 1;
    return ddot_(&in, x, &one, y, &one);
}

static bool all_finite(size_t count, const double *values)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i] * 0.0;
    }
    return sum == 0.0;
}

hc_status hc_eigen_symmetric(hc_context *ctx, size_t n, double *a, double *w)
{
    if (n == 0) {
        return HC_OK;
    }
    if (!all_finite(n * n, a)) {
        return hc_fail(ctx, HC_ERROR_NUMERIC, "a matrix to be diagonalised holds a value that is not finite");
    }
    int in = (int)n, info = 0, integer_size = 0, work_size = -1, ask = -1;
    double wanted = 0.0;
    dsyevd_("V", "U", &in, a, &in, w, &wanted, &work_size, &integer_size, &ask, &info);
    work_size = (int)wanted;
    ask = integer_size;
    double *work = NULL;
    int *integer_work = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, (size_t)work_size, sizeof *work, &work));
    HC_TRY(hc_allocate(ctx, (size_t)integer_size, sizeof *integer_work, &integer_work));
    dsyevd_("V", "U", &in, a, &in, w, work, &work_size, integer_work, &ask, &info);
    if (info != 0) {
        status = hc_fail(ctx, HC_ERROR_NUMERIC, "the diagonalisation of a %zu x %zu matrix failed (LAPACK dsyevd: %d)",
                         n, n, info);
    }
cleanup:
    free(work);
    free(integer_work);
    return status;
}

/* LAPACK sees the transpose, so its left eigenvectors u, u^H A^T = w u^H, are the conjugates of ours; a pair of complex
 * ones stands as real part and imaginary part, of the eigenvalue with the positive imaginary part first. */
static void unpack_vectors(size_t n, const double *w, const double *left, double complex *v)
{
    for (size_t k = 0; k < n; k++) {
        bool pair = w[n + k] != 0.0, second = w[n + k] < 0.0;
        const double *real = left + (k - second) * n, *imaginary = real + n;
        for (size_t i = 0; i < n; i++) {
            v[k * n + i] = pair ? CMPLX(real[i], second ? imaginary[i] : -imaginary[i]) : real[i];
        }
    }
}

hc_status hc_eigen_general(hc_context *ctx, size_t n, double *a, double complex *w, double complex *v)
{
    hc_status status = HC_OK;
    int in = (int)n, info = 0, one = 1, size = 4 * in;
    double *work = NULL;
    if (!all_finite(n * n, a)) {
        return hc_fail(ctx, HC_ERROR_NUMERIC, "a matrix to be diagonalised holds a value that is not finite");
    }
    HC_TRY(hc_allocate(ctx, n * (n + 6), sizeof *work, &work));
    double *value = work + 4 * n, *left = value + 2 * n;
    dgeev_("V", "N", &in, a, &in, value, value + n, left, &in, NULL, &one, work, &size, &info);
    if (info != 0) {
        status = hc_fail(ctx, HC_ERROR_NUMERIC, "the eigenvalues of a %zu x %zu matrix failed (LAPACK dgeev: %d)", n, n,
                         info);
        goto cleanup;
    }
    for (size_t k = 0; k < n; k++) {
        w[k] = CMPLX(value[k], value[n + k]);
    }
    unpack_vectors(n, value, left, v);
cleanup:
    free(work);
    return status;
}

hc_status hc_cholesky(hc_context *ctx, size_t n, double *a)
{
    int in = (int)n, info = 0;
    dpotrf_("U", &in, a, &in, &info);
    if (info != 0) {
        return hc_fail(ctx, HC_ERROR_NUMERIC,
                       "a matrix of dimension %zu is not positive definite (LAPACK dpotrf: %d); of an overlap matrix: "
                       "atoms are too close or the basis is linearly dependent",
                       n, info);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            a[i * n + j] = 0.0;
        }
    }
    return HC_OK;
}

bool hc_is_positive_definite(size_t n, double *a)
{
    int in = (int)n, info = 0;
    dpotrf_("U", &in, a, &in, &info);
    return info == 0;
}

void hc_cholesky_solve(size_t n, const double *l, size_t m, double *b)
{
    int in = (int)n, im = (int)m, info = 0; /* what info tells of are wrong arguments */
    dpotrs_("U", &in, &im, l, &in, b, &in, &info);
}

hc_status hc_triangular_invert(hc_context *ctx, size_t n, double *l)
{
    int in = (int)n, info = 0;
    dtrtri_("U", "N", &in, l, &in, &info);
    return info == 0 ? HC_OK : hc_fail(ctx, HC_ERROR_NUMERIC, "a triangular matrix is singular at row %d", info - 1);
}

void hc_triangular_solve(bool transpose, size_t n, size_t m, const double *l, double *b, size_t ldb)
{
    int in = (int)n, im = (int)m, ib = (int)ldb;
    double one = 1.0;
    /* Column-major: B^T X = ..., with U = L^T: L^-1 B is (B^T U^-1)^T. */
    dtrsm_("R", "U", transpose ? "T" : "N", "N", &im, &in, &one, l, &in, b, &ib);
}

void hc_triangular_multiply(bool right, bool transpose, size_t n, size_t m, const double *l, double *b, size_t ldb)
{
    int in = (int)n, im = (int)m, ib = (int)ldb;
    double one = 1.0;
    /* Column-major: the transposes, with U = L^T in the storage of L: (L B)^T = B^T U, (B L)^T = U B^T. */
    dtrmm_(right ? "L" : "R", "U", transpose ? "T" : "N", "N", right ? &in : &im, right ? &im : &in, &one, l, &in, b,
           &ib);
}

hc_status hc_solve(hc_context *ctx, size_t n, double *a, size_t nrhs, double *b)
{
    int *pivot = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, n, sizeof *pivot, &pivot));
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            double swap = a[i * n + j];
            a[i * n + j] = a[j * n + i];
            a[j * n + i] = swap;
        }
    }
    int in = (int)n, ir = (int)nrhs, info = 0;
    dgesv_(&in, &ir, a, &in, pivot, b, &in, &info);
    if (info != 0) {
        status = hc_fail(ctx, HC_ERROR_NUMERIC, "a system of %zu linear equations is singular", n);
    }
cleanup:
    free(pivot);
    return status;
}

/* Column-major copies of A [m][n] and of b, the latter long enough for the solution. */
static void to_columns(size_t m, size_t n, const double *a, double *columns)
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            columns[j * m + i] = a[i * n + j];
        }
    }
}

hc_status hc_least_squares(hc_context *ctx, size_t m, size_t n, double *a, double *b, double rcond, double *x)
{
    size_t longer = m > n ? m : n, shorter = m < n ? m : n;
    double *columns = NULL, *right = NULL, *singular = NULL, *work = NULL;
    int *integer_work = NULL;
    int im = (int)m, in = (int)n, il = (int)longer, one = 1, rank = 0, ask = -1, info = 0, integer_size = 0;
    double wanted = 0.0;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, m * n, sizeof *columns, &columns));
    HC_TRY(hc_allocate(ctx, longer, sizeof *right, &right));
    HC_TRY(hc_allocate(ctx, shorter, sizeof *singular, &singular));
    to_columns(m, n, a, columns);
    for (size_t i = 0; i < m; i++) {
        right[i] = b[i];
    }
    dgelsd_(&im, &in, &one, columns, &im, right, &il, singular, &rcond, &rank, &wanted, &ask, &integer_size, &info);
    ask = (int)wanted;
    HC_TRY(hc_allocate(ctx, (size_t)ask, sizeof *work, &work));
    HC_TRY(hc_allocate(ctx, (size_t)integer_size, sizeof *integer_work, &integer_work));
    dgelsd_(&im, &in, &one, columns, &im, right, &il, singular, &rcond, &rank, work, &ask, integer_work, &info);
    if (info != 0) {
        status =
            hc_fail(ctx, HC_ERROR_NUMERIC, "a least-squares problem could not be solved (LAPACK dgelsd: %d)", info);
        goto cleanup;
    }
    for (size_t i = 0; i < n; i++) {
        x[i] = right[i];
    }
cleanup:
    free(columns);
    free(right);
    free(singular);
    free(work);
    free(integer_work);
    return status;
}

const char *hc_blas_kernel(void)
{
    return openblas_get_corename ? openblas_get_corename() : "unknown";
}

const char *hc_blas_library(void)
{
    return openblas_get_config ? openblas_get_config() : "a BLAS library that is not OpenBLAS";
}
