/* The values of a job, and the schema itself, as JSON. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/keyword_text.h"
#include "input/schema_internal.h"

/* In user's units, with the digits that the echo shows. */
static hc_json *real_json(const hc_keyword *keyword, double value)
{
    char text[HC_REAL_TEXT_SIZE];
    if (isnan(value)) {
        return hc_json_text(NULL);
    }
    hc_keyword_real_text(value, keyword->unit == 0 ? 1.0 : keyword->unit, text);
    return hc_json_real(strtod(text, NULL));
}

static hc_json *list_json(const hc_keyword *keyword, const void *member)
{
    hc_json *array = hc_json_array();
    if (keyword->type == HC_VALUE_REAL_LIST) {
        const hc_real_list *list = member;
        for (size_t i = 0; i < list->count; i++) {
            hc_json_append(array, real_json(keyword, list->value[i]));
        }
    } else if (keyword->type == HC_VALUE_INTEGER_LIST) {
        const hc_integer_list *list = member;
        for (size_t i = 0; i < list->count; i++) {
            hc_json_append(array, hc_json_integer(list->value[i]));
        }
    } else {
        const hc_text_list *list = member;
        for (size_t i = 0; i < list->count; i++) {
            hc_json_append(array, hc_json_text(list->value[i]));
        }
    }
    return array;
}

static hc_json *value_json(const hc_keyword *keyword, const void *options)
{
    const void *member = hc_schema_member_const(options, keyword->offset);
    switch (keyword->type) {
    case HC_VALUE_BOOL:
        return hc_json_bool(*(const bool *)member);
    case HC_VALUE_INTEGER: {
        int value = *(const int *)member;
        return value == HC_INTEGER_UNSET ? hc_json_text(NULL) : hc_json_integer(value);
    }
    case HC_VALUE_REAL:
        return real_json(keyword, *(const double *)member);
    case HC_VALUE_CHOICE: {
        int choice = *(const int *)member;
        return hc_json_text(choice < 0 ? NULL : keyword->choices[choice]);
    }
    case HC_VALUE_TEXT:
    case HC_VALUE_FILE:
    case HC_VALUE_SELECTION:
        return hc_json_text(*(char *const *)member);
    case HC_VALUE_REAL_LIST:
    case HC_VALUE_INTEGER_LIST:
    case HC_VALUE_TEXT_LIST:
        return list_json(keyword, member);
    }
    return NULL;
}

static void set_members(hc_json *object, const hc_section *section, const void *options);

static hc_json *section_json(const hc_section *section, const void *options)
{
    hc_json *object = hc_json_object();
    set_members(object, section, options);
    return object;
}

static hc_json *variant_json(const hc_variant *variant)
{
    if (variant->record == NULL) {
        return hc_json_text(NULL);
    }
    hc_variant_type type = hc_variant_type_of(variant);
    hc_json *object = hc_json_object();
    hc_json_set(object, "type", hc_json_text(type.section.name));
    set_members(object, &type.section, variant->options);
    return object;
}

static hc_json *part_json(const hc_part *part, const void *member)
{
    hc_json *array;
    switch (part->kind) {
    case HC_PART_SECTION:
        return section_json(part->section, member);
    case HC_PART_OPTIONAL_SECTION: {
        const void *options = *(void *const *)member;
        return options == NULL ? hc_json_text(NULL) : section_json(part->section, options);
    }
    case HC_PART_VARIANT:
        return variant_json(member);
    case HC_PART_SECTION_LIST: {
        const hc_section_list *list = member;
        array = hc_json_array();
        for (size_t i = 0; i < list->count; i++) {
            hc_json_append(array, section_json(part->section, (const char *)list->item + i * part->section->size));
        }
        return array;
    }
    case HC_PART_VARIANT_LIST: {
        const hc_variant_list *list = member;
        array = hc_json_array();
        for (size_t i = 0; i < list->count; i++) {
            hc_json_append(array, variant_json(&list->item[i]));
        }
        return array;
    }
    }
    return NULL;
}

static void set_members(hc_json *object, const hc_section *section, const void *options)
{
    for (size_t t = 0; t < HC_SECTION_TABLE_COUNT; t++) {
        hc_inlined_table table = hc_section_table(section, t);
        for (const hc_keyword *keyword = table.keywords; keyword != NULL && keyword->name != NULL; keyword++) {
            const void *members = hc_schema_member_const(options, table.offset);
            hc_json_set(object, keyword->name, value_json(keyword, members));
        }
    }
    for (const hc_part *part = section->parts; part != NULL && part->name != NULL; part++) {
        hc_json_set(object, part->name, part_json(part, hc_schema_member_const(options, part->offset)));
    }
}

