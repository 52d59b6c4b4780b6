/* One repeat unit of a slab and its atomic planes; between slab_terminations.c and slab.c. */
#ifndef HC_BUILDERS_SLAB_UNIT_H
#define HC_BUILDERS_SLAB_UNIT_H

#include "builders/slab.h"

typedef struct hc_slab_unit {
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

#endif
