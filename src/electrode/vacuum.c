/* Where a cell has vacuum: the widest gap without atoms along a lattice direction. */
#include "atoms/lattice_planes.h"
#include "electrode/potential.h"
#include "halfcell/units.h"

static hc_status gap_along(hc_context *ctx, const hc_structure *structure, int axis, hc_vacuum *vacuum)
{
    hc_plane_gap gap;
    hc_status status = hc_plane_gap_find(ctx, structure, axis, &gap);
    if (status == HC_OK) {
        bool periodic = structure->periodic[axis];
        *vacuum = (hc_vacuum){.axis = axis,
                              .periodic = periodic,
                              .length = periodic ? hc_plane_period(structure, axis) : 0.0,
                              .low = gap.low,
                              .high = gap.high,
                              .width = gap.width};
    }
    return status;
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
