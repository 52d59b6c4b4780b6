/* JSON, through jansson; the only file that touches it. Values are reference counted: what is put into an object or an
 * array belongs to it. Building never fails in the middle: a NULL value (out of memory) makes the write fail. */
#ifndef HC_BASE_JSON_H
#define HC_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/vec.h"

typedef struct hc_json hc_json;

hc_json *hc_json_object(void);
hc_json *hc_json_array(void);
hc_json *hc_json_real(double value); /* null when not finite */
hc_json *hc_json_integer(long long value);
hc_json *hc_json_bool(bool value);
hc_json *hc_json_text(const char *text); /* null when text is NULL */
hc_json *hc_json_reals(size_t count, const double *values);
hc_json *hc_json_vectors(size_t count, const hc_vec3 *values, double scale); /* [[x, y, z], ...] times scale */
/* The same value once more, for a second place; each place frees its own. */
hc_json *hc_json_share(hc_json *json);
void hc_json_free(hc_json *json);

/* Consume `value`. */
void hc_json_set(hc_json *object, const char *key, hc_json *value);
void hc_json_append(hc_json *array, hc_json *value);

/* Each line of a text as an item; the last may lack its newline. */
void hc_json_append_lines(hc_json *array, const char *lines);

/* Borrowed; NULL when missing or of another type. */
hc_json *hc_json_get(const hc_json *object, const char *key);
hc_json *hc_json_at(const hc_json *array, size_t index);
size_t hc_json_count(const hc_json *array);
const char *hc_json_text_of(const hc_json *json);
double hc_json_real_of(const hc_json *json); /* NaN when it is no number */
bool hc_json_is_true(const hc_json *json);
/* Key and value of member `index` of an object, in order of insertion; NULL past the end. */
const char *hc_json_member(const hc_json *object, size_t index, hc_json **value);

HC_MUST_CHECK hc_status hc_json_parse(hc_context *ctx, const char *text, const char *what, hc_json **json);
HC_MUST_CHECK hc_status hc_json_read(hc_context *ctx, const char *path, hc_json **json);
/* Indented, numbers with 17 significant digits where needed; the caller frees *text. */
HC_MUST_CHECK hc_status hc_json_format(hc_context *ctx, const hc_json *json, char **text);
HC_MUST_CHECK hc_status hc_json_write(hc_context *ctx, const char *path, const hc_json *json);

/* Name and version of the library behind it. */
const char *hc_json_library(void);

#endif
