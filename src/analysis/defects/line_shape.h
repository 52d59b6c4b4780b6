/* The way that a line of atoms takes. */
#ifndef HC_ANALYSIS_DEFECTS_LINE_SHAPE_H
#define HC_ANALYSIS_DEFECTS_LINE_SHAPE_H

#include "analysis/defects/shells.h"

typedef struct hc_line_atoms {
    size_t count;
    size_t *atom;          /* [count] */
    hc_vec3 *place;        /* [count], bohr, the line in one piece: not folded into the cell */
    size_t *number;        /* [natom of near]: place of each atom in `atom`, SIZE_MAX: not of this line */
    hc_vec3 period;        /* bohr: the line goes on in the image of the cell that is so far away; zero: it does not */
    const hc_shells *near; /* who is next to whom; borrowed */
} hc_line_atoms;

typedef struct hc_line_shape {
    double length;     /* bohr */
    hc_vec3 direction; /* unit, from end to end or along the period; zero for a loop */
    double along2;     /* mean of the squared cosine between the line and `vector`, weighted by length */
    bool closed;       /* a loop within the crystal */
    /* Of a line that neither closes nor has a period: where it begins and ends, along `direction` as it is measured. */
    hc_vec3 end[2];     /* bohr */
    size_t end_atom[2]; /* numbers in hc_line_atoms.atom */
} hc_line_shape;

/* The points of the line are means of the atoms across it, one for about each nearest distance along it. */
HC_MUST_CHECK hc_status hc_line_measure(hc_context *ctx, const hc_line_atoms *line, hc_vec3 vector,
                                        hc_line_shape *shape);

#endif
