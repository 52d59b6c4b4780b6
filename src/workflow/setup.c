#include "workflow/setup.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"

static hc_status make_constraint(hc_context *ctx, const hc_job *job, size_t i, hc_setup *setup)
{
    const hc_variant *item = &job->constraints.item[i];
    const hc_job_constraint *options = item->options;
    hc_status status = HC_OK;
    HC_TRY(hc_job_constraint_name(ctx, job, i, &setup->name[i]));
    for (size_t j = 0; j < i; j++) {
        if (strcmp(setup->name[i], setup->name[j]) == 0) {
            return hc_fail(ctx, HC_ERROR_INPUT, "another constraint is called '%s' already", setup->name[i]);
        }
    }
    HC_TRY(hc_colvar_create(ctx, item->record, hc_job_constraint_colvar_options(options), setup->structure,
                            &setup->colvar[i]));
    HC_TRY(hc_constraint_make(ctx, setup->colvar[i], &options->values, setup->structure, &setup->constraint[i]));
cleanup:
    return status;
}

static hc_status make_constraints(hc_context *ctx, const hc_job *job, const hc_yaml *yaml, hc_setup *setup)
{
    hc_status status = HC_OK;
    size_t count = job->constraints.count;
    HC_TRY(hc_allocate(ctx, count, sizeof *setup->colvar, &setup->colvar));
    HC_TRY(hc_allocate(ctx, count, sizeof *setup->constraint, &setup->constraint));
    HC_TRY(hc_allocate(ctx, count, sizeof *setup->name, &setup->name));
    setup->nconstraint = count;
    for (size_t i = 0; i < count; i++) {
        status = make_constraint(ctx, job, i, setup);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, yaml, "constraints[%zu]", i);
        }
    }
cleanup:
    return status;
}

/* Independence, atoms that can move: what the constraint set itself refuses. */
static hc_status check_constraint_set(hc_context *ctx, const hc_yaml *yaml, const hc_setup *setup)
{
    hc_constraint_set *set = NULL;
    double *inverse_mass = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, setup->structure->natom, sizeof *inverse_mass, &inverse_mass));
    for (size_t i = 0; i < setup->structure->natom; i++) {
        inverse_mass[i] = setup->structure->fixed[i] ? 0.0 : 1.0 / setup->structure->mass[i];
    }
    status = hc_constraint_set_create(ctx, setup->nconstraint, (const hc_colvar *const *)setup->colvar, inverse_mass,
                                      setup->structure, &set);
    if (status != HC_OK) {
        status = hc_schema_fail_at(ctx, status, yaml, "constraints");
    }
cleanup:
    hc_constraint_set_free(set);
    free(inverse_mass);
    return status;
}

/* What a changing temperature does not go with. */
static hc_status check_schedule_company(hc_context *ctx, const hc_job *job)
{
    const hc_thermostat_record *thermostat = job->dynamics.thermostat.record;
    const hc_sampling_record *sampling = job->sampling.record;
    if (sampling->kind != HC_SAMPLING_PLAIN) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "a mean force belongs to one temperature, but sampling is '%s'; use 'plain', or leave out the "
                       "schedule",
                       sampling->name);
    }
    if (thermostat->apply == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "thermostat '%s' keeps no temperature that could change; use another, or leave out the schedule",
                       thermostat->name);
    }
    if (job->potential) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "a potential against RHE belongs to one temperature; leave out `potential` or the schedule");
    }
    return HC_OK;
}

static hc_status check_schedule(hc_context *ctx, const hc_job *job, const hc_yaml *yaml)
{
    static const char key[] = "dynamics.temperature_schedule";
    const hc_section_list *list = &job->dynamics.schedule;
    const hc_temperature_point *point = list->item;
    size_t wrong = 0;
    if (list->count == 0) {
        return HC_OK;
    }
    hc_status status = check_schedule_company(ctx, job);
    if (status != HC_OK) {
        return hc_schema_fail_at(ctx, status, yaml, "%s", key);
    }
    status = hc_temperature_check(ctx, list->count, point, &wrong);
    int steps = ((const hc_plain_options *)job->sampling.options)->steps, last = point[list->count - 1].until_step;
    if (status == HC_OK && last > steps) {
        wrong = list->count - 1;
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "the run ends before, after %d steps; make sampling.steps at least %d, or end the schedule "
                         "earlier",
                         steps, last);
    }
    return status == HC_OK ? status : hc_schema_fail_at(ctx, status, yaml, "%s[%zu].until_step", key, wrong);
}

