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

/* Copies field `index` of a line, without blanks and quotes around it; false past the end. *length is the field's own.
 */
static bool get_field(const char *line, char separator, size_t index, char *field, size_t *length)
{
    const char *at = line;
    for (size_t i = 0;; i++) {
        if (separator == ' ') {
            at += strspn(at, " ");
            if (*at == '\0') {
                return false;
            }
        }
        size_t width = strcspn(at, (char[2]){separator, '\0'});
        if (i == index) {
            char raw[FIELD_MAX];
            size_t copied = width < sizeof raw - 1 ? width : sizeof raw - 1;
            memcpy(raw, at, copied);
            raw[copied] = '\0';
            hc_source_copy(field, FIELD_MAX, raw);
            *length = strlen(field);
            if (*length > 1 && field[0] == '"' && field[*length - 1] == '"') {
                field[*length - 1] = '\0';
                memmove(field, field + 1, *length - 1);
            }
            return true;
        }
        if (at[width] == '\0') {
            return false;
        }
        at += width + 1;
    }
}

/* Fields of a line; an empty one behind a last separator does not count. */
static size_t count_fields(const char *line, char separator)
{
    size_t count = 0;
    bool inside = false, filled = false; /* filled: the last field has more than blanks */
    for (const char *at = line; *at != '\0'; at++) {
        bool blank = *at == ' ' || *at == '\t';
        if (*at == separator) {
            count += separator != ' ';
            inside = filled = false;
            continue;
        }
        count += separator == ' ' && !inside;
        inside = true;
        filled = filled || !blank;
    }
    return separator == ' ' || !filled ? count : count + 1;
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
    char separator = find_separator(line), field[FIELD_MAX];
    size_t count = count_fields(line, separator), length = 0;
    for (size_t i = 0; i < count && i < COLUMN_MAX; i++) {
        double value;
        if (!get_field(line, separator, i, field, &length) ||
            !(hc_source_number(field, '.', &value) || hc_source_number(field, ',', &value)) || isnan(value)) {
            return false;
        }
    }
    return count >= 2;
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
    r->separator = where->separator != 0 ? where->separator : find_separator(line);
    r->ncolumn = count_fields(line, r->separator);
    if (r->ncolumn > COLUMN_MAX) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: the header has %zu columns, more than %d", r->source->name,
                       where->header_line + 1, r->ncolumn, COLUMN_MAX);
    }
    for (size_t i = 0; i < r->ncolumn; i++) {
        char header[FIELD_MAX], unit[FIELD_MAX];
        size_t length = 0;
        bool has_unit =
            where->unit_line != 0 && get_field(r->source->line[where->unit_line], r->separator, i, unit, &length);
        if (!get_field(line, r->separator, i, header, &length)) {
            break;
        }
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
        for (size_t i = 0; i < HC_TRACE_QUANTITY_COUNT; i++) {
            char field[FIELD_MAX];
            size_t length = 0;
            if (r->has[i] && get_field(r->source->line[iline], r->separator, r->column[i].index, field, &length) &&
                strchr(field, ',') != NULL) {
                r->decimal = ',';
                return;
            }
        }
    }
}

/* What is wrong with a row, or "" when its numbers are in values. */
static void parse_row(const reader *r, const char *line, double values[HC_TRACE_QUANTITY_COUNT], char *problem,
                      size_t size)
{
    size_t count = count_fields(line, r->separator);
    problem[0] = '\0';
    if (count > r->ncolumn) {
        snprintf(problem, size, "the row has %zu fields, the header %zu%s", count, r->ncolumn,
                 r->separator == ',' ? "; decimal commas with commas between the columns cannot be told apart: save "
                                       "with semicolons or tabs, or with decimal points"
                                     : "");
        return;
    }
    for (size_t i = 0; i < HC_TRACE_QUANTITY_COUNT; i++) {
        char field[FIELD_MAX];
        size_t length = 0;
        if (!r->has[i]) {
            continue;
        }
        if (!get_field(line, r->separator, r->column[i].index, field, &length)) {
            snprintf(problem, size, "the row has %zu fields, the header %zu; '%s' is missing", count, r->ncolumn,
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

/* Length of the last field of a line. */
static size_t last_length(const reader *r, const char *line)
{
    char field[FIELD_MAX];
    size_t length = 0, count = count_fields(line, r->separator);
    return count > 0 && get_field(line, r->separator, count - 1, field, &length) ? length : 0;
}

/* Whether the line is the last one of a file that was cut off in it: what is there may be half a number. */
static bool is_cut_off(const reader *r, size_t iline, bool problem)
{
    const hc_source *source = r->source;
    const char *line = source->line[iline];
    return iline + 1 == source->nline && !source->ends_whole &&
           (problem || count_fields(line, r->separator) < r->ncolumn ||
            (r->nrow > 2 && last_length(r, line) < r->shortest));
}

static hc_status read_row(hc_context *ctx, reader *r, size_t iline, hc_trace *trace)
{
    double values[HC_TRACE_QUANTITY_COUNT] = {0};
    char problem[256];
    const char *line = r->source->line[iline];
    parse_row(r, line, values, problem, sizeof problem);
    if (is_cut_off(r, iline, problem[0] != '\0')) {
        hc_text_addf(&trace->notes, "%s:%zu: the file is cut off in its last line, which is left out\n",
                     r->source->name, iline + 1);
        return HC_OK;
    }
    if (problem[0] != '\0') {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: %s", r->source->name, iline + 1, problem);
    }
    size_t length = last_length(r, line);
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
