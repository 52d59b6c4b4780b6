/* Slow growth: work along xi from the series of one run, and what two directions say together. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"
#include "math/statistics.h"
#include "sampling/profile_internal.h"

#define DEFAULT_BINS 20
/* A run may step back by this share of its extent (rounding of the constraint) and no more. */
#define BACKWARD_TOLERANCE 1e-6
/* A bin's own variance is used when it holds this many inefficiencies, otherwise that of the whole run. */
#define OWN_VARIANCE_LENGTH 4
/* The trend has at most this many terms, and one more for so many steps. */
#define TREND_TERMS 6
#define STEPS_A_TERM 30

static double weight_of(const hc_growth *growth, size_t i)
{
    return growth->weight != NULL ? growth->weight[i] : 1;
}

static hc_status check_growth(hc_context *ctx, const hc_growth *growth)
{
    if (growth->count < 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "slow growth with %zu steps: at least 2 are needed", growth->count);
    }
    double extent = growth->xi[growth->count - 1] - growth->xi[0];
    if (!(fabs(extent) > 0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "slow growth: xi starts and ends at %g", growth->xi[0]);
    }
    for (size_t i = 0; i < growth->count; i++) {
        if (!isfinite(growth->xi[i]) || !isfinite(growth->gradient[i]) || !(weight_of(growth, i) > 0)) {
            return hc_fail(ctx, HC_ERROR_NUMERIC, "slow growth, step %zu: xi, dA/dxi or the weight is not a number", i);
        }
        double step = i > 0 ? (growth->xi[i] - growth->xi[i - 1]) / extent : 0;
        if (step < -BACKWARD_TOLERANCE) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "slow growth, step %zu: xi turns back from %g to %g; give each direction by itself", i,
                           growth->xi[i - 1], growth->xi[i]);
        }
    }
    return HC_OK;
}

static void extent_of(const hc_growth *growth, double *low, double *high)
{
    double first = growth->xi[0], last = growth->xi[growth->count - 1];
    *low = fmin(first, last);
    *high = fmax(first, last);
}

/* nbin equal bins from low to high. */
typedef struct bins {
    double low, width;
    size_t count;
} bins;

static size_t bin_of(const bins *grid, double xi)
{
    double at = floor((xi - grid->low) / grid->width);
    return at < 0 ? 0 : at >= (double)grid->count ? grid->count - 1 : (size_t)at;
}

/* Adds the integrals over one step, where w g and w are straight lines, to the bins that the step crosses. */
static void add_step(const hc_growth *growth, const bins *grid, size_t i, double *numerator, double *denominator)
{
    size_t lower = growth->xi[i] <= growth->xi[i + 1] ? i : i + 1, upper = 2 * i + 1 - lower;
    double a = growth->xi[lower], b = growth->xi[upper];
    double wa = weight_of(growth, lower), wb = weight_of(growth, upper);
    double ga = wa * growth->gradient[lower], gb = wb * growth->gradient[upper];
    double end = grid->low + grid->width * (double)grid->count;
    if (!(b > a) || b <= grid->low || a >= end) {
        return;
    }
    for (size_t k = bin_of(grid, a); k < grid->count; k++) {
        double left = fmax(a, grid->low + grid->width * (double)k);
        double right = k + 1 == grid->count ? fmin(b, end) : fmin(b, grid->low + grid->width * (double)(k + 1));
        if (right > left) {
            double middle = (0.5 * (left + right) - a) / (b - a);
            numerator[k] += (right - left) * (ga + middle * (gb - ga));
            denominator[k] += (right - left) * (wa + middle * (wb - wa));
        }
        if (b <= right) {
            break;
        }
    }
}

static hc_status fill_gradients(hc_context *ctx, const hc_growth *growth, const bins *grid, hc_profile *profile)
{
    hc_status status = HC_OK;
    double *denominator = NULL;

    HC_TRY(hc_allocate(ctx, grid->count, sizeof(double), &denominator));
    for (size_t i = 0; i + 1 < growth->count; i++) {
        add_step(growth, grid, i, profile->gradient, denominator);
    }
    for (size_t k = 0; k < grid->count; k++) {
        if (!(denominator[k] > 0)) {
            HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "slow growth does not reach the bin from xi = %g to %g",
                           grid->low + grid->width * (double)k, grid->low + grid->width * (double)(k + 1)));
        }
        profile->gradient[k] /= denominator[k];
        profile->gradient_xi[k] = grid->low + grid->width * ((double)k + 0.5);
    }

