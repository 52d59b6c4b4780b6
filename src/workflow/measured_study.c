#include "workflow/measured_study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static hc_status read_experiment(hc_context *ctx, const char *path, const hc_text_list *set, hc_experiment_result *r)
{
    hc_status status = HC_OK;
    HC_TRY(hc_yaml_read_with(ctx, path, set, &r->yaml));
    HC_TRY(hc_schema_parse(ctx, &hc_experiment_section, r->yaml, &r->experiment));
    const hc_experiment *e = &r->experiment;
    if (e->curves.count + e->runs.count + e->analyses.count == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "%s: there is nothing to evaluate: give curves, runs or analyses", path);
        goto cleanup;
    }
    status = hc_literature_check(ctx, e->literature);
    if (status != HC_OK) {
        status = hc_schema_fail_at(ctx, status, r->yaml, "literature");
    }
cleanup:
    return status;
}

static hc_status check_labels(hc_context *ctx, const hc_experiment_result *r)
{
    for (size_t i = 0; i < r->experiment.curves.count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(r->curve[i].label, r->curve[k].label) == 0) {
                hc_status status = hc_fail(ctx, HC_ERROR_INPUT, "the label '%s' stands twice", r->curve[i].label);
                return hc_schema_fail_at(ctx, status, r->yaml, "curves[%zu].label", i);
            }
        }
    }
    return HC_OK;
}

/* A file that names RHE or SHE as its scale must not be shifted by another electrode. */
static hc_status check_scale(hc_context *ctx, const hc_experiment_result *r, const hc_trace *trace)
{
    static const char *const scales[] = {"rhe", "she"};
    const char *electrode = r->experiment.conditions.reference.electrode;
    for (size_t i = 0; i < 2; i++) {
        if (strcasecmp(trace->reference, scales[i]) == 0 && strcmp(electrode, scales[i]) != 0) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "the file gives potentials against %s, but reference.electrode is '%s'; all files of an "
                           "experiment have one reference electrode",
                           trace->reference, electrode);
        }
    }
    return HC_OK;
}

static hc_status read_curves(hc_context *ctx, hc_experiment_result *r)
{
    hc_status status = HC_OK;
    const size_t count = r->experiment.curves.count;
    HC_TRY(hc_allocate(ctx, count, sizeof *r->curve_trace, &r->curve_trace));
    HC_TRY(hc_allocate(ctx, count, sizeof *r->curve, &r->curve));
    for (size_t i = 0; i < count; i++) {
        const hc_experiment_curve *curve = hc_experiment_curve_at(&r->experiment, i);
        status = hc_file_options_read(ctx, &curve->file, &r->curve_trace[i]);
        if (status == HC_OK) {
            status = check_scale(ctx, r, r->curve_trace[i]);
        }
        if (status != HC_OK) {
            status = hc_schema_fail_at(ctx, status, r->yaml, "curves[%zu]", i);
            goto cleanup;
        }
        const hc_trace *trace = r->curve_trace[i];
        r->curve[i] = (hc_measured_curve){.label = curve->label,
                                          .trace = trace,
                                          .scan_rate_v_s = isfinite(curve->scan_rate_v_s) ? curve->scan_rate_v_s
                                                                                          : trace->scan_rate_v_s,
                                          .rotation_rpm = curve->rotation_rpm};
        hc_text_add(&r->notes, hc_text_string(&trace->notes));
    }
    HC_TRY(check_labels(ctx, r));
cleanup:
    return status;
}

static hc_status evaluate_run(hc_context *ctx, hc_experiment_result *r, size_t index)
{
    hc_status status = HC_OK;
    const hc_experiment_run *run = hc_experiment_run_at(&r->experiment, index);
    hc_product_measurement *measurements = NULL;
    HC_TRY(hc_allocate(ctx, run->products.count, sizeof *measurements, &measurements));
    for (size_t i = 0; i < run->products.count; i++) {
        measurements[i] = (hc_product_measurement){run->products.item[i].record, run->products.item[i].options};
    }
    if (run->file.file != NULL) {
        HC_TRY(hc_file_options_read(ctx, &run->file, &r->run_trace[index]));
        HC_TRY(check_scale(ctx, r, r->run_trace[index]));
        hc_text_add(&r->notes, hc_text_string(&r->run_trace[index]->notes));
    }
    r->nrun = index + 1; /* is cleared from here on */
    HC_TRY(hc_run_evaluate(ctx, &r->experiment.conditions, &run->run, r->run_trace[index], run->products.count,
                           measurements, &r->run[index]));
cleanup:
    free(measurements);
    return status;
}

