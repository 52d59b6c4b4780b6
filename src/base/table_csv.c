/* Tables as CSV: written with units in the header, read back. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/table.h"

static void write_field_name(FILE *out, const char *name, const char *middle, const char *unit)
{
    fprintf(out, "%s%s%s%s", name, middle, unit[0] != '\0' ? "_" : "", unit);
}

static void write_header(FILE *out, const hc_table *table)
{
    for (size_t icolumn = 0; icolumn < table->ncolumn; icolumn++) {
        const hc_column *column = &table->column[icolumn];
        fputs(icolumn > 0 ? "," : "", out);
        write_field_name(out, column->name, "", column->unit);
        if (column->error != NULL) {
            fputc(',', out);
            write_field_name(out, column->name, "_error", column->unit);
        }
    }
    fputc('\n', out);
}

/* The shortest of 15, 16, 17 digits that reads back as the same number; nothing for NaN. */
static void write_number(FILE *out, double value)
{
    if (isnan(value)) {
        return;
    }
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value) {
            break;
        }
    }
    fputs(text, out);
}

static void write_row(FILE *out, const hc_table *table, size_t irow)
{
    for (size_t icolumn = 0; icolumn < table->ncolumn; icolumn++) {
        const hc_column *column = &table->column[icolumn];
        fputs(icolumn > 0 ? "," : "", out);
        write_number(out, column->value[irow]);
        if (column->error != NULL) {
            fputc(',', out);
            write_number(out, column->error[irow]);
        }
    }
    fputc('\n', out);
}

typedef enum csv_part { CSV_HEADER = 1, CSV_ROW = 2, CSV_ALL = 4 } csv_part;

static hc_status format_part(hc_context *ctx, const hc_table *table, csv_part part, size_t irow, char **text)
{
    char *buffer = NULL;
    size_t length = 0;

    *text = NULL;
    FILE *out = open_memstream(&buffer, &length);
    if (out == NULL) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "table '%s': no memory for its text", table->id);
    }
    if (part != CSV_ROW) {
        write_header(out, table);
    }
    if (part == CSV_ROW) {
        write_row(out, table, irow);
    }
    for (size_t row = 0; part == CSV_ALL && row < table->nrow; row++) {
        write_row(out, table, row);
    }
    bool failed = ferror(out) != 0;
    if (fclose(out) != 0 || failed) {
        free(buffer);
        return hc_fail(ctx, HC_ERROR_MEMORY, "table '%s': no memory for its text", table->id);
    }
    *text = buffer;
    return HC_OK;
}

hc_status hc_table_format_header(hc_context *ctx, const hc_table *table, char **line)
{
    return format_part(ctx, table, CSV_HEADER, 0, line);
}

hc_status hc_table_format_row(hc_context *ctx, const hc_table *table, size_t irow, char **line)
{
    if (irow >= table->nrow) {
        *line = NULL;
        return hc_fail(ctx, HC_ERROR_INTERNAL, "table '%s' has %zu rows, no row %zu", table->id, table->nrow, irow);
    }
    return format_part(ctx, table, CSV_ROW, irow, line);
}

hc_status hc_table_format(hc_context *ctx, const hc_table *table, char **text)
{
    return format_part(ctx, table, CSV_ALL, 0, text);
}

hc_status hc_table_write(hc_context *ctx, const hc_table *table, const char *path)
{
    hc_status status = HC_OK;
    char *text = NULL;

    HC_TRY(hc_table_format(ctx, table, &text));
    HC_TRY(hc_file_write_atomically(ctx, path, text, strlen(text)));

cleanup:
    free(text);
    return status;
}

/* Reading. A field is the text between commas with the blanks around it left out. */
typedef struct csv_cursor {
    const char *at;
    const char *what;
    size_t line;
} csv_cursor;

static char *trimmed(char *text)
{
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        text[--length] = '\0';
    }
    return text;
}

/* Copies the next line; *line is NULL at the end of the text. */
static hc_status next_line(hc_context *ctx, csv_cursor *cursor, char **line)
{
    *line = NULL;
    if (*cursor->at == '\0') {
        return HC_OK;
    }
    size_t length = strcspn(cursor->at, "\n");
    hc_status status = hc_allocate(ctx, length + 1, 1, line);
    if (status == HC_OK) {
        memcpy(*line, cursor->at, length);
        cursor->at += length + (cursor->at[length] == '\n');
        cursor->line++;
    }
    return status;
}

static char *next_field(char **rest)
{
    char *field = *rest;
    if (field == NULL) {
        return NULL;
    }
    char *comma = strchr(field, ',');
    if (comma != NULL) {
        *comma = '\0';
    }
    *rest = comma != NULL ? comma + 1 : NULL;
    return trimmed(field);
}

