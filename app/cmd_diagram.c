#include <stdlib.h>

#include "base/file.h"
#include "commands.h"
#include "workflow/diagram_job.h"

typedef struct diagram_options {
    char *folder;
} diagram_options;

static const hc_keyword keywords[] = {{.name = "folder",
                                       .type = HC_VALUE_FILE,
                                       .offset = offsetof(diagram_options, folder),
                                       .default_text = "",
                                       .doc = "Where result.json and report.html go; by default JOB-diagram here."},
                                      {0}};

static hc_status run(app_call *call)
{
    const diagram_options *options = call->options;
    hc_diagram_job job = {0};
    hc_diagram_study *study = NULL;
    hc_yaml *yaml = NULL;
    char *stem = NULL, *folder = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_path_stem(call->ctx, call->argument[0], &stem));
    HC_TRY(options->folder ? hc_format(call->ctx, &folder, "%s", options->folder)
                           : hc_format(call->ctx, &folder, "%s-diagram", stem));
    HC_TRY(hc_yaml_read(call->ctx, call->argument[0], &yaml));
    HC_TRY(hc_schema_parse(call->ctx, &hc_diagram_section, yaml, &job));
    HC_TRY(hc_diagram_study_create(call->ctx, yaml, &job, &study));
    HC_TRY(hc_diagram_study_write(call->ctx, study, folder));
    hc_diagram_study_text(study, &call->out);
    HC_TRY(app_say_written(call, folder, "result.json"));
    call->result = hc_diagram_study_json(study);
    hc_json_set(call->result, "folder", hc_json_text(folder));
cleanup:
    hc_diagram_study_free(study);
    hc_schema_clear(&hc_diagram_section, &job);
    hc_yaml_free(yaml);
    free(stem);
    free(folder);
    return status;
}

const app_command app_diagram = {
    .name = "diagram",
    .summary = "free-energy diagrams, limiting potentials, scaling, volcanoes and stability from tables of energies",
    .arguments = "JOB.yaml",
    .doc = "The job names tables of energies (our own CSV and JSON, CatMAP's, folders of `halfcell thermo`) and\n"
           "mechanisms; what comes out is a page with diagrams at any potential and pH, limiting potentials and the\n"
           "steps that set them, the comparison of surfaces, and where a material is stable. `halfcell manual` lists "
           "the keys\n"
           "of a job; docs/theory/thermochemistry.md those of the tables.",
    .examples = "  halfcell diagram co2-on-copper.yaml\n"
                "  halfcell list corrections; halfcell list gases",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, 0}},
    .options_size = sizeof(diagram_options),
    .run = run,
};
