#include <stdlib.h>

#include "atoms/selection.h"
#include "base/file.h"
#include "commands.h"
#include "list_kinds.h"
#include "workflow/thermo_species.h"

typedef struct thermo_options {
    char *folder, *atoms;
} thermo_options;

typedef struct all_options {
    thermo_options own;
    hc_vibration_options vibrations;
    hc_species_options species;
    hc_thermo_conditions conditions;
} all_options;

static const hc_keyword keywords[] = {
    {.name = "folder",
     .type = HC_VALUE_FILE,
     .offset = offsetof(thermo_options, folder),
     .default_text = "",
     .doc = "Where forces, Hessian, modes and page go; by default FILE-thermo here. The same command goes on where it "
            "was stopped."},
    {.name = "atoms",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(thermo_options, atoms),
     .default_text = "",
     .doc = "Atoms that vibrate: '48-50', 'element C O H'; by default all that the file does not fix."},
    {0}};

static hc_status choose_atoms(app_call *call, const hc_structure *structure, bool **moves)
{
    const all_options *options = call->options;
    size_t count = 0, *atoms = NULL;
    hc_status status = hc_allocate(call->ctx, structure->natom, sizeof **moves, moves);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < structure->natom; i++) {
        (*moves)[i] = !options->own.atoms && !structure->fixed[i];
    }
    if (!options->own.atoms) {
        return HC_OK;
    }
    status = hc_selection_parse(call->ctx, options->own.atoms, structure, &count, &atoms);
    if (status != HC_OK) {
        return hc_fail_within(call->ctx, status, "--atoms: ");
    }
    for (size_t i = 0; i < count; i++) {
        (*moves)[atoms[i]] = true;
    }
    free(atoms);
    return HC_OK;
}

static void show_progress(void *user, size_t done, size_t total)
{
    app_call *call = user;
    (void)total;
    hc_progress_step(call->progress, hc_wall_seconds(), done, "displaced structures");
}

static hc_status run_vibrations(app_call *call, const hc_structure *structure, const bool *moves, const char *folder,
                                hc_vibrations **vibrations)
{
    const all_options *options = call->options;
    hc_progress progress;
    hc_progress_begin(&progress, stderr, 0);
    call->progress = &progress;
    const hc_vibration_setup setup = {.engine = call->picked[0].type.record,
                                      .engine_options = call->picked[0].options,
                                      .structure = structure,
                                      .moves = moves,
                                      .folder = folder,
                                      .options = &options->vibrations,
                                      .progress = show_progress,
                                      .user = call};
    hc_status status = hc_vibrations_run(call->ctx, &setup, vibrations);
    hc_progress_clear(&progress);
    call->progress = NULL;
    return status;
}

static hc_status run(app_call *call)
{
    const all_options *options = call->options;
    hc_structure *structure = NULL;
    hc_vibrations *vibrations = NULL;
    bool *moves = NULL;
    char *folder = NULL, *title = NULL;
    size_t nmove = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_path_stem(call->ctx, call->argument[0], &title));
    HC_TRY(options->own.folder ? hc_format(call->ctx, &folder, "%s", options->own.folder)
                               : hc_format(call->ctx, &folder, "%s-thermo", title));
    HC_TRY(hc_structure_read(call->ctx, call->argument[0], &structure));
    HC_TRY(choose_atoms(call, structure, &moves));
    for (size_t i = 0; i < structure->natom; i++) {
        nmove += moves[i];
    }
    HC_TRY(hc_species_check(call->ctx, &options->species, structure, nmove));
    HC_TRY(run_vibrations(call, structure, moves, folder, &vibrations));
    hc_species_found found = {
        .structure = structure, .vibrations = vibrations, .engine = call->picked[0].type.section.name};
    HC_TRY(hc_species_evaluate(call->ctx, &options->species, &options->conditions, &found));
    HC_TRY(hc_species_write(call->ctx, &found, title, folder));
    hc_species_text(&found, &call->out);
    hc_text_addf(&call->out, "%-20s %s/\n", "written", folder);
    call->result = hc_species_json(&found);
    hc_json_set(call->result, "folder", hc_json_text(folder));
cleanup:
    hc_vibrations_free(vibrations);
    hc_structure_free(structure);
    free(moves);
    free(folder);
    free(title);
    return status;
}

const app_command app_thermo = {
    .name = "thermo",
    .summary = "vibrational modes and free energy of a molecule or adsorbate",
    .arguments = "FILE",
    .doc = "Displaces the atoms of an optimised structure, takes the forces of an engine and makes modes, zero-point\n"
           "energy, entropy and free energy of them. Symmetry of molecules spares displacements. What was computed is\n"
           "kept in the folder, and the same command goes on after it was stopped; with other conditions it only\n"
           "evaluates anew.",
    .examples = "  halfcell thermo water-optimized.xyz --engine gfn1 --pressure-pa 3534\n"
                "  halfcell thermo CO-on-Cu.xyz --engine gpw --atoms '36-37' --low-modes floor --floor-per-cm 50",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, offsetof(all_options, own)},
               {hc_vibration_keywords, offsetof(all_options, vibrations)},
               {hc_species_keywords, offsetof(all_options, species)},
               {hc_thermo_condition_keywords, offsetof(all_options, conditions)}},
    .options_size = sizeof(all_options),
    .picks = {APP_PICK_ENGINE},
    .run = run,
};
