#include "gfn1/history.h"

#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

/* Relative weight of the size of the coefficients: keeps them from growing where geometries are nearly dependent. */
#define RIDGE 1e-6

hc_status hc_gfn1_history_create(hc_context *ctx, size_t natom, size_t nshell, size_t limit, hc_gfn1_history **history)
{
    hc_gfn1_history *h = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *h, &h));
    h->natom = natom;
    h->nshell = nshell;
    h->limit = limit < HC_GFN1_HISTORY ? limit : HC_GFN1_HISTORY;
    HC_TRY(hc_allocate(ctx, HC_GFN1_HISTORY * natom, sizeof *h->position, &h->position));
    HC_TRY(hc_allocate(ctx, HC_GFN1_HISTORY * nshell, sizeof *h->charge, &h->charge));
    *history = h;
    h = NULL;
cleanup:
    hc_gfn1_history_free(h);
    return status;
}

void hc_gfn1_history_free(hc_gfn1_history *history)
{
    if (history) {
        free(history->position);
        free(history->charge);
        free(history);
    }
}

void hc_gfn1_history_add(hc_gfn1_history *h, const hc_vec3 *position, const double *charge)
{
    if (h->limit == 0) {
        return;
    }
    if (h->count == h->limit) {
        h->count--;
        memmove(h->position, h->position + h->natom, h->count * h->natom * sizeof *h->position);
        memmove(h->charge, h->charge + h->nshell, h->count * h->nshell * sizeof *h->charge);
    }
    memcpy(h->position + h->count * h->natom, position, h->natom * sizeof *position);
    memcpy(h->charge + h->count * h->nshell, charge, h->nshell * sizeof *charge);
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
hc_status hc_gfn1_history_guess(hc_context *ctx, const hc_gfn1_history *h, const hc_vec3 *position, double *charge)
{
    memset(charge, 0, h->nshell * sizeof *charge);
    if (h->count == 0) {
        return HC_OK;
    }
    size_t n = h->count - 1;
    double a[HC_GFN1_HISTORY * HC_GFN1_HISTORY], c[HC_GFN1_HISTORY] = {0.0};
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
            a[i * n + i] += RIDGE * RIDGE * largest;
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
        for (size_t s = 0; s < h->nshell; s++) {
            charge[s] += c[k] * h->charge[k * h->nshell + s];
        }
    }
    return HC_OK;
}

hc_status hc_gfn1_history_save(const hc_gfn1_history *h, hc_context *ctx, hc_state *state)
{
    int64_t count = (int64_t)h->count;
    hc_status status = HC_OK;
    HC_TRY(hc_state_put_integers(ctx, state, "gfn1/history_count", 1, &count));
    HC_TRY(hc_state_put_reals(ctx, state, "gfn1/history_position", 3 * h->count * h->natom, &h->position->x));
    HC_TRY(hc_state_put_reals(ctx, state, "gfn1/history_charge", h->count * h->nshell, h->charge));
cleanup:
    return status;
}

hc_status hc_gfn1_history_load(hc_gfn1_history *h, hc_context *ctx, const hc_state *state)
{
    int64_t count = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_state_get_integers(ctx, state, "gfn1/history_count", 1, &count));
    if (count < 0 || count > (int64_t)h->limit) {
        status = hc_fail(ctx, HC_ERROR_FORMAT, "the state holds %lld geometries of gfn1, this engine keeps at most %zu",
                         (long long)count, h->limit);
        goto cleanup;
    }
    HC_TRY(hc_state_get_reals(ctx, state, "gfn1/history_position", 3 * (size_t)count * h->natom, &h->position->x));
    HC_TRY(hc_state_get_reals(ctx, state, "gfn1/history_charge", (size_t)count * h->nshell, h->charge));
    h->count = (size_t)count;
cleanup:
    return status;
}
