/* Overlap integrals between two shells and their derivatives, by the plain formulas: the reference that the tabulated
 * integrals (overlap_table.h) are built from and tested against, and what small structures use. */
#ifndef HC_GFN1_OVERLAP_H
#define HC_GFN1_OVERLAP_H

#include "gfn1/basis.h"
#include "halfcell/vec.h"

/* Largest block: d with d. */
#define HC_GFN1_BLOCK 25

/* overlap [2la+1][2lb+1] of shell a at the origin and shell b at r (bohr), overwritten; derivative [3][2la+1][2lb+1]
 * d overlap / d r, may be NULL. Obara-Saika recursion, Cartesian direction by direction. */
void hc_gfn1_overlap_block(const hc_gfn1_function *a, const hc_gfn1_function *b, hc_vec3 r, double *overlap,
                           double *derivative);

#endif
