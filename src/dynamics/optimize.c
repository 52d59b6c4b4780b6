#include "dynamics/optimize.h"

#include <stdlib.h>
#include <string.h>

#include "halfcell/units.h"

/* Rise of the energy, hartree per atom, that an engine's noise explains. */
#define NOISE 1e-9
/* Steps below this length (bohr) cannot be told from rounding: a method that gets there has failed. */
#define SHORTEST 1e-8

const hc_keyword hc_optimize_keywords[] = {{.name = "force_tolerance_ev_per_angstrom",
                                            .type = HC_VALUE_REAL,
                                            .offset = offsetof(hc_optimize_options, force_tolerance),
                                            .unit = HC_EV_PER_ANGSTROM,
                                            .default_text = "0.02",
                                            .minimum = 1e-6,
                                            .maximum = 10,
                                            .doc = "Done when no atom feels a larger force."},
                                           {.name = "max_step_angstrom",
                                            .type = HC_VALUE_REAL,
                                            .offset = offsetof(hc_optimize_options, max_step),
                                            .unit = HC_ANGSTROM,
                                            .default_text = "0.2",
                                            .minimum = 1e-4,
                                            .maximum = 2,
                                            .doc = "Furthest that one atom moves in one step."},
                                           {.name = "max_steps",
                                            .type = HC_VALUE_INTEGER,
                                            .offset = offsetof(hc_optimize_options, max_steps),
                                            .default_text = "500",
                                            .minimum = 1,
                                            .maximum = 1e7,
                                            .doc = "Engine calls after which it is given up."},
                                           {0}};

typedef struct search {
    const hc_optimize_options *options;
    const hc_optimize_setup *setup;
    size_t natom;
    void *method;
    hc_constraint_set *set;
    hc_result *trial;
    double *target, *lambda, *multiplier; /* [nconstraint] */
    double *movable;                      /* [natom], 1 or 0 for fixed atoms */
    hc_vec3 *position;                    /* [natom], of the last accepted point */
    hc_vec3 *gradient;                    /* [natom], there, projected */
    hc_vec3 *step;                        /* [natom] */
} search;

static void clear(search *s)
{
    if (s->method != NULL) {
        s->setup->method->free(s->method);
    }
    hc_constraint_set_free(s->set);
    hc_result_free(s->trial);
    free(s->target);
    free(s->lambda);
    free(s->multiplier);
    free(s->movable);
    free(s->position);
    free(s->gradient);
    free(s->step);
}

static hc_status create_method(hc_context *ctx, search *s)
{
    const hc_optimizer_record *record = s->setup->method;
    if (s->setup->method_options != NULL) {
        return record->create(ctx, s->setup->method_options, 3 * s->natom, &s->method);
    }
    void *defaults;
    hc_status status = hc_allocate(ctx, 1, record->options_size, &defaults);
    if (status != HC_OK) {
        return status;
    }
    status = hc_keywords_set_defaults(ctx, record->keywords, defaults);
    if (status == HC_OK) {
        status = record->create(ctx, defaults, 3 * s->natom, &s->method);
    }
    hc_keywords_clear(record->keywords, defaults);
    free(defaults);
    return status;
}

static hc_status create_constraints(hc_context *ctx, search *s)
{
    size_t n = s->setup->nconstraint;
    const hc_colvar **colvars;
    hc_status status = hc_allocate(ctx, n, sizeof *colvars, &colvars);
    if (status != HC_OK) {
        return status;
    }
    for (size_t k = 0; k < n; k++) {
        colvars[k] = s->setup->constraints[k].colvar;
        s->target[k] = s->setup->constraints[k].start;
    }
    status = hc_constraint_set_create(ctx, n, colvars, s->movable, s->setup->structure, &s->set);
    free(colvars);
    return status;
}

