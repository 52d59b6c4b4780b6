/* A tree into the structs of a schema. Problems are collected, so that a user sees them all at once. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/keyword_text.h"
#include "base/names.h"
#include "input/schema_internal.h"

typedef struct parse {
    hc_context *ctx;
    const hc_yaml *yaml;
    const hc_section *root;
    hc_text problems; /* a line each */
    size_t nproblem;
} parse;

/* Where in the input one is: the words before a message. */
typedef struct place {
    size_t line, column;
    char path[HC_SCHEMA_PATH_SIZE];
} place;

static place place_below(const place *above, size_t line, size_t column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static place place_below(const place *above, size_t line, size_t column, const char *format, ...)
{
    place below = {.line = line, .column = column};
    int length = snprintf(below.path, sizeof below.path, "%s", above->path);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(below.path + length, sizeof below.path - (size_t)length, format, arguments);
    va_end(arguments);
    return below;
}

static void add_position(hc_text *text, const hc_yaml *yaml, size_t line, size_t column)
{
    if (line == 0) {
        hc_text_addf(text, "%s with --set: ", yaml->name);
    } else {
        hc_text_addf(text, "%s:%zu:%zu: ", yaml->name, line, column);
    }
}

/* Notes a problem; beyond the first few they are only counted. */
static void note(parse *p, const place *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void note(parse *p, const place *at, const char *format, ...)
{
    char message[2048];
    va_list arguments;
    if (p->nproblem++ >= HC_SCHEMA_PROBLEM_MAX) {
        return;
    }
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    hc_text_add(&p->problems, p->nproblem > 1 ? "\n" : "");
    add_position(&p->problems, p->yaml, at->line, at->column);
    hc_text_addf(&p->problems, "%s%s%s", at->path, at->path[0] != '\0' ? ": " : "", message);
}

/* What went wrong in a call is a problem of the input, noted here; any other failure ends the parse. */
static hc_status note_failure(parse *p, const place *at, hc_status status)
{
    if (status == HC_ERROR_INPUT) {
        note(p, at, "%s", hc_context_message(p->ctx));
        return HC_OK;
    }
    return status;
}

/* The same where the section is picked by its type: "sampling' of type 'plain". */
static bool find_in_variants(const hc_part *part, const char *name, hc_text *path)
{
    hc_variant_type type;
    for (size_t i = 0; part->variants->describe(i, &type); i++) {
        if (hc_schema_find_keyword(&type.section, name) != NULL) {
            hc_text_addf(path, "%s%s' of type '%s", path->length > 0 ? "." : "", part->name, type.section.name);
            return true;
        }
    }
    return false;
}

/* Appends the section below `section` in which `name` is a key, as a path; false when there is none. */
static bool find_elsewhere(const hc_section *section, const char *name, int depth, hc_text *path)
{
    for (const hc_part *part = section->parts; depth > 0 && part != NULL && part->name != NULL; part++) {
        if (part->section == NULL) {
            if (find_in_variants(part, name, path)) {
                return true;
            }
            continue;
        }
        size_t length = path->length;
        hc_text_addf(path, "%s%s", length > 0 ? "." : "", part->name);
        if (hc_schema_find_keyword(part->section, name) != NULL || hc_schema_find_part(part->section, name) != NULL ||
            find_elsewhere(part->section, name, depth - 1, path)) {
            return true;
        }
        if (path->data != NULL) {
            path->length = length;
            path->data[length] = '\0';
        }
    }
    return false;
}

static void note_unknown(parse *p, const hc_section *section, bool is_variant, const hc_yaml_node *map, size_t index,
                         const place *at)
{
    const char *names[HC_SCHEMA_NAME_MAX];
    const char *key = map->key[index];
    size_t count = hc_schema_names(section, is_variant, names);
    hc_text hint = {0}, elsewhere = {0};
    place here = place_below(at, map->key_line[index], map->key_column[index], "%s", "");
    bool belongs = hc_schema_find_keyword(p->root, key) != NULL || hc_schema_find_part(p->root, key) != NULL;
    if (hc_nearest_name(key, names, count) == NULL && belongs) {
        hc_text_add(&hint, "; it belongs to the top level of the input");
    } else if (hc_nearest_name(key, names, count) == NULL && find_elsewhere(p->root, key, 4, &elsewhere)) {
        hc_text_addf(&hint, "; it belongs in '%s'", hc_text_string(&elsewhere));
    } else {
        hc_names_suggest(&hint, key, names, count);
    }
    note(p, &here, "unknown key '%s'%s", key, hc_text_string(&hint));
    hc_text_clear(&hint);
    hc_text_clear(&elsewhere);
}

/* A list of plain values as the text that hc_keyword_set takes. False: an item is no plain value. */
static bool list_text(const hc_yaml_node *list, bool quote, hc_text *text)
{
    hc_text_add(text, quote ? "[" : "");
    for (size_t i = 0; i < list->count; i++) {
        if (list->item[i]->kind != HC_YAML_SCALAR) {
            return false;
        }
        hc_text_add(text, i > 0 ? ", " : "");
        if (quote) {
            hc_keyword_add_item(text, list->item[i]->text);
        } else {
            hc_text_add(text, list->item[i]->text);
        }
    }
    hc_text_add(text, quote ? "]" : "");
    return true;
}

/* The text of a node for a keyword; false when a node of this kind cannot be its value. */
static bool value_text(const hc_keyword *keyword, const hc_yaml_node *node, hc_text *text)
{
    switch (node->kind) {
    case HC_YAML_MAP:
        return false;
    case HC_YAML_LIST:
        return (hc_value_type_is_list(keyword->type) && list_text(node, true, text)) ||
               (keyword->type == HC_VALUE_SELECTION && list_text(node, false, text));
    case HC_YAML_SCALAR:
        if (keyword->type == HC_VALUE_TEXT_LIST) {
            hc_keyword_add_item(text, node->text);
        } else {
            hc_text_add(text, node->text);
        }
        return true;
    }
    return false;
}

/* Paths are relative to the folder of the document, wherever the program runs. */
static hc_status make_absolute(parse *p, const hc_keyword *keyword, void *options)
{
    char **path = hc_schema_member(options, keyword->offset);
    char *joined = NULL;
    if (keyword->type != HC_VALUE_FILE || p->yaml->folder == NULL || *path == NULL) {
        return HC_OK;
    }
    hc_status status = hc_path_join(p->ctx, p->yaml->folder, *path, &joined);
    if (status == HC_OK) {
        free(*path);
        *path = joined;
    }
    return status;
}

static hc_status parse_keyword(parse *p, const hc_keyword *keyword, const hc_yaml_node *node, const place *section_at,
                               void *options)
{
    hc_status status = HC_OK;
    hc_text text = {0};
    place at = place_below(section_at, node->line, node->column, "%s", "");
    if (hc_yaml_is_null(node)) {
        if (keyword->default_text == NULL || keyword->default_text[0] != '\0') {
            note(p, &at, "%s: has no value; %s %s is expected", keyword->name,
                 strchr("aeio", hc_value_type_text(keyword->type)[0]) != NULL ? "an" : "a",
                 hc_value_type_text(keyword->type));
        }
        return HC_OK;
    }
    if (!value_text(keyword, node, &text)) {
        note(p, &at, "%s: %s is expected (%s), not %s%s", keyword->name,
             hc_value_type_is_list(keyword->type) ? "a list of plain values" : "a single value",
             hc_value_type_text(keyword->type), hc_yaml_kind_text(node),
             node->kind == HC_YAML_LIST && hc_value_type_is_list(keyword->type) ? " of others" : "");
        goto cleanup;
    }
    HC_TRY(note_failure(p, &at, hc_keyword_set(p->ctx, keyword, options, hc_text_string(&text))));
    if (text.failed) {
        HC_TRY(hc_fail(p->ctx, HC_ERROR_MEMORY, "out of memory"));
    }
    HC_TRY(make_absolute(p, keyword, options));
cleanup:
    hc_text_clear(&text);
    return status;
}

static hc_status parse_members(parse *p, const hc_section *section, bool is_variant, const hc_yaml_node *map,
                               const place *at, void *options);

/* A section that is written as a map, or not at all (node NULL: then every key has its default). */
static hc_status parse_section(parse *p, const hc_section *section, const hc_yaml_node *node, const place *at,
                               void *options)
{
    if (!hc_yaml_is_null(node) && node->kind != HC_YAML_MAP) {
        note(p, at, "keys and values are expected here, not %s", hc_yaml_kind_text(node));
        return HC_OK;
    }
    return parse_members(p, section, false, hc_yaml_is_null(node) ? NULL : node, at, options);
}

static hc_status parse_optional_section(parse *p, const hc_section *section, const hc_yaml_node *node, const place *at,
                                        void **pointer)
{
    if (node == NULL) {
        return HC_OK;
    }
    if (hc_yaml_is_null(node)) {
        note(p, at, "has nothing in it; write {} for all defaults, or leave it out");
        return HC_OK;
    }
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(p->ctx, 1, section->size, pointer));
    HC_TRY(hc_schema_set_defaults(p->ctx, section, *pointer));
    HC_TRY(parse_section(p, section, node, at, *pointer));
cleanup:
    return status;
}

static void note_type_missing(parse *p, const hc_variant_table *table, const place *at)
{
    hc_text names = {0};
    hc_variant_type type;
    for (size_t i = 0; table->describe(i, &type); i++) {
        hc_text_addf(&names, "%s%s", i > 0 ? ", " : "", type.section.name);
    }
    note(p, at, "key 'type' is missing: which %s? There is %s", table->kind, hc_text_string(&names));
    hc_text_clear(&names);
}

/* The name that picks the variant: the scalar itself, or the value of `type`; NULL and a note when there is none. */
static const char *variant_name(parse *p, const hc_variant_table *table, const char *default_type,
                                const hc_yaml_node *node, place *at)
{
    if (node->kind == HC_YAML_SCALAR) {
        return node->text;
    }
    if (node->kind == HC_YAML_LIST) {
        note(p, at, "one %s is expected here, not a list", table->kind);
        return NULL;
    }
    const hc_yaml_node *type = hc_yaml_get(node, "type");
    if (type != NULL && type->kind == HC_YAML_SCALAR) {
        at->line = type->line;
        at->column = type->column;
        return type->text;
    }
    if (type != NULL) {
        note(p, at, "'type' is the name of a %s, not %s", table->kind, hc_yaml_kind_text(type));
    } else if (default_type == NULL) {
        note_type_missing(p, table, at);
    }
    return type == NULL ? default_type : NULL;
}

static hc_status parse_variant(parse *p, const hc_variant_table *table, const char *default_type,
                               const hc_yaml_node *node, const place *at, hc_variant *variant)
{
    hc_variant_type type;
    size_t index;
    place type_at = *at;
    const char *name = variant_name(p, table, default_type, node, &type_at);
    if (name == NULL) {
        return HC_OK;
    }
    hc_status status = hc_variant_find(p->ctx, table, name, &index, &type);
    if (status != HC_OK) {
        return note_failure(p, &type_at, status);
    }
    status = hc_variant_set(p->ctx, table, index, variant);
    if (status != HC_OK) {
        return status;
    }
    return parse_members(p, &type.section, true, node->kind == HC_YAML_MAP ? node : NULL, at, variant->options);
}

static hc_status parse_variant_part(parse *p, const hc_part *part, const hc_yaml_node *node, const place *at,
                                    hc_variant *variant)
{
    if (node == NULL) {
        /* The default's own required keys may be missing. */
        if (variant->record == NULL) {
            return HC_OK;
        }
        hc_variant_type type = hc_variant_type_of(variant);
        return parse_members(p, &type.section, true, NULL, at, variant->options);
    }
    if (hc_yaml_is_null(node)) {
        note(p, at, "has no value; write the name of a %s, or leave it out", part->variants->kind);
        return HC_OK;
    }
    return parse_variant(p, part->variants, part->default_type, node, at, variant);
}

/* True when there are items to parse; everything but a list and nothing is noted. */
static bool is_list(parse *p, const hc_part *part, const hc_yaml_node *node, const place *at)
{
    if (node != NULL && !hc_yaml_is_null(node) && node->kind != HC_YAML_LIST) {
        note(p, at, "a list is expected here, not %s; put '- ' before each item", hc_yaml_kind_text(node));
        return false;
    }
    bool filled = node != NULL && node->kind == HC_YAML_LIST && node->count > 0;
    if (part->required && !filled) {
        note(p, at, "at least one item is needed: %s", hc_schema_part_doc(part));
    }
    return filled;
}

static hc_status parse_section_list(parse *p, const hc_part *part, const hc_yaml_node *node, const place *at,
                                    hc_section_list *list)
{
    hc_status status = HC_OK;
    if (!is_list(p, part, node, at)) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(p->ctx, node->count, part->section->size, &list->item));
    for (; list->count < node->count; list->count++) {
        const hc_yaml_node *item = node->item[list->count];
        void *options = (char *)list->item + list->count * part->section->size;
        place item_at = place_below(at, item->line, item->column, "[%zu]", list->count);
        HC_TRY(hc_schema_set_defaults(p->ctx, part->section, options));
        HC_TRY(parse_section(p, part->section, item, &item_at, options));
    }
cleanup:
    return status;
}

