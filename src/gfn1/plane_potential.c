#include "gfn1/plane_potential.h"

#include <math.h>
#include <stdlib.h>

#include "atoms/lattice_planes.h"
#include "engine/plane_axis.h"
#include "gfn1/ewald.h"

#define SPACING 0.2      /* bohr */
#define SLAB_MARGIN 20.0 /* bohr of free space shown on both sides of a slab */

/* First height and length of the stretch to be shown. */
static void choose_range(const hc_structure *structure, int axis, bool slab, double *start, double *length)
{
    if (!slab) {
        *start = 0.0;
        *length = hc_plane_period(structure, axis);
        return;
    }
    hc_vec3 normal = hc_plane_normal(structure, axis);
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
    double *z = NULL, *potential = NULL, start, length;
    int axis = 2;
    hc_status status = HC_OK;
    HC_TRY(hc_plane_axis_choose(ctx, structure, &axis));
    choose_range(structure, axis, !structure->periodic[axis], &start, &length);
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
    free(z);
    free(potential);
    return status;
}
