#include "workflow/evaluate_profile.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "halfcell/units.h"
#include "workflow/series.h"

/* Seed of the sampled errors of barriers: fixed, so that an evaluation repeats itself. */
#define ERROR_SEED 20250101u

/* The series of the constraints that grow, in atomic units, in the rows of some phase; gradient k of a row belongs to
 * the xi of the row before. */
typedef struct growth_rows {
    size_t ncolvar, count;
    double **xi, **gradient; /* [ncolvar][count] */
    double *weight;          /* [count] */
} growth_rows;

static void rows_clear(growth_rows *rows)
{
    for (size_t k = 0; k < rows->ncolvar; k++) {
        free(rows->xi ? rows->xi[k] : NULL);
        free(rows->gradient ? rows->gradient[k] : NULL);
    }
    free(rows->xi);
    free(rows->gradient);
    free(rows->weight);
    *rows = (growth_rows){0};
}

static size_t growing_count(const hc_setup *setup)
{
    size_t count = 0;
    for (size_t k = 0; k < setup->nconstraint; k++) {
        count += setup->constraint[k].rate != 0.0;
    }
    return count;
}

/* Index of the n-th constraint that grows. */
static size_t growing_index(const hc_setup *setup, size_t n)
{
    for (size_t k = 0; k < setup->nconstraint; k++) {
        if (setup->constraint[k].rate != 0.0 && n-- == 0) {
            return k;
        }
    }
    return setup->nconstraint;
}

static hc_status rows_allocate(hc_context *ctx, size_t ncolvar, size_t count, growth_rows *rows)
{
    hc_status status = HC_OK;
    rows->ncolvar = ncolvar;
    rows->count = count;
    HC_TRY(hc_allocate(ctx, ncolvar, sizeof *rows->xi, &rows->xi));
    HC_TRY(hc_allocate(ctx, ncolvar, sizeof *rows->gradient, &rows->gradient));
    HC_TRY(hc_allocate(ctx, count, sizeof *rows->weight, &rows->weight));
    for (size_t n = 0; n < ncolvar; n++) {
        HC_TRY(hc_allocate(ctx, count, sizeof **rows->xi, &rows->xi[n]));
        HC_TRY(hc_allocate(ctx, count, sizeof **rows->gradient, &rows->gradient[n]));
    }
cleanup:
    return status;
}

static bool in_phase(const double *phase, size_t row, size_t index)
{
    return phase[row] == (double)index;
}

static hc_status rows_of_phase(hc_context *ctx, const hc_evaluation *e, size_t index, growth_rows *rows)
{
    const double *phase = hc_table_values(e->series, "phase"), *weight = hc_table_values(e->series, "weight");
    size_t count = 0, ncolvar = growing_count(e->setup);
    char *gradient_name = NULL;
    hc_status status = HC_OK;
    for (size_t i = 1; i < e->series->nrow; i++) {
        count += in_phase(phase, i, index);
    }
    /* The last step of a growth has no mean force, see series.h. */
    if (index < e->plan->count && e->plan->phase[index].kind == HC_PHASE_GROW && count == e->plan->phase[index].steps) {
        count--;
    }
    HC_TRY(rows_allocate(ctx, ncolvar, count, rows));
    for (size_t n = 0; n < ncolvar; n++) {
        size_t k = growing_index(e->setup, n), filled = 0;
        double unit = e->setup->colvar[k]->record->unit;
        HC_TRY(hc_series_gradient_name(ctx, e->setup, k, &gradient_name));
        const double *xi = hc_table_values(e->series, e->setup->name[k]),
                     *gradient = hc_table_values(e->series, gradient_name);
        free(gradient_name);
        gradient_name = NULL;
        if (!xi || !gradient || !weight) {
            return hc_fail(ctx, HC_ERROR_FORMAT, "series.csv lacks the columns of constraint '%s'", e->setup->name[k]);
        }
        for (size_t i = 1; i < e->series->nrow; i++) {
            if (in_phase(phase, i, index) && filled < count) {
                rows->xi[n][filled] = xi[i - 1] * unit;
                rows->gradient[n][filled] = gradient[i] * HC_EV / unit;
                rows->weight[filled++] = weight[i];
            }
        }
    }
cleanup:
    free(gradient_name);
    return status;
}

/* Several constraints that grow together become one: the progress along the path and the total force along it. */
static hc_status rows_combine(hc_context *ctx, growth_rows *rows)
{
    growth_rows one = {0};
    hc_status status = HC_OK;
    if (rows->ncolvar < 2) {
        return HC_OK;
    }
    HC_TRY(rows_allocate(ctx, 1, rows->count, &one));
    HC_TRY(hc_profile_combine(ctx, rows->ncolvar, rows->count, (const double *const *)rows->xi,
                              (const double *const *)rows->gradient, one.xi[0], one.gradient[0]));
    for (size_t i = 0; i < rows->count; i++) {
        one.weight[i] = rows->weight[i];
    }
    rows_clear(rows);
    *rows = one;
    one = (growth_rows){0};
cleanup:
    rows_clear(&one);
    return status;
}

