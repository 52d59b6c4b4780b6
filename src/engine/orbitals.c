#include "engine/orbitals.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

hc_status hc_orbitals_create(hc_context *ctx, size_t nao, hc_orbitals **orbitals)
{
    hc_orbitals *o = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *o, &o));
    o->nao = nao;
    HC_TRY(hc_allocate(ctx, nao * nao, sizeof *o->inverse, &o->inverse));
    HC_TRY(hc_allocate(ctx, nao * nao, sizeof *o->coefficient, &o->coefficient));
    HC_TRY(hc_allocate(ctx, nao, sizeof *o->energy, &o->energy));
    *orbitals = o;
    o = NULL;
cleanup:
    hc_orbitals_free(o);
    return status;
}

void hc_orbitals_free(hc_orbitals *orbitals)
{
    if (orbitals) {
        free(orbitals->inverse);
        free(orbitals->coefficient);
        free(orbitals->energy);
        free(orbitals);
    }
}

hc_status hc_orbitals_set_overlap(hc_context *ctx, hc_orbitals *orbitals, const double *overlap)
{
    memcpy(orbitals->inverse, overlap, orbitals->nao * orbitals->nao * sizeof *overlap);
    hc_status status = hc_cholesky(ctx, orbitals->nao, orbitals->inverse);
    return status == HC_OK ? hc_triangular_invert(ctx, orbitals->nao, orbitals->inverse) : status;
}

hc_status hc_orbitals_set_factor(hc_context *ctx, hc_orbitals *orbitals, const double *factor)
{
    memcpy(orbitals->inverse, factor, orbitals->nao * orbitals->nao * sizeof *factor);
    return hc_triangular_invert(ctx, orbitals->nao, orbitals->inverse);
}

hc_status hc_orbitals_solve(hc_context *ctx, hc_orbitals *orbitals, const double *h)
{
    size_t n = orbitals->nao;
    double *c = orbitals->coefficient;
    memcpy(c, h, n * n * sizeof *h);
    hc_triangular_multiply(false, false, n, n, orbitals->inverse, c, n); /* L^-1 H L^-T */
    hc_triangular_multiply(true, true, n, n, orbitals->inverse, c, n);
    hc_status status = hc_eigen_symmetric(ctx, n, c, orbitals->energy);
    if (status == HC_OK) {
        hc_triangular_multiply(true, false, n, n, orbitals->inverse, c, n); /* c = L^-T y, as rows */
    }
    return status;
}

/* Orbitals up to the last one that is not empty. */
static size_t count_occupied(const hc_orbitals *orbitals, const double *occupation)
{
    size_t count = orbitals->nao;
    while (count > 1 && occupation[count - 1] < 1e-16) {
        count--;
    }
    return count;
}

/* scratch = the first `count` orbitals, each times the root of occupation (shift - energy), or of occupation alone. */
static void scale_orbitals(const hc_orbitals *orbitals, const double *occupation, bool by_energy, double shift,
                           size_t count, double *scratch)
{
    size_t n = orbitals->nao;
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < count; i++) {
        double root = sqrt(occupation[i] * (by_energy ? shift - orbitals->energy[i] : 1.0));
        for (size_t m = 0; m < n; m++) {
            scratch[i * n + m] = root * orbitals->coefficient[i * n + m];
        }
    }
}

void hc_orbitals_density(const hc_orbitals *orbitals, const double *occupation, double *scratch, double *matrix)
{
    size_t n = orbitals->nao, count = count_occupied(orbitals, occupation);
    scale_orbitals(orbitals, occupation, false, 0.0, count, scratch);
    hc_syrk(true, n, count, 1.0, scratch, n, 0.0, matrix, n);
}

/* sum f e c c^T = e_max P - sum f (e_max - e) c c^T: both sums have weights that are not negative. */
void hc_orbitals_weighted_density(const hc_orbitals *orbitals, const double *occupation, const double *density,
                                  double *scratch, double *matrix)
{
    size_t n = orbitals->nao, count = count_occupied(orbitals, occupation);
    double shift = orbitals->energy[count - 1];
    scale_orbitals(orbitals, occupation, true, shift, count, scratch);
    memcpy(matrix, density, n * n * sizeof *matrix);
    hc_syrk(true, n, count, -1.0, scratch, n, shift, matrix, n);
}
