/* Burgers circuits: closed ways from neighbour to neighbour through crystal whose ideal vectors do not add up to zero.
 */
#ifndef HC_ANALYSIS_DEFECTS_BURGERS_CIRCUIT_H
#define HC_ANALYSIS_DEFECTS_BURGERS_CIRCUIT_H

#include "analysis/defects/crystal_map.h"

typedef struct hc_burgers_circuit {
    hc_vec3 burgers; /* minus the sum of the ideal vectors, in the grain's cubic axes and edges of its cell; zero: there
                        is no such circuit */
    hc_vec3 area;    /* bohr^2; the circuit is right-handed about it */
    hc_vec3 centre;  /* bohr, mean of its atoms */
    hc_mat3 gradient; /* mean of its atoms, bohr */
    size_t grain;
    int frame; /* that most of its cubic atoms have; HC_NO_FRAME: all are hcp */
    int steps;
} hc_burgers_circuit;

typedef struct hc_circuit_search hc_circuit_search;

HC_MUST_CHECK hc_status hc_circuit_search_create(hc_context *ctx, const hc_crystal_map *map,
                                                 hc_circuit_search **search);
void hc_circuit_search_free(hc_circuit_search *search);

/* The shortest circuit among the atoms within `reach` bohr of atom i. */
HC_MUST_CHECK hc_status hc_circuit_find(hc_context *ctx, hc_circuit_search *search, size_t i, double reach,
                                        hc_burgers_circuit *circuit);

#endif
