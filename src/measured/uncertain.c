#include "measured/uncertain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

hc_uncertain hc_uncertain_exact(double value)
{
    return (hc_uncertain){.value = value};
}

hc_status hc_uncertain_measured(hc_context *ctx, hc_error_sources *sources, const char *name, double value,
                                double error, hc_uncertain *result)
{
    *result = hc_uncertain_exact(value);
    if (error == 0.0 || isnan(error)) {
        return HC_OK;
    }
    size_t index = 0;
    while (index < sources->count && strcmp(sources->name[index], name) != 0) {
        index++;
    }
    if (index == HC_ERROR_SOURCE_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT, "more than %d sources of error in one evaluation; '%s' is too many",
                       HC_ERROR_SOURCE_MAX, name);
    }
    if (index == sources->count) {
        snprintf(sources->name[index], sizeof sources->name[index], "%s", name);
        sources->count++;
    }
    result->part[index] = error;
    return HC_OK;
}

/* value and da * a.part + db * b.part */
static hc_uncertain combine(const hc_uncertain *a, double da, const hc_uncertain *b, double db, double value)
{
    hc_uncertain result = {.value = value};
    for (size_t i = 0; i < HC_ERROR_SOURCE_MAX; i++) {
        result.part[i] = da * a->part[i] + db * b->part[i];
    }
    return result;
}

hc_uncertain hc_uncertain_add(const hc_uncertain *a, const hc_uncertain *b)
{
    return combine(a, 1.0, b, 1.0, a->value + b->value);
}

hc_uncertain hc_uncertain_subtract(const hc_uncertain *a, const hc_uncertain *b)
{
    return combine(a, 1.0, b, -1.0, a->value - b->value);
}

hc_uncertain hc_uncertain_multiply(const hc_uncertain *a, const hc_uncertain *b)
{
    return combine(a, b->value, b, a->value, a->value * b->value);
}

hc_uncertain hc_uncertain_divide(const hc_uncertain *a, const hc_uncertain *b)
{
    return combine(a, 1.0 / b->value, b, -a->value / (b->value * b->value), a->value / b->value);
}

hc_uncertain hc_uncertain_scale(const hc_uncertain *a, double factor)
{
    return combine(a, factor, a, 0.0, factor * a->value);
}

hc_uncertain hc_uncertain_map(const hc_uncertain *a, double value, double derivative)
{
    return combine(a, derivative, a, 0.0, value);
}

static double covariance(const hc_uncertain *a, const hc_uncertain *b)
{
    double sum = 0.0;
    for (size_t i = 0; i < HC_ERROR_SOURCE_MAX; i++) {
        sum += a->part[i] * b->part[i];
    }
    return sum;
}

double hc_uncertain_error(const hc_uncertain *a)
{
    return sqrt(covariance(a, a));
}

double hc_uncertain_correlation(const hc_uncertain *a, const hc_uncertain *b)
{
    double product = hc_uncertain_error(a) * hc_uncertain_error(b);
    return product > 0.0 ? covariance(a, b) / product : 0.0;
}

size_t hc_uncertain_largest(const hc_uncertain *a, const hc_error_sources *sources)
{
    size_t largest = sources->count;
    double most = 0.0;
    for (size_t i = 0; i < sources->count; i++) {
        if (fabs(a->part[i]) > most) {
            most = fabs(a->part[i]);
            largest = i;
        }
    }
    return largest;
}
