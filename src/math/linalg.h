/* BLAS and LAPACK with row-major square and rectangular matrices; the only file that touches them.
 *
 * A symmetric matrix is the same in both orders, and a row-major [m][n] matrix is the column-major transpose: no copies
 * are made. Dimensions are those of the row-major matrices. */
#ifndef HC_MATH_LINALG_H
#define HC_MATH_LINALG_H

#include <complex.h>
#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

/* C[m][n] = alpha op(A) op(B) + beta C; op(A) is [m][k], transposed when flagged. Leading dimensions = row lengths. */
void hc_gemm(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, double alpha, const double *a,
             size_t lda, const double *b, size_t ldb, double beta, double *c, size_t ldc);

/* hc_gemm in single precision. */
void hc_gemm_single(bool transpose_a, bool transpose_b, size_t m, size_t n, size_t k, float alpha, const float *a,
                    size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc);

/* C[n][n] = alpha A A^T + beta C with A [n][k] (transpose false) or A^T A with A [k][n] (true); full C is filled in. */
void hc_syrk(bool transpose, size_t n, size_t k, double alpha, const double *a, size_t lda, double beta, double *c,
             size_t ldc);

/* y[m] = alpha A x + beta y, A [m][n]. */
void hc_gemv(bool transpose, size_t m, size_t n, double alpha, const double *a, size_t lda, const double *x,
             double beta, double *y);
double hc_dot(size_t n, const double *x, const double *y);

/* Symmetric eigenproblem A v = w v. On return row i of a [n][n] is eigenvector i; w [n] ascending. Fails with
 * HC_ERROR_NUMERIC when A holds a value that is not finite. */
HC_MUST_CHECK hc_status hc_eigen_symmetric(hc_context *ctx, size_t n, double *a, double *w);

/* Eigenvalues w [n] and right eigenvectors, rows of v [n][n], of a general real matrix A [n][n] (destroyed): A v = w v,
 * each vector of length 1. Fails with HC_ERROR_NUMERIC when A holds a value that is not finite. */
HC_MUST_CHECK hc_status hc_eigen_general(hc_context *ctx, size_t n, double *a, double complex *w, double complex *v);

/* Cholesky factor of a positive definite matrix, in place: the lower triangle L of A = L L^T (row-major). */
HC_MUST_CHECK hc_status hc_cholesky(hc_context *ctx, size_t n, double *a);
/* Whether a symmetric matrix, of which the lower triangle is read, is positive definite; if so that triangle becomes
 * its Cholesky factor. The upper one is left alone. */
bool hc_is_positive_definite(size_t n, double *a);
/* Solves L L^T x = b for `m` right-hand sides, rows of b [m][n], in place; of l the lower triangle is read. */
void hc_cholesky_solve(size_t n, const double *l, size_t m, double *b);
/* Inverse of the lower triangle (row-major), in place. */
HC_MUST_CHECK hc_status hc_triangular_invert(hc_context *ctx, size_t n, double *l);
/* B[n][m] = L^-1 B or L^-T B, in place. */
void hc_triangular_solve(bool transpose, size_t n, size_t m, const double *l, double *b, size_t ldb);

/* B[n][m] = L B or L^T B (right false), or B[m][n] = B L or B L^T (right true), in place; L [n][n] lower triangular. */
void hc_triangular_multiply(bool right, bool transpose, size_t n, size_t m, const double *l, double *b, size_t ldb);

/* Solves A x = b for a general A [n][n] (destroyed) and nrhs right-hand sides, rows of b [nrhs][n]. */
HC_MUST_CHECK hc_status hc_solve(hc_context *ctx, size_t n, double *a, size_t nrhs, double *b);
/* Least squares: x [n] minimising |A x - b|, A [m][n] destroyed, b [m] destroyed, by SVD with cutoff rcond. */
HC_MUST_CHECK hc_status hc_least_squares(hc_context *ctx, size_t m, size_t n, double *a, double *b, double rcond,
                                         double *x);

/* Name of the kernels the BLAS library has chosen ("SkylakeX"), or "unknown". */
const char *hc_blas_kernel(void);

/* The BLAS library that is linked, with its version and how it was built. */
const char *hc_blas_library(void);

#endif
