#include "workflow/plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const char *hc_phase_kind_name(hc_phase_kind kind)
{
    static const char *const names[] = {"equilibrate", "sample", "grow"};
    return names[kind];
}

/* Where a constraint is at fraction s of its way from start to stop; one that does not move stays. */
static double value_at(const hc_constraint *whole, double s)
{
    if (whole->rate == 0.0 || s == 0.0) {
        return whole->start;
    }
    return s == 1.0 ? whole->stop : whole->start + s * (whole->stop - whole->start);
}

static hc_status add_phase(hc_context *ctx, hc_plan *plan, const hc_phase *model, hc_phase **added)
{
    hc_phase *larger = realloc(plan->phase, (plan->count + 1) * sizeof *larger);
    if (!larger) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "out of memory: a plan of %zu phases", plan->count + 1);
    }
    plan->phase = larger;
    *added = &plan->phase[plan->count];
    **added = *model;
    hc_status status = hc_allocate(ctx, plan->nconstraint, sizeof *(*added)->constraint, &(*added)->constraint);
    plan->count += status == HC_OK;
    return status;
}

/* All constraints rest at fraction s. */
static hc_status add_rest(hc_context *ctx, hc_plan *plan, const hc_setup *setup, const hc_phase *model, double s)
{
    hc_phase *phase = NULL;
    if (model->steps == 0) {
        return HC_OK;
    }
    hc_status status = add_phase(ctx, plan, model, &phase);
    for (size_t k = 0; k < plan->nconstraint && status == HC_OK; k++) {
        phase->constraint[k] = (hc_constraint){setup->colvar[k], value_at(&setup->constraint[k], s), 0.0, NAN};
    }
    plan->total_steps += model->steps;
    return status;
}

/* All constraints that grow move from fraction `from` to fraction `to`, each at its own rate; the phase lasts until
 * the last has arrived. */
static hc_status add_growth(hc_context *ctx, hc_plan *plan, const hc_setup *setup, const hc_phase *model,
                            double timestep, double from, double to)
{
    hc_phase *phase = NULL;
    hc_status status = add_phase(ctx, plan, model, &phase);
    if (status != HC_OK) {
        return status;
    }
    double longest = 0.0;
    for (size_t k = 0; k < plan->nconstraint; k++) {
        const hc_constraint *whole = &setup->constraint[k];
        double begin = value_at(whole, from), end = value_at(whole, to);
        phase->constraint[k] = (hc_constraint){setup->colvar[k], begin, 0.0, NAN};
        if (whole->rate != 0.0) {
            phase->constraint[k].rate = copysign(whole->rate, end - begin);
            phase->constraint[k].stop = end;
            longest = fmax(longest, fabs((end - begin) / whole->rate));
        }
    }
    /* A duration that is a whole number of steps but for rounding is that number. */
    phase->steps = (size_t)ceil(longest / timestep - 1e-6);
    plan->total_steps += phase->steps;
    return HC_OK;
}

/* The ways there and back, and the windows, must pass the same points: all constraints arrive together. */
static hc_status check_arrival(hc_context *ctx, const hc_setup *setup, double timestep)
{
    double first = NAN;
    for (size_t k = 0; k < setup->nconstraint; k++) {
        const hc_constraint *c = &setup->constraint[k];
        if (c->rate == 0.0) {
            continue;
        }
        double duration = (c->stop - c->start) / c->rate;
        first = isnan(first) ? duration : first;
        if (fabs(duration - first) > timestep) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "'%s' would arrive after %.1f time steps, another constraint after %.1f; constraints that "
                           "grow together must arrive together: change one of the growths",
                           setup->name[k], duration / timestep, first / timestep);
        }
    }
    return HC_OK;
}

