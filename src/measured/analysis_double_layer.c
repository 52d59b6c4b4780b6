/* Active area from the double layer: half the difference of the anodic and the cathodic current at one potential
 * without reaction, against the scan rate, is a line whose slope is the capacitance. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "math/line_fit.h"
#include "measured/analyses.h"

typedef struct double_layer_options {
    hc_text_list curves;
    double potential_v;
    double specific_f_m2, specific_error;
} double_layer_options;

#define UF_PER_CM2 1e-2 /* F/m^2 */

static const hc_keyword keywords[] = {
    {.name = "curves",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(double_layer_options, curves),
     .doc = "Labels of cyclic voltammograms at different scan rates, in a region without reaction."},
    {.name = "potential_v",
     .type = HC_VALUE_REAL,
     .offset = offsetof(double_layer_options, potential_v),
     .unit = 1.0,
     .default_text = "",
     .minimum = -10,
     .maximum = 10,
     .doc = "Potential (as in the files) where the currents are compared; without it the middle of the first curve."},
    {.name = "specific_capacitance_uf_cm2",
     .type = HC_VALUE_REAL,
     .offset = offsetof(double_layer_options, specific_f_m2),
     .unit = UF_PER_CM2,
     .default_text = "40",
     .minimum = 0.1,
     .maximum = 1e4,
     .doc = "Capacitance of a flat surface of the same material; 40 for metals and oxides, about 20 for carbon."},
    {.name = "specific_error_percent",
     .type = HC_VALUE_REAL,
     .offset = offsetof(double_layer_options, specific_error),
     .unit = 0.01,
     .default_text = "0",
     .minimum = 0,
     .maximum = 100,
     .doc = "Its relative standard error; the literature spreads over a factor of two."},
    {0}};

static double middle(const double *value, size_t count)
{
    double low = value[0], high = value[0];
    for (size_t i = 1; i < count; i++) {
        low = fmin(low, value[i]);
        high = fmax(high, value[i]);
    }
    return 0.5 * (low + high);
}

/* Half the difference of the last anodic and the last cathodic crossing of the potential. */
static hc_status half_difference(hc_context *ctx, const hc_measured_curve *curve, double potential, double *half)
{
    const double *volts = curve->trace->value[HC_TRACE_POTENTIAL], *amperes = curve->trace->value[HC_TRACE_CURRENT];
    double anodic = NAN, cathodic = NAN;
    if (volts == NULL || amperes == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the curve '%s' has no %s", curve->label,
                       volts == NULL ? "potential" : "current");
    }
    for (size_t i = 1; i < curve->trace->nrow; i++) {
        double step = volts[i] - volts[i - 1], t = (potential - volts[i - 1]) / step;
        if (step != 0.0 && t >= 0.0 && t < 1.0) {
            double current = amperes[i - 1] + t * (amperes[i] - amperes[i - 1]);
            *(step > 0.0 ? &anodic : &cathodic) = current;
        }
    }
    *half = 0.5 * (anodic - cathodic);
    if (isnan(*half)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the curve '%s' does not pass %g V in both directions", curve->label,
                       potential);
    }
    return HC_OK;
}

static hc_status add_plot(hc_context *ctx, const hc_line_fit *line, const double *rate, const double *half,
                          hc_measured_result *result)
{
    static const hc_measured_plot_options options = {
        .id = "double-layer",
        .title = "Double layer: charging current against scan rate",
        .caption = "Half the difference of anodic and cathodic current at one potential; the slope of the line is the "
                   "capacitance.",
        .x = {.name = "scan_rate", .label = "scan rate", .unit = "mv_per_s"},
        .points = {.name = "charging_current", .label = "(I_a − I_c)/2", .unit = "ma"},
        .curve = {.name = "line", .label = "fit", .unit = "ma"}};
    hc_table *table = NULL;
    hc_status status = hc_measured_add_plot(ctx, result, &options, &table);
    for (size_t i = 0; status == HC_OK && i < line->count; i++) {
        double row[3] = {1e3 * rate[i], 1e3 * half[i], 1e3 * hc_line_fit_at(line, rate[i], NULL)};
        status = hc_table_add_row(ctx, table, row, NULL);
    }
    return status;
}

