/* The page of a measured experiment, and its folder. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "report/figure.h"
#include "workflow/literature.h"
#include "workflow/measured_page.h"
#include "workflow/results.h"

#define RUNS_MAX 256

static const char products[] = "Products";

/* Numbers of one product in all runs, NaN where it was not found; found by two methods, they are added. */
typedef struct product_series {
    size_t count;
    double potential[RUNS_MAX], potential_error[RUNS_MAX], efficiency[RUNS_MAX], efficiency_error[RUNS_MAX],
        density[RUNS_MAX], density_error[RUNS_MAX];
} product_series;

static bool collect(const hc_experiment_result *r, const hc_product *product, product_series *s)
{
    bool any = false;
    s->count = r->nrun < RUNS_MAX ? r->nrun : RUNS_MAX;
    for (size_t i = 0; i < s->count; i++) {
        const hc_run_result *run = &r->run[i];
        hc_uncertain efficiency = hc_uncertain_exact(0.0), density = hc_uncertain_exact(0.0);
        bool found = false;
        for (size_t k = 0; k < run->nproduct; k++) {
            if (run->product[k].product == product) {
                efficiency = hc_uncertain_add(&efficiency, &run->product[k].efficiency);
                density = hc_uncertain_add(&density, &run->product[k].partial_a_m2);
                found = any = true;
            }
        }
        s->potential[i] = run->potential_v_rhe.value;
        s->potential_error[i] = hc_uncertain_error(&run->potential_v_rhe);
        s->efficiency[i] = found ? 100.0 * efficiency.value : NAN;
        s->efficiency_error[i] = 100.0 * hc_uncertain_error(&efficiency);
        s->density[i] = found ? 0.1 * density.value : NAN;
        s->density_error[i] = 0.1 * hc_uncertain_error(&density);
    }
    return any;
}

typedef struct product_figures {
    hc_json *bars, *efficiency, *density;
} product_figures;

static product_figures begin_product_figures(const hc_experiment_result *r, hc_json *figures)
{
    const char *labels[RUNS_MAX];
    size_t count = r->nrun < RUNS_MAX ? r->nrun : RUNS_MAX;
    for (size_t i = 0; i < count; i++) {
        labels[i] = r->run[i].label;
    }
    hc_figure_axis x = {.label = "potential", .unit = "V vs RHE"}, percent = {.label = "FE", .unit = "%"};
    hc_figure_axis j = {.label = "partial current density"};
    const char *caption = r->experiment.literature != NULL
                              ? "Bars are standard errors. Hollow points are published: a click leads to the paper."
                              : "Bars are standard errors.";
    product_figures f = {
        .bars = hc_figure_bars(&(hc_figure_head){.id = "efficiencies",
                                                 .group = products,
                                                 .title = "Faradaic efficiencies",
                                                 .caption = "Of each run, on one another; a closed balance reaches 100 "
                                                            "% within its error.",
                                                 .wide = true},
                               &percent, count, labels, true),
        .efficiency = hc_figure_curves(&(hc_figure_head){.id = "efficiency-potential",
                                                         .group = products,
                                                         .title = "Faradaic efficiency against potential",
                                                         .caption = caption},
                                       &x, &percent, false),
        .density = hc_figure_curves(&(hc_figure_head){.id = "partial-currents",
                                                      .group = products,
                                                      .title = "Partial current densities",
                                                      .caption = "By the geometric area; reductions are negative."},
                                    &x, &j, false)};
    hc_json_append(figures, f.bars);
    hc_json_append(figures, f.efficiency);
    hc_json_append(figures, f.density);
    return f;
}

/* Published efficiencies under one's own, when they are asked for. */
static hc_status add_published(hc_context *ctx, const hc_experiment_result *r, hc_json *figure)
{
    const hc_literature_filter *asked = r->experiment.literature;
    return asked != NULL ? hc_literature_add_efficiencies(ctx, figure, asked, NULL) : HC_OK;
}

static hc_status product_figures_of(hc_context *ctx, const hc_experiment_result *r, hc_json *figures)
{
    product_series *s = NULL;
    hc_status status = hc_allocate(ctx, 1, sizeof *s, &s);
    if (status != HC_OK) {
        return status;
    }
    product_figures f = begin_product_figures(r, figures);
    for (const hc_product *const *product = hc_products(); *product != NULL; product++) {
        if (!collect(r, *product, s)) {
            continue;
        }
        hc_figure_add_bars(f.bars, (*product)->formula, s->count, s->efficiency, s->efficiency_error);
        hc_figure_series series = {.label = (*product)->formula,
                                   .unit = "%",
                                   .style = HC_FIGURE_POINTS,
                                   .count = s->count,
                                   .x = s->potential,
                                   .value = s->efficiency,
                                   .x_error = s->potential_error,
                                   .error = s->efficiency_error};
        hc_figure_add_series(f.efficiency, &series);
        series.unit = "mA/cm²";
        series.value = s->density;
        series.error = s->density_error;
        hc_figure_add_series(f.density, &series);
    }
    free(s);
    return add_published(ctx, r, f.efficiency);
}

