#include "builders/assemble.h"
#include "builders/build_step.h"

typedef struct centre_options {
    int along;
    hc_real_list at;
} centre_options;

static const hc_keyword keywords[] = {{.name = "along",
                                       .type = HC_VALUE_CHOICE,
                                       .offset = offsetof(centre_options, along),
                                       .default_text = "xyz",
                                       .choices = hc_along_choices,
                                       .doc = "Directions (of a, b, c) in which the atoms are moved."},
                                      {.name = "at",
                                       .type = HC_VALUE_REAL_LIST,
                                       .offset = offsetof(centre_options, at),
                                       .default_text = "[0.5, 0.5, 0.5]",
                                       .doc = "Where the middle of the atoms shall be, in fractions of a, b, c."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const centre_options *given = options;
    bool along[3];
    if (given->at.count != 3) {
        return hc_fail(ctx, HC_ERROR_INPUT, "at: three fractions are needed, %zu are given", given->at.count);
    }
    hc_along_directions(given->along, along);
    return hc_structure_centre(ctx, along, given->at.value, *structure);
}

const hc_build_step_record hc_build_centre = {
    .name = "center",
    .summary = "Moves all atoms so that the middle of the box around them lies at a place of the cell.",
    .keywords = keywords,
    .options_size = sizeof(centre_options),
    .needs_atoms = true,
    .apply = apply,
};
