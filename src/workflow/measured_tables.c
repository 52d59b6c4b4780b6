/* Tables of a measured experiment: one for each product over the runs, one for each curve, those of the analyses. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "workflow/measured_study.h"

/* "curve-CV 20 mV/s" becomes a name for files. */
static void make_id(char *id, size_t size, const char *kind, const char *name)
{
    snprintf(id, size, "%s-%s", kind, name);
    for (char *at = id; *at != '\0'; at++) {
        *at = isalnum((unsigned char)*at) || *at == '.' || *at == '_' ? *at : '-';
    }
}

static hc_status add_product_columns(hc_context *ctx, hc_table *table)
{
    static const struct {
        const char *name, *label, *unit;
    } columns[] = {
        {"potential", "potential", "v_rhe"},
        {"faradaic_efficiency", "Faradaic efficiency", "percent"},
        {"partial_current", "partial current density", "ma_per_cm2"},
        {"rate", "rate of formation", "nmol_per_s"},
        {"turnover", "turnover frequency", "per_s"},
        {"half_cell_energy_efficiency", "energy efficiency, half cell", "percent"},
        {"full_cell_energy_efficiency", "energy efficiency, cell", "percent"},
    };
    hc_status status = HC_OK;
    for (size_t i = 0; status == HC_OK && i < sizeof columns / sizeof columns[0]; i++) {
        status = hc_table_add_column(ctx, table,
                                     &(hc_column_options){.name = columns[i].name,
                                                          .label = columns[i].label,
                                                          .unit = columns[i].unit,
                                                          .has_error = true,
                                                          .style = HC_TABLE_POINTS});
    }
    return status;
}

static hc_status add_product_row(hc_context *ctx, hc_table *table, const hc_run_result *run, const hc_run_product *p)
{
    const hc_uncertain *numbers[7] = {&run->potential_v_rhe, &p->efficiency,       &p->partial_a_m2,    &p->rate_mol_s,
                                      &p->turnover_per_s,    &p->half_cell_energy, &p->full_cell_energy};
    static const double scales[7] = {1.0, 100.0, 0.1, 1e9, 1.0, 100.0, 100.0};
    double values[7], errors[7];
    for (size_t i = 0; i < 7; i++) {
        values[i] = scales[i] * numbers[i]->value;
        errors[i] = scales[i] * hc_uncertain_error(numbers[i]);
    }
    return hc_table_add_row(ctx, table, values, errors);
}

static hc_status product_table(hc_context *ctx, const hc_experiment_result *r, const hc_product *product,
                               hc_table_list *tables)
{
    hc_status status = HC_OK;
    hc_table *table = NULL;
    char id[96];
    size_t nrow = 0;
    make_id(id, sizeof id, "product", product->name);
    HC_TRY(hc_table_create(ctx, id, product->summary, "", &table));
    HC_TRY(add_product_columns(ctx, table));
    for (size_t i = 0; i < r->nrun; i++) {
        for (size_t k = 0; k < r->run[i].nproduct; k++) {
            if (r->run[i].product[k].product == product) {
                HC_TRY(add_product_row(ctx, table, &r->run[i], &r->run[i].product[k]));
                nrow++;
            }
        }
    }
    if (nrow > 0) {
        hc_table *given = table;
        table = NULL;
        HC_TRY(hc_table_list_add(ctx, tables, given));
    }
cleanup:
    hc_table_free(table);
    return status;
}

static hc_status curve_table(hc_context *ctx, const hc_measured_input *input, const hc_measured_curve *curve,
                             hc_table_list *tables)
{
    hc_status status = HC_OK;
    hc_table *table = NULL;
    double *potential = NULL, *density = NULL;
    const double *time = curve->trace->value[HC_TRACE_TIME];
    char id[128];
    make_id(id, sizeof id, "curve", curve->label);
    HC_TRY(hc_measured_curve_rhe(ctx, input, curve, &potential, &density));
    HC_TRY(hc_table_create(ctx, id, curve->label, "", &table));
    HC_TRY(hc_table_add_column(ctx, table, &(hc_column_options){.name = "time", .unit = "s"}));
    HC_TRY(hc_table_add_column(ctx, table, &(hc_column_options){.name = "potential", .unit = "v_rhe"}));
    HC_TRY(hc_table_add_column(ctx, table, &(hc_column_options){.name = "current_density", .unit = "ma_per_cm2"}));
    for (size_t i = 0; i < curve->trace->nrow; i++) {
        double row[3] = {time ? time[i] : NAN, potential[i], 0.1 * density[i]};
        HC_TRY(hc_table_add_row(ctx, table, row, NULL));
    }
    hc_table *given = table;
    table = NULL;
    HC_TRY(hc_table_list_add(ctx, tables, given));
cleanup:
    free(potential);
    free(density);
    hc_table_free(table);
    return status;
}

hc_status hc_experiment_tables(hc_context *ctx, const hc_experiment_result *r, hc_table_list *tables)
{
    hc_status status = HC_OK;
    const hc_measured_input input = {.conditions = &r->experiment.conditions, .scale = &r->scale};
    for (const hc_product *const *product = hc_products(); *product != NULL; product++) {
        HC_TRY(product_table(ctx, r, *product, tables));
    }
    for (size_t i = 0; i < r->experiment.curves.count; i++) {
        HC_TRY(curve_table(ctx, &input, &r->curve[i], tables));
    }
cleanup:
    return status;
}
