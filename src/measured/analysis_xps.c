/* Shares of configurations (pyridinic, pyrrolic, graphitic, oxidised nitrogen) from the areas of XPS components. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "measured/analyses.h"

typedef struct xps_options {
    char *sample;
    hc_text_list components;
    hc_real_list areas, area_errors, sensitivities;
} xps_options;

static const hc_keyword keywords[] = {
    {.name = "sample",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(xps_options, sample),
     .default_text = "",
     .doc = "Name of the sample."},
    {.name = "components",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(xps_options, components),
     .doc = "Names of the components: pyridinic (398.3 eV), pyrrolic (400.1), graphitic (401.3), oxidised (402-405)."},
    {.name = "areas",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(xps_options, areas),
     .unit = 1.0,
     .minimum = 0,
     .maximum = 1e30,
     .doc = "Their areas, in any unit."},
    {.name = "area_errors",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(xps_options, area_errors),
     .unit = 1.0,
     .default_text = "",
     .minimum = 0,
     .maximum = 1e30,
     .doc = "Standard errors of the areas."},
    {.name = "sensitivities",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(xps_options, sensitivities),
     .unit = 1.0,
     .default_text = "",
     .minimum = 1e-6,
     .maximum = 1e6,
     .doc = "Relative sensitivity factors where the components are of different elements; areas are divided by them."},
    {0}};

static hc_status check(hc_context *ctx, const xps_options *o)
{
    const size_t count = o->components.count;
    double sum = 0.0;
    if (count > HC_ERROR_SOURCE_MAX || o->areas.count != count ||
        (o->area_errors.count != 0 && o->area_errors.count != count) ||
        (o->sensitivities.count != 0 && o->sensitivities.count != count)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "%zu components need as many areas (%zu), and errors (%zu) and sensitivities (%zu) as many or "
                       "none",
                       count, o->areas.count, o->area_errors.count, o->sensitivities.count);
    }
    for (size_t i = 0; i < count; i++) {
        sum += o->areas.value[i];
    }
    return sum > 0.0 ? HC_OK : hc_fail(ctx, HC_ERROR_INPUT, "the areas sum to nothing");
}

static hc_status apply(hc_context *ctx, const void *options, const hc_measured_input *input, hc_measured_result *result)
{
    (void)input;
    const xps_options *o = options;
    hc_status status = check(ctx, o);
    hc_error_sources sources = {0};
    hc_uncertain amount[HC_ERROR_SOURCE_MAX], sum = hc_uncertain_exact(0.0);
    for (size_t i = 0; status == HC_OK && i < o->components.count; i++) {
        char name[32];
        double sensitivity = o->sensitivities.count > 0 ? o->sensitivities.value[i] : 1.0;
        double error = o->area_errors.count > 0 ? o->area_errors.value[i] : 0.0;
        snprintf(name, sizeof name, "area %zu", i);
        status = hc_uncertain_measured(ctx, &sources, name, o->areas.value[i] / sensitivity, error / sensitivity,
                                       &amount[i]);
        sum = hc_uncertain_add(&sum, &amount[i]);
    }
    for (size_t i = 0; status == HC_OK && i < o->components.count; i++) {
        hc_uncertain share = hc_uncertain_divide(&amount[i], &sum);
        hc_measured_value value = {
            .unit = "%", .value = 100.0 * share.value, .error = 100.0 * hc_uncertain_error(&share)};
        snprintf(value.key, sizeof value.key, "share_%.40s_percent", o->components.value[i]);
        snprintf(value.label, sizeof value.label, "%.50s", o->components.value[i]);
        snprintf(value.note, sizeof value.note, "%.80s, of the XPS areas", o->sample ? o->sample : "share");
        status = hc_measured_add_value(ctx, result, &value);
    }
    return status;
}

const hc_measured_analysis hc_analysis_xps = {
    .name = "xps",
    .summary = "Shares of nitrogen configurations from XPS areas.",
    .reference = "Pels, Kapteijn, Moulijn, Zhu, Thomas, Carbon 33, 1641 (1995) (assignment of the components)",
    .keywords = keywords,
    .options_size = sizeof(xps_options),
    .apply = apply,
};
