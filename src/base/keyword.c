#include "halfcell/keyword.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/keyword_text.h"
#include "base/names.h"

static void *member(const hc_keyword *keyword, void *options)
{
    return (char *)options + keyword->offset;
}

static double unit_of(const hc_keyword *keyword)
{
    return keyword->unit == 0 ? 1.0 : keyword->unit;
}

/* Fails with "NAME: 'TEXT' PROBLEM; EXAMPLE". */
static hc_status refuse(hc_context *ctx, const hc_keyword *keyword, const char *text, const char *problem)
{
    const char *example = keyword->default_text;
    bool has_example = example != NULL && example[0] != '\0';
    return hc_fail(ctx, HC_ERROR_INPUT, "%s: '%s' %s%s%s", keyword->name, text, problem,
                   has_example ? "; write for example " : "", has_example ? example : "");
}

/* A value that has a unit of its own: "0.5 ps". Says what to write instead. */
static hc_status refuse_unit(hc_context *ctx, const hc_keyword *keyword, const char *text, double number,
                             const hc_unit_name *written)
{
    const hc_unit_name *right = hc_unit_of_key(keyword->name, NULL);
    if (right == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: '%s' has a unit where a plain number is expected", keyword->name,
                       text);
    }
    if (right->value > 0 && written->value > 0 && strcmp(right->dimension, written->dimension) == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: '%s' has a unit, which the key says already (%s); write %.10g",
                       keyword->name, text, right->suffix, number * (written->value / right->value));
    }
    return hc_fail(ctx, HC_ERROR_INPUT, "%s: '%s' is in %s (%s) where the key is in %s (%s)", keyword->name, text,
                   written->suffix, written->dimension, right->suffix, right->dimension);
}

static hc_status refuse_range(hc_context *ctx, const hc_keyword *keyword, const char *text)
{
    hc_text range = {0};
    hc_keyword_add_range(&range, keyword);
    const char *unit = hc_keyword_unit_text(keyword);
    hc_status status = hc_fail(ctx, HC_ERROR_INPUT, "%s: %s is out of range; it may be %s%s%s", keyword->name, text,
                               hc_text_string(&range), unit[0] != '\0' ? " " : "", unit);
    hc_text_clear(&range);
    return status;
}

static bool in_range(const hc_keyword *keyword, double number)
{
    return (keyword->minimum == 0 && keyword->maximum == 0) ||
           (number >= keyword->minimum && number <= keyword->maximum);
}

/* A decimal number in user's units; strtod would also take hexadecimal digits and names. */
static hc_status parse_number(hc_context *ctx, const hc_keyword *keyword, const char *text, double *number)
{
    if (text[strspn(text, " \t")] == '\0') {
        return refuse(ctx, keyword, text, "is empty where a number is expected");
    }
    char *end;
    *number = strtod(text, &end);
    size_t digits = strspn(text, " \t+-.0123456789eE");
    if (end == text || (size_t)(end - text) > digits) {
        return refuse(ctx, keyword, text, isfinite(*number) ? "is not a number" : "is not a finite number");
    }
    const hc_unit_name *unit = hc_unit_of_text(end);
    if (unit != NULL) {
        return refuse_unit(ctx, keyword, text, *number, unit);
    }
    if (end[strspn(end, " \t")] != '\0') {
        return refuse(ctx, keyword, text, "is not a number");
    }
    return isfinite(*number) ? HC_OK : refuse(ctx, keyword, text, "is too large for a number");
}

static hc_status parse_real(hc_context *ctx, const hc_keyword *keyword, const char *text, double *value)
{
    double number;
    hc_status status = parse_number(ctx, keyword, text, &number);
    if (status == HC_OK && !in_range(keyword, number)) {
        status = refuse_range(ctx, keyword, text);
    }
    if (status == HC_OK) {
        *value = number * unit_of(keyword);
    }
    return status;
}

