#include "measured/product_method.h"

#include <math.h>
#include <stdio.h>

#define MMOL_PER_LITRE 1.0 /* mol/m^3 */
#define PPM 1e-6

/* Concentrations from a chromatogram: given as such, or as areas of peaks and a response factor. */
typedef struct chromatogram {
    char *product;
    hc_real_list value; /* a mole fraction (gas) or mol/m^3 (liquid), one for each injection */
    double value_error; /* of one injection */
    hc_real_list peak_area;
    double response;          /* value for one unit of area */
    double calibration_error; /* relative, the same in all injections */
    double dilution;          /* volume after over volume before dilution */
} chromatogram;

typedef struct nmr_options {
    char *product;
    double integral, integral_error, nuclei;
    double standard_integral, standard_integral_error, standard_nuclei;
    double standard_concentration, standard_concentration_error; /* mol/m^3 in the tube */
    double dilution;
} nmr_options;

#define PRODUCT(options_type)                                                                                          \
    {                                                                                                                  \
        .name = "product", .type = HC_VALUE_TEXT, .offset = offsetof(options_type, product),                           \
        .doc = "Name or formula of the product: `halfcell list products`."                                             \
    }
#define CALIBRATION                                                                                                    \
    {                                                                                                                  \
        .name = "calibration_error_percent", .type = HC_VALUE_REAL,                                                    \
        .offset = offsetof(chromatogram, calibration_error), .unit = 0.01, .default_text = "0", .minimum = 0,          \
        .maximum = 100, .doc = "Relative standard error of the calibration, common to all injections."                 \
    }
#define PEAK_AREA                                                                                                      \
    {                                                                                                                  \
        .name = "peak_area", .type = HC_VALUE_REAL_LIST, .offset = offsetof(chromatogram, peak_area),                  \
        .default_text = "", .doc = "Areas of the peak, one for each injection, in the unit of the response."           \
    }
#define DILUTION(options_type)                                                                                         \
    {                                                                                                                  \
        .name = "dilution", .type = HC_VALUE_REAL, .offset = offsetof(options_type, dilution), .default_text = "1",    \
        .minimum = 1, .maximum = 1e6, .doc = "Volume of the diluted sample over the volume that was taken."            \
    }

static const hc_keyword gc_keywords[] = {
    PRODUCT(chromatogram),
    {.name = "concentration_ppm",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(chromatogram, value),
     .unit = PPM,
     .default_text = "",
     .minimum = 0,
     .maximum = 1e6,
     .doc = "Mole fraction in the outlet gas, ppm, one for each injection."},
    {.name = "concentration_error_ppm",
     .type = HC_VALUE_REAL,
     .offset = offsetof(chromatogram, value_error),
     .unit = PPM,
     .default_text = "",
     .minimum = 0,
     .maximum = 1e6,
     .doc = "Standard error of one injection; without it, from the scatter of several."},
    PEAK_AREA,
    {.name = "response_ppm_per_area",
     .type = HC_VALUE_REAL,
     .offset = offsetof(chromatogram, response),
     .unit = PPM,
     .default_text = "",
     .minimum = 1e-12,
     .maximum = 1e12,
     .doc = "Calibration: ppm for one unit of area."},
    CALIBRATION,
    {0}};

static const hc_keyword hplc_keywords[] = {
    PRODUCT(chromatogram),
    {.name = "concentration_mmol_l",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(chromatogram, value),
     .unit = MMOL_PER_LITRE,
     .default_text = "",
     .minimum = 0,
     .maximum = 1e6,
     .doc = "Concentration in the sample, mmol/l, one for each injection."},
    {.name = "concentration_error_mmol_l",
     .type = HC_VALUE_REAL,
     .offset = offsetof(chromatogram, value_error),
     .unit = MMOL_PER_LITRE,
     .default_text = "",
     .minimum = 0,
     .maximum = 1e6,
     .doc = "Standard error of one injection; without it, from the scatter of several."},
    PEAK_AREA,
    {.name = "response_mmol_l_per_area",
     .type = HC_VALUE_REAL,
     .offset = offsetof(chromatogram, response),
     .unit = MMOL_PER_LITRE,
     .default_text = "",
     .minimum = 1e-12,
     .maximum = 1e12,
     .doc = "Calibration: mmol/l for one unit of area."},
    CALIBRATION,
    DILUTION(chromatogram),
    {0}};

