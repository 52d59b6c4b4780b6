#include "atoms/lattice_planes.h"

#include <math.h>
#include <stdlib.h>

hc_vec3 hc_plane_area(const hc_structure *structure, int axis)
{
    const hc_vec3 *cell = structure->cell.row;
    hc_vec3 area = hc_vec3_cross(cell[(axis + 1) % 3], cell[(axis + 2) % 3]);
    bool against = structure->periodic[axis] && hc_vec3_dot(area, cell[axis]) < 0.0;
    return against ? hc_vec3_scale(-1.0, area) : area;
}

hc_vec3 hc_plane_normal(const hc_structure *structure, int axis)
{
    hc_vec3 area = hc_plane_area(structure, axis);
    return hc_vec3_scale(1.0 / hc_vec3_norm(area), area);
}

double hc_plane_period(const hc_structure *structure, int axis)
{
    return fabs(hc_vec3_dot(hc_plane_normal(structure, axis), structure->cell.row[axis]));
}

static int upwards(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

hc_status hc_plane_gap_find(hc_context *ctx, const hc_structure *structure, int axis, hc_plane_gap *gap)
{
    double *height = NULL;
    size_t n = structure->natom;
    bool periodic = structure->periodic[axis];
    hc_status status = hc_allocate(ctx, n, sizeof *height, &height);
    if (status != HC_OK) {
        return status;
    }
    hc_vec3 normal = hc_plane_normal(structure, axis);
    double period = hc_plane_period(structure, axis);
    for (size_t i = 0; i < n; i++) {
        double z = hc_vec3_dot(normal, structure->position[i]);
        height[i] = periodic ? z - period * floor(z / period) : z;
    }
    qsort(height, n, sizeof *height, upwards);
    *gap = (hc_plane_gap){.low = height[n - 1], .high = height[0], .width = periodic ? 0.0 : INFINITY};
    for (size_t i = 0; periodic && i < n; i++) {
        double next = i + 1 < n ? height[i + 1] : height[0] + period;
        if (next - height[i] > gap->width) {
            *gap = (hc_plane_gap){.low = height[i], .high = next, .width = next - height[i]};
        }
    }
    free(height);
    return HC_OK;
}
