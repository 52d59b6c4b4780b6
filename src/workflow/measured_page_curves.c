/* Figures of the curves of a measured experiment. */
#include <stdio.h>
#include <stdlib.h>

#include "report/figure.h"
#include "workflow/measured_page.h"

#define CURVE_POINTS_MAX 4000 /* of a curve on the page; the CSV files have all */

static const char voltammetry[] = "Voltammetry", recordings[] = "Currents over time";

/* Every k-th row, so that at most CURVE_POINTS_MAX are left; in place. */
static size_t thin(size_t count, double *x, double *y)
{
    size_t stride = count / CURVE_POINTS_MAX + 1, kept = 0;
    for (size_t i = 0; i < count; i += stride) {
        x[kept] = x[i];
        y[kept++] = y[i];
    }
    return kept;
}

static hc_status add_voltammogram(hc_context *ctx, const hc_measured_input *input, const hc_measured_curve *curve,
                                  hc_json *figure)
{
    double *potential = NULL, *density = NULL;
    hc_status status = hc_measured_curve_rhe(ctx, input, curve, &potential, &density);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < curve->trace->nrow; i++) {
        density[i] *= 0.1;
    }
    size_t count = thin(curve->trace->nrow, potential, density);
    hc_figure_add_series(figure, &(hc_figure_series){.label = curve->label,
                                                     .unit = "mA/cm²",
                                                     .style = HC_FIGURE_LINE,
                                                     .count = count,
                                                     .x = potential,
                                                     .value = density});
    free(potential);
    free(density);
    return HC_OK;
}

/* Recordings over time have a figure of their own. */
static bool is_voltammogram(const hc_trace *trace)
{
    return trace->technique != HC_TECHNIQUE_CA && trace->technique != HC_TECHNIQUE_CP &&
           trace->technique != HC_TECHNIQUE_OCP;
}

static hc_json *begin_voltammograms(hc_technique technique)
{
    hc_figure_axis x = {.label = "potential", .unit = "V vs RHE"}, y = {.label = "current density"};
    char id[40], title[80];
    snprintf(id, sizeof id, "voltammograms-%d", (int)technique);
    snprintf(title, sizeof title, "Voltammograms: %s", hc_technique_name(technique));
    return hc_figure_curves(&(hc_figure_head){.id = id,
                                              .group = voltammetry,
                                              .title = title,
                                              .caption = "Against RHE and corrected for the ohmic drop, by the "
                                                         "geometric area. Reductions are negative.",
                                              .wide = true},
                            &x, &y, true);
}

/* A figure for each technique: a double layer would be a line beside a sweep into a reaction. */
hc_status hc_experiment_add_voltammograms(hc_context *ctx, const hc_experiment_result *r, hc_json *figures)
{
    const hc_measured_input input = {.conditions = &r->experiment.conditions, .scale = &r->scale};
    hc_json *figure[HC_TECHNIQUE_OCP + 1] = {NULL};
    for (size_t i = 0; i < r->experiment.curves.count; i++) {
        const hc_trace *trace = r->curve[i].trace;
        if (!is_voltammogram(trace)) {
            continue;
        }
        if (figure[trace->technique] == NULL) {
            figure[trace->technique] = begin_voltammograms(trace->technique);
            hc_json_append(figures, figure[trace->technique]);
        }
        hc_status status = add_voltammogram(ctx, &input, &r->curve[i], figure[trace->technique]);
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}

/* Current densities of the runs' files over the time of each file. */
static hc_status add_recording(hc_context *ctx, const hc_experiment_result *r, const hc_trace *trace, const char *label,
                               hc_json *figure)
{
    hc_status status = HC_OK;
    double *hours = NULL, *density = NULL;
    const double *amperes = trace->value[HC_TRACE_CURRENT], *densities = trace->value[HC_TRACE_CURRENT_DENSITY];
    HC_TRY(hc_allocate(ctx, trace->nrow, sizeof *hours, &hours));
    HC_TRY(hc_allocate(ctx, trace->nrow, sizeof *density, &density));
    for (size_t i = 0; i < trace->nrow; i++) {
        hours[i] = (trace->value[HC_TRACE_TIME][i] - trace->value[HC_TRACE_TIME][0]) / 3600.0;
        density[i] = 0.1 * (amperes ? amperes[i] / r->experiment.conditions.electrode.area_m2 : densities[i]);
    }
    size_t count = thin(trace->nrow, hours, density);
    hc_figure_add_series(
        figure,
        &(hc_figure_series){
            .label = label, .unit = "mA/cm²", .style = HC_FIGURE_LINE, .count = count, .x = hours, .value = density});
cleanup:
    free(hours);
    free(density);
    return status;
}

hc_status hc_experiment_add_currents(hc_context *ctx, const hc_experiment_result *r, hc_json *figures)
{
    hc_figure_axis x = {.label = "time", .unit = "h"}, y = {.label = "current density"};
    hc_json *figure = NULL;
    for (size_t i = 0; i < r->nrun; i++) {
        if (r->run_trace[i] == NULL) {
            continue;
        }
        if (figure == NULL) {
            figure = hc_figure_curves(&(hc_figure_head){.id = "currents",
                                                        .group = recordings,
                                                        .title = "Currents of the electrolyses",
                                                        .caption = "From the beginning of each file, by the geometric "
                                                                   "area.",
                                                        .wide = true},
                                      &x, &y, false);
            hc_json_append(figures, figure);
        }
        hc_status status = add_recording(ctx, r, r->run_trace[i], r->run[i].label, figure);
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}
