/* The bytes of a measured file and, when they are text, its lines as UTF-8.
 *
 * Instruments write what their country writes: a byte order mark or none, UTF-8, UTF-16 or Latin-1, lines that end with
 * CR LF, LF or CR. All of that ends here: whoever reads lines sees UTF-8 without line ends. */
#ifndef HC_MEASURED_SOURCE_H
#define HC_MEASURED_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_source {
    const char *name;           /* of messages, borrowed */
    const unsigned char *bytes; /* [length], borrowed */
    size_t length;
    bool is_text;
    bool ends_whole; /* the last line has its line end */
    char *text;      /* owned; the lines point into it */
    char **line;     /* [nline], terminated, owned array */
    size_t nline;
} hc_source;

/* Finds the encoding and splits into lines; bytes that are no text leave is_text false and no lines. name and bytes are
 * borrowed for the life of the source. The caller frees *source. */
HC_MUST_CHECK hc_status hc_source_open(hc_context *ctx, const char *name, const void *bytes, size_t length,
                                       hc_source **source);
void hc_source_free(hc_source *source);

/* Index of the first line that begins with `prefix` behind blanks, ignoring case; nline when there is none. */
size_t hc_source_find(const hc_source *source, const char *prefix);

/* A number as instruments write it, with `decimal` ('.' or ',') before its fraction; blanks around it are ignored. NaN
 * for an empty field, "-" and "NaN". False when it is no number. */
bool hc_source_number(const char *field, char decimal, double *value);

/* Copies without the blanks around it; at most size - 1 bytes. */
void hc_source_copy(char *copy, size_t size, const char *text);

#endif