static hc_status parse_integer(hc_context *ctx, const hc_keyword *keyword, const char *text, int *value)
{
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (end == text || end[strspn(end, " \t")] != '\0') {
        double real;
        hc_status status = parse_number(ctx, keyword, text, &real);
        if (status != HC_OK) {
            return status;
        }
        if (real == floor(real) && fabs(real) <= INT_MAX) {
            return hc_fail(ctx, HC_ERROR_INPUT, "%s: '%s' is not written as an integer; write %.0f", keyword->name,
                           text, real);
        }
        return refuse(ctx, keyword, text, "is not an integer");
    }
    if (errno == ERANGE || number > INT_MAX || number <= HC_INTEGER_UNSET) {
        return refuse(ctx, keyword, text, "is too large for an integer");
    }
    if (!in_range(keyword, (double)number)) {
        return refuse_range(ctx, keyword, text);
    }
    *value = (int)number;
    return HC_OK;
}

static hc_status parse_bool(hc_context *ctx, const hc_keyword *keyword, const char *text, bool *value)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
    for (size_t i = 0; i < 6; i++) {
        if (strcasecmp(text, words[i]) == 0) {
            *value = i % 2 == 1;
            return HC_OK;
        }
    }
    return hc_fail(ctx, HC_ERROR_INPUT, "%s: '%s' is neither true nor false", keyword->name, text);
}

