#include "math/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Below this many blocks an inefficiency is too noisy to be compared with others. */
#define MINIMUM_BLOCKS 64
#define RELIABLE_LENGTH 20
/* Candidate numbers of values to discard as equilibration. */
#define EQUILIBRATION_CANDIDATES 40

static double plain_mean(size_t count, const double *values)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum / (double)count;
}

/* 1/n sum (x_i - mean)(x_{i + lag} - mean) */
static double autocovariance(size_t count, const double *values, double mean, size_t lag)
{
    double sum = 0;
    for (size_t i = 0; i + lag < count; i++) {
        sum += (values[i] - mean) * (values[i + lag] - mean);
    }
    return sum / (double)count;
}

static double sample_variance(size_t count, const double *values, double mean)
{
    return count < 2 ? NAN : autocovariance(count, values, mean, 0) * (double)count / (double)(count - 1);
}

/* Variance of the mean by Geyer's sequence: pairs of neighbouring lags are summed while they are positive, each no
 * larger than the one before. Subtracting the mean of the series itself lowers every autocovariance by the variance of
 * that mean, which the factor mends to first order. *noise: relative standard deviation of the result (Wolff). */
static double variance_of_mean(size_t count, const double *values, double *noise)
{
    double mean = plain_mean(count, values);
    double c0 = autocovariance(count, values, mean, 0);
    double sum = -c0, previous = INFINITY;
    size_t lag = 0;
    *noise = 0;
    if (count < 4 || !(c0 > 0)) {
        return count < 2 ? 0 : c0 / (double)(count - 1);
    }
    for (; lag + 1 < count; lag += 2) {
        double even = lag == 0 ? c0 : autocovariance(count, values, mean, lag);
        double pair = even + autocovariance(count, values, mean, lag + 1);
        if (!(pair > 0)) {
            break;
        }
        previous = fmin(previous, pair);
        sum += 2 * previous;
    }
    double window = lag > 0 ? (double)(lag - 1) : 0;
    *noise = sqrt((4 * window + 2) / (double)count);
    double corrected = sum * (1 + (2 * window + 1) / (double)count);
    return fmax(corrected, c0) / (double)count;
}

static void halve(size_t count, const double *values, double *blocks)
{
    for (size_t i = 0; i < count / 2; i++) {
        blocks[i] = 0.5 * (values[2 * i] + values[2 * i + 1]);
    }
}

/* The largest of Geyer's estimates over the series blocked by 1, 2, 4 ...: blocks longer than the period of a vibration
 * average it out and uncover slow correlation beneath, where the sequence of the raw series ends at the first negative
 * lobe. An estimate counts when it is larger by more than its own noise. `work` [count / 2]. */
static double largest_variance(size_t count, const double *values, double *work)
{
    double noise = 0;
    double largest = variance_of_mean(count, values, &noise);
    size_t nblock = count;
    const double *blocks = values;
    while (nblock / 2 >= MINIMUM_BLOCKS) {
        halve(nblock, blocks, work);
        blocks = work;
        nblock /= 2;
        double blocked = variance_of_mean(nblock, work, &noise);
        largest = blocked > (1 + noise) * largest ? blocked : largest;
    }
    return largest;
}

hc_status hc_statistics_inefficiency(hc_context *ctx, size_t count, const double *values, double *inefficiency)
{
    double *work = NULL;
    hc_status status = hc_allocate(ctx, count / 2, sizeof(double), &work);
    if (status != HC_OK) {
        return status;
    }
    double mean = count > 0 ? plain_mean(count, values) : 0;
    double plain = count > 1 ? sample_variance(count, values, mean) / (double)count : 0;
    *inefficiency = plain > 0 ? fmax(1, largest_variance(count, values, work) / plain) : 1;
    free(work);
    return HC_OK;
}

static hc_status check_series(hc_context *ctx, size_t count, const double *values, const double *weights)
{
    if (count == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "no values to average");
    }
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) {
            return hc_fail(ctx, HC_ERROR_NUMERIC, "value %zu of %zu to be averaged is not finite", i, count);
        }
        if (weights != NULL && !(weights[i] > 0 && isfinite(weights[i]))) {
            return hc_fail(ctx, HC_ERROR_NUMERIC, "weight %zu of %zu values to be averaged is not positive", i, count);
        }
    }
    return HC_OK;
}

/* Error, inefficiency and deviation from residuals of mean zero. */
static hc_status fill_errors(hc_context *ctx, size_t count, const double *residual, hc_estimate *estimate)
{
    double variance = sample_variance(count, residual, plain_mean(count, residual));
    hc_status status = hc_statistics_inefficiency(ctx, count, residual, &estimate->inefficiency);
    if (status != HC_OK) {
        return status;
    }
    estimate->correlation_time = 0.5 * (estimate->inefficiency - 1);
    estimate->error = sqrt(variance * estimate->inefficiency / (double)count);
    estimate->reliable = (double)count >= RELIABLE_LENGTH * estimate->inefficiency;
    return HC_OK;
}

hc_status hc_statistics_mean(hc_context *ctx, size_t count, const double *values, hc_estimate *estimate)
{
    return hc_statistics_weighted_mean(ctx, count, values, NULL, estimate);
}

