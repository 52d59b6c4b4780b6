/* What a study can be scanned over, and what can be stated of its results: records. */
#include <math.h>

#include "workflow/kinetics_study.h"

#define COUNT                                                                                                          \
    {                                                                                                                  \
        .name = "points", .type = HC_VALUE_INTEGER, .offset = offsetof(hc_scan_options, points), .default_text = "61", \
        .minimum = 2, .maximum = 2001, .doc = "Number of points, ends included."                                       \
    }
#define ENDS(word, first, last, least, most)                                                                           \
    {.name = "from" word,                                                                                              \
     .type = HC_VALUE_REAL,                                                                                            \
     .offset = offsetof(hc_scan_options, from),                                                                        \
     .default_text = first,                                                                                            \
     .minimum = least,                                                                                                 \
     .maximum = most,                                                                                                  \
     .doc = "First value."},                                                                                           \
    {                                                                                                                  \
        .name = "to" word, .type = HC_VALUE_REAL, .offset = offsetof(hc_scan_options, to), .default_text = last,       \
        .minimum = least, .maximum = most, .doc = "Last value."                                                        \
    }

static const char *const holds[] = {"rhe", "she", NULL};

static const hc_keyword potential_keywords[] = {ENDS("_v_rhe", "0", "-1.2", -10, 10), COUNT, {0}};
static const hc_keyword ph_keywords[] = {ENDS("", "0", "14", -2, 16),
                                         COUNT,
                                         {.name = "hold",
                                          .type = HC_VALUE_CHOICE,
                                          .offset = offsetof(hc_scan_options, hold_she),
                                          .default_text = "rhe",
                                          .choices = holds,
                                          .doc = "The scale on which the potential stays the same."},
                                         {0}};
static const hc_keyword temperature_keywords[] = {ENDS("_k", "273.15", "373.15", 50, 3000), COUNT, {0}};
static const hc_keyword activity_keywords[] = {ENDS("", "0.001", "10", 1e-30, 1e10),
                                               COUNT,
                                               {.name = "fluid",
                                                .type = HC_VALUE_TEXT,
                                                .offset = offsetof(hc_scan_options, fluid),
                                                .doc = "Whose activity (pressure in bar, concentration in mol/L)."},
                                               {0}};

static void apply_potential(const hc_scan_options *o, double x, size_t fluid, hc_kinetic_conditions *c, double *a)
{
    (void)o;
    (void)fluid;
    (void)a;
    c->potential_v_rhe = x;
}

static void apply_ph(const hc_scan_options *o, double x, size_t fluid, hc_kinetic_conditions *c, double *a)
{
    (void)fluid;
    (void)a;
    if (o->hold_she) {
        c->potential_v_rhe += hc_kt_ev(c->temperature_k) * log(10.0) * (x - c->ph);
    }
    c->ph = x;
}

static void apply_temperature(const hc_scan_options *o, double x, size_t fluid, hc_kinetic_conditions *c, double *a)
{
    (void)o;
    (void)fluid;
    (void)a;
    c->temperature_k = x;
}

static void apply_activity(const hc_scan_options *o, double x, size_t fluid, hc_kinetic_conditions *c, double *a)
{
    (void)o;
    (void)c;
    a[fluid] = log(x);
}

static const hc_scan_record potential = {
    .name = "potential",
    .summary =
        "over the potential: currents, efficiencies, coverages; with resistance_ohm_cm2 also the applied potential",
    .keywords = potential_keywords,
    .label = "U",
    .unit = "v_rhe",
    .apply = apply_potential,
};
static const hc_scan_record ph = {
    .name = "ph",
    .summary = "over pH at the same U_RHE or U_SHE",
    .keywords = ph_keywords,
    .label = "pH",
    .unit = "",
    .apply = apply_ph,
};
static const hc_scan_record temperature = {
    .name = "temperature",
    .summary = "over temperature; free energies move with the entropies given",
    .keywords = temperature_keywords,
    .label = "T",
    .unit = "k",
    .apply = apply_temperature,
};
static const hc_scan_record activity = {
    .name = "activity",
    .summary = "over the pressure or concentration of a fluid, logarithmically",
    .keywords = activity_keywords,
    .label = "activity",
    .unit = "",
    .log = true,
    .apply = apply_activity,
};

