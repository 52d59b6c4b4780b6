/* The only file that touches libyaml: events become a tree. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/file.h"
#include "input/yaml_tree.h"

typedef struct reader {
    hc_context *ctx;
    const char *name;
    yaml_parser_t parser;
    yaml_event_t event; /* the current one */
} reader;

static size_t line_of(const reader *r)
{
    return r->event.start_mark.line + 1;
}

static size_t column_of(const reader *r)
{
    return r->event.start_mark.column + 1;
}

static hc_status refuse(reader *r, const char *what)
{
    return hc_fail(r->ctx, HC_ERROR_INPUT, "%s:%zu:%zu: %s", r->name, line_of(r), column_of(r), what);
}

/* What libyaml says, with what it usually means. */
static hc_status refuse_yaml(reader *r)
{
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR) {
        return hc_fail(r->ctx, HC_ERROR_MEMORY, "%s: out of memory", r->name);
    }
    if (p->error == YAML_READER_ERROR) {
        return hc_fail(r->ctx, HC_ERROR_INPUT, "%s: not a text file (%s at byte %zu); an input is YAML in UTF-8",
                       r->name, p->problem, p->problem_offset);
    }
    const char *problem = p->problem != NULL ? p->problem : "it cannot be read";
    const char *hint = "";
    if (strstr(problem, "tab character") != NULL) {
        hint = "; indent with blanks, not with tabs";
    } else if (strstr(problem, "cannot start any token") != NULL) {
        hint = "; indent with blanks, not with tabs, and put quotes around texts that begin with @, ` or %";
    } else if (strstr(problem, "mapping values are not allowed") != NULL) {
        hint = "; a text that holds ': ' wants quotes, and keys of one map begin in the same column";
    } else if (strstr(problem, "expected ':'") != NULL) {
        hint = "; a key is followed by ': ' (a colon and a blank)";
    } else if (strstr(problem, "block end") != NULL) {
        hint = "; items of one list and keys of one map begin in the same column";
    }
    return hc_fail(r->ctx, HC_ERROR_INPUT, "%s:%zu:%zu: not valid YAML: %s%s", r->name, p->problem_mark.line + 1,
                   p->problem_mark.column + 1, problem, hint);
}

static hc_status next_event(reader *r)
{
    yaml_event_delete(&r->event);
    memset(&r->event, 0, sizeof r->event);
    return yaml_parser_parse(&r->parser, &r->event) ? HC_OK : refuse_yaml(r);
}

/* Anchors, aliases and tags would let two places of a job depend on each other unseen, or grow without bound. */
static hc_status refuse_decoration(reader *r, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL) {
        return refuse(r, "anchors (&name) are not used here; write the value out where it is needed");
    }
    if (tag != NULL) {
        return refuse(r, "tags (!name) are not used here; the key says what type a value has");
    }
    return HC_OK;
}

static hc_status read_node(reader *r, int depth, hc_yaml_node **node);

static hc_status read_scalar(reader *r, hc_yaml_node **node)
{
    hc_status status = HC_OK;
    hc_yaml_node *made = NULL;
    size_t length = r->event.data.scalar.length;
    const char *value = (const char *)r->event.data.scalar.value;
    HC_TRY(refuse_decoration(r, r->event.data.scalar.anchor, r->event.data.scalar.tag));
    if (memchr(value, '\0', length) != NULL) {
        HC_TRY(refuse(r, "the text holds a zero byte"));
    }
    HC_TRY(hc_yaml_node_create(r->ctx, HC_YAML_SCALAR, line_of(r), column_of(r), &made));
    made->quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    HC_TRY(hc_allocate(r->ctx, length + 1, 1, &made->text));
    memcpy(made->text, value, length);
    *node = made;
    made = NULL;
cleanup:
    hc_yaml_node_free(made);
    return status;
}

