#include "gpw/grid/kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The product of a Gaussian's exponent and its radius squared is not larger than this. */
#define DECAY_MAX 60.0
#define EXPONENT_MAX 650.0

static hc_vec3 scaled_reciprocal(const hc_grid *grid, int k)
{
    return hc_vec3_scale((double)grid->n[k] / (2.0 * M_PI), grid->reciprocal.row[k]);
}

/* d[i]: coefficients of (s_0 u + s_1 v + s_2 w) times the polynomial c of one degree. */
static void times_linear(int degree, const double s[3], const double *c, double *d)
{
    for (size_t i = 0; i < HC_CARTESIAN_COUNT(degree + 1); i++) {
        d[i] = 0;
    }
    for (int x = degree; x >= 0; x--) {
        for (int y = degree - x; y >= 0; y--) {
            int z = degree - x - y;
            double value = c[hc_cartesian_index(x, y, z)];
            d[hc_cartesian_index(x + 1, y, z)] += s[0] * value;
            d[hc_cartesian_index(x, y + 1, z)] += s[1] * value;
            d[hc_cartesian_index(x, y, z + 1)] += s[2] * value;
        }
    }
}

/* Column (x, y, z) of a degree: x^i y^j z^k in index coordinates, from a column of the degree below. */
static hc_status make_substitution(hc_context *ctx, const hc_grid *grid, hc_kernel_grid *k)
{
    hc_status status;
    for (int degree = 0; degree <= HC_POLYNOMIAL_MAX; degree++) {
        size_t count = HC_CARTESIAN_COUNT(degree);
        HC_TRY(hc_allocate(ctx, count * count, sizeof(double), &k->substitution[degree]));
        if (degree == 0) {
            k->substitution[0][0] = 1.0;
            continue;
        }
        for (int x = degree; x >= 0; x--) {
            for (int y = degree - x; y >= 0; y--) {
                int z = degree - x - y, axis = x > 0 ? 0 : y > 0 ? 1 : 2;
                double s[3];
                for (int i = 0; i < 3; i++) {
                    s[i] = hc_vec3_get(grid->step.row[i], axis);
                }
                size_t below = hc_cartesian_index(x - (axis == 0), y - (axis == 1), z - (axis == 2));
                times_linear(degree - 1, s, k->substitution[degree - 1] + below * HC_CARTESIAN_COUNT(degree - 1),
                             k->substitution[degree] + hc_cartesian_index(x, y, z) * count);
            }
        }
    }
cleanup:
    return status;
}

/* Largest exponent that the tables of a skewed cell can meet. */
static double largest_exponent(const hc_kernel_grid *k)
{
    double largest = 0;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < i; j++) {
            largest = fmax(largest, 2.0 * fabs(k->metric[i][j]) * k->box[i] * k->box[j]);
        }
    }
    return largest * DECAY_MAX;
}

hc_status hc_kernel_grid_create(hc_context *ctx, const hc_grid *grid, hc_kernel_grid *k)
{
    hc_status status = HC_OK;
    *k = (hc_kernel_grid){.orthorhombic = grid->orthorhombic};
    for (int i = 0; i < 3; i++) {
        k->n[i] = grid->n[i];
        k->index_of.row[i] = scaled_reciprocal(grid, i);
        k->box[i] = hc_vec3_norm(k->index_of.row[i]);
        k->spacing[i] = grid->orthorhombic ? hc_vec3_norm(grid->step.row[i]) : 1.0;
        for (int j = 0; j < 3; j++) {
            k->metric[i][j] =
                grid->orthorhombic ? (i == j ? 1.0 : 0.0) : hc_vec3_dot(grid->step.row[i], grid->step.row[j]);
        }
    }
    k->plane_distance = 1.0 / k->box[2];
    hc_vec3 up = hc_vec3_scale(k->plane_distance / k->box[2], k->index_of.row[2]);
    double area = hc_vec3_norm(hc_vec3_cross(grid->step.row[0], grid->step.row[1]));
    for (int i = 0; i < 2; i++) {
        k->foot[i] = grid->orthorhombic ? 0.0 : hc_vec3_dot(k->index_of.row[i], up);
        k->reach[i] = hc_vec3_norm(grid->step.row[1 - i]) / area;
    }
    if (!grid->orthorhombic) {
        if (largest_exponent(k) > EXPONENT_MAX) {
            return hc_fail(ctx, HC_ERROR_UNSUPPORTED,
                           "the cell is too skewed for the grids; choose shorter lattice "
                           "vectors that describe the same lattice");
        }
        HC_TRY(make_substitution(ctx, grid, k));
    }
cleanup:
    if (status != HC_OK) {
        hc_kernel_grid_release(k);
    }
    return status;
}

