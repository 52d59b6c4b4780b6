#include "sampling/profile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"
#include "math/random.h"
#include "sampling/profile_internal.h"

#define DEFAULT_REFINE 10
#define SAMPLES 2000

const char *const hc_profile_rule_names[] = {"spline", "trapezoid", NULL};

hc_status hc_profile_create(hc_context *ctx, size_t count, size_t ngradient, hc_profile **profile)
{
    hc_status status = HC_OK;
    hc_profile *p = NULL;

    *profile = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *p, &p));
    p->count = count;
    p->ngradient = ngradient;
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &p->xi));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &p->energy));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &p->error));
    HC_TRY(hc_allocate(ctx, ngradient, sizeof(double), &p->gradient_xi));
    HC_TRY(hc_allocate(ctx, ngradient, sizeof(double), &p->gradient));
    HC_TRY(hc_allocate(ctx, ngradient, sizeof(double), &p->gradient_error));
    HC_TRY(hc_allocate(ctx, count * ngradient, sizeof(double), &p->weight));
    *profile = p;
    p = NULL;

cleanup:
    hc_profile_free(p);
    return status;
}

void hc_profile_free(hc_profile *profile)
{
    if (profile == NULL) {
        return;
    }
    free(profile->xi);
    free(profile->energy);
    free(profile->error);
    free(profile->gradient_xi);
    free(profile->gradient);
    free(profile->gradient_error);
    free(profile->weight);
    free(profile);
}

static size_t start_of(const hc_profile *profile)
{
    return profile->descending ? profile->count - 1 : 0;
}

/* Takes the weights of the start from those of every point, so that the energy is zero there. */
static void set_zero_at_start(hc_profile *profile)
{
    const size_t n = profile->ngradient;
    const double *start = profile->weight + start_of(profile) * n;
    for (size_t k = 0; k < profile->count; k++) {
        for (size_t j = 0; j < n && k != start_of(profile); j++) {
            profile->weight[k * n + j] -= start[j];
        }
    }
    memset(profile->weight + start_of(profile) * n, 0, n * sizeof(double));
}

/* Standard error of sum_j (a_j - b_j) gradient_j. */
static double difference_error(const hc_profile *profile, const double *a, const double *b)
{
    double variance = 0;
    for (size_t j = 0; j < profile->ngradient; j++) {
        double term = (a[j] - b[j]) * profile->gradient_error[j];
        variance += term * term;
    }
    return sqrt(variance);
}

void hc_profile_complete(hc_profile *profile)
{
    const size_t n = profile->ngradient;
    set_zero_at_start(profile);
    for (size_t k = 0; k < profile->count; k++) {
        profile->energy[k] = 0;
        for (size_t j = 0; j < n; j++) {
            profile->energy[k] += profile->weight[k * n + j] * profile->gradient[j];
        }
        profile->error[k] = difference_error(profile, profile->weight + k * n, profile->weight + start_of(profile) * n);
    }
}

/* Second derivatives of the cubic spline through the values 1 at knot j, 0 elsewhere: row j of second [n][n]. The ends
 * are not knots (the first two and the last two pieces are one cubic); with fewer than 4 knots they are natural. */
static hc_status spline_second_derivatives(hc_context *ctx, size_t n, const double *x, double *second)
{
    hc_status status = HC_OK;
    double *matrix = NULL;

    HC_TRY(hc_allocate(ctx, n * n, sizeof(double), &matrix));
    matrix[0] = matrix[n * n - 1] = 1;
    if (n >= 4) {
        double first = x[1] - x[0], next = x[2] - x[1], before = x[n - 2] - x[n - 3], last = x[n - 1] - x[n - 2];
        matrix[1] = -1 - first / next;
        matrix[2] = first / next;
        matrix[n * n - 2] = -1 - last / before;
        matrix[n * n - 3] = last / before;
    }
    for (size_t i = 1; i + 1 < n; i++) {
        double below = x[i] - x[i - 1], above = x[i + 1] - x[i];
        matrix[i * n + i - 1] = below / 6;
        matrix[i * n + i] = (below + above) / 3;
        matrix[i * n + i + 1] = above / 6;
        second[(i - 1) * n + i] += 1 / below;
        second[i * n + i] -= 1 / below + 1 / above;
        second[(i + 1) * n + i] += 1 / above;
    }
    HC_TRY(hc_solve(ctx, n, matrix, n, second));

cleanup:
    free(matrix);
    return status;
}

/* Integral over the part 0 ... t of an interval of width h: coefficients of the values and second derivatives at its
 * two ends; t = 0 ... 1. */
typedef struct interval_integral {
    double value[2], second[2];
} interval_integral;

static interval_integral integrate_interval(double h, double t)
{
    double s = 1 - t;
    double t4 = t * t * t * t, s4 = s * s * s * s;
    interval_integral integral;
    integral.value[0] = h * (t - 0.5 * t * t);
    integral.value[1] = h * 0.5 * t * t;
    integral.second[0] = h * h * h / 6 * ((1 - s4) / 4 - (t - 0.5 * t * t));
    integral.second[1] = h * h * h / 6 * (t4 / 4 - 0.5 * t * t);
    return integral;
}

