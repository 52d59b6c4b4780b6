/* The kernels: one Gaussian times a polynomial on a grid, put there or integrated with what is there.
 *
 * g(r) = exp(-exponent |r - center|^2) sum_{lx+ly+lz <= l} c[hc_cartesian_place(lx,ly,lz)] x^lx y^ly z^lz,
 * (x, y, z) = r - center + offset,
 * on the grid points within `radius` of the center, all periodic images included (the sphere may be larger than the
 * cell). */
#ifndef HC_GPW_GRID_GAUSSIAN_H
#define HC_GPW_GRID_GAUSSIAN_H

#include "gpw/grid/grid.h"

typedef struct hc_grid_gaussian {
    double exponent; /* 1/bohr^2 */
    hc_vec3 center;  /* bohr, anywhere */
    double radius;   /* bohr */
    int l;           /* highest power, 0 ... 2 HC_GPW_LMAX + 2 */
    hc_vec3 offset;  /* bohr: powers are of the distance from center - offset */
} hc_grid_gaussian;

/* values += g on the grid; the plain version. */
void hc_grid_collocate_reference(const hc_grid *grid, const hc_grid_gaussian *gaussian, const double *coefficient,
                                 double *values);
/* moments[place] = sum over points of values(r) exp(-exponent |r - center|^2) x^lx y^ly z^lz (no volume element). */
void hc_grid_integrate_reference(const hc_grid *grid, const hc_grid_gaussian *gaussian, const double *values,
                                 double *moments);

#endif
