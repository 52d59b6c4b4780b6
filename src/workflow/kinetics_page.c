/* The page of a study. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "report/figure.h"
#include "workflow/kinetics_run.h"
#include "workflow/results.h"

#define SERIES_MAX 64

static hc_json *cards(const hc_study_result *result)
{
    hc_json *array = hc_json_array();
    char label[160], note[160], shown[HC_STUDY_COLUMN_SIZE];
    for (size_t i = 0; i < result->ncatalyst; i++) {
        const hc_study_catalyst_result *c = &result->catalyst[i];
        for (size_t k = 0; k < c->nproduct; k++) {
            const hc_study_product *p = &c->product[k];
            if (!(p->rate_per_s.value > 0.0)) {
                continue;
            }
            hc_study_display_name(&result->study->mechanism->species[p->species], shown);
            snprintf(label, sizeof label, "%s: %s", c->model->options->name, shown);
            bool little = p->efficiency.value < 1e-4;
            snprintf(note, sizeof note, "FE %s%.4g %%, at %.2f V vs RHE", little ? "below " : "",
                     little ? 0.01 : 100.0 * p->efficiency.value, c->model->conditions.potential_v_rhe);
            hc_json_append(array, hc_report_card(label, p->rate_per_s.value, NAN, "1/s per site",
                                                 isnan(p->efficiency.value) ? NULL : note));
        }
    }
    return array;
}

static hc_json *notes(const hc_study_result *result)
{
    hc_json *array = hc_json_array();
    const hc_text_list *own = &result->study->options.notes;
    char text[200];
    for (size_t i = 0; i < own->count; i++) {
        hc_json_append(array, hc_json_text(own->value[i]));
    }
    hc_json_append_lines(array, hc_text_string(&result->study->remarks));
    for (size_t i = 0; i < result->ncatalyst; i++) {
        const hc_study_catalyst_result *c = &result->catalyst[i];
        if (c->point->rates.nraised > 0) {
            snprintf(text, sizeof text,
                     "%s: %zu of the barriers lay below zero or below the reaction free energy and were raised to it.",
                     c->model->options->name, c->point->rates.nraised);
            hc_json_append(array, hc_json_text(text));
        }
        if (c->nsolution > 1) {
            snprintf(text, sizeof text,
                     "%s: there are %zu steady states; the numbers are those of the first, which is %s.",
                     c->model->options->name, c->nsolution, hc_study_stability_names[c->stability[0]]);
            hc_json_append(array, hc_json_text(text));
        }
        if (c->draws.nfailed > 0) {
            snprintf(text, sizeof text, "%s: %zu samples have no steady state and are left out.",
                     c->model->options->name, c->draws.nfailed);
            hc_json_append(array, hc_json_text(text));
        }
    }
    return array;
}

static hc_json *coverage_figure(const hc_study_result *result)
{
    static const hc_figure_head head = {
        .id = "coverages", .group = "Surface", .title = "Coverages", .caption = "Shares of each type of sites."};
    const hc_figure_axis y = {.label = "coverage"};
    const hc_kinetic_mechanism *m = result->study->mechanism;
    const char *category[SERIES_MAX];
    double value[SERIES_MAX];
    size_t count = result->ncatalyst < SERIES_MAX ? result->ncatalyst : SERIES_MAX;
    for (size_t i = 0; i < count; i++) {
        category[i] = result->catalyst[i].model->options->name;
    }
    hc_json *figure = hc_figure_bars(&head, &y, count, category, true);
    for (size_t s = 0; s < m->nspecies; s++) {
        size_t surface = result->study->catalyst[0].model->surface[s];
        if (surface == HC_NONE) {
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            value[i] = result->catalyst[i].point->steady.theta[surface];
        }
        hc_figure_add_bars(figure, m->species[s].name, count, value, NULL);
    }
    return figure;
}

/* Whether a column is the value of its kind, not an end of its band: "tof-CO_g", not "tof-CO_g-low"; or it is the
 * kind's only one. */
