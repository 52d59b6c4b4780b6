/* Polynomials in x, y, z, their moments, and what derivatives make of a Gaussian times a polynomial.
 *
 * Coefficients and moments are ordered by hc_cartesian_place (all lower totals first), so that a polynomial of degree l
 * is the beginning of one of a higher degree. */
#ifndef HC_GPW_GRID_POLYNOMIAL_H
#define HC_GPW_GRID_POLYNOMIAL_H

#include "gpw/harmonics.h"
#include "halfcell/vec.h"

/* Highest degree of a product of two basis functions, and with the two powers that a strain adds. */
#define HC_POLYNOMIAL_PRODUCT (2 * HC_GPW_LMAX)
#define HC_POLYNOMIAL_MAX (2 * HC_GPW_LMAX + 2)

/* Derivative along `axis` of the polynomial c of degree l; d has degree l - 1 (nothing is written for l = 0). */
void hc_polynomial_derivative(int l, int axis, const double *c, double *d);

/* Integrals of v with f = exp(-exponent |r - offset|^2) sum c_k r^k, from the moments m (of v times the Gaussian) up to
 * degree l + 2 (or l + 1, when `strain` is NULL). */
typedef struct hc_gaussian_integrals {
    double value;     /* integral v f */
    hc_vec3 first;    /* integral v f x */
    hc_vec3 gradient; /* integral v df/dx */
} hc_gaussian_integrals;
/* strain[x][y] = integral v df/dx y. */
void hc_gaussian_integrate(int l, double exponent, hc_vec3 offset, const double *c, const double *m,
                           hc_gaussian_integrals *integrals, hc_mat3 *strain);

#endif