static hc_status prepare(hc_context *ctx, search *s)
{
    hc_status status = HC_OK;
    size_t n = s->setup->nconstraint, natom = s->natom;
    for (size_t k = 0; k < n; k++) {
        if (s->setup->constraints[k].rate != 0) {
            return hc_fail(ctx, HC_ERROR_INPUT, "constraint %zu grows: an optimisation holds its constraints", k);
        }
    }
    HC_TRY(hc_allocate(ctx, n, sizeof *s->target, &s->target));
    HC_TRY(hc_allocate(ctx, n, sizeof *s->lambda, &s->lambda));
    HC_TRY(hc_allocate(ctx, n, sizeof *s->multiplier, &s->multiplier));
    HC_TRY(hc_allocate(ctx, natom, sizeof *s->movable, &s->movable));
    HC_TRY(hc_allocate(ctx, natom, sizeof *s->position, &s->position));
    HC_TRY(hc_allocate(ctx, natom, sizeof *s->gradient, &s->gradient));
    HC_TRY(hc_allocate(ctx, natom, sizeof *s->step, &s->step));
    for (size_t i = 0; i < natom; i++) {
        s->movable[i] = s->setup->structure->fixed[i] ? 0 : 1;
    }
    HC_TRY(hc_result_create(ctx, natom, &s->trial));
    HC_TRY(create_constraints(ctx, s));
    HC_TRY(create_method(ctx, s));
cleanup:
    return status;
}

/* Puts the structure back onto the constraints along the gradients last evaluated. */
static hc_status hold(hc_context *ctx, search *s)
{
    int iterations;
    memset(s->multiplier, 0, s->setup->nconstraint * sizeof *s->multiplier);
    return hc_constraint_set_shake(s->set, ctx, s->setup->structure, 1, s->target, s->multiplier, &iterations);
}

/* Projected gradient of the point in s->trial: zero for fixed atoms, along the constraints otherwise. */
static hc_status project(hc_context *ctx, search *s, hc_vec3 *gradient, double *lambda, double *max_force)
{
    hc_status status = hc_constraint_set_evaluate(s->set, ctx, s->setup->structure, NULL);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < s->natom; i++) {
        gradient[i] = hc_vec3_scale(-s->movable[i], s->trial->force[i]);
    }
    status = hc_constraint_set_project(s->set, ctx, gradient, lambda);
    *max_force = 0;
    for (size_t i = 0; i < s->natom; i++) {
        gradient[i] = hc_vec3_scale(s->movable[i], gradient[i]);
        *max_force = fmax(*max_force, hc_vec3_norm(gradient[i]));
    }
    return status;
}

/* The trial point becomes the point. */
static hc_status accept(hc_context *ctx, search *s, hc_result *result, hc_optimize_report *report)
{
    hc_status status = project(ctx, s, s->gradient, s->lambda, &report->max_force);
    if (status == HC_OK) {
        memcpy(s->position, s->setup->structure->position, s->natom * sizeof *s->position);
        report->energy = s->trial->free_energy;
        hc_result swap = *result;
        *result = *s->trial;
        *s->trial = swap;
    }
    return status;
}

static void tell(const search *s, const hc_optimize_report *report, const hc_result *result)
{
    if (s->setup->callback != NULL) {
        s->setup->callback(s->setup->user, report, s->setup->structure, result);
    }
}

/* Takes the structure to a trial point and calls the engine there. */
static hc_status compute(hc_context *ctx, search *s, bool *converged)
{
    hc_status status = hc_engine_compute(s->setup->engine, ctx, s->setup->structure, HC_WANT_FORCES, s->trial);
    *converged = status == HC_OK && s->trial->converged;
    if (status == HC_OK && !isfinite(s->trial->free_energy)) {
        return hc_fail(ctx, HC_ERROR_NUMERIC, "the energy is not finite");
    }
    return status == HC_ERROR_NOT_CONVERGED ? HC_OK : status;
}

static hc_status begin(hc_context *ctx, search *s, hc_result *result, hc_optimize_report *report)
{
    hc_status status = HC_OK;
    *report = (hc_optimize_report){.accepted = true};
    HC_TRY(hc_constraint_set_evaluate(s->set, ctx, s->setup->structure, NULL));
    HC_TRY(hold(ctx, s));
    HC_TRY(compute(ctx, s, &report->engine_converged));
    HC_TRY(accept(ctx, s, result, report));
    tell(s, report, result);
    if (!report->engine_converged) {
        status = hc_fail_within(ctx, HC_ERROR_NOT_CONVERGED, "at the first structure: "); /* the engine's message */
    }
cleanup:
    return status;
}

