#include "commands.h"
#include "workflow/measured_study.h"

typedef struct measured_options {
    char *output;
    hc_text_list set;
} measured_options;

static const hc_keyword keywords[] = {
    {.name = "output",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(measured_options, output),
     .default_text = "",
     .doc = "Folder for result.json, the tables as CSV and report.html; made when it is not there. Short: -o."},
    {.name = "set",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(measured_options, set),
     .default_text = "",
     .doc = "PATH=VALUE, such as electrolyte.ph=7.2: takes the place of what the input says. May be repeated."},
    {0}};

static hc_status run(app_call *call)
{
    const measured_options *options = call->options;
    hc_experiment_result *result = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_experiment_evaluate(call->ctx, call->argument[0], &options->set, &result));
    hc_experiment_text(result, &call->out);
    call->result = hc_experiment_json(result);
    if (options->output != NULL) {
        HC_TRY(hc_experiment_write(call->ctx, result, options->output));
        hc_text_add(&call->out, "\n");
        HC_TRY(app_say_written(call, options->output, "result.json, tables as CSV"));
    }
cleanup:
    hc_experiment_result_free(result);
    return status;
}

const app_command app_measured = {
    .name = "measured",
    .summary = "efficiencies, currents, areas and slopes from measured files",
    .arguments = "EXPERIMENT.yaml",
    .doc =
        "The input names the files of the potentiostat (`halfcell list instruments`), electrode, electrolyte and\n"
        "reference electrode, the products that were found and what is to be evaluated. `halfcell manual` has every\n"
        "key, docs/theory/measured.md the equations. Errors are propagated with their correlations.",
    .examples = "  halfcell measured examples/measured-co2rr/experiment.yaml -o measured\n"
                "  halfcell measured experiment.yaml --set resistance.resistance_ohm=0 --json",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, 0}},
    .options_size = sizeof(measured_options),
    .run = run,
};
