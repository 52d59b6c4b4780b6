/* Fast Fourier transforms: of real values in three dimensions (fft.c: two passes over the grid with the lines of
 * fft_split.h) and of even values (fftw.c, the only file that touches FFTW).
 *
 * Real values [n2][n1][n0]; coefficients [n2][n1][n0/2 + 1], f(G) = sum_r f(r) exp(-i G r) in forward (no factor), and
 * backward(forward(f)) = n0 n1 n2 f. Complex numbers are pairs (re, im) of double. */
#ifndef HC_MATH_FFT_H
#define HC_MATH_FFT_H

#include <complex.h>
#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_fft hc_fft;

/* For omp_get_max_threads() threads as they are now. A transform holds workspace: one call at a time uses it. Numbers
 * of points have no prime factor above HC_FFT_SPLIT_PRIME. Arrays are from hc_fft_allocate_*. */
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

/* The low frequencies alone, -half ... half in each direction, 2 half < n: arranged as the coefficients of a grid of
 * 2 half + 1 points, in the first planes of an array of hc_fft_low_size coefficients. Forward sets them and keeps the
 * values, backward adds to the values and destroys the array. */
size_t hc_fft_low_size(const hc_fft *fft, const size_t half[3]);
void hc_fft_forward_low(const hc_fft *fft, const size_t half[3], const double *values, double complex *low);
void hc_fft_backward_low(const hc_fft *fft, const size_t half[3], double complex *low, double *values);

/* An array of at least `count` complex numbers that the transform keeps between calls, for whoever works with it (pages
 * are costly to get anew): borrowed, good until the next one asks, undefined content. */
HC_MUST_CHECK hc_status hc_fft_scratch(hc_context *ctx, const hc_fft *fft, size_t count, double complex **values);

/* The three-dimensional transform by FFTW: what ours is held against. Plans are estimated, not measured, so that
 * results do not depend on timings. */
typedef struct hc_fft_reference hc_fft_reference;
HC_MUST_CHECK hc_status hc_fft_reference_create(hc_context *ctx, const size_t n[3], hc_fft_reference **fft);
void hc_fft_reference_free(hc_fft_reference *fft);
void hc_fft_reference_forward(const hc_fft_reference *fft, const double *values, double complex *coefficients);
void hc_fft_reference_backward(const hc_fft_reference *fft, double complex *coefficients, double *values);

/* Type I cosine transform in place of values [n2 + 1][n1 + 1][n0 + 1], one octant of a real array [2 n2][2 n1][2 n0]
 * that is even along every direction: gives the octant of its (real) coefficients. */
HC_MUST_CHECK hc_status hc_fft_even(hc_context *ctx, const size_t n[3], double *values);

#endif
