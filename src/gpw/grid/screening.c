#include "gpw/grid/screening.h"

#include <math.h>

hc_primitive_bound hc_primitive_bound_of(const hc_gpw_set *set, size_t iexponent)
{
    hc_primitive_bound bound = {.exponent = set->exponent[iexponent], .lmax = set->lmax};
    for (size_t s = 0; s < set->nshell; s++) {
        int l = set->l[s];
        double size = fabs(set->coefficient[s * set->nexponent + iexponent]) * sqrt((2 * l + 1) / (4.0 * M_PI));
        bound.size[l] = fmax(bound.size[l], size);
    }
    return bound;
}

/* The greatest of size[l] r^l: what stands before the Gaussian. */
static double polynomial_size(const hc_primitive_bound *bound, double r)
{
    double greatest = 0, power = 1;
    for (int l = 0; l <= bound->lmax; l++, power *= r) {
        greatest = fmax(greatest, bound->size[l] * power);
    }
    return greatest;
}

/* The bound is exp(-q) f(r) exp(-p r^2) with f growing with r. Started beyond the solution of bound(r) = eps, the
 * iteration r = sqrt(log(f(r) exp(-q) / eps) / p) falls towards it, and every value is an upper limit. */
double hc_product_radius(const hc_primitive_bound *a, const hc_primitive_bound *b, double distance, double eps)
{
    double p = a->exponent + b->exponent, t = b->exponent / p;
    double offset = -a->exponent * t * distance * distance - log(eps);
    double radius = (10.0 + distance * sqrt(p)) / sqrt(p);
    for (int iteration = 0; iteration < 5; iteration++) {
        double size = polynomial_size(a, radius + t * distance) * polynomial_size(b, radius + (1.0 - t) * distance);
        double decay = log(size) + offset;
        if (!(decay > 0)) {
            return 0;
        }
        radius = sqrt(decay / p);
    }
    return radius;
}

double hc_product_reach(const hc_primitive_bound *a, const hc_primitive_bound *b, double eps)
{
    double reduced = a->exponent * b->exponent / (a->exponent + b->exponent);
    /* Beyond its maximum the bound falls. */
    double low = sqrt((a->lmax + b->lmax + 1) / reduced), high = low;
    while (hc_product_radius(a, b, high, eps) > 0) {
        low = high;
        high *= 1.5;
    }
    for (int iteration = 0; iteration < 30; iteration++) {
        double middle = 0.5 * (low + high);
        if (hc_product_radius(a, b, middle, eps) > 0) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return high;
}
