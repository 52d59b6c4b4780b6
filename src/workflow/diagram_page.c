/* The page of a study of diagrams. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "halfcell/units.h"
#include "report/figure.h"
#include "workflow/diagram_job.h"
#include "workflow/diagram_page.h"
#include "workflow/results.h"

#define STATE_LENGTH 64
#define CURVE_POINTS 121
#define DECIMALS 3 /* millivolts and millielectronvolts are what such numbers can bear */
#define PALETTE 7  /* colours of the page; from the next on they have a pattern */

/* What stands on a level: the adsorbates and products behind a step, without protons and electrons. */
static void state_name(const hc_reaction *r, bool before, char *name, size_t size)
{
    size_t length = 0;
    name[0] = '\0';
    for (size_t i = 0; i < r->nterm; i++) {
        const hc_term *term = &r->term[i];
        bool plain = term->formula.phase == HC_CHEMICAL_PROTON || term->formula.phase == HC_CHEMICAL_ELECTRON ||
                     term->formula.phase == HC_CHEMICAL_HYDROXIDE || strcmp(term->name, "H2O_l") == 0;
        bool site = hc_chemical_is_empty_site(&term->formula);
        if ((term->count < 0.0) != before || plain || site) {
            continue;
        }
        char count[24] = "";
        if (fabs(term->count) != 1.0) { /* the level is that of all of them */
            snprintf(count, sizeof count, "%g ", fabs(term->count));
        }
        int written = snprintf(name + length, size - length, "%s%s%s%.*s%s", length ? " + " : "", count,
                               term->formula.phase == HC_CHEMICAL_ADSORBATE ? "*" : "", (int)strcspn(term->name, "*_"),
                               term->name, term->formula.phase == HC_CHEMICAL_GAS ? "(g)" : "");
        length += written > 0 && (size_t)written < size - length ? (size_t)written : 0;
    }
    if (length == 0) {
        snprintf(name, size, "*");
    }
}

/* The step that costs most at a potential; count: none costs anything. */
static size_t highest_step(const hc_diagram *d, double potential)
{
    size_t highest = d->count;
    double most = 1e-9;
    for (size_t k = 0; k < d->count; k++) {
        double energy = hc_diagram_step_energy(d, k, potential);
        if (energy > most) {
            most = energy;
            highest = k;
        }
    }
    return highest;
}

/* One curve of a levels figure: the path at one potential. */
static void add_path(hc_json *figure, const hc_diagram *d, double potential, const char *label, size_t colour)
{
    size_t n = d->count + 1;
    double *levels = calloc(2 * n, sizeof *levels), *barrier = levels ? levels + n : NULL;
    if (!levels) {
        return;
    }
    hc_diagram_levels(d, potential, levels);
    for (size_t k = 0; k < d->count; k++) {
        barrier[k] = (levels[k] + hc_diagram_step_barrier(d, k, potential)) / HC_EV;
    }
    for (size_t k = 0; k < n; k++) {
        levels[k] /= HC_EV;
    }
    size_t highest = highest_step(d, potential);
    hc_figure_add_path(figure, &(hc_figure_path){.label = label,
                                                 .count = n,
                                                 .value = levels,
                                                 .barrier = barrier,
                                                 .has_limiting = highest < d->count,
                                                 .limiting = highest});
    hc_figure_set_colour(figure, colour);
    free(levels);
}

static size_t surface_index(const hc_diagram_study *study, const char *surface)
{
    size_t i = 0;
    while (i < study->nsurface && strcmp(study->surface[i], surface) != 0) {
        i++;
    }
    return i;
}

/* A surface keeps its colour; further potentials have the palette's second round, which has a pattern. */
static size_t colour_of(const hc_diagram_study *study, const char *surface, size_t potential)
{
    size_t i = surface_index(study, surface);
    return study->job->potentials_v.count > 1 ? 1 + i % PALETTE + (potential > 0 ? PALETTE : 0) : 1 + i;
}

