/* EC-Lab and BT-Lab text export: the second line says how many lines the header has; the last of them names the
 * columns.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "measured/delimited.h"
#include "measured/formats.h"

static bool begins(const char *line, const char *prefix)
{
    return strncmp(line, prefix, strlen(prefix)) == 0;
}

static bool recognises(const hc_source *source)
{
    return source->nline > 1 &&
           (begins(source->line[0], "EC-Lab ASCII FILE") || begins(source->line[0], "BT-Lab ASCII FILE"));
}

/* Number behind the colon of "Nb header lines : 58". */
static hc_status header_line(hc_context *ctx, const hc_source *source, size_t *line)
{
    double count = source->nline > 1 && begins(source->line[1], "Nb header lines")
                       ? hc_format_setting(source, 2, "Nb header lines")
                       : NAN;
    if (!(count >= 3 && count == floor(count) && count < 1e6)) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s:2: 'Nb header lines : N' is expected here; without it nobody knows where the data begin",
                       source->name);
    }
    if (count > (double)source->nline) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: cut off: the header has %.0f lines, the file %zu", source->name,
                       count, source->nline);
    }
    *line = (size_t)count - 1;
    if (strchr(source->line[*line], '\t') == NULL) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: names of columns with tabs between them are expected here",
                       source->name, *line + 1);
    }
    return HC_OK;
}

/* dE/dt with its unit on the next line. */
static double scan_rate(const hc_source *source, size_t end)
{
    double rate = hc_format_setting(source, end, "dE/dt");
    size_t unit = hc_source_find(source, "dE/dt unit");
    double scale = unit < end && strstr(source->line[unit], "mV") ? 1e-3 : 1.0;
    scale /= unit < end && strstr(source->line[unit], "/min") ? 60.0 : 1.0;
    return rate > 0.0 ? rate * scale : NAN;
}

static hc_status read(hc_context *ctx, const hc_source *source, const hc_trace_options *options, hc_trace *trace)
{
    size_t header = 0;
    hc_status status = header_line(ctx, source, &header);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 2; i < header && trace->title[0] == '\0'; i++) {
        hc_source_copy(trace->title, sizeof trace->title, source->line[i]);
    }
    trace->technique = hc_technique_of_title(trace->title);
    size_t line = hc_source_find(source, "Reference electrode :");
    if (line < header) {
        hc_source_copy(trace->reference, sizeof trace->reference, strchr(source->line[line], ':') + 1);
    }
    double area = hc_format_setting(source, header, "Electrode surface area");
    trace->area_m2 = area > 0.0 ? area * 1e-4 : NAN;
    trace->scan_rate_v_s = scan_rate(source, header);
    hc_delimited where = {.header_line = header, .first_row = header + 1, .end_line = source->nline, .separator = '\t'};
    return hc_delimited_read(ctx, source, &where, options, trace, NULL);
}

static const char *const extensions[] = {".mpt", ".txt", NULL};

const hc_trace_format hc_format_mpt = {
    .name = "mpt",
    .summary = "BioLogic EC-Lab and BT-Lab text export",
    .reference = "EC-Lab manual, export as text; layouts of versions 10 to 11.60",
    .extensions = extensions,
    .recognises = recognises,
    .read = read,
};
