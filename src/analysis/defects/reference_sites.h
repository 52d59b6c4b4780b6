/* A perfect crystal (or molecule) laid over a structure: its sites, and which atom is on which. */
#ifndef HC_ANALYSIS_DEFECTS_REFERENCE_SITES_H
#define HC_ANALYSIS_DEFECTS_REFERENCE_SITES_H

#include "halfcell/structure.h"

typedef struct hc_reference_sites {
    hc_structure *perfect; /* the reference, repeated to fill the structure's cell, in its own shape */
    hc_structure *mapped;  /* the same with the structure's cell and shifted onto it: where the sites are */
    double nearest;        /* shortest distance in the reference, bohr */
    size_t *site_of;       /* [natom]: site nearest to each atom, SIZE_MAX when none is within 0.75 nearest */
    hc_vec3 *offset;       /* [natom]: from the site to the atom, bohr */
    size_t *occupants;     /* [nsite]: atoms on each site */
    size_t *occupant;      /* [nsite]: the one that counts: of the right element before others, then the nearest */
} hc_reference_sites;

/* The reference is of the same cell, or a cell that fills it when repeated along its vectors, both within 8 %. */
HC_MUST_CHECK hc_status hc_reference_sites_create(hc_context *ctx, const hc_structure *structure,
                                                  const hc_structure *reference, hc_reference_sites **sites);
void hc_reference_sites_free(hc_reference_sites *sites);

#endif
