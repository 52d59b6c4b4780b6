/* The cell that the grids fill: the structure's own, and in directions that are not periodic one with room for the
 * density. */
#ifndef HC_GPW_BOX_H
#define HC_GPW_BOX_H

#include "halfcell/structure.h"

typedef struct hc_gpw_box {
    hc_mat3 cell; /* bohr; vectors of free directions are perpendicular to all others */
    bool periodic[3];
} hc_gpw_box;

/* margin: bohr beyond the outermost atoms on each side of a free direction. A free direction's own cell vector is taken
 * where it is longer. Of three, two or no periodic directions. */
hc_gpw_box hc_gpw_box_around(const hc_structure *structure, double margin);
/* A copy of the structure within the box: periodic vectors as the structure has them now, free directions as the box,
 * atoms near its middle (in steps, so that they do not all move against the grid when one of them moves). Fails when
 * the atoms have spread so far that less than half of `margin` is left. */
HC_MUST_CHECK hc_status hc_gpw_box_place(hc_context *ctx, const hc_gpw_box *box, double margin,
                                         const hc_structure *structure, hc_structure **placed);

#endif
