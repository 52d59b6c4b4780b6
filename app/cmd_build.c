#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/closest.h"
#include "atoms/composition.h"
#include "atoms/structure_format.h"
#include "base/file.h"
#include "commands.h"
#include "halfcell/structure.h"
#include "halfcell/units.h"
#include "report/report.h"
#include "workflow/build_page.h"
#include "workflow/catalyst.h"

typedef struct build_options {
    char *output, *catalyst;
} build_options;

#define HTML ".html"

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
    hc_composition_add(&formula, structure);
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

/* Where the page goes; `page` NULL: beside the structure. call->extra while one is asked for. */
typedef struct view {
    const char *page;
} view;

static hc_status extra_option(app_call *call, const char *name, const char *value, const char *next, bool *taken,
                              bool *used_next)
{
    view *asked = call->extra;
    if (strcmp(name, "view") != 0) {
        return HC_OK;
    }
    *taken = true;
    if (asked == NULL) {
        hc_status status = hc_allocate(call->ctx, 1, sizeof *asked, &asked);
        if (status != HC_OK) {
            return status;
        }
        call->extra = asked;
    }
    size_t length = next != NULL ? strlen(next) : 0;
    *used_next = value == NULL && length > strlen(HTML) && strcmp(next + length - strlen(HTML), HTML) == 0;
    asked->page = *used_next ? next : value;
    return HC_OK;
}

static void extra_help(hc_text *out)
{
    hc_text_add(out, "  --view [PAGE.html]     Also write a page to look at it: the atoms in the colours of their\n"
                     "                         elements, the defects marked and counted, what it is a model of.\n"
                     "                         Beside OUTPUT when PAGE is not given.\n");
}

static void extra_free(app_call *call)
{
    free(call->extra);
}

/* OUTPUT with ".html" for its ending. */
static hc_status page_beside(hc_context *ctx, const char *output, char **path)
{
    const char *slash = strrchr(output, '/'), *dot = strrchr(slash != NULL ? slash : output, '.');
    int length = dot != NULL ? (int)(dot - output) : (int)strlen(output);
    return hc_format(ctx, path, "%.*s" HTML, length, output);
}

static hc_status write_view(app_call *call, const hc_built *built)
{
    const build_options *options = call->options;
    const view *asked = call->extra;
    char *beside = NULL;
    hc_json *page = NULL;
    hc_status status = HC_OK;
    if (asked->page == NULL) {
        HC_TRY(page_beside(call->ctx, options->output, &beside));
    }
    const char *path = asked->page != NULL ? asked->page : beside;
    HC_TRY(hc_build_page(call->ctx, built, &page));
    HC_TRY(hc_report_write(call->ctx, page, path));
    hc_json_set(call->result, "page", hc_json_text(path));
    hc_text_addf(&call->out, "%s: the page\n", path);
cleanup:
    free(beside);
    hc_json_free(page);
    return status;
}

/* Does a recipe and keeps what its steps say. */
static hc_status build(app_call *call, const char *path, hc_json *notes)
{
    const build_options *options = call->options;
    note_log log = {.notes = notes};
    hc_recipe *recipe = NULL;
    hc_structure *structure = NULL;
    hc_closest closest;
    hc_status status = HC_OK;
    HC_TRY(hc_recipe_read(call->ctx, path, &recipe));
    hc_context_get_log(call->ctx, &log.next, &log.user);
    hc_context_set_log(call->ctx, take_note, &log);
    status = hc_recipe_do(call->ctx, recipe, &structure);
    hc_context_set_log(call->ctx, log.next, log.user);
    HC_TRY(status);
    HC_TRY(hc_structure_closest(call->ctx, structure, &closest));
    HC_TRY(hc_structure_write(call->ctx, options->output, structure));
    say(call, structure, &closest);
    hc_json_set(call->result, "notes", hc_json_share(notes));
    if (call->extra != NULL) {
        const hc_built built = {.name = options->catalyst != NULL ? options->catalyst : path,
                                .recipe = recipe,
                                .structure = structure,
                                .notes = notes};
        HC_TRY(write_view(call, &built));
    }
cleanup:
    hc_structure_free(structure);
    hc_recipe_free(recipe);
    return status;
}

/* What would be refused after the work is refused before it. */
static hc_status check_places(app_call *call)
{
    const build_options *options = call->options;
    const view *asked = call->extra;
    hc_status status = HC_OK;
    HC_TRY(hc_structure_write_check(call->ctx, options->output));
    if (asked != NULL) {
        HC_TRY(hc_report_check(call->ctx));
    }
    if (asked != NULL && asked->page != NULL) {
        HC_TRY(hc_file_check_place(call->ctx, asked->page));
    }
cleanup:
    return status;
}

static hc_status run(app_call *call)
{
    const build_options *options = call->options;
    hc_status status = HC_OK;
    hc_json *notes = hc_json_array();
    char *path = NULL;
    if ((options->catalyst != NULL) == (call->nargument > 0)) {
        status = hc_fail(call->ctx, HC_ERROR_INPUT, "give a recipe or --catalyst NAME: one of them");
        goto cleanup;
    }
    HC_TRY(check_places(call));
    if (options->catalyst != NULL) {
        HC_TRY(hc_catalyst_recipe(call->ctx, options->catalyst, &path));
    }
    HC_TRY(build(call, path != NULL ? path : call->argument[0], notes));
cleanup:
    free(path);
    hc_json_free(notes);
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
                "  halfcell build --catalyst v-zn-zns -o zns.extxyz --view\n"
                "  halfcell build water.yaml --output POSCAR",
    .minimum = 0,
    .maximum = 1,
    .tables = {{keywords, 0}},
    .options_size = sizeof(build_options),
    .run = run,
    .extra_option = extra_option,
    .extra_help = extra_help,
    .extra_free = extra_free,
};
