#include "gpw/grid/block.h"

#include <stdlib.h>
#include <string.h>

static void fill_products(hc_shell_pairs *pairs)
{
    int power[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)][3];
    size_t count = 0;
    for (int l = 0; l <= HC_GPW_LMAX; l++) {
        for (int x = l; x >= 0; x--) {
            for (int y = l - x; y >= 0; y--, count++) {
                power[count][0] = x;
                power[count][1] = y;
                power[count][2] = l - x - y;
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            pairs->product[i][j] = (uint8_t)hc_cartesian_place(power[i][0] + power[j][0], power[i][1] + power[j][1],
                                                               power[i][2] + power[j][2]);
        }
    }
}

hc_status hc_shell_pairs_create(hc_context *ctx, const hc_gpw_tasks *tasks, hc_shell_pairs *pairs)
{
    hc_status status;
    *pairs = (hc_shell_pairs){.stride = (tasks->npolynomial + 7) / 8 * 8, .current = HC_NO_EXPONENT};
    fill_products(pairs);
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

/* Homogeneous polynomials of degree 1 and 2 about another point; c: their coefficients, then those of lower powers. */
static void shift_linear(const double *h, hc_vec3 s, double *c)
{
    c[0] = h[0] * s.x + h[1] * s.y + h[2] * s.z;
    memcpy(c + 1, h, 3 * sizeof *c);
}

static void shift_quadratic(const double *h, hc_vec3 s, double *c)
{
    c[1] = 2.0 * h[0] * s.x + h[1] * s.y + h[2] * s.z;
    c[2] = h[1] * s.x + 2.0 * h[3] * s.y + h[4] * s.z;
    c[3] = h[2] * s.x + h[4] * s.y + 2.0 * h[5] * s.z;
    c[0] = 0.5 * (c[1] * s.x + c[2] * s.y + c[3] * s.z);
    memcpy(c + 4, h, 6 * sizeof *c);
}

static void shift_any(int l, const double *h, hc_vec3 s, double *c)
{
    size_t lower = l > 0 ? HC_CARTESIAN_TOTAL(l - 1) : 0;
    memset(c, 0, lower * sizeof *c);
    memcpy(c + lower, h, HC_CARTESIAN_COUNT(l) * sizeof *c);
    hc_polynomial_shift(l, s, c);
}

static void shifted_harmonics(int lmin, int lmax, hc_vec3 shift,
                              double (*s)[HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)])
{
    for (int l = lmin; l <= lmax; l++) {
        const double *harmonics = hc_solid_harmonics(l);
        for (size_t m = 0; m < HC_SPHERICAL_COUNT(l); m++, harmonics += HC_CARTESIAN_COUNT(l)) {
            if (l == 1) {
                shift_linear(harmonics, shift, s[l][m]);
            } else if (l == 2) {
                shift_quadratic(harmonics, shift, s[l][m]);
            } else {
                shift_any(l, harmonics, shift, s[l][m]);
            }
        }
    }
}

void hc_block_harmonics_fill(const hc_task_block *block, hc_block_harmonics *harmonics)
{
    shifted_harmonics(block->a->lmin, block->a->lmax, hc_vec3_scale(0.5, block->distance), harmonics->a);
    shifted_harmonics(block->b->lmin, block->b->lmax, hc_vec3_scale(-0.5, block->distance), harmonics->b);
}

/* A pair of shells: where its functions are and what its polynomials are. */
typedef struct shell_pair {
    int la, lb;
    size_t row, column;
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
                        harmonics->a[la],
                        harmonics->b[lb],
                        (sa * block->b->nshell + sb) * stride};
}

typedef uint8_t product_row[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];

#define INLINE static inline __attribute__((always_inline))

/* t[m][j] = sum_n P_mn b[n][j] */
INLINE void times_b(int la, int lb, const shell_pair *pair, size_t nao, const double *density,
                    double t[][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)])
{
    const size_t ib = HC_CARTESIAN_TOTAL(lb);
    for (int m = 0; m <= 2 * la; m++) {
        const double *p = density + (pair->row + (size_t)m) * nao + pair->column;
        for (size_t j = 0; j < ib; j++) {
            t[m][j] = p[0] * pair->b[0][j];
        }
        for (int n = 1; n <= 2 * lb; n++) {
            for (size_t j = 0; j < ib; j++) {
                t[m][j] += p[n] * pair->b[n][j];
            }
        }
    }
}

