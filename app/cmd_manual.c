#include <stdlib.h>

#include "commands.h"
#include "workflow/diagram_job.h"
#include "workflow/job.h"
#include "workflow/kinetics_study.h"
#include "workflow/measured_study.h"
#include "workflow/recipe.h"

typedef struct manual_options {
    bool markdown;
} manual_options;

static const hc_keyword keywords[] = {{.name = "markdown",
                                       .type = HC_VALUE_BOOL,
                                       .offset = offsetof(manual_options, markdown),
                                       .default_text = "false",
                                       .doc = "As Markdown: this is how docs/input.md is made."},
                                      {0}};

/* What comes before the tables; `intro_markdown` is the head of docs/input.md. */
static const char intro_markdown[] =
    "<!-- Written by `halfcell manual --markdown`. Do not edit. -->\n\n"
    "# The input\n\n"
    "`halfcell run JOB.yaml` reads a job, `halfcell build RECIPE.yaml` a recipe, `halfcell kinetics STUDY.yaml` a "
    "study, `halfcell measured EXPERIMENT.yaml` an experiment, `halfcell diagram DIAGRAM.yaml` diagrams: YAML with "
    "maps, lists and plain "
    "values, without anchors, aliases and tags. "
    "Each\n"
    "key says its unit (`timestep_fs`), so values are plain numbers. Paths are relative to the job file. A key that is "
    "not\n"
    "known, a value that is out of range and a key that is missing are refused with file, line, column and the "
    "nearest\n"
    "right thing. `halfcell check JOB.yaml` prints the job with every default.\n\n"
    "Where a `type` picks one of several kinds, `thermostat: csvr` is short for `thermostat: {type: csvr}`.\n\n"
    "## Selecting atoms\n\n"
    "Atoms are counted from 0. A selection is a text (or a list of numbers):\n\n"
    "| text | atoms |\n|---|---|\n"
    "| `7`, `0-24`, `3, 5, 10-12` | by number |\n"
    "| `all`, `none` | |\n"
    "| `element Au`, `element Au S` | by element |\n"
    "| `nearest O to 14`, `nearest 3 O to 14` | the nearest of an element, over periodic images; of equal ones the "
    "lowest numbers |\n"
    "| `within 3.5 of 14` | closer than 3.5 angstrom |\n"
    "| `layer 0 of 3 along z` | layers along a Cartesian axis, found by gaps, counted from below |\n"
    "| `group of 14`, `group of element Au` | the bonded group that holds an atom |\n"
    "| `bonded to 14` | its direct neighbours |\n\n"
    "joined by `and`, `or`, `not` and parentheses.\n\n";
static const char intro_text[] =
    "A job is YAML. Each key says its unit (timestep_fs), so values are plain numbers. Atoms are "
    "counted from 0;\nselections are texts such as '3, 10-12', 'element Au S', "
    "'nearest O to 14', 'within 3.5 of 14',\n'layer 0 of 3 along z', 'group of 14', "
    "'bonded to 14', joined by and, or, not.\n\n";

/* The files that people write. */
static const hc_section *const inputs[] = {&hc_job_section,        &hc_recipe_section,  &hc_study_section,
                                           &hc_experiment_section, &hc_diagram_section, NULL};

static hc_status describe(app_call *call)
{
    call->result = hc_json_object();
    for (size_t i = 0; inputs[i] != NULL; i++) {
        hc_json *schema = NULL;
        hc_status status = hc_schema_describe(call->ctx, inputs[i], &schema);
        if (status != HC_OK) {
            return status;
        }
        hc_json_set(call->result, inputs[i]->name, schema);
    }
    return HC_OK;
}

static hc_status run(app_call *call)
{
    const manual_options *options = call->options;
    if (call->json) {
        return describe(call);
    }
    hc_text_add(&call->out, options->markdown ? intro_markdown : intro_text);
    for (size_t i = 0; inputs[i] != NULL; i++) {
        char *text = NULL;
        hc_status status = options->markdown ? hc_schema_manual_markdown(call->ctx, inputs[i], 2, &text)
                                             : hc_schema_manual_text(call->ctx, inputs[i], &text);
        if (status != HC_OK) {
            return status;
        }
        hc_text_addf(&call->out, "%s%s", i > 0 ? "\n" : "", text);
        free(text);
    }
    return HC_OK;
}

const app_command app_manual = {
    .name = "manual",
    .summary = "every key of the input files: meaning, unit, default, range",
    .arguments = "",
    .doc = "With --json the same as data.",
    .examples = "  halfcell manual | less\n  halfcell manual --markdown",
    .tables = {{keywords, 0}},
    .options_size = sizeof(manual_options),
    .run = run,
};
