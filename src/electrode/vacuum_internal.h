/* Geometry of planes, shared by the files of electrode/. */
#ifndef HC_ELECTRODE_VACUUM_INTERNAL_H
#define HC_ELECTRODE_VACUUM_INTERNAL_H

#include "halfcell/structure.h"

/* Normal of the plane of the two other lattice directions, its length the area (bohr^2). It points along the axis when
 * that is periodic, otherwise along the cross product of the two (the axis may have no vector). */
hc_vec3 hc_plane_normal(const hc_structure *structure, int axis);

#endif
