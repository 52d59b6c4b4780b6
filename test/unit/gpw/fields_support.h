/* Grids and smooth densities for the tests of fields. */
#ifndef FIELDS_SUPPORT_H
#define FIELDS_SUPPORT_H

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "gpw/grid/grid.h"
#include "halfcell/units.h"
#include "math/fft.h"
#include "math/random.h"

static inline hc_grid make_grid(const hc_mat3 *cell, size_t n0, size_t n1, size_t n2)
{
    hc_grid grid = {.n = {n0, n1, n2}, .count = n0 * n1 * n2, .cell = *cell};
    hc_mat3 inverse = hc_mat3_inverse(cell), columns = hc_mat3_transpose(&inverse);
    grid.volume = fabs(hc_mat3_determinant(cell));
    grid.volume_element = grid.volume / (double)grid.count;
    for (int k = 0; k < 3; k++) {
        grid.step.row[k] = hc_vec3_scale(1.0 / (double)grid.n[k], cell->row[k]);
        grid.reciprocal.row[k] = hc_vec3_scale(2.0 * HC_PI, columns.row[k]);
    }
    const hc_vec3 *a = cell->row;
    grid.orthorhombic =
        a[0].y == 0.0 && a[0].z == 0.0 && a[1].x == 0.0 && a[1].z == 0.0 && a[2].x == 0.0 && a[2].y == 0.0;
    return grid;
}

static inline hc_mat3 box(double a, double b, double c)
{
    return (hc_mat3){{{a, 0.0, 0.0}, {0.0, b, 0.0}, {0.0, 0.0, c}}};
}

static inline hc_mat3 oblique(double a)
{
    return (hc_mat3){{{a, 0.0, 0.0}, {0.3 * a, 0.95 * a, 0.0}, {-0.2 * a, 0.25 * a, 1.1 * a}}};
}

/* (1 + strain) applied to the cell. */
static inline hc_mat3 strained(const hc_mat3 *cell, const hc_mat3 *strain)
{
    hc_mat3 result;
    for (int k = 0; k < 3; k++) {
        result.row[k] = hc_vec3_add(cell->row[k], hc_mat3_times_vec3(strain, cell->row[k]));
    }
    return result;
}

static inline double *reals(size_t count)
{
    double *values = calloc(count, sizeof *values);
    if (values == NULL) {
        abort();
    }
    return values;
}

/* exp(-r^2 / (2 width^2)) of a normalised Gaussian charge, all near images; fractional center. */
static inline void add_gaussian(const hc_grid *grid, double charge, hc_vec3 center, double width, double *values)
{
    double factor = charge * pow(2.0 * HC_PI * width * width, -1.5);
    for (size_t p = 0; p < grid->count; p++) {
        size_t i = p % grid->n[0], j = p / grid->n[0] % grid->n[1], k = p / grid->n[0] / grid->n[1];
        hc_vec3 s = {(double)i / (double)grid->n[0] - center.x, (double)j / (double)grid->n[1] - center.y,
                     (double)k / (double)grid->n[2] - center.z};
        for (int image = 0; image < 27; image++) {
            hc_vec3 shifted = {s.x - nearbyint(s.x) + image % 3 - 1, s.y - nearbyint(s.y) + image / 3 % 3 - 1,
                               s.z - nearbyint(s.z) + image / 9 - 1};
            double r2 = hc_vec3_norm2(hc_vec3_times_mat3(shifted, &grid->cell));
            values[p] += r2 < 100.0 * width * width ? factor * exp(-r2 / (2.0 * width * width)) : 0.0;
        }
    }
}

static inline double grid_dot(size_t count, const double *a, const double *b)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

#endif