static hc_status plan_growth(hc_context *ctx, const hc_growth_options *options, double timestep, const hc_setup *setup,
                             hc_plan *plan)
{
    hc_phase equilibration = {.kind = HC_PHASE_EQUILIBRATE, .label = "equilibration", .window = -1};
    hc_phase forward = {.kind = HC_PHASE_GROW, .label = "forward", .direction = 1, .window = -1};
    hc_phase turn = {.kind = HC_PHASE_EQUILIBRATE, .label = "turn", .window = -1};
    hc_phase backward = {.kind = HC_PHASE_GROW, .label = "backward", .direction = -1, .window = -1};
    hc_status status = HC_OK;
    equilibration.steps = (size_t)options->equilibration_steps;
    turn.steps = (size_t)options->turn_steps;
    HC_TRY(check_arrival(ctx, setup, timestep));
    HC_TRY(add_rest(ctx, plan, setup, &equilibration, 0.0));
    HC_TRY(add_growth(ctx, plan, setup, &forward, timestep, 0.0, 1.0));
    if (options->directions == HC_GROWTH_BOTH) {
        HC_TRY(add_rest(ctx, plan, setup, &turn, 1.0));
        HC_TRY(add_growth(ctx, plan, setup, &backward, timestep, 1.0, 0.0));
    }
cleanup:
    return status;
}

static hc_phase window_phase(hc_phase_kind kind, const char *what, int window, int count, int steps)
{
    hc_phase phase = {.kind = kind, .window = window, .steps = (size_t)steps};
    snprintf(phase.label, sizeof phase.label, "%swindow %d of %d", what, window + 1, count);
    return phase;
}

static hc_status plan_windows(hc_context *ctx, const hc_windows_options *options, double timestep,
                              const hc_setup *setup, hc_plan *plan)
{
    int count = options->windows;
    hc_status status = HC_OK;
    HC_TRY(check_arrival(ctx, setup, timestep));
    for (int w = 0; w < count; w++) {
        double s = (double)w / (count - 1), before = (double)(w - 1) / (count - 1);
        hc_phase approach = window_phase(HC_PHASE_GROW, "to ", w, count, 0);
        hc_phase rest = window_phase(HC_PHASE_EQUILIBRATE, "equilibration, ", w, count, options->equilibration_steps);
        hc_phase sample = window_phase(HC_PHASE_SAMPLE, "", w, count, options->sampling_steps);
        if (w > 0) {
            HC_TRY(add_growth(ctx, plan, setup, &approach, timestep, before, s));
        }
        HC_TRY(add_rest(ctx, plan, setup, &rest, s));
        HC_TRY(add_rest(ctx, plan, setup, &sample, s));
    }
cleanup:
    return status;
}

static hc_status fill_plan(hc_context *ctx, const hc_job *job, const hc_setup *setup, hc_plan *plan)
{
    const hc_sampling_record *sampling = job->sampling.record;
    const void *options = job->sampling.options;
    double timestep = job->dynamics.md.timestep;
    hc_phase dynamics = {.kind = HC_PHASE_SAMPLE, .label = "dynamics", .window = -1};
    switch (sampling->kind) {
    case HC_SAMPLING_SLOW_GROWTH:
        return plan_growth(ctx, options, timestep, setup, plan);
    case HC_SAMPLING_BLUE_MOON:
        return plan_windows(ctx, options, timestep, setup, plan);
    case HC_SAMPLING_PLAIN:
        break;
    }
    dynamics.steps = (size_t)((const hc_plain_options *)options)->steps;
    return add_rest(ctx, plan, setup, &dynamics, 0.0);
}

hc_status hc_plan_create(hc_context *ctx, const hc_job *job, const hc_yaml *yaml, const hc_setup *setup, hc_plan **plan)
{
    hc_plan *made = NULL;
    hc_status status = HC_OK;
    *plan = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->nconstraint = setup->nconstraint;
    status = fill_plan(ctx, job, setup, made);
    if (status != HC_OK) {
        status = hc_schema_fail_at(ctx, status, yaml, "sampling");
        goto cleanup;
    }
    *plan = made;
    made = NULL;
cleanup:
    hc_plan_free(made);
    return status;
}

void hc_plan_free(hc_plan *plan)
{
    if (plan) {
        for (size_t i = 0; i < plan->count; i++) {
            free(plan->phase[i].constraint);
        }
        free(plan->phase);
        free(plan);
    }
}