/* q[i + j] += weight sum_mn P_mn a[m][i] b[n][j] */
INLINE void expand_pair(int la, int lb, const shell_pair *pair, const product_row *product, size_t nao,
                        const double *density, double weight, double *q)
{
    const size_t ia = HC_CARTESIAN_TOTAL(la), ib = HC_CARTESIAN_TOTAL(lb);
    double t[HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
    times_b(la, lb, pair, nao, density, t);
    for (size_t i = 0; i < ia; i++) {
        double row[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
        for (size_t j = 0; j < ib; j++) {
            row[j] = pair->a[0][i] * t[0][j];
        }
        for (int m = 1; m <= 2 * la; m++) {
            for (size_t j = 0; j < ib; j++) {
                row[j] += pair->a[m][i] * t[m][j];
            }
        }
        for (size_t j = 0; j < ib; j++) {
            q[product[i][j]] += weight * row[j];
        }
    }
}

/* h_mn = sum_ij a[m][i] b[n][j] q[i + j] */
INLINE void reduce_pair(int la, int lb, const shell_pair *pair, const product_row *product, const double *q,
                        double h[][HC_SPHERICAL_COUNT(HC_GPW_LMAX)])
{
    const size_t ia = HC_CARTESIAN_TOTAL(la), ib = HC_CARTESIAN_TOTAL(lb);
    double t[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)][HC_SPHERICAL_COUNT(HC_GPW_LMAX)];
    for (size_t i = 0; i < ia; i++) {
        double row[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
        for (size_t j = 0; j < ib; j++) {
            row[j] = q[product[i][j]];
        }
        for (int n = 0; n <= 2 * lb; n++) {
            t[i][n] = 0;
            for (size_t j = 0; j < ib; j++) {
                t[i][n] += row[j] * pair->b[n][j];
            }
        }
    }
    for (int m = 0; m <= 2 * la; m++) {
        for (int n = 0; n <= 2 * lb; n++) {
            h[m][n] = 0;
        }
        for (size_t i = 0; i < ia; i++) {
            for (int n = 0; n <= 2 * lb; n++) {
                h[m][n] += pair->a[m][i] * t[i][n];
            }
        }
    }
}

/* The same function with constant momenta for the shells that most basis sets have. */
#define BY_MOMENTA(function, ...)                                                                                      \
    switch (pair.la > 2 || pair.lb > 2 ? -1 : 3 * pair.la + pair.lb) {                                                 \
    case 0:                                                                                                            \
        function(0, 0, &pair, __VA_ARGS__);                                                                            \
        break;                                                                                                         \
    case 1:                                                                                                            \
        function(0, 1, &pair, __VA_ARGS__);                                                                            \
        break;                                                                                                         \
    case 2:                                                                                                            \
        function(0, 2, &pair, __VA_ARGS__);                                                                            \
        break;                                                                                                         \
    case 3:                                                                                                            \
        function(1, 0, &pair, __VA_ARGS__);                                                                            \
        break;                                                                                                         \
    case 4:                                                                                                            \
        function(1, 1, &pair, __VA_ARGS__);                                                                            \
        break;                                                                                                         \
    case 5:                                                                                                            \
        function(1, 2, &pair, __VA_ARGS__);                                                                            \
        break;                                                                                                         \
    case 6:                                                                                                            \
        function(2, 0, &pair, __VA_ARGS__);                                                                            \
        break;                                                                                                         \
    case 7:                                                                                                            \
        function(2, 1, &pair, __VA_ARGS__);                                                                            \
        break;                                                                                                         \
    case 8:                                                                                                            \
        function(2, 2, &pair, __VA_ARGS__);                                                                            \
        break;                                                                                                         \
    default:                                                                                                           \
        function(pair.la, pair.lb, &pair, __VA_ARGS__);                                                                \
        break;                                                                                                         \
    }

void hc_block_expand(const hc_task_block *block, const hc_block_harmonics *harmonics, size_t nao, const double *density,
                     hc_shell_pairs *pairs)
{
    hc_shell_pairs_clear(pairs, block);
    for (size_t sa = 0; sa < block->a->nshell; sa++) {
        for (size_t sb = 0; sb < block->b->nshell; sb++) {
            shell_pair pair = shell_pair_of(block, harmonics, pairs->stride, sa, sb);
            double *q = pairs->full + pair.offset;
            BY_MOMENTA(expand_pair, pairs->product, nao, density, block->weight, q)
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
            const double *q = pairs->full + pair.offset;
            double values[HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_SPHERICAL_COUNT(HC_GPW_LMAX)];
            BY_MOMENTA(reduce_pair, pairs->product, q, values)
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
static double contract_derivative(const shell_pair *pair, const product_row *product, const double *d, const double *t,
                                  const double *q)
{
    double sum = 0;
    for (size_t i = 0; i < HC_CARTESIAN_TOTAL(pair->la - 1); i++) {
        for (size_t j = 0; j < HC_CARTESIAN_TOTAL(pair->lb); j++) {
            sum += d[i] * t[j] * q[product[i][j]];
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
            times_b(pair.la, pair.lb, &pair, nao, density, t);
            for (int m = 0; pair.la > 0 && m <= 2 * pair.la; m++) {
                for (int axis = 0; axis < 3; axis++) {
                    double d[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
                    hc_polynomial_derivative(pair.la, axis, pair.a[m], d);
                    *hc_vec3_at(&sum, axis) +=
                        contract_derivative(&pair, moments->product, d, t[m], moments->full + pair.offset);
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

void hc_block_contract(const hc_task_block *block, const hc_task *task, double scale, hc_shell_pairs *pairs, double *c)
{
    const hc_gpw_set *a = block->a, *b = block->b;
    if (pairs->current != task->first) {
        contract_first(block, task->first, pairs);
    }
    memset(c, 0, HC_CARTESIAN_TOTAL(a->lmax + b->lmax) * sizeof *c);
    for (size_t sb = 0; sb < b->nshell; sb++) {
        add_scaled(HC_CARTESIAN_TOTAL(a->lmax + b->l[sb]), scale * b->coefficient[sb * b->nexponent + task->other],
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

void hc_block_collect(const hc_task_block *block, const hc_task *task, double scale, const double *moments,
                      hc_shell_pairs *pairs)
{
    const hc_gpw_set *a = block->a, *b = block->b;
    if (pairs->current != task->first) {
        hc_block_collect_end(block, pairs);
        pairs->current = task->first;
    }
    for (size_t sb = 0; sb < b->nshell; sb++) {
        add_scaled(HC_CARTESIAN_TOTAL(a->lmax + b->l[sb]), scale * b->coefficient[sb * b->nexponent + task->other],
                   moments, pairs->half + sb * pairs->stride);
    }
}
