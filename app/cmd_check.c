#include <stdlib.h>

#include "commands.h"
#include "halfcell/engine.h"
#include "workflow/plan.h"

typedef struct check_options {
    hc_text_list set;
} check_options;

static const hc_keyword keywords[] = {
    {.name = "set",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(check_options, set),
     .default_text = "",
     .doc = "PATH=VALUE, such as sampling.steps=10: takes the place of what the job says. May be repeated."},
    {0}};

static hc_json *phases_json(const hc_plan *plan)
{
    hc_json *phases = hc_json_array();
    for (size_t i = 0; i < plan->count; i++) {
        hc_json *phase = hc_json_object();
        hc_json_set(phase, "name", hc_json_text(plan->phase[i].label));
        hc_json_set(phase, "kind", hc_json_text(hc_phase_kind_name(plan->phase[i].kind)));
        hc_json_set(phase, "steps", hc_json_integer((long long)plan->phase[i].steps));
        hc_json_append(phases, phase);
    }
    return phases;
}

static hc_status show(app_call *call, const hc_job *job, const hc_setup *setup, const hc_plan *plan)
{
    char *echo = NULL;
    hc_json *values = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_schema_echo(call->ctx, &hc_job_section, job, &echo));
    HC_TRY(hc_schema_to_json(call->ctx, &hc_job_section, job, &values));
    hc_text_addf(&call->out,
                 "# %s is in order: %zu atoms, engine %s, %zu steps in %zu phase%s. Nothing was computed.\n",
                 call->argument[0], setup->structure->natom, hc_engine_record_of(setup->engine)->name,
                 plan->total_steps, plan->count, plan->count == 1 ? "" : "s");
    for (size_t i = 0; i < plan->count; i++) {
        hc_text_addf(&call->out, "#   %zu. %s: %zu steps\n", i + 1, plan->phase[i].label, plan->phase[i].steps);
    }
    hc_text_addf(&call->out, "\n%s", echo);
    call->result = hc_json_object();
    hc_json_set(call->result, "natom", hc_json_integer((long long)setup->structure->natom));
    hc_json_set(call->result, "steps", hc_json_integer((long long)plan->total_steps));
    hc_json_set(call->result, "phases", phases_json(plan));
    hc_json_set(call->result, "job", values);
cleanup:
    free(echo);
    return status;
}

static hc_status run(app_call *call)
{
    const check_options *options = call->options;
    hc_yaml *yaml = NULL;
    hc_job job = {0};
    hc_setup *setup = NULL;
    hc_plan *plan = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_job_read_with(call->ctx, call->argument[0], &options->set, &yaml, &job));
    HC_TRY(hc_setup_create(call->ctx, &job, yaml, NULL, &setup));
    HC_TRY(hc_plan_create(call->ctx, &job, yaml, setup, &plan));
    HC_TRY(show(call, &job, setup, plan));
cleanup:
    hc_plan_free(plan);
    hc_setup_free(setup);
    hc_job_clear(&job);
    hc_yaml_free(yaml);
    return status;
}

const app_command app_check = {
    .name = "check",
    .summary = "validates a job and prints it with every default; computes nothing",
    .arguments = "JOB.yaml",
    .doc = "What is printed is a job again. A wrong one is refused with file, line, column and what would be right.",
    .examples = "  halfcell check job.yaml\n  halfcell check job.yaml --set sampling.steps=100 > short.yaml",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, 0}},
    .options_size = sizeof(check_options),
    .run = run,
};
