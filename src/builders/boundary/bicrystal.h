/* Coincidence-site grain boundaries of cubic crystals. */
#ifndef HC_BUILDERS_BOUNDARY_BICRYSTAL_H
#define HC_BUILDERS_BOUNDARY_BICRYSTAL_H

#include "halfcell/structure.h"

typedef struct hc_bicrystal_options {
    int sigma, axis[3];
    int plane[3];     /* Miller indices in the lower grain */
    double angle;     /* radian; NaN: the smallest for which the plane is the same in both grains, else the smallest */
    double thickness; /* bohr, of each grain at least */
    double overlap;   /* bohr: atoms of the upper grain that are nearer to one of the lower are removed; NaN: 0.7 of
                         the shortest distance in the crystal */
    double translation[2]; /* of the upper grain, in vectors of the plane */
    double expansion;      /* bohr, at each boundary */
    double vacuum;         /* bohr; NaN: two boundaries that repeat */
} hc_bicrystal_options;

/* What was built. */
typedef struct hc_bicrystal_report {
    double angle, disorientation; /* radian */
    int upper_plane[3];           /* Miller indices of the plane in the upper grain */
    bool symmetric;               /* they are those of the lower one but for order and signs */
    double thickness[2];          /* bohr, lower and upper grain */
    double overlap[2];            /* bohr, the shortest and the longest for a pair of elements */
    size_t removed;
} hc_bicrystal_report;

/* *structure is the conventional cell of a cubic crystal and becomes the bicrystal: the plane is normal to z, its first
 * vector lies along x; atoms of the lower grain come first. HC_ERROR_INPUT when there is no such rotation or the cell
 * is not cubic. */
HC_MUST_CHECK hc_status hc_bicrystal_build(hc_context *ctx, const hc_bicrystal_options *options,
                                           hc_bicrystal_report *report, hc_structure **structure);

#endif
