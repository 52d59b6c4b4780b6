#include <stdlib.h>

#include "builders/build_step.h"
#include "builders/site_choice.h"
#include "halfcell/units.h"

typedef struct substitute_options {
    hc_site_choice where;
    char *by;
} substitute_options;

static const hc_keyword keywords[] = {HC_SITE_KEYWORDS(substitute_options, where),
                                      {.name = "by",
                                       .type = HC_VALUE_TEXT,
                                       .offset = offsetof(substitute_options, by),
                                       .doc = "The element that takes the places."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const substitute_options *given = options;
    hc_status status = HC_OK;
    size_t count = 0, *atoms = NULL;
    int number;
    HC_TRY(hc_site_element(ctx, given->by, &number));
    HC_TRY(hc_sites_choose(ctx, *structure, &given->where, &count, &atoms));
    for (size_t k = 0; k < count; k++) {
        if ((*structure)->atomic_number[atoms[k]] == number) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "by: atom %zu is %s already; name another element, or other atoms",
                             atoms[k], hc_element_symbol(number));
            goto cleanup;
        }
        hc_log(ctx, HC_LOG_INFO, "atom %zu: %s instead of %s", atoms[k], given->by,
               hc_element_symbol((*structure)->atomic_number[atoms[k]]));
        hc_structure_set_element(*structure, atoms[k], number);
    }
cleanup:
    free(atoms);
    return status;
}

const hc_build_step_record hc_build_substitute = {
    .name = "substitute",
    .summary = "Puts another element on places chosen by element, site and depth: dopants, alloys, antisites.",
    .keywords = keywords,
    .options_size = sizeof(substitute_options),
    .needs_atoms = true,
    .apply = apply,
};
