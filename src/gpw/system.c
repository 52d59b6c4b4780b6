#define _GNU_SOURCE /* strcasestr */
#include "gpw/system.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "gpw/select.h"

/* What one atom, and then one kind, was asked to have; names are borrowed. */
typedef struct choice {
    int atomic_number;
    const char *basis, *potential; /* potential NULL: by functional and basis set */
    bool ghost;
} choice;

/* Functionals for which potentials of their own were made, found by a part of their name; what is none of them uses
 * those of PBE. */
static const struct {
    const char *part, *stem;
} made_for[] = {
    {"LYP", "GTH-BLYP"},
    {"P86", "GTH-BP"},
    {"LDA", "GTH-PADE"},
    {"PADE", "GTH-PADE"},
};

static const char *potential_stem(const char *functional)
{
    for (size_t i = 0; functional && i < sizeof made_for / sizeof made_for[0]; i++) {
        if (strcasestr(functional, made_for[i].part)) {
            return made_for[i].stem;
        }
    }
    return "GTH-PBE";
}

/* One exception. Where the name goes to: the basis set or the potential. */
static hc_status apply_exception(hc_context *ctx, const hc_structure *structure, const char *text, bool is_basis,
                                 choice *atom)
{
    hc_status status;
    char *before = NULL;
    size_t *chosen = NULL, count = 0;
    const char *equals = strchr(text, '=');
    if (!equals || equals == text || equals[1] == '\0') {
        return hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": an exception looks like \"Ag=%s\" or \"12,13=%s\"", text,
                       is_basis ? "TZVP-MOLOPT-SR-GTH" : "GTH-PBE-q19", is_basis ? "SZV-MOLOPT-SR-GTH" : "GTH-PBE-q11");
    }
    HC_TRY(hc_format(ctx, &before, "%.*s", (int)(equals - text), text));
    bool ghost = strcasecmp(before, "ghost") == 0;
    HC_TRY(hc_gpw_select(ctx, structure, ghost ? equals + 1 : before, &count, &chosen));
    if (count == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": no atom of the structure is meant", text);
        goto cleanup;
    }
    for (size_t k = 0; k < count; k++) {
        choice *one = &atom[chosen[k]];
        if (ghost) {
            one->ghost = true;
        } else {
            *(is_basis ? &one->basis : &one->potential) = equals + 1;
        }
    }
cleanup:
    free(before);
    free(chosen);
    return status;
}

static hc_status choose(hc_context *ctx, const hc_structure *structure, const hc_gpw_system_options *options,
                        choice *atom)
{
    hc_status status = HC_OK;
    for (size_t i = 0; i < structure->natom; i++) {
        atom[i] = (choice){.atomic_number = structure->atomic_number[i],
                           .basis = options->basis ? options->basis : "DZVP-MOLOPT-SR-GTH"};
    }
    for (size_t k = 0; k < options->nbasis_of; k++) {
        HC_TRY(apply_exception(ctx, structure, options->basis_of[k], true, atom));
    }
    for (size_t k = 0; k < options->npotential_of; k++) {
        HC_TRY(apply_exception(ctx, structure, options->potential_of[k], false, atom));
    }
cleanup:
    return status;
}

static bool same_name(const char *a, const char *b)
{
    return a && b ? strcasecmp(a, b) == 0 : a == b;
}

static bool same_kind(const choice *a, const choice *b)
{
    return a->atomic_number == b->atomic_number && a->ghost == b->ghost && same_name(a->basis, b->basis) &&
           (a->ghost || same_name(a->potential, b->potential));
}

/* "SVP-MOLOPT-PBE-ae": BASIS_MOLOPT_UZH marks sets for all electrons so. */
static bool is_for_all_electrons(const hc_gpw_basis_set *basis)
{
    size_t length = strlen(basis->name);
    return basis->valence == 0 && length > 3 && strcasecmp(basis->name + length - 3, "-ae") == 0;
}