static hc_status parse_choice(hc_context *ctx, const hc_keyword *keyword, const char *text, int *value)
{
    size_t count = 0;
    for (; keyword->choices[count] != NULL; count++) {
        if (strcmp(text, keyword->choices[count]) == 0) {
            *value = (int)count;
            return HC_OK;
        }
    }
    hc_text choices = {0};
    hc_keyword_add_range(&choices, keyword);
    const char *nearest = hc_nearest_name(text, keyword->choices, count);
    hc_status status = hc_fail(ctx, HC_ERROR_INPUT, "%s: '%s' is none of the choices (%s)%s%s%s", keyword->name, text,
                               hc_text_string(&choices), nearest != NULL ? "; did you mean '" : "",
                               nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
    hc_text_clear(&choices);
    return status;
}

static bool is_separator(char c)
{
    return isspace((unsigned char)c);
}

/* Takes one item of a list from *cursor, quotes removed, into item; false at the end. */
static bool next_item(const char **cursor, hc_text *item, const char **problem)
{
    const char *c = *cursor;
    hc_text_clear(item);
    if (*c == '\0') {
        return false;
    }
    if (*c == '"' || *c == '\'') {
        char quote = *c++;
        for (; *c != quote; c++) {
            if (*c == '\\' && quote == '"' && c[1] != '\0') {
                c++;
            }
            if (*c == '\0') {
                *problem = "has a quote that is not closed";
                return false;
            }
            hc_text_add_bytes(item, c, 1);
        }
        c++;
    } else {
        size_t length = strcspn(c, " \t\r\n\v\f,");
        if (length == 0) {
            *problem = "has two commas with nothing between them";
            return false;
        }
        hc_text_add_bytes(item, c, length);
        c += length;
    }
    const char *after = c;
    while (is_separator(*c)) {
        c++;
    }
    if (*c == ',') {
        for (c++; is_separator(*c); c++) {
        }
    } else if (c == after && *c != '\0') {
        *problem = "has a quote in the middle of an item";
        return false;
    }
    *cursor = c;
    return true;
}

static void free_items(hc_text_list *items)
{
    for (size_t i = 0; i < items->count; i++) {
        free(items->value[i]);
    }
    free(items->value);
    *items = (hc_text_list){0};
}

/* Strips blanks and one pair of brackets. */
static hc_status list_body(hc_context *ctx, const hc_keyword *keyword, const char *text, char **body)
{
    const char *begin = text, *end = text + strlen(text);
    while (is_separator(*begin)) {
        begin++;
    }
    while (end > begin && is_separator(end[-1])) {
        end--;
    }
    bool opened = begin<end && * begin == '[', closed = end> begin + opened && end[-1] == ']';
    if (opened != closed) {
        return refuse(ctx, keyword, text, "has a bracket without its partner");
    }
    begin += opened;
    end -= closed;
    while (begin < end && is_separator(*begin)) {
        begin++;
    }
    return hc_format(ctx, body, "%.*s", (int)(end - begin), begin);
}

/* Cuts a list into its items. */
static hc_status split(hc_context *ctx, const hc_keyword *keyword, const char *text, hc_text_list *items)
{
    char *body = NULL;
    const char *problem = NULL;
    hc_text item = {0};
    hc_status status = HC_OK;
    *items = (hc_text_list){0};
    HC_TRY(list_body(ctx, keyword, text, &body));
    /* An item takes at least one character of the text. */
    HC_TRY(hc_allocate(ctx, strlen(body), sizeof *items->value, &items->value));
    const char *cursor = body;
    while (next_item(&cursor, &item, &problem)) {
        HC_TRY(hc_text_take(ctx, &item, &items->value[items->count]));
        items->count++;
    }
    if (problem != NULL) {
        HC_TRY(refuse(ctx, keyword, text, problem));
    }
cleanup:
    hc_text_clear(&item);
    free(body);
    if (status != HC_OK) {
        free_items(items);
    }
    return status;
}

/* A list of numbers: items separated, each parsed by `parse_one`. */
#define DEFINE_LIST_PARSER(name, list_type, parse_one)                                                                 \
    static hc_status name(hc_context *ctx, const hc_keyword *keyword, const char *text, list_type *list)               \
    {                                                                                                                  \
        hc_text_list items;                                                                                            \
        *list = (list_type){0};                                                                                        \
        hc_status status = split(ctx, keyword, text, &items);                                                          \
        if (status != HC_OK) {                                                                                         \
            return status;                                                                                             \
        }                                                                                                              \
        HC_TRY(hc_allocate(ctx, items.count, sizeof *list->value, &list->value));                                      \
        for (; list->count < items.count; list->count++) {                                                             \
            HC_TRY(parse_one(ctx, keyword, items.value[list->count], &list->value[list->count]));                      \
        }                                                                                                              \
    cleanup:                                                                                                           \
        free_items(&items);                                                                                            \
        if (status != HC_OK) {                                                                                         \
            free(list->value);                                                                                         \
            *list = (list_type){0};                                                                                    \
        }                                                                                                              \
        return status;                                                                                                 \
    }

DEFINE_LIST_PARSER(parse_real_list, hc_real_list, parse_real)
DEFINE_LIST_PARSER(parse_integer_list, hc_integer_list, parse_integer)

static hc_status parse_text(hc_context *ctx, const hc_keyword *keyword, const char *text, char **value)
{
    if (text[strspn(text, " \t\r\n")] == '\0' && keyword->type != HC_VALUE_TEXT) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: is empty where %s %s is expected", keyword->name,
                       keyword->type == HC_VALUE_FILE ? "a" : "an", hc_value_type_text(keyword->type));
    }
    return hc_format(ctx, value, "%s", text);
}

/* Frees what the member owns and makes it unset. */
static void unset(const hc_keyword *keyword, void *options, bool owned)
{
    void *at = member(keyword, options);
    switch (keyword->type) {
    case HC_VALUE_BOOL:
        *(bool *)at = false;
        break;
    case HC_VALUE_INTEGER:
        *(int *)at = HC_INTEGER_UNSET;
        break;
    case HC_VALUE_REAL:
        *(double *)at = NAN;
        break;
    case HC_VALUE_CHOICE:
        *(int *)at = -1;
        break;
    case HC_VALUE_TEXT:
    case HC_VALUE_FILE:
    case HC_VALUE_SELECTION:
        if (owned) {
            free(*(char **)at);
        }
        *(char **)at = NULL;
        break;
    case HC_VALUE_REAL_LIST:
        if (owned) {
            free(((hc_real_list *)at)->value);
        }
        *(hc_real_list *)at = (hc_real_list){0};
        break;
    case HC_VALUE_INTEGER_LIST:
        if (owned) {
            free(((hc_integer_list *)at)->value);
        }
        *(hc_integer_list *)at = (hc_integer_list){0};
        break;
    case HC_VALUE_TEXT_LIST:
        if (owned) {
            free_items(at);
        }
        *(hc_text_list *)at = (hc_text_list){0};
        break;
    }
}

