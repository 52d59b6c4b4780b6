#include "builders/build_step.h"
#include "builders/carbon/edit.h"

typedef struct saturate_options {
    bool relax;
} saturate_options;

static const hc_keyword keywords[] = {{.name = "relax",
                                       .type = HC_VALUE_BOOL,
                                       .offset = offsetof(saturate_options, relax),
                                       .default_text = "true",
                                       .doc = "Move the atoms to a minimum of the bond-network force field; the cell "
                                              "stays."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const saturate_options *given = options;
    return hc_carbon_edit(ctx, NULL, NULL, true, given->relax, structure);
}

const hc_build_step_record hc_build_saturate = {
    .name = "saturate",
    .summary = "Hydrogen on every carbon atom with two neighbours.",
    .keywords = keywords,
    .options_size = sizeof(saturate_options),
    .apply = apply,
};
