/* The start of a run and its steps. */
#include <string.h>

#include "dynamics/integrator.h"
#include "dynamics/md_internal.h"
#include "halfcell/units.h"

/* Further than this (bohr) no atom is moved to put a structure onto its constraints. */
#define START_LIMIT 0.3

static void rest_center(hc_md *md)
{
    hc_vec3 momentum = {0, 0, 0};
    hc_vec3 *velocity = md->structure->velocity;
    for (size_t i = 0; i < md->structure->natom; i++) {
        momentum = hc_vec3_axpy(momentum, md->mass[i], velocity[i]);
    }
    for (size_t i = 0; i < md->structure->natom; i++) {
        velocity[i] = hc_vec3_axpy(velocity[i], -1 / md->total_mass, momentum);
    }
}

/* The two projections commute: a shift of the whole changes no constraint, and the constraints' directions M^-1 grad xi
 * carry no momentum. */
hc_status hc_md_project_velocities(hc_md *md, hc_context *ctx, const double *xi_velocity, double *mu)
{
    if (md->hold_center) {
        rest_center(md);
    }
    return hc_constraint_set_rattle(md->set, ctx, xi_velocity, md->structure->velocity, mu);
}

hc_status hc_md_draw_velocities(hc_md *md, hc_context *ctx)
{
    hc_structure *s = md->structure;
    for (size_t i = 0; i < s->natom; i++) {
        double width = sqrt(md->options.kT * md->inverse_mass[i]);
        double deviate[3];
        for (int k = 0; k < 3; k++) {
            deviate[k] = hc_random_normal(&md->random);
        }
        s->velocity[i] = hc_vec3_scale(width, hc_vec3_make(deviate[0], deviate[1], deviate[2]));
    }
    return hc_md_project_velocities(md, ctx, md->zero, NULL);
}

static hc_status check_start_shift(hc_md *md, hc_context *ctx)
{
    for (size_t i = 0; i < md->structure->natom; i++) {
        double shift = hc_vec3_norm(hc_vec3_sub(md->structure->position[i], md->room[i]));
        if (shift > START_LIMIT) {
            memcpy(md->structure->position, md->room, md->structure->natom * sizeof(hc_vec3));
            return hc_fail(
                ctx, HC_ERROR_INPUT,
                "to put the structure onto its constraints atom %zu would have to move by %.2f angstrom: start "
                "from a structure nearer to the target, or grow to it",
                i, shift / HC_ANGSTROM);
        }
    }
    return HC_OK;
}

static hc_status start_on_constraints(hc_md *md, hc_context *ctx)
{
    hc_status status = HC_OK;
    size_t natom = md->structure->natom;
    for (size_t k = 0; k < md->nconstraint; k++) {
        md->xi_target[k] = hc_constraint_target(&md->constraint[k], 0);
        md->xi_velocity[k] = hc_constraint_velocity(&md->constraint[k], 0);
    }
    memcpy(md->room, md->structure->position, natom * sizeof(hc_vec3));
    HC_TRY(hc_constraint_set_evaluate(md->set, ctx, md->structure, NULL));
    memset(md->lambda, 0, md->nconstraint * sizeof *md->lambda);
    status = hc_constraint_set_shake(md->set, ctx, md->structure, 1, md->xi_target, md->lambda,
                                     &md->record.shake_iterations);
    if (status != HC_OK) {
        HC_TRY(hc_fail_within(ctx, status, "the structure cannot be put onto its constraints: "));
    }
    HC_TRY(check_start_shift(md, ctx));
    HC_TRY(hc_constraint_set_evaluate(md->set, ctx, md->structure, md->xi));
    memset(md->lambda, 0, md->nconstraint * sizeof *md->lambda);
cleanup:
    return status;
}

/* Z, G and the weight at the geometry from which the next step starts, and dA/dxi once lambda is known. */
static hc_status measure_metric(hc_md *md, hc_context *ctx)
{
    memcpy(md->xi_start, md->xi, md->nconstraint * sizeof *md->xi);
    return hc_constraint_set_metric(md->set, ctx, md->structure, md->Z, &md->record.weight, md->G);
}

