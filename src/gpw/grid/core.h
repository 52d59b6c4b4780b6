/* The Gaussian charges of the ions on the finest grid. */
#ifndef HC_GPW_GRID_CORE_H
#define HC_GPW_GRID_CORE_H

#include "gpw/grid/grid.h"
#include "gpw/system.h"

/* rho [grid.count] (set): sum over atoms of -Z (2 pi r_loc^2)^(-3/2) exp(-r^2/(2 r_loc^2)): the sign of electrons is +,
 * so that ions are negative and a neutral cell sums to zero with the electron density. */
HC_MUST_CHECK hc_status hc_gpw_core_charge(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                           const hc_grid *grid, double *rho);
/* force += -dE/dR, strain += of E = volume_element sum rho_core v at fixed v (the Hartree potential). */
HC_MUST_CHECK hc_status hc_gpw_core_charge_gradient(hc_context *ctx, const hc_gpw_system *system,
                                                    const hc_structure *structure, const hc_grid *grid, const double *v,
                                                    hc_vec3 *force, hc_mat3 *strain);
#endif
