#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "atoms/selection.h"
#include "base/file.h"
#include "commands.h"
#include "dynamics/optimize.h"
#include "halfcell/units.h"
#include "list_kinds.h"

#define SECONDS_BETWEEN_WRITES 10.0

typedef struct optimize_options {
    char *output, *fix;
} optimize_options;

typedef struct all_options {
    optimize_options own;
    hc_optimize_options driver;
} all_options;

static const hc_keyword keywords[] = {
    {.name = "output",
     .type = HC_VALUE_FILE,
     .offset = offsetof(optimize_options, output),
     .default_text = "",
     .doc = "Where the optimised structure goes; by default FILE-optimized.xyz here. Written also when it did not "
            "converge."},
    {.name = "fix",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(optimize_options, fix),
     .default_text = "",
     .doc = "Atoms that do not move, besides those that the file fixes: '0-24', 'element Au' ..."},
    {0}};

enum { PICK_ENGINE, PICK_METHOD };

static hc_status fix_atoms(app_call *call, const char *selection, hc_structure *structure)
{
    size_t count = 0, *atoms = NULL;
    if (selection == NULL) {
        return HC_OK;
    }
    hc_status status = hc_selection_parse(call->ctx, selection, structure, &count, &atoms);
    if (status != HC_OK) {
        return hc_fail_within(call->ctx, status, "--fix: ");
    }
    if (count == 0) {
        status = hc_fail(call->ctx, HC_ERROR_INPUT, "--fix: '%s' selects no atom of %s", selection, call->argument[0]);
    }
    for (size_t i = 0; i < count; i++) {
        structure->fixed[atoms[i]] = true;
    }
    free(atoms);
    return status;
}

/* "water-optimized.xyz" for "some/where/water.vasp": always extended XYZ, which holds everything. */
static hc_status output_path(app_call *call, char **path)
{
    const all_options *options = call->options;
    if (options->own.output != NULL) {
        return hc_format(call->ctx, path, "%s", options->own.output);
    }
    char *stem = NULL;
    hc_status status = hc_path_stem(call->ctx, call->argument[0], &stem);
    if (status == HC_OK) {
        status = hc_format(call->ctx, path, "%s-optimized.xyz", stem);
    }
    free(stem);
    return status;
}

/* Said before anything is computed rather than after. */
static hc_status check_writable(app_call *call, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = NULL;
    hc_status status = slash == NULL ? hc_format(call->ctx, &folder, ".")
                                     : hc_format(call->ctx, &folder, "%.*s/", (int)(slash - path), path);
    if (status == HC_OK && access(folder, W_OK) != 0) {
        status = hc_fail(call->ctx, HC_ERROR_FILE, "%s: cannot be written: %s", path, strerror(errno));
    }
    free(folder);
    return status;
}

/* What the optimisation's callback needs. */
typedef struct watcher {
    app_call *call;
    const char *path;
    double written_s; /* when the structure was written last */
    hc_status status; /* of writing it */
} watcher;

/* Now and then, so that a program that is killed loses little. */
static void keep_structure(watcher *w, const hc_structure *structure)
{
    double now = hc_wall_seconds();
    if (w->status == HC_OK && now - w->written_s > SECONDS_BETWEEN_WRITES) {
        w->status = hc_structure_write(w->call->ctx, w->path, structure);
        w->written_s = now;
    }
}

static void show_step(void *user, const hc_optimize_report *report, const hc_structure *structure,
                      const hc_result *result)
{
    watcher *w = user;
    app_call *call = w->call;
    char details[160];
    (void)result;
    if (report->accepted) {
        keep_structure(w, structure);
    }
    snprintf(details, sizeof details, "free energy %.8f hartree  largest force %.4f eV/A%s", report->energy,
             report->max_force / HC_EV_PER_ANGSTROM, report->accepted ? "" : "  (taken back)");
    hc_progress_step(call->progress, hc_wall_seconds(), (size_t)report->step, details);
}

