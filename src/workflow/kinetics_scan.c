/* Scans of a study as tables, and the map over two descriptors. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kinetics/coupled.h"
#include "workflow/kinetics_run.h"

#define BAND_SAMPLES_MAX 200 /* draws at each point of a scan: a band needs no more */

/* "rate-CO-g", "theta-free-t": what a CSV header may hold. */
void hc_study_column_name(const char *kind, const char *species, const char *end, char name[HC_STUDY_COLUMN_SIZE])
{
    int length = snprintf(name, HC_STUDY_COLUMN_SIZE, "%s-", kind);
    const char *text = species[0] == '*' ? "free" : "";
    length += snprintf(name + length, (size_t)(HC_STUDY_COLUMN_SIZE - length), "%s", text);
    for (const char *c = species; *c != '\0' && length < HC_STUDY_COLUMN_SIZE - 16; c++) {
        if (isalnum((unsigned char)*c) || *c == '_') {
            name[length++] = *c == '_' ? '-' : *c; /* behind '_' stands a unit, and a type of site may be called "s" */
        } else if (*c == '+' || *c == '-') {
            name[length++] = *c == '+' ? 'p' : 'm';
        }
    }
    snprintf(name + length, (size_t)(HC_STUDY_COLUMN_SIZE - length), "%s", end);
}

void hc_study_display_name(const hc_kinetic_species *species, char name[HC_STUDY_COLUMN_SIZE])
{
    const char *end = strrchr(species->name, '_');
    bool cut = species->kind == HC_KINETIC_FLUID && end != NULL;
    snprintf(name, HC_STUDY_COLUMN_SIZE, "%.*s", cut ? (int)(end - species->name) : HC_STUDY_COLUMN_SIZE - 1,
             species->name);
}

/* "g", "l", "aq" of the fluid of a scan; "" where it goes over none. */
static const char *phase_of(const hc_study *study, size_t scan)
{
    const hc_scan_options *o = study->options.scans.item[scan].options;
    const char *end = o->fluid ? strrchr(o->fluid, '_') : NULL;
    return end ? end + 1 : "";
}

void hc_study_scan_label(const hc_study *study, size_t scan, char *label, size_t size)
{
    const hc_scan_options *o = study->options.scans.item[scan].options;
    const hc_scan_record *record = study->options.scans.item[scan].record;
    const char *phase = phase_of(study, scan);
    if (o->fluid == NULL) {
        snprintf(label, size, "%s", record->label);
        return;
    }
    snprintf(label, size, "%s(%.*s)",
             strcmp(phase, "g") == 0    ? "p"
             : strcmp(phase, "aq") == 0 ? "c"
                                        : "activity",
             (int)(strlen(o->fluid) - (*phase ? strlen(phase) + 1 : 0)), o->fluid);
}

const char *hc_study_scan_unit(const hc_study *study, size_t scan)
{
    static const char *const units[][2] = {{"v_rhe", "V vs RHE"}, {"k", "K"}, {"g", "bar"}, {"aq", "mol/L"}};
    const hc_scan_record *record = study->options.scans.item[scan].record;
    const char *phase = phase_of(study, scan);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(*record->unit ? record->unit : phase, units[i][0]) == 0) {
            return units[i][1];
        }
    }
    return "";
}

static hc_status add_column(hc_context *ctx, hc_table *table, const char *kind, const char *species, const char *end,
                            const char *label, const char *unit)
{
    char name[HC_STUDY_COLUMN_SIZE];
    hc_study_column_name(kind, species, end, name);
    const hc_column_options options = {.name = name, .label = label, .unit = unit, .style = HC_TABLE_LINE};
    return hc_table_add_column(ctx, table, &options);
}

static bool has_currents(const hc_study_model *model)
{
    return !isnan(model->site_density_per_cm2);
}

/* Columns of what a point gives: rate, efficiency and current of each product, the total, all with their bands;
 * coverages. */
