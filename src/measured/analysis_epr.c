/* Number of spins from an EPR spectrum beside a standard of known spins. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "measured/analyses.h"

/* What enters for the sample and for the standard. */
typedef struct epr_spectrum {
    char *file;
    double double_integral, error;
    double power, modulation, gain, quality, temperature, spin, g;
} epr_spectrum;

typedef struct epr_options {
    epr_spectrum sample, standard;
    double standard_spins, standard_error;
    double mass_g;
} epr_options;

#define POSITIVE(key, member, usual, text)                                                                             \
    {                                                                                                                  \
        .name = key, .type = HC_VALUE_REAL, .offset = offsetof(epr_options, member), .unit = 1.0,                      \
        .default_text = usual, .minimum = 1e-30, .maximum = 1e30, .doc = text                                          \
    }
#define SPECTRUM(prefix, member)                                                                                       \
    {.name = prefix "spectrum",                                                                                        \
     .type = HC_VALUE_FILE,                                                                                            \
     .offset = offsetof(epr_options, member.file),                                                                     \
     .default_text = "",                                                                                               \
     .doc = "CSV of field and first-derivative signal; or give its double integral."},                                 \
        POSITIVE(prefix "double_integral", member.double_integral, "", "Double integral of the spectrum."),            \
        {.name = prefix "integral_error_percent",                                                                      \
         .type = HC_VALUE_REAL,                                                                                        \
         .offset = offsetof(epr_options, member.error),                                                                \
         .unit = 0.01,                                                                                                 \
         .default_text = "0",                                                                                          \
         .minimum = 0,                                                                                                 \
         .maximum = 100,                                                                                               \
         .doc = "Its relative standard error."},                                                                       \
        POSITIVE(prefix "power_mw", member.power, "1", "Microwave power, below saturation."),                          \
        POSITIVE(prefix "modulation", member.modulation, "1", "Amplitude of the field modulation."),                   \
        POSITIVE(prefix "gain", member.gain, "1", "Gain times conversion time times number of scans."),                \
        POSITIVE(prefix "quality", member.quality, "1", "Quality factor of the resonator."),                           \
        POSITIVE(prefix "temperature_k", member.temperature, "298.15", "Temperature: Curie's law."),                   \
        POSITIVE(prefix "spin", member.spin, "0.5", "Spin quantum number S."),                                         \
        POSITIVE(prefix "g", member.g, "2.0023", "g value.")

static const hc_keyword keywords[] = {
    SPECTRUM("", sample),
    SPECTRUM("standard_", standard),
    POSITIVE("standard_spins", standard_spins, NULL, "Number of spins in the standard."),
    {.name = "standard_error_percent",
     .type = HC_VALUE_REAL,
     .offset = offsetof(epr_options, standard_error),
     .unit = 0.01,
     .default_text = "0",
     .minimum = 0,
     .maximum = 100,
     .doc = "Its relative standard error."},
    POSITIVE("mass_g", mass_g, "", "Mass of the sample: spins a gram are given when it is known."),
    {0}};

/* Twice the trapezoidal rule; a straight baseline through the ends is taken off the absorption, so that it ends at
 * zero.
 */
static hc_status integrate(hc_context *ctx, const hc_table *table, double *integral)
{
    const size_t count = table->nrow;
    double *absorption = NULL, sum = 0.0;
    if (count < 3 || table->ncolumn < 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a spectrum needs a field and a signal in at least 3 rows");
    }
    const double *field = table->column[0].value, *signal = table->column[1].value;
    hc_status status = hc_allocate(ctx, count, sizeof *absorption, &absorption);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 1; i < count; i++) {
        absorption[i] = absorption[i - 1] + 0.5 * (signal[i] + signal[i - 1]) * (field[i] - field[i - 1]);
    }
    double slope = absorption[count - 1] / (field[count - 1] - field[0]);
    for (size_t i = 1; i < count; i++) {
        double left = absorption[i - 1] - slope * (field[i - 1] - field[0]);
        double right = absorption[i] - slope * (field[i] - field[0]);
        sum += 0.5 * (left + right) * (field[i] - field[i - 1]);
    }
    free(absorption);
    *integral = fabs(sum);
    return sum != 0.0 && isfinite(sum) ? HC_OK : hc_fail(ctx, HC_ERROR_NUMERIC, "the spectrum has no double integral");
}

static hc_status find_integral(hc_context *ctx, const epr_spectrum *spectrum, const char *what, double *integral)
{
    hc_table *table = NULL;
    if ((spectrum->file != NULL) == isfinite(spectrum->double_integral)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "give either the spectrum or the double integral of the %s", what);
    }
    if (spectrum->file == NULL) {
        *integral = spectrum->double_integral;
        return HC_OK;
    }
    hc_status status = hc_table_read(ctx, spectrum->file, &table);
    if (status == HC_OK) {
        status = integrate(ctx, table, integral);
        status = status == HC_OK ? status : hc_fail_within(ctx, status, "%s: ", spectrum->file);
    }
    hc_table_free(table);
    return status;
}

/* Signal of one spin: sqrt(P) B_m G Q S(S+1) g / T. */
static double sensitivity(const epr_spectrum *s)
{
    return sqrt(s->power) * s->modulation * s->gain * s->quality * s->spin * (s->spin + 1.0) * s->g / s->temperature;
}

static hc_status apply(hc_context *ctx, const void *options, const hc_measured_input *input, hc_measured_result *result)
{
    (void)input;
    const epr_options *o = options;
    hc_status status = HC_OK;
    double sample = NAN, standard = NAN;
    HC_TRY(find_integral(ctx, &o->sample, "sample", &sample));
    HC_TRY(find_integral(ctx, &o->standard, "standard", &standard));
    double spins = o->standard_spins * (sample / sensitivity(&o->sample)) / (standard / sensitivity(&o->standard));
    double relative = sqrt(o->sample.error * o->sample.error + o->standard.error * o->standard.error +
                           o->standard_error * o->standard_error);
    hc_measured_value number = {.key = "spins", .label = "Spins (EPR)", .value = spins, .error = spins * relative};
    HC_TRY(hc_measured_add_value(ctx, result, &number));
    if (isfinite(o->mass_g)) {
        hc_measured_value mass = {.key = "spins_per_g",
                                  .label = "Spins a gram (EPR)",
                                  .unit = "1/g",
                                  .value = spins / o->mass_g,
                                  .error = spins * relative / o->mass_g};
        HC_TRY(hc_measured_add_value(ctx, result, &mass));
    }
cleanup:
    return status;
}

const hc_measured_analysis hc_analysis_epr = {
    .name = "epr",
    .summary = "Number of spins from the double integral beside a standard.",
    .reference =
        "Eaton, Eaton, Barr, Weber, Quantitative EPR (Springer, 2010); Aasa, Vanngard, J. Magn. Reson. 19, 308 "
        "(1975)",
    .keywords = keywords,
    .options_size = sizeof(epr_options),
    .apply = apply,
};
