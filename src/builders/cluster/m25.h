/* M25(SR)18: a metal atom in the centre, an icosahedron of twelve, six V-shaped staples S-M-S-M-S over it. */
#ifndef HC_BUILDERS_CLUSTER_M25_H
#define HC_BUILDERS_CLUSTER_M25_H

#include "halfcell/structure.h"

#define HC_M25_METALS 25
#define HC_M25_SULPHURS 18

typedef enum hc_m25_sides {
    HC_M25_ALTERNATE, /* the middle ligand of a staple on the other side than the outer ones */
    HC_M25_SAME,      /* all three on one side */
    HC_M25_TWISTED,   /* the outer ones on opposite sides */
    HC_M25_ROOMIEST   /* each where it has most room */
} hc_m25_sides;

typedef struct hc_m25_options {
    int centre, icosahedron, staple; /* atomic numbers */
    int ligand;                      /* index into hc_ligand_names */
    int sides;                       /* hc_m25_sides */
    const int *side;                 /* [18] of +1 and -1, for each sulphur atom; NULL: by `sides` */
} hc_m25_options;

/* Atoms: centre, icosahedron (12), staples (12), sulphur (18: outer, middle, outer of each staple), then the ligands of
 * sulphur 0, 1, ... The result has passed hc_m25_check. */
HC_MUST_CHECK hc_status hc_m25_build(hc_context *ctx, const hc_m25_options *options, hc_structure **structure);

/* The topology, by distance: 25 metal and 18 sulphur atoms; every sulphur atom on two metal atoms and one carbon atom,
 * twelve metal atoms on two sulphur atoms each (staples), twelve on one (icosahedron), one on none; no bonds between
 * ligands. Fails with HC_ERROR_INPUT naming what is wrong. */
HC_MUST_CHECK hc_status hc_m25_check(hc_context *ctx, const hc_structure *structure);

#endif
