/* Slabs: a crystal cut along a plane of the lattice.
 *
 * The normal of the plane (hkl) is h a* + k b* + l c* of the cell that is there. The lattice of the crystal with its
 * centring translations gives the shortest two vectors in the plane and the spacing d of lattice planes; one repeat
 * unit is what lies between two of them. Atoms of one height form an atomic plane; a slab may end between any two of
 * them. */
#ifndef HC_BUILDERS_SLAB_H
#define HC_BUILDERS_SLAB_H

#include "halfcell/structure.h"

/* The primitive cell of a crystal whose first two vectors lie in the plane. */
typedef struct hc_plane_lattice {
    hc_vec3 vector[3]; /* bohr: the two shortest in the plane (at least 90 degrees apart), one to the next plane */
    hc_vec3 normal;    /* of length 1; the three vectors are right-handed */
    double spacing;    /* bohr, of lattice planes */
} hc_plane_lattice;

/* One way to end the slab at its top. */
typedef struct hc_termination {
    double height;  /* of the cut, bohr along the normal from the origin, in [0, spacing) */
    double gap;     /* bohr, between the atomic planes on both sides */
    double dipole;  /* e bohr, of one repeat unit below the cut, by formal charges; along the normal */
    bool polar;     /* the dipole is not zero: it grows with every unit */
    bool symmetric; /* turning the slab over gives the same slab */
    size_t below;   /* the atomic plane under the cut, in the order of heights */
    char top[64];   /* what the outermost atomic plane has in a primitive cell: "O2" */
} hc_termination;

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

HC_MUST_CHECK hc_status hc_plane_lattice_find(hc_context *ctx, const hc_structure *crystal, const int miller[3],
                                              hc_plane_lattice *lattice);

/* All terminations that are different for the space group of the crystal: not polar before polar, then by gap, the
 * larger first. The caller frees *list. */
HC_MUST_CHECK hc_status hc_slab_terminations(hc_context *ctx, const hc_structure *crystal, const int miller[3],
                                             double same_plane, size_t *count, hc_termination **list);

/* *structure, a crystal, becomes a slab: normal along z, first vector along x, in the middle of its cell; periodic in
 * all directions. Terminations and the dipole are logged. */
HC_MUST_CHECK hc_status hc_slab_build(hc_context *ctx, const hc_slab_options *options, hc_structure **structure);

#endif