/* A field of the header makes a column, or gives the last column its errors. */
static hc_status read_header_field(hc_context *ctx, const csv_cursor *cursor, char *field, hc_table *table)
{
    const char *unit = "";
    size_t length = hc_table_split_unit(field, &unit);
    field[length] = '\0';
    if (length > 6 && strcmp(field + length - 6, "_error") == 0) {
        field[length - 6] = '\0';
        hc_column *column = table->ncolumn > 0 ? &table->column[table->ncolumn - 1] : NULL;
        if (column == NULL || column->error != NULL || strcmp(column->name, field) != 0 ||
            strcmp(column->unit, unit) != 0) {
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: the errors '%s_error' do not stand right of their column",
                           cursor->what, cursor->line, field);
        }
        return hc_allocate(ctx, table->capacity, sizeof(double), &column->error);
    }
    hc_status status = hc_table_add_column(ctx, table, &(hc_column_options){.name = field, .unit = unit});
    return status == HC_OK ? status : hc_fail_within(ctx, HC_ERROR_FORMAT, "%s:%zu: ", cursor->what, cursor->line);
}

static hc_status read_number(hc_context *ctx, const csv_cursor *cursor, const char *field, double *value)
{
    if (field == NULL) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: the row has fewer fields than the header", cursor->what,
                       cursor->line);
    }
    char *end = NULL;
    *value = field[0] == '\0' ? NAN : strtod(field, &end);
    if (end != NULL && (end == field || *end != '\0')) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: '%s' is not a number", cursor->what, cursor->line, field);
    }
    return HC_OK;
}

static hc_status read_row(hc_context *ctx, const csv_cursor *cursor, char *line, double *values, double *errors,
                          hc_table *table)
{
    hc_status status = HC_OK;
    char *rest = line;

    for (size_t icolumn = 0; icolumn < table->ncolumn; icolumn++) {
        HC_TRY(read_number(ctx, cursor, next_field(&rest), &values[icolumn]));
        if (table->column[icolumn].error != NULL) {
            HC_TRY(read_number(ctx, cursor, next_field(&rest), &errors[icolumn]));
        }
    }
    if (rest != NULL) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: the row has more fields than the header", cursor->what,
                       cursor->line);
    }
    HC_TRY(hc_table_add_row(ctx, table, values, errors));

cleanup:
    return status;
}

static hc_status read_header(hc_context *ctx, csv_cursor *cursor, hc_table *table)
{
    hc_status status = HC_OK;
    char *line = NULL;

    HC_TRY(next_line(ctx, cursor, &line));
    if (line == NULL || trimmed(line)[0] == '\0') {
        free(line);
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: there is no header line", cursor->what);
    }
    char *rest = line;
    for (char *field = next_field(&rest); field != NULL; field = next_field(&rest)) {
        HC_TRY(read_header_field(ctx, cursor, field, table));
    }

cleanup:
    free(line);
    return status;
}

hc_status hc_table_parse(hc_context *ctx, const char *text, const char *what, hc_table **table)
{
    hc_status status = HC_OK;
    csv_cursor cursor = {.at = text, .what = what};
    hc_table *read = NULL;
    double *values = NULL, *errors = NULL;
    char *line = NULL;

    *table = NULL;
    HC_TRY(hc_table_create(ctx, what, what, "", &read));
    HC_TRY(read_header(ctx, &cursor, read));
    HC_TRY(hc_allocate(ctx, read->ncolumn, sizeof(double), &values));
    HC_TRY(hc_allocate(ctx, read->ncolumn, sizeof(double), &errors));
    for (;;) {
        free(line);
        line = NULL;
        HC_TRY(next_line(ctx, &cursor, &line));
        if (line == NULL) {
            break;
        }
        if (trimmed(line)[0] == '\0' && read->ncolumn > 1) {
            continue; /* an empty line, often the last one */
        }
        HC_TRY(read_row(ctx, &cursor, line, values, errors, read));
    }
    *table = read;
    read = NULL;

cleanup:
    free(line);
    free(values);
    free(errors);
    hc_table_free(read);
    return status;
}

/* "folder/rdf-O-O.csv" is "rdf-O-O". */
static hc_status set_id_from_path(hc_context *ctx, hc_table *table, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t length = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
    char *id = NULL;
    hc_status status = hc_allocate(ctx, length + 1, 1, &id);
    if (status == HC_OK) {
        memcpy(id, name, length);
        free(table->id);
        table->id = id;
    }
    return status;
}

hc_status hc_table_read(hc_context *ctx, const char *path, hc_table **table)
{
    hc_status status = HC_OK;
    char *text = NULL;
    size_t length = 0;
    hc_table *read = NULL;

    *table = NULL;
    HC_TRY(hc_file_read(ctx, path, &text, &length));
    if (strlen(text) != length) {
        HC_TRY(hc_fail(ctx, HC_ERROR_FORMAT, "%s: this is no text file", path));
    }
    HC_TRY(hc_table_parse(ctx, text, path, &read));
    HC_TRY(set_id_from_path(ctx, read, path));
    *table = read;
    read = NULL;

cleanup:
    free(text);
    hc_table_free(read);
    return status;
}
