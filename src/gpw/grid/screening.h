/* How far products of two Gaussian functions reach. */
#ifndef HC_GPW_GRID_SCREENING_H
#define HC_GPW_GRID_SCREENING_H

#include "gpw/basis_set.h"

/* One exponent of a set: the functions are not larger than sum_l size[l] r^l exp(-exponent r^2), the greatest term
 * alone. */
typedef struct hc_primitive_bound {
    double exponent;
    int lmax;
    double size[5]; /* by l: greatest |contraction coefficient| sqrt((2l+1)/(4 pi)) */
} hc_primitive_bound;

hc_primitive_bound hc_primitive_bound_of(const hc_gpw_set *set, size_t iexponent);

/* Radius (bohr) around the center of the product beyond which it stays below eps; 0 when it does so everywhere. The
 * distance of the centers is given (bohr). */
double hc_product_radius(const hc_primitive_bound *a, const hc_primitive_bound *b, double distance, double eps);

/* Distance (bohr) of the centers beyond which hc_product_radius gives 0. */
double hc_product_reach(const hc_primitive_bound *a, const hc_primitive_bound *b, double eps);

#endif
