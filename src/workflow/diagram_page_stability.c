/* The page's part on states: lines and maps of what is stable, over potential, pH and chemical potentials. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "halfcell/units.h"
#include "report/figure.h"
#include "workflow/diagram_page.h"

#define CURVE_POINTS 121

static void make_id(const hc_diagram_study *study, size_t index, const char *kind, char *id, size_t size)
{
    const char *surface = study->stability[index]->surface;
    snprintf(id, size, "%.60s-%.50s%s%.40s", kind, study->state_set[index]->name, *surface ? "-" : "", surface);
}

static double point_between(double low, double high, size_t i, size_t count)
{
    return low + (high - low) * (double)i / (double)(count - 1);
}

/* Free energy of every state against potential at the pH of the job. */
static void add_lines(hc_json *figures, const hc_diagram_study *study, size_t index)
{
    const hc_stability *s = study->stability[index];
    double x[CURVE_POINTS], y[CURVE_POINTS], low[CURVE_POINTS], high[CURVE_POINTS];
    char id[192], name[192], title[256];
    make_id(study, index, "stability", id, sizeof id);
    hc_diagram_study_set_name(study, index, name, sizeof name);
    snprintf(title, sizeof title, "%s at pH %g", name, study->job->ph);
    hc_json *figure = hc_figure_curves(
        &(hc_figure_head){.id = id,
                          .group = "Stability",
                          .title = title,
                          .caption = "Free energy of each state over the reference; the lowest is stable. Bands: the "
                                     "standard error of the table's energies, where it gives one."},
        &(hc_figure_axis){.label = "U", .unit = "V vs SHE"}, &(hc_figure_axis){.label = "ΔG"}, false);
    for (size_t k = 0; k < s->count; k++) {
        for (size_t i = 0; i < CURVE_POINTS; i++) {
            x[i] = point_between(study->job->low_v, study->job->high_v, i, CURVE_POINTS);
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

/* The stable state over pH (species NULL) or over the chemical potential of a species, and potential. */
static void add_map(hc_json *figures, const hc_diagram_study *study, size_t index, const hc_figure_head *head,
                    const char *label, const char *species)
{
    enum { NX = 169, NY = 241 };
    const hc_stability *s = study->stability[index];
    const double *range = species ? study->job->chemical_potential_range_ev.value : study->job->ph_range.value;
    double x[NX], y[NY], *z = calloc((size_t)NX * NY, sizeof *z);
    const char **names = calloc(s->count, sizeof *names);
    for (size_t k = 0; names && k < s->count; k++) {
        names[k] = s->state[k].name;
    }
    for (size_t i = 0; z && names && i < (size_t)NX * NY; i++) {
        x[i % NX] = point_between(range[0], range[1], i % NX, NX);
        y[i / NX] = point_between(study->job->low_v, study->job->high_v, i / NX, NY);
        z[i] =
            (double)hc_stability_lowest(s, y[i / NX], species ? study->job->ph : x[i % NX], species, x[i % NX] * HC_EV);
    }
    if (z && names) {
        hc_json_append(figures,
                       hc_figure_map(head, &(hc_figure_grid){.x = {.label = label, .unit = species ? "eV" : NULL},
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

static void add_ph_map(hc_json *figures, const hc_diagram_study *study, size_t index)
{
    char id[192], name[192], title[256];
    make_id(study, index, "pourbaix", id, sizeof id);
    hc_diagram_study_set_name(study, index, name, sizeof name);
    snprintf(title, sizeof title, "Stable state: %s", name);
    add_map(figures, study, index, &(hc_figure_head){.id = id, .group = "Stability", .title = title}, "pH", NULL);
}

static void add_chemical_map(hc_json *figures, const hc_diagram_study *study, size_t index, const char *species)
{
    char kind[96], id[192], name[192], title[256], label[96];
    snprintf(kind, sizeof kind, "chemical-map-%.40s", species);
    make_id(study, index, kind, id, sizeof id);
    hc_diagram_study_set_name(study, index, name, sizeof name);
    snprintf(title, sizeof title, "Stable state at pH %g: %s", study->job->ph, name);
    snprintf(label, sizeof label, "Δμ(%.60s)", species);
    add_map(figures, study, index, &(hc_figure_head){.id = id, .group = "Stability", .title = title}, label, species);
}

/* States over the chemical potential of one species: the usual figure of defect formation energies. */
static void add_chemical_lines(hc_json *figures, const hc_diagram_study *study, size_t index, const char *species)
{
    const hc_stability *s = study->stability[index];
    const double *range = study->job->chemical_potential_range_ev.value;
    double u_v_rhe = study->job->potentials_v.count > 0 ? study->job->potentials_v.value[0] : 0.0;
    double u_v_she = hc_diagram_study_she(study, u_v_rhe), x[CURVE_POINTS], y[CURVE_POINTS];
    char kind[96], id[192], name[192], title[256], label[96];
    snprintf(kind, sizeof kind, "chemical-potential-%.40s", species);
    make_id(study, index, kind, id, sizeof id);
    hc_diagram_study_set_name(study, index, name, sizeof name);
    snprintf(title, sizeof title, "%s at %g V vs RHE, pH %g", name, u_v_rhe, study->job->ph);
    snprintf(label, sizeof label, "Δμ(%.60s)", species);
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
            x[i] = point_between(range[0], range[1], i, CURVE_POINTS);
            y[i] = hc_stability_energy_at(s, k, u_v_she, study->job->ph, species, x[i] * HC_EV) / HC_EV;
        }
        hc_figure_add_series(
            figure,
            &(hc_figure_series){.label = s->state[k].name, .unit = "eV", .count = CURVE_POINTS, .x = x, .value = y});
    }
    hc_json_append(figures, figure);
}

void hc_diagram_page_add_stability(hc_json *figures, const hc_diagram_study *study, size_t index)
{
    const hc_text_list *species = &study->job->chemical_potential;
    add_lines(figures, study, index);
    add_ph_map(figures, study, index);
    for (size_t k = 0; k < species->count; k++) {
        add_chemical_lines(figures, study, index, species->value[k]);
        add_chemical_map(figures, study, index, species->value[k]);
    }
}

/* Free energies of all states at the potentials of the job, and where they give way to one another. */
hc_json *hc_diagram_page_states(const hc_diagram_study *study)
{
    enum { MOST = 6 };
    char head[MOST][64];
    const char *columns[4 + MOST] = {"set", "state", "made by", "error (eV)"};
    size_t count = study->job->potentials_v.count < MOST ? study->job->potentials_v.count : MOST;
    for (size_t u = 0; u < count; u++) {
        snprintf(head[u], sizeof head[u], "ΔG (eV) at %g V vs RHE", study->job->potentials_v.value[u]);
        columns[4 + u] = head[u];
    }
    hc_json *table = hc_report_table("States", 4 + count, columns);
    for (size_t i = 0; i < study->nstability; i++) {
        const hc_stability *s = study->stability[i];
        char name[192];
        hc_diagram_study_set_name(study, i, name, sizeof name);
        for (size_t k = 0; k < s->count; k++) {
            hc_json *row = hc_report_table_row(table);
            double error = s->state[k].error / HC_EV;
            hc_json_append(row, hc_json_text(name));
            hc_json_append(row, hc_json_text(s->state[k].name));
            hc_json_append(row, hc_json_text(s->state[k].reaction ? s->state[k].reaction->text : NULL));
            hc_json_append(row, hc_json_real(error > 0.0 ? hc_report_rounded(error, 3) : NAN));
            for (size_t u = 0; u < count; u++) {
                double u_v_she = hc_diagram_study_she(study, study->job->potentials_v.value[u]);
                double energy = hc_stability_energy(s, k, u_v_she, study->job->ph) / HC_EV;
                hc_json_append(row, hc_json_real(hc_report_rounded(energy, 3)));
            }
        }
    }
    return table;
}

hc_json *hc_diagram_page_transitions(const hc_diagram_study *study)
{
    const char *const columns[] = {"set", "defect", "below", "above", "U (V vs SHE)", "error (V)"};
    hc_json *table = hc_report_table("Charge transition levels", 6, columns);
    for (size_t i = 0; i < study->ntransition; i++) {
        const hc_transition *t = &study->transition[i];
        hc_json *row = hc_report_table_row(table);
        char name[192], defect[96];
        hc_diagram_study_set_name(study, t->set, name, sizeof name);
        snprintf(defect, sizeof defect, "%.*s", t->length, t->from);
        hc_json_append(row, hc_json_text(name));
        hc_json_append(row, hc_json_text(defect));
        hc_json_append(row, hc_json_text(t->from + t->length + 1));
        hc_json_append(row, hc_json_text(t->to + t->length + 1));
        hc_json_append(row, hc_json_real(hc_report_rounded(t->at_v_she, 3)));
        hc_json_append(row, hc_json_real(t->error_v > 0.0 ? hc_report_rounded(t->error_v, 3) : NAN));
    }
    return table;
}