hc_status hc_md_start(hc_md *md, hc_context *ctx, const hc_md_record **record)
{
    hc_status status = HC_OK;
    hc_structure *s = md->structure;
    *record = NULL;
    if (md->started) {
        return hc_fail(ctx, HC_ERROR_INTERNAL, "hc_md_start was called twice");
    }
    HC_TRY(start_on_constraints(md, ctx));
    HC_TRY(measure_metric(md, ctx));
    for (size_t i = 0; i < s->natom; i++) {
        if (s->fixed[i]) {
            s->velocity[i] = (hc_vec3){0, 0, 0};
        }
    }
    if (md->options.velocities == HC_VELOCITIES_MAXWELL) {
        HC_TRY(hc_md_draw_velocities(md, ctx));
    }
    HC_TRY(hc_md_project_velocities(md, ctx, md->xi_velocity, NULL));
    s->has_velocity = true;
    HC_TRY(hc_md_compute_forces(md, ctx));
    md->started = true;
    hc_md_fill_record(md);
    for (size_t k = 0; k < md->nconstraint; k++) {
        md->dA_dxi[k] = NAN;
    }
    *record = &md->record;
cleanup:
    return status;
}

/* The thermostat sees the velocities without the drift of moving constraints; what it (or its noise) did along the
 * constraints is taken out again. Its temperature is that of `step`, the middle of the interval. */
static hc_status apply_thermostat(hc_md *md, hc_context *ctx, double step)
{
    hc_status status = HC_OK;
    if (md->thermostat->apply == NULL) {
        return HC_OK;
    }
    hc_md_set_bath(md, step);
    double before = hc_md_kinetic(md);
    HC_TRY(hc_md_project_velocities(md, ctx, md->zero, NULL));
    md->thermostat->apply(md->thermostat_self, &md->thermal, 0.5 * md->options.timestep, &md->random,
                          md->structure->velocity);
    HC_TRY(hc_md_project_velocities(md, ctx, md->xi_velocity, NULL));
    if (md->thermostat->energy == NULL) {
        md->heat += hc_md_kinetic(md) - before;
    }
cleanup:
    return status;
}

/* The impulses of the constraint are -dt/2 lambda at the start and -mu at the end of the step, while xi moves at its
 * target's velocity: their work is the force times the way, exact to the order of the integrator. */
static void count_work(hc_md *md)
{
    double dt = md->options.timestep, start = (double)md->step * dt;
    for (size_t k = 0; k < md->nconstraint; k++) {
        double way = md->xi_target[k] - hc_constraint_target(&md->constraint[k], start);
        md->work[k] -= 0.5 * (md->lambda[k] + md->mu[k] / (0.5 * dt)) * way;
    }
}

hc_status hc_md_step(hc_md *md, hc_context *ctx, const hc_md_record **record)
{
    hc_status status = HC_OK;
    double kT = md->thermal.kT; /* at the geometry that lambda and G belong to */
    *record = NULL;
    if (!md->started) {
        return hc_fail(ctx, HC_ERROR_INTERNAL, "hc_md_step was called before hc_md_start or hc_md_load");
    }
    HC_TRY(apply_thermostat(md, ctx, (double)md->step + 0.25));
    HC_TRY(measure_metric(md, ctx));
    HC_TRY(hc_integrator_records()[md->options.integrator]->step(md, ctx));
    count_work(md);
    HC_TRY(apply_thermostat(md, ctx, (double)md->step + 0.75));
    md->step++;
    hc_md_set_bath(md, (double)md->step);
    for (size_t k = 0; k < md->nconstraint; k++) {
        md->dA_dxi[k] = -md->lambda[k] + kT * md->G[k];
    }
    hc_md_fill_record(md);
    *record = &md->record;
cleanup:
    return status;
}
