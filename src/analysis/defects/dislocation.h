/* What is made of a mapped crystal: its dislocation lines and the strain of its atoms; used by recogniser_lattice.c. */
#ifndef HC_ANALYSIS_DEFECTS_DISLOCATION_H
#define HC_ANALYSIS_DEFECTS_DISLOCATION_H

#include "analysis/defects/crystal_map.h"

/* Finds the lines; their densities are per `volume`, bohr^3 (0: there is none). Sets in_core [natom] of their atoms. */
HC_MUST_CHECK hc_status hc_dislocations_find(hc_context *ctx, const hc_crystal_map *map, double volume,
                                             hc_census *census, bool *in_core);

/* Strain of all atoms in crystals against a cubic cell of this edge, bohr; 0 or NaN: the mean one of the structure. */
HC_MUST_CHECK hc_status hc_local_strain_measure(hc_context *ctx, const hc_crystal_map *map, double edge,
                                                hc_census *census);

#endif
