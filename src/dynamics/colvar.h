/* Collective variables: a number xi that depends on the positions of a few atoms.
 *
 * A kind of collective variable is one file and one line in colvar_table.c (docs/how-to-add/colvar.md). Distances are
 * taken to the nearest periodic image. Inside, xi is in atomic units (bohr, radian, 1); the record says the unit that
 * users see. */
#ifndef HC_DYNAMICS_COLVAR_H
#define HC_DYNAMICS_COLVAR_H

#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/keyword.h"
#include "halfcell/structure.h"

/* What a kind makes of its options and a structure. */
typedef struct hc_colvar_shape {
    void *self;    /* the kind's own data, freed by record->free */
    size_t natom;  /* atoms that xi depends on */
    size_t *atoms; /* [natom], each once, allocated by create, owned by the hc_colvar from then on */
    bool translation_invariant;
} hc_colvar_shape;

typedef struct hc_colvar_record {
    const char *name;
    const char *summary;
    const char *reference;
    const char *unit_name;      /* as it ends keys and columns: "angstrom", "degree", or "" for a pure number */
    double unit;                /* one user's unit in atomic units */
    const hc_keyword *keywords; /* of its options */
    size_t options_size;
    /* Atoms are selection texts, resolved here against `structure`. Refuses atoms that coincide. On failure nothing is
     * left in *shape. */
    hc_status (*create)(hc_context *ctx, const void *options, const hc_structure *structure, hc_colvar_shape *shape);
    void (*free)(void *self);
    /* Returns xi; gradient [natom] (order of shape.atoms) is overwritten; may be NULL. `atoms` are shape.atoms. A
     * geometry where xi has no derivative gives values that are not finite, which the caller checks. */
    double (*evaluate)(const void *self, const size_t *atoms, const hc_structure *structure, hc_vec3 *gradient);
    /* product [natom] = Hessian of xi times direction [natom], both in the order of shape.atoms. NULL: Hessian is 0. */
    void (*hessian_product)(const void *self, const size_t *atoms, const hc_structure *structure,
                            const hc_vec3 *direction, hc_vec3 *product);
} hc_colvar_record;

/* All kinds, a NULL-terminated list. */
const hc_colvar_record *const *hc_colvar_records(void);
/* By name; fails with the nearest name. */
HC_MUST_CHECK hc_status hc_colvar_find(hc_context *ctx, const char *name, const hc_colvar_record **record);

typedef struct hc_colvar {
    const hc_colvar_record *record;
    size_t natom;
    size_t *atoms; /* [natom] */
    bool translation_invariant;
    void *self;
} hc_colvar;

/* `options` is the record's options struct, used within the call only. */
HC_MUST_CHECK hc_status hc_colvar_create(hc_context *ctx, const hc_colvar_record *record, const void *options,
                                         const hc_structure *structure, hc_colvar **colvar);
void hc_colvar_free(hc_colvar *colvar);

/* xi in atomic units. */
double hc_colvar_value(const hc_colvar *colvar, const hc_structure *structure);
/* xi, and its gradient [colvar->natom] in the order of colvar->atoms. */
double hc_colvar_evaluate(const hc_colvar *colvar, const hc_structure *structure, hc_vec3 *gradient);
void hc_colvar_hessian_product(const hc_colvar *colvar, const hc_structure *structure, const hc_vec3 *direction,
                               hc_vec3 *product);

#endif