static hc_growth growth_of(const growth_rows *rows)
{
    return (hc_growth){.count = rows->count, .xi = rows->xi[0], .gradient = rows->gradient[0], .weight = rows->weight};
}

static hc_status add_path(hc_context *ctx, hc_evaluation *e, const char *name, hc_profile *profile)
{
    hc_path *path = &e->path[e->npath++];
    path->name = name;
    path->profile = profile;
    return hc_profile_summarise(ctx, profile, ERROR_SEED, &path->summary);
}

/* The phase of that direction; count when there is none. */
static size_t find_growth(const hc_plan *plan, int direction)
{
    size_t i = 0;
    while (i < plan->count && plan->phase[i].direction != direction) {
        i++;
    }
    return i;
}

static hc_status add_pair(hc_context *ctx, hc_evaluation *e, const growth_rows *forward, const growth_rows *backward,
                          size_t bins)
{
    hc_growth there = growth_of(forward), back = growth_of(backward);
    hc_growth_pair pair = {0};
    hc_table *table = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_profile_from_growth_pair(ctx, &there, &back, bins, &pair));
    e->hysteresis = pair.hysteresis;
    e->has_hysteresis = true;
    HC_TRY(hc_profile_pair_table(ctx, &pair, "profile", e->xi_unit, &table));
    HC_TRY(hc_table_list_add(ctx, &e->profiles, table));
    hc_profile *profile[HC_PATH_MAX] = {pair.forward, pair.backward, pair.mean};
    static const char *const name[HC_PATH_MAX] = {"forward", "backward", "mean"};
    pair.forward = pair.backward = pair.mean = NULL;
    for (size_t i = 0; i < HC_PATH_MAX; i++) {
        /* All three are owned by the evaluation before any can fail. */
        e->path[i] = (hc_path){.name = name[i], .profile = profile[i]};
    }
    e->npath = HC_PATH_MAX;
    /* The mean of two directions that went different ways is the profile of neither. */
    e->quoted = e->hysteresis.agree ? 2 : 0;
    for (size_t i = 0; i < HC_PATH_MAX; i++) {
        HC_TRY(hc_profile_summarise(ctx, e->path[i].profile, ERROR_SEED, &e->path[i].summary));
    }
cleanup:
    hc_growth_pair_clear(&pair);
    return status;
}

/* One table of the mean forces of all paths; they share their bins. */
static hc_status gradient_columns(hc_context *ctx, const hc_evaluation *e, hc_table *table)
{
    const hc_colvar_record *kind = e->setup->colvar[growing_index(e->setup, 0)]->record;
    const char *unit = growing_count(e->setup) == 1 ? hc_series_gradient_unit(kind) : "ev_per_xi";
    hc_status status = HC_OK;
    HC_TRY(hc_table_add_column(
        ctx, table,
        &(hc_column_options){.name = "xi", .label = "ξ", .unit = e->xi_unit.name, .style = HC_TABLE_POINTS}));
    for (size_t i = 0; i < e->npath; i++) {
        hc_column_options options = {
            .name = e->path[i].name, .unit = unit, .has_error = true, .style = HC_TABLE_POINTS};
        HC_TRY(hc_table_add_column(ctx, table, &options));
    }
cleanup:
    return status;
}

static hc_status add_gradient_table(hc_context *ctx, hc_evaluation *e)
{
    double value[1 + HC_PATH_MAX], error[1 + HC_PATH_MAX], unit = HC_EV / e->xi_unit.size;
    hc_table *table = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_table_create(ctx, "gradient", "Mean force dA/dξ",
                           "Of each window or bin, with its standard error, correlation included.", &table));
    HC_TRY(gradient_columns(ctx, e, table));
    for (size_t row = 0; row < e->path[0].profile->ngradient; row++) {
        value[0] = e->path[0].profile->gradient_xi[row] / e->xi_unit.size;
        error[0] = NAN;
        for (size_t i = 0; i < e->npath; i++) {
            value[1 + i] = e->path[i].profile->gradient[row] / unit;
            error[1 + i] = e->path[i].profile->gradient_error[row] / unit;
        }
        HC_TRY(hc_table_add_row(ctx, table, value, error));
    }
    status = hc_table_list_add(ctx, &e->profiles, table);
    table = NULL;
cleanup:
    hc_table_free(table);
    return status;
}

static hc_status add_single(hc_context *ctx, hc_evaluation *e, const char *name, hc_profile *profile,
                            const char *quantity)
{
    hc_table *table = NULL;
    hc_status status = HC_OK;
    HC_TRY(add_path(ctx, e, name, profile));
    HC_TRY(hc_profile_table(ctx, profile, "profile", quantity, e->xi_unit, &table));
    HC_TRY(hc_table_list_add(ctx, &e->profiles, table));
cleanup:
    return status;
}

