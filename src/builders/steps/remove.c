#include <stdlib.h>

#include "atoms/selection.h"
#include "builders/assemble.h"
#include "builders/build_step.h"

typedef struct remove_options {
    char *atoms;
} remove_options;

static const hc_keyword keywords[] = {
    {.name = "atoms", .type = HC_VALUE_SELECTION, .offset = offsetof(remove_options, atoms), .doc = "Which atoms."},
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const remove_options *given = options;
    hc_status status = HC_OK;
    size_t count = 0, *atoms = NULL;
    HC_TRY(hc_selection_parse(ctx, given->atoms, *structure, &count, &atoms));
    if (count == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "atoms: '%.200s' is no atom", given->atoms);
        goto cleanup;
    }
    HC_TRY(hc_structure_remove(ctx, count, atoms, structure));
cleanup:
    free(atoms);
    return status;
}

const hc_build_step_record hc_build_remove = {
    .name = "remove",
    .summary = "Takes atoms out. The others are counted anew.",
    .keywords = keywords,
    .options_size = sizeof(remove_options),
    .needs_atoms = true,
    .apply = apply,
};
