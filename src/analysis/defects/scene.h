/* What the recognisers share about one structure: its bonds, its rings, who is part of a network, how large it is. */
#ifndef HC_ANALYSIS_DEFECTS_SCENE_H
#define HC_ANALYSIS_DEFECTS_SCENE_H

#include "analysis/defects/bond_graph.h"
#include "analysis/defects/holes.h"
#include "analysis/defects/rings.h"

/* What a structure is per: found by where it ends. A periodic direction with a gap of more than 8 Angstrom between its
 * atoms counts as open. */
typedef struct hc_extent {
    int closed;  /* directions without a gap */
    double size; /* bohr^closed: length, area or volume of the cell in these directions */
    double mass; /* of all atoms, electron masses */
} hc_extent;

typedef struct hc_defect_options {
    int ring_maximum;              /* rings of up to so many atoms */
    const hc_structure *reference; /* borrowed; NULL: none */
    double cell_edge;              /* of the unstrained cubic cell, bohr; 0 or NaN: the mean one of the structure */
} hc_defect_options;

typedef struct hc_defect_scene {
    const hc_structure *structure; /* borrowed */
    hc_defect_options options;
    hc_extent extent;
    hc_bond_graph *bonds;
    bool *in_network; /* [natom]: what can be part of rings: not H, not alkali, no atom with more than 6 bonds */
    bool *extended;   /* [natom]: bonded to its own image, part of a crystal, sheet or chain without end */
    hc_rings *rings;  /* of the network; NULL when it holds no B, C, N, Si, P */
    bool *in_sheet;   /* [natom]: of the network, in a ring, no metal; NULL without fused rings of carbon */
    hc_holes *holes;  /* of these; NULL without them */
} hc_defect_scene;

HC_MUST_CHECK hc_status hc_defect_scene_create(hc_context *ctx, const hc_structure *structure,
                                               const hc_defect_options *options, hc_defect_scene **scene);
void hc_defect_scene_free(hc_defect_scene *scene);

/* How many bonds atom i has to atoms of an element. */
size_t hc_scene_bonds_to(const hc_defect_scene *scene, size_t i, int atomic_number);
/* How many bonds atom i has to metals. */
size_t hc_scene_bonds_to_metals(const hc_defect_scene *scene, size_t i);
/* A ring of the scene has a metal atom. */
bool hc_scene_ring_holds_metal(const hc_defect_scene *scene, size_t ring);
/* A carbon atom is in two rings: benzene rings alone are molecules, not a sheet. */
bool hc_scene_has_carbon_sheet(const hc_defect_scene *scene);

#endif
