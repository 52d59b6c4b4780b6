#include "workflow/run.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "atoms/extxyz.h"
#include "base/checkpoint.h"
#include "base/file.h"
#include "halfcell/units.h"
#include "halfcell/version.h"
#include "workflow/evaluate.h"
#include "workflow/folder.h"
#include "workflow/plan.h"
#include "workflow/series.h"

/* A run at work. */
typedef struct runner {
    hc_context *ctx;
    const hc_run_options *options;
    hc_folder *folder;
    hc_yaml *yaml;
    hc_job job;
    char *echo; /* the job as text, with every default */
    hc_setup *setup;
    hc_plan *plan;
    hc_table *series, *charges; /* charges: NULL when the job does not ask for them */
    hc_md *md;
    size_t phase;           /* index in the plan */
    size_t step;            /* over all phases */
    size_t phase_begin;     /* step at which the phase began */
    double conserved_shift; /* added to the conserved quantity of this phase, so that it goes on from the last */
    size_t steps_done;      /* by this process, for the rate */
    double seconds_begin;
} runner;

static hc_status structure_path(runner *run, char **path)
{
    return hc_folder_file(run->ctx, run->folder, "start.extxyz", path);
}

/* The job as it stands in the folder: its structure is the folder's own copy. */
static hc_status make_echo(hc_context *ctx, hc_job *job, char **echo)
{
    char *local = NULL;
    hc_status status = hc_format(ctx, &local, "start.extxyz");
    if (status != HC_OK) {
        return status;
    }
    char *original = job->structure.file;
    job->structure.file = local;
    status = hc_schema_echo(ctx, &hc_job_section, job, echo);
    job->structure.file = original;
    free(local);
    return status;
}

static hc_status default_folder(hc_context *ctx, const char *job, char **folder)
{
    const char *slash = strrchr(job, '/'), *base = slash ? slash + 1 : job, *dot = strrchr(base, '.');
    size_t length = dot && dot != base ? (size_t)(dot - base) : strlen(base);
    bool same = length == strlen(base);
    return hc_format(ctx, folder, "%.*s%s", (int)length, base, same ? ".run" : "");
}

static bool is_directory(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* A new run: the folder gets the structure first and job.yaml last, so that a folder with job.yaml is complete. */
static hc_status begin_new(runner *run, const char *folder_path)
{
    hc_context *ctx = run->ctx;
    char *start = NULL, *job_path = NULL;
    hc_setup *trial = NULL;
    hc_plan *trial_plan = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_job_read_with(ctx, run->options->job, run->options->set, &run->yaml, &run->job));
    /* Everything that can be refused is, before a file is made. */
    HC_TRY(hc_setup_create(ctx, &run->job, run->yaml, NULL, &trial));
    HC_TRY(hc_plan_create(ctx, &run->job, run->yaml, trial, &trial_plan));
    HC_TRY(make_echo(ctx, &run->job, &run->echo));
    HC_TRY(hc_folder_create(ctx, folder_path, run->options->overwrite, &run->folder));
    HC_TRY(structure_path(run, &start));
    HC_TRY(hc_structure_write(ctx, start, trial->structure));
    HC_TRY(hc_folder_file(ctx, run->folder, "job.yaml", &job_path));
    HC_TRY(hc_file_write_atomically(ctx, job_path, run->echo, strlen(run->echo)));
cleanup:
    hc_plan_free(trial_plan);
    hc_setup_free(trial);
    free(start);
    free(job_path);
    return status;
}

/* --resume with a job file: it must be the job that the folder holds. */
static hc_status check_same_job(runner *run)
{
    hc_context *ctx = run->ctx;
    hc_yaml *yaml = NULL;
    hc_job job = {0};
    char *echo = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_job_read_with(ctx, run->options->job, run->options->set, &yaml, &job));
    HC_TRY(make_echo(ctx, &job, &echo));
    if (strcmp(echo, run->echo) != 0) {
        status =
            hc_fail(ctx, HC_ERROR_INPUT,
                    "%s is not the job that %s holds (compare it with %s/job.yaml); use --folder for another folder",
                    run->options->job, run->folder->path, run->folder->path);
    }
