#include "electrons.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/selection.h"
#include "base/file.h"
#include "cube_request.h"
#include "engine/density_of_states.h"
#include "halfcell/units.h"

static const char *const broadenings[] = {"gaussian", "fermi", NULL};

#define MEMBER(name) .offset = offsetof(app_electron_options, name)

const hc_keyword app_electron_keywords[] = {
    {.name = "charges",
     .type = HC_VALUE_TEXT_LIST,
     MEMBER(charges),
     .default_text = "",
     .doc = "Charges and spins of the atoms by these schemes: mulliken, hirshfeld, bader."},
    {.name = "dipole",
     .type = HC_VALUE_BOOL,
     MEMBER(dipole),
     .default_text = "false",
     .doc = "Show the dipole moment; of a slab its component along the normal."},
    {.name = "levels",
     .type = HC_VALUE_BOOL,
     MEMBER(levels),
     .default_text = "false",
     .doc = "Show the energies and occupations of the orbitals."},
    {.name = "cube",
     .type = HC_VALUE_TEXT_LIST,
     MEMBER(cube),
     .default_text = "",
     .doc = "Write cube files: density, spin, potential, homo, lumo, orbital-12 (from 0); homo-beta, orbital-12-beta."},
    {.name = "cube_prefix",
     .type = HC_VALUE_TEXT,
     MEMBER(cube_prefix),
     .default_text = "",
     .doc = "Cube files are named PREFIX-density.cube; the name of the structure's file when not given."},
    {.name = "dos",
     .type = HC_VALUE_TEXT,
     MEMBER(dos),
     .default_text = "",
     .doc = "Write the density of states, in all and by element, to this CSV file."},
    {.name = "dos_atoms",
     .type = HC_VALUE_SELECTION,
     MEMBER(dos_atoms),
     .default_text = "",
     .doc = "Atoms that get a column of their own in the density of states."},
    {.name = "dos_width_ev",
     .type = HC_VALUE_REAL,
     MEMBER(dos_width),
     .unit = HC_EV,
     .default_text = "0.1",
     .minimum = 1e-4,
     .maximum = 10,
     .doc = "Width of a level: standard deviation (gaussian) or kT (fermi)."},
    {.name = "dos_broadening",
     .type = HC_VALUE_CHOICE,
     MEMBER(dos_broadening),
     .default_text = "gaussian",
     .choices = broadenings,
     .doc = "Shape of a level: a Gaussian, or minus the derivative of the Fermi function."},
    {.name = "dos_above_ev",
     .type = HC_VALUE_REAL,
     MEMBER(dos_above),
     .unit = HC_EV,
     .default_text = "10",
     .minimum = 0,
     .maximum = 1000,
     .doc = "How far above the highest occupied level the density of states goes."},
    {0}};

/* words = what commas separate in the items of a list, in order. */
static hc_status split(hc_context *ctx, const hc_text_list *list, hc_text_list *words)
{
    hc_status status = HC_OK;
    size_t most = 0;
    for (size_t i = 0; i < list->count; i++) {
        most += 1 + strlen(list->value[i]);
    }
    HC_TRY(hc_allocate(ctx, most, sizeof *words->value, &words->value));
    for (size_t i = 0; i < list->count; i++) {
        for (const char *at = list->value[i]; *at != '\0'; at += strspn(at, ", ")) {
            size_t length = strcspn(at, ", ");
            if (length > 0) {
                HC_TRY(hc_format(ctx, &words->value[words->count], "%.*s", (int)length, at));
                words->count++;
            }
            at += length;
        }
    }
cleanup:
    return status;
}

static void clear_words(hc_text_list *words)
{
    for (size_t i = 0; i < words->count; i++) {
        free(words->value[i]);
    }
    free(words->value);
    *words = (hc_text_list){0};
}

static hc_status choose_charges(hc_context *ctx, const hc_text_list *names, app_electrons *electrons)
{
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->value[i];
        if (strcmp(name, "hirshfeld") == 0) {
            electrons->wanted |= HC_WANT_HIRSHFELD;
        } else if (strcmp(name, "bader") == 0) {
            electrons->wants_bader = true;
        } else if (strcmp(name, "mulliken") != 0) { /* always there */
            return hc_fail(ctx, HC_ERROR_INPUT, "--charges: '%s' is not known; there are mulliken, hirshfeld, bader",
                           name);
        }
    }
    return HC_OK;
}

hc_status app_electrons_begin(hc_context *ctx, const app_electron_options *options, app_electrons *electrons)
{
    hc_text_list charges = {0};
    hc_status status = HC_OK;
    *electrons = (app_electrons){.options = options, .wanted = options->dipole ? HC_WANT_DIPOLE : 0u};
    HC_TRY(split(ctx, &options->charges, &charges));
    HC_TRY(choose_charges(ctx, &charges, electrons));
    HC_TRY(split(ctx, &options->cube, &electrons->cube_words));
    for (size_t i = 0; i < electrons->cube_words.count; i++) {
        HC_TRY(app_cube_check(ctx, electrons->cube_words.value[i]));
    }
cleanup:
    clear_words(&charges);
    return status;
}

