#include "input/yaml_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file.h"

hc_status hc_yaml_node_create(hc_context *ctx, hc_yaml_kind kind, size_t line, size_t column, hc_yaml_node **node)
{
    hc_status status = hc_allocate(ctx, 1, sizeof **node, node);
    if (status == HC_OK) {
        (*node)->kind = kind;
        (*node)->line = line;
        (*node)->column = column;
    }
    return status;
}

void hc_yaml_node_free(hc_yaml_node *node)
{
    if (node == NULL) {
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        hc_yaml_node_free(node->item[i]);
        if (node->key != NULL) {
            free(node->key[i]);
        }
    }
    free(node->item);
    free(node->key);
    free(node->key_line);
    free(node->key_column);
    free(node->text);
    free(node);
}

/* Room for one more item. */
static hc_status make_room(hc_context *ctx, hc_yaml_node *node)
{
    size_t count = node->count;
    hc_status status = HC_OK;
    HC_TRY(hc_array_grow(ctx, &node->item, count, sizeof *node->item));
    if (node->kind == HC_YAML_MAP) {
        HC_TRY(hc_array_grow(ctx, &node->key, count, sizeof *node->key));
        HC_TRY(hc_array_grow(ctx, &node->key_line, count, sizeof *node->key_line));
        HC_TRY(hc_array_grow(ctx, &node->key_column, count, sizeof *node->key_column));
    }
cleanup:
    return status;
}

hc_status hc_yaml_node_append(hc_context *ctx, hc_yaml_node *node, const char *key, size_t key_line, size_t key_column,
                              hc_yaml_node *item)
{
    hc_status status = HC_OK;
    HC_TRY(make_room(ctx, node));
    if (node->kind == HC_YAML_MAP) {
        HC_TRY(hc_allocate(ctx, strlen(key) + 1, 1, &node->key[node->count]));
        strcpy(node->key[node->count], key);
        node->key_line[node->count] = key_line;
        node->key_column[node->count] = key_column;
    }
    node->item[node->count++] = item;
    item = NULL;
cleanup:
    hc_yaml_node_free(item);
    return status;
}

void hc_yaml_free(hc_yaml *yaml)
{
    if (yaml != NULL) {
        free(yaml->name);
        free(yaml->folder);
        hc_yaml_node_free(yaml->root);
        free(yaml);
    }
}

size_t hc_yaml_index(const hc_yaml_node *node, const char *key)
{
    for (size_t i = 0; node != NULL && node->kind == HC_YAML_MAP && i < node->count; i++) {
        if (strcmp(node->key[i], key) == 0) {
            return i;
        }
    }
    return (size_t)-1;
}

const hc_yaml_node *hc_yaml_get(const hc_yaml_node *node, const char *key)
{
    size_t index = hc_yaml_index(node, key);
    return index == (size_t)-1 ? NULL : node->item[index];
}

bool hc_yaml_is_null(const hc_yaml_node *node)
{
    if (node == NULL) {
        return true;
    }
    if (node->kind != HC_YAML_SCALAR || node->quoted) {
        return false;
    }
    static const char *const texts[] = {"", "~", "null", "Null", "NULL"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(node->text, texts[i]) == 0) {
            return true;
        }
    }
    return false;
}

const char *hc_yaml_kind_text(const hc_yaml_node *node)
{
    if (hc_yaml_is_null(node)) {
        return "nothing";
    }
    static const char *const texts[] = {"a single value", "a list", "a map of keys"};
    return texts[node->kind];
}

typedef struct path_step {
    char key[128]; /* "": an index */
    size_t index;
} path_step;

/* Cuts the next step off a path such as "a.b[1].c"; false at its end or when it is no path. */
static bool next_step(const char **path, path_step *step)
{
    const char *c = *path;
    *step = (path_step){0};
    if (*c == '[') {
        char *end;
        step->index = strtoul(c + 1, &end, 10);
        if (end == c + 1 || *end != ']') {
            return false;
        }
        *path = end + 1;
        return true;
    }
    c += *c == '.';
    size_t length = strcspn(c, ".[");
    if (length == 0 || length >= sizeof step->key) {
        return false;
    }
    memcpy(step->key, c, length);
    *path = c + length;
    return true;
}