static hc_status add_columns(hc_context *ctx, const hc_study *study, const hc_study_catalyst_result *c,
                             const hc_scan_record *scan, hc_table *table)
{
    static const char *const ends[] = {"", "-low", "-high"};
    const hc_kinetic_mechanism *m = study->mechanism;
    bool sampled = study->options.uncertainty != NULL;
    const hc_column_options axis = {.name = scan->name, .label = scan->label, .unit = scan->unit};
    hc_status status = HC_OK;
    HC_TRY(hc_table_add_column(ctx, table, &axis));
    for (size_t i = 0; i < c->nproduct; i++) {
        const char *name = m->species[c->product[i].species].name;
        char shown[HC_STUDY_COLUMN_SIZE];
        hc_study_display_name(&m->species[c->product[i].species], shown);
        for (int k = 0; k < (sampled ? 3 : 1); k++) {
            HC_TRY(add_column(ctx, table, "rate", name, ends[k], shown, "per_s"));
            HC_TRY(add_column(ctx, table, "fe", name, ends[k], shown, "percent"));
            if (has_currents(c->model)) {
                HC_TRY(add_column(ctx, table, "j", name, ends[k], shown, "ma_per_cm2"));
            }
        }
    }
    for (int k = 0; k < (sampled ? 3 : 1); k++) {
        HC_TRY(add_column(ctx, table, "rate", "electrons", ends[k], "electrons", "per_s"));
        if (has_currents(c->model)) {
            HC_TRY(add_column(ctx, table, "j", "total", ends[k], "total", "ma_per_cm2"));
        }
    }
    if (has_currents(c->model)) {
        HC_TRY(add_column(ctx, table, "u", "applied", "", "U applied", "v_rhe"));
    }
    if (study->options.transport != NULL) {
        HC_TRY(add_column(ctx, table, "surface", "ph", "", "pH at the surface", ""));
        HC_TRY(add_column(ctx, table, "surface", "co2", "", "CO2 at the surface over the bulk", ""));
    }
    for (size_t s = 0; s < m->nspecies; s++) {
        if (c->model->model->surface[s] != HC_NONE) {
            HC_TRY(add_column(ctx, table, "theta", m->species[s].name, "", m->species[s].name, ""));
        }
    }
cleanup:
    return status;
}

typedef struct scanner {
    const hc_study *study;
    const hc_study_catalyst_result *base;
    size_t catalyst;
    hc_kinetic_point *point;
    hc_study_sampler *sampler; /* NULL: no errors were given */
    hc_study_draws draws;
    hc_coupled *layer; /* NULL: no transport */
    double *log_activity, *row;
    double bulk_v_rhe;
} scanner;

/* CO2 in the bulk over that of the study's own conditions: as its activity, by Henry's law. */
static double co2_share(const scanner *w, const hc_kinetic_conditions *conditions)
{
    const hc_study_model *m = w->base->model;
    double share = 1.0;
    for (size_t s = 0; s < w->study->mechanism->nspecies; s++) {
        const hc_kinetic_species *species = &w->study->mechanism->species[s];
        if (species->kind == HC_KINETIC_FLUID && strncmp(species->name, "CO2_", 4) == 0) {
            share = exp(conditions->log_activity[s] - m->log_activity[s]);
        }
    }
    return share;
}

/* The steady state at these conditions, behind the diffusion layer when there is one. Another bulk makes a new layer.
 */
static hc_status solve_point(hc_context *ctx, scanner *w, const hc_kinetic_conditions *conditions)
{
    const hc_study_transport *transport = w->study->options.transport;
    hc_transport_options layer;
    if (transport == NULL) {
        return hc_kinetic_point_solve(ctx, w->point, conditions, NULL);
    }
    hc_study_layer(transport, conditions->ph, co2_share(w, conditions), &layer);
    if (w->layer == NULL || memcmp(w->layer->transport.bulk_mol_m3, layer.bulk_mol_m3, sizeof layer.bulk_mol_m3) != 0) {
        hc_coupled_free(w->layer);
        w->layer = NULL;
        hc_status status =
            hc_coupled_create(ctx, w->base->model->model, &layer, w->base->model->site_density_per_cm2, &w->layer);
        if (status != HC_OK) {
            return status;
        }
    }
    return hc_coupled_solve(ctx, w->layer, w->point, conditions);
}

/* Appends a value, and the ends of its band where there is one, each `stride` fields on. */
static void put_band(const scanner *w, hc_study_band band, size_t at, size_t stride)
{
    w->row[at] = band.value;
    if (w->draws.count > 0) {
        w->row[at + stride] = band.low;
        w->row[at + 2 * stride] = band.high;
    }
}

/* Columns of all products and of the total, `ends` for each: as add_columns makes them. Returns the next. */
static size_t fill_rates(const scanner *w, bool found, size_t at)
{
    const hc_study_catalyst_result *c = w->base;
    const hc_study_draws *draws = &w->draws;
    size_t ends = draws->count > 0 ? 3 : 1, stride = has_currents(c->model) ? 3 : 2;
    for (size_t i = 0; i < c->nproduct; i++) {
        size_t s = c->product[i].species;
        double value = found ? 100.0 * hc_kinetic_efficiency(w->point, s) : NAN;
        hc_study_band rate =
            hc_study_draws_band(draws, found ? hc_kinetic_rate(w->point, s) : NAN, &draws->rate[i * draws->count]);
        hc_study_band efficiency = hc_study_draws_band(draws, value, &draws->efficiency[i * draws->count]);
        efficiency.low *= 100.0;
        efficiency.high *= 100.0;
        put_band(w, rate, at, stride);
        put_band(w, efficiency, at + 1, stride);
        if (stride == 3) {
            put_band(w, hc_study_current(c->model, w->point->electrons_per[s], rate), at + 2, stride);
        }
        at += ends * stride;
    }
    hc_study_band electrons = hc_study_draws_band(draws, found ? w->point->electron_rate : NAN, draws->electron_rate);
    put_band(w, electrons, at, stride - 1);
    if (stride == 3) {
        put_band(w, hc_study_current(c->model, 1.0, electrons), at + 1, stride - 1);
    }
    return at + ends * (stride - 1);
}