hc_status hc_schema_to_json(hc_context *ctx, const hc_section *section, const void *options, hc_json **json)
{
    *json = section_json(section, options);
    return *json != NULL ? HC_OK : hc_fail(ctx, HC_ERROR_MEMORY, "out of memory for JSON");
}

/* Tables of variants that were met, so that a table which holds itself is described once. */
typedef struct met {
    size_t count;
    const hc_variant_table *table[64];
} met;

static void meet(met *tables, const hc_variant_table *table)
{
    for (size_t i = 0; i < tables->count; i++) {
        if (tables->table[i] == table) {
            return;
        }
    }
    if (tables->count < sizeof tables->table / sizeof tables->table[0]) {
        tables->table[tables->count++] = table;
    }
}

hc_json *hc_keyword_describe(const hc_keyword *keyword)
{
    hc_json *object = hc_json_object();
    const char *unit = hc_keyword_unit_text(keyword);
    hc_json_set(object, "name", hc_json_text(keyword->name));
    hc_json_set(object, "type", hc_json_text(hc_value_type_text(keyword->type)));
    hc_json_set(object, "unit", hc_json_text(unit[0] != '\0' ? unit : NULL));
    hc_json_set(object, "required", hc_json_bool(keyword->default_text == NULL));
    bool has_default = keyword->default_text != NULL && keyword->default_text[0] != '\0';
    hc_json_set(object, "default", hc_json_text(has_default ? keyword->default_text : NULL));
    if (keyword->minimum != 0 || keyword->maximum != 0) {
        hc_json_set(object, "minimum", hc_json_real(keyword->minimum));
        hc_json_set(object, "maximum", hc_json_real(keyword->maximum));
    }
    if (keyword->type == HC_VALUE_CHOICE) {
        hc_json *choices = hc_json_array();
        for (size_t i = 0; keyword->choices[i] != NULL; i++) {
            hc_json_append(choices, hc_json_text(keyword->choices[i]));
        }
        hc_json_set(object, "choices", choices);
    }
    hc_json_set(object, "doc", hc_json_text(keyword->doc));
    return object;
}

static hc_json *describe_section(const hc_section *section, met *tables);

static hc_json *describe_part(const hc_part *part, met *tables)
{
    static const char *const kinds[] = {
        [HC_PART_SECTION] = "section",
        [HC_PART_OPTIONAL_SECTION] = "optional section",
        [HC_PART_VARIANT] = "variant",
        [HC_PART_SECTION_LIST] = "list of sections",
        [HC_PART_VARIANT_LIST] = "list of variants",
    };
    hc_json *object = hc_json_object();
    hc_json_set(object, "name", hc_json_text(part->name));
    hc_json_set(object, "kind", hc_json_text(kinds[part->kind]));
    hc_json_set(object, "required", hc_json_bool(part->required));
    hc_json_set(object, "doc", hc_json_text(hc_schema_part_doc(part)));
    if (part->section != NULL) {
        hc_json_set(object, "section", describe_section(part->section, tables));
    } else {
        hc_json_set(object, "variants", hc_json_text(part->variants->kind));
        hc_json_set(object, "default", hc_json_text(part->default_type));
        meet(tables, part->variants);
    }
    return object;
}

static hc_json *describe_section(const hc_section *section, met *tables)
{
    hc_json *object = hc_json_object(), *keywords = hc_json_array(), *parts = hc_json_array();
    for (size_t t = 0; t < HC_SECTION_TABLE_COUNT; t++) {
        hc_inlined_table table = hc_section_table(section, t);
        for (const hc_keyword *keyword = table.keywords; keyword != NULL && keyword->name != NULL; keyword++) {
            hc_json_append(keywords, hc_keyword_describe(keyword));
        }
    }
    for (const hc_part *part = section->parts; part != NULL && part->name != NULL; part++) {
        hc_json_append(parts, describe_part(part, tables));
    }
    hc_json_set(object, "name", hc_json_text(section->name));
    hc_json_set(object, "doc", hc_json_text(section->doc));
    hc_json_set(object, "reference", hc_json_text(section->reference));
    hc_json_set(object, "keywords", keywords);
    hc_json_set(object, "parts", parts);
    return object;
}

hc_status hc_schema_describe(hc_context *ctx, const hc_section *section, hc_json **json)
{
    met tables = {0};
    hc_json *object = describe_section(section, &tables), *variants = hc_json_object();
    for (size_t i = 0; i < tables.count; i++) {
        hc_json *types = hc_json_array();
        hc_variant_type type;
        for (size_t k = 0; tables.table[i]->describe(k, &type); k++) {
            hc_json_append(types, describe_section(&type.section, &tables));
        }
        hc_json_set(variants, tables.table[i]->kind, types);
    }
    hc_json_set(object, "variants", variants);
    *json = object;
    return object != NULL ? HC_OK : hc_fail(ctx, HC_ERROR_MEMORY, "out of memory for JSON");
}
