#include "base/table.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct table_unit {
    const char *word, *text;
} table_unit;

static const table_unit units[] = {
    {"angstrom", "Å"},
    {"bohr", "bohr"},
    {"nm", "nm"},
    {"angstrom2", "Å²"},
    {"angstrom3", "Å³"},
    {"per_angstrom", "1/Å"},
    {"per_angstrom2", "1/Å²"},
    {"per_angstrom3", "1/Å³"},
    {"angstrom_per_fs", "Å/fs"},
    {"degree", "°"},
    {"fs", "fs"},
    {"ps", "ps"},
    {"s", "s"},
    {"h", "h"},
    {"ev", "eV"},
    {"mev", "meV"},
    {"per_ev", "1/eV"},
    {"ev_per_angstrom", "eV/Å"},
    {"ev_per_degree", "eV/°"},
    {"ev_per_xi", "eV per unit of ξ"},
    {"hartree", "hartree"},
    {"hartree_per_bohr", "hartree/bohr"},
    {"kj_per_mol", "kJ/mol"},
    {"kcal_per_mol", "kcal/mol"},
    {"k", "K"},
    {"gpa", "GPa"},
    {"e", "e"},
    {"e_angstrom", "e Å"},
    {"v", "V"},
    {"mv", "mV"},
    {"mv_per_s", "mV/s"},
    {"v_she", "V vs SHE"},
    {"v_rhe", "V vs RHE"},
    {"v_per_angstrom", "V/Å"},
    {"dalton", "u"},
    {"g_per_cm3", "g/cm³"},
    {"per_frame", "per frame"},
    {"percent", "%"},
    {"ampere", "A"},
    {"ma", "mA"},
    {"ma_per_cm2", "mA/cm²"},
    {"cm2_per_ma", "cm²/mA"},
    {"nmol_per_s", "nmol/s"},
    {"per_s", "1/s"},
    {NULL, NULL},
};

static const table_unit *unit_find(const char *word)
{
    for (const table_unit *unit = units; unit->word != NULL; unit++) {
        if (strcmp(unit->word, word) == 0) {
            return unit;
        }
    }
    return NULL;
}

const char *hc_table_unit_text(const char *word)
{
    const table_unit *unit = unit_find(word);
    return unit != NULL ? unit->text : "";
}

static hc_status copy_text(hc_context *ctx, const char *text, char **copy)
{
    const char *source = text != NULL ? text : "";
    hc_status status = hc_allocate(ctx, strlen(source) + 1, 1, copy);
    if (status == HC_OK) {
        memcpy(*copy, source, strlen(source) + 1);
    }
    return status;
}

hc_status hc_table_create(hc_context *ctx, const char *id, const char *title, const char *caption, hc_table **table)
{
    hc_status status = HC_OK;
    hc_table *new_table = NULL;

    *table = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *new_table, &new_table));
    HC_TRY(copy_text(ctx, id, &new_table->id));
    HC_TRY(copy_text(ctx, title, &new_table->title));
    HC_TRY(copy_text(ctx, caption, &new_table->caption));
    *table = new_table;
    new_table = NULL;

cleanup:
    hc_table_free(new_table);
    return status;
}

static void column_clear(hc_column *column)
{
    free(column->name);
    free(column->label);
    free(column->value);
    free(column->error);
}

void hc_table_free(hc_table *table)
{
    if (table == NULL) {
        return;
    }
    for (size_t icolumn = 0; icolumn < table->ncolumn; icolumn++) {
        column_clear(&table->column[icolumn]);
    }
    free(table->column);
    free(table->id);
    free(table->title);
    free(table->caption);
    free(table);
}

size_t hc_table_find(const hc_table *table, const char *name)
{
    size_t icolumn = 0;
    while (icolumn < table->ncolumn && strcmp(table->column[icolumn].name, name) != 0) {
        icolumn++;
    }
    return icolumn;
}

const double *hc_table_values(const hc_table *table, const char *name)
{
    size_t index = hc_table_find(table, name);
    return index < table->ncolumn ? table->column[index].value : NULL;
}

static bool name_is_plain(const char *name)
{
    bool plain = name[0] != '\0';
    for (const char *c = name; *c != '\0'; c++) {
        plain = plain && (isalnum((unsigned char)*c) || *c == '_' || *c == '-');
    }
    return plain;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length > end_length && strcmp(text + length - end_length, end) == 0;
}

size_t hc_table_split_unit(const char *field, const char **word)
{
    size_t length = strlen(field), name_length = length;
    *word = "";
    for (const table_unit *unit = units; unit->word != NULL; unit++) {
        size_t unit_length = strlen(unit->word);
        if (length > unit_length + 1 && length - unit_length - 1 < name_length &&
            field[length - unit_length - 1] == '_' && strcmp(field + length - unit_length, unit->word) == 0) {
            name_length = length - unit_length - 1;
            *word = unit->word;
        }
    }
    return name_length;
}

/* A name and unit that would be read back as other ones are refused. */
static hc_status check_column(hc_context *ctx, const hc_table *table, const char *name, const char *unit)
{
    if (!name_is_plain(name)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "table '%s': column name '%s' must be letters, digits, '_' and '-'",
                       table->id, name);
    }
    if (unit[0] != '\0' && unit_find(unit) == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "table '%s': column '%s' has the unknown unit '%s'", table->id, name, unit);
    }
    if (hc_table_find(table, name) < table->ncolumn) {
        return hc_fail(ctx, HC_ERROR_INPUT, "table '%s': there are two columns '%s'", table->id, name);
    }
    const char *word = NULL;
    hc_table_split_unit(name, &word);
    if (unit[0] == '\0' && word[0] != '\0') {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "table '%s': column '%s' has no unit, but its name ends like one ('%s'); rename it", table->id,
                       name, word);
    }
    if (ends_with(name, "_error")) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "table '%s': column name '%s' ends with _error; errors belong to their column", table->id, name);
    }
    return HC_OK;
}