/* Row of the table at x; NaN where no steady state was found. */
static void fill_row(scanner *w, double x, bool found)
{
    const hc_study_model *model = w->base->model;
    w->row[0] = x;
    size_t at = fill_rates(w, found, 1);
    if (has_currents(model)) {
        double total = hc_study_current(model, 1.0, (hc_study_band){.value = w->point->electron_rate}).value;
        w->row[at++] = found ? w->bulk_v_rhe + 1e-3 * total * w->study->options.resistance_ohm_cm2 : NAN;
    }
    if (w->layer != NULL) {
        w->row[at++] = found ? w->layer->surface_ph : NAN;
        w->row[at++] = found ? w->layer->surface_ratio[HC_SOLUTE_CO2] : NAN;
    }
    for (size_t s = 0; s < model->model->network->nspecies; s++) {
        w->row[at++] = found ? w->point->steady.theta[s] : NAN;
    }
}

static hc_status scan_points(hc_context *ctx, scanner *w, const hc_scan_record *record, const hc_scan_options *scan,
                             hc_table *table)
{
    const hc_study_model *model = w->base->model;
    size_t nspecies = w->study->mechanism->nspecies, fluid = 0;
    hc_status status = HC_OK;
    if (scan->fluid != NULL) {
        HC_TRY(hc_kinetic_mechanism_find_species(ctx, w->study->mechanism, scan->fluid, &fluid));
    }
    for (int i = 0; i < scan->points; i++) {
        double share = (double)i / (scan->points - 1);
        double x =
            record->log ? scan->from * pow(scan->to / scan->from, share) : scan->from + (scan->to - scan->from) * share;
        hc_kinetic_conditions conditions = model->conditions;
        memcpy(w->log_activity, model->log_activity, nspecies * sizeof *w->log_activity);
        conditions.log_activity = w->log_activity;
        record->apply(scan, x, fluid, &conditions, w->log_activity);
        w->bulk_v_rhe = conditions.potential_v_rhe;
        status = solve_point(ctx, w, &conditions);
        bool found = status == HC_OK;
        if (status == HC_ERROR_NOT_CONVERGED) {
            hc_log(ctx, HC_LOG_WARNING, "%s at %s = %g: %s", model->options->name, record->label, x,
                   hc_context_message(ctx));
            status = HC_OK;
        }
        HC_TRY(status);
        if (w->sampler != NULL) {
            HC_TRY(hc_study_sampler_run(ctx, w->sampler, found ? &w->point->conditions : &conditions, &w->draws, NULL));
        }
        fill_row(w, x, found);
        HC_TRY(hc_table_add_row(ctx, table, w->row, NULL));
    }
cleanup:
    return status;
}

static hc_status scanner_begin(hc_context *ctx, scanner *w)
{
    const hc_kinetic_mechanism *m = w->study->mechanism;
    const hc_study_uncertainty *u = w->study->options.uncertainty;
    hc_status status = HC_OK;
    HC_TRY(hc_kinetic_point_create(ctx, w->base->model->model, &w->point));
    HC_TRY(hc_allocate(ctx, m->nspecies, sizeof(double), &w->log_activity));
    HC_TRY(hc_allocate(ctx, 9 * w->base->nproduct + m->nspecies + 10, sizeof(double), &w->row));
    if (u != NULL) {
        size_t count = u->samples < BAND_SAMPLES_MAX ? (size_t)u->samples : BAND_SAMPLES_MAX;
        HC_TRY(hc_study_sampler_create(ctx, w->study, w->catalyst, w->base, &w->sampler));
        HC_TRY(hc_study_draws_create(ctx, w->base->nproduct, count, &w->draws));
    }
cleanup:
    return status;
}

static void scanner_end(scanner *w)
{
    hc_kinetic_point_free(w->point);
    hc_study_sampler_free(w->sampler);
    hc_study_draws_clear(&w->draws);
    hc_coupled_free(w->layer);
    free(w->log_activity);
    free(w->row);
}

