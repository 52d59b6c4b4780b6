#include "report/embed.h"

#include <string.h>

/* web/build.mjs makes sure that the template has it exactly once. */
static const char mark[] = "HALFCELL-PAGE-DATA";

#define ESCAPE_LENGTH 6 /* \uXXXX */

/* The escape for what stands at `c`, and how many bytes it replaces; NULL when these may stay. */
static const char *escape_of(const char *c, size_t *width)
{
    *width = 1;
    switch (*c) {
    case '<':
        return "\\u003c";
    case '>':
        return "\\u003e";
    case '&':
        return "\\u0026";
    default:
        break;
    }
    if (strncmp(c, "\xe2\x80\xa8", 3) == 0 || strncmp(c, "\xe2\x80\xa9", 3) == 0) {
        *width = 3;
        return c[2] == '\xa8' ? "\\u2028" : "\\u2029";
    }
    return NULL;
}

/* One pass over the JSON: with text NULL it only counts. Outside strings blanks are dropped; the characters that are
 * escaped occur in valid JSON inside strings alone, where an escape means the same character. */
static size_t rewrite(const char *json, char *text)
{
    size_t length = 0;
    bool inside_string = false;
    for (const char *c = json; *c;) {
        if (!inside_string && strchr(" \n\r\t", *c)) {
            c++;
            continue;
        }
        size_t width = 1, count = 1;
        const char *piece = escape_of(c, &width);
        if (piece) {
            count = ESCAPE_LENGTH;
        } else {
            piece = c;
            if (inside_string && *c == '\\' && c[1]) {
                width = count = 2;
            } else if (*c == '"') {
                inside_string = !inside_string;
            }
        }
        if (text) {
            memcpy(text + length, piece, count);
        }
        length += count;
        c += width;
    }
    return length;
}

hc_status hc_report_escape(hc_context *ctx, const char *json, char **text, size_t *length)
{
    *length = rewrite(json, NULL);
    hc_status status = hc_allocate(ctx, *length + 1, 1, text);
    if (status == HC_OK) {
        rewrite(json, *text);
    }
    return status;
}

hc_status hc_report_fill(hc_context *ctx, const char *what, const char *template_text, const char *data,
                         size_t data_length, char **page, size_t *length)
{
    *page = NULL;
    const size_t mark_length = sizeof mark - 1;
    const char *place = strstr(template_text, mark);
    if (!place || strstr(place + mark_length, mark)) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s: this is no template of a report page (the mark %s must be in it exactly once): build "
                       "halfcell again",
                       what, mark);
    }
    const size_t before = (size_t)(place - template_text), after = strlen(place + mark_length);
    *length = before + data_length + after;
    hc_status status = hc_allocate(ctx, *length + 1, 1, page);
    if (status == HC_OK) {
        memcpy(*page, template_text, before);
        memcpy(*page + before, data, data_length);
        memcpy(*page + before + data_length, place + mark_length, after);
    }
    return status;
}
