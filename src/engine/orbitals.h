/* The generalised eigenproblem H c = e S c, by S = L L^T. */
#ifndef HC_ENGINE_ORBITALS_H
#define HC_ENGINE_ORBITALS_H

#include "halfcell/context.h"

typedef struct hc_orbitals {
    size_t nao;
    double *inverse;     /* L^-1, lower triangle, [nao][nao] */
    double *coefficient; /* row i is orbital i, [nao][nao] */
    double *energy;      /* hartree, ascending, [nao] */
} hc_orbitals;

HC_MUST_CHECK hc_status hc_orbitals_create(hc_context *ctx, size_t nao, hc_orbitals **orbitals);
void hc_orbitals_free(hc_orbitals *orbitals);

/* overlap [nao][nao]; fails with HC_ERROR_NUMERIC when it is not positive definite. */
HC_MUST_CHECK hc_status hc_orbitals_set_overlap(hc_context *ctx, hc_orbitals *orbitals, const double *overlap);
/* The same for an overlap whose Cholesky factor [nao][nao] (lower triangle) is known. */
HC_MUST_CHECK hc_status hc_orbitals_set_factor(hc_context *ctx, hc_orbitals *orbitals, const double *factor);
/* h [nao][nao]. */
HC_MUST_CHECK hc_status hc_orbitals_solve(hc_context *ctx, hc_orbitals *orbitals, const double *h);

/* matrix [nao][nao] = sum_i occupation[i] c_i c_i^T; orbitals of negligible occupation are left out. occupation [nao]
 * not negative; scratch [nao][nao]. */
void hc_orbitals_density(const hc_orbitals *orbitals, const double *occupation, double *scratch, double *matrix);
/* matrix [nao][nao] = sum_i occupation[i] e_i c_i c_i^T, given the density [nao][nao] of these occupations. */
void hc_orbitals_weighted_density(const hc_orbitals *orbitals, const double *occupation, const double *density,
                                  double *scratch, double *matrix);

#endif
