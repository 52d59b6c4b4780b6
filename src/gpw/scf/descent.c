#include "gpw/scf/descent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

#define DESCENT_HISTORY 8
#define SMALLEST_GAP 0.03 /* hartree: of the denominators of the preconditioner */

void hc_gpw_descent_free(hc_gpw_descent *d)
{
    if (d) {
        for (size_t s = 0; s < 2; s++) {
            free(d->c[s]);
            free(d->lambda[s]);
            free(d->virtuals[s]);
            free(d->energy[s]);
        }
        free(d->trial);
        free(d->step);
        free(d->work);
        free(d->square);
        free(d->coupling);
        hc_gpw_diis_free(d->diis);
        free(d);
    }
}

static hc_status allocate_spin(hc_context *ctx, hc_gpw_descent *d, size_t s)
{
    size_t n = d->nao, nocc = d->nocc[s], nvirtual = n - nocc;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, nocc * n, sizeof(double), &d->c[s]));
    HC_TRY(hc_allocate(ctx, nocc * nocc, sizeof(double), &d->lambda[s]));
    HC_TRY(hc_allocate(ctx, nvirtual * n, sizeof(double), &d->virtuals[s]));
    HC_TRY(hc_allocate(ctx, nvirtual, sizeof(double), &d->energy[s]));
cleanup:
    return status;
}

static hc_status allocate(hc_context *ctx, size_t nao, size_t nspin, const size_t *nocc, hc_gpw_descent **descent)
{
    hc_gpw_descent *d = NULL;
    size_t count = 0, most = 0, coupling = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *d, &d));
    d->nao = nao;
    d->nspin = nspin;
    for (size_t s = 0; s < nspin; s++) {
        d->nocc[s] = nocc[s];
        HC_TRY(allocate_spin(ctx, d, s));
        count += nocc[s] * nao;
        most = nocc[s] > most ? nocc[s] : most;
        coupling = nocc[s] * (nao - nocc[s]) > coupling ? nocc[s] * (nao - nocc[s]) : coupling;
    }
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &d->trial));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &d->step));
    HC_TRY(hc_allocate(ctx, 2 * most * nao, sizeof(double), &d->work));
    HC_TRY(hc_allocate(ctx, 2 * most * most + most, sizeof(double), &d->square));
    HC_TRY(hc_allocate(ctx, coupling, sizeof(double), &d->coupling));
    HC_TRY(hc_gpw_diis_create(ctx, count, DESCENT_HISTORY, &d->diis));
    *descent = d;
    d = NULL;
cleanup:
    hc_gpw_descent_free(d);
    return status;
}

hc_status hc_gpw_descent_create(hc_context *ctx, size_t nspin, const size_t *nocc, hc_orbitals *const *orbitals,
                                hc_gpw_descent **descent)
{
    size_t n = orbitals[0]->nao;
    hc_status status = allocate(ctx, n, nspin, nocc, descent);
    for (size_t s = 0; status == HC_OK && s < nspin; s++) {
        hc_gpw_descent *d = *descent;
        memcpy(d->c[s], orbitals[s]->coefficient, nocc[s] * n * sizeof(double));
        memcpy(d->virtuals[s], orbitals[s]->coefficient + nocc[s] * n, (n - nocc[s]) * n * sizeof(double));
        memcpy(d->energy[s], orbitals[s]->energy + nocc[s], (n - nocc[s]) * sizeof(double));
    }
    return status;
}

static const char *const virtual_names[2] = {"gpw/virtuals_alpha", "gpw/virtuals_beta"};
static const char *const energy_names[2] = {"gpw/virtual_energy_alpha", "gpw/virtual_energy_beta"};

