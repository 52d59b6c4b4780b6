#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for `more` bytes and a terminator. */
static bool reserve(hc_text *text, size_t more)
{
    if (text->failed || more > (size_t)-1 / 4 - text->length) {
        text->failed = true;
        return false;
    }
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity) {
        return true;
    }
    size_t capacity = needed > 2 * text->capacity ? needed : 2 * text->capacity;
    char *data = realloc(text->data, capacity);
    if (data == NULL) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

void hc_text_add_bytes(hc_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length)) {
        return;
    }
    memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void hc_text_add(hc_text *text, const char *string)
{
    hc_text_add_bytes(text, string, strlen(string));
}

void hc_text_addf(hc_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !reserve(text, (size_t)length)) {
        text->failed = true;
        return;
    }
    va_start(arguments, format);
    vsnprintf(text->data + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

void hc_text_add_repeated(hc_text *text, char c, size_t count)
{
    if (!reserve(text, count)) {
        return;
    }
    memset(text->data + text->length, c, count);
    text->length += count;
    text->data[text->length] = '\0';
}

const char *hc_text_string(const hc_text *text)
{
    return text->data != NULL ? text->data : "";
}

hc_status hc_text_take(hc_context *ctx, hc_text *text, char **string)
{
    *string = NULL;
    hc_text_add_bytes(text, "", 0);
    if (text->failed) {
        hc_text_clear(text);
        return hc_fail(ctx, HC_ERROR_MEMORY, "out of memory for a text");
    }
    *string = text->data;
    *text = (hc_text){0};
    return HC_OK;
}

void hc_text_clear(hc_text *text)
{
    free(text->data);
    *text = (hc_text){0};
}
