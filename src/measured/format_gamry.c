/* Gamry Framework: keyed lines "KEY<tab>TYPE<tab>value<tab>label", then tables CURVE, CURVE1, CURVE2 ... whose rows
 * begin with a tab: names, units, numbers. Each table of a cyclic voltammogram is one cycle. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "measured/delimited.h"
#include "measured/formats.h"

static bool recognises(const hc_source *source)
{
    return source->nline > 1 && strncmp(source->line[0], "EXPLAIN", 7) == 0 && strncmp(source->line[1], "TAG", 3) == 0;
}

/* The value of a keyed line, copied; "" when there is none. */
static void key_text(const hc_source *source, const char *key, char *value, size_t size)
{
    size_t length = strlen(key);
    value[0] = '\0';
    for (size_t i = 0; i < source->nline; i++) {
        const char *line = source->line[i];
        if (strncmp(line, key, length) == 0 && line[length] == '\t') {
            const char *at = line + length + 1;
            const char *tab = strcmp(key, "TAG") == 0 ? NULL : strchr(at, '\t');
            hc_source_copy(value, size, tab ? tab + 1 : at);
            value[strcspn(value, "\t")] = '\0';
            return;
        }
    }
}

static double key_number(const hc_source *source, const char *key)
{
    char text[64];
    double value = NAN;
    key_text(source, key, text, sizeof text);
    return hc_source_number(text, strchr(text, ',') ? ',' : '.', &value) ? value : NAN;
}

static bool is_table(const char *line)
{
    size_t name = strcspn(line, "\t");
    return strncmp(line, "CURVE", 5) == 0 && name < 12 && strncmp(line + name, "\tTABLE", 6) == 0;
}

static bool ends_table(const char *line)
{
    return line[0] != '\0' && line[0] != '\t' && line[0] != ' ';
}

/* Rows that the line of a table announces, 0 when it does not. */
static size_t announced(const char *line)
{
    double count = 0.0;
    char field[32];
    hc_source_copy(field, sizeof field, strstr(line, "TABLE") + 5);
    return hc_source_number(field, '.', &count) && count > 0 && count < 1e9 ? (size_t)count : 0;
}

static hc_status read_table(hc_context *ctx, const hc_source *source, size_t iline, const hc_trace_options *options,
                            hc_trace *trace, size_t *end)
{
    size_t before = trace->nrow;
    if (iline + 2 >= source->nline) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: cut off: the table has no lines with names and units",
                       source->name, iline + 1);
    }
    hc_delimited where = {.header_line = iline + 1,
                          .unit_line = iline + 2,
                          .first_row = iline + 3,
                          .end_line = source->nline,
                          .separator = '\t',
                          .ends = ends_table};
    hc_status status = hc_delimited_read(ctx, source, &where, options, trace, end);
    size_t promised = announced(source->line[iline]), found = trace->nrow - before;
    if (status == HC_OK && promised > found) {
        hc_text_addf(&trace->notes, "%s:%zu: the table announces %zu rows and has %zu: the file is cut off\n",
                     source->name, iline + 1, promised, found);
    }
    return status;
}

/* The number of a row's table is its cycle. */
static hc_status number_cycles(hc_context *ctx, hc_trace *trace, size_t ntable, const size_t *first)
{
    double **cycle = &trace->value[HC_TRACE_CYCLE];
    hc_status status = *cycle == NULL ? hc_allocate(ctx, trace->capacity, sizeof **cycle, cycle) : HC_OK;
    for (size_t table = 0; status == HC_OK && table < ntable; table++) {
        size_t end = table + 1 < ntable ? first[table + 1] : trace->nrow;
        for (size_t row = first[table]; row < end; row++) {
            (*cycle)[row] = (double)table;
        }
    }
    return status;
}

/* One table after the other; cycles are put in at the end, since all tables have the same columns. */
static hc_status read_tables(hc_context *ctx, const hc_source *source, const hc_trace_options *options, hc_trace *trace)
{
    hc_status status = HC_OK;
    size_t ntable = 0, *first = NULL;
    HC_TRY(hc_allocate(ctx, source->nline, sizeof *first, &first));
    for (size_t iline = 0; iline < source->nline;) {
        if (is_table(source->line[iline])) {
            first[ntable++] = trace->nrow;
            HC_TRY(read_table(ctx, source, iline, options, trace, &iline));
        } else {
            iline++;
        }
    }
    if (ntable == 0) {
        status = hc_fail(ctx, HC_ERROR_FORMAT,
                         "%s: there is no table 'CURVE': the file is cut off, or holds an experiment without current "
                         "and potential against time",
                         source->name);
        goto cleanup;
    }
    HC_TRY(number_cycles(ctx, trace, ntable, first));
cleanup:
    free(first);
    return status;
}

static hc_status read(hc_context *ctx, const hc_source *source, const hc_trace_options *options, hc_trace *trace)
{
    char tag[HC_TRACE_TEXT_MAX];
    key_text(source, "TAG", tag, sizeof tag);
    key_text(source, "TITLE", trace->title, sizeof trace->title);
    trace->technique = hc_technique_of_title(trace->title);
    if (trace->technique == HC_TECHNIQUE_UNKNOWN) {
        trace->technique = hc_technique_of_title(tag);
    }
    double area = key_number(source, "AREA"), rate = key_number(source, "SCANRATE");
    trace->area_m2 = area > 0.0 ? area * 1e-4 : NAN;
    trace->scan_rate_v_s = rate > 0.0 ? rate * 1e-3 : NAN; /* written in mV/s */
    return read_tables(ctx, source, options, trace);
}

static const char *const extensions[] = {".dta", NULL};

const hc_trace_format hc_format_gamry = {
    .name = "gamry",
    .summary = "Gamry Framework data files",
    .reference = "Gamry Framework: EXPLAIN files",
    .extensions = extensions,
    .recognises = recognises,
    .read = read,
};