static hc_status evaluate_runs(hc_context *ctx, hc_experiment_result *r)
{
    hc_status status = HC_OK;
    const size_t count = r->experiment.runs.count;
    HC_TRY(hc_allocate(ctx, count, sizeof *r->run, &r->run));
    HC_TRY(hc_allocate(ctx, count, sizeof *r->run_trace, &r->run_trace));
    for (size_t i = 0; i < count; i++) {
        status = evaluate_run(ctx, r, i);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, r->yaml, "runs[%zu]", i);
        }
    }
cleanup:
    return status;
}

static hc_status evaluate_analyses(hc_context *ctx, hc_experiment_result *r)
{
    hc_status status = HC_OK;
    const hc_variant_list *list = &r->experiment.analyses;
    const hc_measured_input input = {.conditions = &r->experiment.conditions,
                                     .scale = &r->scale,
                                     .ncurve = r->experiment.curves.count,
                                     .curve = r->curve,
                                     .nrun = r->nrun,
                                     .run = r->run};
    HC_TRY(hc_allocate(ctx, list->count, sizeof *r->analysis, &r->analysis));
    for (size_t i = 0; i < list->count; i++) {
        const hc_measured_analysis *analysis = list->item[i].record;
        r->nanalysis = i + 1;
        status = analysis->apply(ctx, list->item[i].options, &input, &r->analysis[i]);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, r->yaml, "analyses[%zu]", i);
        }
        hc_text_add(&r->notes, hc_text_string(&r->analysis[i].notes));
    }
cleanup:
    return status;
}

hc_status hc_experiment_evaluate(hc_context *ctx, const char *path, const hc_text_list *set,
                                 hc_experiment_result **result)
{
    hc_status status = HC_OK;
    hc_experiment_result *made = NULL;
    *result = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(read_experiment(ctx, path, set, made));
    status = hc_potential_scale_make(ctx, &made->experiment.conditions, &made->sources, &made->scale, &made->notes);
    if (status != HC_OK) {
        status = hc_schema_fail_at(ctx, status, made->yaml, "reference");
        goto cleanup;
    }
    HC_TRY(read_curves(ctx, made));
    HC_TRY(evaluate_runs(ctx, made));
    HC_TRY(evaluate_analyses(ctx, made));
    *result = made;
    made = NULL;
cleanup:
    hc_experiment_result_free(made);
    return status;
}

void hc_experiment_result_free(hc_experiment_result *r)
{
    if (r == NULL) {
        return;
    }
    for (size_t i = 0; i < r->nanalysis; i++) {
        hc_measured_result_clear(&r->analysis[i]);
    }
    for (size_t i = 0; i < r->nrun; i++) {
        hc_run_result_clear(&r->run[i]);
    }
    for (size_t i = 0; r->run_trace != NULL && i < r->experiment.runs.count; i++) {
        hc_trace_free(r->run_trace[i]);
    }
    for (size_t i = 0; r->curve_trace != NULL && i < r->experiment.curves.count; i++) {
        hc_trace_free(r->curve_trace[i]);
    }
    free(r->analysis);
    free(r->run);
    free(r->run_trace);
    free(r->curve_trace);
    free(r->curve);
    hc_text_clear(&r->notes);
    hc_schema_clear(&hc_experiment_section, &r->experiment);
    hc_yaml_free(r->yaml);
    free(r);
}

const char *hc_closure_name(hc_closure closure)
{
    static const char *const names[] = {
        [HC_CLOSURE_CLOSED] = "closed", [HC_CLOSURE_MISSING] = "missing", [HC_CLOSURE_ABOVE] = "above"};
    return names[closure];
}

const char *hc_run_largest_source(const hc_run_result *run, const hc_uncertain *number)
{
    size_t index = hc_uncertain_largest(number, &run->sources);
    return index < run->sources.count ? run->sources.name[index] : "";
}