/* Moves by the proposed step, cut to max_step; returns how far the furthest atom went. */
static double take_step(search *s)
{
    double longest = 0;
    for (size_t i = 0; i < s->natom; i++) {
        longest = fmax(longest, hc_vec3_norm(s->step[i]));
    }
    double scale = longest > s->options->max_step ? s->options->max_step / longest : 1;
    for (size_t i = 0; i < s->natom; i++) {
        hc_vec3 *r = &s->setup->structure->position[i];
        *r = hc_vec3_axpy(*r, scale * s->movable[i], s->step[i]);
    }
    return scale * longest;
}

static hc_status advance(hc_context *ctx, search *s, hc_result *result, hc_optimize_report *report)
{
    hc_status status = HC_OK;
    const hc_optimizer_record *method = s->setup->method;
    method->propose(s->method, &s->position[0].x, &s->gradient[0].x, &s->step[0].x);
    double length = take_step(s);
    if (!(length > SHORTEST)) {
        memcpy(s->setup->structure->position, s->position, s->natom * sizeof *s->position);
        return hc_fail(ctx, HC_ERROR_NOT_CONVERGED,
                       "no step lowers the energy any more, while the largest force is %.2e hartree/bohr: energy and "
                       "forces of the engine do not fit together to better than that",
                       report->max_force);
    }
    HC_TRY(hold(ctx, s));
    HC_TRY(compute(ctx, s, &report->engine_converged));
    double rise = s->trial->free_energy - result->free_energy;
    report->step++;
    report->max_displacement = length;
    report->accepted = report->engine_converged && rise <= NOISE * (double)s->natom;
    if (report->accepted) {
        HC_TRY(accept(ctx, s, result, report));
        tell(s, report, result);
        return HC_OK;
    }
    hc_optimize_report refused = *report;
    refused.energy = s->trial->free_energy;
    tell(s, &refused, s->trial);
    method->rejected(s->method);
cleanup:
    memcpy(s->setup->structure->position, s->position, s->natom * sizeof *s->position);
    return status;
}

/* Those of an earlier dynamics mean nothing at the minimum. */
static void forget_velocities(hc_structure *structure)
{
    memset(structure->velocity, 0, structure->natom * sizeof *structure->velocity);
    structure->has_velocity = false;
}

hc_status hc_optimize(hc_context *ctx, const hc_optimize_options *options, const hc_optimize_setup *setup,
                      hc_result *result, hc_optimize_report *report, double *lambda)
{
    hc_status status = HC_OK;
    search s = {.options = options, .setup = setup, .natom = setup->structure->natom};
    *report = (hc_optimize_report){0};
    forget_velocities(setup->structure);
    HC_TRY(prepare(ctx, &s));
    HC_TRY(begin(ctx, &s, result, report));
    while (report->max_force > options->force_tolerance) {
        if (report->step + 1 >= options->max_steps) {
            HC_TRY(hc_fail(ctx, HC_ERROR_NOT_CONVERGED,
                           "the largest force is still %.2e hartree/bohr after %d steps (max_steps)", report->max_force,
                           options->max_steps));
        }
        if (hc_context_stop_requested(ctx)) {
            HC_TRY(hc_fail(ctx, HC_ERROR_INTERRUPTED, "stopped on request after step %d", report->step));
        }
        HC_TRY(advance(ctx, &s, result, report));
    }
cleanup:
    /* g = lambda_p grad xi at the minimum, so the force of the constraint, -lambda grad xi, has lambda = -lambda_p. */
    for (size_t k = 0; lambda != NULL && s.lambda != NULL && k < setup->nconstraint; k++) {
        lambda[k] = -s.lambda[k];
    }
    report->accepted = true;
    clear(&s);
    return status;
}
