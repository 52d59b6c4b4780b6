/* Any table with names and units in a header line: "time_s,potential_v,current_ma", "E / V vs Ag/AgCl; I / mA". Lines
 * that begin with '#' or '%' before it are passed over. */
#include <string.h>

#include "measured/delimited.h"
#include "measured/formats.h"

#define TITLE_LINES_MAX 100

static bool skips(const char *line)
{
    size_t blanks = strspn(line, " \t");
    return line[blanks] == '#' || line[blanks] == '%' || line[blanks] == '\0';
}

/* Columns of a line that mean something to us. */
static size_t known_columns(const char *line)
{
    static const char separators[] = "\t;, ";
    size_t best = 0;
    for (const char *separator = separators; *separator != '\0'; separator++) {
        size_t known = 0;
        for (const char *at = line; at != NULL;) {
            char header[128];
            size_t width = strcspn(at, (char[2]){*separator, '\0'});
            if (width > 0 && width < sizeof header) {
                hc_column_meaning meaning;
                memcpy(header, at, width);
                header[width] = '\0';
                hc_column_understand(header, NULL, &meaning);
                known += meaning.known;
            }
            at = at[width] == '\0' ? NULL : at + width + 1;
        }
        best = known > best ? known : best;
    }
    return best;
}

static size_t column_line(const hc_source *source)
{
    for (size_t i = 0; i < source->nline && i < TITLE_LINES_MAX; i++) {
        if (!skips(source->line[i]) && known_columns(source->line[i]) >= 2) {
            return i;
        }
    }
    return source->nline;
}

static size_t first_row_without_header(const hc_source *source)
{
    for (size_t i = 0; i < source->nline && i < TITLE_LINES_MAX; i++) {
        if (!skips(source->line[i])) {
            return hc_delimited_is_row(source->line[i]) ? i : source->nline;
        }
    }
    return source->nline;
}

static bool recognises(const hc_source *source)
{
    return column_line(source) < source->nline || first_row_without_header(source) < source->nline;
}

static hc_status read(hc_context *ctx, const hc_source *source, const hc_trace_options *options, hc_trace *trace)
{
    size_t header = column_line(source);
    if (header == source->nline) {
        size_t row = first_row_without_header(source);
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s:%zu: a header line with names and units is expected%s; write for example "
                       "'time_s,potential_v,current_ma' above the numbers",
                       source->name, row < source->nline ? row + 1 : 1,
                       row < source->nline ? " before the numbers" : "");
    }
    for (size_t i = 0; i < header && trace->title[0] == '\0'; i++) {
        const char *line = source->line[i];
        hc_source_copy(trace->title, sizeof trace->title, line + strspn(line, " \t#%"));
    }
    trace->technique = hc_technique_of_title(trace->title);
    hc_delimited where = {.header_line = header, .first_row = header + 1, .end_line = source->nline, .skips = skips};
    return hc_delimited_read(ctx, source, &where, options, trace, NULL);
}

static const char *const extensions[] = {".csv", ".txt", ".dat", NULL};

const hc_trace_format hc_format_csv = {
    .name = "csv",
    .summary = "a table with names and units in its header line",
    .reference = NULL,
    .extensions = extensions,
    .recognises = recognises,
    .read = read,
};
