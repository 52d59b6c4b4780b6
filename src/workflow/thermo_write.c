/* What a species' free energy looks like: as text, as JSON, as files. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "halfcell/units.h"
#include "halfcell/version.h"
#include "workflow/results.h"
#include "workflow/thermo_species.h"

const char *hc_species_model_name(hc_thermo_model model)
{
    return model == HC_THERMO_GAS ? "gas" : model == HC_THERMO_HINDERED ? "hindered" : "adsorbate";
}

/* Forces above this are no minimum: the modes are then those of another place. */
#define FORCE_WARNING (0.02 * HC_EV_PER_ANGSTROM)

hc_json *hc_species_warnings(const hc_species_found *f)
{
    hc_json *array = hc_json_array();
    char text[256];
    if (f->vibrations->max_force > FORCE_WARNING) {
        snprintf(text, sizeof text,
                 "The largest force is %.3f eV/angstrom: the structure is not at a minimum, and its low modes are not "
                 "to be trusted. Optimise it first.",
                 f->vibrations->max_force / HC_EV_PER_ANGSTROM);
        hc_json_append(array, hc_json_text(text));
    }
    if (f->thermo.imaginary > 0) {
        snprintf(text, sizeof text,
                 "%zu imaginary mode%s left out of the free energy: a saddle point, or a structure that is not "
                 "relaxed.",
                 f->thermo.imaginary, f->thermo.imaginary == 1 ? " is" : "s are");
        hc_json_append(array, hc_json_text(text));
    }
    return array;
}

static hc_json *modes_json(const hc_modes *modes)
{
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < modes->count; i++) {
        hc_json_append(array, hc_json_real(modes->quantum[i] / HC_PER_CM));
    }
    return array;
}

hc_json *hc_species_json(const hc_species_found *f)
{
    const hc_thermo_result *t = &f->thermo;
    const hc_vibrations *v = f->vibrations;
    hc_json *json = hc_json_object();
    hc_json_set(json, "kind", hc_json_text("thermo"));
    hc_json_set(json, "version", hc_json_text(hc_version()));
    hc_json_set(json, "engine", hc_json_text(f->engine));
    hc_json_set(json, "model", hc_json_text(hc_species_model_name(f->model)));
    hc_json_set(json, "natom", hc_json_integer((long long)f->structure->natom));
    hc_json_set(json, "energy_ev", hc_json_real(v->free_energy / HC_EV));
    hc_json_set(json, "temperature_k", hc_json_real(f->conditions.temperature_k));
    hc_json_set(json, "pressure_pa", hc_json_real(f->conditions.pressure_pa));
    hc_json_set(json, "zero_point_ev", hc_json_real(t->zero_point / HC_EV));
    hc_json_set(json, "heat_ev", hc_json_real((t->enthalpy - t->zero_point) / HC_EV));
    hc_json_set(json, "entropy_ev_per_k", hc_json_real(t->entropy * HC_KELVIN / HC_EV));
    hc_json_set(json, "heat_capacity_ev_per_k", hc_json_real(t->heat_capacity * HC_KELVIN / HC_EV));
    hc_json_set(json, "correction_ev", hc_json_real(t->free_energy / HC_EV));
    hc_json_set(json, "free_energy_ev", hc_json_real((v->free_energy + t->free_energy) / HC_EV));
    hc_json_set(json, "modes_per_cm", modes_json(v->modes));
    hc_json_set(json, "imaginary", hc_json_integer((long long)t->imaginary));
    hc_json_set(json, "raised", hc_json_integer((long long)t->raised));
    if (f->model == HC_THERMO_GAS) {
        hc_json_set(json, "symmetry_number", hc_json_integer(f->rotor.symmetry_number));
    }
    hc_json_set(json, "max_force_ev_per_angstrom", hc_json_real(v->max_force / HC_EV_PER_ANGSTROM));
    hc_json_set(json, "rigid_residue_per_cm", hc_json_real(v->modes->residue / HC_PER_CM));
    hc_json_set(json, "evaluations", hc_json_integer((long long)v->evaluations));
    hc_json_set(json, "symmetry_operations", hc_json_integer((long long)v->operations));
    hc_json_set(json, "warnings", hc_species_warnings(f));
    return json;
}

static void add_part(hc_text *out, const char *name, hc_thermo_part part, double kT)
{
    hc_text_addf(out, "  %-18s %12.4f %12.4f %12.4f\n", name, part.zero_point / HC_EV, part.energy / HC_EV,
                 -kT * part.entropy / HC_EV);
}

