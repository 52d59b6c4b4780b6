/* Symmetry of crystals, by spglib (Togo and Tanaka, arXiv:1808.01590); the only file that touches it.
 *
 * All three lattice vectors must be there; a slab is treated with its vacuum, as if it repeated in that direction. */
#ifndef HC_ATOMS_SPACEGROUP_H
#define HC_ATOMS_SPACEGROUP_H

#include "halfcell/structure.h"
#include "halfcell/units.h"

#define HC_SPACEGROUP_TOLERANCE (0.01 * HC_ANGSTROM)

#define HC_SPACEGROUP_OPERATION_MAX 192

/* s' = R s + t for columns of fractional coordinates. */
typedef struct hc_spacegroup_operation {
    int rotation[3][3];
    double translation[3];
} hc_spacegroup_operation;

typedef struct hc_spacegroup {
    int space_group, hall_number;
    char international[11], point_group[6], hall_symbol[17];
    size_t noperation; /* of the cell as given, centring translations included */
    hc_spacegroup_operation *operation;
    size_t natom;
    size_t *orbit;            /* [natom]: the first atom on the same sites of the crystal (crystallographic orbit) */
    char *wyckoff;            /* [natom]: letter */
    char (*site_symmetry)[7]; /* [natom] */
} hc_spacegroup;

HC_MUST_CHECK hc_status hc_spacegroup_find(hc_context *ctx, const hc_structure *structure, double tolerance,
                                           hc_spacegroup **symmetry);
void hc_spacegroup_free(hc_spacegroup *symmetry);

/* The standard cell of the crystal (idealised, turned to the standard orientation), conventional or primitive. */
HC_MUST_CHECK hc_status hc_spacegroup_standard_cell(hc_context *ctx, const hc_structure *structure, bool primitive,
                                                    double tolerance, hc_structure **standard);

/* Operations of one of the 530 settings of the space groups, [HC_SPACEGROUP_OPERATION_MAX]. */
HC_MUST_CHECK hc_status hc_spacegroup_of_hall_number(hc_context *ctx, int hall_number,
                                                     hc_spacegroup_operation *operation, size_t *count);
/* The setting with that Hall symbol; 0: there is none. */
int hc_spacegroup_hall_number(const char *hall_symbol);

/* All atoms that operations make of some sites of a cell, in fractional coordinates in [0, 1); images nearer than
 * `tolerance` bohr are one atom. *structure gets the cell, periodic in all directions. */
HC_MUST_CHECK hc_status hc_spacegroup_expand(hc_context *ctx, const hc_mat3 *cell, size_t nsite, const int *number,
                                             const hc_vec3 *fraction, size_t noperation,
                                             const hc_spacegroup_operation *operation, double tolerance,
                                             hc_structure **structure);

/* Whether every product of two of the operations is one of them, up to lattice translations and the rounding of files
 * (0.01); if not, *a after *b is the first that is missing. Of operations that leave the volume alone the products make
 * a group, with identity and inverses. */
bool hc_spacegroup_is_group(size_t count, const hc_spacegroup_operation *operation, size_t *a, size_t *b);

/* Whether R is the identity. */
bool hc_spacegroup_is_translation(const hc_spacegroup_operation *operation);

/* R s + t. */
hc_vec3 hc_spacegroup_apply(const hc_spacegroup_operation *operation, hc_vec3 fraction);

#endif
