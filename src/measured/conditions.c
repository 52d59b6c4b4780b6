#include "measured/conditions.h"

#include <math.h>

#include "measured/constants.h"
#include "measured/reference_electrode.h"

#define CM2 1e-4

const hc_keyword hc_electrode_keywords[] = {
    {.name = "material",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(hc_electrode_options, material),
     .default_text = "",
     .doc = "What the electrode is made of, for the page."},
    {.name = "area_cm2",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_electrode_options, area_m2),
     .unit = CM2,
     .minimum = 1e-6,
     .maximum = 1e6,
     .doc = "Geometric area: currents are divided by it."},
    {.name = "area_error_cm2",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_electrode_options, area_error_m2),
     .unit = CM2,
     .default_text = "0",
     .minimum = 0,
     .maximum = 1e6,
     .doc = "Its standard error."},
    {.name = "sites_mol",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_electrode_options, sites_mol),
     .default_text = "",
     .minimum = 1e-20,
     .maximum = 1,
     .doc = "Number of active sites, mol: turnover frequencies are given when it is known."},
    {.name = "sites_error_mol",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_electrode_options, sites_error_mol),
     .default_text = "0",
     .minimum = 0,
     .maximum = 1,
     .doc = "Its standard error."},
    {0}};

const hc_keyword hc_electrolyte_keywords[] = {
    {.name = "name",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(hc_electrolyte_options, name),
     .default_text = "",
     .doc = "For the page: \"0.5 M KHCO3, CO2 saturated\"."},
    {.name = "temperature_celsius",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_electrolyte_options, temperature_c),
     .unit = 1.0,
     .default_text = "25",
     .minimum = -40,
     .maximum = 150,
     .doc = "Temperature, degrees Celsius."},
    {.name = "ph",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_electrolyte_options, ph),
     .minimum = -2,
     .maximum = 16,
     .doc = "pH of the electrolyte as it was during the measurement (CO2 lowers it)."},
    {.name = "ph_error",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_electrolyte_options, ph_error),
     .default_text = "0",
     .minimum = 0,
     .maximum = 5,
     .doc = "Its standard error."},
    {0}};

const hc_keyword hc_reference_keywords[] = {
    {.name = "electrode",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(hc_reference_options, electrode),
     .doc = "Reference electrode of all potentials in the files: a name of `halfcell list reference-electrodes`."},
    {.name = "potential_v_she",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_reference_options, potential_v_she),
     .unit = 1.0,
     .default_text = "",
     .minimum = -5,
     .maximum = 5,
     .doc = "Its potential where it was calibrated, V against SHE; without it that of the table."},
    {.name = "error_v",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_reference_options, error_v),
     .unit = 1.0,
     .default_text = "0",
     .minimum = 0,
     .maximum = 1,
     .doc = "Standard error of the potential."},
    {0}};

const hc_keyword hc_resistance_keywords[] = {
    {.name = "resistance_ohm",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_resistance_options, resistance_ohm),
     .default_text = "0",
     .minimum = 0,
     .maximum = 1e9,
     .doc = "Resistance between working and reference electrode; 0: potentials are not corrected."},
    {.name = "error_ohm",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_resistance_options, error_ohm),
     .default_text = "0",
     .minimum = 0,
     .maximum = 1e9,
     .doc = "Its standard error."},
    {.name = "compensated_percent",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_resistance_options, compensated),
     .unit = 0.01,
     .default_text = "0",
     .minimum = 0,
     .maximum = 100,
     .doc = "How much of the drop the instrument corrected while it measured; the rest is corrected here."},
    {0}};

static hc_status reference_potential(hc_context *ctx, const hc_measured_conditions *c,
                                     const hc_reference_electrode *record, hc_error_sources *sources,
                                     hc_uncertain *reference, hc_text *notes)
{
    hc_status status = HC_OK;
    bool tabulated = true;
    double value = c->reference.potential_v_she;
    if (record->count == 0 && isfinite(value)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "reference: '%s' has no potential_v_she: its potential follows from the pH",
                       record->name);
    }
    if (!isfinite(value)) {
        status = hc_reference_electrode_potential(ctx, record, c->electrolyte.temperature_c + HC_CELSIUS_ZERO_K,
                                                  c->electrolyte.ph, &value, &tabulated);
    }
    if (status == HC_OK && !tabulated && notes != NULL) {
        hc_text_addf(notes, "The potential of %s is tabulated at %g °C and used at %g °C.\n", record->summary,
                     record->temperature_c[0], c->electrolyte.temperature_c);
    }
    bool other =
        record->ph_high > record->ph_low && (c->electrolyte.ph < record->ph_low || c->electrolyte.ph > record->ph_high);
    if (status == HC_OK && other && notes != NULL) {
        hc_text_addf(notes, "%s is made for pH %g to %g, the electrolyte has %g: %s. Calibrate it.\n", record->summary,
                     record->ph_low, record->ph_high, c->electrolyte.ph, record->beyond);
    }
    return status != HC_OK
               ? status
               : hc_uncertain_measured(ctx, sources, "reference electrode", value, c->reference.error_v, reference);
}

hc_status hc_potential_scale_make(hc_context *ctx, const hc_measured_conditions *c, hc_error_sources *sources,
                                  hc_potential_scale *scale, hc_text *notes)
{
    hc_status status = HC_OK;
    hc_uncertain ph, resistance;
    const hc_reference_electrode *record = NULL;
    double slope = hc_nernst_slope_v(c->electrolyte.temperature_c + HC_CELSIUS_ZERO_K);
    HC_TRY(hc_reference_electrode_find(ctx, c->reference.electrode, &record));
    HC_TRY(reference_potential(ctx, c, record, sources, &scale->reference_v_she, notes));
    HC_TRY(hc_uncertain_measured(ctx, sources, "pH", c->electrolyte.ph, c->electrolyte.ph_error, &ph));
    HC_TRY(hc_uncertain_measured(ctx, sources, "resistance", c->resistance.resistance_ohm, c->resistance.error_ohm,
                                 &resistance));
    hc_uncertain nernst = hc_uncertain_scale(&ph, slope);
    if (record->count == 0) { /* the pH cancels, with its error */
        scale->reference_v_she = hc_uncertain_scale(&nernst, -1.0);
    }
    scale->shift_v = hc_uncertain_add(&scale->reference_v_she, &nernst);
    scale->resistance_ohm = hc_uncertain_scale(&resistance, 1.0 - c->resistance.compensated);
cleanup:
    return status;
}

double hc_potential_v_rhe(const hc_potential_scale *scale, double potential_v, double current_a)
{
    return potential_v + scale->shift_v.value - current_a * scale->resistance_ohm.value;
}

hc_uncertain hc_potential_uncertain_v_rhe(const hc_potential_scale *scale, double potential_v,
                                          const hc_uncertain *current_a)
{
    hc_uncertain drop = hc_uncertain_multiply(current_a, &scale->resistance_ohm);
    hc_uncertain shifted = hc_uncertain_subtract(&scale->shift_v, &drop);
    shifted.value += potential_v;
    return shifted;
}