static hc_status label_from_name(hc_context *ctx, const char *name, char **label)
{
    hc_status status = copy_text(ctx, name, label);
    for (char *c = *label; status == HC_OK && *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    return status;
}

hc_status hc_table_add_column(hc_context *ctx, hc_table *table, const hc_column_options *options)
{
    hc_status status = HC_OK;
    const char *unit = options->unit != NULL ? options->unit : "";
    hc_column column = {0};
    hc_column *grown = NULL;

    if (table->nrow > 0) {
        return hc_fail(ctx, HC_ERROR_INTERNAL, "table '%s': column '%s' comes after the first row", table->id,
                       options->name);
    }
    HC_TRY(check_column(ctx, table, options->name, unit));
    HC_TRY(copy_text(ctx, options->name, &column.name));
    HC_TRY(options->label != NULL ? copy_text(ctx, options->label, &column.label)
                                  : label_from_name(ctx, options->name, &column.label));
    column.unit = unit[0] == '\0' ? "" : unit_find(unit)->word;
    column.style = options->style;
    HC_TRY(hc_allocate(ctx, table->capacity, sizeof(double), &column.value));
    if (options->has_error) {
        HC_TRY(hc_allocate(ctx, table->capacity, sizeof(double), &column.error));
    }
    HC_TRY(hc_allocate(ctx, table->ncolumn + 1, sizeof(hc_column), &grown));
    if (table->ncolumn > 0) {
        memcpy(grown, table->column, table->ncolumn * sizeof(hc_column));
    }
    free(table->column);
    table->column = grown;
    table->column[table->ncolumn++] = column;
    column = (hc_column){0};

cleanup:
    column_clear(&column);
    return status;
}

static hc_status grow_array(hc_context *ctx, double **array, size_t old_count, size_t new_count)
{
    double *grown = NULL;
    hc_status status = hc_allocate(ctx, new_count, sizeof(double), &grown);
    if (status == HC_OK) {
        if (old_count > 0) {
            memcpy(grown, *array, old_count * sizeof(double));
        }
        free(*array);
        *array = grown;
    }
    return status;
}

static hc_status grow_rows(hc_context *ctx, hc_table *table)
{
    hc_status status = HC_OK;
    size_t capacity = table->capacity > 0 ? 2 * table->capacity : 32;

    for (size_t icolumn = 0; icolumn < table->ncolumn; icolumn++) {
        hc_column *column = &table->column[icolumn];
        HC_TRY(grow_array(ctx, &column->value, table->nrow, capacity));
        if (column->error != NULL) {
            HC_TRY(grow_array(ctx, &column->error, table->nrow, capacity));
        }
    }
    table->capacity = capacity;

cleanup:
    return status;
}

hc_status hc_table_add_row(hc_context *ctx, hc_table *table, const double *values, const double *errors)
{
    if (table->nrow == table->capacity) {
        hc_status status = grow_rows(ctx, table);
        if (status != HC_OK) {
            return status;
        }
    }
    for (size_t icolumn = 0; icolumn < table->ncolumn; icolumn++) {
        hc_column *column = &table->column[icolumn];
        column->value[table->nrow] = values[icolumn];
        if (column->error != NULL) {
            column->error[table->nrow] = errors != NULL ? errors[icolumn] : NAN;
        }
    }
    table->nrow++;
    return HC_OK;
}

void hc_table_clear_rows(hc_table *table)
{
    table->nrow = 0;
}

static hc_json *figure_axis(const hc_column *column, size_t nrow)
{
    hc_json *axis = hc_json_object();
    hc_json_set(axis, "label", hc_json_text(column->label));
    hc_json_set(axis, "unit", hc_json_text(hc_table_unit_text(column->unit)));
    hc_json_set(axis, "values", hc_json_reals(nrow, column->value));
    return axis;
}

hc_json *hc_table_figure(const hc_table *table)
{
    hc_json *figure = hc_json_object();
    hc_json *series = hc_json_array();
    hc_json_set(figure, "id", hc_json_text(table->id));
    hc_json_set(figure, "title", hc_json_text(table->title));
    hc_json_set(figure, "caption", hc_json_text(table->caption));
    if (table->ncolumn > 0) {
        hc_json_set(figure, "x", figure_axis(&table->column[0], table->nrow));
    }
    for (size_t icolumn = 1; icolumn < table->ncolumn; icolumn++) {
        const hc_column *column = &table->column[icolumn];
        hc_json *curve = figure_axis(column, table->nrow);
        hc_json_set(curve, "error",
                    column->error != NULL ? hc_json_reals(table->nrow, column->error) : hc_json_text(NULL));
        hc_json_set(curve, "style", hc_json_text(column->style == HC_TABLE_POINTS ? "points" : "line"));
        hc_json_append(series, curve);
    }
    hc_json_set(figure, "series", series);
    return figure;
}

hc_status hc_table_list_add(hc_context *ctx, hc_table_list *list, hc_table *table)
{
    hc_table **grown = NULL;
    hc_status status = hc_allocate(ctx, list->count + 1, sizeof *grown, &grown);
    if (status != HC_OK) {
        hc_table_free(table);
        return status;
    }
    if (list->count > 0) {
        memcpy(grown, list->table, list->count * sizeof *grown);
    }
    free(list->table);
    list->table = grown;
    list->table[list->count++] = table;
    return HC_OK;
}

void hc_table_list_clear(hc_table_list *list)
{
    for (size_t itable = 0; itable < list->count; itable++) {
        hc_table_free(list->table[itable]);
    }
    free(list->table);
    *list = (hc_table_list){0};
}
