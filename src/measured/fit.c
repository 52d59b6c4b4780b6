#include "measured/fit.h"

#include <math.h>

hc_status hc_line_fit_make(hc_context *ctx, const char *what, size_t count, const double *x, const double *y,
                           hc_line_fit *fit)
{
    double x_mean = 0.0, y_mean = 0.0, sxx = 0.0, sxy = 0.0, syy = 0.0, residual = 0.0;
    *fit = (hc_line_fit){.count = count};
    if (count < 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: a line needs at least 2 points, there are %zu", what, count);
    }
    for (size_t i = 0; i < count; i++) {
        x_mean += x[i] / (double)count;
        y_mean += y[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        sxx += (x[i] - x_mean) * (x[i] - x_mean);
        sxy += (x[i] - x_mean) * (y[i] - y_mean);
        syy += (y[i] - y_mean) * (y[i] - y_mean);
    }
    if (!(sxx > 0.0) || !isfinite(sxx) || !isfinite(sxy)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: a line needs points at different abscissas", what);
    }
    fit->slope = sxy / sxx;
    fit->intercept = y_mean - fit->slope * x_mean;
    for (size_t i = 0; i < count; i++) {
        double deviation = y[i] - fit->intercept - fit->slope * x[i];
        residual += deviation * deviation;
    }
    double variance = count > 2 ? residual / (double)(count - 2) : NAN;
    fit->deviation = sqrt(variance);
    fit->slope_error = sqrt(variance / sxx);
    fit->intercept_error = sqrt(variance * (1.0 / (double)count + x_mean * x_mean / sxx));
    fit->covariance = -variance * x_mean / sxx;
    fit->r_squared = syy > 0.0 ? 1.0 - residual / syy : 1.0;
    return HC_OK;
}