void hc_kernel_grid_release(hc_kernel_grid *k)
{
    for (int degree = 0; degree <= HC_POLYNOMIAL_MAX; degree++) {
        free(k->substitution[degree]);
        k->substitution[degree] = NULL;
    }
}

static size_t round_up(size_t n, size_t multiple)
{
    return (n + multiple - 1) / multiple * multiple;
}

hc_status hc_kernel_space_fit(hc_context *ctx, const hc_kernel_grid *grid, double radius, hc_kernel_space *space)
{
    size_t n[3], part[5], total = 0;
    for (int k = 0; k < 3; k++) {
        n[k] = round_up((size_t)(2.0 * radius * grid->box[k]) + 2, HC_KERNEL_STRIP) + HC_KERNEL_STRIP;
    }
    n[0] = n[0] > space->nx ? n[0] : space->nx;
    n[1] = n[1] > space->ny ? n[1] : space->ny;
    n[2] = n[2] > space->nz ? n[2] : space->nz;
    size_t patches = n[2] * (n[0] / grid->n[0] + 2) * (n[1] / grid->n[1] + 2);
    patches = patches > space->npatch ? patches : space->npatch;
    const size_t l1 = HC_POLYNOMIAL_MAX + 1;
    part[0] = l1 * n[0];
    part[1] = l1 * (l1 + 1) / 2 * n[0];
    part[2] = round_up(l1 * n[1], HC_KERNEL_STRIP);
    part[3] = round_up(l1 * n[2], HC_KERNEL_STRIP);
    part[4] = (n[1] + 3) * n[0] + 3 * n[1] + n[2];
    for (int k = 0; k < 5; k++) {
        total += part[k];
    }
    hc_kernel_space_release(space);
    hc_status status;
    HC_TRY(hc_allocate(ctx, patches, sizeof *space->patch, &space->patch));
    HC_TRY(hc_allocate(ctx, total + HC_KERNEL_STRIP, sizeof(double), &space->memory));
    *space = (hc_kernel_space){n[0], n[1], n[2], patches, space->memory, .patch = space->patch};
    double **parts[] = {&space->x, &space->b, &space->y, &space->z, &space->skew};
    double *next = (double *)round_up((size_t)space->memory, sizeof(double) * HC_KERNEL_STRIP);
    for (int k = 0; k < 5; k++) {
        *parts[k] = next;
        next += part[k];
    }
cleanup:
    return status;
}

void hc_kernel_space_release(hc_kernel_space *space)
{
    free(space->memory);
    free(space->patch);
    *space = (hc_kernel_space){0};
}

/* The same for an index that is not negative and mostly below n. */
static inline size_t folded(size_t index, size_t n)
{
    while (index >= n) {
        index -= n;
    }
    return index;
}

/* Cuts a rectangle where it crosses the boundaries of the cell. */
static size_t add_patches(const hc_kernel_grid *grid, hc_kernel_patch whole, size_t x, size_t y, hc_kernel_patch *patch)
{
    size_t count = 0;
    hc_kernel_patch p = whole;
    for (size_t row = y, rows_left = whole.ny; rows_left > 0; rows_left -= p.ny, p.iy += p.ny, row = 0) {
        p.ny = rows_left < grid->n[1] - row ? rows_left : grid->n[1] - row;
        p.ix = whole.ix;
        for (size_t column = x, left = whole.nx; left > 0; left -= p.nx, p.ix += p.nx, column = 0) {
            p.nx = left < grid->n[0] - column ? left : grid->n[0] - column;
            p.offset = row * grid->n[0] + column;
            patch[count++] = p;
        }
    }
    return count;
}

/* First and number of indices within half of a middle; limited to a table. */
static inline size_t interval(double middle, double half, long table_low, size_t table_count, long *low)
{
    long first = (long)ceil(middle - half), last = (long)floor(middle + half);
    long table_last = table_low + (long)table_count - 1;
    first = first < table_low ? table_low : first;
    last = last > table_last ? table_last : last;
    *low = first;
    return last < first ? 0 : (size_t)(last - first + 1);
}

