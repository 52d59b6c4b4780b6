/* Structures that no calculation can mean: atoms on top of each other, or of their own images. */
#ifndef HC_GPW_SPACING_H
#define HC_GPW_SPACING_H

#include "halfcell/structure.h"

/* Refuses a cell with a lattice translation below 2.2 angstrom (beryllium's is 2.29) and atoms nearer
 * than 0.4 times the sum of their covalent radii (H2 at a third of its length). Below 5 angstrom a warning says that
 * one k-point is used. */
HC_MUST_CHECK hc_status hc_gpw_check_spacing(hc_context *ctx, const hc_structure *structure);

#endif
