#include "atoms/text_reader.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

hc_status hc_text_wrap(hc_context *ctx, FILE *file, const char *name, hc_text_reader *reader)
{
    *reader = (hc_text_reader){.file = file};
    return hc_format(ctx, &reader->name, "%s", name);
}

hc_status hc_text_open(hc_context *ctx, const char *path, hc_text_reader *reader)
{
    *reader = (hc_text_reader){0};
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be opened: %s", path, strerror(errno));
    }
    hc_status status = hc_text_wrap(ctx, file, path, reader);
    reader->owns_file = true;
    if (status != HC_OK) {
        hc_text_close(reader);
    }
    return status;
}

void hc_text_close(hc_text_reader *reader)
{
    if (reader->owns_file && reader->file != NULL) {
        fclose(reader->file);
    }
    free(reader->name);
    free(reader->line);
    *reader = (hc_text_reader){0};
}

static void strip_line_end(hc_text_reader *reader)
{
    while (reader->length > 0 &&
           (reader->line[reader->length - 1] == '\n' || reader->line[reader->length - 1] == '\r')) {
        reader->line[--reader->length] = '\0';
    }
}

static void strip_byte_order_mark(hc_text_reader *reader)
{
    if (reader->number == 1 && reader->length >= 3 && memcmp(reader->line, "\xEF\xBB\xBF", 3) == 0) {
        reader->length -= 3;
        memmove(reader->line, reader->line + 3, reader->length + 1);
    }
}

hc_status hc_text_next(hc_context *ctx, hc_text_reader *reader, bool *end)
{
    *end = false;
    if (reader->held) {
        reader->held = false;
        return HC_OK;
    }
    errno = 0;
    ssize_t length = getline(&reader->line, &reader->capacity, reader->file);
    if (length < 0) {
        if (!feof(reader->file)) {
            return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be read: %s", reader->name, strerror(errno));
        }
        *end = true;
        return HC_OK;
    }
    reader->length = (size_t)length;
    reader->number++;
    const char *zero = memchr(reader->line, '\0', reader->length);
    if (zero != NULL) {
        return hc_text_fail(ctx, reader, (size_t)(zero - reader->line) + 1, "a zero byte: this is not a text file");
    }
    strip_line_end(reader);
    strip_byte_order_mark(reader);
    return HC_OK;
}

hc_status hc_text_need(hc_context *ctx, hc_text_reader *reader, const char *expected)
{
    bool end = false;
    hc_status status = hc_text_next(ctx, reader, &end);
    if (status == HC_OK && end) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: the file ends here; expected %s", reader->name,
                       reader->number + 1, expected);
    }
    return status;
}

bool hc_text_is_blank(const hc_text_reader *reader)
{
    size_t position = 0;
    return hc_text_word(reader, &position).length == 0;
}

hc_status hc_text_fail(hc_context *ctx, const hc_text_reader *reader, size_t column, const char *format, ...)
{
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (column == 0) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: %s", reader->name, reader->number, message);
    }
    return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu:%zu: %s", reader->name, reader->number, column, message);
}

hc_word hc_text_word(const hc_text_reader *reader, size_t *position)
{
    size_t at = *position;
    while (at < reader->length && isspace((unsigned char)reader->line[at])) {
        at++;
    }
    size_t first = at;
    while (at < reader->length && !isspace((unsigned char)reader->line[at])) {
        at++;
    }
    *position = at;
    return (hc_word){.start = reader->line + first, .length = at - first, .column = first + 1};
}

bool hc_word_real(hc_word word, double *value)
{
    char text[64];
    if (word.length == 0 || word.length >= sizeof text) {
        return false;
    }
    for (size_t i = 0; i < word.length; i++) {
        char c = word.start[i];
        if (strchr("0123456789+-.eEdD", c) == NULL) {
            return false;
        }
        text[i] = c == 'd' || c == 'D' ? 'e' : c;
    }
    text[word.length] = '\0';
    char *end = NULL;
    *value = strtod(text, &end);
    return *end == '\0' && isfinite(*value);
}

bool hc_word_integer(hc_word word, long *value)
{
    char text[32];
    if (word.length == 0 || word.length >= sizeof text || isspace((unsigned char)word.start[0])) {
        return false;
    }
    memcpy(text, word.start, word.length);
    text[word.length] = '\0';
    char *end = NULL;
    errno = 0;
    *value = strtol(text, &end, 10);
    return *end == '\0' && end != text && errno == 0;
}

bool hc_word_is(hc_word word, const char *text)
{
    return word.length == strlen(text) && memcmp(word.start, text, word.length) == 0;
}
