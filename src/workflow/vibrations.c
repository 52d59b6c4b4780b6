#include "workflow/vibrations.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "halfcell/units.h"
#include "workflow/crystal_symmetry.h"

const hc_keyword hc_vibration_keywords[] = {
    {.name = "step_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_vibration_options, step),
     .unit = HC_ANGSTROM,
     .default_text = "0.01",
     .minimum = 1e-4,
     .maximum = 0.1,
     .doc = "Displacement of the central differences."},
    {.name = "symmetry",
     .type = HC_VALUE_BOOL,
     .offset = offsetof(hc_vibration_options, symmetry),
     .default_text = "true",
     .doc = "Leave out displacements that the symmetry of a molecule, slab or crystal gives."},
    {.name = "symmetry_tolerance_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_vibration_options, symmetry_tolerance),
     .unit = HC_ANGSTROM,
     .default_text = "0.001",
     .minimum = 1e-6,
     .maximum = 0.1,
     .doc = "How far an atom may be from where symmetry wants it."},
    {0}};

/* A run under way. */
typedef struct run {
    const hc_vibration_setup *setup;
    hc_engine *engine;
    hc_result *result;
    hc_state *state; /* of the engine at the undisplaced structure */
    hc_structure *displaced;
    hc_symmetry *symmetry;
    hc_hessian_plan *plan;
    hc_vec3 **force; /* [2 * plan->count]: minus, plus of each displacement; NULL: not computed */
    char *settings_path, *forces_path;
} run;

static void run_clear(run *r)
{
    for (size_t i = 0; r->force && i < 2 * r->plan->count; i++) {
        free(r->force[i]);
    }
    free(r->force);
    hc_hessian_plan_free(r->plan);
    hc_symmetry_free(r->symmetry);
    hc_structure_free(r->displaced);
    hc_state_free(r->state);
    hc_result_free(r->result);
    hc_engine_free(r->engine);
    free(r->settings_path);
    free(r->forces_path);
}

/* What the forces in the folder were computed with; another text is another run. */
static hc_status describe_settings(hc_context *ctx, const run *r, char **text)
{
    hc_text out = {0};
    const hc_vibration_setup *setup = r->setup;
    const hc_structure *s = setup->structure;
    hc_status status = HC_OK;
    hc_text_addf(&out, "engine %s\n", setup->engine->name);
    for (const hc_keyword *k = setup->engine->keywords; k && k->name; k++) {
        char *value = NULL;
        HC_TRY(hc_keyword_format(ctx, k, setup->engine_options, &value));
        hc_text_addf(&out, "  %s %s\n", k->name, value);
        free(value);
    }
    hc_text_addf(&out, "step %a symmetry %d %a\n", setup->options->step, setup->options->symmetry,
                 setup->options->symmetry_tolerance);
    if (hc_structure_periodic_count(s) > 0) {
        hc_text_addf(&out, "operations %zu displacements %zu\n", r->symmetry->count, r->plan->count);
    }
    for (int k = 0; k < 3; k++) {
        hc_text_addf(&out, "cell %a %a %a %d\n", s->cell.row[k].x, s->cell.row[k].y, s->cell.row[k].z, s->periodic[k]);
    }
    for (size_t i = 0; i < s->natom; i++) {
        hc_text_addf(&out, "atom %d %a %a %a %a %d\n", s->atomic_number[i], s->mass[i], s->position[i].x,
                     s->position[i].y, s->position[i].z, setup->moves[i]);
    }
    return hc_text_take(ctx, &out, text);
cleanup:
    hc_text_clear(&out);
    return status;
}

static hc_status open_folder(hc_context *ctx, run *r)
{
    char *settings = NULL, *found = NULL;
    size_t length = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_directory_create(ctx, r->setup->folder));
    HC_TRY(hc_path_join(ctx, r->setup->folder, "settings.txt", &r->settings_path));
    HC_TRY(hc_path_join(ctx, r->setup->folder, "forces.txt", &r->forces_path));
    HC_TRY(describe_settings(ctx, r, &settings));
    if (!hc_file_exists(r->settings_path)) {
        HC_TRY(hc_file_write_atomically(ctx, r->settings_path, settings, strlen(settings)));
        goto cleanup;
    }
    HC_TRY(hc_file_read(ctx, r->settings_path, &found, &length));
    if (strcmp(found, settings) != 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "%s holds the forces of another structure, engine or step; name another --folder or remove it",
                         r->setup->folder);
    }
cleanup:
    free(settings);
    free(found);
    return status;
}

static hc_body body_of(const hc_structure *s)
{
    return (hc_body){s->natom, s->atomic_number, s->mass, s->position};
}