cleanup:
    hc_job_clear(&job);
    hc_yaml_free(yaml);
    free(echo);
    return status;
}

static hc_status begin_resumed(runner *run, const char *folder_path)
{
    hc_context *ctx = run->ctx;
    char *job_path = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_folder_open(ctx, folder_path, &run->folder));
    HC_TRY(hc_folder_file(ctx, run->folder, "job.yaml", &job_path));
    HC_TRY(hc_job_read(ctx, job_path, &run->yaml, &run->job));
    HC_TRY(make_echo(ctx, &run->job, &run->echo));
    if (!is_directory(run->options->job)) {
        HC_TRY(check_same_job(run));
    }
cleanup:
    free(job_path);
    return status;
}

static hc_status create_phase(runner *run, bool first)
{
    hc_md_options options = run->job.dynamics.md;
    const hc_phase *phase = &run->plan->phase[run->phase];
    if (!first) {
        options.velocities = HC_VELOCITIES_STRUCTURE;
        options.seed += 7919 * (int)(run->phase % 100000);
    }
    hc_md_setup setup = {.engine = run->setup->engine,
                         .structure = run->setup->structure,
                         .nconstraint = run->setup->nconstraint,
                         .constraints = phase->constraint,
                         .thermostat = run->job.dynamics.thermostat.record,
                         .thermostat_options = run->job.dynamics.thermostat.options,
                         .nschedule = run->job.dynamics.schedule.count,
                         .schedule = run->job.dynamics.schedule.item};
    hc_md_free(run->md);
    run->md = NULL;
    return hc_md_create(run->ctx, &options, &setup, &run->md);
}

static bool phase_done(const runner *run)
{
    return run->step - run->phase_begin >= run->plan->phase[run->phase].steps;
}

static bool potential_due(const runner *run, size_t step)
{
    return run->job.potential && step % (size_t)run->job.potential->every_steps == 0;
}

static hc_status evaluate_potential(runner *run, hc_electrode_potential *potential)
{
    const hc_result *result = hc_md_result(run->md);
    return hc_electrode_potential_evaluate(run->ctx, run->job.potential, run->setup->structure, result,
                                           run->job.dynamics.md.kT, potential);
}

static hc_status put_line(runner *run, hc_folder_stream stream, const char *line)
{
    return fputs(line, run->folder->stream[stream]) >= 0
               ? HC_OK
               : hc_fail(run->ctx, HC_ERROR_FILE, "%s: a table cannot be written: %s", run->folder->path,
                         strerror(errno));
}

static hc_status write_row(runner *run, const hc_md_record *record)
{
    hc_context *ctx = run->ctx;
    const hc_result *result = hc_md_result(run->md);
    hc_electrode_potential potential;
    hc_series_extra extra = {.step = run->step,
                             .time = (double)run->step * run->job.dynamics.md.timestep,
                             .phase = run->phase,
                             .conserved = record->conserved + run->conserved_shift,
                             .fermi_level = result->fermi_level,
                             .homo = result->homo,
                             .lumo = result->lumo,
                             .gap = result->gap,
                             .growth_ends = run->plan->phase[run->phase].kind == HC_PHASE_GROW && phase_done(run)};
    char *line = NULL;
    hc_status status = HC_OK;
    if (potential_due(run, run->step)) {
        HC_TRY(evaluate_potential(run, &potential));
        extra.potential = &potential;
    }
    HC_TRY(hc_series_set_row(ctx, run->series, run->setup, record, &extra));
    HC_TRY(hc_table_format_row(ctx, run->series, 0, &line));
    HC_TRY(put_line(run, HC_FOLDER_SERIES, line));
cleanup:
    free(line);
    return status;
}

static bool charges_due(const runner *run, size_t step)
{
    return run->charges && step % (size_t)run->job.charges->every_steps == 0;
}

