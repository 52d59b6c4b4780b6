/* Plane average of the electrostatic potential of the atoms' charges. */
#ifndef HC_GFN1_PLANE_POTENTIAL_H
#define HC_GFN1_PLANE_POTENTIAL_H

#include "halfcell/engine.h"

/* Along the third lattice direction of a slab, and in bulk along the direction with the widest stretch free of atoms.
 * charge [natom], e. The arrays of *plane are allocated and owned by it. Refuses molecules. */
HC_MUST_CHECK hc_status hc_gfn1_plane_potential(hc_context *ctx, const hc_structure *structure, const double *charge,
                                                hc_plane_potential *plane);

#endif
