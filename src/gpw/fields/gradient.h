/* Derivatives of grid values by plane waves, one direction at a time, on batches of lines that fit into the cache.
 *
 * The derivative is along the phase 2 pi s_k of the fractional coordinate s_k, so that the Cartesian gradient is
 * sum_k b_k D_k f with the rows b_k of grid->reciprocal, for any cell. D_k is real and antisymmetric; the highest
 * frequency of an even number of points, which has no partner of opposite sign, has the derivative zero. */
#ifndef HC_GPW_FIELDS_GRADIENT_H
#define HC_GPW_FIELDS_GRADIENT_H

#include "gpw/grid/grid.h"
#include "math/fft.h"

typedef struct hc_gpw_gradient hc_gpw_gradient;

HC_MUST_CHECK hc_status hc_gpw_gradient_create(hc_context *ctx, const size_t n[3], hc_gpw_gradient **gradient);
void hc_gpw_gradient_free(hc_gpw_gradient *gradient);
/* Doubles of workspace that each thread gives to the functions below (from hc_fft_allocate_real). */
size_t hc_gpw_gradient_workspace(const hc_gpw_gradient *gradient);

/* One plane [n[1]][n[0]], direction 0 or 1: out = D f, or out -= D f. Lines of zeros cost nothing. */
void hc_gpw_gradient_plane(const hc_gpw_gradient *gradient, int direction, bool subtract, const double *f, double *out,
                           double *workspace);

/* Direction 2 on all lines, with threads: out = D f, or out -= D f; in place is fine. workspace: of
 * omp_get_max_threads() threads, one after the other. */
void hc_gpw_gradient_across(const hc_gpw_gradient *gradient, bool subtract, const double *f, double *out,
                            double *workspace);

#endif
