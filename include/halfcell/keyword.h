/* Keywords: the records from which the parser, the errors, the echo of a job, the manual and the documentation come.
 *
 * A module that has options declares a struct for them and a table of keywords, each pointing at one member:
 *
 *     typedef struct hc_md_options { double timestep; int steps; } hc_md_options;
 *     const hc_keyword hc_md_keywords[] = {
 *         {.name = "timestep_fs", .type = HC_VALUE_REAL, .offset = offsetof(hc_md_options, timestep), .unit = HC_FS,
 *          .default_text = "0.5", .minimum = 0.001, .maximum = 10, .doc = "Time step of the integrator."},
 *         ...
 *         {0}};
 *
 * The name carries the unit of what the user writes; the member is in atomic units. */
#ifndef HALFCELL_KEYWORD_H
#define HALFCELL_KEYWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/status.h"

#pragma GCC visibility push(default)

typedef enum hc_value_type {
    HC_VALUE_BOOL,         /* member: bool */
    HC_VALUE_INTEGER,      /* member: int; unset: HC_INTEGER_UNSET */
    HC_VALUE_REAL,         /* member: double; unset: NaN */
    HC_VALUE_CHOICE,       /* member: int, the index into choices */
    HC_VALUE_TEXT,         /* member: char *, owned; unset: NULL */
    HC_VALUE_FILE,         /* member: char *, owned; a path, relative to the job file */
    HC_VALUE_SELECTION,    /* member: char *, owned; an atom selection, see atoms/selection.h */
    HC_VALUE_REAL_LIST,    /* member: hc_real_list, owned */
    HC_VALUE_INTEGER_LIST, /* member: hc_integer_list, owned */
    HC_VALUE_TEXT_LIST     /* member: hc_text_list, owned; also used for lists of selections */
} hc_value_type;

#define HC_INTEGER_UNSET (-2147483647 - 1)

typedef struct hc_real_list {
    size_t count;
    double *value;
} hc_real_list;

typedef struct hc_integer_list {
    size_t count;
    int *value;
} hc_integer_list;

typedef struct hc_text_list {
    size_t count;
    char **value;
} hc_text_list;

typedef struct hc_keyword {
    const char *name; /* as the user writes it; NULL ends a table */
    hc_value_type type;
    size_t offset;              /* of the member, by offsetof */
    double unit;                /* one user's unit in atomic units; 0 stands for 1 */
    const char *default_text;   /* as the user would write it; NULL: required; "": optional, unset when absent */
    double minimum, maximum;    /* inclusive, user's units; both 0: no range */
    const char *const *choices; /* NULL-terminated, for HC_VALUE_CHOICE */
    const char *doc;            /* one line */
} hc_keyword;

/* Gives every member its default. Members of required keywords are unset. */
HC_MUST_CHECK hc_status hc_keywords_set_defaults(hc_context *ctx, const hc_keyword *table, void *options);

/* Frees owned members and zeroes the struct. */
void hc_keywords_clear(const hc_keyword *table, void *options);

/* Sets one member from text ("0.5", "true", "nve"); lists are separated by commas or blanks, brackets allowed. */
HC_MUST_CHECK hc_status hc_keyword_set(hc_context *ctx, const hc_keyword *keyword, void *options, const char *text);

/* The value as the user would write it, in the user's units; "" when unset. The caller frees *text. */
HC_MUST_CHECK hc_status hc_keyword_format(hc_context *ctx, const hc_keyword *keyword, const void *options, char **text);

/* The record of that name, or NULL. */
const hc_keyword *hc_keyword_find(const hc_keyword *table, const char *name);

/* The name nearest to `name` by edit distance among `candidates` [count], or NULL when none is near. */
const char *hc_nearest_name(const char *name, const char *const *candidates, size_t count);

#pragma GCC visibility pop

#endif
