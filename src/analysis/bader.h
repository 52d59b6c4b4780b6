/* Bader's partition of a density: each atom has what flows uphill to its maximum. Theory:
 * docs/theory/density-analysis.md. */
#ifndef HC_ANALYSIS_BADER_H
#define HC_ANALYSIS_BADER_H

#include "halfcell/field.h"

typedef struct hc_bader {
    size_t natom;
    double *electrons; /* [natom], as the density has them */
    double *spin;      /* alpha minus beta electrons, [natom]; zero without a spin density */
    double *volume;    /* bohr^3, [natom]; of an isolated system the vacuum belongs to it */
    double total;      /* sum of electrons: the integral of the density */
    double farthest;   /* bohr: greatest distance of a maximum that holds electrons from its nearest atom */
    size_t farthest_atom;
} hc_bader;

/* density: electrons/bohr^3 and the atoms; spin: alpha minus beta on the same grid, or NULL. The density may come from
 * pseudopotentials: a hole at a nucleus is filled for the search of the maxima and not counted. */
HC_MUST_CHECK hc_status hc_bader_partition(hc_context *ctx, const hc_cube *density, const hc_field *spin,
                                           hc_bader **bader);
void hc_bader_free(hc_bader *bader);

#endif
