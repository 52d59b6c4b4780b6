/* Barriers of steps from folders of `halfcell run`: the profile's barrier at the potential of the run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "kinetics/barrier_computed.h"
#include "workflow/kinetics_study.h"

static double number(const hc_json *object, const char *key, const char *part)
{
    const hc_json *value = hc_json_get(object, key);
    return hc_json_real_of(part ? hc_json_get(value, part) : value);
}

/* What the results say of the barrier. */
static hc_status take_barrier(hc_context *ctx, const hc_json *result, hc_computed_barrier *barrier)
{
    const hc_json *profile = hc_json_get(result, "profile"), *potential = hc_json_get(result, "potential");
    *barrier = (hc_computed_barrier){.barrier_ev = number(profile, "barrier_ev", "value"),
                                     .error_ev = number(profile, "barrier_ev", "error"),
                                     .potential_v_rhe = number(potential, "u_rhe_v", "value"),
                                     .ph = number(potential, "ph", NULL)};
    if (isnan(barrier->barrier_ev)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "there is no profile in it; a run with a growing constraint or with windows has one");
    }
    if (!hc_json_is_true(hc_json_get(result, "complete"))) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the run is not complete; `halfcell run --resume` goes on with it");
    }
    return HC_OK;
}

/* What a reader has to know of a run whose number is less than a free energy at a calibrated potential. */
static void remark(hc_study *study, const char *step, const char *name, const hc_computed_barrier *barrier,
                   const hc_json *result)
{
    const hc_json *profile = hc_json_get(result, "profile"), *potential = hc_json_get(result, "potential");
    const char *quantity = hc_json_text_of(hc_json_get(profile, "quantity")),
               *note = hc_json_text_of(hc_json_get(potential, "note"));
    hc_text_addf(&study->remarks, "%s: %.3f +- %.3f eV", step, barrier->barrier_ev, barrier->error_ev);
    if (!isnan(barrier->potential_v_rhe)) {
        hc_text_addf(&study->remarks, " at %.3f V vs RHE, pH %g", barrier->potential_v_rhe, barrier->ph);
    }
    hc_text_addf(&study->remarks, ", from %s.\n", name);
    if (quantity && strcmp(quantity, "free energy") != 0) {
        hc_text_addf(&study->remarks,
                     "%s: that of %s is work along one direction of growth, which is no less than the free energy.\n",
                     step, name);
    }
    if (note) {
        hc_text_addf(&study->remarks, "%s: the potential of %s: %s\n", step, name, note);
    }
}

static hc_status add_run(hc_context *ctx, hc_study *study, const char *name, void *options)
{
    const hc_barrier_common *common = options;
    hc_computed_barrier barrier;
    hc_json *result = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_study_read_result(ctx, study, name, &result));
    status = take_barrier(ctx, result, &barrier);
    status = status == HC_OK ? hc_barrier_computed_add(ctx, options, &barrier) : status;
    if (status != HC_OK) {
        status = hc_fail_within(ctx, status, "%s: ", name);
        goto cleanup;
    }
    remark(study, common->step, name, &barrier, result);
cleanup:
    hc_json_free(result);
    return status;
}

hc_status hc_study_take_runs(hc_context *ctx, hc_study *study)
{
    for (size_t i = 0; i < study->ncatalyst; i++) {
        const hc_variant_list *list = &study->catalyst[i].options->barriers;
        for (size_t k = 0; k < list->count; k++) {
            if (list->item[k].record != &hc_barrier_computed) {
                continue;
            }
            const hc_text_list *runs = hc_barrier_computed_runs(list->item[k].options);
            hc_status status = HC_OK;
            if (runs->count > 0 && hc_barrier_computed_count(list->item[k].options) > 0) {
                status = hc_fail(ctx, HC_ERROR_INPUT, "runs stand beside barrier_ev: which is meant?");
            }
            for (size_t r = 0; r < runs->count && status == HC_OK; r++) {
                status = add_run(ctx, study, runs->value[r], list->item[k].options);
            }
            hc_barrier_computed_forget_runs(list->item[k].options);
            if (status != HC_OK) {
                return hc_schema_fail_at(ctx, status, study->yaml, "catalysts[%zu].barriers[%zu].runs", i, k);
            }
        }
    }
    return HC_OK;
}
