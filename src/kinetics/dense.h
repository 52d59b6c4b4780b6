/* Small dense linear systems by Gaussian elimination with scaled row pivoting, without allocation. */
#ifndef HC_KINETICS_DENSE_H
#define HC_KINETICS_DENSE_H

#include <stdbool.h>
#include <stddef.h>

/* Factors a [n][n] in place; false when it is singular. */
bool hc_dense_factor(size_t n, double *a, size_t *permutation);
/* Solves with the factors; b [n] becomes x. scratch [n]. */
void hc_dense_solve(size_t n, const double *a, const size_t *permutation, double *b, double *scratch);

#endif
