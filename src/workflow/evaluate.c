#include "workflow/evaluate.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/analysis.h"
#include "base/file.h"
#include "halfcell/units.h"
#include "math/line_fit.h"
#include "report/report.h"
#include "workflow/evaluate_profile.h"
#include "workflow/page.h"
#include "workflow/result_json.h"
#include "workflow/results.h"
#include "workflow/series.h"

static bool counts(const hc_evaluation *e, size_t row)
{
    size_t phase = (size_t)hc_table_values(e->series, "phase")[row];
    return phase < e->plan->count && e->plan->phase[phase].kind != HC_PHASE_EQUILIBRATE;
}

/* Values of a column in the phases that count and where there is one; *picked [*count] is the caller's. */
static hc_status pick(hc_context *ctx, const hc_evaluation *e, const char *name, double **picked, size_t *count)
{
    const double *values = hc_table_values(e->series, name);
    hc_status status = hc_allocate(ctx, e->series->nrow, sizeof **picked, picked);
    *count = 0;
    for (size_t i = 1; i < e->series->nrow && status == HC_OK && values; i++) {
        if (!isnan(values[i]) && counts(e, i)) {
            (*picked)[(*count)++] = values[i];
        }
    }
    return status;
}

static hc_status mean_of_column(hc_context *ctx, const hc_evaluation *e, const char *name, hc_estimate *estimate,
                                bool *has)
{
    double *values = NULL;
    size_t count = 0;
    hc_status status = HC_OK;
    *has = false;
    HC_TRY(pick(ctx, e, name, &values, &count));
    if (count > 0) {
        HC_TRY(hc_statistics_mean(ctx, count, values, estimate));
        *has = true;
    }
cleanup:
    free(values);
    return status;
}

/* Drift by least squares, and how far the quantity is from that line (root mean square). */
static hc_status evaluate_conserved(hc_context *ctx, hc_evaluation *e)
{
    size_t count = e->series->nrow;
    double per_atom = HC_EV / (double)e->setup->structure->natom;
    hc_line_fit fit;
    e->drift = e->fluctuation = NAN;
    if (count < 3) {
        return HC_OK;
    }
    hc_status status = hc_line_fit_make(ctx, "conserved quantity", count, hc_table_values(e->series, "time"),
                                        hc_table_values(e->series, "conserved"), &fit);
    if (status == HC_OK) {
        e->drift = fit.slope * 1000.0 * per_atom;
        e->fluctuation = fit.rmse * sqrt((double)(count - 2) / (double)count) * per_atom;
    }
    return status;
}

/* Where U would be at the ends of the gap, in the same snapshots: a deeper level means a higher potential. */
static void find_gap_ends(hc_evaluation *e)
{
    static const char *const columns[] = {"fermi_level", "homo", "lumo"};
    const double *u = hc_table_values(e->series, "u"), *homo = hc_table_values(e->series, "homo");
    const double *lumo = hc_table_values(e->series, "lumo");
    const double *used = hc_table_values(e->series, columns[e->job.potential->level]);
    double to_homo = 0.0, to_lumo = 0.0;
    size_t count = 0;
    e->u_homo_v = e->u_lumo_v = NAN;
    if (!used || !homo || !lumo) {
        return; /* the folder of an earlier version */
    }
    for (size_t i = 1; i < e->series->nrow; i++) {
        if (!isnan(u[i]) && counts(e, i)) {
            to_homo += used[i] - homo[i];
            to_lumo += used[i] - lumo[i];
            count++;
        }
    }
    e->u_homo_v = e->u_she_v.mean + to_homo / (double)count;
    e->u_lumo_v = e->u_she_v.mean + to_lumo / (double)count;
}

static hc_status evaluate_potential(hc_context *ctx, hc_evaluation *e)
{
    hc_status status = HC_OK;
    bool has = false;
    if (!e->job.potential) {
        return HC_OK;
    }
    HC_TRY(mean_of_column(ctx, e, "work_function", &e->work_function_v, &has));
    HC_TRY(mean_of_column(ctx, e, "u", &e->u_she_v, &e->has_potential));
    if (e->has_potential) {
        e->u_rhe_v = e->u_she_v.mean + hc_rhe_shift_v(e->job.potential->ph, e->job.dynamics.md.kT);
        find_gap_ends(e);
    }
cleanup:
    return status;
}

