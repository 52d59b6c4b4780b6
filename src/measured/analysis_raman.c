/* Defects of graphene-like carbon from the D and G bands of its Raman spectrum. */
#include <math.h>
#include <stdio.h>

#include "measured/analyses.h"
#include "measured/constants.h"

typedef struct raman_options {
    char *sample;
    double wavelength_nm, ratio, ratio_error;
} raman_options;

static const hc_keyword keywords[] = {
    {.name = "sample",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(raman_options, sample),
     .default_text = "",
     .doc = "Name of the sample."},
    {.name = "wavelength_nm",
     .type = HC_VALUE_REAL,
     .offset = offsetof(raman_options, wavelength_nm),
     .unit = 1.0,
     .minimum = 200,
     .maximum = 1100,
     .doc = "Wavelength of the laser, nm."},
    {.name = "d_over_g",
     .type = HC_VALUE_REAL,
     .offset = offsetof(raman_options, ratio),
     .minimum = 1e-6,
     .maximum = 100,
     .doc = "Ratio of the intensities I_D/I_G (heights, as in the relations; areas for the crystallite size)."},
    {.name = "d_over_g_error",
     .type = HC_VALUE_REAL,
     .offset = offsetof(raman_options, ratio_error),
     .default_text = "0",
     .minimum = 0,
     .maximum = 100,
     .doc = "Its standard error."},
    {0}};

/* Cancado et al. 2011: L_D^2 = (1.8 +- 0.5) 1e-9 nm^-2 lambda^4 / (I_D/I_G); n_D = 1e14/(pi L_D^2) cm^-2. */
#define CANCADO_NM2 1.8e-9
#define CANCADO_ERROR_NM2 0.5e-9
#define DENSITY_CM2 1.8e22
#define DENSITY_ERROR_CM2 0.5e22
/* Cancado et al. 2006: L_a = 2.4e-10 lambda^4 / (I_D/I_G), nm. */
#define CRYSTALLITE_NM 2.4e-10
/* Radii of the structurally disordered and of the activated region around a defect, nm; C_A = 160 eV^4 / E_L^4. */
#define RADIUS_S_NM 1.0
#define RADIUS_A_NM 3.1
#define C_A_EV4 160.0
#define EV_NM 1239.841984
#define DILUTE_NM 10.0

double hc_raman_ratio(double distance_nm, double wavelength_nm)
{
    double energy = EV_NM / wavelength_nm, c_a = C_A_EV4 / pow(energy, 4.0);
    double s2 = RADIUS_S_NM * RADIUS_S_NM, a2 = RADIUS_A_NM * RADIUS_A_NM, l2 = distance_nm * distance_nm;
    return c_a * (a2 - s2) / (a2 - 2.0 * s2) * (exp(-HC_PI * s2 / l2) - exp(-HC_PI * (a2 - s2) / l2));
}

/* The ratio is largest where its derivative by 1/L^2 vanishes. */
static double distance_of_largest(void)
{
    double s2 = RADIUS_S_NM * RADIUS_S_NM, a2 = RADIUS_A_NM * RADIUS_A_NM;
    return sqrt(HC_PI * (a2 - 2.0 * s2) / log((a2 - s2) / s2));
}

double hc_raman_distance_nm(double ratio, double wavelength_nm)
{
    double low = distance_of_largest(), high = 1e6;
    if (!(ratio <= hc_raman_ratio(low, wavelength_nm)) || !(ratio > hc_raman_ratio(high, wavelength_nm))) {
        return NAN;
    }
    for (int i = 0; i < 200; i++) {
        double middle = sqrt(low * high);
        *(hc_raman_ratio(middle, wavelength_nm) > ratio ? &low : &high) = middle;
    }
    return sqrt(low * high);
}

