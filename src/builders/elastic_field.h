/* Displacement of straight dislocations: of one line, or of a periodic lattice of pairs of opposite lines.
 *
 * Axes: z along the line, y the normal of the glide plane, x = y x z; the field does not depend on z. The Burgers
 * vector lies in the glide plane. Going round a line in the right-handed sense about +z the displacement grows by b
 * (FS/RH: Hirth and Lothe, Theory of Dislocations). Equations: docs/theory/dislocations.md. */
#ifndef HC_BUILDERS_ELASTIC_FIELD_H
#define HC_BUILDERS_ELASTIC_FIELD_H

#include "builders/stroh.h"

typedef struct hc_elastic_field {
    double edge, screw;    /* bohr: components of b along x and z */
    double poisson;        /* of the isotropic medium */
    const hc_stroh *stroh; /* of b; NULL: isotropic */
    double core;  /* bohr: half width of the slip in the glide plane (Peierls and Nabarro); 0: Volterra's line */
    double scale; /* bohr: the logarithm is zero at this distance of a single line */
    /* Pairs: +b at the origin, -b at x = separation, both at y = 0, repeated by (width, 0) and (shift, height). Width
     * 0: a single line at the origin, the slip of which is the half plane x < 0. */
    double width, separation, shift, height;
} hc_elastic_field;

/* bohr. For pairs the sum over all images, taken so that the medium has no mean elastic strain: the displacement grows
 * by nothing along (width, 0) and by -b separation/width along (shift, height). */
hc_vec3 hc_elastic_displacement(const hc_elastic_field *field, double x, double y);

#endif
