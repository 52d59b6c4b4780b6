/* Text files of mechanisms. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/data_file.h"
#include "base/file.h"
#include "thermo/reaction.h"

static void path_clear(hc_route *path)
{
    for (size_t i = 0; i < path->nstep; i++) {
        hc_reaction_clear(&path->step[i]);
    }
    free(path->step);
    free(path->name);
    free(path->title);
}

void hc_routes_free(hc_routes *m)
{
    if (!m) {
        return;
    }
    for (size_t i = 0; i < m->npath; i++) {
        path_clear(&m->path[i]);
    }
    free(m->path);
    free(m->name);
    free(m->title);
    free(m->product);
    free(m->reference);
    free(m->file);
    free(m);
}

/* Text behind "key:", without blanks around it; NULL when the line has another key. */
static const char *value_of(const char *line, const char *key)
{
    size_t length = strlen(key);
    if (strncmp(line, key, length) != 0 || line[length] != ':') {
        return NULL;
    }
    line += length + 1;
    return line + strspn(line, " \t");
}

static hc_status set_text(hc_context *ctx, char **member, const char *value)
{
    free(*member);
    *member = NULL;
    return hc_format(ctx, member, "%s", value);
}

static hc_status add_path(hc_context *ctx, hc_routes *m, const char *name, size_t length, const char *title)
{
    hc_status status = HC_OK;
    HC_TRY(hc_array_grow(ctx, &m->path, m->npath, sizeof *m->path));
    hc_route *path = &m->path[m->npath++];
    *path = (hc_route){0};
    HC_TRY(hc_format(ctx, &path->name, "%.*s", (int)length, name));
    HC_TRY(hc_format(ctx, &path->title, "%s", title));
cleanup:
    return status;
}

static hc_status add_step(hc_context *ctx, hc_routes *m, const char *text, size_t line)
{
    if (m->npath == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a step stands before the first 'path NAME:'");
    }
    hc_route *path = &m->path[m->npath - 1];
    hc_status status = HC_OK;
    HC_TRY(hc_array_grow(ctx, &path->step, path->nstep, sizeof *path->step));
    HC_TRY(hc_reaction_parse(ctx, text, &path->step[path->nstep]));
    path->step[path->nstep++].line = line;
cleanup:
    return status;
}

static hc_status read_line(hc_context *ctx, hc_routes *m, char *line, size_t number)
{
    char *comment = strchr(line, '#');
    if (comment) {
        *comment = '\0';
    }
    size_t length = strlen(line);
    while (length > 0 && isspace((unsigned char)line[length - 1])) {
        line[--length] = '\0';
    }
    line += strspn(line, " \t");
    if (*line == '\0') {
        return HC_OK;
    }
    const char *const keys[] = {"name", "title", "product", "reference"};
    char **const members[] = {&m->name, &m->title, &m->product, &m->reference};
    for (size_t k = 0; k < 4; k++) {
        const char *value = value_of(line, keys[k]);
        if (value) {
            return set_text(ctx, members[k], value);
        }
    }
    if (strncmp(line, "path ", 5) == 0 || strncmp(line, "state ", 6) == 0) {
        const char *name = line + strcspn(line, " ") + 1, *colon = strchr(name, ':');
        name += strspn(name, " ");
        if (!colon || colon == name) {
            return hc_fail(ctx, HC_ERROR_INPUT, "'%s': written is 'path NAME: what it is'", line);
        }
        return add_path(ctx, m, name, (size_t)(colon - name), colon + 1 + strspn(colon + 1, " \t"));
    }
    return add_step(ctx, m, line, number);
}

hc_status hc_routes_parse(hc_context *ctx, const char *name, const char *text, hc_routes **mechanism)
{
    hc_routes *m = NULL;
    char *copy = NULL;
    hc_status status = HC_OK;
    *mechanism = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *m, &m));
    HC_TRY(hc_format(ctx, &m->file, "%s", name));
    HC_TRY(hc_format(ctx, &copy, "%s", text));
    size_t number = 0;
    for (char *line = copy; line; number++) {
        char *newline = strchr(line, '\n');
        if (newline) {
            *newline = '\0';
        }
        status = read_line(ctx, m, line, number + 1);
        if (status != HC_OK) {
            status = hc_fail_within(ctx, status, "%s:%zu: ", name, number + 1);
            goto cleanup;
        }
        line = newline ? newline + 1 : NULL;
    }
    if (m->npath == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "%s: no path; a mechanism begins with 'path NAME:' and has a step a line",
                         name);
        goto cleanup;
    }
    if (!m->name) {
        const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name, *dot = strrchr(base, '.');
        HC_TRY(hc_format(ctx, &m->name, "%.*s", dot ? (int)(dot - base) : (int)strlen(base), base));
    }
    *mechanism = m;
    m = NULL;
cleanup:
    hc_routes_free(m);
    free(copy);
    return status;
}

hc_status hc_routes_read(hc_context *ctx, const char *path, hc_routes **mechanism)
{
    char *text = NULL, *relative = NULL, *found = NULL;
    size_t length = 0;
    hc_status status = HC_OK;
    *mechanism = NULL;
    if (!hc_file_exists(path)) {
        const char *slash = strrchr(path, '/');
        HC_TRY(hc_format(ctx, &relative, "diagrams/%s.txt", slash ? slash + 1 : path));
        status = hc_data_file_find(ctx, relative, &found);
        if (status != HC_OK) {
            status = hc_fail(
                ctx, HC_ERROR_INPUT,
                "'%s' is neither a file nor a mechanism of halfcell; those of halfcell lie in data/diagrams", path);
            goto cleanup;
        }
        path = found;
    }
    HC_TRY(hc_file_read(ctx, path, &text, &length));
    HC_TRY(hc_routes_parse(ctx, path, text, mechanism));
cleanup:
    free(text);
    free(relative);
    free(found);
    return status;
}
