#include "base/json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

/* hc_json is jansson's type under our name, so that no other file includes jansson. */
static json_t *raw(const hc_json *json)
{
    return (json_t *)json;
}

static hc_json *wrap(json_t *json)
{
    return (hc_json *)json;
}

hc_json *hc_json_object(void)
{
    return wrap(json_object());
}

hc_json *hc_json_array(void)
{
    return wrap(json_array());
}

hc_json *hc_json_real(double value)
{
    return wrap(isfinite(value) ? json_real(value) : json_null());
}

hc_json *hc_json_integer(long long value)
{
    return wrap(json_integer(value));
}

hc_json *hc_json_bool(bool value)
{
    return wrap(json_boolean(value));
}

/* Text that is not UTF-8 (a file name, a comment of somebody's file) is kept with the bad bytes replaced by '?'. */
static json_t *text_with_bad_bytes_replaced(const char *text)
{
    char *copy = strdup(text);
    for (char *c = copy; c && *c; c++) {
        if ((unsigned char)*c > 127) {
            *c = '?';
        }
    }
    json_t *json = copy ? json_string(copy) : NULL;
    free(copy);
    return json;
}

hc_json *hc_json_text(const char *text)
{
    if (!text) {
        return wrap(json_null());
    }
    json_t *json = json_string(text);
    return wrap(json ? json : text_with_bad_bytes_replaced(text));
}

hc_json *hc_json_reals(size_t count, const double *values)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(array, raw(hc_json_real(values[i])));
    }
    return wrap(array);
}

hc_json *hc_json_vectors(size_t count, const hc_vec3 *values, double scale)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        double row[3] = {scale * values[i].x, scale * values[i].y, scale * values[i].z};
        json_array_append_new(array, raw(hc_json_reals(3, row)));
    }
    return wrap(array);
}

hc_json *hc_json_share(hc_json *json)
{
    return wrap(json_incref(raw(json)));
}

void hc_json_free(hc_json *json)
{
    json_decref(raw(json));
}

void hc_json_set(hc_json *object, const char *key, hc_json *value)
{
    json_object_set_new(raw(object), key, raw(value));
}

void hc_json_append(hc_json *array, hc_json *value)
{
    json_array_append_new(raw(array), raw(value));
}

void hc_json_append_lines(hc_json *array, const char *lines)
{
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n");
        char *line = strndup(lines, length);
        hc_json_append(array, line ? hc_json_text(line) : NULL);
        free(line);
        lines += length + (lines[length] == '\n');
    }
}

hc_json *hc_json_get(const hc_json *object, const char *key)
{
    return wrap(json_object_get(raw(object), key));
}

hc_json *hc_json_at(const hc_json *array, size_t index)
{
    return wrap(json_array_get(raw(array), index));
}

size_t hc_json_count(const hc_json *array)
{
    return json_is_array(raw(array)) ? json_array_size(raw(array)) : json_object_size(raw(array));
}

const char *hc_json_text_of(const hc_json *json)
{
    return json_string_value(raw(json));
}

double hc_json_real_of(const hc_json *json)
{
    return json_is_number(raw(json)) ? json_number_value(raw(json)) : NAN;
}

bool hc_json_is_true(const hc_json *json)
{
    return json_is_true(raw(json));
}

const char *hc_json_member(const hc_json *object, size_t index, hc_json **value)
{
    void *iterator = json_object_iter(raw(object));
    for (size_t i = 0; i < index && iterator; i++) {
        iterator = json_object_iter_next(raw(object), iterator);
    }
    if (!iterator) {
        *value = NULL;
        return NULL;
    }
    *value = wrap(json_object_iter_value(iterator));
    return json_object_iter_key(iterator);
}

hc_status hc_json_parse(hc_context *ctx, const char *text, const char *what, hc_json **json)
{
    json_error_t error;
    *json = wrap(json_loads(text, JSON_REJECT_DUPLICATES, &error));
    if (!*json) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%d:%d: not valid JSON: %s", what, error.line, error.column,
                       error.text);
    }
    return HC_OK;
}

hc_status hc_json_read(hc_context *ctx, const char *path, hc_json **json)
{
    char *text = NULL;
    size_t length = 0;
    *json = NULL;
    hc_status status = hc_file_read(ctx, path, &text, &length);
    if (status == HC_OK) {
        status = hc_json_parse(ctx, text, path, json);
    }
    free(text);
    return status;
}

hc_status hc_json_format(hc_context *ctx, const hc_json *json, char **text)
{
    *text = json ? json_dumps(raw(json), JSON_INDENT(1) | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY) : NULL;
    return *text ? HC_OK : hc_fail(ctx, HC_ERROR_MEMORY, "out of memory while JSON was written");
}

hc_status hc_json_write(hc_context *ctx, const char *path, const hc_json *json)
{
    char *text = NULL;
    hc_status status = hc_json_format(ctx, json, &text);
    if (status == HC_OK) {
        status = hc_file_write_atomically(ctx, path, text, strlen(text));
    }
    free(text);
    return status;
}

const char *hc_json_library(void)
{
    return "jansson " JANSSON_VERSION;
}
