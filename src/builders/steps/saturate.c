#include "builders/build_step.h"
#include "builders/carbon/edit.h"

typedef struct saturate_options {
    int valence;
    bool relax;
} saturate_options;

static const hc_keyword keywords[] = {{.name = "neighbours",
                                       .type = HC_VALUE_INTEGER,
                                       .offset = offsetof(saturate_options, valence),
                                       .default_text = "3",
                                       .minimum = 3,
                                       .maximum = 4,
                                       .doc = "That carbon shall have: 3 in sp2 carbon, 4 in diamond."},
                                      {.name = "relax",
                                       .type = HC_VALUE_BOOL,
                                       .offset = offsetof(saturate_options, relax),
                                       .default_text = "true",
                                       .doc = "Move the atoms to a minimum of the bond-network force field; the cell "
                                              "stays."},
                                      {0}};

static hc_status change(hc_context *ctx, hc_skeleton *skeleton, const void *options)
{
    const saturate_options *given = options;
    size_t added = 0;
    hc_status status = hc_carbon_saturate(ctx, skeleton, given->valence, &added);
    if (status == HC_OK) {
        hc_log(ctx, HC_LOG_INFO, "%zu hydrogen atoms added", added);
    }
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const saturate_options *given = options;
    return hc_carbon_edit(ctx, change, given, false, given->relax, structure);
}

const hc_build_step_record hc_build_saturate = {
    .name = "saturate",
    .summary = "Hydrogen on every carbon atom that lacks neighbours.",
    .keywords = keywords,
    .options_size = sizeof(saturate_options),
    .apply = apply,
};
