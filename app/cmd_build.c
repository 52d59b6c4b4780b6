#include <math.h>

#include "atoms/closest.h"
#include "commands.h"
#include "halfcell/structure.h"
#include "halfcell/units.h"
#include "workflow/catalyst.h"
#include "workflow/recipe.h"

typedef struct build_options {
    char *output, *catalyst;
} build_options;

static const hc_keyword keywords[] = {{.name = "catalyst",
                                       .type = HC_VALUE_TEXT,
                                       .offset = offsetof(build_options, catalyst),
                                       .default_text = "",
                                       .doc = "Instead of RECIPE.yaml: a name of `halfcell list catalysts`."},
                                      {.name = "output",
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

/* The two atoms that are nearest for what they are; null when all are far apart. */
static hc_json *closest_json(const hc_closest *closest)
{
    if (!isfinite(closest->share)) {
        return hc_json_text(NULL);
    }
    hc_json *json = hc_json_object(), *atoms = hc_json_array();
    hc_json_append(atoms, hc_json_integer((long long)closest->i));
    hc_json_append(atoms, hc_json_integer((long long)closest->j));
    hc_json_set(json, "atoms", atoms);
    hc_json_set(json, "distance_angstrom", hc_json_real(closest->distance / HC_ANGSTROM));
    hc_json_set(json, "of_covalent_radii", hc_json_real(closest->share));
    return json;
}

static void say(app_call *call, const hc_structure *structure, const hc_closest *closest)
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
    hc_json_set(call->result, "closest", closest_json(closest));
    hc_text_clear(&formula);
}

/* Log lines of the steps: handed on, and kept for the result. */
typedef struct note_log {
    hc_log_function *next;
    void *user;
    hc_json *notes;
} note_log;

static void take_note(void *user, hc_log_level level, const char *line)
{
    note_log *log = user;
    if (level != HC_LOG_DEBUG) {
        hc_json_append(log->notes, hc_json_text(line));
    }
    if (log->next != NULL) {
        log->next(log->user, level, line);
    }
}

static hc_status build(app_call *call, hc_json *notes, hc_structure **structure)
{
    const build_options *options = call->options;
    note_log log = {.notes = notes};
    if ((options->catalyst != NULL) == (call->nargument > 0)) {
        return hc_fail(call->ctx, HC_ERROR_INPUT, "give a recipe or --catalyst NAME: one of them");
    }
    hc_context_get_log(call->ctx, &log.next, &log.user);
    hc_context_set_log(call->ctx, take_note, &log);
    hc_status status = options->catalyst != NULL ? hc_catalyst_build(call->ctx, options->catalyst, structure)
                                                 : hc_recipe_build(call->ctx, call->argument[0], structure);
    hc_context_set_log(call->ctx, log.next, log.user);
    return status;
}

static hc_status run(app_call *call)
{
    const build_options *options = call->options;
    hc_structure *structure = NULL;
    hc_status status = HC_OK;
    hc_json *notes = hc_json_array();
    hc_closest closest;
    HC_TRY(build(call, notes, &structure));
    HC_TRY(hc_structure_closest(call->ctx, structure, &closest));
    HC_TRY(hc_structure_write(call->ctx, options->output, structure));
    say(call, structure, &closest);
    hc_json_set(call->result, "notes", hc_json_share(notes));
cleanup:
    hc_json_free(notes);
    hc_structure_free(structure);
    return status;
}

const app_command app_build = {
    .name = "build",
    .summary = "a structure from a recipe, or a catalyst by its name",
    .arguments = "[RECIPE.yaml]",
    .doc =
        "A recipe is a list of steps that are done one after the other; `halfcell list steps` shows them.\n"
        "What the steps found out (terminations, sites, dipoles) is told with --verbose and is in `notes` of --json.\n"
        "The same recipe gives the same structure. Existing files are replaced.",
    .examples = "  halfcell build examples/au25-leaching/build.yaml -o start.extxyz\n"
                "  halfcell build --catalyst v-zn-zns -o zns.extxyz\n"
                "  halfcell build water.yaml --output POSCAR",
    .minimum = 0,
    .maximum = 1,
    .tables = {{keywords, 0}},
    .options_size = sizeof(build_options),
    .run = run,
};
