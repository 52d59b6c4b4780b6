/* Velocity Verlet with SHAKE for positions and RATTLE for velocities (Andersen's form: both halves of the step see the
 * constraint forces). */
#include "dynamics/integrator_table.h"
#include "dynamics/md_internal.h"

static void drift(hc_md *md)
{
    hc_structure *s = md->structure;
    for (size_t i = 0; i < s->natom; i++) {
        if (md->inverse_mass[i] > 0) {
            s->position[i] = hc_vec3_axpy(s->position[i], md->options.timestep, s->velocity[i]);
        }
    }
}

/* The positions moved by -dt^2/2m sum lambda grad xi; the velocities of the half step did so by -dt/2m. The gradients
 * are those of the start of the step. */
static hc_status constrain_positions(hc_md *md, hc_context *ctx)
{
    double dt = md->options.timestep, time = (double)(md->step + 1) * dt;
    for (size_t k = 0; k < md->nconstraint; k++) {
        md->xi_target[k] = hc_constraint_target(&md->constraint[k], time);
        md->xi_velocity[k] = hc_constraint_velocity(&md->constraint[k], time);
    }
    hc_vec3 *before = md->room, *position = md->structure->position;
    for (size_t i = 0; i < md->structure->natom; i++) {
        before[i] = position[i];
    }
    hc_status status = hc_constraint_set_shake(md->set, ctx, md->structure, 0.5 * dt * dt, md->xi_target, md->lambda,
                                               &md->record.shake_iterations);
    for (size_t i = 0; status == HC_OK && i < md->structure->natom; i++) {
        hc_vec3 *v = &md->structure->velocity[i];
        *v = hc_vec3_axpy(*v, 1 / dt, hc_vec3_sub(position[i], before[i]));
    }
    return status;
}

static hc_status step(hc_md *md, hc_context *ctx)
{
    hc_status status = HC_OK;
    double half = 0.5 * md->options.timestep;
    hc_md_kick(md, half);
    drift(md);
    if (md->nconstraint > 0) {
        HC_TRY(constrain_positions(md, ctx));
    }
    HC_TRY(hc_md_compute_forces(md, ctx));
    hc_md_kick(md, half);
    if (md->nconstraint > 0) {
        HC_TRY(hc_constraint_set_evaluate(md->set, ctx, md->structure, md->xi));
        HC_TRY(hc_constraint_set_rattle(md->set, ctx, md->xi_velocity, md->structure->velocity, md->mu));
    }
cleanup:
    return status;
}

const hc_integrator_record hc_integrator_velocity_verlet = {
    .name = "velocity_verlet",
    .summary = "velocity Verlet with SHAKE and RATTLE",
    .reference = "Andersen, J. Comput. Phys. 52, 24 (1983)",
    .step = step,
};
