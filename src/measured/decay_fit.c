/* y = plateau + amplitude exp(-t/tau) by least squares. For a given tau the other two are linear (variable projection),
 * so that the search is in one dimension: a grid of tau in equal factors, then the golden section. */
#include <math.h>

#include "halfcell/vec.h"
#include "measured/analyses.h"

#define GRID_COUNT 80
#define GOLDEN_STEPS 60
#define GOLDEN 0.6180339887498949

typedef struct linear_part {
    double plateau, amplitude, residual;
} linear_part;

static linear_part solve_linear(size_t count, const double *time, const double *value, double tau)
{
    double n = (double)count, s1 = 0.0, s11 = 0.0, sy = 0.0, s1y = 0.0;
    linear_part part = {0};
    for (size_t i = 0; i < count; i++) {
        double e = exp(-(time[i] - time[0]) / tau);
        s1 += e;
        s11 += e * e;
        sy += value[i];
        s1y += e * value[i];
    }
    double determinant = n * s11 - s1 * s1;
    part.amplitude = determinant > 0.0 ? (n * s1y - s1 * sy) / determinant : 0.0;
    part.plateau = (sy - part.amplitude * s1) / n;
    for (size_t i = 0; i < count; i++) {
        double off = value[i] - part.plateau - part.amplitude * exp(-(time[i] - time[0]) / tau);
        part.residual += off * off;
    }
    return part;
}

static double find_tau(size_t count, const double *time, const double *value, double shortest, double longest)
{
    double factor = pow(longest / shortest, 1.0 / (GRID_COUNT - 1)), best = shortest, least = INFINITY;
    for (int k = 0; k < GRID_COUNT; k++) {
        double tau = shortest * pow(factor, k), residual = solve_linear(count, time, value, tau).residual;
        if (residual < least) {
            least = residual;
            best = tau;
        }
    }
    double low = log(best / factor), high = log(best * factor);
    for (int k = 0; k < GOLDEN_STEPS; k++) {
        double a = high - GOLDEN * (high - low), b = low + GOLDEN * (high - low);
        if (solve_linear(count, time, value, exp(a)).residual < solve_linear(count, time, value, exp(b)).residual) {
            high = b;
        } else {
            low = a;
        }
    }
    return exp(0.5 * (low + high));
}

/* Errors from the curvature of the sum of squares and the scatter of the points. */
static void find_errors(size_t count, const double *time, double residual, hc_decay_fit *fit)
{
    hc_mat3 curvature = {{{0}}};
    double variance = residual / (double)(count - 3);
    for (size_t i = 0; i < count; i++) {
        double t = time[i] - time[0], e = exp(-t / fit->tau);
        hc_vec3 derivative = {1.0, e, fit->amplitude * e * t / fit->tau}; /* by ln(tau): well scaled */
        hc_mat3_add_outer(&curvature, 1.0, derivative, derivative);
    }
    fit->resolved = fit->resolved && hc_mat3_determinant(&curvature) > 0.0;
    hc_mat3 covariance = hc_mat3_inverse(&curvature);
    fit->plateau_error = sqrt(variance * covariance.row[0].x);
    fit->amplitude_error = sqrt(variance * covariance.row[1].y);
    fit->tau_error = fit->tau * sqrt(variance * covariance.row[2].z);
}

hc_status hc_decay_fit_make(hc_context *ctx, size_t count, const double *time, const double *value, hc_decay_fit *fit)
{
    *fit = (hc_decay_fit){0};
    double length = count > 0 ? time[count - 1] - time[0] : 0.0;
    if (count < 5 || !(length > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a decay needs at least 5 points at different times, there are %zu", count);
    }
    double shortest = length / (double)count, longest = 10.0 * length;
    fit->tau = find_tau(count, time, value, shortest, longest);
    linear_part part = solve_linear(count, time, value, fit->tau);
    fit->plateau = part.plateau;
    fit->amplitude = part.amplitude;
    fit->resolved = fit->tau > 1.5 * shortest && fit->tau < 3.0 * length;
    find_errors(count, time, part.residual, fit);
    fit->resolved = fit->resolved && fit->tau_error < fit->tau;
    return HC_OK;
}
