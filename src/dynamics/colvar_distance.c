/* Distance of two atoms. */
#include "dynamics/colvar_pairs.h"
#include "dynamics/colvar_table.h"
#include "halfcell/units.h"

typedef struct distance_options {
    hc_text_list atoms;
} distance_options;

static const hc_keyword keywords[] = {{.name = "atoms",
                                       .type = HC_VALUE_TEXT_LIST,
                                       .offset = offsetof(distance_options, atoms),
                                       .doc = "Two atoms, each a number or a selection of one."},
                                      {0}};

static hc_status create(hc_context *ctx, const void *options, const hc_structure *structure, hc_colvar_shape *shape)
{
    const distance_options *o = options;
    hc_status status = HC_OK;
    size_t a, b;
    HC_TRY(hc_colvar_pair(ctx, "atoms", &o->atoms, structure, &a, &b));
    return hc_pair_sum_create(ctx, structure, 1, &a, &b, &(double){1}, shape);
cleanup:
    return status;
}

const hc_colvar_record hc_colvar_distance = {
    .name = "distance",
    .summary = "distance of two atoms",
    .reference = "Sprik, Ciccotti, J. Chem. Phys. 109, 7737 (1998)",
    .unit_name = "angstrom",
    .unit = HC_ANGSTROM,
    .keywords = keywords,
    .options_size = sizeof(distance_options),
    .create = create,
    .free = hc_pair_sum_free,
    .evaluate = hc_pair_sum_evaluate,
    .hessian_product = hc_pair_sum_hessian_product,
};
