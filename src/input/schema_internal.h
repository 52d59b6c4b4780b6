/* Shared by the files that walk a schema. */
#ifndef HC_INPUT_SCHEMA_INTERNAL_H
#define HC_INPUT_SCHEMA_INTERNAL_H

#include "base/text.h"
#include "input/schema.h"

#define HC_SCHEMA_NAME_MAX 256
#define HC_SCHEMA_PATH_SIZE 512

static inline void *hc_schema_member(void *options, size_t offset)
{
    return options == NULL ? NULL : (char *)options + offset; /* a variant without options has no struct */
}

static inline const void *hc_schema_member_const(const void *options, size_t offset)
{
    return options == NULL ? NULL : (const char *)options + offset;
}

/* The tables of keywords of a section: number 0 is its own, the others are inlined. An absent one has no keywords. */
#define HC_SECTION_TABLE_COUNT (1 + HC_INLINED_MAX)

static inline hc_inlined_table hc_section_table(const hc_section *section, size_t index)
{
    return index == 0 ? (hc_inlined_table){section->keywords, 0} : section->inlined[index - 1];
}

/* The keyword of that name in any table of the section, or NULL. */
const hc_keyword *hc_schema_find_keyword(const hc_section *section, const char *name);

/* Names of the keywords and parts of a section (and "type" where it is a variant); returns how many. */
size_t hc_schema_names(const hc_section *section, bool is_variant, const char *names[HC_SCHEMA_NAME_MAX]);
const hc_part *hc_schema_find_part(const hc_section *section, const char *name);
/* The part's own words, or those of its section or table. */
const char *hc_schema_part_doc(const hc_part *part);

/* Options of a variant, allocated with their defaults. */
HC_MUST_CHECK hc_status hc_variant_set(hc_context *ctx, const hc_variant_table *table, size_t index,
                                       hc_variant *variant);
void hc_variant_clear(hc_variant *variant);
/* The section that describes a variant which was given. */
hc_variant_type hc_variant_type_of(const hc_variant *variant);

/* Appends a text as a YAML scalar, in quotes where it needs them. */
void hc_yaml_add_scalar(hc_text *out, const char *text);

/* One value as YAML text (a list in brackets); returns false and appends nothing when it is unset. */
bool hc_schema_add_value(hc_context *ctx, hc_text *out, const hc_keyword *keyword, const void *options,
                         hc_status *status);

#endif
