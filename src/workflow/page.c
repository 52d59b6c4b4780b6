#include "workflow/page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/extxyz.h"
#include "base/file.h"
#include "halfcell/units.h"
#include "math/linalg.h"
#include "report/figure.h"
#include "workflow/page_trajectory.h"
#include "workflow/series.h"

/* Curves with more points than this are thinned for the page; series.csv has them all. */
#define CURVE_POINTS_MAX 4000
/* eV: of the electrons, above which a potential is one of many */
#define GAP_WORTH_A_NOTE 0.2

static void add_card(hc_json *cards, const char *label, double value, double error, const char *unit, const char *note)
{
    hc_json_append(cards, hc_report_card(label, value, error, unit, note));
}

static void add_profile_cards(hc_json *cards, const hc_evaluation *e)
{
    const hc_path *path = &e->path[e->quoted];
    const hc_profile_summary *s = &path->summary;
    const hc_sampling_record *sampling = e->job.sampling.record;
    const char *note = sampling->kind == HC_SAMPLING_BLUE_MOON ? "free energy from windows"
                       : !e->has_hysteresis                    ? "work of one direction: an upper bound on average"
                       : e->hysteresis.agree
                           ? "free energy, mean of both directions"
                           : "work of the way there: an upper bound on average; the way back does not agree with it";
    add_card(cards, "Barrier", s->barrier / HC_EV, s->barrier_error / HC_EV, "eV", note);
    add_card(cards, "Reaction", s->reaction_energy / HC_EV, s->reaction_error / HC_EV, "eV", "end minus start");
    if (e->has_hysteresis) {
        add_card(cards, "Hysteresis", e->hysteresis.largest / HC_EV, e->hysteresis.largest_error / HC_EV, "eV",
                 "largest difference of the two directions");
    }
}

static hc_json *cards(const hc_evaluation *e)
{
    hc_json *array = hc_json_array();
    if (e->npath > 0) {
        add_profile_cards(array, e);
    }
    for (size_t k = 0; k < e->setup->nconstraint && e->mean_force; k++) {
        double unit = e->setup->colvar[k]->record->unit;
        add_card(array, e->setup->name[k], e->mean_force[k].mean * unit / HC_EV, e->mean_force[k].error * unit / HC_EV,
                 "eV per unit of xi", "mean force dA/dxi");
    }
    if (e->has_potential) {
        char note[96];
        snprintf(note, sizeof note, "%+.2f V vs RHE at pH %g", e->u_rhe_v, e->job.potential->ph);
        add_card(array, "Potential", e->u_she_v.mean, e->u_she_v.error, "V vs SHE", note);
        add_card(array, "Work function", e->work_function_v.mean, e->work_function_v.error, "eV", NULL);
    }
    if (e->job.dynamics.schedule.count > 0) {
        add_card(array, "Above the set temperature", e->above_set_k.mean, e->above_set_k.error, "K",
                 "mean over the run");
    } else {
        add_card(array, "Temperature", e->temperature_k.mean, e->temperature_k.error, "K", NULL);
    }
    add_card(array, "Drift", e->drift, NAN, "hartree/(atom ps)", "of the conserved quantity");
    add_card(array, "Steps", (double)e->steps, NAN, "", e->complete ? "complete" : "the run is not complete");
    return array;
}

