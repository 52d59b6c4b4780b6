#include "measured/delimited.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELD_MAX 128
#define COLUMN_MAX 256

/* A column that is read. */
typedef struct wanted {
    size_t index; /* of the field */
    double si;
    int rank;
    char header[48];
} wanted;

typedef struct reader {
    const hc_source *source;
    const hc_delimited *where;
    char separator, decimal;
    size_t ncolumn;
    bool has[HC_TRACE_QUANTITY_COUNT];
    wanted column[HC_TRACE_QUANTITY_COUNT];
    size_t shortest; /* last field of the rows so far */
    size_t nrow;
} reader;

/* The fields of a line; they point into it. */
typedef struct fields {
    size_t count;  /* all that there are */
    size_t filled; /* without an empty one behind a last separator */
    struct {
        const char *at;
        size_t length;
    } field[COLUMN_MAX];
} fields;

static void split_line(const char *line, char separator, fields *f)
{
    const char *at = line;
    bool blank = false;
    for (f->count = 0;; f->count++) {
        at += separator == ' ' ? strspn(at, " ") : 0;
        if (separator == ' ' && *at == '\0') {
            break;
        }
        size_t width = strcspn(at, (char[2]){separator, '\0'});
        if (f->count < COLUMN_MAX) {
            f->field[f->count].at = at;
            f->field[f->count].length = width;
        }
        blank = strspn(at, " \t") >= width;
        at += width;
        if (*at == '\0') {
            f->count++;
            break;
        }
        at++;
    }
    f->filled = f->count - (separator != ' ' && blank);
}

/* Copies a field without blanks and quotes around it; false past the end. */
static bool copy_field(const fields *f, size_t index, char text[FIELD_MAX])
{
    char raw[FIELD_MAX];
    if (index >= f->count) {
        return false;
    }
    size_t length = f->field[index].length < FIELD_MAX - 1 ? f->field[index].length : FIELD_MAX - 1;
    memcpy(raw, f->field[index].at, length);
    raw[length] = '\0';
    hc_source_copy(text, FIELD_MAX, raw);
    length = strlen(text);
    if (length > 1 && text[0] == '"' && text[length - 1] == '"') {
        text[length - 1] = '\0';
        memmove(text, text + 1, length - 1);
    }
    return true;
}

/* Length of the last field that is filled, without blanks around it. */
static size_t last_length(const fields *f)
{
    char text[FIELD_MAX];
    return f->filled > 0 && copy_field(f, f->filled - 1, text) ? strlen(text) : 0;
}

static char find_separator(const char *line)
{
    static const char candidates[] = "\t;,";
    for (const char *at = candidates; *at != '\0'; at++) {
        if (strchr(line, *at) != NULL) {
            return *at;
        }
    }
    return ' ';
}

static bool is_empty(const char *line)
{
    return line[strspn(line, " \t;,")] == '\0';
}

bool hc_delimited_is_row(const char *line)
{
    fields f;
    split_line(line, find_separator(line), &f);
    for (size_t i = 0; i < f.filled && i < COLUMN_MAX; i++) {
        char field[FIELD_MAX];
        double value;
        if (!copy_field(&f, i, field) ||
            !(hc_source_number(field, '.', &value) || hc_source_number(field, ',', &value)) || isnan(value)) {
            return false;
        }
    }
    return f.filled >= 2;
}

/* The unit that the user gives for columns without one. */
static const char *user_unit(hc_trace_quantity quantity, const hc_trace_options *options)
{
    switch (hc_trace_dimension(quantity)) {
    case HC_DIMENSION_TIME:
        return options->time_unit;
    case HC_DIMENSION_POTENTIAL:
        return options->potential_unit;
    case HC_DIMENSION_CURRENT:
    case HC_DIMENSION_CURRENT_DENSITY:
        return options->current_unit;
    default:
        return NULL;
    }
}

