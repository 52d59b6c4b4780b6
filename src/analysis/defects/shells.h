/* The atoms around each atom of one sublattice, with their vectors: what common-neighbour analysis looks at. */
#ifndef HC_ANALYSIS_DEFECTS_SHELLS_H
#define HC_ANALYSIS_DEFECTS_SHELLS_H

#include <stdbool.h>

#include "analysis/defects/bond_graph.h"

typedef struct hc_shell_neighbour {
    size_t to;
    hc_vec3 vector; /* bohr, from the atom to this neighbour */
    double length;
} hc_shell_neighbour;

typedef struct hc_shells {
    size_t natom;
    double nearest;            /* usual distance of nearest neighbours, bohr; 0: there are none */
    size_t *first;             /* [natom + 1] */
    hc_shell_neighbour *entry; /* by increasing length for each atom */
} hc_shells;

/* Median over the atoms that are `member` [natom] of the distance to the nearest other one, bohr; 0: most have none.
 * The bonds are asked first, atoms that are farther apart are searched for. */
HC_MUST_CHECK hc_status hc_shells_nearest(hc_context *ctx, const hc_structure *structure, const hc_bond_graph *bonds,
                                          const bool *member, double *nearest);

/* Neighbours within `reach` times `nearest`, of and among the atoms that are `member` [natom]. */
HC_MUST_CHECK hc_status hc_shells_create(hc_context *ctx, const hc_structure *structure, const bool *member,
                                         double nearest, double reach, hc_shells **shells);
void hc_shells_free(hc_shells *shells);

/* The neighbours of an atom. */
static inline const hc_shell_neighbour *hc_shells_of(const hc_shells *shells, size_t i)
{
    return &shells->entry[shells->first[i]];
}

#endif
