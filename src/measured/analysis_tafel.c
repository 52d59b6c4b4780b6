/* Tafel analysis: E = a + b log10|j|, of a voltammogram or of the partial currents of a product. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "math/line_fit.h"
#include "measured/analyses.h"
#include "measured/constants.h"
#include "measured/product.h"
#include "measured/reference_electrode.h"

typedef struct tafel_options {
    char *curve, *product;
    double low_a_m2, high_a_m2;
    double equilibrium_v_rhe;
} tafel_options;

#define MA_PER_CM2 10.0 /* A/m^2 */

static const hc_keyword keywords[] = {
    {.name = "curve",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(tafel_options, curve),
     .default_text = "",
     .doc = "Label of a voltammogram; or give a product."},
    {.name = "product",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(tafel_options, product),
     .default_text = "",
     .doc = "Takes the partial currents of this product from the runs."},
    {.name = "lowest_ma_cm2",
     .type = HC_VALUE_REAL,
     .offset = offsetof(tafel_options, low_a_m2),
     .unit = MA_PER_CM2,
     .default_text = "0",
     .minimum = 0,
     .maximum = 1e6,
     .doc = "Points with a smaller current density (without sign) are left out."},
    {.name = "highest_ma_cm2",
     .type = HC_VALUE_REAL,
     .offset = offsetof(tafel_options, high_a_m2),
     .unit = MA_PER_CM2,
     .default_text = "1e6",
     .minimum = 0,
     .maximum = 1e6,
     .doc = "... and with a larger one: where transport limits, there is no Tafel slope."},
    {.name = "equilibrium_v_rhe",
     .type = HC_VALUE_REAL,
     .offset = offsetof(tafel_options, equilibrium_v_rhe),
     .unit = 1.0,
     .default_text = "",
     .minimum = -10,
     .maximum = 10,
     .doc = "For the exchange current density; without it the product's own."},
    {0}};

typedef struct points {
    size_t count;
    double *potential, *density; /* V vs RHE, A/m^2 */
} points;

/* Partial currents of the runs that have the product. */
static hc_status points_of_product(hc_context *ctx, const hc_measured_input *input, const hc_product *product,
                                   points *p)
{
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, input->nrun, sizeof(double), &p->potential));
    HC_TRY(hc_allocate(ctx, input->nrun, sizeof(double), &p->density));
    for (size_t i = 0; i < input->nrun; i++) {
        double sum = 0.0;
        for (size_t k = 0; k < input->run[i].nproduct; k++) {
            sum += input->run[i].product[k].product == product ? input->run[i].product[k].partial_a_m2.value : 0.0;
        }
        if (sum != 0.0) {
            p->potential[p->count] = input->run[i].potential_v_rhe.value;
            p->density[p->count++] = sum;
        }
    }
cleanup:
    return status;
}

static void select_points(const tafel_options *o, points *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->count; i++) {
        double size = fabs(p->density[i]);
        if (size >= o->low_a_m2 && size <= o->high_a_m2 && size > 0.0) {
            p->potential[kept] = p->potential[i];
            p->density[kept++] = size;
        }
    }
    p->count = kept;
}

static hc_status fit_line(hc_context *ctx, const char *what, const points *p, hc_line_fit *line)
{
    double *logarithm = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, p->count, sizeof *logarithm, &logarithm));
    for (size_t i = 0; i < p->count; i++) {
        logarithm[i] = log10(p->density[i] / MA_PER_CM2);
    }
    HC_TRY(hc_line_fit_make(ctx, what, p->count, logarithm, p->potential, line));
cleanup:
    free(logarithm);
    return status;
}

static hc_status add_plot(hc_context *ctx, const char *name, const points *p, const hc_line_fit *line,
                          hc_measured_result *result)
{
    hc_table *table = NULL;
    char id[96], title[128];
    snprintf(id, sizeof id, "tafel-%.64s", name);
    snprintf(title, sizeof title, "Tafel plot of %.80s", name);
    const hc_measured_plot_options options = {
        .id = id,
        .title = title,
        .caption = "Potential against the logarithm of the current density; its slope b is positive for an oxidation, "
                   "negative for a reduction.",
        .log_x = true,
        .x = {.name = "current_density", .label = "|j|", .unit = "ma_per_cm2"},
        .points = {.name = "potential", .label = "potential", .unit = "v_rhe"},
        .curve = {.name = "line", .label = "fit", .unit = "v_rhe"}};
    hc_status status = hc_measured_add_plot(ctx, result, &options, &table);
    for (size_t i = 0; status == HC_OK && i < p->count; i++) {
        double density = p->density[i] / MA_PER_CM2;
        double row[3] = {density, p->potential[i], hc_line_fit_at(line, log10(density), NULL)};
        status = hc_table_add_row(ctx, table, row, NULL);
    }
    return status;
}

