/* A text that grows. A failed allocation is kept and reported once, by hc_text_take. */
#ifndef HC_BASE_TEXT_H
#define HC_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_text {
    char *data; /* terminated; NULL as long as nothing was added */
    size_t length, capacity;
    bool failed;
} hc_text;

/* An hc_text begins as (hc_text){0}. */
void hc_text_add(hc_text *text, const char *string);
void hc_text_add_bytes(hc_text *text, const char *bytes, size_t length);
void hc_text_addf(hc_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void hc_text_add_repeated(hc_text *text, char c, size_t count);
/* What was added so far, "" when nothing. */
const char *hc_text_string(const hc_text *text);
/* Hands the text over, "" when nothing was added; the caller frees *string. */
HC_MUST_CHECK hc_status hc_text_take(hc_context *ctx, hc_text *text, char **string);
void hc_text_clear(hc_text *text);

#endif
