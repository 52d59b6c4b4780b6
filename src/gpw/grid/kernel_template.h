/* The kernels, written once for vectors of WIDTH numbers; see kernel.h. The file that includes this names KERNEL. */
#include <math.h>
#include <string.h>

#if WIDTH == 8
#include <immintrin.h>
#endif

#include "gpw/grid/kernel.h"

typedef double vector __attribute__((vector_size(WIDTH * sizeof(double))));
typedef double vector_anywhere __attribute__((vector_size(WIDTH * sizeof(double)), aligned(8), may_alias));

#define INLINE static inline __attribute__((always_inline))
#define LMAX HC_POLYNOMIAL_MAX
#define UNROLL _Pragma("GCC unroll 16")

INLINE vector load(const double *p)
{
    return *(const vector_anywhere *)p;
}

INLINE void store(double *p, vector v)
{
    *(vector_anywhere *)p = v;
}

/* The first `count` numbers, the rest zero. */
INLINE vector load_part(const double *p, size_t count)
{
#if WIDTH == 8
    return (vector)_mm512_maskz_loadu_pd((__mmask8)((1u << count) - 1), p);
#else
    vector v = {0};
    memcpy(&v, p, count * sizeof *p);
    return v;
#endif
}

INLINE void store_part(double *p, vector v, size_t count)
{
#if WIDTH == 8
    _mm512_mask_storeu_pd(p, (__mmask8)((1u << count) - 1), (__m512d)v);
#else
    memcpy(p, &v, count * sizeof *p);
#endif
}

INLINE double sum_of(vector v)
{
#if WIDTH == 8
    return _mm512_reduce_add_pd((__m512d)v);
#elif WIDTH == 4
    return (v[0] + v[2]) + (v[1] + v[3]);
#else
    return v[0] + v[1];
#endif
}

/* Vectors of a row that are worked on together: so many that the l + 1 factors of each stay in registers. */
INLINE int vectors_together(int l)
{
    if (WIDTH == 8) {
        return l < 3 ? 6 : l == 3 ? 5 : l < 6 ? 4 : l < 8 ? 3 : 2;
    }
    return l < 2 ? 4 : l < 4 ? 2 : 1;
}

/* exp(-p (h (low + i - center))^2) for all i, by multiplication from the point nearest to the center outwards. */
static void gaussian_table(double p, double h, double center, long low, size_t count, double *table)
{
    if (count == 0) {
        return;
    }
    long middle = lrint(center) - low;
    middle = middle < 0 ? 0 : middle >= (long)count ? (long)count - 1 : middle;
    double d = h * ((double)(low + middle) - center), step = exp(-2.0 * p * h * h);
    double up = exp(-p * h * (h + 2.0 * d)), down = exp(-p * h * (h - 2.0 * d)), value = exp(-p * d * d);
    table[middle] = value;
    for (long i = middle + 1; i < (long)count; i++, up *= step) {
        table[i] = table[i - 1] * up;
    }
    for (long i = middle - 1; i >= 0; i--, down *= step) {
        table[i] = table[i + 1] * down;
    }
}

/* exp(rate (low + i - center)) */
static void exponential_table(double rate, double center, long low, size_t count, double *table)
{
    double value = exp(rate * ((double)low - center)), step = exp(rate);
    for (size_t i = 0; i < count; i++, value *= step) {
        table[i] = value;
    }
}

/* Everything of one Gaussian. */
typedef struct job {
    const hc_kernel_grid *grid;
    const hc_kernel_frame *frame;
    size_t npatch, length; /* length: from one row of the tables along x to the next */
    const hc_kernel_patch *patch;
    double *x;                 /* [l + 1][length]: x^i gx(x) */
    double *b;                 /* [j, k with j + k <= l][length] */
    double *y;                 /* [ny][l + 1]: y^j gy(y) */
    double *z;                 /* [nz][l + 1]: z^k gz(z) */
    double *xy;                /* skewed: [ny][length], exp(-2 p g_xy x y) */
    double *xz;                /* [length], exp(-2 p g_xz x z) of the plane at hand */
    double *yz;                /* [ny], exp(-2 p g_yz y z) of the plane at hand */
    double *xz_step, *yz_step; /* their factors from one plane to the next */
} job;

