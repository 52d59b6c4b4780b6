#include "thermo/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* One field from *p, which moves behind its separator; *more says whether one followed. */
static hc_status take_field(hc_context *ctx, const char **p, char separator, bool *more, char **field)
{
    const char *s = *p + strspn(*p, separator == '\t' ? " " : " \t");
    hc_status status = hc_allocate(ctx, strlen(s) + 1, 1, field);
    if (status != HC_OK) {
        return status;
    }
    size_t n = 0;
    if (*s == '"') {
        for (s++; *s && (*s != '"' || s[1] == '"'); s++) {
            s += *s == '"';
            (*field)[n++] = *s;
        }
        if (*s != '"') {
            return hc_fail(ctx, HC_ERROR_FORMAT, "a quote is not closed");
        }
        s++;
        s += strspn(s, " ");
    } else {
        for (; *s && *s != separator; s++) {
            (*field)[n++] = *s;
        }
        while (n > 0 && (*field)[n - 1] == ' ') {
            n--;
        }
        (*field)[n] = '\0';
    }
    if (*s && *s != separator) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "text behind a closing quote: '%.20s'", s);
    }
    *more = *s == separator;
    *p = *s ? s + 1 : s;
    return HC_OK;
}

/* The list owns the text, also when it fails. */
static hc_status append(hc_context *ctx, char ***list, size_t count, char *text)
{
    hc_status status = hc_array_grow(ctx, list, count, sizeof **list);
    if (status != HC_OK) {
        free(text);
        return status;
    }
    (*list)[count] = text;
    return HC_OK;
}

static hc_status read_header(hc_context *ctx, const char *line, char separator, hc_csv *t)
{
    bool more = true;
    while (more) {
        char *field = NULL;
        hc_status status = take_field(ctx, &line, separator, &more, &field);
        if (status != HC_OK) {
            free(field);
            return status;
        }
        status = append(ctx, &t->header, t->ncolumn, field);
        if (status != HC_OK) {
            return status;
        }
        t->ncolumn++;
    }
    return HC_OK;
}

static hc_status read_row(hc_context *ctx, const char *line, char separator, size_t number, hc_csv *t)
{
    bool more = true;
    hc_status status = HC_OK;
    for (size_t k = 0; k < t->ncolumn || more; k++) {
        char *field = NULL;
        status = more ? take_field(ctx, &line, separator, &more, &field) : hc_allocate(ctx, 1, 1, &field);
        if (status == HC_OK && k >= t->ncolumn) {
            bool empty = *field == '\0';
            free(field);
            if (empty) {
                continue;
            }
            return hc_fail(ctx, HC_ERROR_FORMAT, "more fields than the header's %zu", t->ncolumn);
        }
        if (status != HC_OK) {
            free(field);
            return status;
        }
        status = append(ctx, &t->field, t->nfield, field);
        if (status != HC_OK) {
            return status;
        }
        t->nfield++;
    }
    status = hc_array_grow(ctx, &t->line, t->nrow, sizeof *t->line);
    if (status == HC_OK) {
        t->line[t->nrow++] = number;
    }
    return status;
}

/* Of a header: tabulators, commas, or what a spreadsheet writes where commas are decimal. */
static char separator_of(const char *header)
{
    return strchr(header, '\t') ? '\t' : strchr(header, ',') ? ',' : strchr(header, ';') ? ';' : ',';
}

static hc_status read_lines(hc_context *ctx, const char *name, char *text, hc_csv *t)
{
    char separator = ',';
    size_t number = 0;
    for (char *line = text; line;) {
        char *newline = strchr(line, '\n');
        size_t length = newline ? (size_t)(newline - line) : strlen(line);
        line[length] = '\0';
        if (length > 0 && line[length - 1] == '\r') {
            line[length - 1] = '\0';
        }
        number++;
        hc_status status = HC_OK;
        if (line[strspn(line, " \t")] != '\0' && *line != '#') {
            separator = t->ncolumn > 0 ? separator : separator_of(line);
            status = t->ncolumn == 0 ? read_header(ctx, line, separator, t) : read_row(ctx, line, separator, number, t);
        }
        if (status != HC_OK) {
            return hc_fail_within(ctx, status, "%s:%zu: ", name, number);
        }
        line = newline ? newline + 1 : NULL;
    }
    return HC_OK;
}

hc_status hc_csv_parse(hc_context *ctx, const char *name, const char *text, hc_csv **table)
{
    hc_csv *t = NULL;
    char *copy = NULL;
    hc_status status = HC_OK;
    *table = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *t, &t));
    HC_TRY(hc_allocate(ctx, strlen(text) + 1, 1, &copy));
    memcpy(copy, text, strlen(text));
    HC_TRY(read_lines(ctx, name, copy, t));
    *table = t;
    t = NULL;
cleanup:
    hc_csv_free(t);
    free(copy);
    return status;
}

void hc_csv_free(hc_csv *table)
{
    if (!table) {
        return;
    }
    for (size_t k = 0; k < table->ncolumn; k++) {
        free(table->header[k]);
    }
    for (size_t k = 0; k < table->nfield; k++) {
        free(table->field[k]);
    }
    free(table->header);
    free(table->field);
    free(table->line);
    free(table);
}

size_t hc_csv_find(const hc_csv *table, const char *name)
{
    size_t k = 0;
    while (k < table->ncolumn && strcmp(table->header[k], name) != 0) {
        k++;
    }
    return k;
}
