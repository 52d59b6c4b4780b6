#include "gpw/grid/grid.h"

#include <math.h>

/* Smallest product of 2, 3 and 5 that is not below `least`. */
static size_t transform_size(size_t least)
{
    static const size_t primes[] = {2, 3, 5};
    for (size_t n = least > 1 ? least : 1;; n++) {
        size_t rest = n;
        for (size_t i = 0; i < sizeof primes / sizeof primes[0]; i++) {
            while (rest % primes[i] == 0) {
                rest /= primes[i];
            }
        }
        if (rest == 1) {
            return n;
        }
    }
}

static bool is_orthorhombic(const hc_mat3 *cell)
{
    for (int k = 0; k < 3; k++) {
        for (int c = 0; c < 3; c++) {
            double value = hc_vec3_get(cell->row[k], c);
            if (c == k ? value <= 0 : value != 0) {
                return false;
            }
        }
    }
    return true;
}

static void make_grid(const hc_mat3 *cell, double cutoff, hc_grid *grid)
{
    grid->cell = *cell;
    for (int k = 0; k < 3; k++) {
        double waves = floor(sqrt(2.0 * cutoff) * hc_vec3_norm(cell->row[k]) / (2.0 * M_PI));
        grid->n[k] = transform_size(2 * (size_t)waves + 1);
        grid->step.row[k] = hc_vec3_scale(1.0 / (double)grid->n[k], cell->row[k]);
    }
    hc_mat3 inverse = hc_mat3_inverse(cell);
    grid->reciprocal = hc_mat3_transpose(&inverse);
    for (int k = 0; k < 3; k++) {
        grid->reciprocal.row[k] = hc_vec3_scale(2.0 * M_PI, grid->reciprocal.row[k]);
    }
    grid->count = grid->n[0] * grid->n[1] * grid->n[2];
    grid->volume = fabs(hc_mat3_determinant(cell));
    grid->volume_element = grid->volume / (double)grid->count;
    grid->orthorhombic = is_orthorhombic(cell);
}

/* Beyond this many points along a vector a grid is a mistake in the units, not a wish. */
#define POINTS_MAX 1e5

static hc_status check(hc_context *ctx, const hc_mat3 *cell, double cutoff, double relative_cutoff, size_t nlevel)
{
    if (!(cutoff > 0) || !(relative_cutoff > 0)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "the cutoffs of the grids are %g and (relative) %g hartree; both have to be positive", cutoff,
                       relative_cutoff);
    }
    if (nlevel < 1 || nlevel > HC_GRID_LEVELS) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%zu levels of grids are asked for; possible are 1 to %d", nlevel,
                       HC_GRID_LEVELS);
    }
    double longest = 0, product = 1;
    for (int k = 0; k < 3; k++) {
        double length = hc_vec3_norm(cell->row[k]);
        longest = fmax(longest, length);
        product *= length;
    }
    if (!(fabs(hc_mat3_determinant(cell)) > 1e-6 * product)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "grids need a cell of three vectors that span a volume, also where the "
                       "structure is not periodic; this cell has none");
    }
    if (sqrt(2.0 * cutoff) * longest / M_PI > POINTS_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "a cutoff of %g hartree in a cell vector of %g bohr needs more than %g "
                       "grid points along it",
                       cutoff, longest, POINTS_MAX);
    }
    return HC_OK;
}

hc_status hc_multigrid_create(hc_context *ctx, const hc_mat3 *cell, double cutoff, double relative_cutoff,
                              size_t nlevel, hc_multigrid *multigrid)
{
    hc_status status = check(ctx, cell, cutoff, relative_cutoff, nlevel);
    if (status != HC_OK) {
        return status;
    }
    *multigrid = (hc_multigrid){.nlevel = nlevel, .relative_cutoff = relative_cutoff};
    for (size_t i = 0; i < nlevel; i++) {
        multigrid->cutoff[i] = cutoff / pow(3.0, (double)i);
        make_grid(cell, multigrid->cutoff[i], &multigrid->level[i]);
    }
    return HC_OK;
}

void hc_grid_box(const hc_grid *grid, hc_vec3 center, double radius, long low[3], long high[3])
{
    for (int k = 0; k < 3; k++) {
        double scale = (double)grid->n[k] / (2.0 * M_PI);
        double middle = hc_vec3_dot(grid->reciprocal.row[k], center) * scale;
        double half = hc_vec3_norm(grid->reciprocal.row[k]) * scale * radius;
        low[k] = (long)floor(middle - half);
        high[k] = (long)ceil(middle + half);
    }
}

size_t hc_multigrid_level(const hc_multigrid *multigrid, double exponent)
{
    size_t level = multigrid->nlevel - 1;
    while (level > 0 && multigrid->cutoff[level] < exponent * multigrid->relative_cutoff) {
        level--;
    }
    return level;
}