/* Powers times Gaussian, one after the other for each point. */
INLINE void power_table(int l, double h, double center, long low, size_t count, const double *gaussian, double *table)
{
    for (size_t i = 0; i < count; i++) {
        double d = h * ((double)(low + (long)i) - center), value = gaussian[i];
        UNROLL
        for (int k = 0; k <= l; k++, value *= d) {
            table[i * (size_t)(l + 1) + (size_t)k] = value;
        }
    }
}

/* Powers times Gaussian, one row for each power; rows are filled up with zeros. */
INLINE void power_rows(int l, double h, double center, long low, size_t count, size_t length, double *table)
{
    const vector first = {
        0.0,
        1.0
#if WIDTH >= 4
        ,
        2.0,
        3.0
#endif
#if WIDTH == 8
        ,
        4.0,
        5.0,
        6.0,
        7.0
#endif
    };
    for (size_t i = 0; i < length; i += WIDTH) {
        vector d = h * (((double)(low + (long)i) - center) + first), value = load(table + i);
        (void)count;
        UNROLL
        for (int k = 1; k <= l; k++) {
            value *= d;
            store(table + (size_t)k * length + i, value);
        }
    }
}

static void skew_tables(const hc_grid_gaussian *g, const hc_kernel_grid *grid, double *memory, job *w)
{
    const hc_kernel_frame *f = w->frame;
    size_t length = w->length, ny = f->count[1];
    double p = -2.0 * g->exponent, up = (double)f->low[2] - f->center[2], back = (double)f->low[1] - f->center[1];
    double *step = memory;
    w->xz = step + length;
    w->xz_step = w->xz + length;
    w->xy = w->xz_step + length;
    w->yz = w->xy + ny * length;
    w->yz_step = w->yz + ny;
    exponential_table(p * grid->metric[0][1], f->center[0], f->low[0], length, step);
    exponential_table(p * grid->metric[0][1] * back, f->center[0], f->low[0], length, w->xy);
    for (size_t j = 1; j < ny; j++) {
        for (size_t i = 0; i < length; i++) {
            w->xy[j * length + i] = w->xy[(j - 1) * length + i] * step[i];
        }
    }
    exponential_table(p * grid->metric[0][2], f->center[0], f->low[0], length, w->xz_step);
    exponential_table(p * grid->metric[0][2] * up, f->center[0], f->low[0], length, w->xz);
    exponential_table(p * grid->metric[1][2], f->center[1], f->low[1], ny, w->yz_step);
    exponential_table(p * grid->metric[1][2] * up, f->center[1], f->low[1], ny, w->yz);
}

static void next_plane(job *w)
{
    for (size_t i = 0; i < w->length; i++) {
        w->xz[i] *= w->xz_step[i];
    }
    for (size_t j = 0; j < w->frame->count[1]; j++) {
        w->yz[j] *= w->yz_step[j];
    }
}

INLINE job prepare(int l, bool skewed, const hc_kernel_grid *grid, const hc_grid_gaussian *g, hc_kernel_frame *f,
                   hc_kernel_space *space)
{
    job w = {
        .grid = grid, .frame = f, .patch = space->patch, .x = space->x, .b = space->b, .y = space->y, .z = space->z};
    w.npatch = hc_kernel_plan(grid, g, f, space);
    w.length = f->count[0] + HC_KERNEL_STRIP;
    double *one = space->skew;
    gaussian_table(g->exponent * grid->metric[0][0], grid->spacing[0], f->center[0], f->low[0], f->count[0], w.x);
    memset(w.x + f->count[0], 0, HC_KERNEL_STRIP * sizeof *w.x);
    power_rows(l, grid->spacing[0], f->origin[0], f->low[0], f->count[0], w.length, w.x);
    gaussian_table(g->exponent * grid->metric[1][1], grid->spacing[1], f->center[1], f->low[1], f->count[1], one);
    power_table(l, grid->spacing[1], f->origin[1], f->low[1], f->count[1], one, w.y);
    gaussian_table(g->exponent * grid->metric[2][2], grid->spacing[2], f->center[2], f->low[2], f->count[2], one);
    power_table(l, grid->spacing[2], f->origin[2], f->low[2], f->count[2], one, w.z);
    if (skewed) {
        skew_tables(g, grid, space->skew, &w);
    }
    return w;
}