hc_status hc_keyword_set(hc_context *ctx, const hc_keyword *keyword, void *options, const char *text)
{
    /* Parsed into a member of its own, so that what was set stays when the text is wrong. */
    union {
        bool truth;
        int integer;
        double real;
        char *text;
        hc_real_list reals;
        hc_integer_list integers;
        hc_text_list texts;
    } value;
    hc_status status = HC_ERROR_INTERNAL;
    switch (keyword->type) {
#define SET(type, parse, field)                                                                                        \
    status = parse(ctx, keyword, text, &value.field);                                                                  \
    if (status == HC_OK) {                                                                                             \
        unset(keyword, options, true);                                                                                 \
        *(type *)member(keyword, options) = value.field;                                                               \
    }                                                                                                                  \
    break
    case HC_VALUE_BOOL:
        SET(bool, parse_bool, truth);
    case HC_VALUE_INTEGER:
        SET(int, parse_integer, integer);
    case HC_VALUE_REAL:
        SET(double, parse_real, real);
    case HC_VALUE_CHOICE:
        SET(int, parse_choice, integer);
    case HC_VALUE_TEXT:
    case HC_VALUE_FILE:
    case HC_VALUE_SELECTION:
        SET(char *, parse_text, text);
    case HC_VALUE_REAL_LIST:
        SET(hc_real_list, parse_real_list, reals);
    case HC_VALUE_INTEGER_LIST:
        SET(hc_integer_list, parse_integer_list, integers);
    case HC_VALUE_TEXT_LIST:
        SET(hc_text_list, split, texts);
#undef SET
    }
    return status;
}

hc_status hc_keywords_set_defaults(hc_context *ctx, const hc_keyword *table, void *options)
{
    for (const hc_keyword *keyword = table; keyword != NULL && keyword->name != NULL; keyword++) {
        unset(keyword, options, false);
    }
    for (const hc_keyword *keyword = table; keyword != NULL && keyword->name != NULL; keyword++) {
        if (keyword->default_text == NULL || keyword->default_text[0] == '\0') {
            continue;
        }
        hc_status status = hc_keyword_set(ctx, keyword, options, keyword->default_text);
        if (status == HC_ERROR_INPUT) {
            return hc_fail_within(ctx, HC_ERROR_INTERNAL, "the default in the keyword table is wrong: ");
        }
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}

static size_t member_size(hc_value_type type)
{
    switch (type) {
    case HC_VALUE_BOOL:
        return sizeof(bool);
    case HC_VALUE_INTEGER:
    case HC_VALUE_CHOICE:
        return sizeof(int);
    case HC_VALUE_REAL:
        return sizeof(double);
    case HC_VALUE_TEXT:
    case HC_VALUE_FILE:
    case HC_VALUE_SELECTION:
        return sizeof(char *);
    case HC_VALUE_REAL_LIST:
        return sizeof(hc_real_list);
    case HC_VALUE_INTEGER_LIST:
        return sizeof(hc_integer_list);
    case HC_VALUE_TEXT_LIST:
        return sizeof(hc_text_list);
    }
    return 0;
}

void hc_keywords_clear(const hc_keyword *table, void *options)
{
    for (const hc_keyword *keyword = table; keyword != NULL && keyword->name != NULL; keyword++) {
        unset(keyword, options, true);
        memset(member(keyword, options), 0, member_size(keyword->type));
    }
}

const hc_keyword *hc_keyword_find(const hc_keyword *table, const char *name)
{
    for (const hc_keyword *keyword = table; keyword != NULL && keyword->name != NULL; keyword++) {
        if (strcmp(keyword->name, name) == 0) {
            return keyword;
        }
    }
    return NULL;
}
