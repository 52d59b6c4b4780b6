/* Larger cells of a crystal, and other choices of its cell. */
#ifndef HC_BUILDERS_SUPERCELL_H
#define HC_BUILDERS_SUPERCELL_H

#include "halfcell/structure.h"

/* New lattice vectors A'_i = sum_j matrix[i][j] A_j; |det| copies of every atom fill them. *structure is replaced.
 * HC_ERROR_INPUT when the determinant is 0 or more than a million atoms would come out. Order: all images of atom 0,
 * then of atom 1, ... */
HC_MUST_CHECK hc_status hc_supercell(hc_context *ctx, const int matrix[3][3], hc_structure **structure);

#endif
