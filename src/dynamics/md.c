#include <stdlib.h>
#include <string.h>

#include "dynamics/integrator.h"
#include "dynamics/md_internal.h"
#include "halfcell/units.h"

void hc_md_free(hc_md *md)
{
    if (md != NULL) {
        if (md->thermostat_self != NULL) {
            md->thermostat->free(md->thermostat_self);
        }
        hc_constraint_set_free(md->set);
        hc_result_free(md->result);
        free(md->mass);
        free(md->inverse_mass);
        free(md->constraint);
        free(md->schedule);
        free(md->room);
        free(md->Z);
        free(md->block);
        free(md);
    }
}

static hc_status allocate(hc_context *ctx, hc_md *md)
{
    hc_status status = HC_OK;
    size_t natom = md->structure->natom, n = md->nconstraint;
    HC_TRY(hc_allocate(ctx, natom, sizeof *md->mass, &md->mass));
    HC_TRY(hc_allocate(ctx, natom, sizeof *md->inverse_mass, &md->inverse_mass));
    HC_TRY(hc_allocate(ctx, natom, sizeof *md->room, &md->room));
    HC_TRY(hc_allocate(ctx, n, sizeof *md->constraint, &md->constraint));
    HC_TRY(hc_allocate(ctx, n * n, sizeof *md->Z, &md->Z));
    HC_TRY(hc_allocate(ctx, HC_MD_ARRAYS * n, sizeof *md->block, &md->block));
    double **array[HC_MD_ARRAYS] = {&md->xi, &md->xi_target, &md->xi_velocity, &md->xi_start, &md->lambda,
                                    &md->mu, &md->G,         &md->dA_dxi,      &md->work,     &md->zero};
    for (size_t i = 0; i < HC_MD_ARRAYS; i++) {
        *array[i] = md->block + i * n;
    }
    HC_TRY(hc_result_create(ctx, natom, &md->result));
cleanup:
    return status;
}

static hc_status set_masses(hc_context *ctx, hc_md *md)
{
    const hc_structure *s = md->structure;
    for (size_t i = 0; i < s->natom; i++) {
        bool light = s->atomic_number[i] == 1 && !isnan(md->options.hydrogen_mass);
        md->mass[i] = light ? md->options.hydrogen_mass : s->mass[i];
        if (!(md->mass[i] > 0) || !isfinite(md->mass[i])) {
            return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu has the mass %g: it has to be positive", i, md->mass[i]);
        }
        if (!s->fixed[i]) {
            md->inverse_mass[i] = 1 / md->mass[i];
            md->total_mass += md->mass[i];
        }
    }
    if (md->total_mass == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "all %zu atoms are fixed: nothing can move", s->natom);
    }
    return HC_OK;
}

/* What keeps the whole from being shifted: a fixed atom, or a constraint that refers to a place in space. */
static bool is_anchored(const hc_md *md)
{
    for (size_t i = 0; i < md->structure->natom; i++) {
        if (md->structure->fixed[i]) {
            return true;
        }
    }
    for (size_t k = 0; k < md->nconstraint; k++) {
        if (!md->constraint[k].colvar->translation_invariant) {
            return true;
        }
    }
    return false;
}

static hc_status count_freedom(hc_context *ctx, hc_md *md)
{
    size_t nfree = 0, taken = md->nconstraint;
    for (size_t i = 0; i < md->structure->natom; i++) {
        nfree += md->structure->fixed[i] ? 0 : 1;
    }
    bool anchored = is_anchored(md);
    if (md->options.center == HC_CENTER_REMOVE && anchored) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "center_of_mass: remove cannot be where atoms are fixed or a constraint "
                       "refers to a plane in space; use auto or free");
    }
    md->hold_center = md->options.center != HC_CENTER_FREE && !anchored;
    taken += md->hold_center ? 3 : 0;
    if (3 * nfree <= taken) {
        return hc_fail(ctx, HC_ERROR_INPUT, "no degree of freedom is left: %zu free atoms, %zu constraints%s", nfree,
                       md->nconstraint,
                       md->hold_center ? ", centre of mass held (center_of_mass: free lets it go)" : "");
    }
    md->thermal = (hc_thermal_system){.natom = md->structure->natom,
                                      .mass = md->mass,
                                      .inverse_mass = md->inverse_mass,
                                      .freedom = 3 * nfree - taken,
                                      .kT = md->options.kT};
    return HC_OK;
}