static void describe(app_call *call, const hc_optimize_report *report, const hc_result *result, bool converged,
                     const char *path, double wall_s)
{
    hc_text *out = &call->out;
    hc_text_addf(out, "%-20s %s\n", "converged", converged ? "yes" : "NO");
    hc_text_addf(out, "%-20s %20d\n", "steps", report->step);
    hc_text_addf(out, "%-20s %20.10f hartree\n", "energy", result->energy);
    hc_text_addf(out, "%-20s %20.10f hartree\n", "free energy", result->free_energy);
    hc_text_addf(out, "%-20s %20.6f eV/angstrom\n", "largest force", report->max_force / HC_EV_PER_ANGSTROM);
    hc_text_addf(out, "%-20s %20.3f s\n%-20s %s\n", "time", wall_s, "structure", path);
    hc_json *json = call->result = hc_json_object();
    hc_json_set(json, "engine", hc_json_text(call->picked[PICK_ENGINE].type.section.name));
    hc_json_set(json, "method", hc_json_text(call->picked[PICK_METHOD].type.section.name));
    hc_json_set(json, "natom", hc_json_integer((long long)result->natom));
    hc_json_set(json, "converged", hc_json_bool(converged));
    hc_json_set(json, "steps", hc_json_integer(report->step));
    hc_json_set(json, "energy_hartree", hc_json_real(result->energy));
    hc_json_set(json, "free_energy_hartree", hc_json_real(result->free_energy));
    hc_json_set(json, "max_force_ev_per_angstrom", hc_json_real(report->max_force / HC_EV_PER_ANGSTROM));
    hc_json_set(json, "wall_s", hc_json_real(wall_s));
    hc_json_set(json, "structure", hc_json_text(path));
}

/* The optimisation itself; when it does not converge or is stopped the best structure is written and described as well.
 */
static hc_status optimize(app_call *call, hc_structure *structure, hc_engine *engine, hc_result *result,
                          const char *path)
{
    const all_options *options = call->options;
    hc_optimize_report report = {0};
    hc_progress progress;
    double begin = hc_wall_seconds();
    watcher watching = {.call = call, .path = path, .written_s = begin};
    hc_progress_begin(&progress, stderr, 0);
    call->progress = &progress;
    const hc_optimize_setup setup = {.engine = engine,
                                     .structure = structure,
                                     .method = call->picked[PICK_METHOD].type.record,
                                     .method_options = call->picked[PICK_METHOD].options,
                                     .callback = show_step,
                                     .user = &watching};
    hc_status status = hc_optimize(call->ctx, &options->driver, &setup, result, &report, NULL);
    hc_progress_clear(&progress);
    call->progress = NULL;
    if (status != HC_OK && status != HC_ERROR_NOT_CONVERGED && status != HC_ERROR_INTERRUPTED) {
        return status;
    }
    hc_status written = watching.status == HC_OK ? hc_structure_write(call->ctx, path, structure) : watching.status;
    if (written != HC_OK) {
        return written;
    }
    describe(call, &report, result, status == HC_OK, path, hc_wall_seconds() - begin);
    return status;
}

static hc_status run(app_call *call)
{
    const all_options *options = call->options;
    hc_structure *structure = NULL;
    hc_engine *engine = NULL;
    hc_result *result = NULL;
    char *path = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_structure_read(call->ctx, call->argument[0], &structure));
    HC_TRY(fix_atoms(call, options->own.fix, structure));
    HC_TRY(output_path(call, &path));
    HC_TRY(check_writable(call, path));
    HC_TRY(hc_result_create(call->ctx, structure->natom, &result));
    HC_TRY(hc_engine_create(call->ctx, call->picked[PICK_ENGINE].type.record, call->picked[PICK_ENGINE].options,
                            structure, &engine));
    HC_TRY(optimize(call, structure, engine, result, path));
cleanup:
    hc_engine_free(engine);
    hc_result_free(result);
    hc_structure_free(structure);
    free(path);
    return status;
}

const app_command app_optimize = {
    .name = "optimize",
    .summary = "moves a structure to its nearest energy minimum",
    .arguments = "FILE",
    .doc = "FILE is extended XYZ (the last frame), XYZ or POSCAR; atoms that it fixes (move_mask, selective dynamics)\n"
           "stay. The cell does not change. When it does not converge or is stopped (Ctrl-C, SIGTERM) the best "
           "structure is\n"
           "written all the same; the exit code is then not 0. It is also written now and then on the way.",
    .examples = "  halfcell optimize water.xyz --engine gfn1 --force-tolerance-ev-per-angstrom 0.01\n"
                "  halfcell optimize slab.vasp --engine gfn1 --fix 'layer 0 of 3 along z' --output relaxed.xyz",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, offsetof(all_options, own)}, {hc_optimize_keywords, offsetof(all_options, driver)}},
    .options_size = sizeof(all_options),
    .picks = {APP_PICK_ENGINE, {"method", "How the minimum is found.", app_describe_optimizer, "lbfgs"}},
    .run = run,
};
