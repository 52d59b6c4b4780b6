/* Straight lines through points, with errors of what is fitted. */
#ifndef HC_MATH_LINE_FIT_H
#define HC_MATH_LINE_FIT_H

#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_line_fit {
    size_t count;
    double slope, intercept;
    double slope_error, intercept_error; /* standard errors, from the scatter; NaN with two points */
    double covariance;                   /* of slope and intercept */
    double r2;                           /* coefficient of determination */
    double rmse;                         /* root mean square deviation of the points, n - 2 degrees of freedom */
} hc_line_fit;

/* Unweighted least squares of y on x. Fails with HC_ERROR_INPUT when there are fewer than two points or all x are the
 * same; `what` names the fit in messages. */
HC_MUST_CHECK hc_status hc_line_fit_make(hc_context *ctx, const char *what, size_t count, const double *x,
                                         const double *y, hc_line_fit *fit);
/* Value at x; *error (may be NULL) is the standard error of the line there. */
double hc_line_fit_at(const hc_line_fit *fit, double x, double *error);

#endif