void app_electrons_clear(app_electrons *electrons)
{
    clear_words(&electrons->cube_words);
    hc_bader_charges_clear(&electrons->bader);
    hc_levels_free(electrons->levels);
    hc_json_free(electrons->cubes);
    *electrons = (app_electrons){0};
}

static hc_status write_cube(hc_context *ctx, const char *prefix, const char *word, hc_engine *engine,
                            app_electrons *electrons)
{
    hc_field_request request;
    hc_cube *cube = NULL;
    char *path = NULL;
    hc_status status = HC_OK;
    HC_TRY(app_cube_request(ctx, word, electrons->levels, &request));
    HC_TRY(hc_engine_show_field(engine, ctx, &request, &cube));
    HC_TRY(hc_format(ctx, &path, "%s-%s.cube", prefix, word));
    HC_TRY(hc_cube_write(ctx, path, cube));
    hc_json_append(electrons->cubes, hc_json_text(path));
cleanup:
    hc_cube_free(cube);
    free(path);
    return status;
}

static hc_status write_cubes(hc_context *ctx, const char *file, hc_engine *engine, app_electrons *electrons)
{
    const app_electron_options *o = electrons->options;
    char *stem = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_path_stem(ctx, file, &stem));
    electrons->cubes = hc_json_array();
    for (size_t i = 0; i < electrons->cube_words.count; i++) {
        HC_TRY(
            write_cube(ctx, o->cube_prefix ? o->cube_prefix : stem, electrons->cube_words.value[i], engine, electrons));
    }
cleanup:
    free(stem);
    return status;
}

static hc_status write_dos(hc_context *ctx, const hc_structure *structure, const app_electrons *electrons)
{
    const app_electron_options *o = electrons->options;
    hc_dos_options dos = {.broadening = o->dos_broadening, .width = o->dos_width, .above = o->dos_above};
    size_t *atoms = NULL;
    hc_table *table = NULL;
    hc_status status = HC_OK;
    if (o->dos_atoms) {
        HC_TRY(hc_selection_parse(ctx, o->dos_atoms, structure, &dos.natom, &atoms));
    }
    dos.atom = atoms;
    HC_TRY(hc_density_of_states(ctx, electrons->levels, structure, &dos, &table));
    HC_TRY(hc_table_write(ctx, table, o->dos));
cleanup:
    free(atoms);
    hc_table_free(table);
    return status;
}

hc_status app_electrons_read(hc_context *ctx, const char *file, hc_engine *engine, const hc_structure *structure,
                             const hc_result *result, app_electrons *electrons)
{
    const app_electron_options *o = electrons->options;
    bool levels = o->levels || o->dos;
    hc_status status = HC_OK;
    for (size_t i = 0; i < electrons->cube_words.count; i++) {
        levels = levels || app_cube_needs_levels(electrons->cube_words.value[i]);
    }
    if (electrons->wants_bader) {
        HC_TRY(hc_bader_charges_find(ctx, engine, result, &electrons->bader));
    }
    if (levels) {
        HC_TRY(hc_engine_show_levels(engine, ctx, &electrons->levels));
    }
    if (electrons->cube_words.count > 0) {
        HC_TRY(write_cubes(ctx, file, engine, electrons));
    }
    if (o->dos) {
        HC_TRY(write_dos(ctx, structure, electrons));
    }
cleanup:
    return status;
}

/* One list in a closed shell, one for each spin otherwise. */
static hc_json *of_spins(const hc_levels *levels, double *const values[2], double scale)
{
    hc_json *both = hc_json_array();
    for (size_t s = 0; s < levels->nspin; s++) {
        hc_json *one = hc_json_array();
        for (size_t i = 0; i < levels->count; i++) {
            hc_json_append(one, hc_json_real(values[s][i] * scale));
        }
        hc_json_append(both, one);
    }
    return both;
}

static void add_bader_json(hc_json *json, const app_electrons *electrons)
{
    const hc_bader *bader = electrons->bader.partition;
    hc_json *volumes = hc_json_array();
    for (size_t i = 0; i < bader->natom; i++) {
        hc_json_append(volumes, hc_json_real(bader->volume[i] * pow(HC_BOHR_IN_ANGSTROM, 3)));
    }
    hc_json_set(json, "bader_e", hc_json_reals(bader->natom, electrons->bader.charge));
    hc_json_set(json, "bader_spins", hc_json_reals(bader->natom, bader->spin));
    hc_json_set(json, "bader_volumes_angstrom3", volumes);
    hc_json_set(json, "bader_refinement", hc_json_integer((long long)electrons->bader.refinement));
    hc_json_set(json, "grid_electrons", hc_json_real(bader->total));
}