/* Column 0 against the others. */
static void add_plot(const hc_measured_plot *plot, hc_json *figures)
{
    const hc_table *table = plot->table;
    hc_figure_axis x = {
        .label = table->column[0].label, .unit = hc_table_unit_text(table->column[0].unit), .log = plot->log_x};
    hc_json *figure = hc_figure_curves(
        &(hc_figure_head){.id = table->id, .group = "Evaluations", .title = table->title, .caption = table->caption},
        &x, &(hc_figure_axis){0}, false);
    for (size_t i = 1; i < table->ncolumn; i++) {
        const hc_column *column = &table->column[i];
        hc_figure_add_series(
            figure, &(hc_figure_series){.label = column->label,
                                        .unit = hc_table_unit_text(column->unit),
                                        .style = column->style == HC_TABLE_POINTS ? HC_FIGURE_POINTS : HC_FIGURE_LINE,
                                        .count = table->nrow,
                                        .x = table->column[0].value,
                                        .value = column->value,
                                        .error = column->error});
    }
    hc_json_append(figures, figure);
}

/* The largest efficiency of each product, then what the analyses found. */
static hc_json *cards(const hc_experiment_result *r)
{
    hc_json *array = hc_json_array();
    for (const hc_product *const *product = hc_products(); *product != NULL; product++) {
        const hc_run_product *best = NULL;
        const hc_run_result *of = NULL;
        for (size_t i = 0; i < r->nrun; i++) {
            for (size_t k = 0; k < r->run[i].nproduct; k++) {
                const hc_run_product *p = &r->run[i].product[k];
                if (p->product == *product && (!best || p->efficiency.value > best->efficiency.value)) {
                    best = p;
                    of = &r->run[i];
                }
            }
        }
        if (best != NULL) {
            char label[64], note[96];
            snprintf(label, sizeof label, "Largest FE of %s", (*product)->formula);
            snprintf(note, sizeof note, "at %.2f V vs RHE, %.3g mA/cm²", of->potential_v_rhe.value,
                     0.1 * best->partial_a_m2.value);
            hc_json_append(array, hc_report_card(label, 100.0 * best->efficiency.value,
                                                 100.0 * hc_uncertain_error(&best->efficiency), "%", note));
        }
    }
    for (size_t i = 0; i < r->nanalysis; i++) {
        for (size_t k = 0; k < r->analysis[i].nvalue; k++) {
            const hc_measured_value *v = &r->analysis[i].value[k];
            hc_json_append(array, hc_report_card(v->label, v->value, v->error, v->unit, v->note));
        }
    }
    return array;
}

static void add_cell(hc_json *row, const hc_uncertain *number, double scale, int digits)
{
    char text[64];
    if (!isfinite(number->value)) {
        hc_json_append(row, hc_json_text(NULL));
        return;
    }
    snprintf(text, sizeof text, "%.*f ± %.*f", digits, scale * number->value, digits,
             fabs(scale) * hc_uncertain_error(number));
    hc_json_append(row, hc_json_text(text));
}

static hc_json *product_table(const hc_experiment_result *r)
{
    static const char *const columns[] = {"run",          "E (V vs RHE)", "product",   "by",
                                          "FE (%)",       "j (mA/cm²)",   "TOF (1/s)", "EE, half cell (%)",
                                          "EE, cell (%)", "largest error"};
    hc_json *table = hc_report_table("Products", sizeof columns / sizeof columns[0], columns);
    for (size_t i = 0; i < r->nrun; i++) {
        const hc_run_result *run = &r->run[i];
        for (size_t k = 0; k < run->nproduct; k++) {
            const hc_run_product *p = &run->product[k];
            hc_json *row = hc_report_table_row(table);
            hc_json_append(row, hc_json_text(run->label));
            add_cell(row, &run->potential_v_rhe, 1.0, 3);
            hc_json_append(row, hc_json_text(p->product->formula));
            hc_json_append(row, hc_json_text(p->method->name));
            add_cell(row, &p->efficiency, 100.0, 2);
            add_cell(row, &p->partial_a_m2, 0.1, 3);
            add_cell(row, &p->turnover_per_s, 1.0, 4);
            add_cell(row, &p->half_cell_energy, 100.0, 1);
            add_cell(row, &p->full_cell_energy, 100.0, 1);
            hc_json_append(row, hc_json_text(hc_run_largest_source(run, &p->efficiency)));
        }
    }
    return table;
}

