/* Close-packed layers in any order: twins, stacking faults, polytypes. */
#ifndef HC_BUILDERS_BOUNDARY_STACKING_H
#define HC_BUILDERS_BOUNDARY_STACKING_H

#include "halfcell/structure.h"

typedef struct hc_stacking_options {
    const char *sequence; /* letters A, B, C, from the bottom */
    int miller[3];        /* of the layers in the crystal */
    bool orthogonal;      /* the smallest cell with a right angle, instead of the primitive one */
    int repeat[2];        /* of the cell in the plane */
    double vacuum;        /* bohr; NaN: the sequence repeats */
} hc_stacking_options;

/* *structure, a crystal of hexagonal layers that are one atom thick, or atoms above one another (fcc, hcp, diamond,
 * zinc blende, wurtzite), becomes its layers in that order, normal along z. From A to B is one step of the crystal, so
 * ABC (AB for hcp) is the crystal again. Says the order in h and c too (Jagodzinski): h lies between two equal layers.
 */
HC_MUST_CHECK hc_status hc_stacking_build(hc_context *ctx, const hc_stacking_options *options,
                                          hc_structure **structure);

#endif
