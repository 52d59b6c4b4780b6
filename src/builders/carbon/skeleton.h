/* Atoms and who is bonded to whom, as a graph that can be edited: what the carbon builders work on.
 *
 * A structure becomes a skeleton by distance (the rule of atoms/bonds.h, with periodic images kept apart). Bonds are
 * then cut and made, atoms taken out and added; hc_skeleton_relax brings the atoms to where the bonds want them, and
 * hc_skeleton_finish gives a structure back, but only when the bonds that its distances show are those of the graph. */
#ifndef HC_BUILDERS_CARBON_SKELETON_H
#define HC_BUILDERS_CARBON_SKELETON_H

#include "halfcell/structure.h"

#define HC_SKELETON_LINK_MAX 20
#define HC_SKELETON_RING_MAX 12 /* members of the largest ring that is looked for */

typedef struct hc_skeleton_link {
    size_t j;
    int image[3]; /* lattice translation added to atom j */
} hc_skeleton_link;

typedef struct hc_skeleton_atom {
    bool gone; /* taken out; its number stays until hc_skeleton_finish */
    int count;
    hc_skeleton_link link[HC_SKELETON_LINK_MAX];
} hc_skeleton_atom;

typedef struct hc_skeleton {
    hc_structure *structure; /* owned */
    size_t capacity;         /* atoms there is room for in `atom` and in the arrays of `structure` */
    hc_skeleton_atom *atom;  /* [structure->natom] */
} hc_skeleton;

/* The structure is copied. */
HC_MUST_CHECK hc_status hc_skeleton_create(hc_context *ctx, const hc_structure *structure, hc_skeleton **skeleton);
void hc_skeleton_free(hc_skeleton *skeleton);

/* From atom i to what it is bonded to by its link k, bohr. */
hc_vec3 hc_skeleton_vector(const hc_skeleton *skeleton, size_t i, int k);
/* Number of the link of i to j (any image), or -1. */
int hc_skeleton_find(const hc_skeleton *skeleton, size_t i, size_t j);

HC_MUST_CHECK hc_status hc_skeleton_add_atom(hc_context *ctx, hc_skeleton *skeleton, int element, hc_vec3 position,
                                             size_t *atom);
/* Takes an atom out, and its bonds. */
void hc_skeleton_remove_atom(hc_skeleton *skeleton, size_t i);
/* Makes a bond to j translated by `image` (NULL: to the nearest image). */
HC_MUST_CHECK hc_status hc_skeleton_bond(hc_context *ctx, hc_skeleton *skeleton, size_t i, size_t j,
                                         const int image[3]);
/* Cuts the bond that is link k of atom i. */
void hc_skeleton_cut(hc_skeleton *skeleton, size_t i, int k);

/* Members of the smallest ring through atom i and its links k and l; 0: none up to HC_SKELETON_RING_MAX. */
int hc_skeleton_ring(const hc_skeleton *skeleton, size_t i, int k, int l);
/* The number of bonds on the shortest way from any of the atoms marked in `from` [natom] to each atom, into distance
 * [natom]; -1 where there is no way. */
HC_MUST_CHECK hc_status hc_skeleton_distances(hc_context *ctx, const hc_skeleton *skeleton, const bool *from,
                                              int *distance);

/* The force field of the skeleton (skeleton_field.c, docs/theory/structures.md). */
typedef struct hc_skeleton_field hc_skeleton_field;
HC_MUST_CHECK hc_status hc_skeleton_field_create(hc_context *ctx, const hc_skeleton *skeleton,
                                                 hc_skeleton_field **field);
void hc_skeleton_field_free(hc_skeleton_field *field);
/* Energy in hartree and its gradient, hartree/bohr, [natom], at the present positions. */
HC_MUST_CHECK hc_status hc_skeleton_field_energy(hc_context *ctx, hc_skeleton_field *field, double *energy,
                                                 hc_vec3 *gradient);
/* Length that the field wants for the bond of i and j, bohr. */
double hc_skeleton_bond_length(const hc_skeleton *skeleton, size_t i, size_t j);

/* Moves the atoms (not the fixed ones) to a minimum of the field, the cell stays. */
HC_MUST_CHECK hc_status hc_skeleton_relax(hc_context *ctx, hc_skeleton *skeleton);

/* Replaces *structure by the atoms that are left. Fails with HC_ERROR_INPUT, naming two atoms, when they are bonded in
 * the skeleton and too far from one another or the other way round. */
HC_MUST_CHECK hc_status hc_skeleton_finish(hc_context *ctx, hc_skeleton *skeleton, hc_structure **structure);

#endif