void app_electrons_json(hc_json *json, const app_electrons *electrons, const hc_result *result)
{
    const app_electron_options *o = electrons->options;
    if (electrons->wanted & HC_WANT_HIRSHFELD) {
        hc_json_set(json, "hirshfeld_e", hc_json_reals(result->natom, result->hirshfeld_charge));
        hc_json_set(json, "hirshfeld_spins", hc_json_reals(result->natom, result->hirshfeld_spin));
    }
    if (electrons->bader.partition) {
        add_bader_json(json, electrons);
    }
    if (o->dipole) {
        hc_json *dipole = hc_json_array();
        for (int k = 0; k < 3; k++) {
            hc_json_append(dipole, hc_json_real(hc_vec3_get(result->dipole, k) / HC_DEBYE));
        }
        hc_json_set(json, "dipole_debye", dipole);
    }
    if (o->levels && electrons->levels) {
        const hc_levels *levels = electrons->levels;
        hc_json_set(json, "orbital_energies_ev", of_spins(levels, levels->energy, 1.0 / HC_EV));
        hc_json_set(json, "orbital_occupations", of_spins(levels, levels->occupation, 1.0));
    }
    if (electrons->cubes) {
        hc_json *names = hc_json_array();
        for (size_t i = 0; i < hc_json_count(electrons->cubes); i++) {
            hc_json_append(names, hc_json_text(hc_json_text_of(hc_json_at(electrons->cubes, i))));
        }
        hc_json_set(json, "cubes", names);
    }
}

static void add_charges(hc_text *out, const app_electrons *electrons, const hc_structure *structure,
                        const hc_result *result)
{
    bool hirshfeld = (electrons->wanted & HC_WANT_HIRSHFELD) != 0, bader = electrons->bader.partition != NULL;
    bool spins = hc_result_is_open_shell(result);
    hc_text_addf(out, "\n%6s %-3s", "atom", "");
    hc_text_addf(out, "%s%s", hirshfeld ? "  Hirshfeld (e)" : "", hirshfeld && spins ? "    spin" : "");
    hc_text_addf(out, "%s%s\n", bader ? "    Bader (e)" : "", bader && spins ? "    spin" : "");
    for (size_t i = 0; i < structure->natom; i++) {
        hc_text_addf(out, "%6zu %-3s", i, hc_element_symbol(structure->atomic_number[i]));
        if (hirshfeld) {
            hc_text_addf(out, "%15.6f", result->hirshfeld_charge[i]);
        }
        if (hirshfeld && spins) {
            hc_text_addf(out, "%8.4f", result->hirshfeld_spin[i]);
        }
        if (bader) {
            hc_text_addf(out, "%13.6f", electrons->bader.charge[i]);
        }
        if (bader && spins) {
            hc_text_addf(out, "%8.4f", electrons->bader.partition->spin[i]);
        }
        hc_text_add(out, "\n");
    }
}

static void add_dipole(hc_text *out, const hc_vec3 *dipole)
{
    hc_text_addf(out, "\ndipole (debye)      ");
    if (isnan(dipole->x)) {
        hc_text_addf(out, " %.6f along the normal\n", dipole->z / HC_DEBYE);
    } else {
        hc_text_addf(out, " %.6f %.6f %.6f, in all %.6f\n", dipole->x / HC_DEBYE, dipole->y / HC_DEBYE,
                     dipole->z / HC_DEBYE, hc_vec3_norm(*dipole) / HC_DEBYE);
    }
}

static void add_levels(hc_text *out, const hc_levels *levels)
{
    hc_text_addf(out, "\n%7s%s\n", "orbital",
                 levels->nspin == 2 ? "      alpha (eV)  electrons       beta (eV)  electrons"
                                    : "     energy (eV)  electrons");
    for (size_t i = 0; i < levels->count; i++) {
        hc_text_addf(out, "%7zu", i);
        for (size_t s = 0; s < levels->nspin; s++) {
            hc_text_addf(out, "%16.6f%11.6f", levels->energy[s][i] / HC_EV, levels->occupation[s][i]);
        }
        hc_text_add(out, "\n");
    }
}

void app_electrons_text(hc_text *out, const app_electrons *electrons, const hc_structure *structure,
                        const hc_result *result)
{
    const app_electron_options *o = electrons->options;
    if ((electrons->wanted & HC_WANT_HIRSHFELD) || electrons->bader.partition) {
        add_charges(out, electrons, structure, result);
    }
    if (o->dipole) {
        add_dipole(out, &result->dipole);
    }
    if (o->levels && electrons->levels) {
        add_levels(out, electrons->levels);
    }
    for (size_t i = 0; electrons->cubes && i < hc_json_count(electrons->cubes); i++) {
        hc_text_addf(out, "wrote %s\n", hc_json_text_of(hc_json_at(electrons->cubes, i)));
    }
    if (o->dos && electrons->levels) {
        hc_text_addf(out, "wrote %s\n", o->dos);
    }
}
