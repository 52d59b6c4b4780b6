/* What the input says of a run and of its file. */
#include "measured/run.h"

#define ML_PER_MIN (1e-6 / 60.0)

const hc_keyword hc_file_keywords[] = {
    {.name = "file",
     .type = HC_VALUE_FILE,
     .offset = offsetof(hc_file_options, file),
     .default_text = "",
     .doc = "File of the potentiostat; what it is, is recognised by its content."},
    {.name = "format",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(hc_file_options, how.format),
     .default_text = "",
     .doc = "Says what the file is where that is not recognised: `halfcell list instruments`."},
    {.name = "time_unit",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(hc_file_options, how.time_unit),
     .default_text = "",
     .doc = "Unit of a column of time whose header names none."},
    {.name = "potential_unit",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(hc_file_options, how.potential_unit),
     .default_text = "",
     .doc = "Unit of a column of potential whose header names none."},
    {.name = "current_unit",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(hc_file_options, how.current_unit),
     .default_text = "",
     .doc = "Unit of a column of current whose header names none: A, mA, mA/cm2."},
    {.name = "reverse_current",
     .type = HC_VALUE_BOOL,
     .offset = offsetof(hc_file_options, how.reverse_current),
     .default_text = "false",
     .doc = "The file counts cathodic currents as positive (older CH Instruments); here they are negative."},
    {0}};

#define OPTIONAL(key, member, one, low, high, text)                                                                    \
    {                                                                                                                  \
        .name = key, .type = HC_VALUE_REAL, .offset = offsetof(hc_run_options, member), .unit = one,                   \
        .default_text = "", .minimum = low, .maximum = high, .doc = text                                               \
    }
#define WITH_DEFAULT(key, member, one, usual, low, high, text)                                                         \
    {                                                                                                                  \
        .name = key, .type = HC_VALUE_REAL, .offset = offsetof(hc_run_options, member), .unit = one,                   \
        .default_text = usual, .minimum = low, .maximum = high, .doc = text                                            \
    }

const hc_keyword hc_run_keywords[] = {
    {.name = "label",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(hc_run_options, label),
     .default_text = "",
     .doc = "Name of the run on the page; without it, its potential."},
    OPTIONAL("begin_s", begin_s, 1.0, -1e12, 1e12, "The part of the file that counts begins at this time of the file."),
    OPTIONAL("end_s", end_s, 1.0, -1e12, 1e12, "... and ends here."),
    OPTIONAL("potential_v", potential_v, 1.0, -100, 100,
             "Potential against the reference electrode, for runs without a file."),
    OPTIONAL("current_ma", current_a, 1e-3, -1e9, 1e9, "Mean current, cathodic negative, for runs without a file."),
    WITH_DEFAULT("current_error_ma", current_error_a, 1e-3, "0", 0, 1e9, "Its standard error."),
    OPTIONAL("duration_s", duration_s, 1.0, 1e-6, 1e12, "Length of the electrolysis, for runs without a file."),
    WITH_DEFAULT("instrument_error_percent", instrument_error, 0.01, "0", 0, 100,
                 "Relative standard error of the potentiostat's current."),
    OPTIONAL("flow_ml_min", flow_m3_s, ML_PER_MIN, 1e-9, 1e9, "Flow of gas out of the cell, ml/min."),
    WITH_DEFAULT("flow_error_ml_min", flow_error_m3_s, ML_PER_MIN, "0", 0, 1e9, "Its standard error."),
    WITH_DEFAULT(
        "flow_temperature_celsius", flow_temperature_c, 1.0, "0", -100, 500,
        "Temperature to which the flow refers; 0 for the standard cubic centimetres of mass flow controllers."),
    WITH_DEFAULT("flow_pressure_bar", flow_pressure_pa, 1e5, "1.01325", 1e-6, 1e3,
                 "Pressure to which the flow refers."),
    OPTIONAL("standard_in_ppm", standard_in, 1e-6, 1e-6, 1e6,
             "Mole fraction of an inert gas in the gas that enters; flow_ml_min is then the flow that enters."),
    OPTIONAL("standard_out_ppm", standard_out, 1e-6, 1e-6, 1e6,
             "... and in the gas that leaves: the flow out is the flow in times their ratio."),
    WITH_DEFAULT("standard_error_percent", standard_error, 0.01, "0", 0, 100, "Relative standard error of that ratio."),
    OPTIONAL("volume_ml", volume_m3, 1e-6, 1e-9, 1e9, "Volume of the electrolyte that holds the liquid products."),
    WITH_DEFAULT("volume_error_ml", volume_error_m3, 1e-6, "0", 0, 1e9, "Its standard error."),
    OPTIONAL("cell_voltage_v", cell_voltage_v, 1.0, 1e-3, 1e3,
             "Voltage of the whole cell: the full-cell energy efficiency is given when it is known."),
    {0}};

hc_status hc_file_options_read(hc_context *ctx, const hc_file_options *options, hc_trace **trace)
{
    *trace = NULL;
    if (options->file == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "no file is named");
    }
    return hc_trace_read(ctx, options->file, &options->how, trace);
}
