/* CH Instruments, text and csv: date, technique, "File:", settings "Init E (V) = 0", results, then "Potential/V,
 * Current/A" and the rows, with "Segment 2:" between them where segments are exported. There is often no time: it
 * follows from the scan rate. Older versions count cathodic currents as positive; only the user knows
 * (reverse_current). */
#include <math.h>
#include <string.h>

#include "measured/delimited.h"
#include "measured/formats.h"

static size_t column_line(const hc_source *source)
{
    for (size_t i = 0; i < source->nline; i++) {
        const char *line = source->line[i];
        if (strncmp(line, "Potential/V", 11) == 0 || strncmp(line, "Time/s", 6) == 0) {
            return i;
        }
    }
    return source->nline;
}

static bool recognises(const hc_source *source)
{
    size_t line = hc_source_find(source, "Instrument Model:");
    return line < source->nline && line < 40 && strstr(source->line[line], "CHI") != NULL;
}

static bool skips(const char *line)
{
    return strncmp(line, "Segment", 7) == 0;
}

/* Potential over scan rate: the time that a sweep takes. */
static hc_status add_times(hc_context *ctx, hc_trace *trace)
{
    const double *potential = trace->value[HC_TRACE_POTENTIAL];
    hc_status status = hc_allocate(ctx, trace->capacity, sizeof(double), &trace->value[HC_TRACE_TIME]);
    for (size_t i = 1; status == HC_OK && i < trace->nrow; i++) {
        trace->value[HC_TRACE_TIME][i] =
            trace->value[HC_TRACE_TIME][i - 1] + fabs(potential[i] - potential[i - 1]) / trace->scan_rate_v_s;
    }
    return status;
}

/* A current against time was taken at the potential of the settings. */
static hc_status add_potential(hc_context *ctx, hc_trace *trace, double potential)
{
    hc_status status = hc_allocate(ctx, trace->capacity, sizeof(double), &trace->value[HC_TRACE_CONTROL]);
    for (size_t i = 0; status == HC_OK && i < trace->nrow; i++) {
        trace->value[HC_TRACE_CONTROL][i] = potential;
    }
    return status;
}

static hc_status read(hc_context *ctx, const hc_source *source, const hc_trace_options *options, hc_trace *trace)
{
    size_t header = column_line(source);
    if (header == source->nline) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s: cut off or another experiment: no line 'Potential/V, Current/A' or 'Time/sec, Current/A'",
                       source->name);
    }
    hc_source_copy(trace->title, sizeof trace->title, source->nline > 1 ? source->line[1] : "");
    trace->technique = hc_technique_of_title(trace->title);
    double rate = hc_format_setting(source, header, "Scan Rate (V/s)");
    trace->scan_rate_v_s = rate > 0.0 ? rate : NAN;
    hc_delimited where = {.header_line = header, .first_row = header + 1, .end_line = source->nline, .skips = skips};
    hc_status status = hc_delimited_read(ctx, source, &where, options, trace, NULL);
    if (status == HC_OK && trace->nrow > 0 && trace->value[HC_TRACE_TIME] == NULL &&
        trace->value[HC_TRACE_POTENTIAL] != NULL && isfinite(trace->scan_rate_v_s)) {
        status = add_times(ctx, trace);
    }
    double initial = hc_format_setting(source, header, "Init E (V)");
    if (status == HC_OK && trace->nrow > 0 && trace->value[HC_TRACE_POTENTIAL] == NULL &&
        trace->value[HC_TRACE_CONTROL] == NULL && isfinite(initial)) {
        status = add_potential(ctx, trace, initial);
    }
    return status;
}

static const char *const extensions[] = {".txt", ".csv", NULL};

const hc_trace_format hc_format_chi = {
    .name = "chi",
    .summary = "CH Instruments text and csv export",
    .reference = "CH Instruments software, Convert to Text",
    .extensions = extensions,
    .recognises = recognises,
    .read = read,
};
