#include "gpw/grid/block.h"

#include <stdlib.h>
#include <string.h>

hc_status hc_shell_pairs_create(hc_context *ctx, const hc_gpw_tasks *tasks, hc_shell_pairs *pairs)
{
    hc_status status;
    *pairs = (hc_shell_pairs){.stride = (tasks->npolynomial + 7) / 8 * 8, .current = HC_NO_EXPONENT};
    HC_TRY(hc_allocate(ctx, tasks->nshell * tasks->nshell * pairs->stride, sizeof(double), &pairs->full));
    HC_TRY(hc_allocate(ctx, tasks->nshell * pairs->stride, sizeof(double), &pairs->half));
cleanup:
    return status;
}

void hc_shell_pairs_release(hc_shell_pairs *pairs)
{
    free(pairs->full);
    free(pairs->half);
}

void hc_shell_pairs_clear(hc_shell_pairs *pairs, const hc_task_block *block)
{
    memset(pairs->full, 0, block->a->nshell * block->b->nshell * pairs->stride * sizeof(double));
    memset(pairs->half, 0, block->b->nshell * pairs->stride * sizeof(double));
    pairs->current = HC_NO_EXPONENT;
}

static void shifted_harmonics(int lmin, int lmax, hc_vec3 shift,
                              double (*s)[HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)])
{
    for (int l = lmin; l <= lmax; l++) {
        size_t lower = l > 0 ? HC_CARTESIAN_TOTAL(l - 1) : 0, count = HC_CARTESIAN_COUNT(l);
        const double *harmonics = hc_solid_harmonics(l);
        for (size_t m = 0; m < HC_SPHERICAL_COUNT(l); m++) {
            memset(s[l][m], 0, lower * sizeof(double));
            memcpy(s[l][m] + lower, harmonics + m * count, count * sizeof(double));
            hc_polynomial_shift(l, shift, s[l][m]);
        }
    }
}

void hc_block_harmonics_fill(const hc_task_block *block, hc_block_harmonics *harmonics)
{
    shifted_harmonics(block->a->lmin, block->a->lmax, hc_vec3_scale(0.5, block->distance), harmonics->a);
    shifted_harmonics(block->b->lmin, block->b->lmax, hc_vec3_scale(-0.5, block->distance), harmonics->b);
}

/* Powers of the coordinates at each place, and the place of a product. */
static const uint8_t power_of[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)][3] = {
    {0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {2, 0, 0}, {1, 1, 0}, {1, 0, 1}, {0, 2, 0}, {0, 1, 1},
    {0, 0, 2}, {3, 0, 0}, {2, 1, 0}, {2, 0, 1}, {1, 2, 0}, {1, 1, 1}, {1, 0, 2}, {0, 3, 0}, {0, 2, 1},
    {0, 1, 2}, {0, 0, 3}, {4, 0, 0}, {3, 1, 0}, {3, 0, 1}, {2, 2, 0}, {2, 1, 1}, {2, 0, 2}, {1, 3, 0},
    {1, 2, 1}, {1, 1, 2}, {1, 0, 3}, {0, 4, 0}, {0, 3, 1}, {0, 2, 2}, {0, 1, 3}, {0, 0, 4},
};

static inline size_t product_place(size_t i, size_t j)
{
    const uint8_t *p = power_of[i], *q = power_of[j];
    return hc_cartesian_place(p[0] + q[0], p[1] + q[1], p[2] + q[2]);
}

/* A pair of shells: where its functions are and what its polynomials are. */
typedef struct shell_pair {
    int la, lb;
    size_t row, column;
    size_t ia, ib; /* coefficients of a harmonic of a and of b */
    const double (*a)[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)], (*b)[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
    size_t offset; /* of its polynomial */
} shell_pair;

static shell_pair shell_pair_of(const hc_task_block *block, const hc_block_harmonics *harmonics, size_t stride,
                                size_t sa, size_t sb)
{
    int la = block->a->l[sa], lb = block->b->l[sb];
    return (shell_pair){la,
                        lb,
                        block->row + block->a->first[sa],
                        block->column + block->b->first[sb],
                        HC_CARTESIAN_TOTAL(la),
                        HC_CARTESIAN_TOTAL(lb),
                        harmonics->a[la],
                        harmonics->b[lb],
                        (sa * block->b->nshell + sb) * stride};
}

/* t[m][j] = sum_n P_mn b[n][j] */
static void times_b(const shell_pair *pair, size_t nao, const double *density,
                    double t[][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)])
{
    for (int m = 0; m <= 2 * pair->la; m++) {
        const double *p = density + (pair->row + (size_t)m) * nao + pair->column;
        for (size_t j = 0; j < pair->ib; j++) {
            t[m][j] = 0;
        }
        for (int n = 0; n <= 2 * pair->lb; n++) {
            for (size_t j = 0; j < pair->ib; j++) {
                t[m][j] += p[n] * pair->b[n][j];
            }
        }
    }
}

