/* Metal phthalocyanines, MC32H16N8. */
#ifndef HC_BUILDERS_CARBON_PHTHALOCYANINE_H
#define HC_BUILDERS_CARBON_PHTHALOCYANINE_H

#include "halfcell/structure.h"

/* The molecule, flat, D4h, with the metal (first atom) at the origin; turned by `angle` radian about z. */
HC_MUST_CHECK hc_status hc_phthalocyanine(hc_context *ctx, int metal, double angle, hc_structure **molecule);

/* Lays it `height` bohr above the highest atom of *structure, its metal above atom `under`; fails when it would touch
 * its own images. */
HC_MUST_CHECK hc_status hc_phthalocyanine_lay(hc_context *ctx, const hc_structure *molecule, size_t under,
                                              double height, hc_structure **structure);

#endif
