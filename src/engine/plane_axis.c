#include "engine/plane_axis.h"

#include "atoms/lattice_planes.h"

hc_status hc_plane_axis_choose(hc_context *ctx, const hc_structure *structure, int *axis)
{
    hc_status status = HC_OK;
    double widest = 0.0;
    int nperiodic = hc_structure_periodic_count(structure);
    if (nperiodic < 2) {
        return hc_fail(
            ctx, HC_ERROR_UNSUPPORTED,
            "a plane average of the potential needs a slab or a bulk cell, and this structure has %d periodic "
            "directions",
            nperiodic);
    }
    *axis = 2;
    for (int step = 0; nperiodic == 3 && step < 3; step++) {
        int candidate = (step + 2) % 3; /* the third direction first: it wins a tie */
        hc_plane_gap gap;
        HC_TRY(hc_plane_gap_find(ctx, structure, candidate, &gap));
        if (gap.width > widest * (1.0 + 1e-9)) {
            *axis = candidate;
            widest = gap.width;
        }
    }
cleanup:
    return status;
}
