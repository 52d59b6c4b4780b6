/* Along which lattice direction an engine averages the electrostatic potential over planes. */
#ifndef HC_ENGINE_PLANE_AXIS_H
#define HC_ENGINE_PLANE_AXIS_H

#include "halfcell/structure.h"

/* The third direction of a slab; in bulk the direction with the widest stretch free of atoms. Refuses structures that
 * have no planes to average over. */
HC_MUST_CHECK hc_status hc_plane_axis_choose(hc_context *ctx, const hc_structure *structure, int *axis);

#endif
