#include "measured/analysis.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/record.h"
#include "measured/analyses.h"

const hc_measured_analysis *const *hc_measured_analyses(void)
{
    static const hc_measured_analysis *const records[] = {
        &hc_analysis_double_layer,
        &hc_analysis_tafel,
        &hc_analysis_koutecky_levich,
        &hc_analysis_stability,
        &hc_analysis_raman,
        &hc_analysis_xps,
        &hc_analysis_epr,
        NULL,
    };
    return records;
}

hc_status hc_measured_add_value(hc_context *ctx, hc_measured_result *result, const hc_measured_value *value)
{
    hc_status status = hc_array_grow(ctx, &result->value, result->nvalue, sizeof *result->value);
    if (status == HC_OK) {
        result->value[result->nvalue++] = *value;
    }
    return status;
}

hc_status hc_measured_add_plot(hc_context *ctx, hc_measured_result *result, const hc_measured_plot_options *options,
                               hc_table **table)
{
    hc_status status = HC_OK;
    hc_column_options points = options->points;
    points.style = HC_TABLE_POINTS;
    HC_TRY(hc_array_grow(ctx, &result->plot, result->nplot, sizeof *result->plot));
    HC_TRY(hc_table_create(ctx, options->id, options->title, options->caption, table));
    result->plot[result->nplot++] = (hc_measured_plot){.table = *table, .log_x = options->log_x};
    HC_TRY(hc_table_add_column(ctx, *table, &options->x));
    HC_TRY(hc_table_add_column(ctx, *table, &points));
    HC_TRY(hc_table_add_column(ctx, *table, &options->curve));
cleanup:
    return status;
}

void hc_measured_result_clear(hc_measured_result *result)
{
    for (size_t i = 0; i < result->nplot; i++) {
        hc_table_free(result->plot[i].table);
    }
    free(result->plot);
    free(result->value);
    hc_text_clear(&result->notes);
    *result = (hc_measured_result){0};
}

hc_status hc_measured_curve_find(hc_context *ctx, const hc_measured_input *input, const char *label,
                                 const hc_measured_curve **curve)
{
    const char *labels[HC_RECORD_MAX];
    size_t count = input->ncurve < HC_RECORD_MAX ? input->ncurve : HC_RECORD_MAX;
    *curve = NULL;
    for (size_t i = 0; i < input->ncurve; i++) {
        if (strcmp(input->curve[i].label, label) == 0) {
            *curve = &input->curve[i];
            return HC_OK;
        }
    }
    for (size_t i = 0; i < count; i++) {
        labels[i] = input->curve[i].label;
    }
    const char *nearest = hc_nearest_name(label, labels, count);
    return hc_fail(ctx, HC_ERROR_INPUT, "there is no curve '%s'%s%s%s", label, nearest ? "; did you mean '" : "",
                   nearest ? nearest : "; curves are listed under `curves` with a label each", nearest ? "'?" : "");
}

hc_status hc_measured_curve_rhe(hc_context *ctx, const hc_measured_input *input, const hc_measured_curve *curve,
                                double **potential, double **density)
{
    hc_status status = HC_OK;
    const hc_trace *trace = curve->trace;
    const double *volts =
        trace->value[HC_TRACE_POTENTIAL] ? trace->value[HC_TRACE_POTENTIAL] : trace->value[HC_TRACE_CONTROL];
    const double *amperes = trace->value[HC_TRACE_CURRENT], *densities = trace->value[HC_TRACE_CURRENT_DENSITY];
    double area = input->conditions->electrode.area_m2;
    *potential = *density = NULL;
    if (volts == NULL || (amperes == NULL && densities == NULL)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the curve '%s' has no %s", curve->label,
                       volts == NULL ? "potential" : "current");
    }
    HC_TRY(hc_allocate(ctx, trace->nrow, sizeof(double), potential));
    HC_TRY(hc_allocate(ctx, trace->nrow, sizeof(double), density));
    for (size_t i = 0; i < trace->nrow; i++) {
        double current = amperes ? amperes[i] : densities[i] * area;
        (*potential)[i] = hc_potential_v_rhe(input->scale, volts[i], current);
        (*density)[i] = current / area;
    }
cleanup:
    if (status != HC_OK) {
        free(*potential);
        *potential = NULL;
    }
    return status;
}
