/* One repeat unit of a slab and its atomic planes: what slab.c builds of. */
#ifndef HC_BUILDERS_SLAB_UNIT_H
#define HC_BUILDERS_SLAB_UNIT_H

#include "atoms/spacegroup.h"

/* Fractions of a vector that differ by less are equal, and so near to 1 are 0: files have six decimals of an Angstrom.
 */
#define HC_SAME_FRACTION 1e-5

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

typedef struct hc_slab_unit {
    hc_spacegroup *group; /* of the crystal */
    hc_plane_lattice lattice;
    hc_mat3 cell; /* its vectors as rows */
    size_t natom;
    int *number;       /* [natom], by height */
    hc_vec3 *fraction; /* [natom] of `cell`; z is the height over the spacing, in [0, 1) */
    double *charge;    /* formal, e, [natom] */
    size_t *plane;     /* [natom]: which atomic plane */
    size_t nplane;
    size_t *first; /* [nplane]: its lowest atom */
} hc_slab_unit;

/* Heights that differ less than same_plane (bohr) belong to one plane. HC_ERROR_INPUT when all do. */
HC_MUST_CHECK hc_status hc_slab_unit_create(hc_context *ctx, const hc_structure *crystal, const int miller[3],
                                            double same_plane, hc_slab_unit **unit);
void hc_slab_unit_free(hc_slab_unit *unit);

HC_MUST_CHECK hc_status hc_plane_lattice_find(hc_context *ctx, const hc_structure *crystal, const hc_spacegroup *group,
                                              const int miller[3], hc_plane_lattice *lattice);

/* All terminations that are different for the space group of the crystal: not polar before polar, then by gap, the
 * larger first. The caller frees *list. */
HC_MUST_CHECK hc_status hc_slab_terminations(hc_context *ctx, const hc_structure *crystal, const int miller[3],
                                             const hc_slab_unit *unit, size_t *count, hc_termination **list);

#endif
