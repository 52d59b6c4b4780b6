#include "gpw/scf/frontier.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

#define BLOCK HC_GPW_DESCENT_EMPTY
#define ROUNDS 30

typedef struct block {
    size_t n, count; /* functions, vectors wanted */
    double *w;       /* the wanted vectors, then as many directions, [2 count][n] */
    double *hw, *sw; /* w H, w S, [2 count][n] */
    double *rotated; /* [count][n] */
} block;

static void free_block(block *b)
{
    free(b->w);
    free(b->hw);
    free(b->sw);
    free(b->rotated);
}

static hc_status create_block(hc_context *ctx, const hc_gpw_descent *d, size_t s, block *b)
{
    hc_status status = HC_OK;
    b->n = d->nao;
    b->count = d->nempty[s];
    HC_TRY(hc_allocate(ctx, 2 * b->count * b->n, sizeof(double), &b->w));
    HC_TRY(hc_allocate(ctx, 2 * b->count * b->n, sizeof(double), &b->hw));
    HC_TRY(hc_allocate(ctx, 2 * b->count * b->n, sizeof(double), &b->sw));
    HC_TRY(hc_allocate(ctx, b->count * b->n, sizeof(double), &b->rotated));
    memcpy(b->w, d->empty[s], b->count * b->n * sizeof(double));
cleanup:
    return status;
}

/* Takes the occupied orbitals out of `count` rows of w from row `first` on, and sets their hw and sw. */
static hc_status complete(hc_context *ctx, const hc_gpw_descent *d, size_t s, const double *overlap, const double *h,
                          block *b, size_t first, size_t count)
{
    size_t n = b->n, nocc = d->nocc[s];
    double *w = b->w + first * n, *sw = b->sw + first * n, *shared = NULL;
    hc_status status = hc_allocate(ctx, count * nocc, sizeof *shared, &shared);
    if (status == HC_OK) {
        hc_gemm(false, false, count, n, n, 1.0, w, n, overlap, n, 0.0, sw, n);
        hc_gemm(false, true, count, nocc, n, 1.0, sw, n, d->c[s], n, 0.0, shared, nocc);
        hc_gemm(false, false, count, n, nocc, -1.0, shared, nocc, d->c[s], n, 1.0, w, n);
        hc_gemm(false, false, count, n, nocc, -1.0, shared, nocc, d->sc[s], n, 1.0, sw, n);
        hc_gemm(false, false, count, n, n, 1.0, w, n, h, n, 0.0, b->hw + first * n, n);
    }
    free(shared);
    return status;
}

/* rows [m][n] become their first `count` combinations. */
static void combine(const block *b, size_t m, const double *combination, double *rows)
{
    hc_gemm(false, false, b->count, b->n, m, 1.0, combination, m, rows, b->n, 0.0, b->rotated, b->n);
    memcpy(rows, b->rotated, b->count * b->n * sizeof *rows);
}

/* The first rows of w, hw and sw become those of the best vectors of the span of `m` rows; energy [count] theirs. */
static hc_status rotate_to_best(hc_context *ctx, block *b, size_t m, double *energy)
{
    size_t n = b->n, kept = 0;
    double gram[4 * BLOCK * BLOCK], root[4 * BLOCK * BLOCK], sub[4 * BLOCK * BLOCK];
    double product[4 * BLOCK * BLOCK], w[2 * BLOCK];
    hc_status status = HC_OK;
    hc_gemm(false, true, m, m, n, 1.0, b->sw, n, b->w, n, 0.0, gram, m);
    HC_TRY(hc_eigen_symmetric(ctx, m, gram, w));
    for (size_t i = 0; i < m; i++) {
        if (w[i] > 1e-12 * w[m - 1]) {
            for (size_t j = 0; j < m; j++) {
                root[kept * m + j] = gram[i * m + j] / sqrt(w[i]);
            }
            kept++;
        }
    }
    hc_gemm(false, true, m, m, n, 1.0, b->hw, n, b->w, n, 0.0, gram, m);
    hc_gemm(false, false, kept, m, m, 1.0, root, m, gram, m, 0.0, product, m);
    hc_gemm(false, true, kept, kept, m, 1.0, product, m, root, m, 0.0, sub, kept);
    HC_TRY(hc_eigen_symmetric(ctx, kept, sub, w));
    b->count = kept < b->count ? kept : b->count;
    memcpy(energy, w, b->count * sizeof *energy);
    hc_gemm(false, false, b->count, m, kept, 1.0, sub, kept, root, m, 0.0, product, m);
    combine(b, m, product, b->w);
    combine(b, m, product, b->hw);
    combine(b, m, product, b->sw);
cleanup:
    return status;
}

/* Rows count ... 2 count of w: the preconditioned residuals; returns the largest element of the lowest one's. */
static double add_directions(const hc_gpw_descent *d, size_t s, block *b, const double *energy)
{
    size_t n = b->n;
    double largest = 0.0, *direction = b->w + b->count * n;
    for (size_t i = 0; i < b->count; i++) {
        for (size_t k = 0; k < n; k++) {
            direction[i * n + k] = b->hw[i * n + k] - energy[i] * b->sw[i * n + k];
        }
    }
    for (size_t k = 0; k < n; k++) {
        largest = fmax(largest, fabs(direction[k]));
    }
    hc_gpw_preconditioner_apply_highest(d->preconditioner[s], b->count, direction);
    return largest;
}

static hc_status find_lumo(hc_context *ctx, hc_gpw_descent *d, size_t s, const double *overlap, const double *h,
                           double tolerance)
{
    block b = {0};
    double energy[BLOCK], residual = INFINITY;
    hc_status status = HC_OK;
    HC_TRY(create_block(ctx, d, s, &b));
    HC_TRY(complete(ctx, d, s, overlap, h, &b, 0, b.count));
    HC_TRY(rotate_to_best(ctx, &b, b.count, energy));
    for (int round = 0; round < ROUNDS && residual > tolerance; round++) {
        residual = add_directions(d, s, &b, energy);
        HC_TRY(complete(ctx, d, s, overlap, h, &b, b.count, b.count));
        HC_TRY(rotate_to_best(ctx, &b, 2 * b.count, energy));
    }
    d->lumo[s] = energy[0];
    memset(d->empty[s], 0, d->nempty[s] * b.n * sizeof(double)); /* zero: those that became dependent */
    memcpy(d->empty[s], b.w, b.count * b.n * sizeof(double));
cleanup:
    free_block(&b);
    return status;
}

hc_status hc_gpw_frontier(hc_context *ctx, hc_gpw_descent *d, size_t s, const double *overlap, const double *h,
                          double tolerance, double *homo, double *lumo)
{
    size_t m = d->nocc[s];
    double *lambda = NULL, *w = NULL;
    hc_status status = HC_OK;
    *homo = *lumo = NAN;
    HC_TRY(hc_allocate(ctx, m * m, sizeof *lambda, &lambda));
    HC_TRY(hc_allocate(ctx, m, sizeof *w, &w));
    if (m > 0) {
        memcpy(lambda, d->lambda[s], m * m * sizeof *lambda);
        HC_TRY(hc_eigen_symmetric(ctx, m, lambda, w));
        *homo = w[m - 1];
    }
    if (m < d->nao) {
        HC_TRY(find_lumo(ctx, d, s, overlap, h, tolerance));
        *lumo = d->lumo[s];
    }
cleanup:
    free(lambda);
    free(w);
    return status;
}
