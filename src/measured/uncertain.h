/* Numbers with errors that know where they come from: first-order (linear) propagation with correlations.
 *
 * A value carries, for each independent source of error, its change when that source moves by one standard error:
 * part[k] = (dy/ds_k) sigma_k. Two numbers that contain the same source (a gas flow, the charge) are correlated through
 * it, so sums and ratios come out right without a covariance matrix (JCGM 100:2008, 5.1 and 5.2). */
#ifndef HC_MEASURED_UNCERTAIN_H
#define HC_MEASURED_UNCERTAIN_H

#include <stddef.h>

#include "halfcell/context.h"

#define HC_ERROR_SOURCE_MAX 64

typedef struct hc_error_sources {
    size_t count;
    char name[HC_ERROR_SOURCE_MAX][48];
} hc_error_sources;

typedef struct hc_uncertain {
    double value;
    double part[HC_ERROR_SOURCE_MAX];
} hc_uncertain;

hc_uncertain hc_uncertain_exact(double value);
/* A measured number: `name` is its source, and the same name is the same source. An error that is NaN or 0 adds none.
 * Fails with HC_ERROR_INPUT when there are too many sources. */
HC_MUST_CHECK hc_status hc_uncertain_measured(hc_context *ctx, hc_error_sources *sources, const char *name,
                                              double value, double error, hc_uncertain *result);

hc_uncertain hc_uncertain_add(const hc_uncertain *a, const hc_uncertain *b);
hc_uncertain hc_uncertain_subtract(const hc_uncertain *a, const hc_uncertain *b);
hc_uncertain hc_uncertain_multiply(const hc_uncertain *a, const hc_uncertain *b);
hc_uncertain hc_uncertain_divide(const hc_uncertain *a, const hc_uncertain *b);
hc_uncertain hc_uncertain_scale(const hc_uncertain *a, double factor);
/* f(a) with its value and its derivative there. */
hc_uncertain hc_uncertain_map(const hc_uncertain *a, double value, double derivative);

/* Standard error; the correlation coefficient of two numbers (0 when one is exact). */
double hc_uncertain_error(const hc_uncertain *a);
double hc_uncertain_correlation(const hc_uncertain *a, const hc_uncertain *b);
/* The source that adds most to the error; sources->count when there is none. */
size_t hc_uncertain_largest(const hc_uncertain *a, const hc_error_sources *sources);

#endif