static bool is_value_of(const hc_column *column, const char *kind)
{
    if (strcmp(column->name, kind) == 0) {
        return true;
    }
    size_t length = strlen(kind), full = strlen(column->name);
    bool end = (full > 4 && strcmp(column->name + full - 4, "-low") == 0) ||
               (full > 5 && strcmp(column->name + full - 5, "-high") == 0);
    return strncmp(column->name, kind, length) == 0 && column->name[length] == '-' && !end;
}

/* The end of a column's band ("-low", "-high") into values [nrow]; false when it has none. */
static bool band_end(const hc_table *table, const char *name, const char *end, bool magnitude, double *values)
{
    char full[160];
    snprintf(full, sizeof full, "%s%s", name, end);
    const double *found = hc_table_values(table, full);
    for (size_t r = 0; r < table->nrow && found != NULL; r++) {
        values[r] = magnitude ? fabs(found[r]) : found[r];
    }
    return found != NULL;
}

/* Appends one column with its band; work [3][nrow]. */
static void add_scan_series(hc_json *figure, const hc_table *table, const hc_column *column, const char *label,
                            bool magnitude, double *work)
{
    double *value = work, *low = work + table->nrow, *high = work + 2 * table->nrow;
    for (size_t r = 0; r < table->nrow; r++) {
        value[r] = magnitude ? fabs(column->value[r]) : column->value[r];
    }
    bool banded = band_end(table, column->name, "-low", magnitude, low) &&
                  band_end(table, column->name, "-high", magnitude, high);
    for (size_t r = 0; banded && r < table->nrow; r++) {
        double end = low[r]; /* magnitudes may have changed their order */
        low[r] = fmin(end, high[r]);
        high[r] = fmax(end, high[r]);
    }
    hc_figure_add_series(figure, &(hc_figure_series){.label = label,
                                                     .unit = hc_table_unit_text(column->unit),
                                                     .count = table->nrow,
                                                     .x = table->column[0].value,
                                                     .value = value,
                                                     .low = banded ? low : NULL,
                                                     .high = banded ? high : NULL});
}

/* Columns of a scan whose names begin with `kind`, of every catalyst, in one figure; the ends of errors are bands. */
static hc_status add_scan_figure(hc_context *ctx, const hc_study_result *result, size_t scan, const char *kind,
                                 const char *what, const char *caption, bool log, bool magnitude, hc_json *figures)
{
    const hc_scan_record *record = result->study->options.scans.item[scan].record;
    char id[64], title[192], label[192], group[128], over[96];
    hc_study_scan_label(result->study, scan, over, sizeof over);
    snprintf(id, sizeof id, "%s-%zu", kind, scan);
    snprintf(title, sizeof title, "%s over %s", what, over);
    snprintf(group, sizeof group, "Over %s", over);
    const hc_table *first = result->catalyst[0].scans.table[scan];
    const hc_figure_head head = {.id = id, .group = group, .title = title, .caption = caption};
    const hc_figure_axis x = {.label = over, .unit = hc_study_scan_unit(result->study, scan), .log = record->log},
                         y = {.label = what, .log = log};
    hc_json *figure = hc_figure_curves(&head, &x, &y, false);
    bool any = false;
    double *work = malloc((3 * first->nrow + 1) * sizeof *work);
    for (size_t i = 0; i < result->ncatalyst && work != NULL; i++) {
        const hc_table *table = result->catalyst[i].scans.table[scan];
        for (size_t k = 0; k < table->ncolumn; k++) {
            const hc_column *column = &table->column[k];
            if (is_value_of(column, kind)) {
                snprintf(label, sizeof label, "%s%s%s",
                         result->ncatalyst > 1 ? result->catalyst[i].model->options->name : "",
                         result->ncatalyst > 1 ? ": " : "", column->label);
                add_scan_series(figure, table, column, label, magnitude, work);
                any = true;
            }
        }
    }
    free(work);
    hc_status status = HC_OK;
    if (any && strcmp(record->unit, "v_rhe") == 0) {
        status = hc_study_add_company(ctx, result->study, kind, figure);
    }
    if (any) {
        hc_json_append(figures, figure);
    } else {
        hc_json_free(figure);
    }
    return status;
}