static hc_status add_values(hc_context *ctx, const double_layer_options *o, const hc_measured_input *input,
                            const hc_line_fit *line, hc_measured_result *result)
{
    hc_status status = HC_OK;
    hc_error_sources sources = {0};
    hc_uncertain capacitance, specific, geometric;
    const hc_electrode_options *electrode = &input->conditions->electrode;
    HC_TRY(hc_uncertain_measured(ctx, &sources, "fit", line->slope, line->slope_error, &capacitance));
    HC_TRY(hc_uncertain_measured(ctx, &sources, "specific capacitance", o->specific_f_m2,
                                 o->specific_f_m2 * o->specific_error, &specific));
    HC_TRY(hc_uncertain_measured(ctx, &sources, "electrode area", electrode->area_m2, electrode->area_error_m2,
                                 &geometric));
    hc_uncertain active = hc_uncertain_divide(&capacitance, &specific);
    hc_uncertain roughness = hc_uncertain_divide(&active, &geometric);
    hc_measured_value values[3] = {{.key = "double_layer_capacitance_mf",
                                    .label = "Double-layer capacitance",
                                    .unit = "mF",
                                    .value = 1e3 * capacitance.value,
                                    .error = 1e3 * hc_uncertain_error(&capacitance)},
                                   {.key = "active_area_cm2",
                                    .label = "Active area",
                                    .unit = "cm²",
                                    .value = 1e4 * active.value,
                                    .error = 1e4 * hc_uncertain_error(&active)},
                                   {.key = "roughness_factor",
                                    .label = "Roughness factor",
                                    .value = roughness.value,
                                    .error = hc_uncertain_error(&roughness)}};
    snprintf(values[1].note, sizeof values[1].note, "with %g µF/cm² for a flat surface; R² = %.5f",
             o->specific_f_m2 / UF_PER_CM2, line->r2);
    for (size_t i = 0; i < 3; i++) {
        HC_TRY(hc_measured_add_value(ctx, result, &values[i]));
    }
cleanup:
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, const hc_measured_input *input, hc_measured_result *result)
{
    const double_layer_options *o = options;
    hc_status status = HC_OK;
    double *rate = NULL, *half = NULL, potential = o->potential_v;
    hc_line_fit line;
    HC_TRY(hc_allocate(ctx, o->curves.count, sizeof *rate, &rate));
    HC_TRY(hc_allocate(ctx, o->curves.count, sizeof *half, &half));
    for (size_t i = 0; i < o->curves.count; i++) {
        const hc_measured_curve *curve = NULL;
        HC_TRY(hc_measured_curve_find(ctx, input, o->curves.value[i], &curve));
        if (!isfinite(curve->scan_rate_v_s)) {
            status = hc_fail(ctx, HC_ERROR_INPUT,
                             "the file of the curve '%s' says no scan rate; give it as scan_rate_mv_s", curve->label);
            goto cleanup;
        }
        if (isnan(potential) && curve->trace->value[HC_TRACE_POTENTIAL] != NULL) {
            potential = middle(curve->trace->value[HC_TRACE_POTENTIAL], curve->trace->nrow);
        }
        rate[i] = curve->scan_rate_v_s;
        HC_TRY(half_difference(ctx, curve, potential, &half[i]));
    }
    HC_TRY(hc_line_fit_make(ctx, "charging current against scan rate", o->curves.count, rate, half, &line));
    HC_TRY(add_values(ctx, o, input, &line, result));
    HC_TRY(add_plot(ctx, &line, rate, half, result));
cleanup:
    free(rate);
    free(half);
    return status;
}

const hc_measured_analysis hc_analysis_double_layer = {
    .name = "double_layer",
    .summary = "Active area from the double-layer capacitance against the scan rate.",
    .reference = "McCrory, Jung, Peters, Jaramillo, J. Am. Chem. Soc. 135, 16977 (2013)",
    .keywords = keywords,
    .options_size = sizeof(double_layer_options),
    .apply = apply,
};
