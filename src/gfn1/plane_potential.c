#include "gfn1/plane_potential.h"

#include <math.h>
#include <stdlib.h>

#include "gfn1/ewald.h"

#define SPACING 0.2      /* bohr */
#define SLAB_MARGIN 20.0 /* bohr of free space shown on both sides of a slab */

static hc_vec3 plane_normal(const hc_structure *structure, int axis)
{
    hc_vec3 normal = hc_vec3_cross(structure->cell.row[(axis + 1) % 3], structure->cell.row[(axis + 2) % 3]);
    return hc_vec3_scale(1.0 / hc_vec3_norm(normal), normal);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Widest stretch along `axis` without an atom, bohr; `height` is the period along the normal. */
static double widest_gap(const hc_structure *structure, int axis, double height, double *scratch)
{
    hc_vec3 normal = plane_normal(structure, axis);
    size_t n = structure->natom;
    for (size_t i = 0; i < n; i++) {
        double z = hc_vec3_dot(normal, structure->position[i]);
        scratch[i] = z - height * floor(z / height);
    }
    qsort(scratch, n, sizeof *scratch, compare);
    double gap = scratch[0] + height - scratch[n - 1];
    for (size_t i = 1; i < n; i++) {
        gap = fmax(gap, scratch[i] - scratch[i - 1]);
    }
    return gap;
}

static double cell_height(const hc_structure *structure, int axis)
{
    return fabs(hc_vec3_dot(plane_normal(structure, axis), structure->cell.row[axis]));
}

static int choose_axis(const hc_structure *structure, double *scratch)
{
    int best = 2;
    double best_gap = widest_gap(structure, 2, cell_height(structure, 2), scratch);
    for (int axis = 0; axis < 2; axis++) {
        double gap = widest_gap(structure, axis, cell_height(structure, axis), scratch);
        if (gap > best_gap * (1.0 + 1e-9)) {
            best = axis;
            best_gap = gap;
        }
    }
    return best;
}

/* First height and length of the stretch to be shown. */
static void choose_range(const hc_structure *structure, int axis, bool slab, double *start, double *length)
{
    if (!slab) {
        *start = 0.0;
        *length = cell_height(structure, axis);
        return;
    }
    hc_vec3 normal = plane_normal(structure, axis);
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < structure->natom; i++) {
        double z = hc_vec3_dot(normal, structure->position[i]);
        low = fmin(low, z);
        high = fmax(high, z);
    }
    *start = low - SLAB_MARGIN;
    *length = high - low + 2.0 * SLAB_MARGIN;
}

hc_status hc_gfn1_plane_potential(hc_context *ctx, const hc_structure *structure, const double *charge,
                                  hc_plane_potential *plane)
{
    int nperiodic = hc_structure_periodic_count(structure);
    if (nperiodic < 2) {
        return hc_fail(
            ctx, HC_ERROR_UNSUPPORTED,
            "a plane average of the potential needs a slab or a bulk cell, and this structure has %d periodic "
            "directions",
            nperiodic);
    }
    double *scratch = NULL, *z = NULL, *potential = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *scratch, &scratch));
    int axis = nperiodic == 2 ? 2 : choose_axis(structure, scratch);
    double start, length;
    choose_range(structure, axis, nperiodic == 2, &start, &length);
    size_t count = (size_t)ceil(length / SPACING);
    HC_TRY(hc_allocate(ctx, count, sizeof *z, &z));
    HC_TRY(hc_allocate(ctx, count, sizeof *potential, &potential));
    for (size_t i = 0; i < count; i++) {
        z[i] = start + length * (double)i / (double)count;
    }
    HC_TRY(hc_ewald_plane_potential(ctx, structure, charge, axis, count, z, potential));
    *plane = (hc_plane_potential){.axis = axis, .count = count, .z = z, .potential = potential};
    z = potential = NULL;
cleanup:
    free(scratch);
    free(z);
    free(potential);
    return status;
}
