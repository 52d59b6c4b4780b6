#include "gpw/dipole.h"

#include <math.h>

#include "atoms/lattice_planes.h"

/* Integral of rho r over the cell that begins at the origin: the density keeps away from its free faces. */
static hc_vec3 electron_moment(const hc_grid *grid, const double *density, double *electrons)
{
    hc_vec3 sum = {0};
    *electrons = 0.0;
    for (size_t k = 0; k < grid->n[2]; k++) {
        for (size_t j = 0; j < grid->n[1]; j++) {
            const double *row = density + hc_grid_index(grid, 0, j, k);
            double total = 0.0, first = 0.0;
            for (size_t i = 0; i < grid->n[0]; i++) {
                total += row[i];
                first += row[i] * (double)i;
            }
            hc_vec3 index = {first, total * (double)j, total * (double)k};
            sum = hc_vec3_add(sum, hc_vec3_times_mat3(index, &grid->step));
            *electrons += total;
        }
    }
    *electrons *= grid->volume_element;
    return hc_vec3_scale(grid->volume_element, sum);
}

hc_status hc_gpw_dipole(hc_context *ctx, const hc_gpw_hamiltonian *h, const hc_structure *placed, hc_vec3 center,
                        const double *density, hc_vec3 *dipole)
{
    int nperiodic = hc_structure_periodic_count(placed);
    if (nperiodic == 3) {
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED, "%s", HC_GPW_NO_DIPOLE);
    }
    double electrons;
    hc_vec3 moment = electron_moment(&h->multigrid.level[0], density, &electrons);
    hc_vec3 sum = hc_vec3_scale(-1.0, hc_vec3_axpy(moment, -electrons, center));
    for (size_t i = 0; i < placed->natom; i++) {
        sum = hc_vec3_axpy(sum, hc_gpw_ion_charge(h->system, i), hc_vec3_sub(placed->position[i], center));
    }
    *dipole = sum;
    if (nperiodic == 2) {
        hc_vec3 normal = hc_plane_normal(placed, 2);
        *dipole = hc_vec3_make(NAN, NAN, hc_vec3_dot(normal, sum));
    }
    return HC_OK;
}