/* b_jk(x) = sum_i c_ijk x^i gx(x) */
INLINE void expand_rows(int l, const double *c, const job *w)
{
    double *b = w->b;
    for (int j = 0; j <= l; j++) {
        for (int k = 0; j + k <= l; k++, b += w->length) {
            double factor[LMAX + 1] = {0};
            for (int i = 0; i + j + k <= l; i++) {
                factor[i] = c[hc_cartesian_place(i, j, k)];
            }
            for (size_t x = 0; x < w->length; x += WIDTH) {
                vector sum = factor[0] * load(w->x + x);
                for (int i = 1; i + j + k <= l; i++) {
                    sum += factor[i] * load(w->x + (size_t)i * w->length + x);
                }
                store(b + x, sum);
            }
        }
    }
}

/* moments_ijk = sum_x b_jk(x) x^i gx(x) */
INLINE void reduce_rows(int l, const job *w, double *moments)
{
    const double *b = w->b;
    for (int j = 0; j <= l; j++) {
        for (int k = 0; j + k <= l; k++, b += w->length) {
            for (int i = 0; i + j + k <= l; i++) {
                const double *x = w->x + (size_t)i * w->length;
                vector sum = load(b) * load(x);
                for (size_t n = WIDTH; n < w->length; n += WIDTH) {
                    sum += load(b + n) * load(x + n);
                }
                moments[hc_cartesian_place(i, j, k)] = sum_of(sum);
            }
        }
    }
}

/* n vectors of a patch, from column `column` of it on; part: the last one has only `part` numbers (n is 1 then). */
INLINE void put_columns(int l, int n, bool skewed, size_t part, const job *w, const hc_kernel_patch *patch,
                        size_t column, double *values)
{
    vector a[LMAX + 1][6];
    const double *z = w->z + patch->iz * (size_t)(l + 1), *b = w->b + patch->ix + column;
    UNROLL
    for (int j = 0; j <= l; j++) {
        UNROLL
        for (int v = 0; v < n; v++) {
            a[j][v] = z[0] * load(b + v * WIDTH);
        }
        b += w->length;
        UNROLL
        for (int k = 1; k <= l - j; k++, b += w->length) {
            UNROLL
            for (int v = 0; v < n; v++) {
                a[j][v] += z[k] * load(b + v * WIDTH);
            }
        }
        UNROLL
        for (int v = 0; skewed && v < n; v++) {
            a[j][v] *= load(w->xz + patch->ix + column + v * WIDTH);
        }
    }
    const double *y = w->y + patch->iy * (size_t)(l + 1), *xy = w->xy + patch->iy * w->length + patch->ix + column;
    const double *yz = w->yz + patch->iy;
    double *row = values + patch->offset + column;
    const size_t ny = patch->ny, stride = w->grid->n[0], length = w->length;
    for (size_t i = 0; i < ny; i++, y += l + 1, row += stride) {
        vector sum[6];
        UNROLL
        for (int v = 0; v < n; v++) {
            vector old = part ? load_part(row, part) : load(row + v * WIDTH);
            sum[v] = skewed ? y[0] * a[0][v] : old + y[0] * a[0][v];
            UNROLL
            for (int j = 1; j <= l; j++) {
                sum[v] += y[j] * a[j][v];
            }
            if (skewed) {
                sum[v] = old + sum[v] * (yz[i] * load(xy + i * length + (size_t)v * WIDTH));
            }
        }
        UNROLL
        for (int v = 0; v < n; v++) {
            if (part) {
                store_part(row, sum[v], part);
            } else {
                store(row + v * WIDTH, sum[v]);
            }
        }
    }
}