static hc_status make_constraints(hc_context *ctx, hc_md *md, const hc_constraint *constraints)
{
    const hc_colvar **colvars;
    hc_status status = hc_allocate(ctx, md->nconstraint, sizeof *colvars, &colvars);
    if (status != HC_OK) {
        return status;
    }
    for (size_t k = 0; k < md->nconstraint; k++) {
        md->constraint[k] = constraints[k];
        colvars[k] = constraints[k].colvar;
    }
    status = hc_constraint_set_create(ctx, md->nconstraint, colvars, md->inverse_mass, md->structure, &md->set);
    free(colvars);
    return status;
}

static hc_status make_schedule(hc_context *ctx, hc_md *md, const hc_md_setup *setup)
{
    hc_status status = HC_OK;
    size_t wrong;
    if (setup->nschedule > 0 && setup->thermostat->apply == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "thermostat %s keeps no temperature: it cannot follow a schedule",
                       setup->thermostat->name);
    }
    HC_TRY(hc_temperature_check(ctx, setup->nschedule, setup->schedule, &wrong));
    HC_TRY(hc_allocate(ctx, setup->nschedule, sizeof *md->schedule, &md->schedule));
    md->nschedule = setup->nschedule;
    for (size_t i = 0; i < md->nschedule; i++) {
        md->schedule[i] = setup->schedule[i];
    }
cleanup:
    return status;
}

static hc_status make_thermostat(hc_context *ctx, hc_md *md, const void *options)
{
    const hc_thermostat_record *record = md->thermostat;
    if (record->apply != NULL && !(md->options.kT > 0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "thermostat %s needs a temperature above 0 K", record->name);
    }
    if (options != NULL) {
        return record->create(ctx, options, &md->thermal, &md->thermostat_self);
    }
    void *defaults;
    hc_status status = hc_allocate(ctx, 1, record->options_size, &defaults);
    if (status != HC_OK) {
        return status;
    }
    status = hc_keywords_set_defaults(ctx, record->keywords, defaults);
    if (status == HC_OK) {
        status = record->create(ctx, defaults, &md->thermal, &md->thermostat_self);
    }
    hc_keywords_clear(record->keywords, defaults);
    free(defaults);
    return status;
}

hc_status hc_md_create(hc_context *ctx, const hc_md_options *options, const hc_md_setup *setup, hc_md **md)
{
    hc_status status = HC_OK;
    hc_md *made = NULL;
    *md = NULL;
    if (options->velocities == HC_VELOCITIES_STRUCTURE && !setup->structure->has_velocity) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "velocities: structure was asked for, but the structure has none; use maxwell");
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->options = *options;
    made->engine = setup->engine;
    made->structure = setup->structure;
    made->wanted = setup->wanted | HC_WANT_FORCES;
    made->thermostat = setup->thermostat;
    made->nconstraint = setup->nconstraint;
    HC_TRY(allocate(ctx, made));
    HC_TRY(set_masses(ctx, made));
    HC_TRY(make_constraints(ctx, made, setup->constraints));
    HC_TRY(count_freedom(ctx, made));
    HC_TRY(make_schedule(ctx, made, setup));
    HC_TRY(make_thermostat(ctx, made, setup->thermostat_options));
    hc_random_seed(&made->random, (uint64_t)options->seed);
    *md = made;
    made = NULL;
cleanup:
    hc_md_free(made);
    return status;
}

static hc_status tolerate_unconverged(hc_md *md, hc_context *ctx)
{
    md->unconverged_run++;
    md->record.unconverged_total++;
    if (md->unconverged_run > md->options.max_unconverged) {
        return hc_fail_within(ctx, HC_ERROR_NOT_CONVERGED,
                              "%s did not converge in %d steps in a row (the last is step %zu; max_unconverged allows "
                              "%d): ",
                              hc_engine_record_of(md->engine)->name, md->unconverged_run, md->step + md->started,
                              md->options.max_unconverged);
    }
    hc_log(ctx, HC_LOG_WARNING, "step %zu: %s did not converge after %d iterations; going on (%d of %d in a row)",
           md->step + md->started, hc_engine_record_of(md->engine)->name, md->result->iterations, md->unconverged_run,
           md->options.max_unconverged);
    return HC_OK;
}