/* All surfaces of one path in one figure, at every potential asked for. */
static void add_levels(hc_json *figures, const hc_diagram_study *study, size_t m, size_t p)
{
    const hc_routes *mechanism = study->mechanism[m];
    const hc_route *path = &mechanism->path[p];
    char(*name)[STATE_LENGTH] = calloc(path->nstep + 1, sizeof *name), id[96], title[192], label[160];
    const char **states = calloc(path->nstep + 1, sizeof *states);
    hc_json *figure = NULL;
    for (size_t k = 0; name && states && k <= path->nstep; k++) {
        state_name(&path->step[k ? k - 1 : 0], k == 0, name[k], STATE_LENGTH);
        states[k] = name[k];
    }
    for (size_t i = 0; name && states && i < study->ndiagram; i++) {
        const hc_diagram *d = study->diagram[i];
        if (d->path != path) {
            continue;
        }
        if (!figure) {
            snprintf(id, sizeof id, "levels-%.40s-%.40s", mechanism->name, path->name);
            snprintf(title, sizeof title, "%.80s: %.80s", mechanism->title ? mechanism->title : mechanism->name,
                     path->title);
            figure = hc_figure_levels(
                &(hc_figure_head){.id = id,
                                  .group = "Free-energy diagrams",
                                  .title = title,
                                  .caption = "Computational hydrogen electrode: a step that takes n electrons is "
                                             "shifted by n e U. Potentials are against RHE. One colour a surface, "
                                             "another pattern for each further potential; heavy: the step that costs "
                                             "most.",
                                  .wide = true},
                &(hc_figure_axis){.label = "ΔG", .unit = "eV"}, path->nstep + 1, states);
        }
        for (size_t u = 0; u < study->job->potentials_v.count; u++) {
            snprintf(label, sizeof label, "%.100s%s%g V", d->surface, *d->surface ? ", " : "",
                     study->job->potentials_v.value[u]);
            add_path(figure, d, study->job->potentials_v.value[u], label, colour_of(study, d->surface, u));
        }
    }
    if (figure) {
        hc_json_append(figures, figure);
    }
    free(name);
    free(states);
}

/* NaN where the tables give no errors: that is not an error of zero. */
static double given_error(const hc_diagram *d)
{
    return d->limiting_error_v > 0.0 ? d->limiting_error_v : NAN;
}

/* Limiting potentials, one group of bars a surface. */
static void add_limits(hc_json *figures, const hc_diagram_study *study)
{
    double *value = calloc(2 * (study->nsurface + 1), sizeof *value);
    if (study->nmechanism == 0 || !value) {
        free(value);
        return;
    }
    double *error = value + study->nsurface + 1;
    hc_json *figure = hc_figure_bars(
        &(hc_figure_head){.id = "limiting-potentials",
                          .group = "Limiting potentials",
                          .title = "Limiting potential of the best path",
                          .caption = "The potential at which no proton-electron step is uphill. Chemical steps and "
                                     "barriers are not in it."},
        &(hc_figure_axis){.label = "U_L", .unit = "V vs RHE"}, study->nsurface, study->surface, false);
    for (size_t m = 0; m < study->nmechanism; m++) {
        for (size_t i = 0; i < study->nsurface; i++) {
            const hc_diagram *best = hc_diagram_study_best(study, m, study->surface[i]);
            value[i] = best ? best->limiting_v : NAN;
            error[i] = best ? given_error(best) : NAN;
        }
        hc_figure_add_bars(figure, study->mechanism[m]->name, study->nsurface, value, error);
    }
    hc_json_append(figures, figure);
    free(value);
}

void hc_diagram_page_range(size_t count, const double *x, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        *low = fmin(*low, x[i]);
        *high = fmax(*high, x[i]);
    }
    double margin = fmax(0.1, 0.15 * (*high - *low));
    *low -= margin;
    *high += margin;
}

static void add_scaling(hc_json *figures, const hc_scaling *s)
{
    double low, high, x[CURVE_POINTS], y[CURVE_POINTS], error[CURVE_POINTS];
    char id[128], title[192], caption[256];
    hc_diagram_page_range(s->count, s->x, &low, &high);
    for (size_t i = 0; i < CURVE_POINTS; i++) {
        x[i] = low + (high - low) * (double)i / (CURVE_POINTS - 1);
        y[i] = hc_line_fit_at(&s->fit, x[i], &error[i]);
    }
    snprintf(id, sizeof id, "scaling-%.40s-%.40s", s->y_label, s->x_label);
    for (char *p = id; *p; p++) {
        *p = strchr("*+>< ", *p) ? '_' : *p;
    }
    snprintf(title, sizeof title, "%.80s against %.80s", s->y_label, s->x_label);
    snprintf(caption, sizeof caption,
             "Slope %.3f ± %.3f, intercept %.3f ± %.3f eV, R² %.3f, residual %.3f eV, %zu surfaces; the band is the "
             "standard error of the line.",
             s->fit.slope, s->fit.slope_error, s->fit.intercept, s->fit.intercept_error, s->fit.r2, s->fit.rmse,
             s->count);
    hc_json *figure = hc_figure_curves(
        &(hc_figure_head){.id = id, .group = "Scaling relations", .title = title, .caption = caption},
        &(hc_figure_axis){.label = s->x_label, .unit = "eV"}, &(hc_figure_axis){.label = s->y_label}, false);
    hc_figure_add_series(figure, &(hc_figure_series){.label = "fit",
                                                     .unit = "eV",
                                                     .count = CURVE_POINTS,
                                                     .x = x,
                                                     .value = y,
                                                     .error = isnan(error[0]) ? NULL : error});
    hc_figure_add_series(figure, &(hc_figure_series){.label = "surfaces",
                                                     .unit = "eV",
                                                     .style = HC_FIGURE_POINTS,
                                                     .count = s->count,
                                                     .x = s->x,
                                                     .value = s->y,
                                                     .names = s->surface});
    hc_json_append(figures, figure);
}

