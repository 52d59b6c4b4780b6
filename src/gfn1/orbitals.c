#include "gfn1/orbitals.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

hc_status hc_gfn1_orbitals_create(hc_context *ctx, size_t nao, hc_gfn1_orbitals **orbitals)
{
    hc_gfn1_orbitals *o = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *o, &o));
    o->nao = nao;
    HC_TRY(hc_allocate(ctx, nao * nao, sizeof *o->inverse, &o->inverse));
    HC_TRY(hc_allocate(ctx, nao * nao, sizeof *o->coefficient, &o->coefficient));
    HC_TRY(hc_allocate(ctx, nao, sizeof *o->energy, &o->energy));
    *orbitals = o;
    o = NULL;
cleanup:
    hc_gfn1_orbitals_free(o);
    return status;
}

void hc_gfn1_orbitals_free(hc_gfn1_orbitals *orbitals)
{
    if (orbitals) {
        free(orbitals->inverse);
        free(orbitals->coefficient);
        free(orbitals->energy);
        free(orbitals);
    }
}

hc_status hc_gfn1_orbitals_set_overlap(hc_context *ctx, hc_gfn1_orbitals *orbitals, const double *overlap)
{
    memcpy(orbitals->inverse, overlap, orbitals->nao * orbitals->nao * sizeof *overlap);
    hc_status status = hc_cholesky(ctx, orbitals->nao, orbitals->inverse);
    return status == HC_OK ? hc_triangular_invert(ctx, orbitals->nao, orbitals->inverse) : status;
}

hc_status hc_gfn1_orbitals_solve(hc_context *ctx, hc_gfn1_orbitals *orbitals, const double *h)
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

void hc_gfn1_orbitals_density(const hc_gfn1_orbitals *orbitals, const double *weight, double *scratch, double *matrix)
{
    size_t n = orbitals->nao, count = n;
    while (count > 1 && fabs(weight[count - 1]) < 1e-16) {
        count--;
    }
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < count; i++) {
        for (size_t m = 0; m < n; m++) {
            scratch[i * n + m] = weight[i] * orbitals->coefficient[i * n + m];
        }
    }
    hc_gemm(true, false, n, n, count, 1.0, scratch, n, orbitals->coefficient, n, 0.0, matrix, n);
}