/* The table owns nothing of the scanner; it goes into the list. */
static hc_status scan_one(hc_context *ctx, scanner *w, size_t index, hc_table_list *tables)
{
    const hc_variant *item = &w->study->options.scans.item[index];
    const hc_scan_record *record = item->record;
    char id[64], title[192];
    hc_table *table = NULL;
    hc_status status = HC_OK;
    snprintf(id, sizeof id, "scan-%zu-%s-%zu", index, record->name, w->catalyst);
    snprintf(title, sizeof title, "%s over %s", w->base->model->options->name, record->label);
    HC_TRY(hc_table_create(ctx, id, title, record->summary, &table));
    HC_TRY(add_columns(ctx, w->study, w->base, record, table));
    HC_TRY(scan_points(ctx, w, record, item->options, table));
    status = hc_table_list_add(ctx, tables, table);
    table = NULL;
cleanup:
    hc_table_free(table);
    return status;
}

hc_status hc_study_scan(hc_context *ctx, const hc_study *study, size_t catalyst, const hc_study_catalyst_result *base,
                        hc_table_list *tables)
{
    scanner w = {.study = study, .base = base, .catalyst = catalyst};
    hc_status status = HC_OK;
    HC_TRY(scanner_begin(ctx, &w));
    for (size_t i = 0; i < study->options.scans.count; i++) {
        HC_TRY(scan_one(ctx, &w, i, tables));
    }
cleanup:
    scanner_end(&w);
    return status;
}

/* ---- the map ------------------------------------------------------------------------------------------------------
 */

static hc_status map_columns(hc_context *ctx, hc_table *table)
{
    static const hc_column_options columns[] = {{.name = "x", .unit = "ev"},
                                                {.name = "y", .unit = "ev"},
                                                {.name = "rate", .unit = "per_s"},
                                                {.name = "fe", .unit = "percent"}};
    for (size_t i = 0; i < 4; i++) {
        hc_status status = hc_table_add_column(ctx, table, &columns[i]);
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}

/* Rate and efficiency in percent at every point of the grid, values [points][points][2], x fastest. Rows are walked to
 * and fro, so that each point begins from its neighbour's solution. */
static hc_status map_points(hc_context *ctx, const hc_study_map *map, hc_kinetic_point *point, size_t product,
                            hc_kinetic_conditions conditions, double *values)
{
    for (int k = 0; k < map->points * map->points; k++) {
        int row = k / map->points, column = k % map->points;
        column = row % 2 == 0 ? column : map->points - 1 - column;
        conditions.descriptor[0] = map->x_from + (map->x_to - map->x_from) * column / (map->points - 1);
        conditions.descriptor[1] = map->y_from + (map->y_to - map->y_from) * row / (map->points - 1);
        hc_status status = hc_kinetic_point_solve(ctx, point, &conditions, NULL);
        if (status != HC_OK && status != HC_ERROR_NOT_CONVERGED) {
            return status;
        }
        double *at = &values[2 * (row * map->points + column)];
        at[0] = status == HC_OK ? hc_kinetic_rate(point, product) : NAN;
        at[1] = status == HC_OK ? 100.0 * hc_kinetic_efficiency(point, product) : NAN;
    }
    return HC_OK;
}

hc_status hc_study_map_run(hc_context *ctx, const hc_study *study, hc_table **table)
{
    const hc_study_map *map = study->options.map;
    const hc_study_model *model = &study->catalyst[0];
    hc_kinetic_point *point = NULL;
    hc_table *made = NULL;
    double *values = NULL;
    size_t product, points = (size_t)map->points;
    hc_status status = HC_OK;
    HC_TRY(hc_kinetic_mechanism_find_species(ctx, study->mechanism, map->product, &product));
    HC_TRY(hc_kinetic_point_create(ctx, model->model, &point));
    HC_TRY(hc_allocate(ctx, 2 * points * points, sizeof *values, &values));
    HC_TRY(map_points(ctx, map, point, product, model->conditions, values));
    HC_TRY(hc_table_create(ctx, "map", map->product, "Rate and Faradaic efficiency over two descriptors.", &made));
    HC_TRY(map_columns(ctx, made));
    for (size_t k = 0; k < points * points; k++) {
        double x = map->x_from + (map->x_to - map->x_from) * (double)(k % points) / (double)(points - 1);
        double y = map->y_from + (map->y_to - map->y_from) * (double)(k / points) / (double)(points - 1);
        const double row[4] = {x, y, values[2 * k], values[2 * k + 1]};
        HC_TRY(hc_table_add_row(ctx, made, row, NULL));
    }
    *table = made;
    made = NULL;
cleanup:
    free(values);
    hc_table_free(made);
    hc_kinetic_point_free(point);
    return status;
}