cleanup:
    free(denominator);
    return status;
}

/* The trend dA/dxi that the fluctuations are counted from: a polynomial of low degree fitted to all steps. What it
 * cannot follow counts as correlated noise, which makes errors larger, not smaller. */
typedef struct trend {
    double low, high;
    size_t nterm;
    double coefficient[TREND_TERMS];
} trend;

/* Legendre polynomials over the range. */
static void trend_terms(const trend *t, double xi, double term[TREND_TERMS])
{
    double x = (2 * xi - t->low - t->high) / (t->high - t->low);
    term[0] = 1;
    term[1] = x;
    for (int l = 1; l + 1 < TREND_TERMS; l++) {
        term[l + 1] = ((2 * l + 1) * x * term[l] - l * term[l - 1]) / (l + 1);
    }
}

static double trend_at(const trend *t, double xi)
{
    double term[TREND_TERMS], sum = 0;
    trend_terms(t, xi, term);
    for (size_t l = 0; l < t->nterm; l++) {
        sum += t->coefficient[l] * term[l];
    }
    return sum;
}

/* Steps at which xi rests (before it grows, after its end) do not take part in the integral. */
static bool takes_part(const hc_growth *growth, const bins *grid, size_t i)
{
    double xi = growth->xi[i], tiny = 1e-9 * grid->width;
    bool moves = (i > 0 && growth->xi[i - 1] != xi) || (i + 1 < growth->count && growth->xi[i + 1] != xi);
    return moves && xi >= grid->low - tiny && xi <= grid->low + grid->width * (double)grid->count + tiny;
}

/* Fits the trend to the steps that take part, by normal equations (Legendre polynomials: well conditioned). */
static hc_status fit_trend(hc_context *ctx, const hc_growth *growth, const bins *grid, trend *t)
{
    double matrix[TREND_TERMS * TREND_TERMS] = {0}, term[TREND_TERMS];
    size_t count = 0;

    *t = (trend){.low = grid->low, .high = grid->low + grid->width * (double)grid->count};
    for (size_t i = 0; i < growth->count; i++) {
        count += takes_part(growth, grid, i);
    }
    size_t allowed = 1 + count / STEPS_A_TERM;
    t->nterm = allowed < TREND_TERMS ? allowed : TREND_TERMS;
    for (size_t i = 0; i < growth->count; i++) {
        if (!takes_part(growth, grid, i)) {
            continue;
        }
        trend_terms(t, growth->xi[i], term);
        for (size_t l = 0; l < t->nterm; l++) {
            double weighted = weight_of(growth, i) * term[l];
            t->coefficient[l] += weighted * growth->gradient[i];
            for (size_t m = 0; m < t->nterm; m++) {
                matrix[l * t->nterm + m] += weighted * term[m];
            }
        }
    }
    return hc_solve(ctx, t->nterm, matrix, 1, t->coefficient);
}

typedef struct bin_moments {
    size_t count;
    double square, weight;
} bin_moments;

/* Residuals around the trend, weighted; moments by bin. Returns how many there are. */
static size_t collect_residuals(const hc_growth *growth, const bins *grid, const trend *t, double *residual,
                                bin_moments *moment)
{
    size_t nresidual = 0;
    for (size_t i = 0; i < growth->count; i++) {
        if (takes_part(growth, grid, i)) {
            bin_moments *m = &moment[bin_of(grid, growth->xi[i])];
            double value = weight_of(growth, i) * (growth->gradient[i] - trend_at(t, growth->xi[i]));
            m->count++;
            m->weight += weight_of(growth, i);
            m->square += value * value;
            residual[nresidual++] = value;
        }
    }
    return nresidual;
}

static double mean_square(size_t count, const double *values)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i] * values[i];
    }
    return count > 0 ? sum / (double)count : 0;
}

