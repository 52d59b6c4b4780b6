/* Slabs: a crystal cut along a plane of the lattice.
 *
 * The normal of the plane (hkl) is h a* + k b* + l c* of the cell that is there. The lattice of the crystal with its
 * centring translations gives the shortest two vectors in the plane and the spacing d of lattice planes; one repeat
 * unit is what lies between two of them. Atoms of one height form an atomic plane; a slab may end between any two of
 * them. */
#ifndef HC_BUILDERS_SLAB_H
#define HC_BUILDERS_SLAB_H

#include "halfcell/structure.h"

typedef struct hc_slab_options {
    int miller[3];
    int layers;        /* repeat units */
    int planes;        /* atomic planes instead; HC_INTEGER_UNSET: not given */
    int termination;   /* of the list */
    bool orthogonal;   /* the smallest cell with a right angle, instead of the primitive one */
    int repeat[2];     /* of the cell in the plane */
    double vacuum;     /* bohr */
    int fixed_planes;  /* atomic planes at the bottom that do not move */
    double same_plane; /* bohr: heights that differ less are one plane */
} hc_slab_options;

hc_slab_options hc_slab_defaults(void);

/* *structure, a crystal, becomes a slab: normal along z, first vector along x, in the middle of its cell; periodic in
 * all directions. Terminations and the dipole are logged. */
HC_MUST_CHECK hc_status hc_slab_build(hc_context *ctx, const hc_slab_options *options, hc_structure **structure);

/* What slabs and boundaries need: atoms in the middle of a cell that is `vacuum` bohr higher than they are, periodic in
 * all directions; the smallest cell in the plane with a right angle; the first vector turned to x. */
void hc_slab_add_vacuum(double vacuum, hc_structure *slab);
HC_MUST_CHECK hc_status hc_slab_make_orthogonal(hc_context *ctx, hc_structure **slab);
void hc_slab_align(hc_structure *slab);

#endif
