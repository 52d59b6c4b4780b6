/* The planes that two of a cell's vectors span, and the room between the atoms across them. */
#ifndef HC_ATOMS_LATTICE_PLANES_H
#define HC_ATOMS_LATTICE_PLANES_H

#include "halfcell/structure.h"

/* A stretch without atoms, in heights along the normal (bohr): `low` is the atom below it, `high` the one above. */
typedef struct hc_plane_gap {
    double low, high;
    double width; /* high - low; infinite for what does not repeat along the axis, whose atoms lie from high to low */
} hc_plane_gap;

/* Normal of the planes of the two lattice vectors beside `axis`, its length the area (bohr^2): along the vector of the
 * axis when the structure repeats along it, otherwise along the cross product of the two (the axis may have none). */
hc_vec3 hc_plane_area(const hc_structure *structure, int axis);
/* The same with length 1. */
hc_vec3 hc_plane_normal(const hc_structure *structure, int axis);
/* Length of the cell along the normal, bohr; 0 when the axis has no vector. */
double hc_plane_period(const hc_structure *structure, int axis);
/* The widest gap along the normal, its lower end in the cell; the structure has atoms. */
HC_MUST_CHECK hc_status hc_plane_gap_find(hc_context *ctx, const hc_structure *structure, int axis, hc_plane_gap *gap);

#endif