static hc_status evaluate_growth(hc_context *ctx, const hc_growth_options *options, hc_evaluation *e)
{
    size_t bins = (size_t)options->bins, forward_phase = find_growth(e->plan, 1), back_phase = find_growth(e->plan, -1);
    growth_rows forward = {0}, backward = {0};
    hc_profile *profile = NULL;
    hc_status status = HC_OK;
    HC_TRY(rows_of_phase(ctx, e, forward_phase, &forward));
    HC_TRY(rows_combine(ctx, &forward));
    HC_TRY(rows_of_phase(ctx, e, back_phase, &backward));
    HC_TRY(rows_combine(ctx, &backward));
    if (forward.count < 2 * bins) {
        goto cleanup; /* too little of it is there */
    }
    if (backward.count >= 2 * bins) {
        HC_TRY(add_pair(ctx, e, &forward, &backward, bins));
    } else {
        hc_growth growth = growth_of(&forward);
        HC_TRY(hc_profile_from_growth(ctx, &growth, bins, NAN, NAN, &profile));
        HC_TRY(add_single(ctx, e, "forward", profile, "work"));
    }
    HC_TRY(add_gradient_table(ctx, e));
cleanup:
    rows_clear(&forward);
    rows_clear(&backward);
    return status;
}

/* Mean force of one window: of the constraint that grows, or of the progress when several do. */
static hc_status evaluate_window(hc_context *ctx, const hc_evaluation *e, size_t phase, double fraction, double *xi,
                                 hc_estimate *estimate)
{
    growth_rows rows = {0};
    double *force = NULL;
    hc_status status = HC_OK;
    HC_TRY(rows_of_phase(ctx, e, phase, &rows));
    HC_TRY(hc_allocate(ctx, rows.count, sizeof *force, &force));
    for (size_t n = 0; n < rows.ncolvar; n++) {
        const hc_constraint *whole = &e->setup->constraint[growing_index(e->setup, n)];
        /* d xi / d progress, or 1 when xi itself is the coordinate. */
        double slope = rows.ncolvar == 1 ? 1.0 : whole->stop - whole->start;
        for (size_t i = 0; i < rows.count; i++) {
            force[i] += slope * rows.gradient[n][i];
        }
        *xi = rows.ncolvar == 1 ? whole->start + fraction * (whole->stop - whole->start) : fraction;
    }
    HC_TRY(hc_statistics_weighted_mean(ctx, rows.count, force, rows.weight, estimate));
cleanup:
    free(force);
    rows_clear(&rows);
    return status;
}

static hc_status evaluate_windows(hc_context *ctx, const hc_windows_options *options, hc_evaluation *e)
{
    size_t count = (size_t)options->windows, done = 0;
    const double *phase_column = hc_table_values(e->series, "phase");
    double last_phase = e->series->nrow > 0 ? phase_column[e->series->nrow - 1] : -1.0;
    double *xi = NULL, *mean = NULL, *error = NULL;
    hc_profile *profile = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, count, sizeof *xi, &xi));
    HC_TRY(hc_allocate(ctx, count, sizeof *mean, &mean));
    HC_TRY(hc_allocate(ctx, count, sizeof *error, &error));
    for (size_t i = 0; i < e->plan->count; i++) {
        const hc_phase *phase = &e->plan->phase[i];
        bool whole = (double)i < last_phase || ((double)i == last_phase && e->complete);
        if (phase->kind == HC_PHASE_SAMPLE && whole) {
            hc_estimate estimate;
            double fraction = (double)phase->window / (double)(count - 1);
            HC_TRY(evaluate_window(ctx, e, i, fraction, &xi[done], &estimate));
            mean[done] = estimate.mean;
            error[done++] = estimate.error;
        }
    }
    if (done >= 2) {
        bool descending = xi[1] < xi[0];
        HC_TRY(hc_profile_from_windows(ctx, done, xi, mean, error, (hc_profile_rule)options->rule, 0, descending,
                                       &profile));
        HC_TRY(add_single(ctx, e, "windows", profile, "free_energy"));
        HC_TRY(add_gradient_table(ctx, e));
    }
cleanup:
    free(xi);
    free(mean);
    free(error);
    return status;
}

hc_status hc_evaluate_profile(hc_context *ctx, hc_evaluation *e)
{
    const hc_sampling_record *sampling = e->job.sampling.record;
    size_t growing = growing_count(e->setup);
    hc_status status = HC_OK;
    if (growing == 0 || e->steps == 0) {
        return HC_OK;
    }
    if (growing == 1) {
        const hc_colvar_record *record = e->setup->colvar[growing_index(e->setup, 0)]->record;
        HC_TRY(hc_format(ctx, &e->xi_name, "%s", e->setup->name[growing_index(e->setup, 0)]));
        e->xi_unit = (hc_xi_unit){record->unit_name, record->unit};
    } else {
        HC_TRY(hc_format(ctx, &e->xi_name, "progress"));
        e->xi_unit = (hc_xi_unit){"", 1.0};
    }
    switch (sampling->kind) {
    case HC_SAMPLING_SLOW_GROWTH:
        return evaluate_growth(ctx, e->job.sampling.options, e);
    case HC_SAMPLING_BLUE_MOON:
        return evaluate_windows(ctx, e->job.sampling.options, e);
    case HC_SAMPLING_PLAIN:
        break;
    }
cleanup:
    return status;
}
