/* The two atoms of a structure that are nearest to each other for what they are. */
#ifndef HC_ATOMS_CLOSEST_H
#define HC_ATOMS_CLOSEST_H

#include "halfcell/structure.h"

/* Nearer than this share of the sum of their covalent radii no two atoms are in any molecule or solid: the shortest
 * bonds (C to O in carbon monoxide, N to N, a metal to an oxo ligand) are above 0.7 of it. */
#define HC_TOO_CLOSE 0.6

typedef struct hc_closest {
    size_t i, j;     /* i may be j: an atom and its own image */
    double distance; /* bohr */
    double share;    /* of the sum of the covalent radii; INFINITY: no two atoms are nearer than 1.5 of it */
} hc_closest;

/* The pair with the smallest share, periodic images included. */
HC_MUST_CHECK hc_status hc_structure_closest(hc_context *ctx, const hc_structure *structure, hc_closest *closest);

#endif
