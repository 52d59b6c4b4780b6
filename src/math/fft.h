/* Fast Fourier transforms: of real values in three dimensions, and of batches of complex lines. fft.c is the only file
 * that touches FFTW.
 *
 * Real values [n2][n1][n0]; coefficients [n2][n1][n0/2 + 1], f(G) = sum_r f(r) exp(-i G r) in forward (no factor), and
 * backward(forward(f)) = n0 n1 n2 f. Complex numbers are pairs (re, im) of double. */
#ifndef HC_MATH_FFT_H
#define HC_MATH_FFT_H

#include <complex.h>
#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_fft hc_fft;

/* Plans for arrays from hc_fft_allocate; plans are estimated, not measured, so that results do not depend on timings.
 */
HC_MUST_CHECK hc_status hc_fft_create(hc_context *ctx, const size_t n[3], hc_fft **fft);
void hc_fft_free(hc_fft *fft);
/* Number of complex coefficients, n2 n1 (n0/2 + 1). */
size_t hc_fft_coefficient_count(const hc_fft *fft);

/* Aligned arrays. */
HC_MUST_CHECK hc_status hc_fft_allocate_real(hc_context *ctx, size_t count, double **values);
HC_MUST_CHECK hc_status hc_fft_allocate_complex(hc_context *ctx, size_t count, double complex **values);
void hc_fft_release(void *values);

/* `values` is kept. Not to be called inside a parallel region. */
void hc_fft_forward(const hc_fft *fft, const double *values, double complex *coefficients);
/* `coefficients` is destroyed. */
void hc_fft_backward(const hc_fft *fft, double complex *coefficients, double *values);

/* Complex lines of n points, HC_FFT_BATCH together: values [n][HC_FFT_BATCH] in place, from hc_fft_allocate_complex.
 * Signs and factors as above. One thread a call; a plan may be used by many threads at once. */
#define HC_FFT_BATCH 8
typedef struct hc_fft_lines hc_fft_lines;

HC_MUST_CHECK hc_status hc_fft_lines_create(hc_context *ctx, size_t n, hc_fft_lines **lines);
void hc_fft_lines_free(hc_fft_lines *lines);
size_t hc_fft_lines_length(const hc_fft_lines *lines);
void hc_fft_lines_forward(const hc_fft_lines *lines, double complex *values);
void hc_fft_lines_backward(const hc_fft_lines *lines, double complex *values);

/* Type I cosine transform in place of values [n2 + 1][n1 + 1][n0 + 1], one octant of a real array [2 n2][2 n1][2 n0]
 * that is even along every direction: gives the octant of its (real) coefficients. */
HC_MUST_CHECK hc_status hc_fft_even(hc_context *ctx, const size_t n[3], double *values);

#endif
