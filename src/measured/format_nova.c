/* Metrohm Autolab, Nova: a header line of columns such as "WE(1).Current (A)", separated by ';', tab or comma. */
#include <string.h>

#include "measured/delimited.h"
#include "measured/formats.h"

/* The header is the first line, or stands behind a few lines of a title. */
static size_t column_line(const hc_source *source)
{
    for (size_t i = 0; i < source->nline && i < 20; i++) {
        if (strstr(source->line[i], "WE(1).") != NULL) {
            return i;
        }
    }
    return source->nline;
}

static bool recognises(const hc_source *source)
{
    return column_line(source) < source->nline;
}

static hc_status read(hc_context *ctx, const hc_source *source, const hc_trace_options *options, hc_trace *trace)
{
    size_t header = column_line(source);
    if (header == source->nline) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: no header line with 'WE(1).Current (A)' in the first 20 lines",
                       source->name);
    }
    hc_delimited where = {.header_line = header, .first_row = header + 1, .end_line = source->nline};
    hc_status status = hc_delimited_read(ctx, source, &where, options, trace, NULL);
    if (status == HC_OK && trace->value[HC_TRACE_CYCLE] != NULL) {
        trace->technique = HC_TECHNIQUE_CV; /* only its export has a column Scan */
    }
    return status;
}

static const char *const extensions[] = {".txt", ".csv", NULL};

const hc_trace_format hc_format_nova = {
    .name = "nova",
    .summary = "Metrohm Autolab Nova text export",
    .reference = "Nova user manual, Export data",
    .extensions = extensions,
    .recognises = recognises,
    .read = read,
};