static hc_status fail_without_unit(hc_context *ctx, const reader *r, hc_trace_quantity quantity, const char *header)
{
    hc_text list = {0};
    char *text = NULL;
    hc_measured_unit_list(hc_trace_dimension(quantity), &list);
    hc_status status = hc_text_take(ctx, &list, &text);
    if (status == HC_OK) {
        static const char *const keys[] = {"", "time_unit", "potential_unit", "current_unit", "current_unit", ""};
        const char *key = keys[hc_trace_dimension(quantity)];
        status = hc_fail(ctx, HC_ERROR_FORMAT,
                         "%s:%zu: the column '%s' (%s) names no unit; write it into the header as in '%s (%.*s)'%s%s "
                         "(known: %s)",
                         r->source->name, r->where->header_line + 1, header, hc_trace_quantity_name(quantity), header,
                         (int)strcspn(text, ","), text, key[0] != '\0' ? " or give it as " : "", key, text);
        free(text);
    }
    return status;
}

/* Takes a column when it is the best one of its quantity so far. */
static hc_status take_column(hc_context *ctx, reader *r, size_t index, const char *header, const char *unit_text,
                             const hc_trace_options *options, hc_trace *trace)
{
    hc_column_meaning meaning;
    hc_column_understand(header, unit_text, &meaning);
    if (!meaning.known) {
        return HC_OK;
    }
    const hc_measured_unit *unit = meaning.unit;
    const char *given = user_unit(meaning.quantity, options);
    if (unit == NULL && given != NULL) {
        unit = hc_measured_unit_find(given);
        if (unit != NULL && unit->dimension == HC_DIMENSION_CURRENT_DENSITY) {
            meaning.quantity = HC_TRACE_CURRENT_DENSITY;
        }
    }
    hc_measured_dimension dimension = hc_trace_dimension(meaning.quantity);
    if (dimension != HC_DIMENSION_NONE && dimension != HC_DIMENSION_CHARGE &&
        (unit == NULL || unit->dimension != dimension)) {
        return fail_without_unit(ctx, r, meaning.quantity, header);
    }
    wanted *column = &r->column[meaning.quantity];
    if ((dimension == HC_DIMENSION_CHARGE && unit == NULL) ||
        (r->has[meaning.quantity] && column->rank <= meaning.rank)) {
        return HC_OK;
    }
    r->has[meaning.quantity] = true;
    *column = (wanted){.index = index, .si = unit ? unit->si : 1.0, .rank = meaning.rank};
    hc_source_copy(column->header, sizeof column->header, header);
    if (meaning.reference[0] != '\0' && meaning.quantity == HC_TRACE_POTENTIAL) {
        memcpy(trace->reference, meaning.reference, sizeof trace->reference);
    }
    return HC_OK;
}

static hc_status read_header(hc_context *ctx, reader *r, const hc_trace_options *options, hc_trace *trace)
{
    const hc_delimited *where = r->where;
    const char *line = r->source->line[where->header_line];
    fields names, units = {0};
    r->separator = where->separator != 0 ? where->separator : find_separator(line);
    split_line(line, r->separator, &names);
    r->ncolumn = names.filled;
    if (r->ncolumn > COLUMN_MAX) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: the header has %zu columns, more than %d", r->source->name,
                       where->header_line + 1, r->ncolumn, COLUMN_MAX);
    }
    if (where->unit_line != 0) {
        split_line(r->source->line[where->unit_line], r->separator, &units);
    }
    for (size_t i = 0; i < r->ncolumn; i++) {
        char header[FIELD_MAX], unit[FIELD_MAX];
        bool has_unit = copy_field(&units, i, unit);
        (void)copy_field(&names, i, header);
        hc_status status = take_column(ctx, r, i, header, has_unit ? unit : NULL, options, trace);
        if (status != HC_OK) {
            return status;
        }
    }
    bool any = r->has[HC_TRACE_CURRENT] || r->has[HC_TRACE_CURRENT_DENSITY] || r->has[HC_TRACE_POTENTIAL] ||
               r->has[HC_TRACE_CONTROL];
    if (!any) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s:%zu: no column of potential or current among the %zu of the header '%.80s'; expected are "
                       "names such as 'Ewe/V', 'Potential (V)', 'I/mA', 'current_ma'",
                       r->source->name, where->header_line + 1, r->ncolumn, line);
    }
    return HC_OK;
}