static hc_status read_list(reader *r, int depth, hc_yaml_node **node)
{
    hc_status status = HC_OK;
    hc_yaml_node *list = NULL, *item = NULL;
    HC_TRY(refuse_decoration(r, r->event.data.sequence_start.anchor, r->event.data.sequence_start.tag));
    HC_TRY(hc_yaml_node_create(r->ctx, HC_YAML_LIST, line_of(r), column_of(r), &list));
    HC_TRY(next_event(r));
    while (r->event.type != YAML_SEQUENCE_END_EVENT) {
        HC_TRY(read_node(r, depth + 1, &item));
        HC_TRY(hc_yaml_node_append(r->ctx, list, NULL, 0, 0, item));
        HC_TRY(next_event(r));
    }
    *node = list;
    list = NULL;
cleanup:
    hc_yaml_node_free(list);
    return status;
}

static hc_status check_key(reader *r, const hc_yaml_node *map)
{
    if (r->event.type == YAML_ALIAS_EVENT) {
        return refuse(r, "aliases (*name) are not used here");
    }
    if (r->event.type != YAML_SCALAR_EVENT) {
        return refuse(r, "a key is a plain word, not a list or a map");
    }
    const char *key = (const char *)r->event.data.scalar.value;
    if (strlen(key) != r->event.data.scalar.length) {
        return refuse(r, "the key holds a zero byte");
    }
    size_t index = hc_yaml_index(map, key);
    if (index != (size_t)-1) {
        return hc_fail(r->ctx, HC_ERROR_INPUT, "%s:%zu:%zu: key '%s' is given twice; it is at line %zu already",
                       r->name, line_of(r), column_of(r), key, map->key_line[index]);
    }
    if (map->count >= HC_YAML_KEYS_MAX) {
        return refuse(r, "the map has too many keys");
    }
    return refuse_decoration(r, r->event.data.scalar.anchor, r->event.data.scalar.tag);
}

static hc_status read_member(reader *r, int depth, hc_yaml_node *map)
{
    hc_status status = HC_OK;
    hc_yaml_node *item = NULL;
    char *key = NULL;
    size_t line = line_of(r), column = column_of(r);
    HC_TRY(check_key(r, map));
    HC_TRY(hc_allocate(r->ctx, r->event.data.scalar.length + 1, 1, &key));
    memcpy(key, r->event.data.scalar.value, r->event.data.scalar.length);
    HC_TRY(next_event(r));
    HC_TRY(read_node(r, depth + 1, &item));
    HC_TRY(hc_yaml_node_append(r->ctx, map, key, line, column, item));
cleanup:
    free(key);
    return status;
}

static hc_status read_map(reader *r, int depth, hc_yaml_node **node)
{
    hc_status status = HC_OK;
    hc_yaml_node *map = NULL;
    HC_TRY(refuse_decoration(r, r->event.data.mapping_start.anchor, r->event.data.mapping_start.tag));
    HC_TRY(hc_yaml_node_create(r->ctx, HC_YAML_MAP, line_of(r), column_of(r), &map));
    HC_TRY(next_event(r));
    while (r->event.type != YAML_MAPPING_END_EVENT) {
        HC_TRY(read_member(r, depth, map));
        HC_TRY(next_event(r));
    }
    *node = map;
    map = NULL;
cleanup:
    hc_yaml_node_free(map);
    return status;
}

/* The node that begins with the current event; its last event is current afterwards. */
static hc_status read_node(reader *r, int depth, hc_yaml_node **node)
{
    *node = NULL;
    if (depth > HC_YAML_DEPTH_MAX) {
        return refuse(r, "the input is nested too deeply");
    }
    switch (r->event.type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r, node);
    case YAML_SEQUENCE_START_EVENT:
        return read_list(r, depth, node);
    case YAML_MAPPING_START_EVENT:
        return read_map(r, depth, node);
    case YAML_ALIAS_EVENT:
        return refuse(r, "aliases (*name) are not used here; write the value out");
    default:
        return refuse(r, "unexpected end of a list or map");
    }
}

static hc_status read_document(reader *r, hc_yaml_node **root)
{
    hc_status status = HC_OK;
    HC_TRY(next_event(r)); /* start of the stream */
    HC_TRY(next_event(r));
    if (r->event.type == YAML_STREAM_END_EVENT) {
        return HC_OK;
    }
    HC_TRY(next_event(r));
    HC_TRY(read_node(r, 0, root));
    HC_TRY(next_event(r)); /* end of the document */
    HC_TRY(next_event(r));
    if (r->event.type != YAML_STREAM_END_EVENT) {
        HC_TRY(refuse(r, "a second document begins here ('---'); an input is one"));
    }
cleanup:
    return status;
}