void hc_species_text(const hc_species_found *f, hc_text *out)
{
    const hc_vibrations *v = f->vibrations;
    double kT = f->conditions.temperature_k * HC_KELVIN;
    hc_text_addf(out, "%-20s %s, %zu atoms move, %zu displaced structures (%zu symmetry operations)\n", "model",
                 hc_species_model_name(f->model), v->nmove, v->evaluations, v->operations);
    hc_text_add(out, "modes (1/cm; negative: imaginary)\n");
    for (size_t i = 0; i < v->modes->count; i++) {
        hc_text_addf(out, "%12.2f%s", v->modes->quantum[i] / HC_PER_CM,
                     i % 6 == 5 || i + 1 == v->modes->count ? "\n" : "");
    }
    hc_text_addf(out, "\nat %g K", f->conditions.temperature_k);
    if (f->model == HC_THERMO_GAS) {
        hc_text_addf(out, ", %g Pa, symmetry number %d", f->conditions.pressure_pa, f->rotor.symmetry_number);
    }
    hc_text_addf(out, "\n  %-18s %12s %12s %12s   (eV)\n", "", "zero point", "energy", "-TS");
    add_part(out, "translation", f->thermo.translation, kT);
    add_part(out, "rotation", f->thermo.rotation, kT);
    add_part(out, "vibration", f->thermo.vibration, kT);
    add_part(out, "electronic", f->thermo.electronic, kT);
    hc_text_addf(out, "%-20s %16.6f eV\n", "energy", v->free_energy / HC_EV);
    hc_text_addf(out, "%-20s %16.6f eV   (zero point %.4f, heat %.4f, -TS %.4f)\n", "G - E",
                 f->thermo.free_energy / HC_EV, f->thermo.zero_point / HC_EV,
                 (f->thermo.enthalpy - f->thermo.zero_point) / HC_EV, -kT * f->thermo.entropy / HC_EV);
    hc_text_addf(out, "%-20s %16.6f eV\n", "free energy", (v->free_energy + f->thermo.free_energy) / HC_EV);
    hc_json *array = hc_species_warnings(f);
    for (size_t i = 0; i < hc_json_count(array); i++) {
        hc_text_addf(out, "warning: %s\n", hc_json_text_of(hc_json_at(array, i)));
    }
    hc_json_free(array);
}

static hc_status modes_table(hc_context *ctx, const hc_modes *modes, hc_table **table)
{
    const hc_column_options columns[] = {
        {.name = "mode", .label = "mode", .style = HC_TABLE_POINTS},
        {.name = "wavenumber_cm", .label = "wavenumber (1/cm)", .style = HC_TABLE_POINTS},
        {.name = "reduced_mass", .label = "reduced mass", .unit = "dalton", .style = HC_TABLE_POINTS}};
    hc_status status = HC_OK;
    HC_TRY(hc_table_create(ctx, "modes", "Vibrational modes",
                           "Wavenumbers of the normal modes in ascending order; imaginary ones are negative.", table));
    for (size_t k = 0; k < 3; k++) {
        HC_TRY(hc_table_add_column(ctx, *table, &columns[k]));
    }
    for (size_t i = 0; i < modes->count; i++) {
        double row[3] = {(double)i, modes->quantum[i] / HC_PER_CM, modes->reduced_mass[i] / HC_DALTON};
        HC_TRY(hc_table_add_row(ctx, *table, row, NULL));
    }
cleanup:
    return status;
}

static hc_json *hessian_json(const hc_vibrations *v)
{
    hc_json *json = hc_json_object(), *rows = hc_json_array(), *atoms = hc_json_array();
    size_t n = 3 * v->nmove;
    for (size_t i = 0; i < n; i++) {
        hc_json_append(rows, hc_json_reals(n, v->hessian + i * n));
    }
    for (size_t i = 0; i < v->nmove; i++) {
        hc_json_append(atoms, hc_json_integer((long long)v->atom[i]));
    }
    hc_json_set(json, "atoms", atoms);
    hc_json_set(json, "asymmetry_hartree_per_bohr2", hc_json_real(v->asymmetry));
    hc_json_set(json, "hessian_hartree_per_bohr2", rows);
    return json;
}

/* Frames of XYZ with the displacement of each atom behind its position, as viewers animate them. */
static void add_modes_xyz(const hc_species_found *f, hc_text *out)
{
    const hc_modes *modes = f->vibrations->modes;
    const hc_structure *s = f->structure;
    for (size_t k = 0; k < modes->count; k++) {
        hc_text_addf(out, "%zu\nmode %zu, %.2f 1/cm, reduced mass %.3f u\n", s->natom, k, modes->quantum[k] / HC_PER_CM,
                     modes->reduced_mass[k] / HC_DALTON);
        for (size_t i = 0, moving = 0; i < s->natom; i++) {
            bool moves = moving < f->vibrations->nmove && f->vibrations->atom[moving] == i;
            const double zero[3] = {0}, *d = moves ? modes->vector + 3 * (k * modes->natom + moving) : zero;
            hc_text_addf(out, "%-2s %14.8f %14.8f %14.8f %10.6f %10.6f %10.6f\n",
                         hc_element_symbol(s->atomic_number[i]), s->position[i].x / HC_ANGSTROM,
                         s->position[i].y / HC_ANGSTROM, s->position[i].z / HC_ANGSTROM, d[0], d[1], d[2]);
            moving += moves;
        }
    }
}

hc_status hc_species_write(hc_context *ctx, const hc_species_found *found, const char *title, const char *folder)
{
    hc_table *modes = NULL;
    hc_text xyz = {0};
    hc_status status = HC_OK;
    HC_TRY(hc_results_json(ctx, folder, "result.json", hc_species_json(found)));
    HC_TRY(hc_results_json(ctx, folder, "hessian.json", hessian_json(found->vibrations)));
    HC_TRY(modes_table(ctx, found->vibrations->modes, &modes));
    HC_TRY(hc_results_table(ctx, folder, modes));
    add_modes_xyz(found, &xyz);
    HC_TRY(hc_results_text(ctx, folder, "modes.xyz", &xyz));
    HC_TRY(hc_results_page(ctx, folder, hc_species_page(found, title)));
cleanup:
    hc_table_free(modes);
    return status;
}
