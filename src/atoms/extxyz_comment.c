#include "atoms/extxyz_comment.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "halfcell/units.h"

/* Property names with a meaning, as ASE writes them, then the other names in use. */
static const struct known_property {
    const char *name;
    hc_xyz_field field;
    char type;
    size_t count, other_count;
} known_properties[] = {
    {"species", HC_XYZ_SPECIES, 'S', 1, 1},
    {"pos", HC_XYZ_POSITION, 'R', 3, 3},
    {"Z", HC_XYZ_NUMBER, 'I', 1, 1},
    {"masses", HC_XYZ_MASS, 'R', 1, 1},
    {"momenta", HC_XYZ_MOMENTUM, 'R', 3, 3},
    {"velocities", HC_XYZ_VELOCITY, 'R', 3, 3},
    {"forces", HC_XYZ_FORCE, 'R', 3, 3},
    {"charge", HC_XYZ_CHARGE, 'R', 1, 1},
    {"initial_charges", HC_XYZ_INITIAL_CHARGE, 'R', 1, 1},
    {"move_mask", HC_XYZ_MOVE_MASK, 'L', 1, 3},
    {"positions", HC_XYZ_POSITION, 'R', 3, 3},
    {"numbers", HC_XYZ_NUMBER, 'I', 1, 1},
    {"symbols", HC_XYZ_SPECIES, 'S', 1, 1},
    {"mass", HC_XYZ_MASS, 'R', 1, 1},
    {"force", HC_XYZ_FORCE, 'R', 3, 3},
    {"charges", HC_XYZ_CHARGE, 'R', 1, 1},
};

hc_status hc_frame_add_info(hc_context *ctx, hc_frame *frame, const char *key, const char *value)
{
    char **keys = realloc(frame->info_key, (frame->ninfo + 1) * sizeof *keys);
    if (keys != NULL) {
        frame->info_key = keys;
    }
    char **values = realloc(frame->info_value, (frame->ninfo + 1) * sizeof *values);
    if (values != NULL) {
        frame->info_value = values;
    }
    if (keys == NULL || values == NULL) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "out of memory for key %zu of a frame", frame->ninfo);
    }
    char *key_copy = NULL, *value_copy = NULL;
    hc_status status = hc_format(ctx, &key_copy, "%s", key);
    if (status == HC_OK) {
        status = hc_format(ctx, &value_copy, "%s", value);
    }
    if (status != HC_OK) {
        free(key_copy);
        return status;
    }
    keys[frame->ninfo] = key_copy;
    values[frame->ninfo] = value_copy;
    frame->ninfo++;
    return HC_OK;
}

/* A value on its way: where it stands in the line, for messages. */
typedef struct value_text {
    const char *key;
    char *text;
    size_t column;
} value_text;

static bool is_separator(char c)
{
    return isspace((unsigned char)c) || c == ',';
}

/* The next word of a value that is a list; the list may be separated by commas. */
static hc_word next_item(const value_text *value, size_t *position)
{
    size_t at = *position;
    while (value->text[at] != '\0' && is_separator(value->text[at])) {
        at++;
    }
    size_t first = at;
    while (value->text[at] != '\0' && !is_separator(value->text[at])) {
        at++;
    }
    *position = at;
    return (hc_word){.start = value->text + first, .length = at - first, .column = value->column};
}

static hc_status read_lattice(hc_context *ctx, const hc_text_reader *reader, const value_text *value,
                              hc_xyz_comment *comment)
{
    size_t position = 0, count = 0;
    for (hc_word word = next_item(value, &position); word.length > 0; word = next_item(value, &position)) {
        double number = 0.0;
        if (!hc_word_real(word, &number)) {
            return hc_text_fail(ctx, reader, value->column, "Lattice holds '%.*s', which is not a number",
                                HC_WORD_SHOWN(word));
        }
        if (count < 9) {
            *hc_vec3_at(&comment->lattice.row[count / 3], (int)(count % 3)) = number * HC_ANGSTROM;
        }
        count++;
    }
    if (count != 9) {
        return hc_text_fail(ctx, reader, value->column,
                            "Lattice has %zu numbers; it needs 9, the vectors a, b, c in Angstrom", count);
    }
    comment->has_lattice = true;
    return HC_OK;
}

