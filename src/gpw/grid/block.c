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

/* The homogeneous polynomial h of degree l about a point that is s away: sum_n (s . grad)^n h / n!, each term from the
 * one before. */
static void shift(int l, const double *h, hc_vec3 s, double *c)
{
    double *upper = c + (l > 0 ? HC_CARTESIAN_TOTAL(l - 1) : 0);
    memcpy(upper, h, HC_CARTESIAN_COUNT(l) * sizeof *c);
    for (int degree = l - 1; degree >= 0; degree--) {
        double *lower = c + (degree > 0 ? HC_CARTESIAN_TOTAL(degree - 1) : 0), scale = 1.0 / (l - degree);
        size_t i = 0;
        for (int rest = 0; rest <= degree; rest++) {
            for (int z = 0; z <= rest; z++, i++) {
                double x_part = s.x * (degree - rest + 1) * upper[i];
                double y_part = s.y * (rest - z + 1) * upper[i + (size_t)rest + 1];
                lower[i] = scale * (x_part + y_part + s.z * (z + 1) * upper[i + (size_t)rest + 2]);
            }
        }
        upper = lower;
    }
}

static void shifted_harmonics(int lmin, int lmax, hc_vec3 distance,
                              double (*s)[HC_SPHERICAL_COUNT(HC_GPW_LMAX)][HC_CARTESIAN_TOTAL(HC_GPW_LMAX)])
{
    for (int l = lmin; l <= lmax; l++) {
        const double *harmonics = hc_solid_harmonics(l);
        for (size_t m = 0; m < HC_SPHERICAL_COUNT(l); m++, harmonics += HC_CARTESIAN_COUNT(l)) {
            shift(l, harmonics, distance, s[l][m]);
        }
    }
}

/* The shift of b is the opposite of that of a: coefficients change sign with each power that they are lower by. */
static void mirror_harmonics(int l, double (*a)[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)],
                             double (*b)[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)])
{
    for (size_t m = 0; m < HC_SPHERICAL_COUNT(l); m++) {
        size_t place = 0;
        for (int total = 0; total <= l; total++) {
            double sign = (l - total) % 2 ? -1.0 : 1.0;
            for (; place < HC_CARTESIAN_TOTAL(total); place++) {
                b[m][place] = sign * a[m][place];
            }
        }
    }
}

void hc_block_harmonics_fill(const hc_task_block *block, hc_block_harmonics *harmonics)
{
    int lmin = block->a->lmin, lmax = block->a->lmax;
    shifted_harmonics(lmin, lmax, hc_vec3_scale(0.5, block->distance), harmonics->a);
    for (int l = block->b->lmin; l <= block->b->lmax; l++) {
        if (l >= lmin && l <= lmax) {
            mirror_harmonics(l, harmonics->a[l], harmonics->b[l]);
        } else {
            shifted_harmonics(l, l, hc_vec3_scale(-0.5, block->distance), harmonics->b);
        }
    }
}

/* First function of a set, and number from there to the last. */
static size_t functions_of(const hc_gpw_set *set, size_t *first)
{
    size_t end = 0;
    *first = set->first[0];
    for (size_t s = 0; s < set->nshell; s++) {
        size_t next = set->first[s] + HC_SPHERICAL_COUNT(set->l[s]);
        *first = set->first[s] < *first ? set->first[s] : *first;
        end = next > end ? next : end;
    }
    return end - *first;
}

static void prefetch_rows(size_t row, size_t nrow, size_t column, size_t ncolumn, size_t nao, const double *matrix)
{
    const size_t line = 8;
    for (size_t i = row; i < row + nrow; i++) {
        const double *values = matrix + i * nao + column;
        for (size_t j = 0; j < ncolumn; j += line) {
            __builtin_prefetch(values + j);
        }
        __builtin_prefetch(values + ncolumn - 1);
    }
}

void hc_block_prefetch(const hc_task_block *block, size_t nao, const double *matrix)
{
    size_t row, column, nrow = functions_of(block->a, &row), ncolumn = functions_of(block->b, &column);
    prefetch_rows(block->row + row, nrow, block->column + column, ncolumn, nao, matrix);
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
                     const hc_shell_pairs *pairs, int side, double *h)
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
                    size_t i = pair.row + m, j = pair.column + n;
                    h[side ? j * nao + i : i * nao + j] += half * values[m][n];
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