#define POSITIVE(key, member, text)                                                                                    \
    {                                                                                                                  \
        .name = key, .type = HC_VALUE_REAL, .offset = offsetof(nmr_options, member), .unit = 1.0, .minimum = 1e-30,    \
        .maximum = 1e30, .doc = text                                                                                   \
    }
#define ERROR_OF(key, member, text)                                                                                    \
    {                                                                                                                  \
        .name = key, .type = HC_VALUE_REAL, .offset = offsetof(nmr_options, member), .unit = 1.0, .default_text = "0", \
        .minimum = 0, .maximum = 1e30, .doc = text                                                                     \
    }

static const hc_keyword nmr_keywords[] = {
    PRODUCT(nmr_options),
    POSITIVE("integral", integral, "Integral of the product's signal."),
    ERROR_OF("integral_error", integral_error, "Its standard error."),
    POSITIVE("nuclei", nuclei, "Nuclei of the signal in one molecule: 1 for the proton of formate at 8.4 ppm."),
    POSITIVE("standard_integral", standard_integral, "Integral of the internal standard's signal."),
    ERROR_OF("standard_integral_error", standard_integral_error, "Its standard error."),
    POSITIVE("standard_nuclei", standard_nuclei, "Nuclei of that signal: 6 for dimethyl sulfoxide."),
    POSITIVE("standard_concentration_mmol_l", standard_concentration, "Of the standard in the tube, mmol/l."),
    ERROR_OF("standard_concentration_error_mmol_l", standard_concentration_error, "Its standard error."),
    DILUTION(nmr_options),
    {0}};

/* Mean of injections and the error that their scatter, or the error of one, gives the mean. */
static void average(const hc_real_list *list, double scale, double one_error, double *mean, double *error)
{
    double sum = 0.0, squares = 0.0, n = (double)list->count;
    for (size_t i = 0; i < list->count; i++) {
        sum += scale * list->value[i];
    }
    *mean = sum / n;
    for (size_t i = 0; i < list->count; i++) {
        double deviation = scale * list->value[i] - *mean;
        squares += deviation * deviation;
    }
    *error = isfinite(one_error) ? one_error / sqrt(n) : list->count > 1 ? sqrt(squares / (n - 1.0) / n) : 0.0;
}

static hc_status read_chromatogram(hc_context *ctx, const chromatogram *o, const char *method,
                                   hc_error_sources *sources, hc_uncertain *result)
{
    char source[48];
    double mean = 0.0, error = 0.0;
    hc_uncertain calibration;
    bool direct = o->value.count > 0, areas = o->peak_area.count > 0;
    if (direct == areas) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s of %s: give either the concentration or peak_area with its response",
                       method, o->product);
    }
    if (areas && !isfinite(o->response)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s of %s: peak_area needs its response (calibration)", method, o->product);
    }
    average(direct ? &o->value : &o->peak_area, direct ? 1.0 : o->response, o->value_error, &mean, &error);
    snprintf(source, sizeof source, "%s of %s", method, o->product);
    hc_status status = hc_uncertain_measured(ctx, sources, source, mean, error, result);
    if (status != HC_OK) {
        return status;
    }
    snprintf(source, sizeof source, "%s calibration, %s", method, o->product);
    status = hc_uncertain_measured(ctx, sources, source, 1.0, o->calibration_error, &calibration);
    *result = hc_uncertain_multiply(result, &calibration);
    return status;
}

