/* Tables of the page of a study: products, what errors make of them, orders, steps, coverages. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "kinetics/steady.h"
#include "report/figure.h"
#include "workflow/kinetics_run.h"

/* A new row that begins with catalyst and product. */
static hc_json *product_row(hc_json *table, const hc_study_result *result, size_t catalyst, size_t product)
{
    const hc_study_catalyst_result *c = &result->catalyst[catalyst];
    char shown[HC_STUDY_COLUMN_SIZE];
    hc_json *row = hc_report_table_row(table);
    hc_json_append(row, hc_json_text(c->model->options->name));
    hc_study_display_name(&result->study->mechanism->species[c->product[product].species], shown);
    hc_json_append(row, hc_json_text(shown));
    return row;
}

static hc_json *products_table(const hc_study_result *result)
{
    static const char *const columns[] = {"catalyst",     "product",      "U (V vs RHE)", "TOF (1/s)",
                                          "FE (%)",       "j (mA/cm²)",   "E_app (eV)",   "Tafel (mV/decade)",
                                          "rate control", "determined by"};
    hc_json *table = hc_report_table("Products", sizeof columns / sizeof columns[0], columns);
    for (size_t i = 0; i < result->ncatalyst; i++) {
        const hc_study_catalyst_result *c = &result->catalyst[i];
        for (size_t k = 0; k < c->nproduct; k++) {
            const hc_study_product *p = &c->product[k];
            size_t step = p->determining_step;
            hc_json *row = product_row(table, result, i, k);
            hc_json_append(row, hc_json_real(c->model->conditions.potential_v_rhe));
            hc_json_append(row, hc_json_real(p->rate_per_s.value));
            hc_json_append(row, hc_json_real(100.0 * p->efficiency.value));
            hc_json_append(row, hc_json_real(p->current_ma_cm2.value));
            hc_json_append(row, hc_json_real(hc_report_rounded(p->activation_ev, 3)));
            hc_json_append(row, hc_json_real(hc_report_rounded(p->tafel_mv, 1)));
            hc_json_append(row, hc_json_real(step != HC_NONE ? hc_report_rounded(p->control[step], 3) : NAN));
            hc_json_append(row, hc_json_text(step != HC_NONE ? result->study->mechanism->step[step].name : NULL));
        }
    }
    return table;
}

static hc_json *totals_table(const hc_study_result *result)
{
    static const char *const columns[] = {"catalyst", "U (V vs RHE)", "electrons (1/s)", "j total (mA/cm²)"};
    hc_json *table = hc_report_table("All products together", sizeof columns / sizeof columns[0], columns);
    for (size_t i = 0; i < result->ncatalyst; i++) {
        const hc_study_catalyst_result *c = &result->catalyst[i];
        hc_json *row = hc_report_table_row(table);
        hc_json_append(row, hc_json_text(c->model->options->name));
        hc_json_append(row, hc_json_real(c->model->conditions.potential_v_rhe));
        hc_json_append(row, hc_json_real(c->electrons_per_s.value));
        hc_json_append(row, hc_json_real(c->current_ma_cm2.value));
    }
    return table;
}

static void append_ends(hc_json *row, const hc_study_band *band, double scale)
{
    hc_json_append(row, hc_json_real(scale * band->low));
    hc_json_append(row, hc_json_real(scale * band->high));
}

/* What the errors of the energies make of the numbers: the middle 68 % of the samples. */
static hc_json *errors_table(const hc_study_result *result)
{
    static const char *const columns[] = {"catalyst",     "product",  "TOF (1/s), 16 %",  "TOF, 84 %",
                                          "FE (%), 16 %", "FE, 84 %", "j (mA/cm²), 16 %", "j, 84 %"};
    hc_json *table = hc_report_table("Errors: 16 and 84 % of the samples", sizeof columns / sizeof columns[0], columns);
    const hc_study_band none = {.low = NAN, .high = NAN};
    for (size_t i = 0; i < result->ncatalyst; i++) {
        const hc_study_catalyst_result *c = &result->catalyst[i];
        for (size_t k = 0; k < c->nproduct; k++) {
            hc_json *row = product_row(table, result, i, k);
            append_ends(row, &c->product[k].rate_per_s, 1.0);
            append_ends(row, &c->product[k].efficiency, 100.0);
            append_ends(row, &c->product[k].current_ma_cm2, 1.0);
        }
        hc_json *row = hc_report_table_row(table);
        hc_json_append(row, hc_json_text(c->model->options->name));
        hc_json_append(row, hc_json_text("electrons"));
        append_ends(row, &c->electrons_per_s, 1.0);
        append_ends(row, &none, 1.0);
        append_ends(row, &c->current_ma_cm2, 1.0);
    }
    return table;
}