/* A comma in a wanted field of the first rows is a decimal comma where the columns are not separated by commas. */
static void find_decimal(reader *r)
{
    r->decimal = '.';
    size_t last = r->where->first_row + 20;
    for (size_t iline = r->where->first_row; iline < last && iline < r->where->end_line && r->separator != ',';
         iline++) {
        fields f;
        split_line(r->source->line[iline], r->separator, &f);
        for (size_t i = 0; i < HC_TRACE_QUANTITY_COUNT; i++) {
            char field[FIELD_MAX];
            if (r->has[i] && copy_field(&f, r->column[i].index, field) && strchr(field, ',') != NULL) {
                r->decimal = ',';
                return;
            }
        }
    }
}

/* What is wrong with a row, or "" when its numbers are in values. */
static void parse_row(const reader *r, const fields *f, double values[HC_TRACE_QUANTITY_COUNT], char *problem,
                      size_t size)
{
    problem[0] = '\0';
    if (f->filled > r->ncolumn) {
        snprintf(problem, size, "the row has %zu fields, the header %zu%s", f->filled, r->ncolumn,
                 r->separator == ',' ? "; decimal commas with commas between the columns cannot be told apart: save "
                                       "with semicolons or tabs, or with decimal points"
                                     : "");
        return;
    }
    for (size_t i = 0; i < HC_TRACE_QUANTITY_COUNT; i++) {
        char field[FIELD_MAX];
        if (!r->has[i]) {
            continue;
        }
        if (!copy_field(f, r->column[i].index, field)) {
            snprintf(problem, size, "the row has %zu fields, the header %zu; '%s' is missing", f->filled, r->ncolumn,
                     r->column[i].header);
            return;
        }
        if (!hc_source_number(field, r->decimal, &values[i]) || isnan(values[i])) {
            snprintf(problem, size, "'%.40s' in the column '%s' is not a number", field, r->column[i].header);
            return;
        }
        values[i] *= r->column[i].si;
    }
}

/* Whether the line is the last one of a file that was cut off in it: what is there may be half a number. */
static bool is_cut_off(const reader *r, size_t iline, const fields *f, bool problem)
{
    return iline + 1 == r->source->nline && !r->source->ends_whole &&
           (problem || f->filled < r->ncolumn || (r->nrow > 2 && last_length(f) < r->shortest));
}

static hc_status read_row(hc_context *ctx, reader *r, size_t iline, hc_trace *trace)
{
    double values[HC_TRACE_QUANTITY_COUNT] = {0};
    char problem[256];
    fields f;
    split_line(r->source->line[iline], r->separator, &f);
    parse_row(r, &f, values, problem, sizeof problem);
    if (is_cut_off(r, iline, &f, problem[0] != '\0')) {
        hc_text_addf(&trace->notes, "%s:%zu: the file is cut off in its last line, which is left out\n",
                     r->source->name, iline + 1);
        return HC_OK;
    }
    if (problem[0] != '\0') {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: %s", r->source->name, iline + 1, problem);
    }
    size_t length = last_length(&f);
    r->shortest = r->nrow == 0 || length < r->shortest ? length : r->shortest;
    r->nrow++;
    return hc_trace_add_row(ctx, trace, r->has, values);
}

hc_status hc_delimited_read(hc_context *ctx, const hc_source *source, const hc_delimited *where,
                            const hc_trace_options *options, hc_trace *trace, size_t *end)
{
    reader r = {.source = source, .where = where};
    hc_status status = read_header(ctx, &r, options, trace);
    size_t iline = where->first_row;
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; trace->nrow > 0 && i < HC_TRACE_QUANTITY_COUNT; i++) {
        if (r.has[i] != (trace->value[i] != NULL)) {
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: the columns are not those of the table before", source->name,
                           where->header_line + 1);
        }
    }
    find_decimal(&r);
    for (; iline < where->end_line; iline++) {
        const char *line = source->line[iline];
        if (where->ends != NULL && where->ends(line)) {
            break;
        }
        if (is_empty(line) || (where->skips != NULL && where->skips(line))) {
            continue;
        }
        status = read_row(ctx, &r, iline, trace);
        if (status != HC_OK) {
            return status;
        }
    }
    if (end != NULL) {
        *end = iline;
    }
    return HC_OK;
}
