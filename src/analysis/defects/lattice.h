/* A crystal recognised atom by atom, and what is made of it; used by recogniser_lattice.c. */
#ifndef HC_ANALYSIS_DEFECTS_LATTICE_H
#define HC_ANALYSIS_DEFECTS_LATTICE_H

#include "analysis/defects/census.h"
#include "analysis/defects/common_neighbours.h"

typedef struct hc_lattice_map {
    const hc_structure *structure; /* borrowed */
    const hc_shells *shells;       /* borrowed */
    unsigned char *lattice;        /* hc_lattice of each atom, [natom] */
    unsigned *marked;              /* [natom], see hc_common_neighbours */
    size_t count[HC_LATTICE_COUNT];
} hc_lattice_map;

/* Twins, stacking faults and lamellae in fcc, from the layers of hcp atoms. */
HC_MUST_CHECK hc_status hc_planar_faults_find(hc_context *ctx, const hc_lattice_map *map, hc_census *census);

/* Five twins around a common edge, from the atoms on it. */
HC_MUST_CHECK hc_status hc_fivefold_twins_find(hc_context *ctx, const hc_lattice_map *map, hc_census *census);

/* Empty sites of fcc and bcc: where the atoms around miss the opposite of a neighbour. Sites
 * that atoms of a dislocation [natom] point to are the wide places of its core. */
HC_MUST_CHECK hc_status hc_lattice_vacancies_find(hc_context *ctx, const hc_lattice_map *map, const bool *in_core,
                                                  hc_census *census);

#endif
