/* Stability: how a current, or anything else, decays over hours. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "math/line_fit.h"
#include "measured/analyses.h"

typedef struct stability_options {
    char *curve, *quantity;
    double begin_s, end_s;
    hc_real_list times_s, values;
} stability_options;

#define HOUR 3600.0
#define POINTS_MAX 2000

static const hc_keyword keywords[] = {{.name = "curve",
                                       .type = HC_VALUE_TEXT,
                                       .offset = offsetof(stability_options, curve),
                                       .default_text = "",
                                       .doc = "Label of a chronoamperogram; or give times_h and values."},
                                      {.name = "begin_s",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(stability_options, begin_s),
                                       .unit = 1.0,
                                       .default_text = "",
                                       .doc = "Leaves out what comes before: the charging of the double layer."},
                                      {.name = "end_s",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(stability_options, end_s),
                                       .unit = 1.0,
                                       .default_text = "",
                                       .doc = "... and what comes behind."},
                                      {.name = "times_h",
                                       .type = HC_VALUE_REAL_LIST,
                                       .offset = offsetof(stability_options, times_s),
                                       .unit = HOUR,
                                       .default_text = "",
                                       .doc = "Times of the values, hours."},
                                      {.name = "values",
                                       .type = HC_VALUE_REAL_LIST,
                                       .offset = offsetof(stability_options, values),
                                       .unit = 1.0,
                                       .default_text = "",
                                       .doc = "For example Faradaic efficiencies in percent."},
                                      {.name = "quantity",
                                       .type = HC_VALUE_TEXT,
                                       .offset = offsetof(stability_options, quantity),
                                       .default_text = "",
                                       .doc = "What the values are, with their unit: \"FE of CO, %\"."},
                                      {0}};

typedef struct series {
    size_t count;
    double *time, *value;
} series;

static hc_status allocate_series(hc_context *ctx, size_t count, series *s)
{
    hc_status status = hc_allocate(ctx, count, sizeof(double), &s->time);
    return status == HC_OK ? hc_allocate(ctx, count, sizeof(double), &s->value) : status;
}

/* Rows of the curve in the time that counts, as mean values of neighbours when there are many; mA/cm^2. */
static hc_status series_of_curve(hc_context *ctx, const stability_options *o, const hc_measured_input *input, series *s)
{
    hc_status status = HC_OK;
    const hc_measured_curve *curve = NULL;
    double *potential = NULL, *density = NULL;
    size_t kept = 0;
    HC_TRY(hc_measured_curve_find(ctx, input, o->curve, &curve));
    const double *time = curve->trace->value[HC_TRACE_TIME];
    if (time == NULL) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "the curve '%s' has no time", o->curve);
        goto cleanup;
    }
    HC_TRY(hc_measured_curve_rhe(ctx, input, curve, &potential, &density));
    HC_TRY(allocate_series(ctx, curve->trace->nrow, s));
    for (size_t i = 0; i < curve->trace->nrow; i++) {
        if ((isnan(o->begin_s) || time[i] >= o->begin_s) && (isnan(o->end_s) || time[i] <= o->end_s)) {
            s->time[kept] = time[i];
            s->value[kept++] = density[i] / 10.0;
        }
    }
    size_t block = kept / POINTS_MAX + 1;
    for (s->count = 0; (s->count + 1) * block <= kept; s->count++) {
        double t = 0.0, v = 0.0;
        for (size_t k = 0; k < block; k++) {
            t += s->time[s->count * block + k] / (double)block;
            v += s->value[s->count * block + k] / (double)block;
        }
        s->time[s->count] = t;
        s->value[s->count] = v;
    }
cleanup:
    free(potential);
    free(density);
    return status;
}

static hc_status series_of_values(hc_context *ctx, const stability_options *o, series *s)
{
    if (o->times_s.count != o->values.count || o->values.count == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "give a curve, or as many values (%zu) as times_h (%zu)", o->values.count,
                       o->times_s.count);
    }
    hc_status status = allocate_series(ctx, o->values.count, s);
    for (size_t i = 0; status == HC_OK && i < o->values.count; i++) {
        s->time[i] = o->times_s.value[i];
        s->value[i] = o->values.value[i];
        if (i > 0 && !(s->time[i] > s->time[i - 1])) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "times_h must ascend; entry %zu does not", i);
        }
    }
    s->count = o->values.count;
    return status;
}

