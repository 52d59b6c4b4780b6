/* The page of a species: what its free energy is made of, and its modes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "halfcell/units.h"
#include "report/figure.h"
#include "workflow/thermo_species.h"

static hc_json *cards(const hc_species_found *f)
{
    hc_json *array = hc_json_array();
    char note[96];
    snprintf(note, sizeof note, "%g K, %g Pa, %s", f->conditions.temperature_k, f->conditions.pressure_pa,
             hc_species_model_name(f->model));
    hc_json_append(array, hc_report_card("Free energy", (f->vibrations->free_energy + f->thermo.free_energy) / HC_EV,
                                         NAN, "eV", note));
    hc_json_append(array,
                   hc_report_card("G − E", f->thermo.free_energy / HC_EV, NAN, "eV", "added to the electronic energy"));
    hc_json_append(array, hc_report_card("Zero-point energy", f->thermo.zero_point / HC_EV, NAN, "eV", NULL));
    hc_json_append(array, hc_report_card("Entropy", f->thermo.entropy * HC_KELVIN / HC_EV * 1e3, NAN, "meV/K", NULL));
    hc_json_append(array, hc_report_card("Imaginary modes", (double)f->thermo.imaginary, NAN, NULL, NULL));
    return array;
}

static hc_json *modes_figure(const hc_modes *modes)
{
    double *wavenumber = calloc(2 * modes->count + 1, sizeof *wavenumber), *mass = wavenumber + modes->count;
    hc_json *figure = hc_figure_curves(
        &(hc_figure_head){.id = "modes",
                          .group = "Modes",
                          .title = "Vibrational modes",
                          .caption = "Each point is a mode; imaginary ones are negative. A small mass: hydrogen moves.",
                          .wide = true},
        &(hc_figure_axis){.label = "wavenumber", .unit = "1/cm"}, &(hc_figure_axis){.label = "reduced mass"}, false);
    for (size_t i = 0; wavenumber != NULL && i < modes->count; i++) {
        wavenumber[i] = modes->quantum[i] / HC_PER_CM;
        mass[i] = modes->reduced_mass[i] / HC_DALTON;
    }
    if (wavenumber != NULL) {
        hc_figure_add_series(figure, &(hc_figure_series){.label = "reduced mass",
                                                         .unit = "u",
                                                         .style = HC_FIGURE_POINTS,
                                                         .count = modes->count,
                                                         .x = wavenumber,
                                                         .value = mass});
    }
    free(wavenumber);
    return figure;
}

static void add_part(hc_json *table, const char *name, double zero_point, double energy, double entropy_term)
{
    hc_json *row = hc_report_table_row(table);
    hc_json_append(row, hc_json_text(name));
    const double value[] = {zero_point, energy, entropy_term, zero_point + energy + entropy_term};
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
        hc_json_append(row, hc_json_real(hc_report_rounded(value[i] / HC_EV, 4)));
    }
}

static hc_json *parts_table(const hc_species_found *f)
{
    static const char *const columns[] = {"part", "zero point (eV)", "energy (eV)", "−TS (eV)", "sum (eV)"};
    const hc_thermo_result *t = &f->thermo;
    const double kT = f->conditions.temperature_k * HC_KELVIN;
    const struct {
        const char *name;
        hc_thermo_part part;
    } parts[] = {{"translation", t->translation},
                 {"rotation", t->rotation},
                 {"vibration", t->vibration},
                 {"electronic", t->electronic}};
    hc_json *table = hc_report_table("What G − E is made of", sizeof columns / sizeof *columns, columns);
    double energy = 0.0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        add_part(table, parts[i].name, parts[i].part.zero_point, parts[i].part.energy, -kT * parts[i].part.entropy);
        energy += parts[i].part.energy;
    }
    double heat = t->enthalpy - t->zero_point;
    if (fabs(heat - energy) > 1e-6 * HC_EV) {
        add_part(table, "pV", 0.0, heat - energy, 0.0);
    }
    add_part(table, "all", t->zero_point, heat, -kT * t->entropy);
    return table;
}

static hc_json *modes_table(const hc_modes *modes)
{
    static const char *const columns[] = {"mode", "wavenumber (1/cm)", "energy (meV)", "reduced mass (u)"};
    hc_json *table = hc_report_table("Modes", sizeof columns / sizeof *columns, columns);
    for (size_t i = 0; i < modes->count; i++) {
        hc_json *row = hc_report_table_row(table);
        hc_json_append(row, hc_json_integer((long long)i));
        hc_json_append(row, hc_json_real(hc_report_rounded(modes->quantum[i] / HC_PER_CM, 2)));
        hc_json_append(row, hc_json_real(hc_report_rounded(1e3 * modes->quantum[i] / HC_EV, 3)));
        hc_json_append(row, hc_json_real(hc_report_rounded(modes->reduced_mass[i] / HC_DALTON, 3)));
    }
    return table;
}

static hc_json *provenance(const hc_species_found *f)
{
    static const char *const rules[] = {"kept as they are", "raised to a floor (doi:10.1021/jp205508z)",
                                        "with a free rotor's entropy (doi:10.1002/chem.201200497)"};
    hc_json *array = hc_report_provenance();
    char text[128];
    hc_report_add_fact(array, "Engine", f->engine);
    snprintf(text, sizeof text, "%zu atoms move, %zu displaced structures, %zu operations of symmetry",
             f->vibrations->nmove, f->vibrations->evaluations, f->vibrations->operations);
    hc_report_add_fact(array, "Modes", text);
    snprintf(text, sizeof text, "%s; %zu changed", rules[f->conditions.low_modes], f->thermo.raised);
    hc_report_add_fact(array, "Low modes", text);
    if (f->model == HC_THERMO_GAS) {
        snprintf(text, sizeof text, "%d", f->rotor.symmetry_number);
        hc_report_add_fact(array, "Symmetry number", text);
    }
    return array;
}

hc_json *hc_species_page(const hc_species_found *f, const char *title)
{
    hc_json *json = hc_report_page(title, "Vibrational modes and free energy");
    hc_json *figures = hc_json_array(), *tables = hc_json_array();
    hc_json_set(json, "summary", cards(f));
    hc_json_set(json, "notes", hc_species_warnings(f));
    hc_json_append(figures, modes_figure(f->vibrations->modes));
    hc_json_append(tables, parts_table(f));
    hc_json_append(tables, modes_table(f->vibrations->modes));
    hc_json_set(json, "figures", figures);
    hc_json_set(json, "tables", tables);
    hc_json_set(json, "provenance", provenance(f));
    return json;
}
