#include "gpw/plane_potential.h"

#include <stdlib.h>

#include "atoms/lattice_planes.h"

/* sum [n[axis]] of the values of each plane. */
static void sum_planes(const hc_grid *grid, const double *values, int axis, double *sum)
{
    for (size_t k = 0; k < grid->n[2]; k++) {
        for (size_t j = 0; j < grid->n[1]; j++) {
            const double *row = values + hc_grid_index(grid, 0, j, k);
            for (size_t i = 0; i < grid->n[0]; i++) {
                sum[axis == 0 ? i : axis == 1 ? j : k] += row[i];
            }
        }
    }
}

hc_status hc_gpw_plane_potential(hc_context *ctx, const hc_gpw_hamiltonian *h, const hc_structure *placed, int axis,
                                 double shift, hc_plane_potential *plane)
{
    const hc_grid *grid = &h->multigrid.level[0];
    size_t count = grid->n[axis];
    double height = hc_plane_period(placed, axis), *z = NULL, *potential = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, count, sizeof *z, &z));
    HC_TRY(hc_allocate(ctx, count, sizeof *potential, &potential));
    sum_planes(grid, h->v_hartree, axis, potential);
    for (size_t i = 0; i < count; i++) {
        z[i] = height * (double)i / (double)count - shift;
        potential[i] *= -(double)count / (double)grid->count; /* v is the energy of an electron */
    }
    *plane = (hc_plane_potential){.axis = axis, .count = count, .z = z, .potential = potential};
    z = potential = NULL;
cleanup:
    free(z);
    free(potential);
    return status;
}