/* Mean force of constraints that are held in a plain run. */
static hc_status evaluate_mean_forces(hc_context *ctx, hc_evaluation *e)
{
    const hc_sampling_record *sampling = e->job.sampling.record;
    double *gradient = NULL, *weight = NULL;
    char *name = NULL;
    size_t count = 0, nweight = 0;
    hc_status status = HC_OK;
    if (sampling->kind != HC_SAMPLING_PLAIN || e->setup->nconstraint == 0 || e->steps == 0) {
        return HC_OK;
    }
    if (e->job.dynamics.schedule.count > 0) {
        return HC_OK; /* a mean over temperatures is no free energy gradient at any of them */
    }
    HC_TRY(hc_allocate(ctx, e->setup->nconstraint, sizeof *e->mean_force, &e->mean_force));
    HC_TRY(pick(ctx, e, "weight", &weight, &nweight));
    for (size_t k = 0; k < e->setup->nconstraint; k++) {
        double unit = e->setup->colvar[k]->record->unit;
        HC_TRY(hc_series_gradient_name(ctx, e->setup, k, &name));
        HC_TRY(pick(ctx, e, name, &gradient, &count));
        for (size_t i = 0; i < count; i++) {
            gradient[i] *= HC_EV / unit;
        }
        HC_TRY(hc_statistics_weighted_mean(ctx, count, gradient, weight, &e->mean_force[k]));
        free(name);
        free(gradient);
        name = NULL;
        gradient = NULL;
    }
cleanup:
    free(name);
    free(gradient);
    free(weight);
    return status;
}

static hc_status evaluate_analyses(hc_context *ctx, const hc_folder *folder, hc_evaluation *e)
{
    size_t count = e->job.analysis.count;
    const hc_analysis_record **records = NULL;
    const void **options = NULL;
    char *path = NULL;
    hc_analysis_range range = {.timestep_fs = NAN};
    hc_status status = HC_OK;
    if (count == 0) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, count, sizeof *records, &records));
    HC_TRY(hc_allocate(ctx, count, sizeof *options, &options));
    for (size_t i = 0; i < count; i++) {
        records[i] = e->job.analysis.item[i].record;
        options[i] = e->job.analysis.item[i].options;
    }
    HC_TRY(hc_folder_file(ctx, folder, "trajectory.extxyz", &path));
    HC_TRY(hc_analysis_file(ctx, path, &range, count, records, options, &e->analyses));
cleanup:
    free(records);
    free(options);
    free(path);
    return status;
}

static hc_status read_folder(hc_context *ctx, const hc_folder *folder, hc_evaluation *e)
{
    char *job = NULL, *start = NULL, *series = NULL;
    hc_yaml *yaml = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_folder_file(ctx, folder, "job.yaml", &job));
    HC_TRY(hc_folder_file(ctx, folder, "start.extxyz", &start));
    HC_TRY(hc_folder_file(ctx, folder, "series.csv", &series));
    HC_TRY(hc_job_read(ctx, job, &yaml, &e->job));
    HC_TRY(hc_setup_create(ctx, &e->job, yaml, start, &e->setup));
    HC_TRY(hc_plan_create(ctx, &e->job, yaml, e->setup, &e->plan));
    HC_TRY(hc_table_read(ctx, series, &e->series));
    if (!hc_table_values(e->series, "phase") || !hc_table_values(e->series, "time") ||
        !hc_table_values(e->series, "conserved")) {
        status =
            hc_fail(ctx, HC_ERROR_FORMAT, "%s: lacks the columns phase, time or conserved; it was changed", series);
        goto cleanup;
    }
    e->steps = e->series->nrow > 0 ? e->series->nrow - 1 : 0;
    e->complete = e->steps >= e->plan->total_steps;
cleanup:
    hc_yaml_free(yaml);
    free(job);
    free(start);
    free(series);
    return status;
}