hc_status hc_gpw_descent_save(const hc_gpw_descent *d, hc_context *ctx, hc_state *state)
{
    hc_status status = HC_OK;
    for (size_t s = 0; s < d->nspin; s++) {
        size_t nvirtual = d->nao - d->nocc[s];
        HC_TRY(hc_state_put_reals(ctx, state, virtual_names[s], nvirtual * d->nao, d->virtuals[s]));
        HC_TRY(hc_state_put_reals(ctx, state, energy_names[s], nvirtual, d->energy[s]));
    }
cleanup:
    return status;
}

hc_status hc_gpw_descent_load(hc_context *ctx, const hc_state *state, size_t nao, size_t nspin, const size_t *nocc,
                              hc_gpw_descent **descent)
{
    hc_gpw_descent *d = NULL;
    hc_status status = HC_OK;
    HC_TRY(allocate(ctx, nao, nspin, nocc, &d));
    for (size_t s = 0; s < nspin; s++) {
        size_t nvirtual = nao - nocc[s];
        HC_TRY(hc_state_get_reals(ctx, state, virtual_names[s], nvirtual * nao, d->virtuals[s]));
        HC_TRY(hc_state_get_reals(ctx, state, energy_names[s], nvirtual, d->energy[s]));
    }
    *descent = d;
    d = NULL;
cleanup:
    hc_gpw_descent_free(d);
    return status;
}

/* c = (C S C^T)^(-1/2) C. */
static hc_status orthonormalise(hc_context *ctx, hc_gpw_descent *d, size_t s, const double *overlap)
{
    size_t n = d->nao, m = d->nocc[s];
    double *c = d->c[s], *sc = d->work, *o = d->square, *root = d->square + m * m, *w = d->square + 2 * m * m;
    hc_gemm(false, false, m, n, n, 1.0, c, n, overlap, n, 0.0, sc, n);
    hc_gemm(false, true, m, m, n, 1.0, sc, n, c, n, 0.0, o, m);
    hc_status status = hc_eigen_symmetric(ctx, m, o, w); /* rows of o: eigenvectors */
    if (status != HC_OK) {
        return status;
    }
    if (m > 0 && w[0] < 1e-8) {
        return hc_fail(ctx, HC_ERROR_NUMERIC,
                       "gpw: occupied orbitals became linearly dependent (overlap eigenvalue %.2g)", w[0]);
    }
    for (size_t i = 0; i < m; i++) {
        double scale = pow(w[i], -0.25); /* (o^T scale^2 o) is the inverse root */
        for (size_t j = 0; j < m; j++) {
            o[i * m + j] *= scale;
        }
    }
    hc_gemm(true, false, m, m, m, 1.0, o, m, o, m, 0.0, root, m);
    hc_gemm(false, false, m, n, m, 1.0, root, m, c, n, 0.0, sc, n);
    memcpy(c, sc, m * n * sizeof *c);
    return HC_OK;
}

hc_status hc_gpw_descent_restart(hc_context *ctx, hc_gpw_descent *d, const double *overlap)
{
    hc_status status = HC_OK;
    hc_gpw_diis_reset(d->diis);
    for (size_t s = 0; s < d->nspin; s++) {
        HC_TRY(orthonormalise(ctx, d, s, overlap));
    }
cleanup:
    return status;
}

void hc_gpw_descent_density(const hc_gpw_descent *d, double factor, double *const *density)
{
    for (size_t s = 0; s < d->nspin; s++) {
        hc_syrk(true, d->nao, d->nocc[s], factor, d->c[s], d->nao, 0.0, density[s], d->nao);
    }
}

/* coupling [nocc][nvirtual] /= -(e_a - e_i), and the largest element before that. */
static double divide(const hc_gpw_descent *d, size_t s, const double *occupied_energy)
{
    size_t m = d->nocc[s], nvirtual = d->nao - m;
    double largest = 0.0;
    for (size_t i = 0; i < m; i++) {
        double *row = d->coupling + i * nvirtual;
        for (size_t a = 0; a < nvirtual; a++) {
            largest = fmax(largest, fabs(row[a]));
            row[a] /= -fmax(d->energy[s][a] - occupied_energy[i], SMALLEST_GAP);
        }
    }
    return largest;
}