static hc_status write_charges(runner *run)
{
    hc_context *ctx = run->ctx;
    double time = (double)run->step * run->job.dynamics.md.timestep;
    hc_status status = HC_OK;
    if (!charges_due(run, run->step)) {
        return HC_OK;
    }
    HC_TRY(hc_charges_set_rows(ctx, run->job.charges, run->setup->engine, hc_md_result(run->md), run->step, time,
                               run->charges));
    for (size_t i = 0; i < run->charges->nrow; i++) {
        char *line = NULL;
        HC_TRY(hc_table_format_row(ctx, run->charges, i, &line));
        status = put_line(run, HC_FOLDER_CHARGES, line);
        free(line);
        if (status != HC_OK) {
            break;
        }
    }
cleanup:
    return status;
}

static hc_status write_frame(runner *run)
{
    hc_context *ctx = run->ctx;
    const hc_result *result = hc_md_result(run->md);
    char *keys[] = {"step", "time_fs", "phase"};
    char *values[3] = {0};
    hc_status status = HC_OK;
    HC_TRY(hc_format(ctx, &values[0], "%zu", run->step));
    HC_TRY(hc_format(ctx, &values[1], "%.10g", (double)run->step * run->job.dynamics.md.timestep / HC_FS));
    HC_TRY(hc_format(ctx, &values[2], "%zu", run->phase));
    bool has_charge = result->natom > 0 && !isnan(result->charge[0]);
    hc_frame frame = {.structure = run->setup->structure,
                      .force = result->force,
                      .charge = has_charge ? result->charge : NULL,
                      .has_energy = true,
                      .energy = result->free_energy,
                      .ninfo = 3,
                      .info_key = keys,
                      .info_value = values};
    HC_TRY(hc_frame_write(ctx, run->folder->stream[HC_FOLDER_TRAJECTORY], &frame));
    fflush(run->folder->stream[HC_FOLDER_TRAJECTORY]); /* whoever follows a run reads whole frames */
cleanup:
    for (int i = 0; i < 3; i++) {
        free(values[i]);
    }
    return status;
}

static hc_status write_checkpoint(runner *run)
{
    hc_context *ctx = run->ctx;
    int64_t counters[3] = {(int64_t)run->phase, (int64_t)run->step, (int64_t)run->phase_begin};
    hc_state *state = NULL;
    char *path = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_state_create(ctx, &state));
    HC_TRY(hc_state_put_text(ctx, state, "run/job", run->echo));
    HC_TRY(hc_state_put_text(ctx, state, "run/version", hc_version()));
    HC_TRY(hc_state_put_integers(ctx, state, "run/counters", 3, counters));
    HC_TRY(hc_state_put_reals(ctx, state, "run/conserved_shift", 1, &run->conserved_shift));
    HC_TRY(hc_md_save(run->md, ctx, state));
    HC_TRY(hc_folder_save(ctx, run->folder, state));
    HC_TRY(hc_folder_file(ctx, run->folder, "checkpoint.h5", &path));
    HC_TRY(hc_checkpoint_write(ctx, path, state));
cleanup:
    free(path);
    hc_state_free(state);
    return status;
}

static hc_status read_counters(runner *run, const hc_state *state)
{
    hc_context *ctx = run->ctx;
    int64_t counters[3];
    const char *job = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_state_get_text(ctx, state, "run/job", &job));
    if (strcmp(job, run->echo) != 0) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s/checkpoint.h5 belongs to another job than %s/job.yaml: one of them was changed",
                       run->folder->path, run->folder->path);
    }
    HC_TRY(hc_state_get_integers(ctx, state, "run/counters", 3, counters));
    if (counters[0] < 0 || counters[0] >= (int64_t)run->plan->count) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s/checkpoint.h5 names phase %lld of %zu", run->folder->path,
                       (long long)counters[0], run->plan->count);
    }
    run->phase = (size_t)counters[0];
    run->step = (size_t)counters[1];
    run->phase_begin = (size_t)counters[2];
    HC_TRY(hc_state_get_reals(ctx, state, "run/conserved_shift", 1, &run->conserved_shift));
cleanup:
    return status;
}

