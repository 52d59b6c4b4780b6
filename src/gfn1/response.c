#include "gfn1/response.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

/* Occupations of one spin nearer to 0 or 1 than this count as that. */
#define FILLING_SMALL 1e-7

hc_status hc_gfn1_response_create(hc_context *ctx, const hc_gfn1_basis *basis, hc_gfn1_response **response)
{
    hc_gfn1_response *r = NULL;
    size_t n2 = basis->nao * basis->nao;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *r, &r));
    r->basis = basis;
    HC_TRY(hc_allocate(ctx, n2, sizeof(float), &r->coefficient));
    HC_TRY(hc_allocate(ctx, n2, sizeof(float), &r->overlap));
    HC_TRY(hc_allocate(ctx, n2, sizeof(float), &r->times_overlap));
    HC_TRY(hc_allocate(ctx, 2 * n2, sizeof(float), &r->scratch));
    HC_TRY(hc_allocate(ctx, n2, sizeof(float), &r->coupling));
    HC_TRY(hc_allocate(ctx, basis->nao, sizeof *r->population, &r->population));
    HC_TRY(hc_allocate(ctx, basis->nao, sizeof *r->factor, &r->factor));
    *response = r;
    r = NULL;
cleanup:
    hc_gfn1_response_free(r);
    return status;
}

void hc_gfn1_response_free(hc_gfn1_response *response)
{
    if (response) {
        free(response->coefficient);
        free(response->overlap);
        free(response->times_overlap);
        free(response->scratch);
        free(response->coupling);
        free(response->population);
        free(response->factor);
        free(response);
    }
}

static void to_single(size_t count, const double *from, float *to)
{
#pragma omp parallel for simd schedule(static)
    for (size_t i = 0; i < count; i++) {
        to[i] = (float)from[i];
    }
}

void hc_gfn1_response_prepare(hc_gfn1_response *r, const hc_orbitals *orbitals, const double *overlap,
                              const double *filling, double kT)
{
    size_t n = r->basis->nao;
    const double *beta = filling + n;
    r->orbitals = orbitals;
    r->filling = filling;
    r->kT = kT;
    r->nfilled = n;
    while (r->nfilled > 0 && filling[r->nfilled - 1] + beta[r->nfilled - 1] < FILLING_SMALL) {
        r->nfilled--;
    }
    r->first_empty = 0;
    while (r->first_empty < n && filling[r->first_empty] + beta[r->first_empty] > 2.0 - FILLING_SMALL) {
        r->first_empty++;
    }
    to_single(n * n, orbitals->coefficient, r->coefficient);
    to_single(n * n, overlap, r->overlap);
    hc_gemm_single(false, false, n, n, n, 1.0F, r->coefficient, n, r->overlap, n, 0.0F, r->times_overlap, n);
}

/* factor [nao]: minus half the dv of each function's shell. */
static void set_factors(const hc_gfn1_basis *basis, const double *dv, float *factor)
{
    for (size_t s = 0; s < basis->nshell; s++) {
        for (size_t m = basis->shell_ao[s]; m < basis->shell_ao[s + 1]; m++) {
            factor[m] = (float)(-0.5 * dv[s]);
        }
    }
}

/* scaled = rows 0 ... nfilled - 1 of `matrix`, each function times its factor. */
static void scale_rows(const hc_gfn1_response *r, const float *matrix, float *scaled)
{
    size_t n = r->basis->nao;
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < r->nfilled; i++) {
        for (size_t m = 0; m < n; m++) {
            scaled[i * n + m] = r->factor[m] * matrix[i * n + m];
        }
    }
}

/* (f_i - f_j) / (e_i - e_j) of one spin; its limit where the levels meet. */
static double divided_difference(const hc_gfn1_response *r, const double *f, size_t i, size_t j)
{
    double difference = r->orbitals->energy[i] - r->orbitals->energy[j];
    if (fabs(difference) < 1e-3 * r->kT) {
        double mean = 0.5 * (f[i] + f[j]);
        return -mean * (1.0 - mean) / r->kT;
    }
    return (f[i] - f[j]) / difference;
}