/* The adjoint: b_jk(x) += z^k gz(z) sum_y y^j gy(y) v. */
INLINE void take_columns(int l, int n, bool skewed, size_t part, const job *w, const hc_kernel_patch *patch,
                         size_t column, const double *values)
{
    vector a[LMAX + 1][6];
    UNROLL
    for (int j = 0; j <= l; j++) {
        UNROLL
        for (int v = 0; v < n; v++) {
            a[j][v] = (vector){0};
        }
    }
    const double *y = w->y + patch->iy * (size_t)(l + 1), *xy = w->xy + patch->iy * w->length + patch->ix + column;
    const double *row = values + patch->offset + column, *yz = w->yz + patch->iy;
    const size_t ny = patch->ny, stride = w->grid->n[0], length = w->length;
    for (size_t i = 0; i < ny; i++, y += l + 1, row += stride) {
        UNROLL
        for (int v = 0; v < n; v++) {
            vector value = part ? load_part(row, part) : load(row + v * WIDTH);
            if (skewed) {
                value *= yz[i] * load(xy + i * length + (size_t)v * WIDTH);
            }
            UNROLL
            for (int j = 0; j <= l; j++) {
                a[j][v] += y[j] * value;
            }
        }
    }
    const double *z = w->z + patch->iz * (size_t)(l + 1);
    double *b = w->b + patch->ix + column;
    UNROLL
    for (int j = 0; j <= l; j++) {
        UNROLL
        for (int v = 0; skewed && v < n; v++) {
            a[j][v] *= load(w->xz + patch->ix + column + v * WIDTH);
        }
        UNROLL
        for (int k = 0; k <= l - j; k++, b += w->length) {
            UNROLL
            for (int v = 0; v < n; v++) {
                store(b + v * WIDTH, load(b + v * WIDTH) + z[k] * a[j][v]);
            }
        }
    }
}

#define CASE(count)                                                                                                    \
    case count:                                                                                                        \
        if (count <= vectors_together(l)) {                                                                            \
            if (put) {                                                                                                 \
                put_columns(l, count, skewed, 0, w, patch, column, (double *)values);                                  \
            } else {                                                                                                   \
                take_columns(l, count, skewed, 0, w, patch, column, values);                                           \
            }                                                                                                          \
        }                                                                                                              \
        break

/* All columns of a patch, in groups of about equal size. */
INLINE void each_group(int l, bool skewed, bool put, const job *w, const hc_kernel_patch *patch, const double *values)
{
    size_t vectors = patch->nx / WIDTH, part = patch->nx % WIDTH, column = 0;
    const size_t most = (size_t)vectors_together(l);
    size_t groups = (vectors + most - 1) / most;
    for (; groups > 0; groups--) {
        size_t count = (vectors + groups - 1) / groups;
        switch (count) {
            CASE(1);
            CASE(2);
            CASE(3);
            CASE(4);
            CASE(5);
            CASE(6);
        default:
            break;
        }
        vectors -= count;
        column += count * WIDTH;
    }
    if (part > 0) {
        if (put) {
            put_columns(l, 1, skewed, part, w, patch, column, (double *)values);
        } else {
            take_columns(l, 1, skewed, part, w, patch, column, values);
        }
    }
}

INLINE void each_patch(int l, bool skewed, bool put, job *w, const double *const *plane)
{
    size_t iz = 0;
    for (size_t i = 0; i < w->npatch; i++) {
        for (; skewed && iz < w->patch[i].iz; iz++) {
            next_plane(w);
        }
        each_group(l, skewed, put, w, &w->patch[i], plane[w->patch[i].plane]);
    }
}

