/* Evaluations of measured curves and spectra: one record for each (active area, Tafel slope, defect density ...). */
#ifndef HC_MEASURED_ANALYSIS_H
#define HC_MEASURED_ANALYSIS_H

#include "base/table.h"
#include "measured/run.h"

/* A curve with its name in the input. */
typedef struct hc_measured_curve {
    const char *label;
    const hc_trace *trace;
    double scan_rate_v_s; /* NaN: not known */
    double rotation_rpm;  /* NaN: not known */
} hc_measured_curve;

/* What there is to evaluate; all borrowed. */
typedef struct hc_measured_input {
    const hc_measured_conditions *conditions;
    const hc_potential_scale *scale;
    size_t ncurve;
    const hc_measured_curve *curve;
    size_t nrun;
    const hc_run_result *run;
} hc_measured_input;

typedef struct hc_measured_value {
    char key[64];   /* of result.json, with its unit: "tafel_slope_mv_per_decade" */
    char label[64]; /* for readers */
    char unit[24];  /* for readers */
    char note[160];
    double value, error; /* error NaN: not known */
} hc_measured_value;

/* A table and how it is drawn: column 0 against the others. */
typedef struct hc_measured_plot {
    hc_table *table; /* owned */
    bool log_x;
} hc_measured_plot;

/* What was measured against what, and the curve through it. */
typedef struct hc_measured_plot_options {
    const char *id, *title, *caption;
    bool log_x;
    hc_column_options x, points, curve;
} hc_measured_plot_options;

typedef struct hc_measured_result {
    size_t nvalue, nplot;
    hc_measured_value *value;
    hc_measured_plot *plot;
    hc_text notes;
} hc_measured_result;

/* Error NaN: not known. label, unit and note are copied. */
HC_MUST_CHECK hc_status hc_measured_add_value(hc_context *ctx, hc_measured_result *result,
                                              const hc_measured_value *value);
/* Adds a plot without rows; *table is the result's, for the rows. */
HC_MUST_CHECK hc_status hc_measured_add_plot(hc_context *ctx, hc_measured_result *result,
                                             const hc_measured_plot_options *options, hc_table **table);
void hc_measured_result_clear(hc_measured_result *result);

typedef struct hc_measured_analysis {
    const char *name, *summary, *reference;
    const hc_keyword *keywords;
    size_t options_size;
    hc_status (*apply)(hc_context *ctx, const void *options, const hc_measured_input *input,
                       hc_measured_result *result);
} hc_measured_analysis;

/* NULL-terminated. */
const hc_measured_analysis *const *hc_measured_analyses(void);

/* The curve of that label; fails with the nearest one. */
HC_MUST_CHECK hc_status hc_measured_curve_find(hc_context *ctx, const hc_measured_input *input, const char *label,
                                               const hc_measured_curve **curve);
/* Rows of a curve as potential against RHE, corrected for the resistance, and current density, A/m^2. The caller frees
 * both [nrow]. Fails when the curve has no potential or no current. */
HC_MUST_CHECK hc_status hc_measured_curve_rhe(hc_context *ctx, const hc_measured_input *input,
                                              const hc_measured_curve *curve, double **potential, double **density);

#endif
