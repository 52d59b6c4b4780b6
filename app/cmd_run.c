#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "commands.h"
#include "workflow/run.h"

typedef struct run_options {
    bool resume, overwrite;
    char *folder;
    hc_text_list set;
} run_options;

static const hc_keyword keywords[] = {
    {.name = "resume",
     .type = HC_VALUE_BOOL,
     .offset = offsetof(run_options, resume),
     .default_text = "false",
     .doc = "Go on with a run that was stopped or killed; JOB may then be its folder."},
    {.name = "folder",
     .type = HC_VALUE_FILE,
     .offset = offsetof(run_options, folder),
     .default_text = "",
     .doc = "Where the job's files go; by default a folder here, named as the job file without its ending."},
    {.name = "overwrite",
     .type = HC_VALUE_BOOL,
     .offset = offsetof(run_options, overwrite),
     .default_text = "false",
     .doc = "Remove a job that the folder holds already."},
    {.name = "set",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(run_options, set),
     .default_text = "",
     .doc = "PATH=VALUE, such as sampling.steps=10: takes the place of what the job says. May be repeated."},
    {0}};

/* "forward  301 K  xi 2.314 angstrom" */
static void add_details(hc_text *text, const hc_run_progress *p)
{
    hc_text_addf(text, "%s  %.0f K", p->phase, p->temperature_k);
    for (size_t i = 0; i < p->setup->nconstraint; i++) {
        const hc_colvar_record *record = p->setup->colvar[i]->record;
        hc_text_addf(text, "  %s %.4f%s%s", p->setup->name[i], p->xi[i] / record->unit,
                     record->unit_name[0] != '\0' ? " " : "", record->unit_name);
    }
}

static void show_progress(void *user, const hc_run_progress *p)
{
    app_call *call = user;
    double now = hc_wall_seconds();
    call->progress->total = p->total_steps;
    if (!hc_progress_is_due(call->progress, now, p->step)) {
        return;
    }
    hc_text details = {0};
    add_details(&details, p);
    hc_progress_step(call->progress, now, p->step, hc_text_string(&details));
    hc_text_clear(&details);
}

static hc_status describe_result(app_call *call, const char *folder)
{
    char *path = NULL;
    hc_status status = HC_OK;
    HC_TRY(app_say_written(call, folder, "result.json, trajectory.extxyz, series.csv"));
    HC_TRY(hc_path_join(call->ctx, folder, "result.json", &path));
    HC_TRY(hc_json_read(call->ctx, path, &call->result));
    hc_json_set(call->result, "folder", hc_json_text(folder));
cleanup:
    free(path);
    return status;
}

static hc_status run(app_call *call)
{
    const run_options *o = call->options;
    hc_progress progress;
    char *folder = NULL;
    hc_progress_begin(&progress, stderr, 0);
    call->progress = &progress;
    const hc_run_options options = {.job = call->argument[0],
                                    .folder = o->folder,
                                    .resume = o->resume,
                                    .overwrite = o->overwrite,
                                    .set = &o->set,
                                    .callback = show_progress,
                                    .user = call};
    hc_status status = hc_run(call->ctx, &options, &folder);
    hc_progress_clear(&progress);
    call->progress = NULL;
    if (status == HC_OK) {
        status = describe_result(call, folder);
    }
    free(folder);
    return status;
}

const app_command app_run = {
    .name = "run",
    .summary = "runs a job in a folder of its own, to its report page",
    .arguments = "JOB.yaml",
    .doc = "The folder holds everything: job.yaml as it ran, log.txt, trajectory, series, checkpoint, results and\n"
           "report.html. It may be killed at any moment; with --resume it goes on to the same result. An interrupt\n"
           "(Ctrl-C, SIGTERM) stops it after the present step, a second one at once.",
    .examples = "  halfcell run au25.yaml\n  halfcell run au25 --resume\n"
                "  halfcell run au25.yaml --folder short --set sampling.steps=200",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, 0}},
    .options_size = sizeof(run_options),
    .run = run,
};
