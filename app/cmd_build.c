#include "builders/build_step.h"
#include "commands.h"
#include "halfcell/structure.h"
#include "halfcell/units.h"
#include "workflow/recipe.h"

typedef struct build_options {
    char *output;
} build_options;

static const hc_keyword keywords[] = {{.name = "output",
                                       .type = HC_VALUE_TEXT,
                                       .offset = offsetof(build_options, output),
                                       .doc = "File for the structure; its ending says the format. Short: -o."},
                                      {0}};

/* "Au25 S18 ...": elements in the order of their first atoms. */
static void add_formula(hc_text *text, const hc_structure *structure)
{
    size_t count[119] = {0}, first[119] = {0};
    for (size_t i = structure->natom; i-- > 0;) {
        count[structure->atomic_number[i]]++;
        first[structure->atomic_number[i]] = i;
    }
    for (size_t i = 0; i < structure->natom; i++) {
        int number = structure->atomic_number[i];
        if (first[number] == i) {
            hc_text_addf(text, "%s%s%zu", i == 0 ? "" : " ", hc_element_symbol(number), count[number]);
        }
    }
}

static void say(app_call *call, const hc_structure *structure)
{
    const build_options *options = call->options;
    const bool *periodic = structure->periodic;
    hc_text formula = {0};
    add_formula(&formula, structure);
    hc_text_addf(&call->out, "%s: %zu atoms, %s\n", options->output, structure->natom, hc_text_string(&formula));
    if (hc_structure_periodic_count(structure) > 0) {
        hc_text_addf(&call->out, "periodic along%s%s%s\n", periodic[0] ? " a" : "", periodic[1] ? " b" : "",
                     periodic[2] ? " c" : "");
    }
    call->result = hc_json_object();
    hc_json *repeats = hc_json_array();
    for (int d = 0; d < 3; d++) {
        hc_json_append(repeats, hc_json_bool(periodic[d]));
    }
    hc_json_set(call->result, "output", hc_json_text(options->output));
    hc_json_set(call->result, "natom", hc_json_integer((long long)structure->natom));
    hc_json_set(call->result, "formula", hc_json_text(hc_text_string(&formula)));
    hc_json_set(call->result, "cell_angstrom", hc_json_vectors(3, structure->cell.row, 1.0 / HC_ANGSTROM));
    hc_json_set(call->result, "periodic", repeats);
    hc_text_clear(&formula);
}

static hc_status run(app_call *call)
{
    const build_options *options = call->options;
    hc_structure *structure = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_recipe_build(call->ctx, call->argument[0], &structure));
    HC_TRY(hc_structure_write(call->ctx, options->output, structure));
    say(call, structure);
cleanup:
    hc_structure_free(structure);
    return status;
}

const app_command app_build = {
    .name = "build",
    .summary = "a structure from a recipe: cluster, cell, ions, water",
    .arguments = "RECIPE.yaml",
    .doc = "A recipe is a list of steps that are done one after the other; `halfcell list steps` shows them.\n"
           "The same recipe gives the same structure. Existing files are replaced.",
    .examples = "  halfcell build examples/au25-leaching/build.yaml -o start.extxyz\n"
                "  halfcell build water.yaml --output POSCAR",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, 0}},
    .options_size = sizeof(build_options),
    .run = run,
};
