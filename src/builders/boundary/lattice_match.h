/* Common supercells of two plane lattices (Zur and McGill, J. Appl. Phys. 55, 378 (1984)). */
#ifndef HC_BUILDERS_BOUNDARY_LATTICE_MATCH_H
#define HC_BUILDERS_BOUNDARY_LATTICE_MATCH_H

#include "halfcell/structure.h"

typedef struct hc_lattice_match {
    int lower[2][2], upper[2][2]; /* vectors of the common cell, in those of the two lattices */
    double area;                  /* bohr^2, of the cell of the lower lattice */
    double rotation;              /* radian, of the upper lattice about z */
    double strain[2];             /* principal, that make the upper cell the lower one; the larger first */
} hc_lattice_match;

/* A linear map of the plane, the rows of `from` onto those of `to`, as stretches after a rotation: strain[k] is a
 * stretch less one, the larger first. */
void hc_plane_strain(const hc_vec3 from[2], const hc_vec3 to[2], double strain[2], double *rotation);

/* Matches whose strains are at most strain_max and whose area is at most area_max (bohr^2): for each pair of numbers of
 * cells the one with least strain, the smallest area first. Vectors lie in the xy plane, right-handed. The caller frees
 * *list. */
HC_MUST_CHECK hc_status hc_lattice_match_find(hc_context *ctx, const hc_vec3 lower[2], const hc_vec3 upper[2],
                                              double strain_max, double area_max, size_t *count,
                                              hc_lattice_match **list);

#endif
