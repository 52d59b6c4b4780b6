/* A member as the user would write it. */
#include <stdlib.h>

#include "base/keyword_text.h"

static double unit_of(const hc_keyword *keyword)
{
    return keyword->unit == 0 ? 1.0 : keyword->unit;
}

static void add_real(hc_text *text, const hc_keyword *keyword, double value)
{
    if (value != value) {
        return;
    }
    char number[HC_REAL_TEXT_SIZE];
    hc_keyword_real_text(value, unit_of(keyword), number);
    hc_text_add(text, number);
}

static void add_reals(hc_text *text, const hc_keyword *keyword, const hc_real_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        hc_text_add(text, i == 0 ? "[" : ", ");
        add_real(text, keyword, list->value[i]);
    }
}

static void add_integers(hc_text *text, const hc_integer_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        hc_text_addf(text, "%s%d", i == 0 ? "[" : ", ", list->value[i]);
    }
}

static void add_texts(hc_text *text, const hc_text_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        hc_text_add(text, i == 0 ? "[" : ", ");
        hc_keyword_add_item(text, list->value[i]);
    }
}

/* A list that was given as empty differs from one that was not given: it has an array. */
static void close_list(hc_text *text, size_t count, const void *array)
{
    hc_text_add(text, count > 0 ? "]" : array != NULL ? "[]" : "");
}

hc_status hc_keyword_format(hc_context *ctx, const hc_keyword *keyword, const void *options, char **text)
{
    const void *at = (const char *)options + keyword->offset;
    hc_text out = {0};
    switch (keyword->type) {
    case HC_VALUE_BOOL:
        hc_text_add(&out, *(const bool *)at ? "true" : "false");
        break;
    case HC_VALUE_INTEGER:
        if (*(const int *)at != HC_INTEGER_UNSET) {
            hc_text_addf(&out, "%d", *(const int *)at);
        }
        break;
    case HC_VALUE_REAL:
        add_real(&out, keyword, *(const double *)at);
        break;
    case HC_VALUE_CHOICE:
        hc_text_add(&out, *(const int *)at >= 0 ? keyword->choices[*(const int *)at] : "");
        break;
    case HC_VALUE_TEXT:
    case HC_VALUE_FILE:
    case HC_VALUE_SELECTION:
        hc_text_add(&out, *(char *const *)at != NULL ? *(char *const *)at : "");
        break;
    case HC_VALUE_REAL_LIST: {
        const hc_real_list *list = at;
        add_reals(&out, keyword, list);
        close_list(&out, list->count, list->value);
        break;
    }
    case HC_VALUE_INTEGER_LIST: {
        const hc_integer_list *list = at;
        add_integers(&out, list);
        close_list(&out, list->count, list->value);
        break;
    }
    case HC_VALUE_TEXT_LIST: {
        const hc_text_list *list = at;
        add_texts(&out, list);
        close_list(&out, list->count, list->value);
        break;
    }
    }
    return hc_text_take(ctx, &out, text);
}