/* sqrt(constant lambda^4 / ratio) and the like, with the errors of the constant and of the ratio. */
static hc_status scaled(hc_context *ctx, const raman_options *o, double constant, double constant_error, double power,
                        double *value, double *error)
{
    hc_error_sources sources = {0};
    hc_uncertain factor, ratio;
    hc_status status = hc_uncertain_measured(ctx, &sources, "constant", constant, constant_error, &factor);
    if (status == HC_OK) {
        status = hc_uncertain_measured(ctx, &sources, "ratio", o->ratio, o->ratio_error, &ratio);
    }
    if (status != HC_OK) {
        return status;
    }
    hc_uncertain raised = hc_uncertain_map(&ratio, pow(o->ratio, power), power * pow(o->ratio, power - 1.0));
    hc_uncertain product = hc_uncertain_multiply(&factor, &raised);
    *value = product.value;
    *error = hc_uncertain_error(&product);
    return HC_OK;
}

static hc_status apply(hc_context *ctx, const void *options, const hc_measured_input *input, hc_measured_result *result)
{
    (void)input;
    const raman_options *o = options;
    hc_status status = HC_OK;
    double fourth = pow(o->wavelength_nm, 4.0), square = 0.0, square_error = 0.0;
    hc_measured_value density = {.key = "defect_density_per_cm2", .label = "Defect density (Raman)", .unit = "1/cm²"};
    hc_measured_value distance = {.key = "defect_distance_nm", .label = "Distance of defects", .unit = "nm"};
    hc_measured_value full = {
        .key = "defect_distance_full_relation_nm", .label = "... by the full relation", .unit = "nm", .error = NAN};
    hc_measured_value crystallite = {.key = "crystallite_size_nm", .label = "Crystallite size L_a", .unit = "nm"};
    HC_TRY(scaled(ctx, o, DENSITY_CM2 / fourth, DENSITY_ERROR_CM2 / fourth, 1.0, &density.value, &density.error));
    HC_TRY(scaled(ctx, o, CANCADO_NM2 * fourth, CANCADO_ERROR_NM2 * fourth, -1.0, &square, &square_error));
    HC_TRY(scaled(ctx, o, CRYSTALLITE_NM * fourth, 0.0, -1.0, &crystallite.value, &crystallite.error));
    distance.value = sqrt(square);
    distance.error = 0.5 * square_error / distance.value;
    snprintf(density.note, sizeof density.note,
             "%.60s: point defects, %g nm laser; the relation's own constant is known to 28 %%",
             o->sample ? o->sample : "", o->wavelength_nm);
    snprintf(crystallite.note, sizeof crystallite.note, "if the D band comes from edges; I_D/I_G of areas");
    full.value = hc_raman_distance_nm(o->ratio, o->wavelength_nm);
    snprintf(full.note, sizeof full.note,
             isnan(full.value) ? "no distance gives so large a ratio" : "larger of the two distances with this ratio");
    if (distance.value < DILUTE_NM) {
        hc_text_addf(&result->notes,
                     "Raman: a distance of defects of %.1f nm is below 10 nm, where the simple relation overestimates "
                     "it; the full relation is given beside it.\n",
                     distance.value);
    }
    HC_TRY(hc_measured_add_value(ctx, result, &density));
    HC_TRY(hc_measured_add_value(ctx, result, &distance));
    HC_TRY(hc_measured_add_value(ctx, result, &full));
    HC_TRY(hc_measured_add_value(ctx, result, &crystallite));
cleanup:
    return status;
}

const hc_measured_analysis hc_analysis_raman = {
    .name = "raman",
    .summary = "Defect density of carbon from I_D/I_G, by the wavelength of the laser.",
    .reference = "Cançado et al., Nano Lett. 11, 3190 (2011); Lucchese et al., Carbon 48, 1592 (2010); Cançado et al., "
                 "Appl. Phys. Lett. 88, 163106 (2006)",
    .keywords = keywords,
    .options_size = sizeof(raman_options),
    .apply = apply,
};
