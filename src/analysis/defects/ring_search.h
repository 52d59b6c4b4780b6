/* Primitive rings through one atom, found on the shells of shortest paths around it. */
#ifndef HC_ANALYSIS_DEFECTS_RING_SEARCH_H
#define HC_ANALYSIS_DEFECTS_RING_SEARCH_H

#include "analysis/defects/rings.h"

/* An atom of the endless crystal. */
typedef struct hc_ring_site {
    size_t atom;
    int image[3];
} hc_ring_site;

typedef struct hc_ring_search hc_ring_search;

/* Called for each ring with its sites [size], the first one the root in image 0. */
typedef hc_status hc_ring_found(void *user, hc_context *ctx, const hc_ring_site *site, size_t size);

HC_MUST_CHECK hc_status hc_ring_search_create(hc_context *ctx, const hc_bond_graph *graph, const bool *member,
                                              int maximum, hc_ring_search **search);
void hc_ring_search_free(hc_ring_search *search);

/* The rings whose lowest atom is `root`. */
HC_MUST_CHECK hc_status hc_ring_search_run(hc_context *ctx, hc_ring_search *search, size_t root, hc_ring_found *found,
                                           void *user);

#endif