static hc_status parse_variant_list(parse *p, const hc_part *part, const hc_yaml_node *node, const place *at,
                                    hc_variant_list *list)
{
    hc_status status = HC_OK;
    if (!is_list(p, part, node, at)) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(p->ctx, node->count, sizeof *list->item, &list->item));
    for (; list->count < node->count; list->count++) {
        const hc_yaml_node *item = node->item[list->count];
        place item_at = place_below(at, item->line, item->column, "[%zu]", list->count);
        HC_TRY(parse_variant(p, part->variants, NULL, item, &item_at, &list->item[list->count]));
    }
cleanup:
    return status;
}

static hc_status parse_part(parse *p, const hc_part *part, const hc_yaml_node *map, const place *section_at,
                            void *options)
{
    size_t index = hc_yaml_index(map, part->name);
    const hc_yaml_node *node = index == (size_t)-1 ? NULL : map->item[index];
    void *member = hc_schema_member(options, part->offset);
    place at = place_below(section_at, node != NULL ? map->key_line[index] : section_at->line,
                           node != NULL ? map->key_column[index] : section_at->column, "%s%s",
                           section_at->path[0] != '\0' ? "." : "", part->name);
    bool is_list_kind = part->kind == HC_PART_SECTION_LIST || part->kind == HC_PART_VARIANT_LIST;
    if (part->required && node == NULL && !is_list_kind) {
        note(p, section_at, "key '%s' is missing: %s", part->name, hc_schema_part_doc(part));
        return HC_OK;
    }
    switch (part->kind) {
    case HC_PART_SECTION:
        return parse_section(p, part->section, node, &at, member);
    case HC_PART_OPTIONAL_SECTION:
        return parse_optional_section(p, part->section, node, &at, member);
    case HC_PART_VARIANT:
        return parse_variant_part(p, part, node, &at, member);
    case HC_PART_SECTION_LIST:
        return parse_section_list(p, part, node, &at, member);
    case HC_PART_VARIANT_LIST:
        return parse_variant_list(p, part, node, &at, member);
    }
    return HC_OK;
}

