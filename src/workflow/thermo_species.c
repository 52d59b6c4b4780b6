#include "workflow/thermo_species.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "halfcell/units.h"
#include "thermo/molecule.h"

static const char *const model_choices[] = {"auto", "gas", "adsorbate", "hindered", NULL};

const hc_keyword hc_species_keywords[] = {
    {.name = "model",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(hc_species_options, model),
     .default_text = "auto",
     .choices = model_choices,
     .doc = "Ideal gas, harmonic adsorbate, or hindered translator and rotor; auto: a gas where a whole molecule is "
            "free."},
    {.name = "multiplicity",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_species_options, multiplicity),
     .default_text = "1",
     .minimum = 1,
     .maximum = 100,
     .doc = "2S+1 of the electronic ground state."},
    {.name = "symmetry_number",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_species_options, symmetry_number),
     .default_text = "",
     .minimum = 1,
     .maximum = 60,
     .doc = "Of the rotation of a gas; by default found from the structure."},
    {.name = "translation_barrier_ev",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_species_options, translation_barrier),
     .unit = HC_EV,
     .default_text = "",
     .minimum = 1e-6,
     .maximum = 10,
     .doc = "Of a hindered adsorbate, between neighbouring sites."},
    {.name = "rotation_barrier_ev",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_species_options, rotation_barrier),
     .unit = HC_EV,
     .default_text = "",
     .minimum = 1e-6,
     .maximum = 10,
     .doc = "Of a hindered adsorbate, for turning about the surface normal (z)."},
    {.name = "site_spacing_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_species_options, spacing),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 0.5,
     .maximum = 50,
     .doc = "Distance of neighbouring sites of a hindered adsorbate."},
    {.name = "rotation_minima",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_species_options, minima),
     .default_text = "3",
     .minimum = 1,
     .maximum = 12,
     .doc = "Minima in a turn of a hindered adsorbate."},
    {.name = "rotation_symmetry",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_species_options, rotation_symmetry),
     .default_text = "1",
     .minimum = 1,
     .maximum = 12,
     .doc = "Indistinguishable orientations of a hindered adsorbate in a turn."},
    {0}};

/* How far off symmetry a relaxed molecule may be and still count as symmetric, bohr. */
#define ROTOR_TOLERANCE 0.05

static bool is_free_molecule(const hc_structure *structure, size_t nmove)
{
    return hc_structure_periodic_count(structure) == 0 && nmove == structure->natom;
}

hc_status hc_species_check(hc_context *ctx, const hc_species_options *options, const hc_structure *structure,
                           size_t nmove)
{
    if (options->model == HC_SPECIES_GAS && !is_free_molecule(structure, nmove)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a gas is a molecule without periodic directions of which no atom is held");
    }
    if (options->model == HC_SPECIES_HINDERED &&
        (isnan(options->translation_barrier) || isnan(options->rotation_barrier) || isnan(options->spacing))) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "a hindered adsorbate needs --translation-barrier-ev, "
                       "--rotation-barrier-ev and --site-spacing-angstrom");
    }
    return HC_OK;
}

static hc_status set_rotor(hc_context *ctx, const hc_species_options *options, hc_species_found *found)
{
    const hc_structure *s = found->structure;
    hc_body body = {s->natom, s->atomic_number, s->mass, s->position};
    hc_status status = hc_body_rotor(ctx, &body, ROTOR_TOLERANCE, &found->rotor);
    if (status == HC_OK && options->symmetry_number != HC_INTEGER_UNSET) {
        found->rotor.symmetry_number = options->symmetry_number;
    }
    return status;
}

static double moving_mass(const hc_species_found *found, hc_vec3 *centre)
{
    double mass = 0.0;
    *centre = (hc_vec3){0.0, 0.0, 0.0};
    for (size_t k = 0; k < found->vibrations->nmove; k++) {
        size_t i = found->vibrations->atom[k];
        mass += found->structure->mass[i];
        *centre = hc_vec3_axpy(*centre, found->structure->mass[i], found->structure->position[i]);
    }
    *centre = hc_vec3_scale(1.0 / mass, *centre);
    return mass;
}

static void set_hindered(const hc_species_options *options, hc_species_found *found)
{
    hc_vec3 centre;
    (void)moving_mass(found, &centre);
    found->hindered = (hc_hindered){.translation_barrier = options->translation_barrier,
                                    .rotation_barrier = options->rotation_barrier,
                                    .spacing = options->spacing,
                                    .minima = options->minima,
                                    .symmetry = options->rotation_symmetry};
    for (size_t k = 0; k < found->vibrations->nmove; k++) {
        size_t i = found->vibrations->atom[k];
        hc_vec3 r = hc_vec3_sub(found->structure->position[i], centre);
        found->hindered.moment += found->structure->mass[i] * (r.x * r.x + r.y * r.y);
    }
    found->hindered_modes = 3;
}

/* Imaginary modes come first; the hindered motions replace the lowest three whatever they are. */
hc_status hc_species_evaluate(hc_context *ctx, const hc_species_options *options,
                              const hc_thermo_conditions *conditions, hc_species_found *found)
{
    const hc_modes *modes = found->vibrations->modes;
    hc_vec3 centre;
    hc_status status = HC_OK;
    HC_TRY(hc_species_check(ctx, options, found->structure, found->vibrations->nmove));
    int model = options->model != HC_SPECIES_AUTO                              ? options->model
                : is_free_molecule(found->structure, found->vibrations->nmove) ? HC_SPECIES_GAS
                                                                               : HC_SPECIES_ADSORBATE;
    found->conditions = *conditions;
    found->model = model == HC_SPECIES_GAS        ? HC_THERMO_GAS
                   : model == HC_SPECIES_HINDERED ? HC_THERMO_HINDERED
                                                  : HC_THERMO_HARMONIC;
    if (found->model == HC_THERMO_GAS) {
        HC_TRY(set_rotor(ctx, options, found));
    } else if (found->model == HC_THERMO_HINDERED) {
        set_hindered(options, found);
    }
    size_t skip = found->hindered_modes < modes->count ? found->hindered_modes : modes->count;
    const hc_thermo_species species = {.model = found->model,
                                       .mass = moving_mass(found, &centre),
                                       .rotor = found->rotor,
                                       .multiplicity = options->multiplicity,
                                       .nmode = modes->count - skip,
                                       .mode = modes->quantum + skip,
                                       .hindered = &found->hindered};
    HC_TRY(hc_thermo_compute(ctx, &species, conditions, &found->thermo));
cleanup:
    return status;
}
