/* Rings of a network of bonds.
 *
 * A primitive (shortest-path) ring is one without a short cut: the way between any two of its atoms along the ring is
 * as short as any way through the network (Franzblau, Phys. Rev. B 44, 4925 (1991); Goetzke and Klein, J. Non-Cryst.
 * Solids 127, 215 (1991)). Of these the ones are kept that are the smallest at one of their angles at least (King,
 * Nature 213, 1112 (1967), asks for this at every pair of bonds): the circumference of a tube is a primitive ring, but
 * no face of its net. */
#ifndef HC_ANALYSIS_DEFECTS_RINGS_H
#define HC_ANALYSIS_DEFECTS_RINGS_H

#include <stdbool.h>

#include "analysis/defects/bond_graph.h"

#define HC_RING_MAXIMUM 24

typedef struct hc_rings {
    size_t count;
    size_t *first;         /* [count + 1]: the atoms of ring k are atom[first[k]] ... in their order around it */
    size_t *atom;          /* an atom may come twice (two images of it) in a small cell */
    hc_vec3 *centre;       /* mean of the atoms, bohr, [count] */
    size_t *of_first, *of; /* rings through atom i: of[of_first[i]] ... of[of_first[i + 1] - 1], ascending */
} hc_rings;

/* Rings of 3 to `maximum` atoms among those that are `member` [natom]. Each ring of the endless crystal once a cell. */
HC_MUST_CHECK hc_status hc_rings_create(hc_context *ctx, const hc_structure *structure, const hc_bond_graph *graph,
                                        const bool *member, int maximum, hc_rings **rings);
void hc_rings_free(hc_rings *rings);

static inline size_t hc_ring_size(const hc_rings *rings, size_t k)
{
    return rings->first[k + 1] - rings->first[k];
}

/* Size of the smallest ring through an atom, 0 when there is none. */
size_t hc_rings_smallest(const hc_rings *rings, size_t iatom);

#endif