static void add_map(const hc_study_result *result, hc_json *figures)
{
    const hc_study_map *map = result->study->options.map;
    size_t points = (size_t)map->points;
    const hc_table *table = result->map;
    double *y = malloc(points * sizeof *y);
    for (size_t k = 0; y != NULL && k < points; k++) {
        y[k] = table->column[1].value[k * points];
    }
    for (int which = 0; which < 2 && y != NULL; which++) {
        char title[128];
        snprintf(title, sizeof title, which == 0 ? "Rate of %s" : "Faradaic efficiency of %s", map->product);
        const hc_figure_head head = {.id = which == 0 ? "map-rate" : "map-fe",
                                     .group = "Map",
                                     .title = title,
                                     .caption =
                                         "Over two descriptors, with the scaling relations of the first catalyst."};
        const hc_figure_grid grid = {
            .x = {.label = map->x_label, .unit = "eV"},
            .y = {.label = map->y_label, .unit = "eV"},
            .z = {.label = which == 0 ? "rate" : "FE", .unit = which == 0 ? "1/s" : "%", .log = which == 0},
            .nx = points,
            .ny = points,
            .x_values = table->column[0].value,
            .y_values = y,
            .z_values = table->column[2 + which].value};
        hc_json *figure = hc_figure_map(&head, &grid);
        for (size_t i = 0; i < result->ncatalyst; i++) {
            const double *d = result->catalyst[i].model->conditions.descriptor;
            const hc_figure_point point = {.label = result->catalyst[i].model->options->name, .x = d[0], .y = d[1]};
            hc_figure_add_point(figure, &point);
        }
        hc_json_append(figures, figure);
    }
    free(y);
}

static hc_json *transient_figure(const hc_table *table)
{
    const hc_figure_head head = {.id = table->id, .group = "In time", .title = table->title, .caption = table->caption};
    const hc_figure_axis x = {.label = "time", .unit = "s", .log = true}, y = {.label = "coverage", .log = true};
    hc_json *figure = hc_figure_curves(&head, &x, &y, false);
    for (size_t k = 1; k < table->ncolumn; k++) {
        const hc_figure_series series = {.label = table->column[k].label,
                                         .count = table->nrow,
                                         .x = table->column[0].value,
                                         .value = table->column[k].value};
        hc_figure_add_series(figure, &series);
    }
    return figure;
}

static hc_status add_scan(hc_context *ctx, const hc_study_result *result, size_t scan, hc_json *array)
{
    static const struct {
        const char *kind, *what, *caption;
        bool log, magnitude;
    } shown[] = {
        {"fe", "Faradaic efficiency", "Share of the electrons that each product takes.", false, false},
        {"j", "Current density", "Magnitudes; the CSV has the signs, reductions are negative.", true, true},
        {"rate", "Turnover frequency", "Molecules, and electrons, per site and second; magnitudes.", true, true},
        {"surface-ph", "pH at the electrode", "Behind the diffusion layer, where the reaction sees it.", false, false},
        {"surface-co2", "Share of the CO2 left", "At the electrode over the bulk, behind the diffusion layer.", false,
         false},
        {"theta", "Coverages", "Shares of each type of sites.", true, false}};
    hc_status status = HC_OK;
    for (size_t k = 0; k < sizeof shown / sizeof *shown; k++) {
        HC_TRY(add_scan_figure(ctx, result, scan, shown[k].kind, shown[k].what, shown[k].caption, shown[k].log,
                               shown[k].magnitude, array));
    }
cleanup:
    return status;
}

static hc_status add_figures(hc_context *ctx, const hc_study_result *result, hc_json *array)
{
    hc_status status = HC_OK;
    for (size_t i = 0; i < result->study->options.scans.count; i++) {
        HC_TRY(hc_study_add_polarisation(ctx, result, i, array));
        HC_TRY(add_scan(ctx, result, i, array));
    }
    for (size_t i = 0; i < result->ncatalyst; i++) {
        if (result->catalyst[i].transient != NULL) {
            hc_json_append(array, transient_figure(result->catalyst[i].transient));
        }
    }
    hc_study_add_controls(result, array);
    hc_json_append(array, coverage_figure(result));
    if (result->map != NULL) {
        add_map(result, array);
    }
cleanup:
    return status;
}

