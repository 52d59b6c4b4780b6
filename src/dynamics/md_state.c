/* What a checkpoint keeps of a run. */
#include <stdlib.h>
#include <string.h>

#include "dynamics/md_internal.h"

enum { STEP, UNCONVERGED_RUN, UNCONVERGED_TOTAL, SHAKE_ITERATIONS, ENGINE_ITERATIONS, CONVERGED, STARTED, NINTEGER };
enum { HEAT, WEIGHT, ENERGY, FREE_ENERGY, FERMI_LEVEL, GAP, NREAL };

/* What makes two runs different runs: a state of another one is refused. Time step, temperature and degrees of freedom,
 * behind them the points of the schedule. */
static hc_status make_identity(const hc_md *md, hc_context *ctx, size_t *count, double **number)
{
    hc_status status = HC_OK;
    *count = 3 + 2 * md->nschedule;
    HC_TRY(hc_allocate(ctx, *count, sizeof **number, number));
    (*number)[0] = md->options.timestep;
    (*number)[1] = md->options.kT;
    (*number)[2] = (double)md->thermal.freedom;
    for (size_t i = 0; i < md->nschedule; i++) {
        (*number)[3 + 2 * i] = md->schedule[i].until_step;
        (*number)[4 + 2 * i] = md->schedule[i].kT;
    }
cleanup:
    return status;
}

static hc_status put_identity(const hc_md *md, hc_context *ctx, hc_state *state)
{
    hc_status status = HC_OK;
    double *number = NULL;
    size_t count;
    HC_TRY(make_identity(md, ctx, &count, &number));
    HC_TRY(hc_state_put_text(ctx, state, "md/thermostat", md->thermostat->name));
    HC_TRY(hc_state_put_reals(ctx, state, "md/identity", count, number));
cleanup:
    free(number);
    return status;
}

static hc_status check_identity(const hc_md *md, hc_context *ctx, const hc_state *state)
{
    hc_status status = HC_OK;
    double *own = NULL, *number = NULL;
    const char *name;
    size_t count, kept = hc_state_count(state, "md/identity");
    HC_TRY(make_identity(md, ctx, &count, &own));
    HC_TRY(hc_allocate(ctx, kept, sizeof *number, &number));
    HC_TRY(hc_state_get_text(ctx, state, "md/thermostat", &name));
    HC_TRY(hc_state_get_reals(ctx, state, "md/identity", kept, number));
    if (strcmp(name, md->thermostat->name) != 0 || kept != count || memcmp(number, own, count * sizeof *own) != 0) {
        status = hc_fail(ctx, HC_ERROR_FORMAT,
                         "the saved state is of another run: thermostat, time step, temperature, its schedule or "
                         "number of degrees of freedom differ");
    }
cleanup:
    free(number);
    free(own);
    return status;
}

static hc_status put_vectors(hc_context *ctx, hc_state *state, const char *name, size_t natom, const hc_vec3 *vectors)
{
    return hc_state_put_reals(ctx, state, name, 3 * natom, &vectors[0].x);
}

static hc_status get_vectors(hc_context *ctx, const hc_state *state, const char *name, size_t natom, hc_vec3 *vectors)
{
    return hc_state_get_reals(ctx, state, name, 3 * natom, &vectors[0].x);
}

static hc_status put_scalars(const hc_md *md, hc_context *ctx, hc_state *state)
{
    hc_status status = HC_OK;
    const hc_md_record *r = &md->record;
    int64_t integer[NINTEGER] = {[STEP] = (int64_t)md->step,
                                 [UNCONVERGED_RUN] = md->unconverged_run,
                                 [UNCONVERGED_TOTAL] = (int64_t)r->unconverged_total,
                                 [SHAKE_ITERATIONS] = r->shake_iterations,
                                 [ENGINE_ITERATIONS] = md->result->iterations,
                                 [CONVERGED] = md->result->converged,
                                 [STARTED] = md->started};
    double real[NREAL] = {[HEAT] = md->heat,
                          [WEIGHT] = r->weight,
                          [ENERGY] = md->result->energy,
                          [FREE_ENERGY] = md->result->free_energy,
                          [FERMI_LEVEL] = md->result->fermi_level,
                          [GAP] = md->result->gap};
    HC_TRY(hc_state_put_integers(ctx, state, "md/integers", NINTEGER, integer));
    HC_TRY(hc_state_put_reals(ctx, state, "md/reals", NREAL, real));
    if (md->nschedule > 0) {
        HC_TRY(hc_state_put_reals(ctx, state, "md/bath_work", 1, &md->bath_work));
    }
cleanup:
    return status;
}

