/* Koutecky-Levich: 1/j = 1/j_k + 1/(B sqrt(omega)), B = 0.620 n F D^(2/3) nu^(-1/6) c. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "math/line_fit.h"
#include "measured/analyses.h"
#include "measured/constants.h"

typedef struct koutecky_levich_options {
    hc_text_list curves;
    hc_real_list potentials_v_rhe;
    double diffusion_m2_s, viscosity_m2_s, concentration_mol_m3;
} koutecky_levich_options;

#define CM2_PER_S 1e-4

static const hc_keyword keywords[] = {
    {.name = "curves",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(koutecky_levich_options, curves),
     .doc = "Labels of voltammograms of a rotating disk, each with its rotation_rpm."},
    {.name = "potentials_v_rhe",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(koutecky_levich_options, potentials_v_rhe),
     .unit = 1.0,
     .doc = "Potentials at which a line is drawn."},
    {.name = "diffusion_cm2_s",
     .type = HC_VALUE_REAL,
     .offset = offsetof(koutecky_levich_options, diffusion_m2_s),
     .unit = CM2_PER_S,
     .minimum = 1e-9,
     .maximum = 1,
     .doc = "Diffusion coefficient of what reacts: 1.9e-5 for O2 and CO2 in dilute electrolyte at 25 C."},
    {.name = "viscosity_cm2_s",
     .type = HC_VALUE_REAL,
     .offset = offsetof(koutecky_levich_options, viscosity_m2_s),
     .unit = CM2_PER_S,
     .default_text = "0.0089",
     .minimum = 1e-5,
     .maximum = 10,
     .doc = "Kinematic viscosity."},
    {.name = "concentration_mmol_l",
     .type = HC_VALUE_REAL,
     .offset = offsetof(koutecky_levich_options, concentration_mol_m3),
     .unit = 1.0,
     .minimum = 1e-9,
     .maximum = 1e5,
     .doc = "Concentration of what reacts: 1.2 for O2, 33 for CO2 at 1 bar and 25 C."},
    {0}};

double hc_levich_constant(double diffusion_m2_s, double viscosity_m2_s, double concentration_mol_m3)
{
    return 0.620 * HC_FARADAY_C_PER_MOL * pow(diffusion_m2_s, 2.0 / 3.0) * pow(viscosity_m2_s, -1.0 / 6.0) *
           concentration_mol_m3;
}

/* Current density where the curve first passes the potential; NaN where it does not. */
static double density_at(size_t count, const double *volts, const double *densities, double potential)
{
    for (size_t i = 1; i < count; i++) {
        double step = volts[i] - volts[i - 1], t = (potential - volts[i - 1]) / step;
        if (step != 0.0 && t >= 0.0 && t <= 1.0) {
            return densities[i - 1] + t * (densities[i] - densities[i - 1]);
        }
    }
    return NAN;
}

/* 1/sqrt(omega) of a curve, and 1/|j| at every potential: inverse[k * stride]. */
static hc_status read_curve(hc_context *ctx, const koutecky_levich_options *o, const hc_measured_input *input,
                            const char *label, double *root, double *inverse, size_t stride)
{
    const hc_measured_curve *curve = NULL;
    double *volts = NULL, *densities = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_measured_curve_find(ctx, input, label, &curve));
    if (!(curve->rotation_rpm > 0.0)) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "the curve '%s' needs its rotation_rpm", label);
        goto cleanup;
    }
    *root = 1.0 / sqrt(2.0 * HC_PI * curve->rotation_rpm / 60.0);
    HC_TRY(hc_measured_curve_rhe(ctx, input, curve, &volts, &densities));
    for (size_t k = 0; k < o->potentials_v_rhe.count; k++) {
        double potential = o->potentials_v_rhe.value[k];
        double density = fabs(density_at(curve->trace->nrow, volts, densities, potential));
        if (!(density > 0.0)) {
            status =
                hc_fail(ctx, HC_ERROR_INPUT, "the curve '%s' has no current at %g V against RHE", label, potential);
            goto cleanup;
        }
        inverse[k * stride] = 1.0 / density;
    }
cleanup:
    free(volts);
    free(densities);
    return status;
}

