/* A YAML document as a tree with positions. The reader is the only place that touches libyaml.
 *
 * Refused, each with file, line and column: duplicate keys, anchors and aliases, tags, keys that are not plain text,
 * more than one document, nesting beyond HC_YAML_DEPTH_MAX, files beyond HC_YAML_SIZE_MAX, text that is not UTF-8. */
#ifndef HC_INPUT_YAML_TREE_H
#define HC_INPUT_YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/keyword.h"

#define HC_YAML_DEPTH_MAX 32
#define HC_YAML_SIZE_MAX ((size_t)16 << 20)
#define HC_YAML_KEYS_MAX 4096 /* in one map */

typedef enum hc_yaml_kind { HC_YAML_SCALAR, HC_YAML_LIST, HC_YAML_MAP } hc_yaml_kind;

typedef struct hc_yaml_node hc_yaml_node;
struct hc_yaml_node {
    hc_yaml_kind kind;
    size_t line, column; /* counted from 1; of the value; 0: set by hc_yaml_set, not in the file */
    char *text;          /* scalar: its text, never NULL */
    bool quoted;         /* scalar: written in quotes or as a block, so "" and "null" mean themselves */
    size_t count;        /* list, map: number of items */
    hc_yaml_node **item; /* list, map: the values, [count] */
    char **key;          /* map: the keys, [count] */
    size_t *key_line, *key_column;
};

typedef struct hc_yaml {
    char *name;         /* what errors call the document: its path as given */
    char *folder;       /* absolute path of the folder that it lies in; NULL when it came from memory */
    hc_yaml_node *root; /* NULL for an empty document */
} hc_yaml;

/* "-" is standard input. */
HC_MUST_CHECK hc_status hc_yaml_read(hc_context *ctx, const char *path, hc_yaml **yaml);
/* text [length] need not be terminated. */
HC_MUST_CHECK hc_status hc_yaml_parse(hc_context *ctx, const char *name, const char *text, size_t length,
                                      hc_yaml **yaml);
void hc_yaml_free(hc_yaml *yaml);

/* Value of `key` in a map, or NULL (also when node is NULL or no map). */
const hc_yaml_node *hc_yaml_get(const hc_yaml_node *node, const char *key);
/* Index of `key` in a map, or (size_t)-1. */
size_t hc_yaml_index(const hc_yaml_node *node, const char *key);
/* An unquoted "null", "~" or nothing at all. */
bool hc_yaml_is_null(const hc_yaml_node *node);
/* "a map", "a list", "a value": for messages. */
const char *hc_yaml_kind_text(const hc_yaml_node *node);

/* Node at a path such as "sampling.constraints[1].atoms", or the deepest node on the way there that exists. *line and
 * *column (may be NULL) are those of its key where it has one. */
const hc_yaml_node *hc_yaml_at(const hc_yaml *yaml, const char *path, size_t *line, size_t *column);

/* Sets a scalar at a path (`--set sampling.steps=10`), making maps on the way; an existing value is replaced. The text
 * is itself read as YAML, so "[1, 2]" is a list. */
HC_MUST_CHECK hc_status hc_yaml_set(hc_context *ctx, hc_yaml *yaml, const char *path, const char *text);
/* The same from one text, "sampling.steps=10". */
HC_MUST_CHECK hc_status hc_yaml_assign(hc_context *ctx, hc_yaml *yaml, const char *assignment);
/* Reads a file and assigns what --set says; `set` may be NULL. The caller owns *yaml. */
HC_MUST_CHECK hc_status hc_yaml_read_with(hc_context *ctx, const char *path, const hc_text_list *set, hc_yaml **yaml);

/* For those that build trees: a node without items; append takes `item` over, also when it fails. key is copied; NULL
 * in a list. */
HC_MUST_CHECK hc_status hc_yaml_node_create(hc_context *ctx, hc_yaml_kind kind, size_t line, size_t column,
                                            hc_yaml_node **node);
void hc_yaml_node_free(hc_yaml_node *node);
HC_MUST_CHECK hc_status hc_yaml_node_append(hc_context *ctx, hc_yaml_node *node, const char *key, size_t key_line,
                                            size_t key_column, hc_yaml_node *item);

/* Version of libyaml. */
const char *hc_yaml_library_version(void);

#endif
