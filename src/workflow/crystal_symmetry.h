/* Symmetry of periodic structures in the form in which that of molecules is used. */
#ifndef HC_WORKFLOW_CRYSTAL_SYMMETRY_H
#define HC_WORKFLOW_CRYSTAL_SYMMETRY_H

#include "halfcell/structure.h"
#include "math/point_symmetry.h"

/* Every operation of the space group (atoms/spacegroup.h) that takes each atom to within `tolerance` bohr of one of its
 * element and isotope, translations along periodic directions left out: those of a slab keep its vacuum where it is.
 * The identity alone where a lattice vector is missing or the structure is too large for it. The caller owns
 * *symmetry. */
HC_MUST_CHECK hc_status hc_symmetry_find_periodic(hc_context *ctx, const hc_structure *structure, double tolerance,
                                                  hc_symmetry **symmetry);

#endif