static hc_status add_plot(hc_context *ctx, const char *name, bool is_current, const series *s,
                          const hc_decay_fit *decay, const hc_line_fit *line, hc_measured_result *result)
{
    hc_table *table = NULL;
    char id[96], title[128];
    const char *unit = is_current ? "ma_per_cm2" : "";
    snprintf(id, sizeof id, "stability-%.64s", name);
    for (char *at = id; *at != '\0'; at++) {
        *at = *at == ' ' || *at == '/' || *at == ',' || *at == '%' ? '-' : *at;
    }
    snprintf(title, sizeof title, "Stability: %.80s", name);
    const hc_measured_plot_options options = {
        .id = id,
        .title = title,
        .caption = decay->resolved ? "An exponential decay to a plateau, fitted by least squares."
                                   : "A straight line: no decay time can be told from these data.",
        .x = {.name = "time", .unit = "h"},
        .points = {.name = "measured", .label = "measured", .unit = unit},
        .curve = {.name = "fit", .label = "fit", .unit = unit}};
    hc_status status = hc_measured_add_plot(ctx, result, &options, &table);
    for (size_t i = 0; status == HC_OK && i < s->count; i++) {
        double t = s->time[i] - s->time[0];
        double fitted = decay->resolved ? decay->plateau + decay->amplitude * exp(-t / decay->tau)
                                        : hc_line_fit_at(line, s->time[i], NULL);
        status = hc_table_add_row(ctx, table, (double[3]){s->time[i] / HOUR, s->value[i], fitted}, NULL);
    }
    return status;
}

static hc_status add_values(hc_context *ctx, const char *name, const series *s, const hc_decay_fit *decay,
                            const hc_line_fit *line, hc_measured_result *result)
{
    double first = hc_line_fit_at(line, s->time[0], NULL);
    double drift = 100.0 * line->slope * HOUR / first;
    hc_measured_value values[3] = {
        {.label = "Drift", .unit = "%/h", .value = drift, .error = fabs(drift * line->slope_error / line->slope)},
        {.label = "Decay time", .unit = "h", .value = decay->tau / HOUR, .error = decay->tau_error / HOUR},
        {.label = "Plateau over start", .unit = "%"}};
    double start = decay->plateau + decay->amplitude;
    values[2].value = 100.0 * decay->plateau / start;
    values[2].error = fabs(100.0 / (start * start)) *
                      hypot(decay->amplitude * decay->plateau_error, decay->plateau * decay->amplitude_error);
    static const char *const keys[3] = {"drift_percent_per_h", "decay_time_h", "plateau_percent"};
    for (size_t i = 0; i < (decay->resolved ? 3u : 1u); i++) {
        snprintf(values[i].key, sizeof values[i].key, "%s", keys[i]);
        snprintf(values[i].note, sizeof values[i].note, "%.80s, %.3g h watched", name,
                 (s->time[s->count - 1] - s->time[0]) / HOUR);
        hc_status status = hc_measured_add_value(ctx, result, &values[i]);
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}

static hc_status apply(hc_context *ctx, const void *options, const hc_measured_input *input, hc_measured_result *result)
{
    const stability_options *o = options;
    hc_status status = HC_OK;
    series s = {0};
    hc_decay_fit decay;
    hc_line_fit line;
    const char *name = o->quantity ? o->quantity : o->curve ? o->curve : "values";
    if (o->curve != NULL) {
        HC_TRY(series_of_curve(ctx, o, input, &s));
    } else {
        HC_TRY(series_of_values(ctx, o, &s));
    }
    HC_TRY(hc_decay_fit_make(ctx, s.count, s.time, s.value, &decay));
    HC_TRY(hc_line_fit_make(ctx, "drift", s.count, s.time, s.value, &line));
    HC_TRY(add_values(ctx, name, &s, &decay, &line, result));
    HC_TRY(add_plot(ctx, name, o->curve != NULL, &s, &decay, &line, result));
cleanup:
    free(s.time);
    free(s.value);
    return status;
}

const hc_measured_analysis hc_analysis_stability = {
    .name = "stability",
    .summary = "Decay of a current or an efficiency over hours.",
    .reference = "Golub, Pereyra, SIAM J. Numer. Anal. 10, 413 (1973) (variable projection)",
    .keywords = keywords,
    .options_size = sizeof(stability_options),
    .apply = apply,
};
