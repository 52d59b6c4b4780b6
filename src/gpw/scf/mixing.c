#include "gpw/scf/mixing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

#define MIXING_LENGTH 8
#define MIXING_SHARE 0.2 /* of the new matrix: the whole overshoots, since a metal's electrons screen what moves */
#define PATIENCE 10      /* iterations that do not halve the error, after which the way is lost */
#define ASTRAY 3         /* iterations that lead uphill, after which the way is lost */
#define WINDOW 0.1       /* hartree above the Fermi level */

void hc_gpw_mixing_free(hc_gpw_mixing *m)
{
    if (m) {
        free(m->residual);
        free(m->change);
        free(m->basis[0]);
        free(m->basis[1]);
        hc_gpw_diis_free(m->diis);
        free(m);
    }
}

static size_t triangle_count(const hc_gpw_mixing *m)
{
    return m->nao * (m->nao + 1) / 2;
}

hc_status hc_gpw_mixing_create(hc_context *ctx, size_t nspin, double kT, hc_orbitals *const orbitals[2],
                               const hc_occupation occupation[2], hc_gpw_mixing **mixing)
{
    size_t nao = orbitals[0]->nao;
    hc_gpw_mixing *m = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *m, &m));
    m->nao = nao;
    m->nspin = nspin;
    m->kT = kT;
    m->smallest = INFINITY;
    HC_TRY(hc_allocate(ctx, nspin * triangle_count(m), sizeof(double), &m->residual));
    HC_TRY(hc_allocate(ctx, nao, sizeof(double), &m->change));
    HC_TRY(hc_gpw_diis_create(ctx, nspin * triangle_count(m), MIXING_LENGTH, &m->diis));
    for (size_t s = 0; s < nspin; s++) {
        HC_TRY(hc_allocate(ctx, nao * nao, sizeof(double), &m->basis[s]));
        memcpy(m->basis[s], orbitals[s]->coefficient, nao * nao * sizeof(double));
        while (m->window[s] < nao && orbitals[s]->energy[m->window[s]] < occupation[s].fermi_level + WINDOW) {
            m->window[s]++;
        }
    }
    *mixing = m;
    m = NULL;
cleanup:
    hc_gpw_mixing_free(m);
    return status;
}

double hc_gpw_mixing_measure(hc_gpw_mixing *m, size_t s, const hc_orbitals *orbitals, const double *occupation,
                             double fermi_level, const double *used, const double *h, double *const scratch[2])
{
    size_t n = m->nao, window = m->window[s], next = s * triangle_count(m);
    double *difference = scratch[0], *rows = scratch[1];
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            difference[i * n + j] = difference[j * n + i] = h[i * n + j] - used[i * (i + 1) / 2 + j];
        }
    }
    hc_gemm(false, false, n, n, n, 1.0, orbitals->coefficient, n, difference, n, 0.0, rows, n);
    for (size_t i = 0; i < n; i++) {
        m->change[i] = hc_dot(n, rows + i * n, orbitals->coefficient + i * n);
    }
    double error =
        4.0 * m->kT * hc_occupation_change(n, orbitals->energy, occupation, fermi_level, m->kT, m->change, 1);
    hc_gemm(false, false, window, n, n, 1.0, m->basis[s], n, difference, n, 0.0, rows, n);
    hc_gemm(false, true, window, n, n, 1.0, rows, n, m->basis[s], n, 0.0, difference, n);
    for (size_t i = 0; i < window; i++) {
        memcpy(m->residual + next, difference + i * n + i, (n - i) * sizeof(double));
        next += n - i;
    }
    return error;
}

hc_status hc_gpw_mixing_step(hc_context *ctx, hc_gpw_mixing *m, const double *used, double *matrices)
{
    for (size_t k = 0; k < m->nspin * triangle_count(m); k++) {
        matrices[k] = used[k] + MIXING_SHARE * (matrices[k] - used[k]);
    }
    return hc_gpw_diis_step(ctx, m->diis, matrices, m->residual);
}

bool hc_gpw_mixing_is_lost(hc_gpw_mixing *m, double error, bool uphill)
{
    m->idle++;
    if (error < 0.5 * m->smallest) {
        m->smallest = error;
        m->idle = 0;
    }
    m->astray += uphill;
    return m->astray >= ASTRAY || m->idle >= PATIENCE;
}