static void expand_pair(const shell_pair *pair, size_t nao, const double *density, double weight, double *q)
{
    double t[HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
    times_b(pair, nao, density, t);
    for (size_t i = 0; i < pair->ia; i++) {
        double row[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)] = {0};
        for (int m = 0; m <= 2 * pair->la; m++) {
            for (size_t j = 0; j < pair->ib; j++) {
                row[j] += pair->a[m][i] * t[m][j];
            }
        }
        for (size_t j = 0; j < pair->ib; j++) {
            q[product_place(i, j)] += weight * row[j];
        }
    }
}

void hc_block_expand(const hc_task_block *block, const hc_block_harmonics *harmonics, size_t nao, const double *density,
                     hc_shell_pairs *pairs)
{
    hc_shell_pairs_clear(pairs, block);
    for (size_t sa = 0; sa < block->a->nshell; sa++) {
        for (size_t sb = 0; sb < block->b->nshell; sb++) {
            shell_pair pair = shell_pair_of(block, harmonics, pairs->stride, sa, sb);
            expand_pair(&pair, nao, density, block->weight, pairs->full + pair.offset);
        }
    }
}

/* h_mn = sum_ij a[m][i] b[n][j] q[i + j] */
static void reduce_pair(const shell_pair *pair, const double *q,
                        double h[HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_SPHERICAL_COUNT(HC_GPW_LMAX)])
{
    double t[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)][HC_SPHERICAL_COUNT(HC_GPW_LMAX)] = {{0}};
    for (size_t i = 0; i < pair->ia; i++) {
        for (size_t j = 0; j < pair->ib; j++) {
            double value = q[product_place(i, j)];
            for (int n = 0; n <= 2 * pair->lb; n++) {
                t[i][n] += value * pair->b[n][j];
            }
        }
    }
    for (int m = 0; m <= 2 * pair->la; m++) {
        for (int n = 0; n <= 2 * pair->lb; n++) {
            h[m][n] = 0;
        }
        for (size_t i = 0; i < pair->ia; i++) {
            for (int n = 0; n <= 2 * pair->lb; n++) {
                h[m][n] += pair->a[m][i] * t[i][n];
            }
        }
    }
}

void hc_block_reduce(const hc_task_block *block, const hc_block_harmonics *harmonics, size_t nao,
                     const hc_shell_pairs *pairs, double *h)
{
    double half = 0.5 * block->weight;
    for (size_t sa = 0; sa < block->a->nshell; sa++) {
        for (size_t sb = 0; sb < block->b->nshell; sb++) {
            shell_pair pair = shell_pair_of(block, harmonics, pairs->stride, sa, sb);
            double values[HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_SPHERICAL_COUNT(HC_GPW_LMAX)];
            reduce_pair(&pair, pairs->full + pair.offset, values);
            for (size_t m = 0; m < HC_SPHERICAL_COUNT(pair.la); m++) {
                for (size_t n = 0; n < HC_SPHERICAL_COUNT(pair.lb); n++) {
                    h[(pair.row + m) * nao + pair.column + n] += half * values[m][n];
                    h[(pair.column + n) * nao + pair.row + m] += half * values[m][n];
                }
            }
        }
    }
}

/* sum_ij d[i] t[j] q[i + j] over the powers i of a derivative of degree la - 1. */
static double contract_derivative(const shell_pair *pair, const double *d, const double *t, const double *q)
{
    double sum = 0;
    for (size_t i = 0; i < HC_CARTESIAN_TOTAL(pair->la - 1); i++) {
        for (size_t j = 0; j < pair->ib; j++) {
            sum += d[i] * t[j] * q[product_place(i, j)];
        }
    }
    return sum;
}