static void note_unknown_keys(parse *p, const hc_section *section, bool is_variant, const hc_yaml_node *map,
                              const place *at)
{
    for (size_t i = 0; map != NULL && i < map->count; i++) {
        bool known = hc_schema_find_keyword(section, map->key[i]) != NULL ||
                     hc_schema_find_part(section, map->key[i]) != NULL ||
                     (is_variant && strcmp(map->key[i], "type") == 0);
        if (!known) {
            note_unknown(p, section, is_variant, map, i, at);
        }
    }
}

static void note_missing(parse *p, const hc_keyword *keyword, const place *at)
{
    hc_text range = {0};
    hc_keyword_add_range(&range, keyword);
    bool limited = range.length > 0;
    note(p, at, "key '%s' is missing (%s%s%s): %s", keyword->name, hc_value_type_text(keyword->type),
         limited ? ", " : "", hc_text_string(&range), keyword->doc != NULL ? keyword->doc : "");
    hc_text_clear(&range);
}

static hc_status parse_table(parse *p, const hc_keyword *keywords, const hc_yaml_node *map, const place *at,
                             void *options)
{
    hc_status status = HC_OK;
    for (const hc_keyword *keyword = keywords; keyword != NULL && keyword->name != NULL; keyword++) {
        const hc_yaml_node *node = hc_yaml_get(map, keyword->name);
        if (node != NULL) {
            HC_TRY(parse_keyword(p, keyword, node, at, options));
        } else if (keyword->default_text == NULL) {
            note_missing(p, keyword, at);
        }
    }
cleanup:
    return status;
}