static bool read_logical(hc_word word, bool *value)
{
    *value = hc_word_is(word, "T") || hc_word_is(word, "True") || hc_word_is(word, "true") || hc_word_is(word, "1");
    return *value || hc_word_is(word, "F") || hc_word_is(word, "False") || hc_word_is(word, "false") ||
           hc_word_is(word, "0");
}

static hc_status read_periodic(hc_context *ctx, const hc_text_reader *reader, const value_text *value,
                               hc_xyz_comment *comment)
{
    size_t position = 0;
    for (int d = 0; d < 3; d++) {
        if (!read_logical(next_item(value, &position), &comment->periodic[d])) {
            return hc_text_fail(ctx, reader, value->column, "pbc=\"%.40s\" should be three of T and F, as in \"T T F\"",
                                value->text);
        }
    }
    if (next_item(value, &position).length > 0) {
        return hc_text_fail(ctx, reader, value->column, "pbc=\"%.40s\" has more than three values", value->text);
    }
    return HC_OK;
}

/* The text up to the next colon, cut off there; NULL at the end. */
static char *next_field(char **rest)
{
    char *field = *rest;
    if (field == NULL) {
        return NULL;
    }
    char *colon = strchr(field, ':');
    if (colon != NULL) {
        *colon = '\0';
    }
    *rest = colon != NULL ? colon + 1 : NULL;
    return field;
}

static const struct known_property *find_known(const char *name)
{
    for (size_t i = 0; i < sizeof known_properties / sizeof known_properties[0]; i++) {
        if (strcmp(known_properties[i].name, name) == 0) {
            return &known_properties[i];
        }
    }
    return NULL;
}

static hc_status add_property(hc_context *ctx, const hc_text_reader *reader, size_t column, const char *name,
                              const char *type, const char *count_text, hc_xyz_comment *comment)
{
    long count = 0;
    if (strlen(type) != 1 || strchr("RISL", type[0]) == NULL) {
        return hc_text_fail(ctx, reader, column, "Properties: type '%.40s' of '%.40s' is none of R, I, S, L", type,
                            name);
    }
    if (!hc_word_integer((hc_word){.start = (char *)count_text, .length = strlen(count_text)}, &count) || count < 1 ||
        count > 1000) {
        return hc_text_fail(ctx, reader, column, "Properties: '%.40s' columns of '%.40s': give a number from 1 to 1000",
                            count_text, name);
    }
    if (comment->nproperty == HC_XYZ_PROPERTY_MAX) {
        return hc_text_fail(ctx, reader, column, "Properties: more than %d properties", HC_XYZ_PROPERTY_MAX);
    }
    hc_xyz_property property = {.field = HC_XYZ_SKIPPED, .count = (size_t)count};
    const struct known_property *known = find_known(name);
    if (known != NULL) {
        if (known->type != type[0] || (known->count != property.count && known->other_count != property.count)) {
            return hc_text_fail(ctx, reader, column, "Properties: %s:%s:%ld should be %s:%c:%zu", name, type, count,
                                name, known->type, known->count);
        }
        if (comment->has[known->field]) {
            return hc_text_fail(ctx, reader, column, "Properties: %s stands there twice", name);
        }
        comment->has[known->field] = true;
        property.field = known->field;
    }
    comment->property[comment->nproperty++] = property;
    return HC_OK;
}

static void skip_field(hc_xyz_comment *comment, hc_xyz_field field)
{
    for (size_t i = 0; i < comment->nproperty; i++) {
        if (comment->property[i].field == field) {
            comment->property[i].field = HC_XYZ_SKIPPED;
        }
    }
    comment->has[field] = false;
}