static hc_status make_plan(hc_context *ctx, run *r)
{
    const hc_structure *s = r->setup->structure;
    hc_body body = body_of(s);
    bool molecule = hc_structure_periodic_count(s) == 0;
    double tolerance = r->setup->options->symmetry_tolerance;
    hc_status status = HC_OK;
    HC_TRY(!r->setup->options->symmetry ? hc_symmetry_none(ctx, s->natom, &r->symmetry)
           : molecule                   ? hc_symmetry_find(ctx, &body, tolerance, &r->symmetry)
                                        : hc_symmetry_find_periodic(ctx, s, tolerance, &r->symmetry));
    HC_TRY(hc_hessian_plan_create(ctx, r->symmetry, r->setup->moves, &r->plan));
    HC_TRY(hc_allocate(ctx, 2 * r->plan->count, sizeof *r->force, &r->force));
cleanup:
    return status;
}

/* One line: index, then three numbers an atom. False for a line that is not whole. */
static bool read_line(run *r, const char *line)
{
    char *end = NULL;
    unsigned long index = strtoul(line, &end, 10);
    size_t natom = r->setup->structure->natom;
    if (end == line || index >= 2 * r->plan->count || r->force[index]) {
        return false;
    }
    hc_vec3 *force = calloc(natom ? natom : 1, sizeof *force);
    for (size_t k = 0; force && k < 3 * natom; k++) {
        const char *begin = end;
        *hc_vec3_at(&force[k / 3], (int)(k % 3)) = strtod(begin, &end);
        if (end == begin) {
            free(force);
            return false;
        }
    }
    r->force[index] = force;
    return force != NULL && *end == '\0';
}

/* Takes the whole lines of forces.txt and cuts off what a crash left behind them. */
static hc_status read_forces(hc_context *ctx, run *r, size_t *found)
{
    char *text = NULL;
    size_t length = 0, whole = 0;
    hc_status status = HC_OK;
    *found = 0;
    if (!hc_file_exists(r->forces_path)) {
        return HC_OK;
    }
    HC_TRY(hc_file_read(ctx, r->forces_path, &text, &length));
    while (whole < length) {
        char *newline = memchr(text + whole, '\n', length - whole);
        if (!newline) {
            break;
        }
        *newline = '\0';
        if (!read_line(r, text + whole)) {
            status = hc_fail(ctx, HC_ERROR_FORMAT, "%s: line %zu is damaged; remove the folder to begin anew",
                             r->forces_path, *found + 1);
            goto cleanup;
        }
        (*found)++;
        whole = (size_t)(newline - text) + 1;
    }
    if (whole < length) {
        HC_TRY(hc_file_truncate(ctx, r->forces_path, whole));
    }
cleanup:
    free(text);
    return status;
}

static hc_status append_line(hc_context *ctx, run *r, size_t index)
{
    hc_text line = {0};
    hc_text_addf(&line, "%zu", index);
    for (size_t i = 0; i < r->setup->structure->natom; i++) {
        hc_vec3 f = r->force[index][i];
        hc_text_addf(&line, " %.17g %.17g %.17g", f.x, f.y, f.z);
    }
    hc_text_add(&line, "\n");
    FILE *file = fopen(r->forces_path, "a");
    bool ok = file && !line.failed && fputs(hc_text_string(&line), file) >= 0 && fflush(file) == 0 &&
              fsync(fileno(file)) == 0;
    ok = (!file || fclose(file) == 0) && ok;
    hc_text_clear(&line);
    return ok ? HC_OK : hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be written: %s", r->forces_path, strerror(errno));
}

static hc_status compute_reference(hc_context *ctx, run *r, hc_vibrations *v)
{
    const hc_structure *s = r->setup->structure;
    hc_status status = HC_OK;
    HC_TRY(hc_structure_copy(ctx, s, &r->displaced));
    HC_TRY(hc_result_create(ctx, s->natom, &r->result));
    HC_TRY(hc_engine_create(ctx, r->setup->engine, r->setup->engine_options, s, &r->engine));
    HC_TRY(hc_engine_compute(r->engine, ctx, s, HC_WANT_FORCES, r->result));
    HC_TRY(hc_state_create(ctx, &r->state));
    HC_TRY(hc_engine_save(r->engine, ctx, r->state));
    v->energy = r->result->energy;
    v->free_energy = r->result->free_energy;
    for (size_t i = 0; i < s->natom; i++) {
        if (r->setup->moves[i]) {
            v->max_force = fmax(v->max_force, hc_vec3_norm(r->result->force[i]));
        }
    }
cleanup:
    return status;
}

static hc_status compute_displaced(hc_context *ctx, run *r, size_t index)
{
    const hc_displacement *d = &r->plan->displacement[index / 2];
    const hc_structure *s = r->setup->structure;
    double step = (index % 2 ? 1.0 : -1.0) * r->setup->options->step;
    hc_status status = HC_OK;
    HC_TRY(hc_engine_load(r->engine, ctx, r->state));
    memcpy(r->displaced->position, s->position, s->natom * sizeof *s->position);
    r->displaced->position[d->atom] = hc_vec3_axpy(s->position[d->atom], step, d->direction);
    HC_TRY(hc_engine_compute(r->engine, ctx, r->displaced, HC_WANT_FORCES, r->result));
    HC_TRY(hc_allocate(ctx, s->natom, sizeof **r->force, &r->force[index]));
    memcpy(r->force[index], r->result->force, s->natom * sizeof **r->force);
    HC_TRY(append_line(ctx, r, index));
cleanup:
    return status == HC_OK
               ? HC_OK
               : hc_fail_within(ctx, status, "atom %zu displaced by %+g angstrom: ", d->atom, step / HC_ANGSTROM);
}