static hc_json *closure_table(const hc_experiment_result *r)
{
    static const char *const columns[] = {"run",        "E (V vs RHE)",  "j (mA/cm²)",
                                          "charge (C)", "sum of FE (%)", "balance (95 %)"};
    hc_json *table = hc_report_table("Balance of charge", sizeof columns / sizeof columns[0], columns);
    for (size_t i = 0; i < r->nrun; i++) {
        const hc_run_result *run = &r->run[i];
        hc_json *row = hc_report_table_row(table);
        hc_json_append(row, hc_json_text(run->label));
        add_cell(row, &run->potential_v_rhe, 1.0, 3);
        add_cell(row, &run->current_a_m2, 0.1, 3);
        hc_json_append(row, hc_json_real(run->charge_c));
        add_cell(row, &run->total, 100.0, 2);
        hc_json_append(row, hc_json_text(hc_closure_name(run->closure)));
    }
    return table;
}

static hc_json *notes(const hc_experiment_result *r)
{
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < r->nrun; i++) {
        const hc_run_result *run = &r->run[i];
        char text[200];
        if (run->nproduct > 0 && run->closure != HC_CLOSURE_CLOSED) {
            snprintf(text, sizeof text, "%s: the efficiencies sum to %.1f ± %.1f %%: %s.", run->label,
                     100.0 * run->total.value, 100.0 * hc_uncertain_error(&run->total),
                     run->closure == HC_CLOSURE_MISSING ? "products are missing"
                                                        : "more than the charge that was passed");
            hc_json_append(array, hc_json_text(text));
        }
    }
    hc_json_append_lines(array, hc_text_string(&r->notes));
    return array;
}

static hc_json *provenance(const hc_experiment_result *r)
{
    hc_json *array = hc_report_provenance();
    const hc_measured_conditions *c = &r->experiment.conditions;
    char text[160];
    hc_report_add_fact(array, "Electrode", c->electrode.material);
    hc_report_add_fact(array, "Electrolyte", c->electrolyte.name);
    snprintf(text, sizeof text, "%s, %.4f ± %.4f V vs SHE", c->reference.electrode, r->scale.reference_v_she.value,
             hc_uncertain_error(&r->scale.reference_v_she));
    hc_report_add_fact(array, "Reference electrode", text);
    snprintf(text, sizeof text, "E + %.4f V − I × %.4g ohm", r->scale.shift_v.value, r->scale.resistance_ohm.value);
    hc_report_add_fact(array, "Potential vs RHE", text);
    for (size_t i = 0; i < r->nanalysis; i++) {
        const hc_measured_analysis *record = r->experiment.analyses.item[i].record;
        hc_report_add_fact(array, record->name, record->reference);
    }
    return array;
}

static hc_status make_page(hc_context *ctx, const hc_experiment_result *r, hc_json **page)
{
    hc_status status = HC_OK;
    hc_json *made = hc_report_page(r->experiment.title ? r->experiment.title : "Measured data",
                                   r->experiment.conditions.electrode.material);
    hc_json *figures = hc_json_array(), *tables = hc_json_array();
    char *echo = NULL;
    *page = NULL;
    hc_json_set(made, "summary", cards(r));
    hc_json_set(made, "notes", notes(r));
    hc_json_set(made, "figures", figures);
    hc_json_set(made, "tables", tables);
    hc_json_set(made, "provenance", provenance(r));
    if (r->nrun > 0) {
        HC_TRY(product_figures_of(ctx, r, figures));
        hc_json_append(tables, product_table(r));
        hc_json_append(tables, closure_table(r));
    }
    HC_TRY(hc_experiment_add_voltammograms(ctx, r, figures));
    for (size_t i = 0; i < r->nanalysis; i++) {
        for (size_t k = 0; k < r->analysis[i].nplot; k++) {
            add_plot(&r->analysis[i].plot[k], figures);
        }
    }
    HC_TRY(hc_experiment_add_currents(ctx, r, figures));
    HC_TRY(hc_schema_echo(ctx, &hc_experiment_section, &r->experiment, &echo));
    hc_json_set(made, "job", hc_json_text(echo));
    *page = made;
    made = NULL;
cleanup:
    free(echo);
    hc_json_free(made);
    return status;
}

hc_status hc_experiment_write(hc_context *ctx, const hc_experiment_result *r, const char *folder)
{
    hc_status status = HC_OK;
    hc_json *page = NULL;
    hc_table_list tables = {0};
    HC_TRY(hc_directory_create(ctx, folder));
    HC_TRY(hc_experiment_tables(ctx, r, &tables));
    HC_TRY(hc_results_tables(ctx, folder, &tables));
    for (size_t i = 0; i < r->nanalysis; i++) {
        for (size_t k = 0; k < r->analysis[i].nplot; k++) {
            HC_TRY(hc_results_table(ctx, folder, r->analysis[i].plot[k].table));
        }
    }
    HC_TRY(hc_results_json(ctx, folder, "result.json", hc_experiment_json(r)));
    HC_TRY(make_page(ctx, r, &page));
    HC_TRY(hc_results_page(ctx, folder, page));
cleanup:
    hc_table_list_clear(&tables);
    return status;
}