/* d ln(rate)/d ln(activity) of every fluid but electrons, protons and hydroxide, whose order is that in pH. */
static hc_status add_orders(hc_context *ctx, const hc_study_result *result, hc_json *tables)
{
    const hc_kinetic_mechanism *m = result->study->mechanism;
    char(*shown)[HC_STUDY_COLUMN_SIZE] = NULL;
    const char **columns = NULL;
    size_t *species = NULL, count = 0;
    bool electrons = hc_kinetic_mechanism_moves_electrons(m);
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, m->nspecies, sizeof *shown, &shown));
    HC_TRY(hc_allocate(ctx, m->nspecies + 3, sizeof *columns, &columns));
    HC_TRY(hc_allocate(ctx, m->nspecies, sizeof *species, &species));
    columns[0] = "catalyst";
    columns[1] = "product";
    for (size_t s = 0; s < m->nspecies; s++) {
        const hc_kinetic_species *one = &m->species[s];
        if (one->kind == HC_KINETIC_FLUID && !hc_kinetic_species_has_own_energy(one)) {
            hc_study_display_name(one, shown[count]);
            columns[2 + count] = shown[count];
            species[count++] = s;
        }
    }
    columns[2 + count] = "pH at constant U_SHE (decades)";
    hc_json *table = hc_report_table("Reaction orders", 2 + count + electrons, columns);
    for (size_t i = 0; i < result->ncatalyst; i++) {
        for (size_t k = 0; k < result->catalyst[i].nproduct; k++) {
            const hc_study_product *p = &result->catalyst[i].product[k];
            hc_json *row = product_row(table, result, i, k);
            for (size_t n = 0; n < count; n++) {
                hc_json_append(row, hc_json_real(hc_report_rounded(p->order[species[n]], 3)));
            }
            if (electrons) {
                hc_json_append(row, hc_json_real(hc_report_rounded(p->order_ph_she, 3)));
            }
        }
    }
    hc_json_append(tables, table);
cleanup:
    free(shown);
    free(columns);
    free(species);
    return status;
}

/* One of a catalyst's steady states; the first is that whose numbers are shown, and only of it is known how good. */
static void add_steady_state(hc_json *table, const hc_study_result *result, const hc_study_catalyst_result *c, size_t k)
{
    const hc_kinetic_model *model = c->model->model;
    const double *x = k == 0 ? c->point->steady.x : &c->solution[k * model->network->nspecies];
    hc_json *row = hc_report_table_row(table);
    char number[64];
    snprintf(number, sizeof number, "%zu%s%s%s%s", k + 1, k == 0 ? ", by " : "",
             k == 0 ? hc_steady_way_text(c->point->steady.way) : "", c->nsolution > 1 ? ", " : "",
             c->nsolution > 1 ? hc_study_stability_names[c->stability[k]] : "");
    hc_json_append(row, hc_json_text(c->model->options->name));
    hc_json_append(row, hc_json_text(number));
    for (size_t s = 0; s < model->mechanism->nspecies; s++) {
        if (model->surface[s] != HC_NONE) {
            hc_json_append(row, hc_json_real(exp(x[model->surface[s]])));
        }
    }
    hc_json_append(row, hc_json_real(k == 0 ? c->point->steady.residual : NAN));
    if (result->study->options.check_in_time) {
        hc_json_append(row, hc_json_real(k == 0 ? c->time_difference : NAN));
    }
}

/* Coverages of the steady state whose numbers are shown, and of the others that were found; how good it is. */
static hc_status add_steady_states(hc_context *ctx, const hc_study_result *result, hc_json *tables)
{
    const hc_kinetic_mechanism *m = result->study->mechanism;
    const size_t *surface = result->study->catalyst[0].model->surface;
    const char **columns = NULL;
    size_t count = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, m->nspecies + 4, sizeof *columns, &columns));
    columns[count++] = "catalyst";
    columns[count++] = "steady state";
    for (size_t s = 0; s < m->nspecies; s++) {
        if (surface[s] != HC_NONE) {
            columns[count++] = m->species[s].name;
        }
    }
    columns[count++] = "balances to";
    columns[count] = "off in time";
    count += result->study->options.check_in_time;
    hc_json *table = hc_report_table("Coverages", count, columns);
    for (size_t i = 0; i < result->ncatalyst; i++) {
        const hc_study_catalyst_result *c = &result->catalyst[i];
        for (size_t k = 0; k == 0 || k < c->nsolution; k++) {
            add_steady_state(table, result, c, k);
        }
    }
    hc_json_append(tables, table);
cleanup:
    free(columns);
    return status;
}

static hc_json *steps_table(const hc_study_result *result)
{
    static const char *const columns[] = {"catalyst", "step", "equation", "ΔG (eV)", "barrier (eV)", "net rate (1/s)"};
    const hc_kinetic_mechanism *m = result->study->mechanism;
    hc_json *table = hc_report_table("Steps", sizeof columns / sizeof columns[0], columns);
    for (size_t i = 0; i < result->ncatalyst; i++) {
        const hc_study_catalyst_result *c = &result->catalyst[i];
        for (size_t j = 0; j < m->nstep; j++) {
            hc_json *row = hc_report_table_row(table);
            hc_json_append(row, hc_json_text(c->model->options->name));
            hc_json_append(row, hc_json_text(m->step[j].name));
            hc_json_append(row, hc_json_text(m->step[j].text));
            hc_json_append(row, hc_json_real(c->point->rates.reaction_ev[j]));
            hc_json_append(row, hc_json_real(c->point->rates.barrier_ev[j]));
            hc_json_append(row, hc_json_real(c->point->steady.net[j]));
        }
    }
    return table;
}

hc_status hc_study_add_tables(hc_context *ctx, const hc_study_result *result, hc_json *tables)
{
    hc_status status = HC_OK;
    hc_json_append(tables, products_table(result));
    if (hc_kinetic_mechanism_moves_electrons(result->study->mechanism)) {
        hc_json_append(tables, totals_table(result));
    }
    if (result->study->options.uncertainty != NULL) {
        hc_json_append(tables, errors_table(result));
    }
    HC_TRY(add_orders(ctx, result, tables));
    HC_TRY(add_steady_states(ctx, result, tables));
    hc_json_append(tables, steps_table(result));
cleanup:
    return status;
}