hc_status hc_md_compute_forces(hc_md *md, hc_context *ctx)
{
    hc_result *result = md->result;
    hc_status status = hc_engine_compute(md->engine, ctx, md->structure, md->wanted, result);
    if (status != HC_OK && status != HC_ERROR_NOT_CONVERGED) {
        return status;
    }
    double sum = result->free_energy;
    for (size_t i = 0; i < result->natom; i++) {
        sum += result->force[i].x + result->force[i].y + result->force[i].z;
    }
    if (!isfinite(sum)) {
        return hc_fail(ctx, HC_ERROR_NUMERIC, "step %zu: the energy or a force of %s is not finite",
                       md->step + md->started, hc_engine_record_of(md->engine)->name);
    }
    if (status == HC_ERROR_NOT_CONVERGED || !result->converged) {
        result->converged = false;
        return tolerate_unconverged(md, ctx);
    }
    md->unconverged_run = 0;
    return HC_OK;
}

void hc_md_kick(hc_md *md, double interval)
{
    hc_vec3 *velocity = md->structure->velocity;
    for (size_t i = 0; i < md->structure->natom; i++) {
        velocity[i] = hc_vec3_axpy(velocity[i], interval * md->inverse_mass[i], md->result->force[i]);
    }
}

double hc_md_kinetic(const hc_md *md)
{
    return hc_thermal_kinetic(&md->thermal, md->structure->velocity);
}

/* Of the thermostat's own variables. */
static double bath_energy(const hc_md *md)
{
    return md->thermostat->energy != NULL ? md->thermostat->energy(md->thermostat_self, &md->thermal) : 0;
}

void hc_md_set_bath(hc_md *md, double step)
{
    double kT = hc_temperature_at(md->options.kT, md->nschedule, md->schedule, step);
    if (kT != md->thermal.kT) {
        double before = bath_energy(md);
        md->thermal.kT = kT;
        md->bath_work += bath_energy(md) - before;
    }
}

void hc_md_fill_record(hc_md *md)
{
    hc_md_record *r = &md->record;
    r->step = md->step;
    r->time = (double)md->step * md->options.timestep;
    r->energy = md->result->energy;
    r->free_energy = md->result->free_energy;
    r->kinetic = hc_md_kinetic(md);
    r->temperature_k = 2 * r->kinetic / ((double)md->thermal.freedom * HC_KELVIN);
    r->set_temperature_k = md->thermal.kT / HC_KELVIN;
    r->heat = md->heat;
    r->bath_work = md->bath_work;
    r->conserved = r->free_energy + r->kinetic + (bath_energy(md) - md->heat) - md->bath_work;
    size_t growing = 0, there = 0;
    for (size_t k = 0; k < md->nconstraint; k++) {
        r->conserved -= md->work[k];
        if (md->constraint[k].rate != 0 && !isnan(md->constraint[k].stop)) {
            growing++;
            there += hc_constraint_arrived(&md->constraint[k], r->time) ? 1 : 0;
        }
    }
    r->arrived = growing > 0 && there == growing;
    r->nconstraint = md->nconstraint;
    r->xi = md->xi;
    r->xi_target = md->xi_target;
    r->xi_velocity = md->xi_velocity;
    r->xi_start = md->xi_start;
    r->lambda = md->lambda;
    r->G = md->G;
    r->dA_dxi = md->dA_dxi;
    r->Z = md->Z;
    r->work = md->work;
    r->engine_iterations = md->result->iterations;
    r->engine_converged = md->result->converged;
}

const hc_md_record *hc_md_last(const hc_md *md)
{
    return md->started ? &md->record : NULL;
}

const hc_result *hc_md_result(const hc_md *md)
{
    return md->result;
}

size_t hc_md_freedom(const hc_md *md)
{
    return md->thermal.freedom;
}

void hc_md_set_wanted(hc_md *md, unsigned wanted)
{
    md->wanted = wanted | HC_WANT_FORCES;
}
