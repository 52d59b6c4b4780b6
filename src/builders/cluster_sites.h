/* Places on a cluster where something can sit: on atoms of its surface, between two of them, among more. */
#ifndef HC_BUILDERS_CLUSTER_SITES_H
#define HC_BUILDERS_CLUSTER_SITES_H

#include "atoms/bonds.h"
#include "builders/adsorbate.h"

#define HC_PLACE_ATOMS 12

/* site.position lies on the line along `outward` through the place, level with the outermost of its atoms; site.along
 * is across `outward`, from its first atom to another one (top: to the side of the neighbour farthest aside). */
typedef struct hc_cluster_place {
    hc_adsorption_site site;
    hc_vec3 outward;             /* of length 1 */
    size_t atom[HC_PLACE_ATOMS]; /* site.coordination of them, ascending */
} hc_cluster_place;

#define HC_PLACE_ANY ((size_t)-1)

/* For qsort: by the numbers of their atoms, then by the side on which they are. */
int hc_cluster_place_compare(const void *a, const void *b);

typedef struct hc_place_search {
    hc_site_kind kind;
    int element; /* only atoms of this element make places; 0: all metals but alkali ions */
    size_t atom; /* only places that this atom is part of; HC_PLACE_ANY: all */
} hc_place_search;

/* Whether atoms of a kind make places when those of `element` are to. */
bool hc_makes_places(int element, int atomic_number);

/* The places in the order of their atoms' numbers.
 *
 * Top: away from the neighbours, against the sum of the unit vectors to them, when that is at least 0.5 long; an atom
 * whose neighbours lie in one plane with it has both sides of the plane.
 * Bridge and hollow: a ball as large as the atoms (its middle comes as near as twice their covalent radii) rolls over
 * two atoms that are bonded to each other. Where the metals (all atoms, when `element` is none) leave it an arc of more
 * than 0.5 Angstrom there is a bridge in the middle of that; where a third atom stops it there is a hollow, among all
 * atoms that it touches. Stops within 0.5 Angstrom are one hollow, if it lies among its atoms. Where it lies on the
 * side of the atoms' neighbours it is in a cage, and there is no place.
 *
 * The caller frees *list. */
HC_MUST_CHECK hc_status hc_cluster_places(hc_context *ctx, const hc_structure *structure, const hc_bonds *bonds,
                                          const hc_place_search *search, size_t *count, hc_cluster_place **list);

/* Keeps one of each set that the point symmetry of the structure makes equal, the first, with the multiplicity of the
 * set; and puts those with most atoms first, then those with the nearest atom underneath. */
HC_MUST_CHECK hc_status hc_cluster_places_distinct(hc_context *ctx, const hc_structure *structure, size_t *count,
                                                   hc_cluster_place *list);

#endif
