/* The dipole moment of ions and electrons. */
#ifndef HC_GPW_DIPOLE_H
#define HC_GPW_DIPOLE_H

#include "gpw/hamiltonian.h"

#define HC_GPW_NO_DIPOLE                                                                                               \
    "gpw: a cell that is periodic in all directions has no dipole moment (its value would depend on where the cell "   \
    "is cut); give the structure a free direction, pbc=\"T T F\" or \"F F F\""

/* *dipole = sum Z R - integral rho r, e bohr, about `center` (which matters for ions only; in the coordinates of
 * `placed`). density: on the finest grid. A component along a periodic direction is not defined: in a slab only the
 * one along the normal is given, the others are NaN. Refuses three periodic directions. */
HC_MUST_CHECK hc_status hc_gpw_dipole(hc_context *ctx, const hc_gpw_hamiltonian *hamiltonian,
                                      const hc_structure *placed, hc_vec3 center, const double *density,
                                      hc_vec3 *dipole);

#endif
