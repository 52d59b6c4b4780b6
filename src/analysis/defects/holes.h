/* Holes of sheets: the rings of bonds around places where atoms are missing and nothing has closed the gap, of any
 * size.
 *
 * The net of rings is followed from an atom with two bonds in it, always by the bond next to the open side, until the
 * walk is back. Turns to the left add up to +360 degrees around a hole, to -360 around a piece, to 0 around the end of
 * a tube; the edges of ribbons end in another image of the cell. */
#ifndef HC_ANALYSIS_DEFECTS_HOLES_H
#define HC_ANALYSIS_DEFECTS_HOLES_H

#include <stdbool.h>

#include "analysis/defects/bond_graph.h"

#define HC_HOLE_LEAST 12   /* atoms of the rim: a monovacancy */
#define HC_HOLE_MOST 1000  /* what is larger is an edge */
#define HC_HOLE_UNKNOWN -1 /* of `missing`: the rim is not that of a hole in hexagons */

typedef struct hc_hole {
    size_t first, size; /* its rim is atom[first] ... atom[first + size - 1], in order */
    size_t open;        /* atoms of the rim with two bonds in the net */
    size_t bare;        /* of these, B and C without any other bond */
    int missing;        /* atoms that the hole would hold, or HC_HOLE_UNKNOWN */
    hc_vec3 centre;     /* mean of the rim, bohr */
} hc_hole;

typedef struct hc_holes {
    size_t count, capacity;
    hc_hole *hole;
    size_t natom, atom_capacity;
    size_t *atom;
    bool *at; /* [natom of the structure]: in a rim */
} hc_holes;

/* The net are the atoms that are `inside` [natom] and the bonds between them. Rims with a bond to a metal are left out:
 * the metal sits in the hole. */
HC_MUST_CHECK hc_status hc_holes_create(hc_context *ctx, const hc_structure *structure, const hc_bond_graph *graph,
                                        const bool *inside, hc_holes **holes);
void hc_holes_free(hc_holes *holes);

#endif
