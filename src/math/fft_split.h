/* Fast Fourier transforms of eight complex lines side by side, one in each lane of a vector, without FFTW.
 *
 * Values are [n][2][8]: of every point the eight real parts, then the eight imaginary parts; 16 doubles a point, so
 * that a line can also be two sets of eight real ones. Any n whose prime factors are at most HC_FFT_SPLIT_PRIME;
 * products of 2, 3, 5 and 7 are fast. T. G. Stockham, AFIPS Proc. 28, 229 (1966): passes between two arrays, no
 * reordering. */
#ifndef HC_MATH_FFT_SPLIT_H
#define HC_MATH_FFT_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

#define HC_FFT_SPLIT_POINT 16 /* doubles */
#define HC_FFT_SPLIT_PRIME 61

typedef struct hc_fft_split hc_fft_split;

HC_MUST_CHECK hc_status hc_fft_split_create(hc_context *ctx, size_t n, hc_fft_split **split);
void hc_fft_split_free(hc_fft_split *split);

/* sum_j values[j] exp(-2 pi i h j/n), or with +; no factor. Both arrays are aligned to 64 bytes and overwritten; the
 * result is in the one that is returned. */
double *hc_fft_split_forward(const hc_fft_split *split, double *values, double *work);
double *hc_fft_split_backward(const hc_fft_split *split, double *values, double *work);

/* Whether the result is in the array that was the workspace. */
bool hc_fft_split_is_swapped(const hc_fft_split *split);

#endif