static hc_status parse_members(parse *p, const hc_section *section, bool is_variant, const hc_yaml_node *map,
                               const place *at, void *options)
{
    size_t before = p->nproblem;
    hc_status status = HC_OK;
    note_unknown_keys(p, section, is_variant, map, at);
    for (size_t t = 0; t < HC_SECTION_TABLE_COUNT; t++) {
        hc_inlined_table table = hc_section_table(section, t);
        HC_TRY(parse_table(p, table.keywords, map, at, hc_schema_member(options, table.offset)));
    }
    for (const hc_part *part = section->parts; part != NULL && part->name != NULL; part++) {
        HC_TRY(parse_part(p, part, map, at, options));
    }
    if (section->check != NULL && p->nproblem == before) {
        HC_TRY(note_failure(p, at, section->check(p->ctx, options)));
    }
cleanup:
    return status;
}

hc_status hc_schema_parse(hc_context *ctx, const hc_section *section, const hc_yaml *yaml, void *options)
{
    parse p = {.ctx = ctx, .yaml = yaml, .root = section};
    hc_status status = HC_OK;
    place at = {.line = yaml->root != NULL ? yaml->root->line : 1, .column = 1};
    HC_TRY(hc_schema_set_defaults(ctx, section, options));
    HC_TRY(parse_section(&p, section, yaml->root, &at, options));
    if (p.nproblem > HC_SCHEMA_PROBLEM_MAX) {
        hc_text_addf(&p.problems, "\nand %zu more", p.nproblem - HC_SCHEMA_PROBLEM_MAX);
    }
    if (p.nproblem > 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "%s", hc_text_string(&p.problems));
    }
cleanup:
    hc_text_clear(&p.problems);
    return status;
}

hc_status hc_schema_fail_at(hc_context *ctx, hc_status status, const hc_yaml *yaml, const char *path, ...)
{
    char full[HC_SCHEMA_PATH_SIZE];
    va_list arguments;
    va_start(arguments, path);
    vsnprintf(full, sizeof full, path, arguments);
    va_end(arguments);
    if (yaml == NULL) {
        return hc_fail_within(ctx, status, "%s: ", full);
    }
    size_t line, column;
    hc_text position = {0};
    hc_yaml_at(yaml, full, &line, &column);
    add_position(&position, yaml, line, column);
    status = hc_fail_within(ctx, status, "%s%s: ", hc_text_string(&position), full);
    hc_text_clear(&position);
    return status;
}
