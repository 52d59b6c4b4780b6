/* Bonds as a graph of the endless crystal: each bond says into which image of the cell it leads. The criterion is that
 * of atoms/bonds.h. */
#ifndef HC_ANALYSIS_DEFECTS_BOND_GRAPH_H
#define HC_ANALYSIS_DEFECTS_BOND_GRAPH_H

#include "halfcell/structure.h"

typedef struct hc_bond {
    size_t to;
    int image[3]; /* lattice translation added to atom `to` */
} hc_bond;

typedef struct hc_bond_graph {
    size_t natom;
    size_t *first; /* [natom + 1]: bonds of i are first[i] ... first[i + 1] - 1 */
    hc_bond *bond; /* each bond twice, once from either end */
} hc_bond_graph;

HC_MUST_CHECK hc_status hc_bond_graph_create(hc_context *ctx, const hc_structure *structure, hc_bond_graph **graph);
void hc_bond_graph_free(hc_bond_graph *graph);

static inline size_t hc_bond_graph_degree(const hc_bond_graph *graph, size_t i)
{
    return graph->first[i + 1] - graph->first[i];
}

/* From atom i to the other end of one of its bonds, bohr. */
hc_vec3 hc_bond_vector(const hc_structure *structure, size_t i, const hc_bond *bond);

#endif
