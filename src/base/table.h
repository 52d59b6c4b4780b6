/* Result tables: columns of numbers with names, units and errors. Every figure of the page, every CSV file of results
 * and every analysis is one.
 *
 * Column 0 is the abscissa (time, distance, xi); the others are curves over it. A unit is one of the words listed in
 * table.c ("angstrom", "ev_per_angstrom"); the CSV header is name_unit ("xi_angstrom"), and the column of
 * errors is name_error_unit, so that a file alone says what its numbers are. NaN is "no value": an empty field, a JSON
 * null.
 */
#ifndef HC_BASE_TABLE_H
#define HC_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"
#include "halfcell/context.h"

typedef enum hc_table_style { HC_TABLE_LINE, HC_TABLE_POINTS } hc_table_style;

/* What a new column is. Strings are copied. */
typedef struct hc_column_options {
    const char *name;  /* of the CSV header: letters, digits, '_', '-' */
    const char *label; /* for readers, UTF-8; NULL: the name with blanks for '_' */
    const char *unit;  /* a word of the list in table.c; NULL or "": a plain number */
    bool has_error;    /* a standard error stands beside every value */
    hc_table_style style;
} hc_column_options;

typedef struct hc_column {
    char *name, *label;
    const char *unit; /* static, "" when a plain number */
    hc_table_style style;
    double *value; /* in the unit named, [nrow], owned by the table */
    double *error; /* standard error, [nrow], owned; NULL when the column has none */
} hc_column;

typedef struct hc_table {
    char *id;      /* of files and of the page's elements: "rdf-O-O" */
    char *title;   /* one line for readers */
    char *caption; /* what was done, normalisation, what to beware of */
    size_t nrow, ncolumn;
    hc_column *column;
    size_t capacity; /* rows allocated; private */
} hc_table;

/* A list of tables that owns them. Zero-initialise. */
typedef struct hc_table_list {
    size_t count;
    hc_table **table;
} hc_table_list;

/* A unit's word of CSV headers as a reader sees it: "eV/Å" for "ev_per_angstrom"; "" for a plain number. */
const char *hc_table_unit_text(const char *word);
/* Length of the name in a header field; *word is its unit (static), "" when it names none. */
size_t hc_table_split_unit(const char *field, const char **word);

/* NULL texts are taken as "". The caller owns *table. */
HC_MUST_CHECK hc_status hc_table_create(hc_context *ctx, const char *id, const char *title, const char *caption,
                                        hc_table **table);
void hc_table_free(hc_table *table);

/* Appends a column; only while the table has no rows. Refuses a name that is taken or a unit that is not listed. */
HC_MUST_CHECK hc_status hc_table_add_column(hc_context *ctx, hc_table *table, const hc_column_options *options);
/* Appends a row: values [ncolumn]; errors [ncolumn], read for the columns that have them, NULL: all NaN. */
HC_MUST_CHECK hc_status hc_table_add_row(hc_context *ctx, hc_table *table, const double *values, const double *errors);
/* Removes all rows, keeps the columns. */
void hc_table_clear_rows(hc_table *table);
/* Index of the column of that name, or ncolumn when there is none. */
size_t hc_table_find(const hc_table *table, const char *name);
/* Its values [nrow], borrowed; NULL when there is no such column. */
const double *hc_table_values(const hc_table *table, const char *name);

/* The header line and one row as CSV, with their newlines; the caller frees *line. For files that grow row by row.
 * Numbers have as many digits (at most 17) as it takes to read the same number back. */
HC_MUST_CHECK hc_status hc_table_format_header(hc_context *ctx, const hc_table *table, char **line);
HC_MUST_CHECK hc_status hc_table_format_row(hc_context *ctx, const hc_table *table, size_t irow, char **line);
/* The whole table as CSV; the caller frees *text. */
HC_MUST_CHECK hc_status hc_table_format(hc_context *ctx, const hc_table *table, char **text);
/* Writes the CSV beside and renames. */
HC_MUST_CHECK hc_status hc_table_write(hc_context *ctx, const hc_table *table, const char *path);
/* Reads a CSV: names, units and errors from the header, id from the file's name. Refuses rows of the wrong length and
 * fields that are no numbers, with the line. The caller owns *table. */
HC_MUST_CHECK hc_status hc_table_read(hc_context *ctx, const char *path, hc_table **table);
/* The same from a text; `what` names it in messages. */
HC_MUST_CHECK hc_status hc_table_parse(hc_context *ctx, const char *text, const char *what, hc_table **table);

/* The figure as the page reads it: {"id", "title", "caption", "x": {"label", "unit", "values"}, "series": [{"label",
 * "unit", "values", "error": [...] | null, "style": "line" | "points"}]}. NULL when out of memory (see json.h). */
hc_json *hc_table_figure(const hc_table *table);

/* Appends; the list owns the table from here on, also when it fails. */
HC_MUST_CHECK hc_status hc_table_list_add(hc_context *ctx, hc_table_list *list, hc_table *table);
/* Frees the tables and zeroes the list. */
void hc_table_list_clear(hc_table_list *list);

#endif