const hc_scan_record *const *hc_scan_records(void)
{
    static const hc_scan_record *const records[] = {&potential, &ph, &temperature, &activity, NULL};
    return records;
}

static bool describe_scan(size_t index, hc_variant_type *type)
{
    const hc_scan_record *record = hc_scan_records()[index];
    if (record != NULL) {
        *type = (hc_variant_type){.section = {.name = record->name,
                                              .doc = record->summary,
                                              .keywords = record->keywords,
                                              .size = sizeof(hc_scan_options)},
                                  .record = record};
    }
    return record != NULL;
}

const hc_variant_table hc_scan_variants = {"scan", "What is computed along an axis.", describe_scan};

/* ---- statements ---------------------------------------------------------------------------------------------------
 */

#define WORD(key, what)                                                                                                \
    {                                                                                                                  \
        .name = #key, .type = HC_VALUE_TEXT, .offset = offsetof(hc_statement_options, key), .doc = what                \
    }
#define SOURCE                                                                                                         \
    {                                                                                                                  \
        .name = "source", .type = HC_VALUE_TEXT, .offset = offsetof(hc_statement_options, source), .default_text = "", \
        .doc = "Where it is stated: a DOI."                                                                            \
    }

static const hc_keyword step_keywords[] = {WORD(catalyst, "Name of the catalyst."),
                                           WORD(product, "Whose formation."),
                                           WORD(step, "The step that is said to determine its rate."),
                                           SOURCE,
                                           {0}};
static const hc_keyword selective_keywords[] = {WORD(catalyst, "Name of the catalyst."),
                                                WORD(product, "What is said to be made."),
                                                {.name = "efficiency_percent",
                                                 .type = HC_VALUE_REAL,
                                                 .offset = offsetof(hc_statement_options, efficiency_percent),
                                                 .default_text = "50",
                                                 .minimum = 0.1,
                                                 .maximum = 100,
                                                 .doc = "Least Faradaic efficiency that is called selective."},
                                                SOURCE,
                                                {0}};
static const hc_keyword active_keywords[] = {WORD(catalyst, "The one that is said to be more active."),
                                             WORD(than, "The other."),
                                             WORD(product, "By whose formation, per site."),
                                             SOURCE,
                                             {0}};

static const hc_statement_record step_statement = {.name = "rate-determining-step",
                                                   .summary = "a step has the largest degree of rate control",
                                                   .keywords = step_keywords,
                                                   .kind = HC_STATEMENT_STEP};
static const hc_statement_record selective_statement = {.name = "selective",
                                                        .summary = "a product takes at least so much of the current",
                                                        .keywords = selective_keywords,
                                                        .kind = HC_STATEMENT_SELECTIVE};
static const hc_statement_record active_statement = {.name = "more-active",
                                                     .summary =
                                                         "a catalyst makes more of a product per site than another",
                                                     .keywords = active_keywords,
                                                     .kind = HC_STATEMENT_MORE_ACTIVE};

const hc_statement_record *const *hc_statement_records(void)
{
    static const hc_statement_record *const records[] = {&step_statement, &selective_statement, &active_statement,
                                                         NULL};
    return records;
}

static bool describe_statement(size_t index, hc_variant_type *type)
{
    const hc_statement_record *record = hc_statement_records()[index];
    if (record != NULL) {
        *type = (hc_variant_type){.section = {.name = record->name,
                                              .doc = record->summary,
                                              .keywords = record->keywords,
                                              .size = sizeof(hc_statement_options)},
                                  .record = record};
    }
    return record != NULL;
}

const hc_variant_table hc_statement_variants = {"statement", "What was published and is held against the results.",
                                                describe_statement};
