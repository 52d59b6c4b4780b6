/* Lines and words of a text file, with where they stand, for readers whose messages name line and column. */
#ifndef HC_ATOMS_TEXT_READER_H
#define HC_ATOMS_TEXT_READER_H

#include <stdbool.h>
#include <stdio.h>

#include "halfcell/context.h"

typedef struct hc_text_reader {
    FILE *file;
    char *name; /* for messages */
    char *line; /* the present line without its end */
    size_t length, capacity;
    size_t number; /* of the present line, from 1; 0 before the first */
    bool held;     /* hc_text_next gives the present line again */
    bool owns_file;
} hc_text_reader;

/* A word; it points into the line it came from and is not zero-terminated. Empty when there was none. */
typedef struct hc_word {
    char *start;
    size_t length;
    size_t column; /* from 1 */
} hc_word;

HC_MUST_CHECK hc_status hc_text_open(hc_context *ctx, const char *path, hc_text_reader *reader);
/* Reads from an open file, which stays the caller's. */
HC_MUST_CHECK hc_status hc_text_wrap(hc_context *ctx, FILE *file, const char *name, hc_text_reader *reader);
void hc_text_close(hc_text_reader *reader);

/* The next line; *end is true when there is none. Refuses lines that hold zero bytes. */
HC_MUST_CHECK hc_status hc_text_next(hc_context *ctx, hc_text_reader *reader, bool *end);
/* The next line, which must exist: `expected` says what it should hold. */
HC_MUST_CHECK hc_status hc_text_need(hc_context *ctx, hc_text_reader *reader, const char *expected);
bool hc_text_is_blank(const hc_text_reader *reader);

/* HC_ERROR_FORMAT with "name:line:column: " before the message; column 0: none. */
HC_MUST_CHECK hc_status hc_text_fail(hc_context *ctx, const hc_text_reader *reader, size_t column, const char *format,
                                     ...) __attribute__((format(printf, 4, 5)));

/* The next word at or after *position, which then stands behind it. Start with position = 0. */
hc_word hc_text_word(const hc_text_reader *reader, size_t *position);

/* The whole word as a number: decimal, with exponent E or (Fortran) D; no hexadecimal, no infinity, no NaN. */
bool hc_word_real(hc_word word, double *value);
bool hc_word_integer(hc_word word, long *value);
bool hc_word_is(hc_word word, const char *text);

/* For "%.*s" in messages: at most 40 characters of a word. */
#define HC_WORD_SHOWN(word) (int)((word).length < 40 ? (word).length : 40), (word).start

#endif