/* log10 j0 = (E_eq - a)/b; slope and intercept are correlated. */
static void exchange_current(const hc_line_fit *line, double equilibrium, double *density, double *error)
{
    double exponent = (equilibrium - line->intercept) / line->slope;
    (void)hc_line_fit_at(line, exponent, error); /* of E there: d(log10 j0) = -dE/b */
    *density = pow(10.0, exponent);
    *error *= *density * HC_LN_10 / fabs(line->slope);
}

static hc_status add_values(hc_context *ctx, const char *name, const hc_measured_input *input, const hc_line_fit *line,
                            double equilibrium, hc_measured_result *result)
{
    double nernst = hc_nernst_slope_v(input->conditions->electrolyte.temperature_c + HC_CELSIUS_ZERO_K);
    hc_measured_value slope = {.unit = "mV/decade", .value = 1e3 * line->slope, .error = 1e3 * line->slope_error};
    snprintf(slope.key, sizeof slope.key, "tafel_slope_%.30s_mv_per_decade", name);
    snprintf(slope.label, sizeof slope.label, "Tafel slope, %.40s", name);
    snprintf(slope.note, sizeof slope.note, "%zu points, R² = %.4f, transfer coefficient %.3f", line->count, line->r2,
             nernst / fabs(line->slope));
    hc_status status = hc_measured_add_value(ctx, result, &slope);
    if (status == HC_OK && isfinite(equilibrium)) {
        hc_measured_value exchange = {.unit = "mA/cm²"};
        snprintf(exchange.key, sizeof exchange.key, "exchange_current_%.30s_ma_per_cm2", name);
        snprintf(exchange.label, sizeof exchange.label, "Exchange current, %.30s", name);
        snprintf(exchange.note, sizeof exchange.note, "extrapolated to %.3f V against RHE", equilibrium);
        exchange_current(line, equilibrium, &exchange.value, &exchange.error);
        status = hc_measured_add_value(ctx, result, &exchange);
    }
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, const hc_measured_input *input, hc_measured_result *result)
{
    const tafel_options *o = options;
    hc_status status = HC_OK;
    points p = {0};
    hc_line_fit line;
    const hc_product *product = NULL;
    double equilibrium = o->equilibrium_v_rhe;
    const char *name = o->product ? o->product : o->curve;
    if ((o->curve != NULL) == (o->product != NULL)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "give either a curve or a product");
    }
    if (o->product != NULL) {
        HC_TRY(hc_product_find(ctx, o->product, &product));
        HC_TRY(points_of_product(ctx, input, product, &p));
        equilibrium =
            isnan(equilibrium) ? hc_product_equilibrium_v_rhe(product, input->conditions->electrolyte.ph) : equilibrium;
        name = product->formula;
    } else {
        const hc_measured_curve *curve = NULL;
        HC_TRY(hc_measured_curve_find(ctx, input, o->curve, &curve));
        HC_TRY(hc_measured_curve_rhe(ctx, input, curve, &p.potential, &p.density));
        p.count = curve->trace->nrow;
    }
    select_points(o, &p);
    HC_TRY(fit_line(ctx, "Tafel line", &p, &line));
    HC_TRY(add_values(ctx, name, input, &line, equilibrium, result));
    HC_TRY(add_plot(ctx, name, &p, &line, result));
cleanup:
    free(p.potential);
    free(p.density);
    return status;
}

const hc_measured_analysis hc_analysis_tafel = {
    .name = "tafel",
    .summary = "Tafel slope and exchange current density.",
    .reference = "Bard, Faulkner, Electrochemical Methods, 2nd ed. (Wiley, 2001), 3.4.3",
    .keywords = keywords,
    .options_size = sizeof(tafel_options),
    .apply = apply,
};
