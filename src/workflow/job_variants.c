/* The tables of records that a job picks from, as the schema sees them. */
#include <stddef.h>

#include "analysis/analysis.h"
#include "sampling/profile.h"
#include "workflow/job.h"

/* The section of a record: all kinds of records have these five members. */
#define SECTION_OF(record)                                                                                             \
    {                                                                                                                  \
        .name = (record)->name, .doc = (record)->summary, .reference = (record)->reference,                            \
        .keywords = (record)->keywords, .size = (record)->options_size                                                 \
    }

/* A function that describes line `index` of a NULL-terminated table of records. */
#define DEFINE_DESCRIBE(function, record_type, records)                                                                \
    static bool function(size_t index, hc_variant_type *type)                                                          \
    {                                                                                                                  \
        const record_type *record = records()[index];                                                                  \
        if (record) {                                                                                                  \
            *type = (hc_variant_type){.section = SECTION_OF(record), .record = record};                                \
        }                                                                                                              \
        return record != NULL;                                                                                         \
    }

DEFINE_DESCRIBE(describe_engine, hc_engine_record, hc_engine_records)
DEFINE_DESCRIBE(describe_thermostat, hc_thermostat_record, hc_thermostat_records)
DEFINE_DESCRIBE(describe_sampling, hc_sampling_record, hc_sampling_records)
DEFINE_DESCRIBE(describe_analysis, hc_analysis_record, hc_analysis_records)

static const hc_keyword constraint_name_keywords[] = {
    {.name = "name",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(hc_job_constraint, name),
     .default_text = "",
     .doc = "What columns and figures call it; by default xi (xi0, xi1, ... when there are several)."},
    {0}};

/* A constraint's keys are those of its kind, then target, growth and stop in the kind's unit, then the name. */
static bool describe_colvar(size_t index, hc_variant_type *type)
{
    const hc_colvar_record *record = hc_colvar_records()[index];
    if (!record) {
        return false;
    }
    *type =
        (hc_variant_type){.section = {.name = record->name,
                                      .doc = record->summary,
                                      .reference = record->reference,
                                      .inlined = {{record->keywords, sizeof(hc_job_constraint)},
                                                  {hc_constraint_keywords(record), offsetof(hc_job_constraint, values)},
                                                  {constraint_name_keywords, 0}},
                                      .size = sizeof(hc_job_constraint) + record->options_size},
                          .record = record};
    return true;
}

const hc_variant_table hc_job_engine_variants = {"engine", "What gives energies and forces.", describe_engine};
const hc_variant_table hc_job_thermostat_variants = {"thermostat", "What keeps the temperature.", describe_thermostat};
const hc_variant_table hc_job_sampling_variants = {"sampling", "What the run is for.", describe_sampling};
const hc_variant_table hc_job_analysis_variants = {"analysis", "What the trajectory is asked.", describe_analysis};
const hc_variant_table hc_job_colvar_variants = {
    "colvar", "A collective variable that is held, or moved along with a growth and a stop value.", describe_colvar};
