/* The keys of a measured experiment. */
#include "workflow/measured_study.h"

#define DESCRIBE(function, records)                                                                                    \
    static bool function(size_t index, hc_variant_type *type)                                                          \
    {                                                                                                                  \
        const __typeof__(**records()) *record = records()[index];                                                      \
        if (record != NULL) {                                                                                          \
            *type = (hc_variant_type){.section = {.name = record->name,                                                \
                                                  .doc = record->summary,                                              \
                                                  .reference = record->reference,                                      \
                                                  .keywords = record->keywords,                                        \
                                                  .size = record->options_size},                                       \
                                      .record = record};                                                               \
        }                                                                                                              \
        return record != NULL;                                                                                         \
    }

DESCRIBE(describe_method, hc_product_methods)
DESCRIBE(describe_analysis, hc_measured_analyses)

const hc_variant_table hc_product_method_variants = {"product method", "How the amount of a product was found.",
                                                     describe_method};
const hc_variant_table hc_measured_analysis_variants = {"measured analysis", "What is made of measured curves.",
                                                        describe_analysis};

static const hc_section electrode_section = {.name = "electrode",
                                             .doc = "The working electrode.",
                                             .keywords = hc_electrode_keywords,
                                             .size = sizeof(hc_electrode_options)};
static const hc_section electrolyte_section = {.name = "electrolyte",
                                               .doc = "The electrolyte.",
                                               .keywords = hc_electrolyte_keywords,
                                               .size = sizeof(hc_electrolyte_options)};
static const hc_section reference_section = {.name = "reference",
                                             .doc = "The reference electrode of the potentials in all files.",
                                             .keywords = hc_reference_keywords,
                                             .size = sizeof(hc_reference_options)};
static const hc_section resistance_section = {.name = "resistance",
                                              .doc = "Correction of potentials for the ohmic drop: E - I R.",
                                              .keywords = hc_resistance_keywords,
                                              .size = sizeof(hc_resistance_options)};

static const hc_keyword curve_keywords[] = {{.name = "label",
                                             .type = HC_VALUE_TEXT,
                                             .offset = offsetof(hc_experiment_curve, label),
                                             .doc = "Name of the curve, for the page and for analyses."},
                                            {.name = "scan_rate_mv_s",
                                             .type = HC_VALUE_REAL,
                                             .offset = offsetof(hc_experiment_curve, scan_rate_v_s),
                                             .unit = 1e-3,
                                             .default_text = "",
                                             .minimum = 1e-6,
                                             .maximum = 1e9,
                                             .doc = "Scan rate where the file does not say it."},
                                            {.name = "rotation_rpm",
                                             .type = HC_VALUE_REAL,
                                             .offset = offsetof(hc_experiment_curve, rotation_rpm),
                                             .unit = 1.0,
                                             .default_text = "",
                                             .minimum = 1e-3,
                                             .maximum = 1e6,
                                             .doc = "Rotation of a disk electrode."},
                                            {0}};

static const hc_section curve_section = {.name = "curve",
                                         .doc = "A voltammogram or another recording.",
                                         .keywords = curve_keywords,
                                         .inlined = {{hc_file_keywords, offsetof(hc_experiment_curve, file)}},
                                         .size = sizeof(hc_experiment_curve)};

static const hc_part run_parts[] = {{.name = "products",
                                     .kind = HC_PART_VARIANT_LIST,
                                     .offset = offsetof(hc_experiment_run, products),
                                     .variants = &hc_product_method_variants,
                                     .doc = "Products that were found, and by which method."},
                                    {0}};

static const hc_section run_section = {.name = "run",
                                       .doc = "An electrolysis at one potential.",
                                       .keywords = hc_run_keywords,
                                       .inlined = {{hc_file_keywords, offsetof(hc_experiment_run, file)}},
                                       .parts = run_parts,
                                       .size = sizeof(hc_experiment_run)};

static const hc_keyword experiment_keywords[] = {{.name = "title",
                                                  .type = HC_VALUE_TEXT,
                                                  .offset = offsetof(hc_experiment, title),
                                                  .default_text = "",
                                                  .doc = "Title of the page."},
                                                 {0}};

static const hc_part experiment_parts[] = {
    {.name = "electrode",
     .kind = HC_PART_SECTION,
     .offset = offsetof(hc_experiment, conditions.electrode),
     .section = &electrode_section,
     .required = true},
    {.name = "electrolyte",
     .kind = HC_PART_SECTION,
     .offset = offsetof(hc_experiment, conditions.electrolyte),
     .section = &electrolyte_section,
     .required = true},
    {.name = "reference",
     .kind = HC_PART_SECTION,
     .offset = offsetof(hc_experiment, conditions.reference),
     .section = &reference_section,
     .required = true},
    {.name = "resistance",
     .kind = HC_PART_SECTION,
     .offset = offsetof(hc_experiment, conditions.resistance),
     .section = &resistance_section},
    {.name = "curves",
     .kind = HC_PART_SECTION_LIST,
     .offset = offsetof(hc_experiment, curves),
     .section = &curve_section},
    {.name = "runs", .kind = HC_PART_SECTION_LIST, .offset = offsetof(hc_experiment, runs), .section = &run_section},
    {.name = "analyses",
     .kind = HC_PART_VARIANT_LIST,
     .offset = offsetof(hc_experiment, analyses),
     .variants = &hc_measured_analysis_variants},
    {.name = "literature",
     .kind = HC_PART_OPTIONAL_SECTION,
     .offset = offsetof(hc_experiment, literature),
     .section = &hc_literature_section},
    {0}};

const hc_section hc_experiment_section = {.name = "experiment",
                                          .doc = "A measured experiment: files, conditions, products, evaluations.",
                                          .keywords = experiment_keywords,
                                          .parts = experiment_parts,
                                          .size = sizeof(hc_experiment)};
