/* Straight lines through points, with errors of what is fitted. */
#ifndef HC_MEASURED_FIT_H
#define HC_MEASURED_FIT_H

#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_line_fit {
    size_t count;
    double slope, intercept;
    double slope_error, intercept_error; /* from the scatter, n - 2 degrees of freedom; NaN with 2 points */
    double covariance;                   /* of slope and intercept */
    double r_squared;
    double deviation; /* of the points from the line, n - 2 */
} hc_line_fit;

/* Unweighted least squares of y on x. Fails with HC_ERROR_INPUT when there are fewer than two points or all x are the
 * same; `what` names the fit in messages. */
HC_MUST_CHECK hc_status hc_line_fit_make(hc_context *ctx, const char *what, size_t count, const double *x,
                                         const double *y, hc_line_fit *fit);

#endif