static hc_status load_checkpoint(runner *run, const char *path)
{
    hc_context *ctx = run->ctx;
    const hc_md_record *record = NULL;
    hc_state *state = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_checkpoint_read(ctx, path, &state));
    HC_TRY(read_counters(run, state));
    HC_TRY(hc_folder_cut_back(ctx, run->folder, state));
    HC_TRY(hc_folder_take(ctx, run->folder));
    /* Positions, velocities and random numbers come from the checkpoint, whatever the phase began with. */
    HC_TRY(create_phase(run, true));
    HC_TRY(hc_md_load(run->md, ctx, state, &record));
    hc_log(ctx, HC_LOG_INFO, "resumed at step %zu of %zu", run->step, run->plan->total_steps);
cleanup:
    hc_state_free(state);
    return status;
}

static hc_status write_header(runner *run, hc_folder_stream stream, const hc_table *table)
{
    char *line = NULL;
    hc_status status = hc_table_format_header(run->ctx, table, &line);
    status = status == HC_OK ? put_line(run, stream, line) : status;
    free(line);
    return status;
}

static hc_status write_headers(runner *run)
{
    hc_status status = write_header(run, HC_FOLDER_SERIES, run->series);
    return status == HC_OK && run->charges ? write_header(run, HC_FOLDER_CHARGES, run->charges) : status;
}

/* What the engine has to give at a step besides forces. */
static void ask_engine(runner *run, size_t step)
{
    unsigned wanted = potential_due(run, step) ? HC_WANT_PLANE_POTENTIAL : 0;
    hc_md_set_wanted(run->md, wanted | (charges_due(run, step) ? hc_charges_wanted(run->job.charges) : 0));
}

static hc_status start_first_phase(runner *run)
{
    const hc_md_record *record = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_folder_reset(run->ctx, run->folder));
    HC_TRY(hc_folder_take(run->ctx, run->folder));
    hc_log(run->ctx, HC_LOG_INFO, "halfcell %s: %zu atoms, engine %s, %zu steps in %zu phase%s", hc_version(),
           run->setup->structure->natom, hc_engine_record_of(run->setup->engine)->name, run->plan->total_steps,
           run->plan->count, run->plan->count == 1 ? "" : "s");
    HC_TRY(write_headers(run));
    HC_TRY(create_phase(run, true));
    ask_engine(run, 0);
    HC_TRY(hc_md_start(run->md, run->ctx, &record));
    HC_TRY(write_row(run, record));
    HC_TRY(write_charges(run));
    HC_TRY(write_frame(run));
    HC_TRY(write_checkpoint(run));
cleanup:
    return status;
}

/* The next phase goes on from where the last ended; its conserved quantity is joined to the last one's. */
static hc_status start_next_phase(runner *run)
{
    const hc_md_record *record = hc_md_last(run->md);
    double joined = record->conserved + run->conserved_shift;
    hc_status status = HC_OK;
    run->phase++;
    run->phase_begin = run->step;
    HC_TRY(create_phase(run, false));
    hc_md_set_wanted(run->md, 0);
    HC_TRY(hc_md_start(run->md, run->ctx, &record));
    run->conserved_shift = joined - record->conserved;
    hc_log(run->ctx, HC_LOG_INFO, "step %zu: %s begins (%zu steps)", run->step, run->plan->phase[run->phase].label,
           run->plan->phase[run->phase].steps);
cleanup:
    return status;
}

static void tell_progress(runner *run, const hc_md_record *record)
{
    if (!run->options->callback) {
        return;
    }
    double seconds = (hc_wall_seconds() - run->seconds_begin) / (double)(run->steps_done ? run->steps_done : 1);
    hc_run_progress progress = {.step = run->step,
                                .total_steps = run->plan->total_steps,
                                .phase = run->plan->phase[run->phase].label,
                                .temperature_k = record->temperature_k,
                                .conserved = record->conserved + run->conserved_shift,
                                .setup = run->setup,
                                .xi = record->xi,
                                .seconds_per_step = seconds,
                                .seconds_left = seconds * (double)(run->plan->total_steps - run->step)};
    run->options->callback(run->options->user, &progress);
}

