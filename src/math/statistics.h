/* Means of correlated series with honest errors. Plain numbers in, plain numbers out, in the unit of the values.
 *
 * The variance of a mean of n correlated values is s^2 g / n with the statistical inefficiency g = 1 + 2 tau, tau the
 * integrated autocorrelation time in samples. tau is summed by Geyer's initial monotone positive sequence (Statist.
 * Sci. 7, 473 (1992)) with the bias correction of the subtracted mean (Wolff, Comput. Phys. Commun. 156, 143 (2004)).
 */
#ifndef HC_MATH_STATISTICS_H
#define HC_MATH_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_estimate {
    size_t count;            /* values used */
    size_t discarded;        /* leading values left out as equilibration */
    double mean;             /* of the values used (weighted where weights were given) */
    double error;            /* its standard error; NaN with fewer than 2 values */
    double deviation;        /* sample standard deviation of the values */
    double inefficiency;     /* g >= 1 */
    double correlation_time; /* tau = (g - 1)/2, in samples */
    bool reliable;           /* the series is longer than 20 inefficiencies; else the error is a lower bound */
} hc_estimate;

/* Statistical inefficiency g >= 1 of a series; 1 for a constant one or one of fewer than 4 values. */
HC_MUST_CHECK hc_status hc_statistics_inefficiency(hc_context *ctx, size_t count, const double *values,
                                                   double *inefficiency);

/* Mean and error. Fails with HC_ERROR_INPUT on an empty series, HC_ERROR_NUMERIC on values that are not finite. */
HC_MUST_CHECK hc_status hc_statistics_mean(hc_context *ctx, size_t count, const double *values, hc_estimate *estimate);

/* <w x>/<w>, e.g. with w = Z^-1/2; the error by linearising the ratio: that of the mean of w (x - mean)/<w>. weights
 * [count], positive; NULL: all one. */
HC_MUST_CHECK hc_status hc_statistics_weighted_mean(hc_context *ctx, size_t count, const double *values,
                                                    const double *weights, hc_estimate *estimate);

/* Leading values to discard so that the effective number of the rest, n/g, is largest (Chodera, J. Chem. Theory Comput.
 * 12, 1799 (2016)), at most half of the series. */
HC_MUST_CHECK hc_status hc_statistics_equilibration(hc_context *ctx, size_t count, const double *values,
                                                    size_t *discard);

/* The two together: mean and error of what is left after equilibration; `discarded` says how many were left out. */
HC_MUST_CHECK hc_status hc_statistics_equilibrated_mean(hc_context *ctx, size_t count, const double *values,
                                                        const double *weights, hc_estimate *estimate);

/* quantile[i]: the share share[i] (0 to 1) of the values lies below it, linear between two of them. NaNs are left out;
 * NaN when nothing is left. The values are put in order, NaNs last. */
void hc_statistics_quantiles(size_t count, double *values, size_t nshare, const double *share, double *quantile);

/* One level of Flyvbjerg and Petersen's blocking (J. Chem. Phys. 91, 461 (1989)). */
typedef struct hc_blocking_level {
    size_t block; /* values a block */
    size_t count; /* blocks */
    double error; /* standard error of the mean from them */
    double error_of_error;
} hc_blocking_level;

#define HC_BLOCKING_LEVEL_MAX 64

/* Fills level[0 ... *nlevel - 1], blocks of 1, 2, 4 ... values while at least 2 blocks are left. An independent check
 * of hc_statistics_mean: the errors rise to a plateau. */
HC_MUST_CHECK hc_status hc_statistics_blocking(hc_context *ctx, size_t count, const double *values, size_t *nlevel,
                                               hc_blocking_level level[HC_BLOCKING_LEVEL_MAX]);

/* Mean and error from `nblock` equal blocks taken as independent; what is left over at the end is in the last block. */
HC_MUST_CHECK hc_status hc_statistics_block_mean(hc_context *ctx, size_t count, const double *values, size_t nblock,
                                                 hc_estimate *estimate);

#endif
