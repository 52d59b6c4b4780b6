#include "gfn1/mixing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

#define DAMPING 0.4
#define STEP_MAXIMUM 0.6 /* e: largest change of one shell charge in one step */

hc_status hc_gfn1_mixer_create(hc_context *ctx, size_t count, hc_gfn1_mixer **mixer)
{
    hc_gfn1_mixer *m = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *m, &m));
    m->count = count;
    m->damping = DAMPING;
    HC_TRY(hc_allocate(ctx, HC_GFN1_MIXER_PAIRS * count, sizeof(double), &m->charge_step));
    HC_TRY(hc_allocate(ctx, HC_GFN1_MIXER_PAIRS * count, sizeof(double), &m->residual_step));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &m->previous_charge));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &m->previous_residual));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &m->residual));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &m->scratch));
    *mixer = m;
    m = NULL;
cleanup:
    hc_gfn1_mixer_free(m);
    return status;
}

void hc_gfn1_mixer_free(hc_gfn1_mixer *mixer)
{
    if (mixer) {
        free(mixer->charge_step);
        free(mixer->residual_step);
        free(mixer->previous_charge);
        free(mixer->previous_residual);
        free(mixer->residual);
        free(mixer->scratch);
        free(mixer);
    }
}

void hc_gfn1_mixer_reset(hc_gfn1_mixer *mixer)
{
    mixer->npair = 0;
    mixer->started = false;
}

void hc_gfn1_mixer_start(hc_gfn1_mixer *mixer)
{
    mixer->started = false;
}

/* Appends the pair (now - previous), dropping the oldest when there is no room. */
static void add_pair(hc_gfn1_mixer *m, const double *charge)
{
    size_t n = m->count;
    if (m->npair == HC_GFN1_MIXER_PAIRS) {
        memmove(m->charge_step, m->charge_step + n, (m->npair - 1) * n * sizeof(double));
        memmove(m->residual_step, m->residual_step + n, (m->npair - 1) * n * sizeof(double));
        m->npair--;
    }
    double *dq = m->charge_step + m->npair * n, *dr = m->residual_step + m->npair * n, size = 0.0;
    for (size_t i = 0; i < n; i++) {
        dq[i] = charge[i] - m->previous_charge[i];
        dr[i] = m->residual[i] - m->previous_residual[i];
        size += dr[i] * dr[i];
    }
    if (size > 0.0) {
        double scale = 1.0 / sqrt(size);
        for (size_t i = 0; i < n; i++) {
            dq[i] *= scale;
            dr[i] *= scale;
        }
        m->npair++;
    }
}

/* Coefficients c [npair] that minimise |r - sum c dr|. */
static hc_status fit_residual(hc_context *ctx, hc_gfn1_mixer *m, double *c)
{
    size_t n = m->count, k = m->npair, rows = n > k ? n : k;
    double *a = NULL;
    hc_status status = hc_allocate(ctx, rows * k, sizeof *a, &a);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < k; j++) {
            a[i * k + j] = m->residual_step[j * n + i];
        }
        m->scratch[i] = m->residual[i];
    }
    status = hc_least_squares(ctx, n, k, a, m->scratch, 1e-9, c);
    free(a);
    return status;
}

hc_status hc_gfn1_mixer_step(hc_context *ctx, hc_gfn1_mixer *m, const double *charge, const double *output,
                             double *next)
{
    size_t n = m->count;
    for (size_t i = 0; i < n; i++) {
        m->residual[i] = output[i] - charge[i];
    }
    if (m->started) {
        add_pair(m, charge);
    }
    double c[HC_GFN1_MIXER_PAIRS] = {0.0};
    if (m->npair > 0) {
        hc_status status = fit_residual(ctx, m, c);
        if (status != HC_OK) {
            return status;
        }
    }
    memcpy(m->previous_charge, charge, n * sizeof *charge);
    memcpy(m->previous_residual, m->residual, n * sizeof *charge);
    m->started = true;
    double largest = 0.0;
    for (size_t i = 0; i < n; i++) {
        double step = m->damping * m->residual[i];
        for (size_t k = 0; k < m->npair; k++) {
            step -= c[k] * (m->charge_step[k * n + i] + m->damping * m->residual_step[k * n + i]);
        }
        m->scratch[i] = step;
        largest = fmax(largest, fabs(step));
    }
    double scale = largest > STEP_MAXIMUM ? STEP_MAXIMUM / largest : 1.0;
    for (size_t i = 0; i < n; i++) {
        next[i] = charge[i] + scale * m->scratch[i];
    }
    return HC_OK;
}

hc_status hc_gfn1_mixer_save(const hc_gfn1_mixer *m, hc_context *ctx, hc_state *state)
{
    int64_t npair = (int64_t)m->npair;
    hc_status status = HC_OK;
    HC_TRY(hc_state_put_integers(ctx, state, "gfn1/mixer_pairs", 1, &npair));
    HC_TRY(hc_state_put_reals(ctx, state, "gfn1/mixer_charge_step", m->npair * m->count, m->charge_step));
    HC_TRY(hc_state_put_reals(ctx, state, "gfn1/mixer_residual_step", m->npair * m->count, m->residual_step));
cleanup:
    return status;
}

hc_status hc_gfn1_mixer_load(hc_gfn1_mixer *m, hc_context *ctx, const hc_state *state)
{
    int64_t npair = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_state_get_integers(ctx, state, "gfn1/mixer_pairs", 1, &npair));
    if (npair < 0 || npair > HC_GFN1_MIXER_PAIRS) {
        status = hc_fail(ctx, HC_ERROR_FORMAT, "the state holds %lld pairs of the charge mixing of gfn1, not 0 to %d",
                         (long long)npair, HC_GFN1_MIXER_PAIRS);
        goto cleanup;
    }
    HC_TRY(hc_state_get_reals(ctx, state, "gfn1/mixer_charge_step", (size_t)npair * m->count, m->charge_step));
    HC_TRY(hc_state_get_reals(ctx, state, "gfn1/mixer_residual_step", (size_t)npair * m->count, m->residual_step));
    m->npair = (size_t)npair;
    m->started = false;
cleanup:
    return status;
}
