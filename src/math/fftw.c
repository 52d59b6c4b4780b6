/* The only file that touches FFTW. */
#include "math/fft.h"

/* After <complex.h>, so that FFTW's complex numbers are those of C. */
#include <fftw3.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>

struct hc_fft_reference {
    size_t n[3];
    fftw_plan forward, backward;
};

static hc_status check_size(hc_context *ctx, size_t n)
{
    if (n == 0 || n > INT32_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a transform of %zu points is not possible: 1 to %d are", n, INT32_MAX);
    }
    return HC_OK;
}

/* FFTW's planner is one for the whole process; the critical section is its lock. Planning by estimate does not touch
 * the arrays, which stay without memory behind them. */
static void plan_grid(hc_fft_reference *fft, double *values, fftw_complex *coefficients)
{
    int n[3] = {(int)fft->n[2], (int)fft->n[1], (int)fft->n[0]};
#pragma omp critical
    {
        if (fftw_init_threads()) {
            fftw_plan_with_nthreads(omp_get_max_threads());
        }
        fft->forward = fftw_plan_dft_r2c(3, n, values, coefficients, FFTW_ESTIMATE);
        fft->backward = fftw_plan_dft_c2r(3, n, coefficients, values, FFTW_ESTIMATE | FFTW_DESTROY_INPUT);
    }
}

hc_status hc_fft_reference_create(hc_context *ctx, const size_t n[3], hc_fft_reference **fft)
{
    hc_status status = HC_OK;
    hc_fft_reference *made = NULL;
    double *values = NULL;
    double complex *coefficients = NULL;
    *fft = NULL;
    for (int k = 0; k < 3; k++) {
        HC_TRY(check_size(ctx, n[k]));
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    for (int k = 0; k < 3; k++) {
        made->n[k] = n[k];
    }
    HC_TRY(hc_fft_allocate_real(ctx, n[0] * n[1] * n[2], &values));
    HC_TRY(hc_fft_allocate_complex(ctx, n[2] * n[1] * (n[0] / 2 + 1), &coefficients));
    plan_grid(made, values, coefficients);
    if (made->forward == NULL || made->backward == NULL) {
        HC_TRY(hc_fail(ctx, HC_ERROR_MEMORY, "FFTW found no plan for %zu x %zu x %zu points", n[0], n[1], n[2]));
    }
    *fft = made;
    made = NULL;
cleanup:
    hc_fft_release(values);
    hc_fft_release(coefficients);
    hc_fft_reference_free(made);
    return status;
}

static void destroy(fftw_plan plan)
{
    if (plan != NULL) {
#pragma omp critical
        fftw_destroy_plan(plan);
    }
}

void hc_fft_reference_free(hc_fft_reference *fft)
{
    if (fft != NULL) {
        destroy(fft->forward);
        destroy(fft->backward);
        free(fft);
    }
}

void hc_fft_reference_forward(const hc_fft_reference *fft, const double *values, double complex *coefficients)
{
    fftw_execute_dft_r2c(fft->forward, (double *)values, coefficients); /* out of place: the values are kept */
}

void hc_fft_reference_backward(const hc_fft_reference *fft, double complex *coefficients, double *values)
{
    fftw_execute_dft_c2r(fft->backward, coefficients, values);
}

hc_status hc_fft_even(hc_context *ctx, const size_t n[3], double *values)
{
    hc_status status = HC_OK;
    fftw_plan plan = NULL;
    for (int k = 0; k < 3; k++) {
        HC_TRY(check_size(ctx, n[k]));
    }
#pragma omp critical
    {
        if (fftw_init_threads()) {
            fftw_plan_with_nthreads(omp_get_max_threads());
        }
        plan = fftw_plan_r2r_3d((int)n[2] + 1, (int)n[1] + 1, (int)n[0] + 1, values, values, FFTW_REDFT00, FFTW_REDFT00,
                                FFTW_REDFT00, FFTW_ESTIMATE);
    }
    if (plan == NULL) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "FFTW found no plan for a cosine transform of %zu x %zu x %zu points",
                       n[0], n[1], n[2]);
    }
    fftw_execute(plan);
    destroy(plan);
cleanup:
    return status;
}