hc_vec3 hc_block_derivative(const hc_task_block *block, const hc_block_harmonics *harmonics, size_t nao,
                            const double *density, const hc_shell_pairs *moments)
{
    hc_vec3 sum = {0, 0, 0};
    for (size_t sa = 0; sa < block->a->nshell; sa++) {
        for (size_t sb = 0; sb < block->b->nshell; sb++) {
            shell_pair pair = shell_pair_of(block, harmonics, moments->stride, sa, sb);
            double t[HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
            times_b(&pair, nao, density, t);
            for (int m = 0; pair.la > 0 && m <= 2 * pair.la; m++) {
                for (int axis = 0; axis < 3; axis++) {
                    double d[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
                    hc_polynomial_derivative(pair.la, axis, pair.a[m], d);
                    *hc_vec3_at(&sum, axis) += contract_derivative(&pair, d, t[m], moments->full + pair.offset);
                }
            }
        }
    }
    return hc_vec3_scale(block->weight, sum);
}

/* y += s x */
static inline void add_scaled(size_t count, double s, const double *x, double *y)
{
    for (size_t i = 0; i < count; i++) {
        y[i] += s * x[i];
    }
}

static void contract_first(const hc_task_block *block, size_t exponent, hc_shell_pairs *pairs)
{
    const hc_gpw_set *a = block->a, *b = block->b;
    memset(pairs->half, 0, b->nshell * pairs->stride * sizeof(double));
    for (size_t sa = 0; sa < a->nshell; sa++) {
        double scale = a->coefficient[sa * a->nexponent + exponent];
        for (size_t sb = 0; sb < b->nshell; sb++) {
            add_scaled(HC_CARTESIAN_TOTAL(a->l[sa] + b->l[sb]), scale,
                       pairs->full + (sa * b->nshell + sb) * pairs->stride, pairs->half + sb * pairs->stride);
        }
    }
    pairs->current = exponent;
}

void hc_block_contract(const hc_task_block *block, const hc_task *task, hc_shell_pairs *pairs, double *c)
{
    const hc_gpw_set *a = block->a, *b = block->b;
    if (pairs->current != task->first) {
        contract_first(block, task->first, pairs);
    }
    memset(c, 0, HC_CARTESIAN_TOTAL(a->lmax + b->lmax) * sizeof *c);
    for (size_t sb = 0; sb < b->nshell; sb++) {
        add_scaled(HC_CARTESIAN_TOTAL(a->lmax + b->l[sb]), b->coefficient[sb * b->nexponent + task->other],
                   pairs->half + sb * pairs->stride, c);
    }
}

void hc_block_collect_end(const hc_task_block *block, hc_shell_pairs *pairs)
{
    const hc_gpw_set *a = block->a, *b = block->b;
    if (pairs->current == HC_NO_EXPONENT) {
        return;
    }
    for (size_t sa = 0; sa < a->nshell; sa++) {
        double scale = a->coefficient[sa * a->nexponent + pairs->current];
        for (size_t sb = 0; sb < b->nshell; sb++) {
            add_scaled(HC_CARTESIAN_TOTAL(a->l[sa] + b->l[sb]), scale, pairs->half + sb * pairs->stride,
                       pairs->full + (sa * b->nshell + sb) * pairs->stride);
        }
    }
    memset(pairs->half, 0, b->nshell * pairs->stride * sizeof(double));
    pairs->current = HC_NO_EXPONENT;
}

void hc_block_collect(const hc_task_block *block, const hc_task *task, const double *moments, hc_shell_pairs *pairs)
{
    const hc_gpw_set *a = block->a, *b = block->b;
    if (pairs->current != task->first) {
        hc_block_collect_end(block, pairs);
        pairs->current = task->first;
    }
    for (size_t sb = 0; sb < b->nshell; sb++) {
        add_scaled(HC_CARTESIAN_TOTAL(a->lmax + b->l[sb]), b->coefficient[sb * b->nexponent + task->other], moments,
                   pairs->half + sb * pairs->stride);
    }
}
