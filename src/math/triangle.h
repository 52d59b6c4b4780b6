/* Symmetric matrices [n][n] as lower triangles, row after row: n (n + 1)/2 numbers. */
#ifndef HC_MATH_TRIANGLE_H
#define HC_MATH_TRIANGLE_H

#include <stddef.h>

/* Elements off the diagonal are multiplied by `weight`, and divided by it on the way back: with the root of 2 the
 * product of two triangles is the trace of the product of the matrices. */
void hc_triangle_pack(size_t n, double weight, const double *matrix, double *triangle);
void hc_triangle_unpack(size_t n, double weight, const double *triangle, double *matrix);

#endif
