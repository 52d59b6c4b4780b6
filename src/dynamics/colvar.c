#include "dynamics/colvar.h"

#include <stdlib.h>
#include <string.h>

#include "atoms/selection.h"
#include "dynamics/colvar_pairs.h"

hc_status hc_colvar_create(hc_context *ctx, const hc_colvar_record *record, const void *options,
                           const hc_structure *structure, hc_colvar **colvar)
{
    hc_colvar *made;
    *colvar = NULL;
    hc_status status = hc_allocate(ctx, 1, sizeof *made, &made);
    if (status != HC_OK) {
        return status;
    }
    hc_colvar_shape shape = {0};
    status = record->create(ctx, options, structure, &shape);
    if (status != HC_OK) {
        free(made);
        return hc_fail_within(ctx, status, "%s: ", record->name);
    }
    made->record = record;
    made->natom = shape.natom;
    made->atoms = shape.atoms;
    made->translation_invariant = shape.translation_invariant;
    made->self = shape.self;
    *colvar = made;
    return HC_OK;
}

void hc_colvar_free(hc_colvar *colvar)
{
    if (colvar != NULL) {
        colvar->record->free(colvar->self);
        free(colvar->atoms);
        free(colvar);
    }
}

double hc_colvar_value(const hc_colvar *colvar, const hc_structure *structure)
{
    return colvar->record->evaluate(colvar->self, colvar->atoms, structure, NULL);
}

double hc_colvar_evaluate(const hc_colvar *colvar, const hc_structure *structure, hc_vec3 *gradient)
{
    memset(gradient, 0, colvar->natom * sizeof *gradient);
    return colvar->record->evaluate(colvar->self, colvar->atoms, structure, gradient);
}

void hc_colvar_hessian_product(const hc_colvar *colvar, const hc_structure *structure, const hc_vec3 *direction,
                               hc_vec3 *product)
{
    memset(product, 0, colvar->natom * sizeof *product);
    if (colvar->record->hessian_product != NULL) {
        colvar->record->hessian_product(colvar->self, colvar->atoms, structure, direction, product);
    }
}

hc_status hc_colvar_atom(hc_context *ctx, const char *key, const char *text, const hc_structure *structure,
                         size_t *atom)
{
    if (text == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s is missing: the number of an atom, or a selection of one", key);
    }
    hc_status status = hc_selection_parse_one(ctx, text, structure, atom);
    return status == HC_OK ? HC_OK : hc_fail_within(ctx, status, "%s: ", key);
}

hc_status hc_colvar_pair(hc_context *ctx, const char *key, const hc_text_list *list, const hc_structure *structure,
                         size_t *a, size_t *b)
{
    hc_status status = HC_OK;
    if (list->count != 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: %zu atoms are given, two are needed", key, list->count);
    }
    HC_TRY(hc_colvar_atom(ctx, key, list->value[0], structure, a));
    HC_TRY(hc_colvar_atom(ctx, key, list->value[1], structure, b));
cleanup:
    return status;
}

hc_status hc_colvar_atoms(hc_context *ctx, const char *key, const char *text, const hc_structure *structure,
                          size_t *count, size_t **atoms)
{
    if (text == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s is missing: a selection of atoms", key);
    }
    hc_status status = hc_selection_parse(ctx, text, structure, count, atoms);
    if (status != HC_OK) {
        return hc_fail_within(ctx, status, "%s: ", key);
    }
    if (*count == 0) {
        free(*atoms);
        *atoms = NULL;
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: \"%s\" selects no atom", key, text);
    }
    return HC_OK;
}
