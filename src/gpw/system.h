/* What GPW knows of a structure apart from where its atoms are: kinds of atoms with basis set and pseudopotential, and
 * the numbering of the basis functions. */
#ifndef HC_GPW_SYSTEM_H
#define HC_GPW_SYSTEM_H

#include <stdbool.h>

#include "gpw/basis_set.h"
#include "gpw/potential.h"
#include "halfcell/structure.h"

typedef struct hc_gpw_kind {
    int atomic_number;
    hc_gpw_basis_set *basis;
    hc_gpw_potential *potential; /* NULL: a ghost, which has functions and nothing else */
} hc_gpw_kind;

typedef struct hc_gpw_system {
    size_t natom, nkind, nao;
    hc_gpw_kind *kind; /* [nkind], owned */
    size_t *kind_of;   /* [natom] */
    size_t *first_ao;  /* [natom + 1] */
    double electrons;  /* of the neutral system */
} hc_gpw_system;

/* How atoms get basis set and potential. */
typedef struct hc_gpw_system_options {
    const char *basis;      /* name for every element: "DZVP-MOLOPT-SR-GTH" */
    const char *functional; /* of the potentials: "PBE" takes GTH-PBE with the valence that the basis set is made for */
    /* Exceptions, "Ag=TZVP-MOLOPT-SR-GTH", "Ag=GTH-PBE-q19", "ghost=12,13"; may be empty. */
    const char *const *basis_of, *const *potential_of;
    size_t nbasis_of, npotential_of;
    const bool *ghost; /* [natom] or NULL */
} hc_gpw_system_options;

HC_MUST_CHECK hc_status hc_gpw_system_create(hc_context *ctx, const hc_structure *structure,
                                             const hc_gpw_system_options *options, hc_gpw_system **system);
void hc_gpw_system_free(hc_gpw_system *system);

static inline const hc_gpw_kind *hc_gpw_kind_of(const hc_gpw_system *system, size_t iatom)
{
    return &system->kind[system->kind_of[iatom]];
}

#endif
