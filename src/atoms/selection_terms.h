/* The terms of selections ("nearest 3 O to 14", "layer 0 of 3 along z"): what they choose. The grammar that calls them
 * is in selection.c. */
#ifndef HC_ATOMS_SELECTION_TERMS_H
#define HC_ATOMS_SELECTION_TERMS_H

#include "atoms/cell.h"

/* A set of atoms. */
typedef struct hc_atom_set {
    bool *has;      /* [natom], owned */
    size_t *ranked; /* [nranked], owned: the chosen atoms by distance; NULL when they have no order of their own */
    size_t nranked;
} hc_atom_set;

typedef struct hc_selection_scene {
    const hc_structure *structure;
    hc_full_cell cell;
} hc_selection_scene;

/* Atoms closer than `radius` bohr to an anchor, by HC_SAME_DISTANCE at least (math/ranking.h); the anchors are among
 * them. */
HC_MUST_CHECK hc_status hc_select_within(hc_context *ctx, const hc_selection_scene *scene, double radius,
                                         const hc_atom_set *anchors, hc_atom_set *chosen);
/* The `count` candidates nearest to any of the anchors, which are not chosen themselves; ranked. Equal distances
 * (HC_SAME_DISTANCE): the lower atom number first. */
HC_MUST_CHECK hc_status hc_select_nearest(hc_context *ctx, const hc_selection_scene *scene, size_t count,
                                          const hc_atom_set *candidates, const hc_atom_set *anchors,
                                          hc_atom_set *chosen);
/* Direct neighbours of the anchors (bonds.h), or with `whole_group` all that hangs together with them, anchors
 * included. */
HC_MUST_CHECK hc_status hc_select_bonded(hc_context *ctx, const hc_selection_scene *scene, const hc_atom_set *anchors,
                                         bool whole_group, hc_atom_set *chosen);
/* Layer `layer` of `nlayer` among the atoms `of`, along Cartesian axis 0, 1, 2, counted from below. The atoms are cut
 * at the widest gaps, which must be wider than 0.3 Angstrom. In a periodic direction counting starts above the widest.
 */
HC_MUST_CHECK hc_status hc_select_layer(hc_context *ctx, const hc_selection_scene *scene, size_t layer, size_t nlayer,
                                        int axis, const hc_atom_set *of, hc_atom_set *chosen);

#endif