hc_status hc_statistics_weighted_mean(hc_context *ctx, size_t count, const double *values, const double *weights,
                                      hc_estimate *estimate)
{
    hc_status status = HC_OK;
    double *residual = NULL;
    double weight_sum = 0, sum = 0;

    *estimate = (hc_estimate){.count = count, .mean = NAN, .error = NAN};
    HC_TRY(check_series(ctx, count, values, weights));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &residual));
    for (size_t i = 0; i < count; i++) {
        double weight = weights != NULL ? weights[i] : 1;
        weight_sum += weight;
        sum += weight * values[i];
    }
    estimate->mean = sum / weight_sum;
    for (size_t i = 0; i < count; i++) {
        double weight = weights != NULL ? weights[i] * (double)count / weight_sum : 1;
        residual[i] = weight * (values[i] - estimate->mean);
    }
    estimate->deviation = sqrt(sample_variance(count, values, plain_mean(count, values)));
    HC_TRY(fill_errors(ctx, count, residual, estimate));

cleanup:
    free(residual);
    return status;
}

hc_status hc_statistics_equilibration(hc_context *ctx, size_t count, const double *values, size_t *discard)
{
    hc_status status = HC_OK;
    double best = -1;

    *discard = 0;
    HC_TRY(check_series(ctx, count, values, NULL));
    for (size_t candidate = 0; candidate <= EQUILIBRATION_CANDIDATES; candidate++) {
        size_t start = candidate * (count / 2) / EQUILIBRATION_CANDIDATES;
        double inefficiency = 1;
        HC_TRY(hc_statistics_inefficiency(ctx, count - start, values + start, &inefficiency));
        double effective = (double)(count - start) / inefficiency;
        if (effective > best) {
            best = effective;
            *discard = start;
        }
    }

cleanup:
    return status;
}

hc_status hc_statistics_equilibrated_mean(hc_context *ctx, size_t count, const double *values, const double *weights,
                                          hc_estimate *estimate)
{
    hc_status status = HC_OK;
    size_t discard = 0;

    *estimate = (hc_estimate){.count = count, .mean = NAN, .error = NAN};
    HC_TRY(hc_statistics_equilibration(ctx, count, values, &discard));
    HC_TRY(hc_statistics_weighted_mean(ctx, count - discard, values + discard,
                                       weights != NULL ? weights + discard : NULL, estimate));
    estimate->discarded = discard;

cleanup:
    return status;
}

hc_status hc_statistics_blocking(hc_context *ctx, size_t count, const double *values, size_t *nlevel,
                                 hc_blocking_level level[HC_BLOCKING_LEVEL_MAX])
{
    hc_status status = HC_OK;
    double *work = NULL;
    const double *blocks = values;
    size_t nblock = count, block = 1;

    *nlevel = 0;
    HC_TRY(check_series(ctx, count, values, NULL));
    HC_TRY(hc_allocate(ctx, count / 2, sizeof(double), &work));
    while (nblock >= 2 && *nlevel < HC_BLOCKING_LEVEL_MAX) {
        double error = sqrt(sample_variance(nblock, blocks, plain_mean(nblock, blocks)) / (double)nblock);
        level[(*nlevel)++] = (hc_blocking_level){
            .block = block, .count = nblock, .error = error, .error_of_error = error / sqrt(2 * (double)(nblock - 1))};
        halve(nblock, blocks, work);
        blocks = work;
        nblock /= 2;
        block *= 2;
    }

cleanup:
    free(work);
    return status;
}

hc_status hc_statistics_block_mean(hc_context *ctx, size_t count, const double *values, size_t nblock,
                                   hc_estimate *estimate)
{
    *estimate = (hc_estimate){.count = count, .mean = NAN, .error = NAN};
    hc_status status = check_series(ctx, count, values, NULL);
    if (status != HC_OK) {
        return status;
    }
    if (nblock < 2 || nblock > count) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%zu blocks of %zu values: the number of blocks must be 2 to %zu", nblock,
                       count, count);
    }
    size_t length = count / nblock;
    double mean = plain_mean(count, values), sum = 0;
    for (size_t iblock = 0; iblock < nblock; iblock++) {
        size_t first = iblock * length, end = iblock + 1 < nblock ? first + length : count;
        double deviation = plain_mean(end - first, values + first) - mean;
        /* The last block may be longer: its deviation counts by its length. */
        sum += deviation * deviation * (double)(end - first) / (double)length;
    }
    double variance = sample_variance(count, values, mean);
    estimate->mean = mean;
    estimate->error = sqrt(sum / (double)(nblock - 1) * (double)length / (double)count);
    estimate->deviation = sqrt(variance);
    estimate->inefficiency = variance > 0 ? fmax(1, estimate->error * estimate->error * (double)count / variance) : 1;
    estimate->correlation_time = 0.5 * (estimate->inefficiency - 1);
    estimate->reliable = nblock >= RELIABLE_LENGTH && (double)length >= 2 * estimate->inefficiency;
    return HC_OK;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return isnan(x) || isnan(y) ? isnan(x) - isnan(y) : (x > y) - (x < y);
}

void hc_statistics_quantiles(size_t count, double *values, size_t nshare, const double *share, double *quantile)
{
    if (count > 0) {
        qsort(values, count, sizeof *values, compare);
    }
    while (count > 0 && isnan(values[count - 1])) {
        count--;
    }
    for (size_t i = 0; i < nshare; i++) {
        if (count == 0) {
            quantile[i] = NAN;
            continue;
        }
        double at = share[i] * (double)(count - 1);
        size_t below = (size_t)at;
        double next = below + 1 < count ? values[below + 1] : values[below];
        quantile[i] = values[below] + (at - (double)below) * (next - values[below]);
    }
}