/* Of a changing temperature a mean says nothing; how far it is from the set one does. */
static hc_status evaluate_temperature(hc_context *ctx, hc_evaluation *e)
{
    bool has = false;
    double *above = NULL, *set = NULL;
    size_t count = 0, nset = 0;
    hc_status status = HC_OK;
    e->temperature_k.mean = e->temperature_k.error = e->above_set_k.mean = e->above_set_k.error = NAN;
    if (e->job.dynamics.schedule.count == 0) {
        return mean_of_column(ctx, e, "temperature", &e->temperature_k, &has);
    }
    HC_TRY(pick(ctx, e, "temperature", &above, &count));
    HC_TRY(pick(ctx, e, "set_temperature", &set, &nset));
    if (nset != count) {
        HC_TRY(hc_fail(ctx, HC_ERROR_FORMAT, "series.csv has %zu temperatures and %zu set temperatures: it was changed",
                       count, nset));
    }
    for (size_t i = 0; i < count; i++) {
        above[i] -= set[i];
    }
    if (count > 0) {
        HC_TRY(hc_statistics_mean(ctx, count, above, &e->above_set_k));
    }
cleanup:
    free(above);
    free(set);
    return status;
}

static void count_unconverged(hc_evaluation *e)
{
    const double *converged = hc_table_values(e->series, "engine_converged");
    for (size_t i = 0; i < e->series->nrow && converged; i++) {
        e->unconverged += converged[i] == 0.0;
    }
}

hc_status hc_evaluation_create(hc_context *ctx, const hc_folder *folder, hc_evaluation **evaluation)
{
    hc_evaluation *e = NULL;
    hc_status status = HC_OK;
    *evaluation = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *e, &e));
    HC_TRY(read_folder(ctx, folder, e));
    count_unconverged(e);
    HC_TRY(evaluate_temperature(ctx, e));
    HC_TRY(evaluate_conserved(ctx, e));
    HC_TRY(evaluate_potential(ctx, e));
    HC_TRY(evaluate_mean_forces(ctx, e));
    HC_TRY(hc_evaluate_profile(ctx, e));
    HC_TRY(evaluate_analyses(ctx, folder, e));
    *evaluation = e;
    e = NULL;
cleanup:
    hc_evaluation_free(e);
    return status;
}

void hc_evaluation_free(hc_evaluation *e)
{
    if (!e) {
        return;
    }
    for (size_t i = 0; i < e->npath; i++) {
        hc_profile_free(e->path[i].profile);
    }
    hc_table_list_clear(&e->profiles);
    hc_table_list_clear(&e->analyses);
    hc_table_free(e->series);
    hc_plan_free(e->plan);
    hc_setup_free(e->setup);
    hc_job_clear(&e->job);
    free(e->mean_force);
    free(e->xi_name);
    free(e);
}

static hc_status write_analyses(hc_context *ctx, const hc_folder *folder, const hc_evaluation *e)
{
    char *directory = NULL;
    hc_status status = HC_OK;
    if (e->analyses.count == 0) {
        return HC_OK;
    }
    HC_TRY(hc_folder_file(ctx, folder, "analysis", &directory));
    HC_TRY(hc_directory_create(ctx, directory));
    HC_TRY(hc_results_tables(ctx, directory, &e->analyses));
cleanup:
    free(directory);
    return status;
}

/* The numbers' files, and the page's data. */
static hc_status evaluate_and_write(hc_context *ctx, const hc_folder *folder, hc_json **page)
{
    hc_evaluation *e = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_evaluation_create(ctx, folder, &e));
    HC_TRY(hc_result_json_write(ctx, folder, e));
    if (e->profiles.count > 0) {
        HC_TRY(hc_results_table(ctx, folder->path, e->profiles.table[0]));
    }
    HC_TRY(write_analyses(ctx, folder, e));
    HC_TRY(hc_page_create(ctx, folder, e, page));
cleanup:
    hc_evaluation_free(e);
    return status;
}

hc_status hc_evaluate_folder(hc_context *ctx, const hc_folder *folder)
{
    hc_json *page = NULL;
    hc_status status = evaluate_and_write(ctx, folder, &page);
    return status == HC_OK ? hc_results_page(ctx, folder->path, page) : status;
}

hc_status hc_report_folder(hc_context *ctx, const char *folder_path)
{
    hc_folder *folder = NULL;
    hc_json *page = NULL;
    char *file = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_folder_open(ctx, folder_path, &folder));
    HC_TRY(evaluate_and_write(ctx, folder, &page));
    HC_TRY(hc_folder_file(ctx, folder, "report.html", &file));
    HC_TRY(hc_report_write(ctx, page, file));
cleanup:
    hc_json_free(page);
    free(file);
    hc_folder_close(folder);
    return status;
}
