#include "engine/plane_axis.h"

#include <math.h>
#include <stdlib.h>

hc_vec3 hc_plane_axis_normal(const hc_structure *structure, int axis)
{
    hc_vec3 normal = hc_vec3_cross(structure->cell.row[(axis + 1) % 3], structure->cell.row[(axis + 2) % 3]);
    bool against = structure->periodic[axis] && hc_vec3_dot(normal, structure->cell.row[axis]) < 0.0;
    return hc_vec3_scale((against ? -1.0 : 1.0) / hc_vec3_norm(normal), normal);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Widest stretch along `axis` without an atom, bohr; `height` is the period along the normal. */
static double widest_gap(const hc_structure *structure, int axis, double height, double *scratch)
{
    hc_vec3 normal = hc_plane_axis_normal(structure, axis);
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

double hc_plane_axis_height(const hc_structure *structure, int axis)
{
    return fabs(hc_vec3_dot(hc_plane_axis_normal(structure, axis), structure->cell.row[axis]));
}

hc_status hc_plane_axis_choose(hc_context *ctx, const hc_structure *structure, int *axis)
{
    int nperiodic = hc_structure_periodic_count(structure);
    if (nperiodic < 2) {
        return hc_fail(
            ctx, HC_ERROR_UNSUPPORTED,
            "a plane average of the potential needs a slab or a bulk cell, and this structure has %d periodic "
            "directions",
            nperiodic);
    }
    *axis = 2;
    if (nperiodic == 2) {
        return HC_OK;
    }
    double *scratch = NULL;
    hc_status status = hc_allocate(ctx, structure->natom, sizeof *scratch, &scratch);
    double widest = 0.0;
    for (int step = 0; status == HC_OK && step < 3; step++) {
        int candidate = (step + 2) % 3; /* the third direction first: it wins a tie */
        double gap = widest_gap(structure, candidate, hc_plane_axis_height(structure, candidate), scratch);
        if (gap > widest * (1.0 + 1e-9)) {
            *axis = candidate;
            widest = gap;
        }
    }
    free(scratch);
    return status;
}
