/* The Voronoi cell of a point of a lattice. */
#ifndef HC_ANALYSIS_VORONOI_H
#define HC_ANALYSIS_VORONOI_H

#include "halfcell/context.h"
#include "halfcell/vec.h"

#define HC_VORONOI_FACET_MAX 14

/* The facet that is shared with the point at shift[0] a + shift[1] b + shift[2] c. */
typedef struct hc_voronoi_facet {
    int shift[3];
    double area;     /* bohr^2 */
    double distance; /* of the two points, bohr */
} hc_voronoi_facet;

/* lattice: vectors a, b, c as rows, any shape. Facets without area are left out. */
HC_MUST_CHECK hc_status hc_voronoi_facets(hc_context *ctx, const hc_mat3 *lattice, size_t *count,
                                          hc_voronoi_facet facet[HC_VORONOI_FACET_MAX]);

#endif