const hc_yaml_node *hc_yaml_at(const hc_yaml *yaml, const char *path, size_t *line, size_t *column)
{
    const hc_yaml_node *node = yaml->root;
    size_t at[2] = {node != NULL ? node->line : 1, node != NULL ? node->column : 1};
    path_step step;
    while (node != NULL && next_step(&path, &step)) {
        size_t index = step.key[0] != '\0' ? hc_yaml_index(node, step.key) : step.index;
        if (node->kind == HC_YAML_SCALAR || (step.key[0] == '\0' && node->kind != HC_YAML_LIST) ||
            index >= node->count) {
            break;
        }
        at[0] = node->kind == HC_YAML_MAP ? node->key_line[index] : node->item[index]->line;
        at[1] = node->kind == HC_YAML_MAP ? node->key_column[index] : node->item[index]->column;
        node = node->item[index];
    }
    if (line != NULL) {
        *line = at[0];
    }
    if (column != NULL) {
        *column = at[1];
    }
    return node;
}

/* Everything that --set puts into a tree is at line 0: it is in no file. */
static void forget_positions(hc_yaml_node *node)
{
    node->line = node->column = 0;
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == HC_YAML_MAP) {
            node->key_line[i] = node->key_column[i] = 0;
        }
        forget_positions(node->item[i]);
    }
}

/* The place where a step's value is kept, made when it is not there yet; NULL item with HC_OK: to be filled. */
static hc_status descend(hc_context *ctx, const char *path, hc_yaml_node *node, const path_step *step,
                         hc_yaml_node ***place)
{
    hc_status status = HC_OK;
    if (step->key[0] == '\0') {
        if (node->kind != HC_YAML_LIST || step->index >= node->count) {
            return hc_fail(ctx, HC_ERROR_INPUT, "%s: there is no item [%zu]", path, step->index);
        }
        *place = &node->item[step->index];
        return HC_OK;
    }
    if (node->kind != HC_YAML_MAP) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: '%s' cannot be set in %s", path, step->key, hc_yaml_kind_text(node));
    }
    if (hc_yaml_index(node, step->key) == (size_t)-1) {
        hc_yaml_node *map = NULL;
        HC_TRY(hc_yaml_node_create(ctx, HC_YAML_MAP, 0, 0, &map));
        HC_TRY(hc_yaml_node_append(ctx, node, step->key, 0, 0, map));
    }
    size_t index = hc_yaml_index(node, step->key);
    if (hc_yaml_is_null(node->item[index])) {
        hc_yaml_node_free(node->item[index]);
        node->item[index] = NULL;
        HC_TRY(hc_yaml_node_create(ctx, HC_YAML_MAP, 0, 0, &node->item[index]));
    }
    *place = &node->item[index];
cleanup:
    return status;
}

hc_status hc_yaml_set(hc_context *ctx, hc_yaml *yaml, const char *path, const char *text)
{
    hc_yaml *value = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_yaml_parse(ctx, path, text, strlen(text), &value));
    if (value->root == NULL) {
        HC_TRY(hc_yaml_node_create(ctx, HC_YAML_SCALAR, 0, 0, &value->root));
        HC_TRY(hc_allocate(ctx, 1, 1, &value->root->text));
    }
    forget_positions(value->root);
    if (yaml->root == NULL) {
        HC_TRY(hc_yaml_node_create(ctx, HC_YAML_MAP, 0, 0, &yaml->root));
    }
    hc_yaml_node **place = &yaml->root;
    const char *rest = path;
    path_step step;
    while (*rest != '\0') {
        if (!next_step(&rest, &step)) {
            HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "'%s' is not a path such as sampling.steps or constraints[0].atoms",
                           path));
        }
        HC_TRY(descend(ctx, path, *place, &step, &place));
    }
    hc_yaml_node_free(*place);
    *place = value->root;
    value->root = NULL;
cleanup:
    hc_yaml_free(value);
    return status;
}

hc_status hc_yaml_assign(hc_context *ctx, hc_yaml *yaml, const char *assignment)
{
    const char *equals = strchr(assignment, '=');
    char *path = NULL;
    if (!equals || equals == assignment) {
        return hc_fail(ctx, HC_ERROR_INPUT, "'%s' sets nothing; write for example sampling.steps=10", assignment);
    }
    hc_status status = hc_format(ctx, &path, "%.*s", (int)(equals - assignment), assignment);
    if (status == HC_OK) {
        status = hc_yaml_set(ctx, yaml, path, equals + 1);
    }
    free(path);
    return status;
}

hc_status hc_yaml_read_with(hc_context *ctx, const char *path, const hc_text_list *set, hc_yaml **yaml)
{
    hc_yaml *read = NULL;
    hc_status status = HC_OK;
    *yaml = NULL;
    HC_TRY(hc_yaml_read(ctx, path, &read));
    for (size_t i = 0; set && i < set->count; i++) {
        HC_TRY(hc_yaml_assign(ctx, read, set->value[i]));
    }
    *yaml = read;
    read = NULL;
cleanup:
    hc_yaml_free(read);
    return status;
}
