#include "measured/source.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static void add_code_point(hc_text *text, unsigned code)
{
    char bytes[4];
    size_t length;
    if (code < 0x80) {
        bytes[0] = (char)code;
        length = 1;
    } else if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        length = 2;
    } else if (code < 0x10000) {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        length = 3;
    } else {
        bytes[0] = (char)(0xF0 | code >> 18);
        bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (code & 0x3F));
        length = 4;
    }
    hc_text_add_bytes(text, bytes, length);
}

/* Bytes of the UTF-8 sequence at `at`, 0 when there is none. */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    size_t length = at[0] < 0x80 ? 1 : at[0] >> 5 == 6 ? 2 : at[0] >> 4 == 14 ? 3 : at[0] >> 3 == 30 ? 4 : 0;
    if (length > left) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

static bool is_utf8(const unsigned char *bytes, size_t length)
{
    for (size_t i = 0, step; i < length; i += step) {
        step = sequence_length(bytes + i, length - i);
        if (step == 0) {
            return false;
        }
    }
    return true;
}

/* A surrogate pair is two units; half a pair becomes U+FFFD. */
static void add_utf16(hc_text *text, const unsigned char *bytes, size_t length, bool big)
{
    for (size_t i = 0; i + 1 < length; i += 2) {
        unsigned unit = big ? (unsigned)bytes[i] << 8 | bytes[i + 1] : (unsigned)bytes[i + 1] << 8 | bytes[i];
        if (unit >= 0xD800 && unit < 0xDC00 && i + 3 < length) {
            unsigned low =
                big ? (unsigned)bytes[i + 2] << 8 | bytes[i + 3] : (unsigned)bytes[i + 3] << 8 | bytes[i + 2];
            if (low >= 0xDC00 && low < 0xE000) {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        add_code_point(text, unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit);
    }
}

typedef enum encoding { ENCODING_BYTES, ENCODING_UTF16_LITTLE, ENCODING_UTF16_BIG } encoding;

/* By the mark, or by the zero bytes that plain letters have in UTF-16. */
static encoding find_encoding(const unsigned char *bytes, size_t length)
{
    if (length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) {
        return ENCODING_UTF16_LITTLE;
    }
    if (length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF) {
        return ENCODING_UTF16_BIG;
    }
    if (length >= 4 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0) {
        return ENCODING_UTF16_LITTLE;
    }
    if (length >= 4 && bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0) {
        return ENCODING_UTF16_BIG;
    }
    return ENCODING_BYTES;
}

static void decode(const hc_source *source, hc_text *text)
{
    const unsigned char *bytes = source->bytes;
    size_t length = source->length;
    encoding found = find_encoding(bytes, length);
    if (found != ENCODING_BYTES) {
        size_t mark = bytes[0] >= 0xFE ? 2 : 0;
        add_utf16(text, bytes + mark, length - mark, found == ENCODING_UTF16_BIG);
        return;
    }
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (is_utf8(bytes, length)) {
        hc_text_add_bytes(text, (const char *)bytes, length);
        return;
    }
    for (size_t i = 0; i < length; i++) { /* Latin-1: a byte is its code point */
        add_code_point(text, bytes[i]);
    }
}

/* Ends every line with a zero byte; `lines` may be NULL to count. A last line without line end counts too. */
static size_t split(char *text, size_t length, char **lines)
{
    size_t count = 0, start = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '\n' && text[i] != '\r') {
            continue;
        }
        bool pair = text[i] == '\r' && i + 1 < length && text[i + 1] == '\n';
        if (lines != NULL) {
            lines[count] = text + start;
            text[i] = '\0';
        }
        count++;
        i += pair;
        start = i + 1;
    }
    if (start < length) {
        if (lines != NULL) {
            lines[count] = text + start;
        }
        count++;
    }
    return count;
}

static hc_status open_text(hc_context *ctx, hc_source *source)
{
    hc_status status = HC_OK;
    hc_text text = {0};
    decode(source, &text);
    size_t length = text.length;
    HC_TRY(hc_text_take(ctx, &text, &source->text));
    if (memchr(source->text, '\0', length) != NULL) {
        free(source->text);
        source->text = NULL;
        return HC_OK;
    }
    source->is_text = true;
    source->ends_whole = length == 0 || source->text[length - 1] == '\n' || source->text[length - 1] == '\r';
    source->nline = split(source->text, length, NULL);
    HC_TRY(hc_allocate(ctx, source->nline, sizeof *source->line, &source->line));
    (void)split(source->text, length, source->line);
cleanup:
    return status;
}

hc_status hc_source_open(hc_context *ctx, const char *name, const void *bytes, size_t length, hc_source **source)
{
    hc_status status = HC_OK;
    hc_source *made = NULL;
    *source = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    *made = (hc_source){.name = name, .bytes = bytes, .length = length};
    HC_TRY(open_text(ctx, made));
    *source = made;
    made = NULL;
cleanup:
    hc_source_free(made);
    return status;
}

void hc_source_free(hc_source *source)
{
    if (source != NULL) {
        free(source->line);
        free(source->text);
        free(source);
    }
}

size_t hc_source_find(const hc_source *source, const char *prefix)
{
    size_t length = strlen(prefix);
    for (size_t iline = 0; iline < source->nline; iline++) {
        const char *line = source->line[iline] + strspn(source->line[iline], " \t");
        if (strncasecmp(line, prefix, length) == 0) {
            return iline;
        }
    }
    return source->nline;
}

void hc_source_copy(char *copy, size_t size, const char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    length = length < size - 1 ? length : size - 1;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length--; /* not in the middle of a character */
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
}

bool hc_source_number(const char *field, char decimal, double *value)
{
    char text[64];
    hc_source_copy(text, sizeof text, field);
    *value = NAN;
    if (text[0] == '\0' || strcmp(text, "-") == 0 || strcasecmp(text, "nan") == 0) {
        return true;
    }
    if (strlen(text) == sizeof text - 1 || strspn(text, "0123456789+-.,eE") != strlen(text)) {
        return false;
    }
    if (decimal == ',') {
        for (char *at = text; *at != '\0'; at++) {
            if (*at == '.') {
                return false;
            }
            *at = *at == ',' ? '.' : *at;
        }
    }
    char *end = NULL;
    *value = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*value);
}
