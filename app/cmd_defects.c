#include "commands.h"
#include "workflow/defects.h"

typedef struct defects_options {
    char *output;
    hc_defect_request request;
} defects_options;

static const hc_keyword keywords[] = {
    {.name = "output",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(defects_options, output),
     .default_text = "",
     .doc = "Folder for defects.json, defects.csv, counts.csv, the coloured defects.extxyz and report.html."},
    {0}};

static hc_status run(app_call *call)
{
    const defects_options *o = call->options;
    hc_status status = HC_OK;
    hc_defect_study *study = NULL;
    HC_TRY(hc_defect_study_create(call->ctx, call->argument[0], &o->request, o->output, &study));
    hc_defect_study_text(study, &call->out);
    if (o->output != NULL) {
        HC_TRY(hc_defect_study_write(call->ctx, study, o->output));
        HC_TRY(app_say_written(call, o->output, "defects.json, defects.csv, counts.csv, defects.extxyz"));
    }
    call->result = hc_defect_study_json(study);
cleanup:
    hc_defect_study_free(study);
    return status;
}

const app_command app_defects = {
    .name = "defects",
    .summary = "names and counts the defects of a structure or along a trajectory",
    .arguments = "FILE",
    .doc =
        "FILE is a structure of any format, or a trajectory in extended XYZ or XYZ, written by any program. Every\n"
        "recogniser that applies is used (`halfcell list recognisers`). Atoms are counted from 0. Densities are per\n"
        "nm, nm² or cm³ of the directions in which the structure has no gap, and per gram.",
    .examples = "  halfcell defects graphene.extxyz -o census\n"
                "  halfcell defects slab.vasp --reference perfect.vasp --json\n"
                "  halfcell defects md.extxyz --only ligands --stride 10 -o census",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, 0}, {hc_defect_keywords, offsetof(defects_options, request)}},
    .options_size = sizeof(defects_options),
    .run = run,
};
