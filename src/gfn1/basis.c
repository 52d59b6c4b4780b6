#include "gfn1/basis.h"

#include <math.h>
#include <stdlib.h>

#include "halfcell/units.h"

/* Fit of a Slater function, scaled by zeta^2 and with the norm of the primitives. */
static hc_status contract(hc_context *ctx, const hc_gfn1_shell *shell, hc_gfn1_function *function)
{
    static const double double_factorial[] = {1.0, 1.0, 3.0}; /* (2l - 1)!! */
    const hc_sto_fit *fit = hc_sto_find(shell->n, shell->l, shell->nprimitive);
    if (!fit || !(shell->zeta > 0.0)) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "there is no STO-%zuG function with n = %d, l = %d, zeta = %g (from xTB_parameters)",
                       shell->nprimitive, shell->n, shell->l, shell->zeta);
    }
    function->l = shell->l;
    function->nprimitive = fit->nprimitive;
    for (size_t i = 0; i < fit->nprimitive; i++) {
        double a = fit->exponent[i] * shell->zeta * shell->zeta;
        function->exponent[i] = a;
        function->coefficient[i] = fit->coefficient[i] * pow(2.0 * a / HC_PI, 0.75) * pow(4.0 * a, 0.5 * shell->l) /
                                   sqrt(double_factorial[shell->l]);
    }
    return HC_OK;
}

static double overlap_s(const hc_gfn1_function *a, const hc_gfn1_function *b)
{
    double sum = 0.0;
    for (size_t i = 0; i < a->nprimitive; i++) {
        for (size_t j = 0; j < b->nprimitive; j++) {
            sum += a->coefficient[i] * b->coefficient[j] * pow(HC_PI / (a->exponent[i] + b->exponent[j]), 1.5);
        }
    }
    return sum;
}

/* Second s shell of an atom (2s of H): made orthogonal to the first and normalised. */
static void orthogonalise(const hc_gfn1_function *first, hc_gfn1_function *second)
{
    double overlap = overlap_s(first, second);
    for (size_t i = 0; i < first->nprimitive; i++) {
        second->exponent[second->nprimitive] = first->exponent[i];
        second->coefficient[second->nprimitive++] = -overlap * first->coefficient[i];
    }
    double norm = 1.0 / sqrt(overlap_s(second, second));
    for (size_t i = 0; i < second->nprimitive; i++) {
        second->coefficient[i] *= norm;
    }
}

static hc_status complete_kind(hc_context *ctx, hc_gfn1_kind *kind)
{
    const hc_gfn1_element *element = &kind->element;
    for (size_t s = 0; s < element->nshell; s++) {
        hc_status status = contract(ctx, &element->shell[s], &kind->function[s]);
        if (status != HC_OK) {
            return status;
        }
        if (!element->shell[s].valence) {
            orthogonalise(&kind->function[0], &kind->function[s]);
        }
        kind->first_ao[s] = kind->nao;
        kind->nao += 2 * (size_t)element->shell[s].l + 1;
    }
    kind->first_ao[element->nshell] = kind->nao;
    return HC_OK;
}

static hc_status find_kinds(hc_context *ctx, const hc_structure *structure, hc_gfn1_basis *basis)
{
    int numbers[HC_GFN1_ELEMENTS + 1];
    hc_gfn1_element *elements = NULL;
    hc_status status = HC_OK;
    for (size_t i = 0; i < structure->natom; i++) {
        size_t k = 0;
        while (k < basis->nkind && numbers[k] != structure->atomic_number[i]) {
            k++;
        }
        if (k > HC_GFN1_ELEMENTS) {
            break; /* more kinds than there are elements with parameters: the reader names the first without */
        }
        if (k == basis->nkind) {
            numbers[basis->nkind++] = structure->atomic_number[i];
        }
        basis->kind_of[i] = k;
    }
    HC_TRY(hc_allocate(ctx, basis->nkind, sizeof *elements, &elements));
    HC_TRY(hc_allocate(ctx, basis->nkind, sizeof *basis->kind, &basis->kind));
    HC_TRY(hc_gfn1_parameters_read(ctx, basis->nkind, numbers, elements));
    for (size_t k = 0; k < basis->nkind; k++) {
        basis->kind[k].element = elements[k];
        HC_TRY(complete_kind(ctx, &basis->kind[k]));
    }
cleanup:
    free(elements);
    return status;
}

static void count_functions(hc_gfn1_basis *basis)
{
    for (size_t i = 0; i < basis->natom; i++) {
        const hc_gfn1_kind *kind = hc_gfn1_kind_of(basis, i);
        basis->first_shell[i + 1] = basis->first_shell[i] + kind->element.nshell;
        basis->first_ao[i + 1] = basis->first_ao[i] + kind->nao;
    }
    basis->nshell = basis->first_shell[basis->natom];
    basis->nao = basis->first_ao[basis->natom];
}

static void fill_shells(hc_gfn1_basis *basis)
{
    for (size_t i = 0; i < basis->natom; i++) {
        const hc_gfn1_kind *kind = hc_gfn1_kind_of(basis, i);
        for (size_t s = 0; s < kind->element.nshell; s++) {
            size_t ishell = basis->first_shell[i] + s;
            basis->atom_of[ishell] = i;
            basis->shell_ao[ishell] = basis->first_ao[i] + kind->first_ao[s];
            basis->hardness[ishell] = kind->element.shell[s].hardness;
            basis->reference[ishell] = kind->element.shell[s].reference_occupation;
            basis->electrons += basis->reference[ishell];
        }
    }
    basis->shell_ao[basis->nshell] = basis->nao;
}

hc_status hc_gfn1_basis_create(hc_context *ctx, const hc_structure *structure, hc_gfn1_basis **basis)
{
    hc_gfn1_basis *b = NULL;
    hc_status status = HC_OK;
    if (structure->natom == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the structure has no atoms; GFN1-xTB needs at least one");
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *b, &b));
    b->natom = structure->natom;
    HC_TRY(hc_allocate(ctx, b->natom, sizeof *b->kind_of, &b->kind_of));
    HC_TRY(hc_allocate(ctx, b->natom + 1, sizeof *b->first_shell, &b->first_shell));
    HC_TRY(hc_allocate(ctx, b->natom + 1, sizeof *b->first_ao, &b->first_ao));
    HC_TRY(find_kinds(ctx, structure, b));
    count_functions(b);
    HC_TRY(hc_allocate(ctx, b->nshell, sizeof *b->atom_of, &b->atom_of));
    HC_TRY(hc_allocate(ctx, b->nshell + 1, sizeof *b->shell_ao, &b->shell_ao));
    HC_TRY(hc_allocate(ctx, b->nshell, sizeof *b->hardness, &b->hardness));
    HC_TRY(hc_allocate(ctx, b->nshell, sizeof *b->reference, &b->reference));
    fill_shells(b);
    *basis = b;
    b = NULL;
cleanup:
    hc_gfn1_basis_free(b);
    return status;
}

void hc_gfn1_basis_free(hc_gfn1_basis *basis)
{
    if (basis) {
        free(basis->kind);
        free(basis->kind_of);
        free(basis->first_shell);
        free(basis->first_ao);
        free(basis->atom_of);
        free(basis->shell_ao);
        free(basis->hardness);
        free(basis->reference);
        free(basis);
    }
}
