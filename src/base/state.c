#include "base/state_internal.h"

#include <stdlib.h>
#include <string.h>

hc_status hc_state_create(hc_context *ctx, hc_state **state)
{
    return hc_allocate(ctx, 1, sizeof **state, state);
}

void hc_state_free(hc_state *state)
{
    if (!state) {
        return;
    }
    for (size_t i = 0; i < state->count; i++) {
        free(state->entry[i].name);
        free(state->entry[i].data);
    }
    free(state->entry);
    free(state);
}

static hc_state_entry *find(const hc_state *state, const char *name)
{
    for (size_t i = 0; i < state->count; i++) {
        if (strcmp(state->entry[i].name, name) == 0) {
            return &state->entry[i];
        }
    }
    return NULL;
}

static hc_status add_entry(hc_context *ctx, hc_state *state, const char *name, hc_state_entry **entry)
{
    if (state->count == state->capacity) {
        size_t capacity = state->capacity ? 2 * state->capacity : 32;
        hc_state_entry *larger = realloc(state->entry, capacity * sizeof *larger);
        if (!larger) {
            return hc_fail(ctx, HC_ERROR_MEMORY, "out of memory: state of %zu entries", capacity);
        }
        state->entry = larger;
        state->capacity = capacity;
    }
    *entry = &state->entry[state->count];
    memset(*entry, 0, sizeof **entry);
    (*entry)->name = strdup(name);
    if (!(*entry)->name) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "out of memory: state entry %s", name);
    }
    state->count++;
    return HC_OK;
}

hc_status hc_state_put(hc_context *ctx, hc_state *state, const char *name, hc_state_type type, size_t count,
                       const void *values)
{
    size_t size = hc_state_type_size(type);
    hc_state_entry *entry = find(state, name);
    void *copy = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, count, size, &copy));
    if (!entry) {
        HC_TRY(add_entry(ctx, state, name, &entry));
    }
    if (count > 0) {
        memcpy(copy, values, count * size);
    }
    free(entry->data);
    entry->data = copy;
    entry->type = type;
    entry->count = count;
    copy = NULL;
cleanup:
    free(copy);
    return status;
}

size_t hc_state_type_size(hc_state_type type)
{
    return type == HC_STATE_TEXT ? 1 : 8;
}

hc_status hc_state_put_reals(hc_context *ctx, hc_state *state, const char *name, size_t count, const double *values)
{
    return hc_state_put(ctx, state, name, HC_STATE_REAL, count, values);
}

hc_status hc_state_put_integers(hc_context *ctx, hc_state *state, const char *name, size_t count, const int64_t *values)
{
    return hc_state_put(ctx, state, name, HC_STATE_INTEGER, count, values);
}

hc_status hc_state_put_text(hc_context *ctx, hc_state *state, const char *name, const char *text)
{
    return hc_state_put(ctx, state, name, HC_STATE_TEXT, strlen(text) + 1, text);
}

bool hc_state_has(const hc_state *state, const char *name)
{
    return find(state, name) != NULL;
}

size_t hc_state_count(const hc_state *state, const char *name)
{
    const hc_state_entry *entry = find(state, name);
    return entry ? entry->count : 0;
}

static hc_status lookup(hc_context *ctx, const hc_state *state, const char *name, hc_state_type type,
                        const hc_state_entry **found)
{
    static const char *const type_name[] = {"real numbers", "integers", "text"};
    const hc_state_entry *entry = find(state, name);
    if (!entry) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "the checkpoint has no entry '%s'; it belongs to another job or version",
                       name);
    }
    if (entry->type != type) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "entry '%s' of the checkpoint holds %s, not %s", name,
                       type_name[entry->type], type_name[type]);
    }
    *found = entry;
    return HC_OK;
}

static hc_status get(hc_context *ctx, const hc_state *state, const char *name, hc_state_type type, size_t count,
                     void *values)
{
    const hc_state_entry *entry = NULL;
    hc_status status = lookup(ctx, state, name, type, &entry);
    if (status != HC_OK) {
        return status;
    }
    if (entry->count != count) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "entry '%s' of the checkpoint has %zu elements, not %zu; it belongs to another job", name,
                       entry->count, count);
    }
    if (count > 0) {
        memcpy(values, entry->data, count * hc_state_type_size(type));
    }
    return HC_OK;
}

hc_status hc_state_get_reals(hc_context *ctx, const hc_state *state, const char *name, size_t count, double *values)
{
    return get(ctx, state, name, HC_STATE_REAL, count, values);
}

hc_status hc_state_get_integers(hc_context *ctx, const hc_state *state, const char *name, size_t count, int64_t *values)
{
    return get(ctx, state, name, HC_STATE_INTEGER, count, values);
}

hc_status hc_state_get_text(hc_context *ctx, const hc_state *state, const char *name, const char **text)
{
    const hc_state_entry *entry = NULL;
    hc_status status = lookup(ctx, state, name, HC_STATE_TEXT, &entry);
    if (status == HC_OK) {
        *text = entry->data;
    }
    return status;
}