static hc_status one_step(runner *run)
{
    const hc_md_record *record = NULL;
    hc_status status = HC_OK;
    ask_engine(run, run->step + 1);
    HC_TRY(hc_md_step(run->md, run->ctx, &record));
    run->step++;
    run->steps_done++;
    HC_TRY(write_row(run, record));
    HC_TRY(write_charges(run));
    if (run->step % (size_t)run->job.output.trajectory_every == 0 || run->step == run->plan->total_steps) {
        HC_TRY(write_frame(run));
    }
    if (run->step % (size_t)run->job.output.checkpoint_every == 0 || run->step == run->plan->total_steps) {
        HC_TRY(write_checkpoint(run));
    }
    tell_progress(run, record);
cleanup:
    return status;
}

static hc_status all_steps(runner *run)
{
    hc_status status = HC_OK;
    while (run->step < run->plan->total_steps) {
        if (hc_context_stop_requested(run->ctx)) {
            HC_TRY(write_checkpoint(run));
            return hc_fail(run->ctx, HC_ERROR_INTERRUPTED,
                           "stopped after step %zu of %zu; go on with: halfcell run --resume %s", run->step,
                           run->plan->total_steps, run->folder->path);
        }
        if (phase_done(run)) {
            HC_TRY(start_next_phase(run));
        }
        HC_TRY(one_step(run));
    }
cleanup:
    return status;
}

static hc_status run_in_folder(runner *run)
{
    hc_context *ctx = run->ctx;
    char *start = NULL, *checkpoint = NULL;
    hc_status status = HC_OK;
    HC_TRY(structure_path(run, &start));
    HC_TRY(hc_setup_create(ctx, &run->job, NULL, start, &run->setup));
    HC_TRY(hc_plan_create(ctx, &run->job, NULL, run->setup, &run->plan));
    HC_TRY(hc_series_create(ctx, &run->job, run->setup, &run->series));
    if (run->job.charges) {
        HC_TRY(hc_charges_create_table(ctx, run->job.charges, &run->charges));
        run->folder->has_charges = true;
    }
    HC_TRY(hc_folder_file(ctx, run->folder, "checkpoint.h5", &checkpoint));
    run->seconds_begin = hc_wall_seconds();
    if (run->options->resume && hc_file_exists(checkpoint)) {
        HC_TRY(load_checkpoint(run, checkpoint));
    } else {
        HC_TRY(start_first_phase(run));
    }
    HC_TRY(all_steps(run));
    double seconds = hc_wall_seconds() - run->seconds_begin;
    hc_log(ctx, HC_LOG_INFO, "%zu steps done in %.1f s (%.3f s a step)", run->steps_done, seconds,
           seconds / (double)(run->steps_done ? run->steps_done : 1));
    HC_TRY(hc_evaluate_folder(ctx, run->folder));
cleanup:
    if (status != HC_OK && run->folder->logging) {
        hc_log(ctx, HC_LOG_DEBUG, "%s", hc_context_message(ctx));
    }
    free(start);
    free(checkpoint);
    return status;
}

static void runner_clear(runner *run)
{
    hc_md_free(run->md);
    hc_table_free(run->series);
    hc_table_free(run->charges);
    hc_plan_free(run->plan);
    hc_setup_free(run->setup);
    hc_job_clear(&run->job);
    hc_yaml_free(run->yaml);
    hc_folder_close(run->folder);
    free(run->echo);
}

hc_status hc_run(hc_context *ctx, const hc_run_options *options, char **folder)
{
    runner run = {.ctx = ctx, .options = options};
    char *path = NULL;
    hc_status status = HC_OK;
    *folder = NULL;
    if (options->folder) {
        HC_TRY(hc_format(ctx, &path, "%s", options->folder));
    } else if (options->resume && is_directory(options->job)) {
        HC_TRY(hc_format(ctx, &path, "%s", options->job));
    } else {
        HC_TRY(default_folder(ctx, options->job, &path));
    }
    HC_TRY(options->resume ? begin_resumed(&run, path) : begin_new(&run, path));
    *folder = path;
    path = NULL;
    HC_TRY(run_in_folder(&run));
cleanup:
    runner_clear(&run);
    free(path);
    return status;
}
