#include <stdlib.h>

#include "atoms/selection.h"
#include "builders/build_step.h"
#include "builders/cluster/dethiolate.h"

typedef struct dethiolate_options {
    char *sulphur;
    int count, leaves;
} dethiolate_options;

static const char *const leaves_choices[] = {"SR", "R", NULL};

static const hc_keyword keywords[] = {
    {.name = "sulphur",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(dethiolate_options, sulphur),
     .default_text = "element S",
     .doc = "Sulphur atoms whose ligands may leave."},
    {.name = "count",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(dethiolate_options, count),
     .default_text = "1",
     .minimum = 1,
     .maximum = 100000,
     .doc = "How many: one is the first; of several the nearest two are as far apart as can be."},
    {.name = "leaves",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(dethiolate_options, leaves),
     .default_text = "SR",
     .choices = leaves_choices,
     .doc = "The thiolate, or R alone: sulphur stays on the metal."},
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const dethiolate_options *given = options;
    hc_status status = HC_OK;
    size_t count = 0, *atoms = NULL;
    HC_TRY(hc_selection_parse(ctx, given->sulphur, *structure, &count, &atoms));
    HC_TRY(hc_dethiolate(ctx, (size_t)given->count, count, atoms, given->leaves == 1, structure));
cleanup:
    free(atoms);
    return status;
}

const hc_build_step_record hc_build_dethiolate = {
    .name = "dethiolate",
    .summary = "Takes thiolate ligands off a cluster, as their protonation does, or breaks their C-S bonds.",
    .keywords = keywords,
    .options_size = sizeof(dethiolate_options),
    .needs_atoms = true,
    .apply = apply,
};