static hc_status check_potential(hc_context *ctx, const hc_job *job, const hc_yaml *yaml, const hc_setup *setup)
{
    const hc_engine_record *record = job->engine.record;
    const unsigned needed = HC_CAN_FERMI_LEVEL | HC_CAN_PLANE_POTENTIAL;
    hc_vacuum vacuum;
    hc_status status = HC_OK;
    if (!job->potential) {
        return HC_OK;
    }
    if ((record->capabilities & needed) != needed) {
        status = hc_fail(ctx, HC_ERROR_UNSUPPORTED, "engine %s has no Fermi level or no electrostatic potential",
                         record->name);
    } else {
        status = hc_vacuum_find(ctx, setup->structure, job->potential->axis, job->potential->minimum_vacuum, &vacuum);
    }
    return status == HC_OK ? status : hc_schema_fail_at(ctx, status, yaml, "potential");
}

static hc_status check_charges(hc_context *ctx, const hc_job *job, const hc_yaml *yaml)
{
    hc_status status = job->charges ? hc_charges_check(ctx, job->charges, job->engine.record) : HC_OK;
    return status == HC_OK ? status : hc_schema_fail_at(ctx, status, yaml, "charges");
}

/* Selections of analyses are resolved when they begin; here so that a wrong one is found before the run. */
static hc_status check_analyses(hc_context *ctx, const hc_job *job, const hc_yaml *yaml, const hc_setup *setup)
{
    for (size_t i = 0; i < job->analysis.count; i++) {
        const hc_variant *item = &job->analysis.item[i];
        hc_analysis *analysis = NULL;
        hc_status status = hc_analysis_create(ctx, item->record, item->options, setup->structure, true, &analysis);
        hc_analysis_free(analysis);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, yaml, "analysis[%zu]", i);
        }
    }
    return HC_OK;
}

hc_status hc_setup_create(hc_context *ctx, const hc_job *job, const hc_yaml *yaml, const char *structure_file,
                          hc_setup **setup)
{
    hc_setup *made = NULL;
    hc_status status = HC_OK;
    *setup = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    status = hc_structure_read(ctx, structure_file ? structure_file : job->structure.file, &made->structure);
    if (status != HC_OK) {
        status = hc_schema_fail_at(ctx, status, yaml, "structure.file");
        goto cleanup;
    }
    status = hc_engine_create(ctx, job->engine.record, job->engine.options, made->structure, &made->engine);
    if (status != HC_OK) {
        status = hc_schema_fail_at(ctx, status, yaml, "engine");
        goto cleanup;
    }
    HC_TRY(make_constraints(ctx, job, yaml, made));
    HC_TRY(check_constraint_set(ctx, yaml, made));
    HC_TRY(check_schedule(ctx, job, yaml));
    HC_TRY(check_potential(ctx, job, yaml, made));
    HC_TRY(check_charges(ctx, job, yaml));
    HC_TRY(check_analyses(ctx, job, yaml, made));
    *setup = made;
    made = NULL;
cleanup:
    hc_setup_free(made);
    return status;
}

void hc_setup_free(hc_setup *setup)
{
    if (!setup) {
        return;
    }
    for (size_t i = 0; i < setup->nconstraint; i++) {
        hc_colvar_free(setup->colvar[i]);
        free(setup->name[i]);
    }
    free(setup->colvar);
    free(setup->constraint);
    free(setup->name);
    hc_engine_free(setup->engine);
    hc_structure_free(setup->structure);
    free(setup);
}