static hc_json *notes(const hc_evaluation *e)
{
    static const char *const level_titles[] = {"Fermi level, within the gap", "highest filled level",
                                               "lowest empty level"}; /* in the order of hc_potential_level */
    const hc_engine_record *engine = e->job.engine.record;
    hc_json *array = hc_json_array();
    char text[320];
    if (!e->complete) {
        snprintf(text, sizeof text, "The run has done %zu of %zu steps: what is shown is its part so far.", e->steps,
                 e->plan->total_steps);
        hc_json_append(array, hc_json_text(text));
    }
    if (e->has_hysteresis && !e->hysteresis.agree) {
        hc_json_append(array,
                       hc_json_text("The two directions do not agree within their errors: the profile is the work of "
                                    "moving so fast, not a free energy. Move more slowly, or sample windows."));
    }
    if (e->npath == 1 && e->path[0].profile && strcmp(e->path[0].name, "forward") == 0) {
        hc_json_append(array,
                       hc_json_text("One direction of slow growth gives work. It becomes a free energy only when the "
                                    "way back agrees."));
    }
    if (e->has_potential && e->u_homo_v - e->u_lumo_v > GAP_WORTH_A_NOTE) {
        snprintf(
            text, sizeof text,
            "The electrons have a gap of %.2f eV, so their number is the same at all potentials from %+.2f (lowest "
            "empty level) to %+.2f V vs SHE (highest filled level). The one quoted is that of the %s.",
            e->u_homo_v - e->u_lumo_v, e->u_lumo_v, e->u_homo_v, level_titles[e->job.potential->level]);
        hc_json_append(array, hc_json_text(text));
    }
    if (e->has_potential && engine->potential_note) {
        hc_json_append(array, hc_json_text(engine->potential_note));
    }
    if (engine->limits) {
        hc_json_append(array, hc_json_text(engine->limits));
    }
    if (e->unconverged > 0) {
        snprintf(text, sizeof text,
                 "%zu of %zu engine calls did not converge; the dynamics went on with their best result.",
                 e->unconverged, e->steps + 1);
        hc_json_append(array, hc_json_text(text));
    }
    return array;
}

static hc_json *thinned(const hc_column *column, size_t nrow)
{
    size_t stride = (nrow + CURVE_POINTS_MAX - 1) / CURVE_POINTS_MAX;
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < nrow; i += stride ? stride : 1) {
        hc_json_append(array, hc_json_real(column->value[i]));
    }
    return array;
}

static hc_json *axis(const hc_table *series, size_t index, const char *label)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "label", hc_json_text(label));
    hc_json_set(json, "unit", hc_json_text(hc_table_unit_text(series->column[index].unit)));
    hc_json_set(json, "values", thinned(&series->column[index], series->nrow));
    return json;
}

static bool has_values(const hc_table *series, size_t index)
{
    for (size_t i = 0; i < series->nrow && index < series->ncolumn; i++) {
        if (!isnan(series->column[index].value[i])) {
            return true;
        }
    }
    return false;
}

/* One curve of series.csv over time; nothing when the column has no values. */
static void add_series_figure(hc_json *figures, const hc_table *series, const char *column, const char *title,
                              const char *caption, const char *style)
{
    size_t index = hc_table_find(series, column), time = hc_table_find(series, "time");
    if (!has_values(series, index)) {
        return;
    }
    hc_json *figure = hc_json_object(), *curves = hc_json_array(), *curve = axis(series, index, title);
    hc_json_set(curve, "error", hc_json_text(NULL));
    hc_json_set(curve, "style", hc_json_text(style));
    hc_json_append(curves, curve);
    hc_json_set(figure, "id", hc_json_text(column));
    hc_json_set(figure, "group", hc_json_text("Along the run"));
    hc_json_set(figure, "title", hc_json_text(title));
    hc_json_set(figure, "caption", hc_json_text(caption));
    hc_json_set(figure, "x", axis(series, time, "time"));
    hc_json_set(figure, "series", curves);
    hc_json_append(figures, figure);
}

static void add_table_figures(hc_json *figures, const hc_table_list *list, const char *group)
{
    for (size_t i = 0; i < list->count; i++) {
        hc_json *figure = hc_table_figure(list->table[i]);
        hc_json_set(figure, "group", hc_json_text(group));
        hc_json_set(figure, "wide", hc_json_bool(strcmp(list->table[i]->id, "profile") == 0));
        hc_json_append(figures, figure);
    }
}

static hc_status add_constraint_figures(hc_context *ctx, hc_json *figures, const hc_evaluation *e)
{
    hc_status status = HC_OK;
    for (size_t k = 0; k < e->setup->nconstraint; k++) {
        const char *symbol = strcmp(e->setup->name[k], "xi") == 0 ? "ξ" : e->setup->name[k];
        char *column = NULL, *title = NULL;
        HC_TRY(hc_series_gradient_name(ctx, e->setup, k, &column));
        status = hc_format(ctx, &title, "dA/d%s at each step", symbol);
        if (status == HC_OK) {
            add_series_figure(figures, e->series, e->setup->name[k], symbol, "The collective variable.", "line");
            add_series_figure(figures, e->series, column, title,
                              "The force along the collective variable, before any averaging.", "line");
        }
        free(column);
        free(title);
        HC_TRY(status);
    }
cleanup:
    return status;
}