/* step [nocc][nao]: the preconditioned direction, orthogonal to the occupied orbitals. */
static hc_status find_step(hc_context *ctx, hc_gpw_descent *d, size_t s, const double *overlap, const double *h,
                           double *step, double *error)
{
    size_t n = d->nao, m = d->nocc[s], nvirtual = n - m;
    double *c = d->c[s], *hc = d->work, *canonical = d->work + m * n, *u = d->square, *w = d->square + 2 * m * m;
    hc_status status = HC_OK;
    hc_gemm(false, false, m, n, n, 1.0, c, n, h, n, 0.0, hc, n);
    hc_gemm(false, true, m, m, n, 1.0, hc, n, c, n, 0.0, d->lambda[s], m);
    memcpy(u, d->lambda[s], m * m * sizeof *u);
    HC_TRY(hc_eigen_symmetric(ctx, m, u, w));
    /* Gradient H C - lambda S C, in canonical orbitals u C. */
    hc_gemm(false, false, m, n, n, 1.0, c, n, overlap, n, 0.0, step, n);
    hc_gemm(false, false, m, n, m, -1.0, d->lambda[s], m, step, n, 1.0, hc, n);
    hc_gemm(false, false, m, n, m, 1.0, u, m, hc, n, 0.0, canonical, n);
    hc_gemm(false, true, m, nvirtual, n, 1.0, canonical, n, d->virtuals[s], n, 0.0, d->coupling, nvirtual);
    *error = fmax(*error, divide(d, s, w));
    hc_gemm(false, false, m, n, nvirtual, 1.0, d->coupling, nvirtual, d->virtuals[s], n, 0.0, canonical, n);
    hc_gemm(true, false, m, n, m, 1.0, u, m, canonical, n, 0.0, hc, n);
    /* The virtual orbitals are of an earlier matrix: take out what lies in the occupied space. */
    hc_gemm(false, true, m, m, n, 1.0, hc, n, step, n, 0.0, u, m);
    memcpy(step, hc, m * n * sizeof *step);
    hc_gemm(false, false, m, n, m, -1.0, u, m, c, n, 1.0, step, n);
cleanup:
    return status;
}

hc_status hc_gpw_descent_step(hc_context *ctx, hc_gpw_descent *d, const double *overlap, const double *const *h,
                              double tolerance, double *error)
{
    size_t n = d->nao, offset = 0;
    hc_status status = HC_OK;
    *error = 0.0;
    for (size_t s = 0; s < d->nspin; s++) {
        HC_TRY(find_step(ctx, d, s, overlap, h[s], d->step + offset, error));
        for (size_t k = 0; k < d->nocc[s] * n; k++) {
            d->trial[offset + k] = d->c[s][k] + d->step[offset + k];
        }
        offset += d->nocc[s] * n;
    }
    HC_TRY(hc_gpw_diis_step(ctx, d->diis, d->trial, d->step));
    if (*error < tolerance) {
        return HC_OK;
    }
    offset = 0;
    for (size_t s = 0; s < d->nspin; s++) {
        memcpy(d->c[s], d->trial + offset, d->nocc[s] * n * sizeof(double));
        offset += d->nocc[s] * n;
        HC_TRY(orthonormalise(ctx, d, s, overlap));
    }
cleanup:
    return status;
}

void hc_gpw_descent_weighted_density(hc_gpw_descent *d, double factor, double *weighted)
{
    size_t n = d->nao;
    memset(weighted, 0, n * n * sizeof *weighted);
    for (size_t s = 0; s < d->nspin; s++) {
        size_t m = d->nocc[s];
        hc_gemm(false, false, m, n, m, factor, d->lambda[s], m, d->c[s], n, 0.0, d->work, n);
        hc_gemm(true, false, n, n, m, 1.0, d->c[s], n, d->work, n, 1.0, weighted, n);
    }
}