static hc_status find_potential(hc_context *ctx, const choice *wanted, const char *functional,
                                const hc_gpw_basis_set *basis, hc_gpw_potential **potential)
{
    hc_status status;
    char *name = NULL;
    const char *stem = potential_stem(functional);
    if (wanted->potential) {
        return hc_gpw_potential_find(ctx, wanted->atomic_number, wanted->potential, potential);
    }
    if (is_for_all_electrons(basis)) {
        return hc_fail(
            ctx, HC_ERROR_UNSUPPORTED,
            "%s: the basis set %s is made for all electrons; plane waves need one made for a pseudopotential",
            hc_element_symbol(wanted->atomic_number), basis->name);
    }
    if (basis->valence == 0) {
        return hc_gpw_potential_find_any_valence(ctx, wanted->atomic_number, stem, potential);
    }
    HC_TRY(hc_format(ctx, &name, "%s-q%d", stem, basis->valence));
    status = hc_gpw_potential_find(ctx, wanted->atomic_number, name, potential);
    if (status != HC_OK) {
        status = hc_fail_within(ctx, status, "the potential for %s with basis set %s (%d valence electrons): ",
                                functional ? functional : "PBE", basis->name, basis->valence);
    }
cleanup:
    free(name);
    return status;
}

static hc_status fill_kind(hc_context *ctx, const choice *wanted, const char *functional, hc_gpw_kind *kind)
{
    hc_status status;
    kind->atomic_number = wanted->atomic_number;
    HC_TRY(hc_gpw_basis_set_find(ctx, wanted->atomic_number, wanted->basis, &kind->basis));
    if (wanted->ghost) {
        goto cleanup;
    }
    HC_TRY(find_potential(ctx, wanted, functional, kind->basis, &kind->potential));
    if (kind->basis->valence > 0 && kind->potential->charge != kind->basis->valence) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "%s: the basis set %s is made for %d valence electrons and the potential %s has %g",
                         hc_element_symbol(kind->atomic_number), kind->basis->name, kind->basis->valence,
                         kind->potential->name, kind->potential->charge);
    }
cleanup:
    return status;
}

/* Numbers the kinds in the order of their first atoms and reads them. */
static hc_status make_kinds(hc_context *ctx, const hc_gpw_system_options *options, choice *atom, hc_gpw_system *self)
{
    hc_status status = HC_OK;
    choice *known = NULL;
    HC_TRY(hc_allocate(ctx, self->natom, sizeof *known, &known));
    HC_TRY(hc_allocate(ctx, self->natom, sizeof *self->kind, &self->kind));
    for (size_t i = 0; i < self->natom; i++) {
        size_t k = 0;
        while (k < self->nkind && !same_kind(&known[k], &atom[i])) {
            k++;
        }
        if (k == self->nkind) {
            known[self->nkind++] = atom[i];
            status = fill_kind(ctx, &atom[i], options->functional, &self->kind[k]);
            if (status != HC_OK) {
                status = hc_fail_within(ctx, status, "atom %zu: ", i);
                goto cleanup;
            }
        }
        self->kind_of[i] = k;
    }
cleanup:
    free(known);
    return status;
}

hc_status hc_gpw_system_create(hc_context *ctx, const hc_structure *structure, const hc_gpw_system_options *options,
                               hc_gpw_system **system)
{
    hc_status status;
    hc_gpw_system *self = NULL;
    choice *atom = NULL;
    *system = NULL;
    if (structure->natom == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the structure has no atoms");
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *self, &self));
    self->natom = structure->natom;
    HC_TRY(hc_allocate(ctx, self->natom, sizeof *self->kind_of, &self->kind_of));
    HC_TRY(hc_allocate(ctx, self->natom + 1, sizeof *self->first_ao, &self->first_ao));
    HC_TRY(hc_allocate(ctx, self->natom, sizeof *atom, &atom));
    HC_TRY(choose(ctx, structure, options, atom));
    HC_TRY(make_kinds(ctx, options, atom, self));
    for (size_t i = 0; i < self->natom; i++) {
        self->first_ao[i] = self->nao;
        self->nao += hc_gpw_kind_of(self, i)->basis->nao;
        self->electrons += hc_gpw_ion_charge(self, i);
    }
    self->first_ao[self->natom] = self->nao;
    *system = self;
    self = NULL;
cleanup:
    free(atom);
    hc_gpw_system_free(self);
    return status;
}

void hc_gpw_system_free(hc_gpw_system *system)
{
    if (!system) {
        return;
    }
    for (size_t k = 0; k < system->nkind; k++) {
        hc_gpw_basis_set_free(system->kind[k].basis);
        hc_gpw_potential_free(system->kind[k].potential);
    }
    free(system->kind);
    free(system->kind_of);
    free(system->first_ao);
    free(system);
}
