#include "math/line_fit.h"

#include <math.h>

#define SAME_X 1e-26 /* of the squares: abscissas that differ by rounding alone are the same */

hc_status hc_line_fit_make(hc_context *ctx, const char *what, size_t count, const double *x, const double *y,
                           hc_line_fit *fit)
{
    double n = (double)count, x_mean = 0.0, y_mean = 0.0, sxx = 0.0, sxy = 0.0, syy = 0.0, residual = 0.0;
    *fit = (hc_line_fit){.count = count};
    for (size_t i = 0; i < count; i++) {
        x_mean += x[i] / n;
        y_mean += y[i] / n;
    }
    for (size_t i = 0; i < count; i++) {
        sxx += (x[i] - x_mean) * (x[i] - x_mean);
        sxy += (x[i] - x_mean) * (y[i] - y_mean);
        syy += (y[i] - y_mean) * (y[i] - y_mean);
    }
    if (count < 2 || !(sxx > SAME_X * n * x_mean * x_mean) || !isfinite(sxx) || !isfinite(sxy)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: a line needs points at two different abscissas, there %s %zu point%s",
                       what, count == 1 ? "is" : "are", count, count == 1 ? "" : "s");
    }
    fit->slope = sxy / sxx;
    fit->intercept = y_mean - fit->slope * x_mean;
    for (size_t i = 0; i < count; i++) {
        double deviation = y[i] - hc_line_fit_at(fit, x[i], NULL);
        residual += deviation * deviation;
    }
    double variance = count > 2 ? residual / (n - 2.0) : NAN;
    fit->rmse = sqrt(variance);
    fit->slope_error = sqrt(variance / sxx);
    fit->intercept_error = sqrt(variance * (1.0 / n + x_mean * x_mean / sxx));
    fit->covariance = -variance * x_mean / sxx;
    fit->r2 = syy > 0.0 ? 1.0 - residual / syy : 1.0;
    return HC_OK;
}

double hc_line_fit_at(const hc_line_fit *fit, double x, double *error)
{
    if (error != NULL) {
        double variance = pow(fit->intercept_error, 2) + x * x * pow(fit->slope_error, 2) + 2.0 * x * fit->covariance;
        *error = variance < 0.0 ? 0.0 : sqrt(variance);
    }
    return fit->slope * x + fit->intercept;
}