static hc_status get_scalars(hc_md *md, hc_context *ctx, const hc_state *state)
{
    hc_status status = HC_OK;
    int64_t integer[NINTEGER];
    double real[NREAL];
    HC_TRY(hc_state_get_integers(ctx, state, "md/integers", NINTEGER, integer));
    HC_TRY(hc_state_get_reals(ctx, state, "md/reals", NREAL, real));
    if (md->nschedule > 0) {
        HC_TRY(hc_state_get_reals(ctx, state, "md/bath_work", 1, &md->bath_work));
    }
    md->step = (size_t)integer[STEP];
    md->unconverged_run = (int)integer[UNCONVERGED_RUN];
    md->record.unconverged_total = (size_t)integer[UNCONVERGED_TOTAL];
    md->record.shake_iterations = (int)integer[SHAKE_ITERATIONS];
    md->result->iterations = (int)integer[ENGINE_ITERATIONS];
    md->result->converged = integer[CONVERGED] != 0;
    md->started = integer[STARTED] != 0;
    md->thermal.kT = hc_temperature_at(md->options.kT, md->nschedule, md->schedule, (double)md->step);
    md->heat = real[HEAT];
    md->record.weight = real[WEIGHT];
    md->result->energy = real[ENERGY];
    md->result->free_energy = real[FREE_ENERGY];
    md->result->fermi_level = real[FERMI_LEVEL];
    md->result->gap = real[GAP];
cleanup:
    return status;
}

/* start, rate and stop of each constraint: a target that was "the value at the start" has to stay what it was. */
static hc_status put_targets(const hc_md *md, hc_context *ctx, hc_state *state)
{
    double *number;
    hc_status status = hc_allocate(ctx, 3 * md->nconstraint, sizeof *number, &number);
    if (status != HC_OK) {
        return status;
    }
    for (size_t k = 0; k < md->nconstraint; k++) {
        number[3 * k] = md->constraint[k].start;
        number[3 * k + 1] = md->constraint[k].rate;
        number[3 * k + 2] = md->constraint[k].stop;
    }
    status = hc_state_put_reals(ctx, state, "md/targets", 3 * md->nconstraint, number);
    free(number);
    return status;
}

static hc_status get_targets(hc_md *md, hc_context *ctx, const hc_state *state)
{
    double *number;
    hc_status status = hc_allocate(ctx, 3 * md->nconstraint, sizeof *number, &number);
    if (status != HC_OK) {
        return status;
    }
    status = hc_state_get_reals(ctx, state, "md/targets", 3 * md->nconstraint, number);
    for (size_t k = 0; status == HC_OK && k < md->nconstraint; k++) {
        md->constraint[k].start = number[3 * k];
        md->constraint[k].rate = number[3 * k + 1];
        md->constraint[k].stop = number[3 * k + 2];
    }
    free(number);
    return status;
}

hc_status hc_md_save(const hc_md *md, hc_context *ctx, hc_state *state)
{
    hc_status status = HC_OK;
    const hc_structure *s = md->structure;
    size_t n = md->nconstraint;
    if (!md->started) {
        return hc_fail(ctx, HC_ERROR_INTERNAL, "hc_md_save was called before the run started");
    }
    HC_TRY(put_identity(md, ctx, state));
    HC_TRY(put_scalars(md, ctx, state));
    HC_TRY(put_vectors(ctx, state, "md/position", s->natom, s->position));
    HC_TRY(put_vectors(ctx, state, "md/velocity", s->natom, s->velocity));
    HC_TRY(put_vectors(ctx, state, "md/force", s->natom, md->result->force));
    HC_TRY(hc_state_put_reals(ctx, state, "md/charge", s->natom, md->result->charge));
    HC_TRY(hc_state_put_reals(ctx, state, "md/constraints", HC_MD_ARRAYS * n, md->block));
    HC_TRY(hc_state_put_reals(ctx, state, "md/Z", n * n, md->Z));
    HC_TRY(put_targets(md, ctx, state));
    HC_TRY(hc_random_save(&md->random, ctx, state, "md"));
    if (md->thermostat->save != NULL) {
        HC_TRY(md->thermostat->save(md->thermostat_self, ctx, state));
    }
    HC_TRY(hc_engine_save(md->engine, ctx, state));
cleanup:
    return status;
}

hc_status hc_md_load(hc_md *md, hc_context *ctx, const hc_state *state, const hc_md_record **record)
{
    hc_status status = HC_OK;
    hc_structure *s = md->structure;
    size_t n = md->nconstraint;
    *record = NULL;
    HC_TRY(check_identity(md, ctx, state));
    HC_TRY(get_scalars(md, ctx, state));
    HC_TRY(get_vectors(ctx, state, "md/position", s->natom, s->position));
    HC_TRY(get_vectors(ctx, state, "md/velocity", s->natom, s->velocity));
    HC_TRY(get_vectors(ctx, state, "md/force", s->natom, md->result->force));
    HC_TRY(hc_state_get_reals(ctx, state, "md/charge", s->natom, md->result->charge));
    HC_TRY(hc_state_get_reals(ctx, state, "md/constraints", HC_MD_ARRAYS * n, md->block));
    HC_TRY(hc_state_get_reals(ctx, state, "md/Z", n * n, md->Z));
    HC_TRY(get_targets(md, ctx, state));
    HC_TRY(hc_random_load(&md->random, ctx, state, "md"));
    if (md->thermostat->load != NULL) {
        HC_TRY(md->thermostat->load(md->thermostat_self, ctx, state));
    }
    HC_TRY(hc_engine_load(md->engine, ctx, state));
    s->has_velocity = true;
    if (n > 0) {
        HC_TRY(hc_constraint_set_evaluate(md->set, ctx, s, NULL));
    }
    hc_md_fill_record(md);
    *record = &md->record;
cleanup:
    return status;
}