static void rename_field(hc_xyz_comment *comment, hc_xyz_field from, hc_xyz_field to)
{
    for (size_t i = 0; i < comment->nproperty; i++) {
        if (comment->property[i].field == from) {
            comment->property[i].field = to;
        }
    }
    comment->has[to] = comment->has[to] || comment->has[from];
    comment->has[from] = false;
}

/* Where two columns say the same thing, one is taken: numbers before symbols, momenta before velocities, charges before
 * initial charges. */
static void settle_rivals(hc_xyz_comment *comment)
{
    if (comment->has[HC_XYZ_NUMBER]) {
        skip_field(comment, HC_XYZ_SPECIES);
    }
    if (comment->has[HC_XYZ_MOMENTUM]) {
        skip_field(comment, HC_XYZ_VELOCITY);
    }
    if (comment->has[HC_XYZ_CHARGE]) {
        skip_field(comment, HC_XYZ_INITIAL_CHARGE);
    }
    rename_field(comment, HC_XYZ_INITIAL_CHARGE, HC_XYZ_CHARGE);
}

static hc_status read_properties(hc_context *ctx, const hc_text_reader *reader, const value_text *value,
                                 hc_xyz_comment *comment)
{
    if (comment->nproperty > 0) {
        return hc_text_fail(ctx, reader, value->column, "Properties stands there twice");
    }
    char *rest = value->text;
    while (rest != NULL) {
        char *name = next_field(&rest), *type = next_field(&rest), *count = next_field(&rest);
        if (type == NULL || count == NULL) {
            return hc_text_fail(ctx, reader, value->column,
                                "Properties: '%.40s' is not followed by type and number of columns, as in pos:R:3",
                                name);
        }
        hc_status status = add_property(ctx, reader, value->column, name, type, count, comment);
        if (status != HC_OK) {
            return status;
        }
    }
    if (!comment->has[HC_XYZ_POSITION] || !(comment->has[HC_XYZ_SPECIES] || comment->has[HC_XYZ_NUMBER])) {
        return hc_text_fail(ctx, reader, value->column, "Properties: %s is missing",
                            comment->has[HC_XYZ_POSITION] ? "species:S:1 (or Z:I:1)" : "pos:R:3");
    }
    settle_rivals(comment);
    return HC_OK;
}

static hc_status read_energy(hc_context *ctx, const hc_text_reader *reader, const value_text *value, hc_frame *frame)
{
    double number = 0.0;
    if (!hc_word_real((hc_word){.start = value->text, .length = strlen(value->text)}, &number)) {
        return hc_text_fail(ctx, reader, value->column, "energy=%.40s is not a number in eV", value->text);
    }
    frame->has_energy = true;
    frame->energy = number * HC_EV;
    return HC_OK;
}

static hc_status use_pair(hc_context *ctx, const hc_text_reader *reader, const value_text *value,
                          hc_xyz_comment *comment, bool *has_periodic, hc_frame *frame)
{
    if (strcasecmp(value->key, "Lattice") == 0) {
        return read_lattice(ctx, reader, value, comment);
    }
    if (strcasecmp(value->key, "pbc") == 0) {
        *has_periodic = true;
        return read_periodic(ctx, reader, value, comment);
    }
    if (strcasecmp(value->key, "Properties") == 0) {
        return read_properties(ctx, reader, value, comment);
    }
    if (strcmp(value->key, "energy") == 0) {
        return read_energy(ctx, reader, value, frame);
    }
    return hc_frame_add_info(ctx, frame, value->key, value->text);
}

/* Copies a key or a value from line[*at] on to `out`, without its quotes and escapes; stops at a blank, and at '=' when
 * it is a key. Returns false when a quote or a bracket is not closed; *at then stands at it. */
