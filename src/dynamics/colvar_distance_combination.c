/* Linear combination of distances, sum_p c_p d_p. */
#include <stdlib.h>

#include "dynamics/colvar_pairs.h"
#include "dynamics/colvar_table.h"
#include "halfcell/units.h"

typedef struct combination_options {
    hc_text_list atoms;
    hc_real_list coefficients;
} combination_options;

static const hc_keyword keywords[] = {
    {.name = "pairs",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(combination_options, atoms),
     .doc = "The atoms, two by two: a0, b0, a1, b1, ... for the distances a0-b0, a1-b1, ..."},
    {.name = "coefficients",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(combination_options, coefficients),
     .doc = "One number for each pair; none of them zero."},
    {0}};

static hc_status check_options(hc_context *ctx, const combination_options *o)
{
    if (o->coefficients.count == 0 || o->atoms.count != 2 * o->coefficients.count) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "pairs has %zu atoms and coefficients %zu numbers: two atoms are needed for "
                       "each number",
                       o->atoms.count, o->coefficients.count);
    }
    for (size_t i = 0; i < o->coefficients.count; i++) {
        if (o->coefficients.value[i] == 0 || !isfinite(o->coefficients.value[i])) {
            return hc_fail(ctx, HC_ERROR_INPUT, "coefficient %zu is %g: leave the pair out, or give a finite number", i,
                           o->coefficients.value[i]);
        }
    }
    return HC_OK;
}

static hc_status create(hc_context *ctx, const void *options, const hc_structure *structure, hc_colvar_shape *shape)
{
    const combination_options *o = options;
    hc_status status = HC_OK;
    size_t *a = NULL, *b = NULL, npair = o->coefficients.count;
    HC_TRY(check_options(ctx, o));
    HC_TRY(hc_allocate(ctx, npair, sizeof *a, &a));
    HC_TRY(hc_allocate(ctx, npair, sizeof *b, &b));
    for (size_t i = 0; i < npair; i++) {
        HC_TRY(hc_colvar_atom(ctx, "pairs", o->atoms.value[2 * i], structure, &a[i]));
        HC_TRY(hc_colvar_atom(ctx, "pairs", o->atoms.value[2 * i + 1], structure, &b[i]));
    }
    HC_TRY(hc_pair_sum_create(ctx, structure, npair, a, b, o->coefficients.value, shape));
cleanup:
    free(a);
    free(b);
    return status;
}

const hc_colvar_record hc_colvar_distance_combination = {
    .name = "distance_combination",
    .summary = "linear combination of distances",
    .reference = "Sprik, Ciccotti, J. Chem. Phys. 109, 7737 (1998)",
    .unit_name = "angstrom",
    .unit = HC_ANGSTROM,
    .keywords = keywords,
    .options_size = sizeof(combination_options),
    .create = create,
    .free = hc_pair_sum_free,
    .evaluate = hc_pair_sum_evaluate,
    .hessian_product = hc_pair_sum_hessian_product,
};
