/* The atoms around each atom of one sublattice, with their vectors: what common-neighbour analysis looks at. */
#ifndef HC_ANALYSIS_DEFECTS_SHELLS_H
#define HC_ANALYSIS_DEFECTS_SHELLS_H

#include <stdbool.h>

#include "halfcell/structure.h"

typedef struct hc_shell_neighbour {
    size_t to;
    hc_vec3 vector; /* bohr, from the atom to this neighbour */
    double length;
} hc_shell_neighbour;

typedef struct hc_shells {
    size_t natom;
    double nearest;            /* median distance of nearest neighbours, bohr; 0: no atom has one */
    size_t *first;             /* [natom + 1] */
    hc_shell_neighbour *entry; /* by increasing length for each atom */
} hc_shells;

/* Neighbours within `reach` times the usual nearest distance, of and among the atoms that are `member` [natom]. */
HC_MUST_CHECK hc_status hc_shells_create(hc_context *ctx, const hc_structure *structure, const bool *member,
                                         double reach, hc_shells **shells);
void hc_shells_free(hc_shells *shells);

#endif
