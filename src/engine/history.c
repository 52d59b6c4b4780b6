#include "engine/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "math/linalg.h"

hc_status hc_history_create(hc_context *ctx, size_t natom, size_t nvalue, size_t limit, double ridge,
                            hc_history **history)
{
    hc_history *h = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *h, &h));
    h->natom = natom;
    h->nvalue = nvalue;
    h->ridge = ridge;
    h->limit = limit < HC_HISTORY_MAX ? limit : HC_HISTORY_MAX;
    HC_TRY(hc_allocate(ctx, h->limit * natom, sizeof *h->position, &h->position));
    HC_TRY(hc_allocate(ctx, h->limit * nvalue, sizeof *h->value, &h->value));
    *history = h;
    h = NULL;
cleanup:
    hc_history_free(h);
    return status;
}

void hc_history_free(hc_history *history)
{
    if (history) {
        free(history->position);
        free(history->value);
        free(history);
    }
}

void hc_history_add(hc_history *h, const hc_vec3 *position, const double *value)
{
    if (h->limit == 0) {
        return;
    }
    if (h->count == h->limit) {
        h->count--;
        memmove(h->position, h->position + h->natom, h->count * h->natom * sizeof *h->position);
        memmove(h->value, h->value + h->nvalue, h->count * h->nvalue * sizeof *h->value);
    }
    memcpy(h->position + h->count * h->natom, position, h->natom * sizeof *position);
    memcpy(h->value + h->count * h->nvalue, value, h->nvalue * sizeof *value);
    h->count++;
}

static double difference_product(size_t natom, const hc_vec3 *a, const hc_vec3 *b, const hc_vec3 *origin)
{
    double sum = 0.0;
    for (size_t i = 0; i < natom; i++) {
        sum += hc_vec3_dot(hc_vec3_sub(a[i], origin[i]), hc_vec3_sub(b[i], origin[i]));
    }
    return sum;
}

/* With c_last = 1 - sum of the others: minimises |R - R_last - sum c_k (R_k - R_last)|^2 + ridge |c|^2. */
hc_status hc_history_guess(hc_context *ctx, const hc_history *h, const hc_vec3 *position, double *value)
{
    memset(value, 0, h->nvalue * sizeof *value);
    if (h->count == 0) {
        return HC_OK;
    }
    size_t n = h->count - 1;
    double a[HC_HISTORY_MAX * HC_HISTORY_MAX], c[HC_HISTORY_MAX] = {0.0};
    const hc_vec3 *last = h->position + n * h->natom;
    double largest = 0.0;
    for (size_t i = 0; i < n; i++) {
        const hc_vec3 *ri = h->position + i * h->natom;
        for (size_t j = 0; j < n; j++) {
            a[i * n + j] = difference_product(h->natom, ri, h->position + j * h->natom, last);
        }
        c[i] = difference_product(h->natom, ri, position, last);
        largest = a[i * n + i] > largest ? a[i * n + i] : largest;
    }
    if (n > 0 && largest > 0.0) {
        for (size_t i = 0; i < n; i++) {
            a[i * n + i] += h->ridge * h->ridge * largest;
        }
        hc_status status = hc_solve(ctx, n, a, 1, c);
        if (status != HC_OK) {
            return status;
        }
    }
    double rest = 1.0;
    for (size_t k = 0; k < n; k++) {
        rest -= c[k];
    }
    c[n] = rest;
    for (size_t k = 0; k <= n; k++) {
        for (size_t s = 0; s < h->nvalue; s++) {
            value[s] += c[k] * h->value[k * h->nvalue + s];
        }
    }
    return HC_OK;
}

/* Names of the entries; the caller frees each. */
typedef struct entry_names {
    char *count, *position, *value;
} entry_names;

static void free_names(entry_names *names)
{
    free(names->count);
    free(names->position);
    free(names->value);
}

static hc_status make_names(hc_context *ctx, const char *prefix, entry_names *names)
{
    hc_status status = HC_OK;
    HC_TRY(hc_format(ctx, &names->count, "%s/history_count", prefix));
    HC_TRY(hc_format(ctx, &names->position, "%s/history_position", prefix));
    HC_TRY(hc_format(ctx, &names->value, "%s/history_value", prefix));
cleanup:
    return status;
}

hc_status hc_history_save(const hc_history *h, hc_context *ctx, const char *prefix, hc_state *state)
{
    int64_t count = (int64_t)h->count;
    entry_names names = {0};
    hc_status status = HC_OK;
    HC_TRY(make_names(ctx, prefix, &names));
    HC_TRY(hc_state_put_integers(ctx, state, names.count, 1, &count));
    HC_TRY(hc_state_put_reals(ctx, state, names.position, 3 * h->count * h->natom, &h->position->x));
    HC_TRY(hc_state_put_reals(ctx, state, names.value, h->count * h->nvalue, h->value));
cleanup:
    free_names(&names);
    return status;
}

hc_status hc_history_load(hc_history *h, hc_context *ctx, const char *prefix, const hc_state *state)
{
    int64_t count = 0;
    entry_names names = {0};
    hc_status status = HC_OK;
    HC_TRY(make_names(ctx, prefix, &names));
    HC_TRY(hc_state_get_integers(ctx, state, names.count, 1, &count));
    if (count < 0 || count > (int64_t)h->limit) {
        status = hc_fail(ctx, HC_ERROR_FORMAT, "the state holds %lld geometries of %s, this engine keeps at most %zu",
                         (long long)count, prefix, h->limit);
        goto cleanup;
    }
    HC_TRY(hc_state_get_reals(ctx, state, names.position, 3 * (size_t)count * h->natom, &h->position->x));
    HC_TRY(hc_state_get_reals(ctx, state, names.value, (size_t)count * h->nvalue, h->value));
    h->count = (size_t)count;
cleanup:
    free_names(&names);
    return status;
}
