/* What `halfcell list` knows: the tables of records, each with an adapter that describes a record as a section. */
#ifndef APP_LIST_KINDS_H
#define APP_LIST_KINDS_H

#include "base/json.h"
#include "base/text.h"
#include "input/schema.h"

typedef struct app_list_kind {
    const char *name; /* as typed: "engines" */
    const char *doc;
    bool (*describe)(size_t index, hc_variant_type *type); /* false past the end */
    /* Appends what a section does not say about a record; NULL: nothing. */
    void (*more)(const void *record, hc_text *out);
    /* Instead of describe, for what lies in data files: text and JSON of all (name NULL) or of one. */
    hc_status (*list)(hc_context *ctx, const char *name, hc_text *out, hc_json **json);
} app_list_kind;

/* A function that describes line `index` of a NULL-terminated table of records; what comes last are the members of the
 * section that not all records have. */
#define DEFINE_DESCRIBE(function, records, ...)                                                                        \
    bool function(size_t index, hc_variant_type *type)                                                                 \
    {                                                                                                                  \
        const __typeof__(**records()) *record = records()[index];                                                      \
        if (record != NULL) {                                                                                          \
            *type = (hc_variant_type){.section = {.name = record->name,                                                \
                                                  .doc = record->summary,                                              \
                                                  .reference = record->reference,                                      \
                                                  __VA_ARGS__},                                                        \
                                      .record = record};                                                               \
        }                                                                                                              \
        return record != NULL;                                                                                         \
    }
#define DEFINE_STATIC_DESCRIBE(function, records, ...) static DEFINE_DESCRIBE(function, records, __VA_ARGS__)

/* Ends with a NULL name. */
extern const app_list_kind app_list_kinds[];

/* The option that every command with an engine has. */
bool app_describe_engine(size_t index, hc_variant_type *type);
bool app_describe_optimizer(size_t index, hc_variant_type *type);

/* Of measured data (list_measured.c). */
bool app_describe_instrument(size_t index, hc_variant_type *type);
bool app_describe_reference_electrode(size_t index, hc_variant_type *type);
bool app_describe_product(size_t index, hc_variant_type *type);
bool app_describe_product_method(size_t index, hc_variant_type *type);
bool app_describe_measured_analysis(size_t index, hc_variant_type *type);
void app_add_instrument(const void *record, hc_text *out);
void app_add_reference_electrode(const void *record, hc_text *out);
void app_add_product(const void *record, hc_text *out);

#define APP_PICK_ENGINE                                                                                                \
    {                                                                                                                  \
        "engine", "What computes energy and forces; see `halfcell list engines`.", app_describe_engine, NULL           \
    }

#endif