static hc_json *statements_table(const hc_json *statements)
{
    static const char *const columns[] = {"published statement", "met", "share of samples (%)", "source"};
    hc_json *table = hc_report_table("Published statements", 4, columns);
    for (size_t i = 0; i < hc_json_count(statements); i++) {
        const hc_json *one = hc_json_at(statements, i);
        hc_json *row = hc_report_table_row(table);
        const char *source = hc_json_text_of(hc_json_get(one, "source"));
        hc_json_append(row, hc_json_text(hc_json_text_of(hc_json_get(one, "statement"))));
        hc_json_append(row, hc_json_text(hc_json_is_true(hc_json_get(one, "met")) ? "met" : "not met"));
        hc_json_append(row, hc_json_real(100.0 * hc_json_real_of(hc_json_get(one, "share_of_samples"))));
        hc_json_append(row, source ? hc_report_link(NULL, source) : hc_json_text(NULL));
    }
    return table;
}

static hc_json *provenance(const hc_study_result *result)
{
    const hc_study_options *o = &result->study->options;
    hc_json *array = hc_report_provenance();
    char text[128];
    for (size_t i = 0; i < o->sources.count; i++) {
        hc_report_add_fact(array, "Energies", o->sources.value[i]);
    }
    snprintf(text, sizeof text, "%g K, pH %g, barriers on the %s scale", o->temperature_k, o->ph,
             o->barrier_scale == 1 ? "RHE" : "SHE");
    hc_report_add_fact(array, "Conditions", text);
    if (o->uncertainty != NULL) {
        snprintf(text, sizeof text, "%d samples, seed %d, correlation %g of species, %g of barriers",
                 o->uncertainty->samples, o->uncertainty->seed, o->uncertainty->species_correlation,
                 o->uncertainty->barrier_correlation);
        hc_report_add_fact(array, "Uncertainty", text);
    }
    return array;
}

static hc_status make_page(hc_context *ctx, const hc_study_result *result, hc_json **page)
{
    hc_json *tables = hc_json_array(), *figures = hc_json_array();
    hc_json *made = hc_report_page(result->study->options.title ? result->study->options.title : "Kinetics",
                                   "steady states of a mechanism");
    char *echo = NULL;
    hc_status status = HC_OK;
    *page = NULL;
    hc_json_set(made, "figures", figures);
    hc_json_set(made, "tables", tables);
    HC_TRY(add_figures(ctx, result, figures));
    HC_TRY(hc_schema_echo(ctx, &hc_study_section, &result->study->options, &echo));
    hc_json_set(made, "summary", cards(result));
    hc_json_set(made, "notes", notes(result));
    if (result->nverdict > 0) {
        hc_json *statements = hc_study_statements_json(result);
        hc_json_append(tables, statements_table(statements));
        hc_json_free(statements);
    }
    HC_TRY(hc_study_add_tables(ctx, result, tables));
    hc_json_set(made, "provenance", provenance(result));
    hc_json_set(made, "job", hc_json_text(echo));
    *page = made;
    made = NULL;
cleanup:
    free(echo);
    hc_json_free(made);
    return status;
}

hc_status hc_study_write(hc_context *ctx, const hc_study_result *result, const char *folder)
{
    hc_json *page = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_directory_create(ctx, folder));
    HC_TRY(hc_results_json(ctx, folder, "result.json", hc_study_json(result)));
    for (size_t i = 0; i < result->ncatalyst; i++) {
        HC_TRY(hc_results_tables(ctx, folder, &result->catalyst[i].scans));
        if (result->catalyst[i].transient != NULL) {
            HC_TRY(hc_results_table(ctx, folder, result->catalyst[i].transient));
        }
    }
    if (result->map != NULL) {
        HC_TRY(hc_results_table(ctx, folder, result->map));
    }
    HC_TRY(make_page(ctx, result, &page));
    HC_TRY(hc_results_page(ctx, folder, page));
cleanup:
    return status;
}