INLINE void collocate(int l, bool skewed, const hc_kernel_grid *grid, const hc_grid_gaussian *g, const double *c,
                      double *const *plane, hc_kernel_space *space)
{
    hc_kernel_frame frame;
    double substituted[HC_CARTESIAN_TOTAL(LMAX)];
    job w = prepare(l, skewed, grid, g, &frame, space);
    if (skewed) {
        hc_kernel_substitute(grid, l, c, substituted);
    }
    expand_rows(l, skewed ? substituted : c, &w);
    each_patch(l, skewed, true, &w, (const double *const *)plane);
}

INLINE void integrate(int l, bool skewed, const hc_kernel_grid *grid, const hc_grid_gaussian *g,
                      const double *const *plane, double *moments, hc_kernel_space *space)
{
    hc_kernel_frame frame;
    job w = prepare(l, skewed, grid, g, &frame, space);
    memset(w.b, 0, (size_t)((l + 1) * (l + 2) / 2) * w.length * sizeof *w.b);
    each_patch(l, skewed, false, &w, plane);
    if (skewed) {
        double by_index[HC_CARTESIAN_TOTAL(LMAX)];
        reduce_rows(l, &w, by_index);
        hc_kernel_substitute_adjoint(grid, l, by_index, moments);
    } else {
        reduce_rows(l, &w, moments);
    }
}

/* One function for each degree and kind of cell. */
#define DEFINE(l)                                                                                                      \
    static void collocate_##l(const hc_kernel_grid *grid, const hc_grid_gaussian *g, const double *c,                  \
                              double *const *plane, hc_kernel_space *space)                                            \
    {                                                                                                                  \
        collocate(l, false, grid, g, c, plane, space);                                                                 \
    }                                                                                                                  \
    static void collocate_skewed_##l(const hc_kernel_grid *grid, const hc_grid_gaussian *g, const double *c,           \
                                     double *const *plane, hc_kernel_space *space)                                     \
    {                                                                                                                  \
        collocate(l, true, grid, g, c, plane, space);                                                                  \
    }                                                                                                                  \
    static void integrate_##l(const hc_kernel_grid *grid, const hc_grid_gaussian *g, const double *const *plane,       \
                              double *moments, hc_kernel_space *space)                                                 \
    {                                                                                                                  \
        integrate(l, false, grid, g, plane, moments, space);                                                           \
    }                                                                                                                  \
    static void integrate_skewed_##l(const hc_kernel_grid *grid, const hc_grid_gaussian *g,                            \
                                     const double *const *plane, double *moments, hc_kernel_space *space)              \
    {                                                                                                                  \
        integrate(l, true, grid, g, plane, moments, space);                                                            \
    }

#define EACH_DEGREE(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10)
_Static_assert(HC_POLYNOMIAL_MAX == 10, "a kernel for each degree");

EACH_DEGREE(DEFINE)

#define COLLOCATE_ENTRY(l) {collocate_##l, collocate_skewed_##l},
#define INTEGRATE_ENTRY(l) {integrate_##l, integrate_skewed_##l},
static hc_kernel_collocate *const collocate_table[][2] = {EACH_DEGREE(COLLOCATE_ENTRY)};
static hc_kernel_integrate *const integrate_table[][2] = {EACH_DEGREE(INTEGRATE_ENTRY)};

static void collocate_any(const hc_kernel_grid *grid, const hc_grid_gaussian *g, const double *c, double *const *plane,
                          hc_kernel_space *space)
{
    collocate_table[g->l][!grid->orthorhombic](grid, g, c, plane, space);
}

static void integrate_any(const hc_kernel_grid *grid, const hc_grid_gaussian *g, const double *const *plane,
                          double *moments, hc_kernel_space *space)
{
    integrate_table[g->l][!grid->orthorhombic](grid, g, plane, moments, space);
}

const hc_kernel KERNEL = {KERNEL_NAME, collocate_any, integrate_any};
