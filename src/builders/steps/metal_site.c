#include "atoms/elements.h"
#include "builders/build_step.h"
#include "builders/carbon/edit.h"
#include "halfcell/units.h"

typedef struct site_options {
    char *metal;
    int kind, nitrogen, axial, direction;
    hc_carbon_site site;
    bool saturate, relax;
} site_options;

static const char *const kinds[] = {"n4", "n4-pyrrolic", "n3", NULL};
static const char *const axials[] = {"none", "O", "OH", NULL};

static const hc_keyword keywords[] = {
    {.name = "metal", .type = HC_VALUE_TEXT, .offset = offsetof(site_options, metal), .doc = "Symbol."},
    {.name = "kind",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(site_options, kind),
     .default_text = "n4",
     .choices = kinds,
     .doc = "n4: in a divacancy. n4-pyrrolic: a porphyrin core in place of 22 carbon atoms, with two seven-rings "
            "beside it. n3: on a vacancy, above the sheet."},
    {.name = "nitrogen",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(site_options, nitrogen),
     .default_text = "",
     .minimum = 0,
     .maximum = 4,
     .doc = "How many of the neighbours in the sheet are nitrogen; the others stay carbon. Not given: all."},
    {.name = "axial",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(site_options, axial),
     .default_text = "none",
     .choices = axials,
     .doc = "What is on top of the metal."},
    {.name = "direction",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(site_options, direction),
     .default_text = "0",
     .minimum = 0,
     .maximum = 2,
     .doc = "Which of the three bonds of the atom gives room to the metal."},
    HC_CARBON_SITE_KEYWORDS(site_options, site),
    HC_CARBON_RELAX_KEYWORDS(site_options),
    {0}};

static bool fits(const void *data, const hc_skeleton *skeleton, size_t i)
{
    (void)data;
    return hc_carbon_well_inside(skeleton, i);
}

static hc_status change(hc_context *ctx, hc_skeleton *skeleton, const void *options)
{
    const site_options *given = options;
    hc_status status = HC_OK;
    hc_metal_site_options site = {.metal = hc_element_number(given->metal),
                                  .kind = given->kind,
                                  .nitrogen = given->nitrogen,
                                  .axial = given->axial,
                                  .direction = given->direction};
    size_t atom = 0, metal = 0;
    if (!hc_element_is_metal(site.metal)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "metal: '%.20s' is not a metal such as Ni; dope puts other elements",
                       given->metal);
    }
    if (site.nitrogen == HC_INTEGER_UNSET) {
        site.nitrogen = given->kind == HC_METAL_N3 ? 3 : 4;
    }
    HC_TRY(hc_carbon_find_site(ctx, skeleton, &given->site, fits, NULL, "a metal atom", &atom));
    HC_TRY(hc_carbon_metal_site(ctx, skeleton, atom, &site, &metal));
cleanup:
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const site_options *given = options;
    return hc_carbon_edit(ctx, change, given, given->saturate, given->relax, structure);
}

const hc_build_step_record hc_build_metal_site = {
    .name = "metal-site",
    .summary = "A single metal atom in carbon: MN4 (pyridinic, pyrrolic), MN3, MNxC4-x, with O or OH on it.",
    .keywords = keywords,
    .options_size = sizeof(site_options),
    .apply = apply,
};
