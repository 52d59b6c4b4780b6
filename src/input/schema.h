/* Schemas: a job, a recipe or any other input file, described by records.
 *
 * A section is a map in the file and a C struct in memory. Its keywords (halfcell/keyword.h) fill plain members; its
 * parts fill members that are sections themselves, alternatives that a key picks from a table (variants), or lists of
 * either. From the records come the parser, the errors with file, line and column, the echo of a job with every default
 * spelled out, the manual and the JSON dump. For instance
 *
 *     typedef struct csvr_options { double tau; } csvr_options;
 *     static const hc_keyword csvr_keywords[] = {
 *         {.name = "tau_fs", .type = HC_VALUE_REAL, .offset = offsetof(csvr_options, tau), .unit = HC_FS,
 *          .default_text = "100", .minimum = 1, .maximum = 1e5, .doc = "Coupling time."},
 *         {0}};
 *
 *     // The adapter of a table of records of your own type: describe record `index`, false past the end.
 *     static bool describe_thermostat(size_t index, hc_variant_type *type)
 *     {
 *         const hc_thermostat_record *record = hc_thermostat_records()[index]; // NULL-terminated
 *         if (record == NULL) {
 *             return false;
 *         }
 *         *type = (hc_variant_type){
 *             .section = {.name = record->name, .doc = record->summary, .reference = record->reference,
 *                         .keywords = record->keywords, .size = record->options_size},
 *             .record = record};
 *         return true;
 *     }
 *     const hc_variant_table hc_thermostat_variants = {"thermostat", "What keeps the temperature.",
 *                                                      describe_thermostat};
 *
 *     typedef struct md_options {
 *         double timestep;
 *         hc_variant thermostat;        // .record is the hc_thermostat_record, .options a csvr_options
 *         hc_variant_list constraints;  // .item[i] is an hc_variant
 *         output_options output;        // a section by value
 *     } md_options;
 *     static const hc_part md_parts[] = {
 *         {.name = "thermostat", .kind = HC_PART_VARIANT, .offset = offsetof(md_options, thermostat),
 *          .variants = &hc_thermostat_variants, .default_type = "csvr"},
 *         {.name = "constraints", .kind = HC_PART_VARIANT_LIST, .offset = offsetof(md_options, constraints),
 *          .variants = &hc_colvar_variants},
 *         {.name = "output", .kind = HC_PART_SECTION, .offset = offsetof(md_options, output),
 *          .section = &output_section},
 *         {0}};
 *     const hc_section md_section = {.name = "dynamics", .doc = "...", .keywords = md_keywords, .parts = md_parts,
 *                                    .size = sizeof(md_options)};
 *
 * which reads
 *
 *     timestep_fs: 0.5
 *     thermostat: {type: csvr, tau_fs: 50}      # or only `thermostat: csvr`
 *     constraints:
 *       - {type: distance, atoms: [3, 14]}
 *     output: {every: 10}
 *
 * with
 *
 *     md_options options;                        // need not be initialised
 *     HC_TRY(hc_yaml_read(ctx, path, &yaml));
 *     HC_TRY(hc_schema_parse(ctx, &md_section, yaml, &options));
 *     ...
 *     hc_schema_clear(&md_section, &options);    // also after a failed parse
 *     hc_yaml_free(yaml);                        // kept as long as errors want a position
 */
#ifndef HC_INPUT_SCHEMA_H
#define HC_INPUT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"
#include "halfcell/context.h"
#include "halfcell/keyword.h"
#include "input/yaml_tree.h"

typedef struct hc_part hc_part;

/* A table of keywords whose members lie `offset` bytes into a section's struct. */
typedef struct hc_inlined_table {
    const hc_keyword *keywords;
    size_t offset;
} hc_inlined_table;

#define HC_INLINED_MAX 4

/* A map of the input. Tables end with {0}; either may be NULL. */
typedef struct hc_section {
    const char *name;
    const char *doc;       /* one or more sentences */
    const char *reference; /* literature, or NULL */
    const hc_keyword *keywords;
    /* Further keywords of the same map, from tables that know nothing of this section: the options of a kind that a
     * section wraps. */
    hc_inlined_table inlined[HC_INLINED_MAX];
    const hc_part *parts;
    size_t size; /* of the C struct */
    /* What single keywords cannot say ("end below begin"): called when all members are set; NULL when there is nothing.
     * Fails with HC_ERROR_INPUT; the position of the section is put before its message. */
    hc_status (*check)(hc_context *ctx, const void *options);
} hc_section;

/* One line of a table of variants, as a section, and the record that it stands for. */
typedef struct hc_variant_type {
    hc_section section; /* its name is what `type:` says */
    const void *record; /* given back in hc_variant.record */
} hc_variant_type;

