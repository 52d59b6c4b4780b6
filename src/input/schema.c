#include "input/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "input/schema_internal.h"

size_t hc_schema_names(const hc_section *section, bool is_variant, const char *names[HC_SCHEMA_NAME_MAX])
{
    size_t count = 0;
    if (is_variant) {
        names[count++] = "type";
    }
    for (size_t t = 0; t < HC_SECTION_TABLE_COUNT; t++) {
        const hc_keyword *k = hc_section_table(section, t).keywords;
        for (; k != NULL && k->name != NULL && count < HC_SCHEMA_NAME_MAX; k++) {
            names[count++] = k->name;
        }
    }
    for (const hc_part *p = section->parts; p != NULL && p->name != NULL && count < HC_SCHEMA_NAME_MAX; p++) {
        names[count++] = p->name;
    }
    return count;
}

const hc_keyword *hc_schema_find_keyword(const hc_section *section, const char *name)
{
    const hc_keyword *found = NULL;
    for (size_t t = 0; t < HC_SECTION_TABLE_COUNT && found == NULL; t++) {
        const hc_keyword *keywords = hc_section_table(section, t).keywords;
        found = hc_keyword_find(keywords, name);
    }
    return found;
}

const hc_part *hc_schema_find_part(const hc_section *section, const char *name)
{
    for (const hc_part *part = section->parts; part != NULL && part->name != NULL; part++) {
        if (strcmp(part->name, name) == 0) {
            return part;
        }
    }
    return NULL;
}

const char *hc_schema_part_doc(const hc_part *part)
{
    const char *doc = part->doc;
    if (doc == NULL) {
        doc = part->section != NULL ? part->section->doc : part->variants->doc;
    }
    return doc != NULL ? doc : "";
}

hc_variant_type hc_variant_type_of(const hc_variant *variant)
{
    hc_variant_type type = {0};
    variant->table->describe(variant->index, &type);
    return type;
}

void hc_variant_clear(hc_variant *variant)
{
    if (variant->record != NULL && variant->options != NULL) {
        hc_variant_type type = hc_variant_type_of(variant);
        hc_schema_clear(&type.section, variant->options);
        free(variant->options);
    }
    *variant = (hc_variant){0};
}

hc_status hc_variant_set(hc_context *ctx, const hc_variant_table *table, size_t index, hc_variant *variant)
{
    hc_variant_type type = {0};
    hc_variant_clear(variant);
    table->describe(index, &type);
    *variant = (hc_variant){.table = table, .index = index, .record = type.record};
    if (type.section.size == 0) {
        return HC_OK;
    }
    hc_status status = hc_allocate(ctx, 1, type.section.size, &variant->options);
    return status != HC_OK ? status : hc_schema_set_defaults(ctx, &type.section, variant->options);
}

hc_status hc_variant_find(hc_context *ctx, const hc_variant_table *table, const char *name, size_t *index,
                          hc_variant_type *type)
{
    const char *names[HC_SCHEMA_NAME_MAX];
    size_t count = 0;
    for (; count < HC_SCHEMA_NAME_MAX && table->describe(count, type); count++) {
        names[count] = type->section.name;
        if (strcmp(name, names[count]) == 0) {
            *index = count;
            return HC_OK;
        }
    }
    hc_text hint = {0};
    hc_names_suggest(&hint, name, names, count);
    hc_status status = hc_fail(ctx, HC_ERROR_INPUT, "there is no %s '%s'%s", table->kind, name, hc_text_string(&hint));
    hc_text_clear(&hint);
    return status;
}

static hc_status set_default_variant(hc_context *ctx, const hc_part *part, hc_variant *variant)
{
    hc_variant_type type;
    size_t index;
    if (part->default_type == NULL) {
        return HC_OK;
    }
    if (hc_variant_find(ctx, part->variants, part->default_type, &index, &type) != HC_OK) {
        return hc_fail_within(ctx, HC_ERROR_INTERNAL, "the default of '%s' is wrong: ", part->name);
    }
    return hc_variant_set(ctx, part->variants, index, variant);
}

hc_status hc_schema_set_defaults(hc_context *ctx, const hc_section *section, void *options)
{
    hc_status status = HC_OK;
    memset(options, 0, section->size);
    for (size_t t = 0; t < HC_SECTION_TABLE_COUNT; t++) {
        hc_inlined_table table = hc_section_table(section, t);
        HC_TRY(hc_keywords_set_defaults(ctx, table.keywords, hc_schema_member(options, table.offset)));
    }
    for (const hc_part *part = section->parts; part != NULL && part->name != NULL; part++) {
        void *member = hc_schema_member(options, part->offset);
        if (part->kind == HC_PART_SECTION) {
            HC_TRY(hc_schema_set_defaults(ctx, part->section, member));
        } else if (part->kind == HC_PART_VARIANT) {
            HC_TRY(set_default_variant(ctx, part, member));
        }
    }
cleanup:
    return status;
}

static void clear_section_list(const hc_section *section, hc_section_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        hc_schema_clear(section, (char *)list->item + i * section->size);
    }
    free(list->item);
}

static void clear_variant_list(hc_variant_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        hc_variant_clear(&list->item[i]);
    }
    free(list->item);
}

static void clear_part(const hc_part *part, void *member)
{
    switch (part->kind) {
    case HC_PART_SECTION:
        hc_schema_clear(part->section, member);
        break;
    case HC_PART_OPTIONAL_SECTION: {
        void **pointer = member;
        if (*pointer != NULL) {
            hc_schema_clear(part->section, *pointer);
            free(*pointer);
        }
        break;
    }
    case HC_PART_VARIANT:
        hc_variant_clear(member);
        break;
    case HC_PART_SECTION_LIST:
        clear_section_list(part->section, member);
        break;
    case HC_PART_VARIANT_LIST:
        clear_variant_list(member);
        break;
    }
}

void hc_schema_clear(const hc_section *section, void *options)
{
    for (size_t t = 0; t < HC_SECTION_TABLE_COUNT; t++) {
        hc_inlined_table table = hc_section_table(section, t);
        hc_keywords_clear(table.keywords, hc_schema_member(options, table.offset));
    }
    for (const hc_part *part = section->parts; part != NULL && part->name != NULL; part++) {
        clear_part(part, hc_schema_member(options, part->offset));
    }
    memset(options, 0, section->size);
}