static void draw_volcano(hc_json *figures, const hc_route *path, const char *mechanism, const hc_volcano *volcano,
                         size_t count, hc_diagram *const *diagrams, const char *abscissa, const double *descriptor,
                         const char *const *names)
{
    double low, high, x[CURVE_POINTS], y[CURVE_POINTS], *limit = calloc(count, sizeof *limit);
    char id[128], title[192];
    if (!limit) {
        return;
    }
    hc_diagram_page_range(count, descriptor, &low, &high);
    snprintf(id, sizeof id, "volcano-%.40s-%.40s", mechanism, path->name);
    snprintf(title, sizeof title, "%.60s, path %.60s", mechanism, path->name);
    hc_json *figure = hc_figure_curves(
        &(hc_figure_head){.id = id,
                          .group = "Volcanoes",
                          .title = title,
                          .caption = "Lines: the limiting potential of each step from its linear relation to the "
                                     "descriptor; the lowest limits. Points: the surfaces themselves."},
        &(hc_figure_axis){.label = abscissa, .unit = "eV"}, &(hc_figure_axis){.label = "U_L"}, false);
    for (size_t k = 0; k <= volcano->count; k++) {
        bool all = k == volcano->count;
        if (!all && !(volcano->electrons[k] > 0.0)) {
            continue;
        }
        for (size_t i = 0; i < CURVE_POINTS; i++) {
            size_t step;
            x[i] = low + (high - low) * (double)i / (CURVE_POINTS - 1);
            y[i] = all ? hc_volcano_limit(volcano, x[i], &step)
                       : -hc_line_fit_at(&volcano->fit[k], x[i], NULL) / volcano->electrons[k];
        }
        hc_figure_add_series(figure, &(hc_figure_series){.label = all ? "limit" : path->step[k].text,
                                                         .unit = "V vs RHE",
                                                         .style = all ? HC_FIGURE_LINE : HC_FIGURE_DASHED,
                                                         .count = CURVE_POINTS,
                                                         .x = x,
                                                         .value = y});
    }
    for (size_t i = 0; i < count; i++) {
        limit[i] = diagrams[i]->limiting_v;
    }
    hc_figure_add_series(figure, &(hc_figure_series){.label = "surfaces",
                                                     .unit = "V vs RHE",
                                                     .style = HC_FIGURE_POINTS,
                                                     .count = count,
                                                     .x = descriptor,
                                                     .value = limit,
                                                     .names = names});
    hc_json_append(figures, figure);
    free(limit);
}

/* One volcano a path with enough surfaces for lines. */
static void add_volcanoes(hc_context *ctx, hc_json *figures, const hc_diagram_study *study)
{
    hc_diagram **diagrams = calloc(study->nsurface + 1, sizeof *diagrams);
    double *descriptor = calloc(study->nsurface + 1, sizeof *descriptor);
    const char **names = calloc(study->nsurface + 1, sizeof *names);
    for (size_t m = 0; diagrams && descriptor && names && m < study->nmechanism; m++) {
        for (size_t p = 0; p < study->mechanism[m]->npath; p++) {
            hc_volcano volcano;
            const hc_route *path = &study->mechanism[m]->path[p];
            bool competing = m == hc_diagram_study_competing(study) && study->job->competing_descriptor;
            const char *abscissa = competing ? study->job->competing_descriptor : study->job->descriptor;
            size_t count = hc_diagram_page_collect(ctx, study, path, abscissa, diagrams, descriptor, names);
            if (count >= 3 && hc_volcano_make(ctx, count, diagrams, descriptor, &volcano) == HC_OK) {
                draw_volcano(figures, path, study->mechanism[m]->name, &volcano, count, diagrams, abscissa, descriptor,
                             names);
                hc_volcano_clear(&volcano);
            }
        }
    }
    free(diagrams);
    free(descriptor);
    free(names);
}