typedef struct hc_variant_table {
    const char *kind; /* "thermostat": for errors, the manual and `halfcell list` */
    const char *doc;
    bool (*describe)(size_t index, hc_variant_type *type); /* false past the end */
} hc_variant_table;

/* Members that parts fill. All are owned by the struct and freed by hc_schema_clear. */
typedef struct hc_variant {
    const hc_variant_table *table;
    size_t index;       /* in the table */
    const void *record; /* of hc_variant_type; NULL: the part was not given */
    void *options;      /* the type's struct; NULL when its size is 0 or it was not given */
} hc_variant;

typedef struct hc_variant_list {
    size_t count;
    hc_variant *item;
} hc_variant_list;

typedef struct hc_section_list {
    size_t count;
    void *item; /* array of the section's struct, [count] */
} hc_section_list;

typedef enum hc_part_kind {
    HC_PART_SECTION,          /* member: the section's struct by value; all defaults when absent */
    HC_PART_OPTIONAL_SECTION, /* member: pointer to the section's struct; NULL when absent */
    HC_PART_VARIANT,          /* member: hc_variant */
    HC_PART_SECTION_LIST,     /* member: hc_section_list */
    HC_PART_VARIANT_LIST      /* member: hc_variant_list */
} hc_part_kind;

struct hc_part {
    const char *name; /* as the user writes it; NULL ends a table */
    hc_part_kind kind;
    size_t offset;
    const hc_section *section;        /* for the section kinds */
    const hc_variant_table *variants; /* for the variant kinds */
    bool required;                    /* sections: must be written; lists: must not be empty */
    const char *default_type;         /* HC_PART_VARIANT: what it is when absent; NULL: it may be absent */
    const char *doc;                  /* NULL: that of the section or table */
};

/* Gives every member its default; what is required and has none stays unset. */
HC_MUST_CHECK hc_status hc_schema_set_defaults(hc_context *ctx, const hc_section *section, void *options);

/* Fills `options` from the document. Fails with HC_ERROR_INPUT; the message has a line for each problem found (the
 * first HC_SCHEMA_PROBLEM_MAX): "job.yaml:12:5: dynamics: unknown key 'timestep_ps'; did you mean 'timestep_fs'?".
 * Paths of HC_VALUE_FILE are made absolute, relative to the folder of the document. `options` need not be initialised
 * and must be cleared whatever happens. */
#define HC_SCHEMA_PROBLEM_MAX 10
HC_MUST_CHECK hc_status hc_schema_parse(hc_context *ctx, const hc_section *section, const hc_yaml *yaml, void *options);

/* Frees what the members own and zeroes the struct. */
void hc_schema_clear(const hc_section *section, void *options);

/* For errors that only show when atoms are known: puts "job.yaml:12:5: sampling.constraints[1].atoms: " before the
 * message recorded in the context and returns `status`. yaml may be NULL: then only the path is put before it. */
HC_MUST_CHECK hc_status hc_schema_fail_at(hc_context *ctx, hc_status status, const hc_yaml *yaml, const char *path, ...)
    __attribute__((format(printf, 4, 5)));

/* The input as YAML with every default spelled out and a comment at each key; parses to the same values, bit for bit.
 * The caller frees *text. */
HC_MUST_CHECK hc_status hc_schema_echo(hc_context *ctx, const hc_section *section, const void *options, char **text);

/* The same values as JSON, without comments. */
HC_MUST_CHECK hc_status hc_schema_to_json(hc_context *ctx, const hc_section *section, const void *options,
                                          hc_json **json);

/* The manual of a section, its parts and every table of variants that it mentions: as Markdown (headings from
 * `heading_level`) or for a terminal. The caller frees *text. */
HC_MUST_CHECK hc_status hc_schema_manual_markdown(hc_context *ctx, const hc_section *section, int heading_level,
                                                  char **text);
HC_MUST_CHECK hc_status hc_schema_manual_text(hc_context *ctx, const hc_section *section, char **text);
/* The schema itself for machines: sections, keywords with type, unit, default, range and choices, variants. */
HC_MUST_CHECK hc_status hc_schema_describe(hc_context *ctx, const hc_section *section, hc_json **json);

/* One keyword for machines, as in hc_schema_describe. */
hc_json *hc_keyword_describe(const hc_keyword *keyword);

/* By name in a table of variants; fails with the nearest name. */
HC_MUST_CHECK hc_status hc_variant_find(hc_context *ctx, const hc_variant_table *table, const char *name, size_t *index,
                                        hc_variant_type *type);

#endif
