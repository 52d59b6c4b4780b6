#include "analysis/frame_series.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ROW_MAXIMUM 4096

hc_status hc_frame_series_create(hc_context *ctx, size_t width, hc_frame_series *series)
{
    hc_status status = HC_OK;

    *series = (hc_frame_series){.width = width, .merged = 1};
    HC_TRY(hc_allocate(ctx, width, sizeof(double), &series->total));
    HC_TRY(hc_allocate(ctx, width, sizeof(double), &series->pending));

cleanup:
    if (status != HC_OK) {
        hc_frame_series_clear(series);
    }
    return status;
}

void hc_frame_series_clear(hc_frame_series *series)
{
    free(series->total);
    free(series->pending);
    free(series->row);
    *series = (hc_frame_series){0};
}

static void merge_rows(hc_frame_series *series)
{
    const size_t w = series->width;
    for (size_t i = 0; i < series->nrow / 2; i++) {
        for (size_t k = 0; k < w; k++) {
            series->row[i * w + k] = 0.5 * (series->row[2 * i * w + k] + series->row[(2 * i + 1) * w + k]);
        }
    }
    series->nrow /= 2;
    series->merged *= 2;
}

static hc_status make_room(hc_context *ctx, hc_frame_series *series)
{
    double *grown = NULL;
    if (series->nrow < series->capacity) {
        return HC_OK;
    }
    if (series->nrow == ROW_MAXIMUM) {
        merge_rows(series);
        return HC_OK;
    }
    size_t capacity = series->capacity > 0 ? 2 * series->capacity : 32;
    if (series->width > SIZE_MAX / capacity) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "a table of %zu columns is too large", series->width);
    }
    hc_status status = hc_allocate(ctx, capacity * series->width, sizeof(double), &grown);
    if (status != HC_OK) {
        return status;
    }
    if (series->nrow > 0) {
        memcpy(grown, series->row, series->nrow * series->width * sizeof(double));
    }
    free(series->row);
    series->row = grown;
    series->capacity = capacity;
    return HC_OK;
}

hc_status hc_frame_series_add(hc_context *ctx, hc_frame_series *series, const double *values)
{
    for (size_t k = 0; k < series->width; k++) {
        series->total[k] += values[k];
        series->pending[k] += values[k];
    }
    series->nframe++;
    series->pending_count++;
    if (series->pending_count < series->merged) {
        return HC_OK;
    }
    size_t merged = series->merged;
    hc_status status = make_room(ctx, series);
    if (status != HC_OK || series->merged != merged) {
        return status; /* rows were merged: the pending frames are half of a row now */
    }
    double *row = series->row + series->nrow * series->width;
    for (size_t k = 0; k < series->width; k++) {
        row[k] = series->pending[k] / (double)series->pending_count;
        series->pending[k] = 0;
    }
    series->nrow++;
    series->pending_count = 0;
    return HC_OK;
}

/* Error of the mean of numerator - ratio * denominator (denominator NULL: of numerator - ratio). */
static hc_status residual_error(hc_context *ctx, const hc_frame_series *numerator, const hc_frame_series *denominator,
                                size_t column, double ratio, double *error)
{
    hc_status status = HC_OK;
    hc_estimate estimate;
    double *residual = NULL;
    size_t w = numerator->width;

    *error = NAN;
    if (numerator->nrow < 2) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, numerator->nrow, sizeof(double), &residual));
    for (size_t i = 0; i < numerator->nrow; i++) {
        double below = denominator != NULL ? denominator->row[i * w + column] : 1;
        residual[i] = numerator->row[i * w + column] - ratio * below;
    }
    HC_TRY(hc_statistics_mean(ctx, numerator->nrow, residual, &estimate));
    *error = estimate.error;

cleanup:
    free(residual);
    return status;
}

hc_status hc_frame_series_mean(hc_context *ctx, const hc_frame_series *series, size_t column, double *mean,
                               double *error)
{
    *mean = series->nframe > 0 ? series->total[column] / (double)series->nframe : NAN;
    return residual_error(ctx, series, NULL, column, 0, error);
}

hc_status hc_frame_series_ratio(hc_context *ctx, const hc_frame_series *numerator, const hc_frame_series *denominator,
                                size_t column, double *mean, double *error)
{
    double below = denominator->total[column];
    *mean = *error = NAN;
    if (!(below > 0)) {
        return HC_OK;
    }
    *mean = numerator->total[column] / below;
    hc_status status = residual_error(ctx, numerator, denominator, column, *mean, error);
    *error *= (double)denominator->nframe / below;
    return status;
}
