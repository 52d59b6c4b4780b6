#include "commands.h"
#include "workflow/kinetics_run.h"

typedef struct kinetics_options {
    char *output;
    hc_text_list set;
} kinetics_options;

static const hc_keyword keywords[] = {
    {.name = "output",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(kinetics_options, output),
     .default_text = "",
     .doc = "Folder for result.json, the scans as CSV and report.html; made when it is not there. Short: -o."},
    {.name = "set",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(kinetics_options, set),
     .default_text = "",
     .doc =
         "PATH=VALUE, such as ph=13 or catalysts[0].potential_v_rhe=-0.6: takes the place of what the study says. May "
         "be repeated."},
    {0}};

static hc_status run(app_call *call)
{
    const kinetics_options *options = call->options;
    hc_study *study = NULL;
    hc_study_result *result = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_study_read(call->ctx, call->argument[0], &options->set, &study));
    HC_TRY(hc_study_run(call->ctx, study, &result));
    hc_study_text(result, &call->out);
    call->result = hc_study_json(result);
    if (options->output != NULL) {
        HC_TRY(hc_study_write(call->ctx, result, options->output));
        hc_text_add(&call->out, "\n");
        HC_TRY(app_say_written(call, options->output, "result.json, scans as CSV"));
    }
cleanup:
    hc_study_result_free(result);
    hc_study_free(study);
    return status;
}

const app_command app_kinetics = {
    .name = "kinetics",
    .summary = "coverages, rates and Faradaic efficiencies of a mechanism",
    .arguments = "STUDY.yaml",
    .doc = "A study has a mechanism as text, free energies and barriers of one or several catalysts, and conditions; "
           "scans,\n"
           "maps, errors and published statements where they are asked for. `halfcell manual` has every key,\n"
           "docs/theory/kinetics.md the equations.",
    .examples = "  halfcell kinetics examples/ag25-selectivity/study.yaml -o ag25\n"
                "  halfcell kinetics study.yaml --set ph=13 --json",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, 0}},
    .options_size = sizeof(kinetics_options),
    .run = run,
};
