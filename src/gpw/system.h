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
    const char *basis;      /* name for every element; NULL: DZVP-MOLOPT-SR-GTH, which H to Rn have */
    const char *functional; /* short name or libxc names. PBE (and GGAs made from it: RPBE, revPBE, PBEsol) takes
                             * GTH-PBE, BLYP GTH-BLYP, BP86 GTH-BP, LDA GTH-PADE, with the valence that the basis set is
                             * made for; a basis set that does not say it takes GTH-PBE itself. NULL: PBE */
    /* Exceptions; a later one wins over an earlier one. What stands before "=" is an element or a selection of atoms
     * (atoms/selection.h): "Ag=TZVP-MOLOPT-SR-GTH", "12,13=SZV-MOLOPT-SR-GTH"; "Ag=GTH-PBE-q19". "ghost=12,13" (in
     * either list) names atoms that are basis functions only. May be empty. */
    const char *const *basis_of, *const *potential_of;
    size_t nbasis_of, npotential_of;
} hc_gpw_system_options;

/* An exception that matches no atom, a name that is not in the files (those that are get listed) and a potential with
 * another number of valence electrons than the basis set is made for are errors. */
HC_MUST_CHECK hc_status hc_gpw_system_create(hc_context *ctx, const hc_structure *structure,
                                             const hc_gpw_system_options *options, hc_gpw_system **system);
void hc_gpw_system_free(hc_gpw_system *system);

static inline const hc_gpw_kind *hc_gpw_kind_of(const hc_gpw_system *system, size_t iatom)
{
    return &system->kind[system->kind_of[iatom]];
}

/* Z of an atom's ion; a ghost has none. */
static inline double hc_gpw_ion_charge(const hc_gpw_system *system, size_t iatom)
{
    const hc_gpw_potential *potential = hc_gpw_kind_of(system, iatom)->potential;
    return potential ? potential->charge : 0.0;
}

#endif
