/* Difference of two distances, d(first pair) - d(second pair): the usual coordinate of a transfer, where an atom leaves
 * one partner for another and is shared by both pairs. */
#include "dynamics/colvar_pairs.h"
#include "dynamics/colvar_table.h"
#include "halfcell/units.h"

typedef struct difference_options {
    hc_text_list minuend, subtrahend;
} difference_options;

static const hc_keyword keywords[] = {
    {.name = "first",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(difference_options, minuend),
     .doc = "Two atoms, each a number or a selection of one: their distance counts positive."},
    {.name = "second",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(difference_options, subtrahend),
     .doc = "Two atoms whose distance counts negative; one of them may be among `first`."},
    {0}};

static hc_status create(hc_context *ctx, const void *options, const hc_structure *structure, hc_colvar_shape *shape)
{
    const difference_options *o = options;
    static const double coefficient[2] = {1, -1};
    hc_status status = HC_OK;
    size_t a[2], b[2];
    HC_TRY(hc_colvar_pair(ctx, "first", &o->minuend, structure, &a[0], &b[0]));
    HC_TRY(hc_colvar_pair(ctx, "second", &o->subtrahend, structure, &a[1], &b[1]));
    if ((a[0] == a[1] && b[0] == b[1]) || (a[0] == b[1] && b[0] == a[1])) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "first and second are the same two atoms, %zu and %zu: their difference is "
                       "always zero",
                       a[0], b[0]);
    }
    return hc_pair_sum_create(ctx, structure, 2, a, b, coefficient, shape);
cleanup:
    return status;
}

const hc_colvar_record hc_colvar_distance_difference = {
    .name = "distance_difference",
    .summary = "difference of two distances; the pairs may share an atom",
    .reference = "Sprik, Ciccotti, J. Chem. Phys. 109, 7737 (1998)",
    .unit_name = "angstrom",
    .unit = HC_ANGSTROM,
    .keywords = keywords,
    .options_size = sizeof(difference_options),
    .create = create,
    .free = hc_pair_sum_free,
    .evaluate = hc_pair_sum_evaluate,
    .hessian_product = hc_pair_sum_hessian_product,
};