static hc_status add_values(hc_context *ctx, const koutecky_levich_options *o, double potential,
                            const hc_line_fit *line, hc_measured_result *result)
{
    double constant = hc_levich_constant(o->diffusion_m2_s, o->viscosity_m2_s, o->concentration_mol_m3);
    double electrons = 1.0 / (line->slope * constant), kinetic = 1.0 / line->intercept;
    hc_measured_value number = {.label = "Electrons transferred",
                                .value = electrons,
                                .error = electrons * fabs(line->slope_error / line->slope)};
    hc_measured_value current = {.label = "Kinetic current",
                                 .unit = "mA/cm²",
                                 .value = kinetic / 10.0,
                                 .error = fabs(kinetic * line->intercept_error / line->intercept) / 10.0};
    snprintf(number.key, sizeof number.key, "levich_electrons_at_%.3f_v_rhe", potential);
    snprintf(number.note, sizeof number.note, "at %.3f V against RHE, R² = %.5f", potential, line->r2);
    snprintf(current.key, sizeof current.key, "kinetic_current_at_%.3f_v_rhe_ma_per_cm2", potential);
    snprintf(current.note, sizeof current.note, "at %.3f V against RHE, without its sign", potential);
    hc_status status = hc_measured_add_value(ctx, result, &number);
    return status == HC_OK ? hc_measured_add_value(ctx, result, &current) : status;
}

static hc_status add_plot(hc_context *ctx, double potential, const double *root, const double *inverse,
                          const hc_line_fit *line, hc_measured_result *result)
{
    hc_table *table = NULL;
    char id[64], title[96];
    snprintf(id, sizeof id, "koutecky-levich-%.3f", potential);
    snprintf(title, sizeof title, "Koutecký–Levich at %.3f V against RHE", potential);
    const hc_measured_plot_options options = {
        .id = id,
        .title = title,
        .caption = "The intercept is the inverse kinetic current density; the slope gives the number of electrons.",
        .x = {.name = "inverse_root_rotation", .label = "ω^(−1/2), (rad/s)^(−1/2)"},
        .points = {.name = "inverse_current", .label = "1/|j|", .unit = "cm2_per_ma"},
        .curve = {.name = "line", .label = "fit", .unit = "cm2_per_ma"}};
    hc_status status = hc_measured_add_plot(ctx, result, &options, &table);
    for (size_t i = 0; status == HC_OK && i < line->count; i++) {
        double row[3] = {root[i], 10.0 * inverse[i], 10.0 * hc_line_fit_at(line, root[i], NULL)};
        status = hc_table_add_row(ctx, table, row, NULL);
    }
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, const hc_measured_input *input, hc_measured_result *result)
{
    const koutecky_levich_options *o = options;
    const size_t count = o->curves.count;
    hc_status status = HC_OK;
    double *root = NULL, *inverse = NULL;
    HC_TRY(hc_allocate(ctx, count, sizeof *root, &root));
    HC_TRY(hc_allocate(ctx, o->potentials_v_rhe.count * count, sizeof *inverse, &inverse));
    for (size_t i = 0; i < count; i++) {
        HC_TRY(read_curve(ctx, o, input, o->curves.value[i], &root[i], &inverse[i], count));
    }
    for (size_t k = 0; k < o->potentials_v_rhe.count; k++) {
        hc_line_fit line;
        double potential = o->potentials_v_rhe.value[k], *of_potential = inverse + k * count;
        HC_TRY(hc_line_fit_make(ctx, "Koutecky-Levich line", count, root, of_potential, &line));
        HC_TRY(add_values(ctx, o, potential, &line, result));
        HC_TRY(add_plot(ctx, potential, root, of_potential, &line, result));
    }
cleanup:
    free(root);
    free(inverse);
    return status;
}

const hc_measured_analysis hc_analysis_koutecky_levich = {
    .name = "koutecky_levich",
    .summary = "Kinetic current and number of electrons from a rotating disk.",
    .reference = "Bard, Faulkner, Electrochemical Methods, 2nd ed. (Wiley, 2001), 9.3.4",
    .keywords = keywords,
    .options_size = sizeof(koutecky_levich_options),
    .apply = apply,
};