size_t hc_kernel_plan(const hc_kernel_grid *grid, const hc_grid_gaussian *g, hc_kernel_frame *frame,
                      hc_kernel_space *space)
{
    for (int k = 0; k < 3; k++) {
        double half = grid->box[k] * g->radius;
        frame->center[k] = hc_vec3_dot(grid->index_of.row[k], g->center);
        frame->origin[k] = frame->center[k] - hc_vec3_dot(grid->index_of.row[k], g->offset);
        frame->low[k] = (long)ceil(frame->center[k] - half);
        long last = (long)floor(frame->center[k] + half);
        frame->count[k] = last < frame->low[k] ? 0 : (size_t)(last - frame->low[k] + 1);
    }
    size_t npatch = 0, plane = hc_grid_wrap(frame->low[2], grid->n[2]);
    size_t column = hc_grid_wrap(frame->low[0], grid->n[0]), row = hc_grid_wrap(frame->low[1], grid->n[1]);
    for (size_t iz = 0; iz < frame->count[2]; iz++, plane = plane + 1 == grid->n[2] ? 0 : plane + 1) {
        double up = (double)(frame->low[2] + (long)iz) - frame->center[2], height = up * grid->plane_distance;
        double radius = sqrt(fmax(g->radius * g->radius - height * height, 0.0));
        long x, y;
        size_t nx = interval(frame->center[0] + up * grid->foot[0], radius * grid->reach[0], frame->low[0],
                             frame->count[0], &x);
        size_t ny = interval(frame->center[1] + up * grid->foot[1], radius * grid->reach[1], frame->low[1],
                             frame->count[1], &y);
        if (nx > 0 && ny > 0) {
            hc_kernel_patch whole = {.plane = plane,
                                     .iz = iz,
                                     .ix = (size_t)(x - frame->low[0]),
                                     .nx = round_up(nx, HC_KERNEL_STRIP),
                                     .iy = (size_t)(y - frame->low[1]),
                                     .ny = ny};
            npatch += add_patches(grid, whole, folded(column + whole.ix, grid->n[0]),
                                  folded(row + whole.iy, grid->n[1]), space->patch + npatch);
        }
    }
    frame->count[0] = round_up(frame->count[0], HC_KERNEL_STRIP);
    return npatch;
}

void hc_kernel_substitute(const hc_kernel_grid *grid, int l, const double *c, double *d)
{
    for (int degree = 0; degree <= l; degree++) {
        size_t n = HC_CARTESIAN_COUNT(degree);
        const double *s = grid->substitution[degree];
        memset(d, 0, n * sizeof *d);
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++) {
                d[j] += c[i] * s[i * n + j];
            }
        }
        c += n;
        d += n;
    }
}

void hc_kernel_substitute_adjoint(const hc_kernel_grid *grid, int l, const double *d, double *c)
{
    for (int degree = 0; degree <= l; degree++) {
        size_t n = HC_CARTESIAN_COUNT(degree);
        const double *s = grid->substitution[degree];
        for (size_t i = 0; i < n; i++) {
            double sum = 0;
            for (size_t j = 0; j < n; j++) {
                sum += d[j] * s[i * n + j];
            }
            c[i] = sum;
        }
        c += n;
        d += n;
    }
}

size_t hc_kernel_points(const hc_kernel_grid *grid, const hc_grid_gaussian *gaussian, hc_kernel_space *space)
{
    hc_kernel_frame frame;
    size_t npatch = hc_kernel_plan(grid, gaussian, &frame, space), points = 0;
    for (size_t i = 0; i < npatch; i++) {
        points += space->patch[i].nx * space->patch[i].ny;
    }
    return points;
}

const hc_kernel *hc_kernel_available(size_t index)
{
    const hc_kernel *list[3] = {NULL};
    size_t count = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        list[count++] = &hc_kernel_avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        list[count++] = &hc_kernel_avx2;
    }
#endif
    list[count++] = &hc_kernel_plain;
    return index < count ? list[index] : NULL;
}

const hc_kernel *hc_kernel_best(void)
{
    return hc_kernel_available(0);
}