static hc_json *limits_table(const hc_diagram_study *study)
{
    const char *const columns[] = {"mechanism",         "path",
                                   "surface",           "U_L (V vs RHE)",
                                   "error (V)",         "determining step",
                                   "overpotential (V)", "onset (V vs RHE)",
                                   "chemical step (eV)"};
    hc_json *table = hc_report_table("Limiting potentials", sizeof columns / sizeof *columns, columns);
    for (size_t i = 0; i < study->ndiagram; i++) {
        const hc_diagram *d = study->diagram[i];
        hc_json *row = hc_report_table_row(table);
        hc_json_append(row, hc_json_text(d->mechanism->name));
        hc_json_append(row, hc_json_text(d->path->name));
        hc_json_append(row, hc_json_text(d->surface));
        hc_json_append(row, hc_json_real(hc_report_rounded(d->limiting_v, DECIMALS)));
        hc_json_append(row, hc_json_real(hc_report_rounded(given_error(d), DECIMALS)));
        hc_json_append(row,
                       hc_json_text(d->limiting_step < d->count ? d->step[d->limiting_step].reaction->text : NULL));
        hc_json_append(row, hc_json_real(hc_report_rounded(hc_diagram_study_overpotential(d), DECIMALS)));
        hc_json_append(row, hc_json_real(hc_report_rounded(hc_diagram_onset(d, study->job->allowance), DECIMALS)));
        hc_json_append(row, hc_json_real(hc_report_rounded(d->uphill / HC_EV, DECIMALS)));
    }
    return table;
}

/* What fluids and the chosen surfaces have in the tables, with what each free energy is made of. */
static hc_json *energies_table(hc_context *ctx, const hc_diagram_study *study)
{
    const char *const columns[] = {"species", "surface", "E",  "correction", "solvation", "charge",
                                   "ZPE",     "heat",    "TS", "G",          "reference", "from"};
    hc_json *table = hc_report_table("Energies, eV", sizeof columns / sizeof *columns, columns);
    for (size_t i = 0; i < study->energies->count; i++) {
        const hc_energy_entry *e = &study->energies->entry[i];
        hc_free_energy g;
        if (*e->surface && surface_index(study, e->surface) == study->nsurface) {
            continue;
        }
        if (hc_energies_find(ctx, study->energies, &e->formula, e->species, e->surface, &g) != HC_OK) {
            g = (hc_free_energy){.energy = e->energy, .total = NAN};
        }
        const double parts[] = {g.energy,     g.correction, g.solvation,    g.charging,
                                g.zero_point, g.heat,       g.entropy_term, g.total};
        hc_json *row = hc_report_table_row(table);
        const char *slash = strrchr(e->source, '/');
        hc_json_append(row, hc_json_text(e->species));
        hc_json_append(row, hc_json_text(e->surface));
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
            hc_json_append(row, hc_json_real(hc_report_rounded(parts[k] / HC_EV, 4)));
        }
        hc_json_append(row, hc_json_text(e->reference));
        hc_json_append(row, hc_json_text(slash ? slash + 1 : e->source));
    }
    return table;
}

/* Paths that a table has not enough energies for, one a row. */
static hc_json *skipped_table(const hc_diagram_study *study)
{
    static const char *const columns[] = {"path and what it lacks"};
    hc_json *table = hc_report_table("Left out", 1, columns), *lines = hc_json_array();
    hc_json_append_lines(lines, hc_text_string(&study->skipped));
    for (size_t i = 0; i < hc_json_count(lines); i++) {
        const char *line = hc_json_text_of(hc_json_at(lines, i));
        size_t prefix =
            strncmp(line, HC_DIAGRAM_SKIPPED, strlen(HC_DIAGRAM_SKIPPED)) == 0 ? strlen(HC_DIAGRAM_SKIPPED) : 0;
        hc_json_append(hc_report_table_row(table), hc_json_text(line + prefix));
    }
    hc_json_free(lines);
    return table;
}

static hc_json *notes(const hc_diagram_study *study)
{
    hc_json *array = hc_json_array();
    char text[512];
    for (size_t i = 0; i < study->job->notes.count; i++) {
        hc_json_append(array, hc_json_text(study->job->notes.value[i]));
    }
    for (size_t i = 0; i < study->energies->ncorrection; i++) {
        const hc_correction_record *c = study->energies->correction[i];
        snprintf(text, sizeof text, "Corrected by %s: %s (%s).", c->name, c->summary, c->reference);
        hc_json_append(array, hc_json_text(text));
    }
    return array;
}

