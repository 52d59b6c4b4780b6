#include "commands.h"
#include "workflow/literature.h"

typedef struct literature_options {
    char *product, *defect, *catalyst, *output;
} literature_options;

static const hc_keyword keywords[] = {
    {.name = "product",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(literature_options, product),
     .default_text = "",
     .doc = "CO, formate, formaldehyde, methanol, CH4, ethanol, C2, hydrocarbons, syngas, or a part of what the record "
            "says."},
    {.name = "defect",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(literature_options, defect),
     .default_text = "",
     .doc = "vacancy, oxygen vacancy, sulfur vacancy, zinc vacancy, grain boundary, twin, lattice, topological, edge, "
            "doping, single atom, or a part of what the record says."},
    {.name = "catalyst",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(literature_options, catalyst),
     .default_text = "",
     .doc = "A part of the catalyst's name: Bi, ZnS, N-C, Ag25."},
    {.name = "output",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(literature_options, output),
     .default_text = "",
     .doc = "Folder for literature.json and report.html; made when it is not there. Short: -o."},
    {0}};

static hc_status run(app_call *call)
{
    const literature_options *options = call->options;
    const hc_literature_filter filter = {options->product, options->defect, options->catalyst};
    hc_literature *literature = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_literature_read(call->ctx, &filter, &literature));
    hc_literature_say(literature, &call->out);
    call->result = hc_literature_json(literature);
    if (options->output != NULL) {
        HC_TRY(hc_literature_write(call->ctx, literature, options->output));
        hc_text_add(&call->out, "\n");
        HC_TRY(app_say_written(call, options->output, "literature.json"));
    }
cleanup:
    hc_literature_free(literature);
    return status;
}

const app_command app_literature = {
    .name = "literature",
    .summary = "published catalysts with defects: products, efficiencies, potentials, DOIs",
    .arguments = "",
    .doc =
        "A table of 55 catalysts of CO2 reduction with defects, and of what was measured on Ag25 and Au25 clusters.\n"
        "Only what the sources print is there: --json has every field with its wording and its doubts. The page "
        "shows\n"
        "Faradaic efficiencies against potential, by product and by defect; every point leads to its paper.",
    .examples = "  halfcell literature --product formate --defect vacancy\n"
                "  halfcell literature -o literature",
    .tables = {{keywords, 0}},
    .options_size = sizeof(literature_options),
    .run = run,
};