static bool copy_unquoted(const hc_text_reader *reader, size_t *at, bool is_key, char *out)
{
    static const char opening[] = "\"'{[", closing[] = "\"'}]";
    size_t used = 0, quote_at = 0;
    char closes = '\0';
    for (; *at < reader->length; (*at)++) {
        char c = reader->line[*at];
        const char *opens = strchr(opening, c);
        if (c == '\\' && *at + 1 < reader->length) {
            out[used++] = reader->line[++*at];
        } else if (closes != '\0') {
            if (c == closes) {
                closes = '\0';
            } else {
                out[used++] = c;
            }
        } else if (opens != NULL) {
            closes = closing[opens - opening];
            quote_at = *at;
        } else if (isspace((unsigned char)c) || (is_key && c == '=')) {
            break;
        } else {
            out[used++] = c;
        }
    }
    out[used] = '\0';
    if (closes != '\0') {
        *at = quote_at;
    }
    return closes == '\0';
}

static void skip_blanks(const hc_text_reader *reader, size_t *at)
{
    while (*at < reader->length && isspace((unsigned char)reader->line[*at])) {
        (*at)++;
    }
}

/* Reads one key and its value into buffers as long as the line. A key alone is true. */
static hc_status read_pair(hc_context *ctx, const hc_text_reader *reader, size_t *at, char *key, value_text *value)
{
    if (reader->line[*at] == '=') {
        return hc_text_fail(ctx, reader, *at + 1, "a value without a key: write key=value without blanks around '='");
    }
    bool closed = copy_unquoted(reader, at, true, key);
    value->key = key;
    value->column = *at + 1;
    strcpy(value->text, "T");
    if (closed && *at < reader->length && reader->line[*at] == '=') {
        (*at)++;
        value->column = *at + 1;
        closed = copy_unquoted(reader, at, false, value->text);
    }
    if (!closed) {
        return hc_text_fail(ctx, reader, *at + 1, "this quote or bracket is not closed on its line");
    }
    return HC_OK;
}

static hc_status read_pairs(hc_context *ctx, const hc_text_reader *reader, hc_xyz_comment *comment, hc_frame *frame)
{
    hc_status status = HC_OK;
    char *key = NULL, *text = NULL;
    bool has_periodic = false;
    size_t at = 0;
    HC_TRY(hc_allocate(ctx, reader->length + 2, 1, &key));
    HC_TRY(hc_allocate(ctx, reader->length + 2, 1, &text));
    for (skip_blanks(reader, &at); at < reader->length; skip_blanks(reader, &at)) {
        value_text value = {.text = text};
        HC_TRY(read_pair(ctx, reader, &at, key, &value));
        HC_TRY(use_pair(ctx, reader, &value, comment, &has_periodic, frame));
    }
    for (int d = 0; d < 3 && !has_periodic; d++) {
        comment->periodic[d] = comment->has_lattice;
    }
cleanup:
    free(text);
    free(key);
    return status;
}

/* Whether one of the keys that make a comment an extended one stands in the line, in any case. */
static bool is_extended(const char *line)
{
    static const char *const keys[] = {"Lattice=", "Properties=", "pbc="};
    for (; *line != '\0'; line++) {
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            if (strncasecmp(line, keys[i], strlen(keys[i])) == 0) {
                return true;
            }
        }
    }
    return false;
}

hc_status hc_xyz_comment_read(hc_context *ctx, const hc_text_reader *reader, hc_xyz_comment *comment, hc_frame *frame)
{
    hc_status status = HC_OK;
    *comment = (hc_xyz_comment){.extended = is_extended(reader->line)};
    if (comment->extended) {
        status = read_pairs(ctx, reader, comment, frame);
    } else if (!hc_text_is_blank(reader)) {
        status = hc_frame_add_info(ctx, frame, "comment", reader->line);
    }
    if (comment->nproperty == 0) {
        comment->property[comment->nproperty++] = (hc_xyz_property){HC_XYZ_SPECIES, 1};
        comment->property[comment->nproperty++] = (hc_xyz_property){HC_XYZ_POSITION, 3};
        comment->has[HC_XYZ_SPECIES] = comment->has[HC_XYZ_POSITION] = true;
    }
    return status;
}
