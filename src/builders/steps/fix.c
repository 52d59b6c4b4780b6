#include <stdlib.h>

#include "atoms/selection.h"
#include "builders/build_step.h"

typedef struct fix_options {
    char *atoms;
} fix_options;

static const hc_keyword keywords[] = {{.name = "atoms",
                                       .type = HC_VALUE_SELECTION,
                                       .offset = offsetof(fix_options, atoms),
                                       .doc = "Which atoms; all others move."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const fix_options *given = options;
    hc_status status = HC_OK;
    size_t count = 0, *atoms = NULL;
    HC_TRY(hc_selection_parse(ctx, given->atoms, *structure, &count, &atoms));
    for (size_t i = 0; i < (*structure)->natom; i++) {
        (*structure)->fixed[i] = false;
    }
    for (size_t k = 0; k < count; k++) {
        (*structure)->fixed[atoms[k]] = true;
    }
cleanup:
    free(atoms);
    return status;
}

const hc_build_step_record hc_build_fix = {
    .name = "fix",
    .summary = "Marks atoms that do not move.",
    .keywords = keywords,
    .options_size = sizeof(fix_options),
    .needs_atoms = true,
    .apply = apply,
};
