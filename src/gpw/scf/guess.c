#include "gpw/scf/guess.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

/* Orbitals are converged to some 1e-6 when they are taken in. */
#define RIDGE 1e-4

/* Numbers that a geometry leaves: the occupied orbitals, or the density matrices, or the Kohn-Sham matrices. */
static size_t value_count(const hc_gpw_scf *scf)
{
    if (!scf->descent) {
        return scf->options.nspin * scf->nao * scf->nao;
    }
    return (scf->descent->nocc[0] + scf->descent->nocc[1]) * scf->nao;
}

void hc_gpw_scf_filled(const hc_gpw_scf *scf, size_t nocc[2])
{
    nocc[0] = (size_t)lround(scf->options.electrons[0]);
    nocc[1] = scf->options.nspin == 2 ? (size_t)lround(scf->options.electrons[1]) : 0;
}

void hc_gpw_scf_forget(hc_gpw_scf *scf)
{
    hc_history_free(scf->history);
    free(scf->history_value);
    scf->history = NULL;
    scf->history_value = NULL;
}

/* matrix <- T^T matrix T. With T = L, the factor of the overlap, density matrices become comparable between geometries;
 * T = L^-1 is the way back. */
static void transform(size_t n, const double *triangle, double *matrix)
{
    hc_triangular_multiply(false, true, n, n, triangle, matrix, n);
    hc_triangular_multiply(true, false, n, n, triangle, matrix, n);
}

/* matrix <- T matrix T^T: the same for Kohn-Sham matrices with T = L^-1, and back with T = L. */
static void transform_dual(size_t n, const double *triangle, double *matrix)
{
    hc_triangular_multiply(false, false, n, n, triangle, matrix, n);
    hc_triangular_multiply(true, true, n, n, triangle, matrix, n);
}

hc_status hc_gpw_scf_set_reference(hc_context *ctx, hc_gpw_scf *scf)
{
    const hc_gpw_scf_options *o = &scf->options;
    hc_status status = HC_OK;
    if (scf->has_reference) {
        return HC_OK;
    }
    for (size_t s = 0; s < o->nspin; s++) {
        if (!scf->reference[s]) {
            HC_TRY(hc_allocate(ctx, scf->nao * scf->nao, sizeof(double), &scf->reference[s]));
        }
    }
    if (o->free_atoms) {
        HC_TRY(o->free_atoms(ctx, o->user, scf->reference));
    }
    scf->has_reference = true;
cleanup:
    return status;
}

/* What free atoms do to one another when they move is known; what is left of the last geometry is kept. */
static void guess_matrices(const hc_gpw_scf *scf)
{
    size_t square = scf->nao * scf->nao;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        memcpy(scf->h[s], scf->history_value + s * square, square * sizeof(double));
        transform_dual(scf->nao, scf->factor, scf->h[s]);
        for (size_t k = 0; k < square; k++) {
            scf->h[s][k] += scf->reference[s][k];
        }
    }
}

static void guess_density(const hc_gpw_scf *scf)
{
    size_t square = scf->nao * scf->nao;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        memcpy(scf->density[s], scf->history_value + s * square, square * sizeof(double));
        transform(scf->nao, scf->orbitals[0]->inverse, scf->density[s]);
    }
}

static void guess_orbitals(const hc_gpw_scf *scf)
{
    const double *value = scf->history_value;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        size_t count = scf->descent->nocc[s] * scf->nao;
        memcpy(scf->descent->c[s], value, count * sizeof(double));
        value += count;
    }
}

hc_status hc_gpw_scf_guess(hc_context *ctx, hc_gpw_scf *scf, const hc_vec3 *position)
{
    hc_status status = HC_OK;
    if (!scf->history || scf->history->count == 0) {
        return HC_OK;
    }
    HC_TRY(hc_history_guess(ctx, scf->history, position, scf->history_value));
    if (scf->descent) {
        guess_orbitals(scf);
    } else if (scf->cools) {
        HC_TRY(hc_gpw_scf_set_reference(ctx, scf));
        guess_matrices(scf);
    } else {
        guess_density(scf);
    }
cleanup:
    return status;
}

static hc_status create_history(hc_context *ctx, hc_gpw_scf *scf)
{
    hc_status status = HC_OK;
    size_t limit = scf->cools && scf->options.history > 1 ? 1 : scf->options.history;
    HC_TRY(hc_history_create(ctx, scf->natom, value_count(scf), limit, RIDGE, &scf->history));
    HC_TRY(hc_allocate(ctx, value_count(scf), sizeof(double), &scf->history_value));
cleanup:
    return status;
}

hc_status hc_gpw_scf_remember(hc_context *ctx, hc_gpw_scf *scf, const hc_vec3 *position)
{
    size_t square = scf->nao * scf->nao;
    hc_status status = HC_OK;
    if (!scf->history) {
        HC_TRY(create_history(ctx, scf));
    }
    if (scf->descent) { /* one step better than the result: extrapolation multiplies what is left of the error */
        memcpy(scf->history_value, scf->descent->trial, value_count(scf) * sizeof(double));
    } else {
        for (size_t s = 0; s < scf->options.nspin; s++) {
            double *value = scf->history_value + s * square;
            memcpy(value, scf->cools ? scf->h[s] : scf->density[s], square * sizeof(double));
            if (scf->cools) {
                for (size_t k = 0; k < square; k++) {
                    value[k] -= scf->reference[s][k];
                }
                transform_dual(scf->nao, scf->orbitals[0]->inverse, value);
            } else {
                transform(scf->nao, scf->factor, value);
            }
        }
    }
    hc_history_add(scf->history, position, scf->history_value);
cleanup:
    return status;
}

hc_status hc_gpw_scf_save(const hc_gpw_scf *scf, hc_context *ctx, hc_state *state)
{
    int64_t way = (scf->descent ? 1 : 0) + (scf->cools ? 2 : 0);
    hc_status status = HC_OK;
    if (!scf->history) {
        return HC_OK;
    }
    HC_TRY(hc_state_put_integers(ctx, state, "gpw/descent", 1, &way));
    HC_TRY(hc_history_save(scf->history, ctx, "gpw", state));
    if (scf->descent) {
        HC_TRY(hc_gpw_descent_save(scf->descent, ctx, state));
    }
cleanup:
    return status;
}

hc_status hc_gpw_scf_load(hc_gpw_scf *scf, hc_context *ctx, const hc_state *state)
{
    int64_t way = 0;
    size_t nocc[2];
    hc_status status = HC_OK;
    hc_gpw_scf_forget(scf);
    hc_gpw_descent_free(scf->descent);
    scf->descent = NULL;
    scf->cools = false;
    if (!hc_state_has(state, "gpw/descent")) {
        return HC_OK; /* saved before the first geometry */
    }
    HC_TRY(hc_state_get_integers(ctx, state, "gpw/descent", 1, &way));
    scf->cools = way >= 2;
    if (way % 2 == 1) {
        hc_gpw_scf_filled(scf, nocc);
        HC_TRY(hc_gpw_descent_load(ctx, state, scf->nao, scf->options.nspin, nocc, &scf->descent));
    }
    HC_TRY(create_history(ctx, scf));
    HC_TRY(hc_history_load(scf->history, ctx, "gpw", state));
cleanup:
    return status;
}
