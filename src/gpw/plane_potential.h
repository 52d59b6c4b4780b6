/* Plane average of the electrostatic potential of a self-consistent density. */
#ifndef HC_GPW_PLANE_POTENTIAL_H
#define HC_GPW_PLANE_POTENTIAL_H

#include "gpw/hamiltonian.h"
#include "halfcell/engine.h"

/* Of the density that the hamiltonian was last evaluated for; `placed` is the structure in the grids' cell, `shift`
 * (bohr) how much higher along the normal its atoms lie than the caller's. The arrays of *plane are allocated and owned
 * by it. */
HC_MUST_CHECK hc_status hc_gpw_plane_potential(hc_context *ctx, const hc_gpw_hamiltonian *hamiltonian,
                                               const hc_structure *placed, int axis, double shift,
                                               hc_plane_potential *plane);

#endif
