/* Tables of text with a header line: CSV with quotes, or tab-separated. */
#ifndef HC_THERMO_CSV_H
#define HC_THERMO_CSV_H

#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_csv {
    size_t ncolumn, nrow;
    size_t nfield; /* private: fields held, also of a row that failed */
    char **header; /* [ncolumn] */
    char **field;  /* [nrow][ncolumn], without quotes and blanks around them */
    size_t *line;  /* of each row in the file, counted from 1, [nrow] */
} hc_csv;

/* Tabs where the header has one, else commas. Empty lines and those that begin with '#' are left out; a row shorter
 * than the header is filled with "", a longer one refused. The caller owns *table. */
HC_MUST_CHECK hc_status hc_csv_parse(hc_context *ctx, const char *name, const char *text, hc_csv **table);
void hc_csv_free(hc_csv *table);
/* Column of that name, or ncolumn. */
size_t hc_csv_find(const hc_csv *table, const char *name);
static inline const char *hc_csv_get(const hc_csv *table, size_t row, size_t column)
{
    return column < table->ncolumn ? table->field[row * table->ncolumn + column] : "";
}

#endif
