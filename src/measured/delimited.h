/* Columns of numbers below a header: what every text format comes down to. */
#ifndef HC_MEASURED_DELIMITED_H
#define HC_MEASURED_DELIMITED_H

#include "measured/column.h"
#include "measured/source.h"
#include "measured/trace_format.h"

/* Where the columns lie in a file. Lines are counted from 0. */
typedef struct hc_delimited {
    size_t header_line;
    size_t unit_line; /* 0: units stand in the header */
    size_t first_row;
    size_t end_line; /* first line that is not looked at any more */
    char separator;  /* 0: found in the header: tab, ';', ',' or blanks */
    /* Whether a line between the rows is to be passed over (empty ones always are); NULL: none. */
    bool (*skips)(const char *line);
    /* Whether a line ends the rows; NULL: none. */
    bool (*ends)(const char *line);
} hc_delimited;

/* Appends the rows to the trace. Decimal commas are recognised. Refused by line: a wanted column without unit (unless
 * `options` gives it), a field that is no number, a row that is too short. A last line that is cut off is left out,
 * with a note. *end (may be NULL) is the line after the last one read. */
HC_MUST_CHECK hc_status hc_delimited_read(hc_context *ctx, const hc_source *source, const hc_delimited *where,
                                          const hc_trace_options *options, hc_trace *trace, size_t *end);

/* Whether a line has at least two fields and all of them are numbers: a row without a header. */
bool hc_delimited_is_row(const char *line);

#endif
