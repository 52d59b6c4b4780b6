/* Where a crystal has room: the places for interstitial atoms. */
#ifndef HC_BUILDERS_VOID_SITES_H
#define HC_BUILDERS_VOID_SITES_H

#include "halfcell/structure.h"

typedef struct hc_void_site {
    hc_vec3 position;    /* bohr */
    double distance;     /* bohr, to the nearest atom */
    size_t multiplicity; /* equivalent places in the cell */
} hc_void_site;

/* The places that are farther from all atoms than their surroundings, one of each set that the symmetry of the
 * structure makes equal, the roomiest first, of equal ones those with fewer equivalent places. What is farther than
 * `farthest` bohr from all atoms is vacuum and left out. The caller frees *list. */
HC_MUST_CHECK hc_status hc_void_sites_find(hc_context *ctx, const hc_structure *structure, double farthest,
                                           size_t *count, hc_void_site **list);

#endif