static hc_json *cards(const hc_diagram_study *study)
{
    hc_json *array = hc_json_array();
    for (size_t m = 0; m < study->nmechanism; m++) {
        for (size_t i = 0; i < study->nsurface && hc_json_count(array) < 8; i++) {
            const hc_diagram *best = hc_diagram_study_best(study, m, study->surface[i]);
            char label[160];
            if (best) {
                snprintf(label, sizeof label, "%.70s%s%.70s", best->mechanism->name, *best->surface ? ", " : "",
                         best->surface);
                hc_json_append(array,
                               hc_report_card(label, hc_report_rounded(best->limiting_v, DECIMALS), given_error(best),
                                              "V vs RHE", best->step[best->limiting_step].reaction->text));
            }
        }
    }
    return array;
}

static hc_json *provenance(const hc_diagram_study *study)
{
    const hc_diagram_job *job = study->job;
    hc_json *array = hc_report_provenance();
    char text[256];
    for (size_t i = 0; i < job->energies.count; i++) {
        hc_report_add_fact(array, "Energies", job->energies.value[i]);
    }
    for (size_t m = 0; m < study->nmechanism; m++) {
        hc_report_add_fact(array, "Mechanism",
                           study->mechanism[m]->title ? study->mechanism[m]->title : study->mechanism[m]->name);
    }
    snprintf(text, sizeof text, "G(H+ + e-) = ½ G(H2) − e U vs RHE (doi:10.1021/jp047349j); %g K, pH %g",
             job->conditions.temperature_k, job->ph);
    hc_report_add_fact(array, "Reference", text);
    return array;
}

static hc_status make_page(hc_context *ctx, const hc_diagram_study *study, hc_json **page)
{
    hc_json *figures = hc_json_array(), *tables = hc_json_array();
    char subtitle[128], *echo = NULL;
    hc_status status = HC_OK;
    *page = NULL;
    snprintf(subtitle, sizeof subtitle, "Computational hydrogen electrode, %g K, pH %g",
             study->job->conditions.temperature_k, study->job->ph);
    hc_json *json = hc_report_page(study->job->title ? study->job->title : "Free-energy diagrams", subtitle);
    hc_json_set(json, "figures", figures);
    hc_json_set(json, "tables", tables);
    for (size_t m = 0; m < study->nmechanism; m++) {
        for (size_t p = 0; p < study->mechanism[m]->npath; p++) {
            add_levels(figures, study, m, p);
        }
    }
    add_limits(figures, study);
    HC_TRY(hc_diagram_page_add_selectivity(ctx, figures, study));
    for (size_t i = 0; i < study->nscaling; i++) {
        add_scaling(figures, &study->scaling[i]);
    }
    if (study->job->descriptor) {
        add_volcanoes(ctx, figures, study);
    }
    for (size_t i = 0; i < study->nstability; i++) {
        hc_diagram_page_add_stability(figures, study, i);
    }
    if (study->ndiagram > 0) {
        hc_json_append(tables, limits_table(study));
    }
    if (study->nstability > 0) {
        hc_json_append(tables, hc_diagram_page_states(study));
    }
    if (study->ntransition > 0) {
        hc_json_append(tables, hc_diagram_page_transitions(study));
    }
    hc_json_append(tables, energies_table(ctx, study));
    if (study->skipped.length > 0) {
        hc_json_append(tables, skipped_table(study));
    }
    hc_json_set(json, "summary", cards(study));
    hc_json_set(json, "notes", notes(study));
    hc_json_set(json, "provenance", provenance(study));
    HC_TRY(hc_schema_echo(ctx, &hc_diagram_section, study->job, &echo));
    hc_json_set(json, "job", hc_json_text(echo));
    *page = json;
    json = NULL;
cleanup:
    free(echo);
    hc_json_free(json);
    return status;
}

hc_status hc_diagram_study_write(hc_context *ctx, const hc_diagram_study *study, const char *folder)
{
    hc_json *page = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_directory_create(ctx, folder));
    HC_TRY(hc_results_json(ctx, folder, "result.json", hc_diagram_study_json(study)));
    HC_TRY(make_page(ctx, study, &page));
    HC_TRY(hc_results_page(ctx, folder, page));
cleanup:
    return status;
}
