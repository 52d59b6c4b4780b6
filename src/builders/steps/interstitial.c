#include <stdlib.h>

#include "builders/assemble.h"
#include "builders/build_step.h"
#include "builders/site_choice.h"
#include "builders/void_sites.h"
#include "halfcell/units.h"

typedef struct interstitial_options {
    char *element;
    int site;
    double farthest; /* bohr */
} interstitial_options;

static const hc_keyword keywords[] = {
    {.name = "element",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(interstitial_options, element),
     .doc = "What is put in."},
    {.name = "site",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(interstitial_options, site),
     .default_text = "0",
     .minimum = 0,
     .maximum = 100000,
     .doc = "Which of the distinct places; 0 has most room (`--verbose` lists them)."},
    {.name = "farthest_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(interstitial_options, farthest),
     .unit = HC_ANGSTROM,
     .default_text = "3.0",
     .minimum = 1,
     .maximum = 20,
     .doc = "What is farther than this from all atoms is vacuum."},
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const interstitial_options *given = options;
    hc_status status = HC_OK;
    hc_void_site *list = NULL;
    hc_structure *atom = NULL;
    size_t count = 0;
    int number;
    HC_TRY(hc_site_element(ctx, given->element, &number));
    HC_TRY(hc_void_sites_find(ctx, *structure, given->farthest, &count, &list));
    for (size_t k = 0; k < count; k++) {
        hc_log(ctx, HC_LOG_INFO, "room %zu: %.3f Angstrom from the nearest atom, %zu equivalent places", k,
               list[k].distance / HC_ANGSTROM, list[k].multiplicity);
    }
    if (count == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "no place is farther from all atoms than its surroundings and within %.4g Angstrom of them; a "
                         "larger farthest_angstrom may find some",
                         given->farthest / HC_ANGSTROM);
        goto cleanup;
    }
    if ((size_t)given->site >= count) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "site %d: there are %zu distinct places, from 0", given->site, count);
        goto cleanup;
    }
    HC_TRY(hc_structure_create(ctx, 1, &atom));
    hc_structure_set_element(atom, 0, number);
    HC_TRY(hc_structure_append(ctx, atom, list[given->site].position, structure));
cleanup:
    hc_structure_free(atom);
    free(list);
    return status;
}

const hc_build_step_record hc_build_interstitial = {
    .name = "interstitial",
    .summary = "Puts an atom where the crystal has room.",
    .keywords = keywords,
    .options_size = sizeof(interstitial_options),
    .needs_atoms = true,
    .apply = apply,
};
