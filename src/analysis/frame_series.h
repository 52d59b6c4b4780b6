/* Rows of numbers, one a frame, and their means with errors. Memory is bounded: when there are 4096 rows, neighbours
 * are merged and every row stands for twice as many frames from then on. */
#ifndef HC_ANALYSIS_FRAME_SERIES_H
#define HC_ANALYSIS_FRAME_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"
#include "math/statistics.h"

/* Zero-initialise but for width. */
typedef struct hc_frame_series {
    size_t width; /* numbers a frame */
    size_t nframe;
    double *total; /* sum over all frames, [width], owned */
    size_t nrow, capacity, merged, pending_count;
    double *row;     /* means of `merged` frames, [nrow][width], owned */
    double *pending; /* sum of the frames that do not fill a row yet, [width], owned */
} hc_frame_series;

HC_MUST_CHECK hc_status hc_frame_series_create(hc_context *ctx, size_t width, hc_frame_series *series);
void hc_frame_series_clear(hc_frame_series *series);
/* values [width] */
HC_MUST_CHECK hc_status hc_frame_series_add(hc_context *ctx, hc_frame_series *series, const double *values);
/* Mean of one column and its standard error; the error is NaN with fewer than 2 rows. */
HC_MUST_CHECK hc_status hc_frame_series_mean(hc_context *ctx, const hc_frame_series *series, size_t column,
                                             double *mean, double *error);
/* sum of the numerators / sum of the denominators, with its standard error (ratio estimator); NaN when the denominators
 * are all zero. */
HC_MUST_CHECK hc_status hc_frame_series_ratio(hc_context *ctx, const hc_frame_series *numerator,
                                              const hc_frame_series *denominator, size_t column, double *mean,
                                              double *error);

#endif