/* r = x p V'/(R T), the flow in mol/s times the mole fraction. */
static hc_status measure_gas(hc_context *ctx, const void *options, const hc_run_volumes *run, hc_error_sources *sources,
                             hc_product_yield *yield)
{
    const chromatogram *o = options;
    hc_uncertain fraction;
    if (!isfinite(run->gas_flow_mol_s.value)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "gc of %s: the run needs flow_ml_min", o->product);
    }
    hc_status status = read_chromatogram(ctx, o, "gc", sources, &fraction);
    yield->is_rate = true;
    yield->value = hc_uncertain_multiply(&fraction, &run->gas_flow_mol_s);
    return status;
}

static hc_status from_concentration(hc_context *ctx, const char *method, const char *product,
                                    const hc_uncertain *concentration, double dilution, const hc_run_volumes *run,
                                    hc_product_yield *yield)
{
    if (!isfinite(run->liquid_m3.value)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s of %s: the run needs volume_ml", method, product);
    }
    hc_uncertain amount = hc_uncertain_multiply(concentration, &run->liquid_m3);
    yield->is_rate = false;
    yield->value = hc_uncertain_scale(&amount, dilution);
    return HC_OK;
}

static hc_status measure_liquid(hc_context *ctx, const void *options, const hc_run_volumes *run,
                                hc_error_sources *sources, hc_product_yield *yield)
{
    const chromatogram *o = options;
    hc_uncertain concentration;
    hc_status status = read_chromatogram(ctx, o, "hplc", sources, &concentration);
    return status != HC_OK ? status
                           : from_concentration(ctx, "hplc", o->product, &concentration, o->dilution, run, yield);
}

/* c = (I/N) / (I_s/N_s) c_s; the standard is the same for all products of a tube. */
static hc_status measure_nmr(hc_context *ctx, const void *options, const hc_run_volumes *run, hc_error_sources *sources,
                             hc_product_yield *yield)
{
    const nmr_options *o = options;
    hc_status status = HC_OK;
    hc_uncertain integral, standard, concentration;
    char source[48];
    snprintf(source, sizeof source, "nmr of %s", o->product);
    HC_TRY(hc_uncertain_measured(ctx, sources, source, o->integral, o->integral_error, &integral));
    HC_TRY(hc_uncertain_measured(ctx, sources, "nmr standard, integral", o->standard_integral,
                                 o->standard_integral_error, &standard));
    HC_TRY(hc_uncertain_measured(ctx, sources, "nmr standard, concentration", o->standard_concentration,
                                 o->standard_concentration_error, &concentration));
    hc_uncertain ratio = hc_uncertain_divide(&integral, &standard);
    concentration = hc_uncertain_multiply(&concentration, &ratio);
    concentration = hc_uncertain_scale(&concentration, o->standard_nuclei / o->nuclei);
    HC_TRY(from_concentration(ctx, "nmr", o->product, &concentration, o->dilution, run, yield));
cleanup:
    return status;
}

static const hc_product_method gc = {.name = "gc",
                                     .summary = "gas chromatography of the outlet gas: mole fraction and flow",
                                     .reference = "Seger, Robert, Jiao, Nat. Sustain. 6, 236 (2023)",
                                     .keywords = gc_keywords,
                                     .options_size = sizeof(chromatogram),
                                     .measure = measure_gas};
static const hc_product_method hplc = {.name = "hplc",
                                       .summary = "chromatography of the electrolyte: concentration and volume",
                                       .keywords = hplc_keywords,
                                       .options_size = sizeof(chromatogram),
                                       .measure = measure_liquid};
static const hc_product_method nmr = {.name = "nmr",
                                      .summary = "NMR of the electrolyte with an internal standard",
                                      .reference = "Chatterjee, Boutin, Robert, Dalton Trans. 49, 4257 (2020)",
                                      .keywords = nmr_keywords,
                                      .options_size = sizeof(nmr_options),
                                      .measure = measure_nmr};

const hc_product_method *const *hc_product_methods(void)
{
    static const hc_product_method *const records[] = {&gc, &hplc, &nmr, NULL};
    return records;
}