static hc_status fill_errors(hc_context *ctx, const hc_growth *growth, const bins *grid, hc_profile *profile)
{
    hc_status status = HC_OK;
    double *residual = NULL;
    bin_moments *moment = NULL;
    trend fitted;

    HC_TRY(hc_allocate(ctx, growth->count, sizeof(double), &residual));
    HC_TRY(hc_allocate(ctx, grid->count, sizeof *moment, &moment));
    HC_TRY(fit_trend(ctx, growth, grid, &fitted));
    size_t nresidual = collect_residuals(growth, grid, &fitted, residual, moment);
    double pooled = mean_square(nresidual, residual);
    double g = 1;
    HC_TRY(hc_statistics_inefficiency(ctx, nresidual, residual, &g));
    /* Each term of the trend beyond the mean lowers every autocovariance like the mean does; the sum over about 3 g of
     * them is mended to first order. */
    g *= 1 + 3 * g * (double)(fitted.nterm - 1) / (double)nresidual;
    profile->inefficiency = g;
    for (size_t k = 0; k < grid->count; k++) {
        double n = (double)moment[k].count;
        if (moment[k].count == 0) {
            HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "slow growth: no step falls into bin %zu of %zu; take fewer bins", k,
                           grid->count));
        }
        double mean_weight = moment[k].weight / n;
        double variance = n >= OWN_VARIANCE_LENGTH * g ? moment[k].square / n : pooled;
        profile->gradient_error[k] = sqrt(variance * g / n) / mean_weight;
    }

cleanup:
    free(residual);
    free(moment);
    return status;
}

static void fill_bin_weights(const bins *grid, hc_profile *profile)
{
    for (size_t edge = 0; edge <= grid->count; edge++) {
        profile->xi[edge] = grid->low + grid->width * (double)edge;
        for (size_t k = 0; k < edge; k++) {
            profile->weight[edge * grid->count + k] = grid->width;
        }
    }
}

hc_status hc_profile_from_growth(hc_context *ctx, const hc_growth *growth, size_t nbin, double low, double high,
                                 hc_profile **profile)
{
    hc_status status = HC_OK;
    hc_profile *p = NULL;
    double run_low = 0, run_high = 0;

    *profile = NULL;
    nbin = nbin == 0 ? DEFAULT_BINS : nbin;
    HC_TRY(check_growth(ctx, growth));
    extent_of(growth, &run_low, &run_high);
    low = isnan(low) ? run_low : low;
    high = isnan(high) ? run_high : high;
    double slack = BACKWARD_TOLERANCE * (run_high - run_low);
    if (!(low >= run_low - slack && high <= run_high + slack && low < high)) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "profile from xi = %g to %g: the run goes from %g to %g", low, high,
                       run_low, run_high));
    }
    if (nbin > growth->count) {
        HC_TRY(
            hc_fail(ctx, HC_ERROR_INPUT, "a profile of %zu bins from %zu steps: take fewer bins", nbin, growth->count));
    }
    bins grid = {.low = low, .width = (high - low) / (double)nbin, .count = nbin};
    HC_TRY(hc_profile_create(ctx, nbin + 1, nbin, &p));
    p->descending = growth->xi[growth->count - 1] < growth->xi[0];
    HC_TRY(fill_gradients(ctx, growth, &grid, p));
    HC_TRY(fill_errors(ctx, growth, &grid, p));
    fill_bin_weights(&grid, p);
    hc_profile_complete(p);
    *profile = p;
    p = NULL;

cleanup:
    hc_profile_free(p);
    return status;
}

/* Central differences of xi over the steps; one-sided at the ends. */
static double slope_at(const double *xi, size_t count, size_t i)
{
    size_t before = i > 0 ? i - 1 : 0, after = i + 1 < count ? i + 1 : count - 1;
    return (xi[after] - xi[before]) / (double)(after - before);
}

hc_status hc_profile_combine(hc_context *ctx, size_t ncolvar, size_t count, const double *const *xi,
                             const double *const *gradient, double *progress, double *total)
{
    if (ncolvar < 1 || count < 2 || !(fabs(xi[0][count - 1] - xi[0][0]) > 0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "combined work: the first of %zu colvars must grow over %zu > 1 steps",
                       ncolvar, count);
    }
    double extent = xi[0][count - 1] - xi[0][0];
    for (size_t i = 0; i < count; i++) {
        double leading = slope_at(xi[0], count, i) / extent;
        progress[i] = (xi[0][i] - xi[0][0]) / extent;
        total[i] = 0;
        for (size_t a = 0; a < ncolvar; a++) {
            double slope = slope_at(xi[a], count, i);
            if (slope != 0 && !(leading > 0)) {
                return hc_fail(ctx, HC_ERROR_INPUT,
                               "combined work, step %zu: colvar %zu grows while the first one rests", i, a);
            }
            total[i] += slope != 0 ? gradient[a][i] * slope / leading : 0;
        }
    }
    return HC_OK;
}