static hc_status compute_all(hc_context *ctx, run *r, hc_vibrations *v)
{
    size_t done = v->resumed;
    for (size_t index = 0; index < 2 * r->plan->count; index++) {
        if (r->force[index] || (index % 2 == 0 && r->plan->displacement[index / 2].mirror)) {
            continue;
        }
        if (hc_context_stop_requested(ctx)) {
            return hc_fail(ctx, HC_ERROR_INTERRUPTED,
                           "stopped after %zu of %zu displaced structures; the same "
                           "command goes on from there",
                           done, v->evaluations);
        }
        hc_status status = compute_displaced(ctx, r, index);
        if (status != HC_OK) {
            return status;
        }
        done++;
        if (r->setup->progress) {
            r->setup->progress(r->setup->user, done, v->evaluations);
        }
    }
    return HC_OK;
}

static hc_status assemble(hc_context *ctx, run *r, hc_vibrations *v)
{
    size_t count = r->plan->count;
    hc_vec3 **plus = NULL, **minus = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, count, sizeof *plus, &plus));
    HC_TRY(hc_allocate(ctx, count, sizeof *minus, &minus));
    for (size_t i = 0; i < count; i++) {
        minus[i] = r->force[2 * i];
        plus[i] = r->force[2 * i + 1];
    }
    HC_TRY(hc_allocate(ctx, 9 * v->nmove * v->nmove, sizeof *v->hessian, &v->hessian));
    HC_TRY(hc_hessian_assemble(ctx, r->plan, r->setup->options->step, plus, minus, v->hessian, &v->asymmetry));
cleanup:
    free(plus);
    free(minus);
    return status;
}

/* Modes of the atoms that move; what moves as a whole is projected out where nothing holds it. */
static hc_status solve(hc_context *ctx, const hc_structure *s, hc_vibrations *v)
{
    int *number = NULL;
    double *mass = NULL;
    hc_vec3 *position = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, v->nmove, sizeof *number, &number));
    HC_TRY(hc_allocate(ctx, v->nmove, sizeof *mass, &mass));
    HC_TRY(hc_allocate(ctx, v->nmove, sizeof *position, &position));
    for (size_t i = 0; i < v->nmove; i++) {
        number[i] = s->atomic_number[v->atom[i]];
        mass[i] = s->mass[v->atom[i]];
        position[i] = s->position[v->atom[i]];
    }
    v->rigid = v->nmove < s->natom                   ? HC_RIGID_NONE
               : hc_structure_periodic_count(s) == 0 ? HC_RIGID_ALL
                                                     : HC_RIGID_TRANSLATIONS;
    const hc_body body = {v->nmove, number, mass, position};
    HC_TRY(hc_modes_solve(ctx, &body, v->hessian, v->rigid, &v->modes));
cleanup:
    free(number);
    free(mass);
    free(position);
    return status;
}

static hc_status list_moving(hc_context *ctx, const hc_vibration_setup *setup, hc_vibrations *v)
{
    hc_status status = hc_allocate(ctx, setup->structure->natom, sizeof *v->atom, &v->atom);
    for (size_t i = 0; status == HC_OK && i < setup->structure->natom; i++) {
        if (setup->moves[i]) {
            v->atom[v->nmove++] = i;
        }
    }
    if (status == HC_OK && v->nmove == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "no atom may move: all are fixed or not selected");
    }
    return status;
}

hc_status hc_vibrations_run(hc_context *ctx, const hc_vibration_setup *setup, hc_vibrations **vibrations)
{
    run r = {.setup = setup};
    hc_vibrations *v = NULL;
    hc_status status = HC_OK;
    *vibrations = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *v, &v));
    HC_TRY(list_moving(ctx, setup, v));
    HC_TRY(make_plan(ctx, &r));
    HC_TRY(open_folder(ctx, &r));
    HC_TRY(read_forces(ctx, &r, &v->resumed));
    v->operations = r.symmetry->count;
    for (size_t i = 0; i < r.plan->count; i++) {
        v->evaluations += r.plan->displacement[i].mirror ? 1 : 2;
    }
    HC_TRY(compute_reference(ctx, &r, v));
    HC_TRY(compute_all(ctx, &r, v));
    HC_TRY(assemble(ctx, &r, v));
    HC_TRY(solve(ctx, setup->structure, v));
    *vibrations = v;
    v = NULL;
cleanup:
    run_clear(&r);
    hc_vibrations_free(v);
    return status;
}

void hc_vibrations_free(hc_vibrations *v)
{
    if (v) {
        hc_modes_free(v->modes);
        free(v->hessian);
        free(v->atom);
        free(v);
    }
}
