#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "halfcell/units.h"
#include "report/figure.h"
#include "workflow/diagram_page.h"

#define CURVE_POINTS 121

/* Free energy of every state against potential at the pH of the job. */
static void add_stability_lines(hc_json *figures, const hc_diagram_study *study, size_t index)
{
    const hc_stability *s = study->stability[index];
    const hc_routes *set = study->state_set[index];
    double x[CURVE_POINTS], y[CURVE_POINTS], low[CURVE_POINTS], high[CURVE_POINTS];
    char id[96], title[192];
    snprintf(id, sizeof id, "stability-%.60s", set->name);
    snprintf(title, sizeof title, "%.100s at pH %g", set->title ? set->title : set->name, study->job->ph);
    hc_json *figure = hc_figure_curves(
        &(hc_figure_head){.id = id,
                          .group = "Stability",
                          .title = title,
                          .caption = "Free energy of each state over the reference; the lowest is stable. Bands: the "
                                     "standard error of the table's energies, where it gives one."},
        &(hc_figure_axis){.label = "U", .unit = "V vs SHE"}, &(hc_figure_axis){.label = "ΔG"}, false);
    for (size_t k = 0; k < s->count; k++) {
        for (size_t i = 0; i < CURVE_POINTS; i++) {
            x[i] = study->job->low_v + (study->job->high_v - study->job->low_v) * (double)i / (CURVE_POINTS - 1);
            y[i] = hc_stability_energy(s, k, x[i], study->job->ph) / HC_EV;
            low[i] = y[i] - s->state[k].error / HC_EV;
            high[i] = y[i] + s->state[k].error / HC_EV;
        }
        bool known = s->state[k].error > 0.0;
        hc_figure_add_series(figure, &(hc_figure_series){.label = s->state[k].name,
                                                         .unit = "eV",
                                                         .count = CURVE_POINTS,
                                                         .x = x,
                                                         .value = y,
                                                         .low = known ? low : NULL,
                                                         .high = known ? high : NULL});
    }
    hc_json_append(figures, figure);
}

/* The stable state over pH and potential. */
static void add_stability_map(hc_json *figures, const hc_diagram_study *study, size_t index)
{
    enum { NX = 169, NY = 241 };
    const hc_stability *s = study->stability[index];
    const hc_routes *set = study->state_set[index];
    double x[NX], y[NY], *z = calloc((size_t)NX * NY, sizeof *z);
    const char **names = calloc(s->count, sizeof *names);
    const double *ph = study->job->ph_range.value;
    char id[96], title[192];
    for (size_t k = 0; names && k < s->count; k++) {
        names[k] = s->state[k].name;
    }
    for (size_t i = 0; z && names && i < (size_t)NX * NY; i++) {
        x[i % NX] = ph[0] + (ph[1] - ph[0]) * (double)(i % NX) / (NX - 1);
        y[i / NX] = study->job->low_v + (study->job->high_v - study->job->low_v) * (double)(i / NX) / (NY - 1);
        z[i] = (double)hc_stability_lowest(s, y[i / NX], x[i % NX]);
    }
    snprintf(id, sizeof id, "pourbaix-%.60s", set->name);
    snprintf(title, sizeof title, "Stable state: %.100s", set->title ? set->title : set->name);
    if (z && names) {
        hc_json_append(figures, hc_figure_map(&(hc_figure_head){.id = id, .group = "Stability", .title = title},
                                              &(hc_figure_grid){.x = {.label = "pH"},
                                                                .y = {.label = "U", .unit = "V vs SHE"},
                                                                .z = {.label = "state"},
                                                                .nx = NX,
                                                                .ny = NY,
                                                                .x_values = x,
                                                                .y_values = y,
                                                                .z_values = z,
                                                                .ncategory = s->count,
                                                                .categories = names}));
    }
    free(z);
    free(names);
}

/* States over the chemical potential of one species: the usual figure of defect formation energies. */
static void add_chemical_potential(hc_json *figures, const hc_diagram_study *study, size_t index)
{
    const hc_stability *s = study->stability[index];
    const hc_routes *set = study->state_set[index];
    const double *range = study->job->chemical_potential_range_ev.value;
    const double per_ph = s->temperature_k * HC_KELVIN * log(10.0) / HC_EV;
    double u_v_rhe = study->job->potentials_v.count > 0 ? study->job->potentials_v.value[0] : 0.0;
    double u_v_she = u_v_rhe - per_ph * study->job->ph, x[CURVE_POINTS], y[CURVE_POINTS];
    char id[96], title[192], label[96];
    snprintf(id, sizeof id, "chemical-potential-%.50s", set->name);
    snprintf(title, sizeof title, "%.80s at %g V vs RHE, pH %g", set->title ? set->title : set->name, u_v_rhe,
             study->job->ph);
    snprintf(label, sizeof label, "Δμ(%.60s)", study->job->chemical_potential);
    hc_json *figure = hc_figure_curves(
        &(hc_figure_head){.id = id,
                          .group = "Stability",
                          .title = title,
                          .caption =
                              "Formation energy of each state over the reference; 0 is the chemical potential of "
                              "the table of energies."},
        &(hc_figure_axis){.label = label, .unit = "eV"}, &(hc_figure_axis){.label = "ΔG"}, false);
    for (size_t k = 0; k < s->count; k++) {
        for (size_t i = 0; i < CURVE_POINTS; i++) {
            x[i] = range[0] + (range[1] - range[0]) * (double)i / (CURVE_POINTS - 1);
            y[i] = hc_stability_energy_at(s, k, u_v_she, study->job->ph, study->job->chemical_potential, x[i] * HC_EV) /
                   HC_EV;
        }
        hc_figure_add_series(
            figure,
            &(hc_figure_series){.label = s->state[k].name, .unit = "eV", .count = CURVE_POINTS, .x = x, .value = y});
    }
    hc_json_append(figures, figure);
}

void hc_diagram_page_add_stability(hc_json *figures, const hc_diagram_study *study, size_t index)
{
    add_stability_lines(figures, study, index);
    add_stability_map(figures, study, index);
    if (study->job->chemical_potential) {
        add_chemical_potential(figures, study, index);
    }
}