static hc_hysteresis hysteresis_of(const hc_profile *forward, const hc_profile *backward)
{
    hc_hysteresis h = {.agree = true};
    for (size_t k = 0; k < forward->count; k++) {
        double difference = forward->energy[k] - backward->energy[k];
        double error = hypot(forward->error[k], backward->error[k]);
        h.agree = h.agree && fabs(difference) <= HC_PROFILE_AGREEMENT * error;
        if (fabs(difference) > h.largest) {
            h.largest = fabs(difference);
            h.largest_error = error;
            h.largest_xi = forward->xi[k];
        }
    }
    size_t end = forward->descending ? 0 : forward->count - 1;
    h.at_end = forward->energy[end] - backward->energy[end];
    h.at_end_error = hypot(forward->error[end], backward->error[end]);
    h.dissipation = 0.5 * h.at_end;
    h.dissipation_error = 0.5 * h.at_end_error;
    return h;
}

static hc_status average_profiles(hc_context *ctx, const hc_profile *a, const hc_profile *b, hc_profile **mean)
{
    hc_profile *p = NULL;
    hc_status status = hc_profile_create(ctx, a->count, a->ngradient, &p);
    if (status != HC_OK) {
        return status;
    }
    memcpy(p->xi, a->xi, a->count * sizeof(double));
    memcpy(p->weight, a->weight, a->count * a->ngradient * sizeof(double));
    for (size_t k = 0; k < a->ngradient; k++) {
        p->gradient_xi[k] = a->gradient_xi[k];
        p->gradient[k] = 0.5 * (a->gradient[k] + b->gradient[k]);
        p->gradient_error[k] = 0.5 * hypot(a->gradient_error[k], b->gradient_error[k]);
    }
    p->descending = a->descending;
    p->inefficiency = fmax(a->inefficiency, b->inefficiency);
    hc_profile_complete(p);
    *mean = p;
    return HC_OK;
}

hc_status hc_profile_from_growth_pair(hc_context *ctx, const hc_growth *forward, const hc_growth *backward, size_t nbin,
                                      hc_growth_pair *pair)
{
    hc_status status = HC_OK;
    double low[2], high[2];

    *pair = (hc_growth_pair){0};
    HC_TRY(check_growth(ctx, forward));
    HC_TRY(check_growth(ctx, backward));
    extent_of(forward, &low[0], &high[0]);
    extent_of(backward, &low[1], &high[1]);
    double from = fmax(low[0], low[1]), to = fmin(high[0], high[1]);
    if (!(to > from)) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "the two runs share no xi: one goes from %g to %g, the other from %g to %g",
                       low[0], high[0], low[1], high[1]));
    }
    HC_TRY(hc_profile_from_growth(ctx, forward, nbin, from, to, &pair->forward));
    HC_TRY(hc_profile_from_growth(ctx, backward, nbin, from, to, &pair->backward));
    if (pair->forward->descending == pair->backward->descending) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "both runs go the same way; a forward and a backward one are needed"));
    }
    pair->backward->descending = pair->forward->descending;
    hc_profile_complete(pair->backward);
    HC_TRY(average_profiles(ctx, pair->forward, pair->backward, &pair->mean));
    pair->hysteresis = hysteresis_of(pair->forward, pair->backward);

cleanup:
    if (status != HC_OK) {
        hc_growth_pair_clear(pair);
    }
    return status;
}

void hc_growth_pair_clear(hc_growth_pair *pair)
{
    hc_profile_free(pair->forward);
    hc_profile_free(pair->backward);
    hc_profile_free(pair->mean);
    *pair = (hc_growth_pair){0};
}

const char *hc_profile_quantity(const hc_hysteresis *hysteresis)
{
    return hysteresis != NULL && hysteresis->agree ? "free energy" : "work";
}