static hc_status parse_tree(hc_context *ctx, const char *name, const char *text, size_t length, hc_yaml_node **root)
{
    reader r = {.ctx = ctx, .name = name};
    if (!yaml_parser_initialize(&r.parser)) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "%s: out of memory", name);
    }
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, length);
    hc_status status = read_document(&r, root);
    yaml_event_delete(&r.event);
    yaml_parser_delete(&r.parser);
    return status;
}

hc_status hc_yaml_parse(hc_context *ctx, const char *name, const char *text, size_t length, hc_yaml **yaml)
{
    hc_status status = HC_OK;
    hc_yaml *made = NULL;
    *yaml = NULL;
    if (length > HC_YAML_SIZE_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: larger than %zu MiB; this is no input file", name,
                       HC_YAML_SIZE_MAX >> 20);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(hc_allocate(ctx, strlen(name) + 1, 1, &made->name));
    strcpy(made->name, name);
    HC_TRY(parse_tree(ctx, name, text, length, &made->root));
    *yaml = made;
    made = NULL;
cleanup:
    hc_yaml_free(made);
    return status;
}

/* At most HC_YAML_SIZE_MAX + 1 bytes, so that a wrong path (a device, a trajectory) cannot fill the memory. */
static hc_status read_bounded(hc_context *ctx, const char *path, char **text, size_t *length)
{
    hc_status status = HC_OK;
    size_t capacity = 1 << 16;
    FILE *file = NULL;
    *length = 0;
    HC_TRY(hc_allocate(ctx, capacity, 1, text));
    file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (file == NULL) {
        HC_TRY(hc_fail(ctx, HC_ERROR_FILE, "%s: %s", path, strerror(errno)));
    }
    for (;;) {
        size_t got = fread(*text + *length, 1, capacity - *length, file);
        *length += got;
        if (got == 0 || *length > HC_YAML_SIZE_MAX) {
            break;
        }
        if (*length == capacity) {
            char *larger = realloc(*text, 2 * capacity);
            if (larger == NULL) {
                HC_TRY(hc_fail(ctx, HC_ERROR_MEMORY, "%s: out of memory after %zu bytes", path, *length));
            }
            *text = larger;
            capacity *= 2;
        }
    }
    if (ferror(file)) {
        HC_TRY(hc_fail(ctx, HC_ERROR_FILE, "%s: %s", path, strerror(errno)));
    }
cleanup:
    if (file != NULL && file != stdin) {
        fclose(file);
    }
    return status;
}

/* Absolute path of the folder that a file is in; for standard input ("-") the current one. */
static hc_status folder_of(hc_context *ctx, const char *path, char **folder)
{
    const char *slash = strrchr(path, '/');
    char *part = NULL;
    hc_status status = HC_OK;
    if (slash == NULL) {
        HC_TRY(hc_format(ctx, &part, "."));
    } else {
        HC_TRY(hc_format(ctx, &part, "%.*s/", (int)(slash - path), path));
    }
    *folder = realpath(part, NULL);
    if (*folder == NULL) {
        HC_TRY(hc_fail(ctx, HC_ERROR_FILE, "%s: %s", path, strerror(errno)));
    }
cleanup:
    free(part);
    return status;
}

hc_status hc_yaml_read(hc_context *ctx, const char *path, hc_yaml **yaml)
{
    char *text = NULL;
    size_t length;
    hc_status status = HC_OK;
    *yaml = NULL;
    HC_TRY(read_bounded(ctx, path, &text, &length));
    HC_TRY(hc_yaml_parse(ctx, path, text, length, yaml));
    HC_TRY(folder_of(ctx, path, &(*yaml)->folder));
cleanup:
    free(text);
    if (status != HC_OK) {
        hc_yaml_free(*yaml);
        *yaml = NULL;
    }
    return status;
}

const char *hc_yaml_library_version(void)
{
    return yaml_get_version_string();
}
