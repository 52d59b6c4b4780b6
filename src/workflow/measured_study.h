/* A measured experiment as one writes it (YAML), what it gives, and how that is written. */
#ifndef HC_WORKFLOW_MEASURED_STUDY_H
#define HC_WORKFLOW_MEASURED_STUDY_H

#include "base/json.h"
#include "base/text.h"
#include "input/schema.h"
#include "measured/analysis.h"
#include "workflow/literature.h"

typedef struct hc_experiment_curve {
    char *label;
    double scan_rate_v_s, rotation_rpm; /* NaN: of the file; not rotating */
    hc_file_options file;
} hc_experiment_curve;

typedef struct hc_experiment_run {
    hc_run_options run;
    hc_file_options file;
    hc_variant_list products; /* record: hc_product_method */
} hc_experiment_run;

typedef struct hc_experiment {
    char *title;
    hc_measured_conditions conditions;
    hc_section_list curves;           /* hc_experiment_curve */
    hc_section_list runs;             /* hc_experiment_run */
    hc_variant_list analyses;         /* record: hc_measured_analysis */
    hc_literature_filter *literature; /* NULL: none is drawn */
} hc_experiment;

extern const hc_section hc_experiment_section;
extern const hc_variant_table hc_product_method_variants, hc_measured_analysis_variants;

/* What an experiment gives. The arrays are parallel to the lists of the experiment. */
typedef struct hc_experiment_result {
    hc_yaml *yaml;
    hc_experiment experiment;
    hc_error_sources sources; /* of the scale */
    hc_potential_scale scale;
    hc_text notes;
    hc_trace **curve_trace, **run_trace; /* [curves.count], [runs.count]; NULL: the run has no file */
    hc_measured_curve *curve;            /* borrows the traces */
    size_t nrun, nanalysis;              /* that were evaluated */
    hc_run_result *run;
    hc_measured_result *analysis;
} hc_experiment_result;

/* Reads the input and every file, evaluates. `set` as in hc_job_read_with, may be NULL. What is wrong is said with its
 * place in the input. The caller frees *result. */
HC_MUST_CHECK hc_status hc_experiment_evaluate(hc_context *ctx, const char *path, const hc_text_list *set,
                                               hc_experiment_result **result);
void hc_experiment_result_free(hc_experiment_result *result);

static inline const hc_experiment_curve *hc_experiment_curve_at(const hc_experiment *experiment, size_t index)
{
    return (const hc_experiment_curve *)experiment->curves.item + index;
}

static inline const hc_experiment_run *hc_experiment_run_at(const hc_experiment *experiment, size_t index)
{
    return (const hc_experiment_run *)experiment->runs.item + index;
}

/* "closed", "missing" (products were not found), "above" (more than the charge). */
const char *hc_closure_name(hc_closure closure);
/* Name of the largest source of error of a number, "" when it has none. */
const char *hc_run_largest_source(const hc_run_result *run, const hc_uncertain *number);

/* For people, for machines. */
void hc_experiment_text(const hc_experiment_result *result, hc_text *out);
hc_json *hc_experiment_json(const hc_experiment_result *result);
/* One table for each product over the runs, one for each curve, those of the analyses. */
HC_MUST_CHECK hc_status hc_experiment_tables(hc_context *ctx, const hc_experiment_result *result,
                                             hc_table_list *tables);
/* result.json, report.html and the tables as CSV, into a folder that is made when it is not there. */
HC_MUST_CHECK hc_status hc_experiment_write(hc_context *ctx, const hc_experiment_result *result, const char *folder);

#endif