/* Weights of all points: integral from the first knot. */
static void fill_window_weights(hc_profile *profile, size_t refine, const double *second)
{
    const size_t n = profile->ngradient;
    const double *x = profile->gradient_xi;
    profile->xi[0] = x[0];
    for (size_t i = 0; i + 1 < n; i++) {
        const double *base = profile->weight + i * refine * n;
        for (size_t step = 1; step <= refine; step++) {
            size_t k = i * refine + step;
            double t = (double)step / (double)refine;
            interval_integral part = integrate_interval(x[i + 1] - x[i], t);
            double *weight = profile->weight + k * n;
            profile->xi[k] = step == refine ? x[i + 1] : x[i] + t * (x[i + 1] - x[i]);
            for (size_t j = 0; j < n; j++) {
                weight[j] = base[j];
                if (second != NULL) {
                    weight[j] += part.second[0] * second[j * n + i] + part.second[1] * second[j * n + i + 1];
                }
            }
            weight[i] += part.value[0];
            weight[i + 1] += part.value[1];
        }
    }
}

static hc_status sort_windows(hc_context *ctx, size_t n, const double *xi, const double *gradient, const double *error,
                              hc_profile *profile)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(xi[i]) || !isfinite(gradient[i]) || !(error[i] >= 0)) {
            return hc_fail(ctx, HC_ERROR_NUMERIC,
                           "window %zu (xi = %g, dA/dxi = %g, error %g): all must be finite, the error not negative", i,
                           xi[i], gradient[i], error[i]);
        }
        size_t at = i;
        for (; at > 0 && profile->gradient_xi[at - 1] > xi[i]; at--) {
            profile->gradient_xi[at] = profile->gradient_xi[at - 1];
            profile->gradient[at] = profile->gradient[at - 1];
            profile->gradient_error[at] = profile->gradient_error[at - 1];
        }
        profile->gradient_xi[at] = xi[i];
        profile->gradient[at] = gradient[i];
        profile->gradient_error[at] = error[i];
    }
    for (size_t i = 1; i < n; i++) {
        if (profile->gradient_xi[i] == profile->gradient_xi[i - 1]) {
            return hc_fail(ctx, HC_ERROR_INPUT, "two windows have the same xi = %g; average them first",
                           profile->gradient_xi[i]);
        }
    }
    return HC_OK;
}

hc_status hc_profile_from_windows(hc_context *ctx, size_t nwindow, const double *xi, const double *gradient,
                                  const double *error, hc_profile_rule rule, size_t refine, bool descending,
                                  hc_profile **profile)
{
    hc_status status = HC_OK;
    hc_profile *p = NULL;
    double *second = NULL;

    *profile = NULL;
    if (nwindow < 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%zu windows do not make a profile; at least 2 are needed", nwindow);
    }
    refine = refine == 0 ? DEFAULT_REFINE : refine;
    HC_TRY(hc_profile_create(ctx, (nwindow - 1) * refine + 1, nwindow, &p));
    HC_TRY(sort_windows(ctx, nwindow, xi, gradient, error, p));
    if (rule == HC_PROFILE_SPLINE) {
        HC_TRY(hc_allocate(ctx, nwindow * nwindow, sizeof(double), &second));
        HC_TRY(spline_second_derivatives(ctx, nwindow, p->gradient_xi, second));
    }
    fill_window_weights(p, refine, second);
    p->descending = descending;
    p->inefficiency = NAN;
    hc_profile_complete(p);
    *profile = p;
    p = NULL;

cleanup:
    free(second);
    hc_profile_free(p);
    return status;
}

typedef struct barriers {
    double forward, reverse;
    size_t top;
} barriers;

static barriers barriers_of(const hc_profile *profile, const double *energy)
{
    size_t end = profile->descending ? 0 : profile->count - 1;
    barriers result = {.top = start_of(profile)};
    for (size_t k = 0; k < profile->count; k++) {
        result.top = energy[k] > energy[result.top] ? k : result.top;
    }
    result.forward = energy[result.top] - energy[start_of(profile)];
    result.reverse = energy[result.top] - energy[end];
    return result;
}

/* Running mean and sum of squared deviations (Welford). */
typedef struct moments {
    double mean, square;
} moments;

static void add_moment(moments *m, double value, int index)
{
    double delta = value - m->mean;
    m->mean += delta / (index + 1);
    m->square += delta * (value - m->mean);
}

hc_status hc_profile_summarise(hc_context *ctx, const hc_profile *profile, uint64_t seed, hc_profile_summary *summary)
{
    const size_t n = profile->ngradient;
    size_t end = profile->descending ? 0 : profile->count - 1;
    hc_status status = HC_OK;
    double *gradient = NULL, *energy = NULL;
    moments forward = {0}, reverse = {0};
    hc_random random;

    hc_random_seed(&random, seed);
    HC_TRY(hc_allocate(ctx, n, sizeof(double), &gradient));
    HC_TRY(hc_allocate(ctx, profile->count, sizeof(double), &energy));
    for (int sample = 0; sample < SAMPLES; sample++) {
        for (size_t j = 0; j < n; j++) {
            gradient[j] = profile->gradient[j] + profile->gradient_error[j] * hc_random_normal(&random);
        }
        hc_gemv(false, profile->count, n, 1, profile->weight, n, gradient, 0, energy);
        barriers drawn = barriers_of(profile, energy);
        add_moment(&forward, drawn.forward, sample);
        add_moment(&reverse, drawn.reverse, sample);
    }
    barriers best = barriers_of(profile, profile->energy);
    *summary = (hc_profile_summary){.barrier = best.forward,
                                    .barrier_error = sqrt(forward.square / (SAMPLES - 1)),
                                    .barrier_bias = forward.mean - best.forward,
                                    .barrier_xi = profile->xi[best.top],
                                    .reverse_barrier = best.reverse,
                                    .reverse_barrier_error = sqrt(reverse.square / (SAMPLES - 1)),
                                    .reaction_energy = profile->energy[end],
                                    .reaction_error = profile->error[end]};

cleanup:
    free(gradient);
    free(energy);
    return status;
}
