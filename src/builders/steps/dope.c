#include "builders/build_step.h"
#include "builders/carbon/edit.h"
#include "halfcell/units.h"

typedef struct dope_options {
    char *element;
    int configuration, count;
    hc_carbon_site site;
    bool saturate, relax;
} dope_options;

static const char *const configurations[] = {"graphitic", "pyridinic", "pyrrolic", "oxide", "sp3", NULL};

static const hc_keyword keywords[] = {
    {.name = "element",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(dope_options, element),
     .default_text = "N",
     .doc = "Symbol of what takes the place of carbon: N, B, P, S ..."},
    {.name = "configuration",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(dope_options, configuration),
     .default_text = "graphitic",
     .choices = configurations,
     .doc = "Graphitic: three neighbours. Pyridinic: two, at an edge or a vacancy. Pyrrolic: in a five-ring, for two "
            "atoms of an armchair edge. Oxide: pyridinic with oxygen. Sp3: four carbon neighbours, in diamond."},
    {.name = "count",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(dope_options, count),
     .default_text = "1",
     .minimum = 1,
     .maximum = 10000,
     .doc = "How many, each as far as possible from the others unless `at` or `from` says where."},
    HC_CARBON_SITE_KEYWORDS(dope_options, site),
    HC_CARBON_RELAX_KEYWORDS(dope_options),
    {0}};

static bool fits(const void *data, const hc_skeleton *skeleton, size_t i)
{
    const dope_options *given = data;
    return hc_carbon_dopant_fits(skeleton, i, given->configuration);
}

static hc_status change(hc_context *ctx, hc_skeleton *skeleton, const void *options)
{
    const dope_options *given = options;
    hc_status status = HC_OK;
    int element = hc_element_number(given->element);
    if (element <= 1 || element == 6) {
        return hc_fail(ctx, HC_ERROR_INPUT, "element: '%.20s' is no element that can take the place of carbon",
                       given->element);
    }
    /* One after the other: the next place depends on where the last one is. */
    for (int n = 0; n < given->count; n++) {
        size_t atom = 0;
        HC_TRY(
            hc_carbon_find_site(ctx, skeleton, &given->site, fits, given, configurations[given->configuration], &atom));
        HC_TRY(hc_carbon_dope(ctx, skeleton, atom, element, given->configuration));
    }
cleanup:
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const dope_options *given = options;
    if (given->count > 1 && given->site.at != NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "at: one atom is one place, but count is %d", given->count);
    }
    return hc_carbon_edit(ctx, change, given, given->saturate, given->relax, structure);
}

const hc_build_step_record hc_build_dope = {
    .name = "dope",
    .summary = "Other elements for carbon atoms, graphitic, pyridinic, pyrrolic or as oxide.",
    .keywords = keywords,
    .options_size = sizeof(dope_options),
    .apply = apply,
};