/* Shift of one spin's Fermi level that keeps its electrons: sum f' dH_ii / sum f'. */
static double fermi_shift(const hc_gfn1_response *r, const double *f)
{
    size_t width = r->basis->nao - r->first_empty;
    double slope = 0.0, sum = 0.0;
    for (size_t i = r->first_empty; i < r->nfilled; i++) {
        double weight = f[i] * (1.0 - f[i]);
        slope += weight;
        sum += weight * r->coupling[i * width + i - r->first_empty];
    }
    return slope > 1e-12 ? sum / slope : 0.0;
}

/* coupling: dH_ij becomes K_ij dH_ij. What lies between the filled and the empty orbitals stands twice in the block. */
static void weigh_coupling(hc_gfn1_response *r)
{
    size_t n = r->basis->nao, width = n - r->first_empty;
    const double *alpha = r->filling, *beta = r->filling + n;
    double shift[2] = {fermi_shift(r, alpha), fermi_shift(r, beta)};
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < r->nfilled; i++) {
        for (size_t j = r->first_empty; j < n; j++) {
            float *element = &r->coupling[i * width + j - r->first_empty];
            if (i < r->first_empty && j >= r->nfilled) {
                *element *= (float)((alpha[i] + beta[i]) / (r->orbitals->energy[i] - r->orbitals->energy[j]));
                continue;
            }
            double ka = divided_difference(r, alpha, i, j), kb = divided_difference(r, beta, i, j);
            double value = (ka + kb) * *element - (i == j ? ka * shift[0] + kb * shift[1] : 0.0);
            *element = (float)(i >= r->first_empty && j < r->nfilled ? 0.5 * value : value);
        }
    }
}

#define COLUMNS 64

/* population[m] += sum over filled orbitals of a_im b_im. */
static void add_populations(const hc_gfn1_response *r, const float *a, const float *b, double *population)
{
    size_t n = r->basis->nao;
#pragma omp parallel for schedule(static)
    for (size_t start = 0; start < n; start += COLUMNS) {
        size_t width = n - start < COLUMNS ? n - start : COLUMNS;
        double sum[COLUMNS] = {0.0};
        for (size_t i = 0; i < r->nfilled; i++) {
            const float *x = a + i * n + start, *y = b + i * n + start;
            for (size_t m = 0; m < width; m++) {
                sum[m] += (double)(x[m] * y[m]);
            }
        }
        for (size_t m = 0; m < width; m++) {
            population[start + m] += sum[m];
        }
    }
}

void hc_gfn1_response_apply(hc_gfn1_response *r, const double *dv, double *charge)
{
    size_t n = r->basis->nao, width = n - r->first_empty, filled = r->nfilled;
    float *first = r->scratch, *second = r->scratch + n * n;
    const float *empty = r->coefficient + r->first_empty * n, *empty_overlap = r->times_overlap + r->first_empty * n;
    memset(charge, 0, r->basis->nshell * sizeof *charge);
    if (filled == 0 || width == 0) {
        return;
    }
    set_factors(r->basis, dv, r->factor);
    scale_rows(r, r->coefficient, first);
    scale_rows(r, r->times_overlap, second);
    hc_gemm_single(false, true, filled, width, n, 1.0F, first, n, empty_overlap, n, 0.0F, r->coupling, width);
    hc_gemm_single(false, true, filled, width, n, 1.0F, second, n, empty, n, 1.0F, r->coupling, width);
    weigh_coupling(r);
    hc_gemm_single(false, false, filled, n, width, 1.0F, r->coupling, width, empty_overlap, n, 0.0F, first, n);
    hc_gemm_single(false, false, filled, n, width, 1.0F, r->coupling, width, empty, n, 0.0F, second, n);
    memset(r->population, 0, n * sizeof *r->population);
    add_populations(r, r->coefficient, first, r->population);
    add_populations(r, r->times_overlap, second, r->population);
    for (size_t s = 0; s < r->basis->nshell; s++) {
        for (size_t m = r->basis->shell_ao[s]; m < r->basis->shell_ao[s + 1]; m++) {
            charge[s] -= r->population[m];
        }
    }
}