static hc_status make_figures(hc_context *ctx, const hc_evaluation *e, hc_json *figures)
{
    add_table_figures(figures, &e->profiles, "Profile");
    hc_status status = add_constraint_figures(ctx, figures, e);
    add_series_figure(figures, e->series, "temperature", "Temperature", "Of the atoms that move.", "line");
    add_series_figure(figures, e->series, "set_temperature", "Set temperature", "What the thermostat steers to.",
                      "line");
    add_series_figure(figures, e->series, "conserved", "Conserved quantity",
                      "Energy plus what the thermostat took, less the work of moving constraints and of a changing "
                      "set temperature.",
                      "line");
    add_series_figure(figures, e->series, "u", "Electrode potential", "At the snapshots where it was evaluated.",
                      "points");
    add_series_figure(figures, e->series, "fermi_level", "Fermi level", "On the engine's own scale.", "line");
    add_series_figure(figures, e->series, "engine_iterations", "Self-consistency iterations", "Of each step.", "line");
    add_table_figures(figures, &e->analyses, "Analysis");
    return status;
}

static hc_json *provenance(const hc_evaluation *e)
{
    const hc_engine_record *engine = e->job.engine.record;
    const hc_sampling_record *sampling = e->job.sampling.record;
    const hc_thermostat_record *thermostat = e->job.dynamics.thermostat.record;
    hc_json *array = hc_report_provenance();
    char text[128];
    hc_report_add_fact(array, "Engine", engine->summary);
    hc_report_add_fact(array, "Engine's reference", engine->reference);
    hc_report_add_fact(array, "Sampling", sampling->summary);
    if (sampling->reference) {
        hc_report_add_fact(array, "Sampling's reference", sampling->reference);
    }
    hc_report_add_fact(array, "Thermostat", thermostat->name);
    snprintf(text, sizeof text, "%zu", e->setup->structure->natom);
    hc_report_add_fact(array, "Atoms", text);
    snprintf(text, sizeof text, "%g fs", e->job.dynamics.md.timestep / HC_FS);
    hc_report_add_fact(array, "Time step", text);
    hc_report_add_fact(array, "Linear algebra", hc_blas_kernel());
    return array;
}

static hc_status read_job_text(hc_context *ctx, const hc_folder *folder, hc_json *page)
{
    char *path = NULL, *text = NULL;
    size_t length = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_folder_file(ctx, folder, "job.yaml", &path));
    HC_TRY(hc_file_read(ctx, path, &text, &length));
    hc_json_set(page, "job", hc_json_text(text));
cleanup:
    free(path);
    free(text);
    return status;
}

hc_status hc_page_create(hc_context *ctx, const hc_folder *folder, const hc_evaluation *e, hc_json **page)
{
    const hc_engine_record *engine = e->job.engine.record;
    const hc_sampling_record *sampling = e->job.sampling.record;
    hc_json *figures = hc_json_array();
    char subtitle[160];
    hc_status status = HC_OK;
    *page = NULL;
    snprintf(subtitle, sizeof subtitle, "%s, %zu atoms, engine %s", sampling->name, e->setup->structure->natom,
             engine->name);
    hc_json *made = hc_report_page(e->job.title ? e->job.title : "halfcell run", subtitle);
    hc_json_set(made, "summary", cards(e));
    hc_json_set(made, "notes", notes(e));
    hc_json_set(made, "figures", figures);
    hc_json_set(made, "provenance", provenance(e));
    HC_TRY(make_figures(ctx, e, figures));
    HC_TRY(hc_page_add_trajectory(ctx, folder, e, made));
    HC_TRY(read_job_text(ctx, folder, made));
    *page = made;
    made = NULL;
cleanup:
    hc_json_free(made);
    return status;
}
