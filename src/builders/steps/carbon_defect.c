#include "builders/build_step.h"
#include "builders/carbon/edit.h"
#include "halfcell/units.h"

typedef struct defect_options {
    int kind, direction;
    hc_carbon_site site;
    bool saturate, relax;
} defect_options;

static const hc_keyword keywords[] = {{.name = "kind",
                                       .type = HC_VALUE_CHOICE,
                                       .offset = offsetof(defect_options, kind),
                                       .choices = hc_carbon_defect_names,
                                       .doc = "Which defect."},
                                      {.name = "direction",
                                       .type = HC_VALUE_INTEGER,
                                       .offset = offsetof(defect_options, direction),
                                       .default_text = "0",
                                       .minimum = 0,
                                       .maximum = 2,
                                       .doc = "Which of the three bonds of the atom is turned, or loses its atoms."},
                                      HC_CARBON_SITE_KEYWORDS(defect_options, site),
                                      HC_CARBON_RELAX_KEYWORDS(defect_options),
                                      {0}};

static bool fits(const void *data, const hc_skeleton *skeleton, size_t i)
{
    const hc_carbon_defect_record *record = data;
    return record->fits(skeleton, i);
}

static hc_status change(hc_context *ctx, hc_skeleton *skeleton, const void *options)
{
    const defect_options *given = options;
    const hc_carbon_defect_record *record = hc_carbon_defect_records()[given->kind];
    hc_status status = HC_OK;
    size_t atom = 0;
    HC_TRY(hc_carbon_find_site(ctx, skeleton, &given->site, fits, record, record->name, &atom));
    HC_TRY(record->make(ctx, skeleton, atom, given->direction));
cleanup:
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const defect_options *given = options;
    return hc_carbon_edit(ctx, change, given, given->saturate, given->relax, structure);
}

const hc_build_step_record hc_build_carbon_defect = {
    .name = "carbon-defect",
    .summary = "A defect of sp2 carbon: turned bond, vacancy, divacancy, pentagon at an edge.",
    .reference = "Banhart, Kotakoski, Krasheninnikov, ACS Nano 5, 26 (2011)",
    .keywords = keywords,
    .options_size = sizeof(defect_options),
    .apply = apply,
};
