#include <stdlib.h>

#include "commands.h"
#include "workflow/job.h"

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
    "`halfcell run JOB.yaml` reads a job: YAML with maps, lists and plain values, without anchors, aliases and tags. "
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
    "| `nearest O to 14`, `nearest 3 O to 14` | the nearest of an element, over periodic images |\n"
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

static hc_status run(app_call *call)
{
    const manual_options *options = call->options;
    char *text = NULL;
    hc_status status = HC_OK;
    if (call->json) {
        return hc_schema_describe(call->ctx, &hc_job_section, &call->result);
    }
    if (options->markdown) {
        hc_text_add(&call->out, intro_markdown);
        HC_TRY(hc_schema_manual_markdown(call->ctx, &hc_job_section, 2, &text));
    } else {
        hc_text_add(&call->out, intro_text);
        HC_TRY(hc_schema_manual_text(call->ctx, &hc_job_section, &text));
    }
    hc_text_add(&call->out, text);
cleanup:
    free(text);
    return status;
}

const app_command app_manual = {
    .name = "manual",
    .summary = "every key of a job: meaning, unit, default, range",
    .arguments = "",
    .doc = "With --json the same as data.",
    .examples = "  halfcell manual | less\n  halfcell manual --markdown",
    .tables = {{keywords, 0}},
    .options_size = sizeof(manual_options),
    .run = run,
};
