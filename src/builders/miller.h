/* Directions and planes as users write them: in the lattice of the cell that is there, or Cartesian. */
#ifndef HC_BUILDERS_MILLER_H
#define HC_BUILDERS_MILLER_H

#include "halfcell/structure.h"

enum { HC_BASIS_LATTICE, HC_BASIS_CARTESIAN };
extern const char *const hc_basis_choices[]; /* "lattice", "cartesian" */

/* The smallest integers with the ratios of v, for components that are commensurate. HC_ERROR_INPUT otherwise, or beyond
 * 40; `what` names them in the message. */
HC_MUST_CHECK hc_status hc_smallest_integers(hc_context *ctx, const char *what, hc_vec3 v, int integers[3]);

/* [u v w] and (h k l) of a direction and of a plane; Cartesian: the plane by its normal. */
HC_MUST_CHECK hc_status hc_direction_indices(hc_context *ctx, const hc_structure *crystal, int basis,
                                             const double given[3], int direction[3]);
HC_MUST_CHECK hc_status hc_plane_indices(hc_context *ctx, const hc_structure *crystal, int basis, const double given[3],
                                         int plane[3]);

/* The plane along [u v w] with the smallest indices. */
HC_MUST_CHECK hc_status hc_plane_along(hc_context *ctx, const int direction[3], int plane[3]);

#endif
