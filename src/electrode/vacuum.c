/* Where a cell has vacuum: the widest gap without atoms along a lattice direction. */
#include <math.h>
#include <stdlib.h>

#include "electrode/potential.h"
#include "electrode/vacuum_internal.h"
#include "halfcell/units.h"

hc_vec3 hc_plane_normal(const hc_structure *structure, int axis)
{
    const hc_mat3 *cell = &structure->cell;
    hc_vec3 normal = hc_vec3_cross(cell->row[(axis + 1) % 3], cell->row[(axis + 2) % 3]);
    bool against = structure->periodic[axis] && hc_vec3_dot(normal, cell->row[axis]) < 0;
    return against ? hc_vec3_scale(-1, normal) : normal;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Heights of the atoms along the normal, folded into one period when there is one, ascending. */
static void sorted_heights(const hc_structure *structure, hc_vec3 unit, double length, double *height)
{
    for (size_t i = 0; i < structure->natom; i++) {
        height[i] = hc_vec3_dot(structure->position[i], unit);
        if (length > 0) {
            height[i] -= length * floor(height[i] / length);
        }
    }
    qsort(height, structure->natom, sizeof(double), compare);
}

static hc_status gap_along(hc_context *ctx, const hc_structure *structure, int axis, hc_vacuum *vacuum)
{
    double *height = NULL;
    hc_status status = hc_allocate(ctx, structure->natom, sizeof(double), &height);
    if (status != HC_OK) {
        return status;
    }
    hc_vec3 normal = hc_plane_normal(structure, axis);
    hc_vec3 unit = hc_vec3_scale(1 / hc_vec3_norm(normal), normal);
    size_t n = structure->natom;
    *vacuum = (hc_vacuum){.axis = axis, .periodic = structure->periodic[axis]};
    vacuum->length = vacuum->periodic ? hc_vec3_dot(structure->cell.row[axis], unit) : 0;
    sorted_heights(structure, unit, vacuum->length, height);
    if (!vacuum->periodic) {
        vacuum->low = height[n - 1];
        vacuum->high = height[0];
        vacuum->width = INFINITY;
    }
    for (size_t i = 0; vacuum->periodic && i < n; i++) {
        double next = i + 1 < n ? height[i + 1] : height[0] + vacuum->length;
        if (next - height[i] > vacuum->width) {
            vacuum->low = height[i];
            vacuum->high = next;
            vacuum->width = next - height[i];
        }
    }
    free(height);
    return HC_OK;
}

static bool plane_is_periodic(const hc_structure *structure, int axis)
{
    return structure->periodic[(axis + 1) % 3] && structure->periodic[(axis + 2) % 3];
}

hc_status hc_vacuum_find(hc_context *ctx, const hc_structure *structure, int axis, double minimum, hc_vacuum *vacuum)
{
    hc_status status = HC_OK;
    bool any_plane = false;

    *vacuum = (hc_vacuum){0};
    if (structure->natom == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a structure without atoms has no potential");
    }
    for (int k = 0; k < 3; k++) {
        hc_vacuum candidate;
        if ((axis != HC_POTENTIAL_AXIS_AUTO && axis - 1 != k) || !plane_is_periodic(structure, k)) {
            continue;
        }
        HC_TRY(gap_along(ctx, structure, k, &candidate));
        if (!any_plane || candidate.width > vacuum->width) {
            *vacuum = candidate;
        }
        any_plane = true;
    }
    if (!any_plane) {
        return hc_fail(
            ctx, HC_ERROR_UNSUPPORTED,
            "the potential is an average over planes: the two directions beside the vacuum must be periodic");
    }
    if (!(vacuum->width >= minimum)) {
        return hc_fail(
            ctx, HC_ERROR_UNSUPPORTED,
            "a cell with no vacuum has no potential reference: the widest gap between atoms along %c is %.2f "
            "Angstrom, at least %.2f are needed (minimum_vacuum_angstrom); make the cell longer",
            'x' + vacuum->axis, vacuum->width / HC_ANGSTROM, minimum / HC_ANGSTROM);
    }

cleanup:
    return status;
}
