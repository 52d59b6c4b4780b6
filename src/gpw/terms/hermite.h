/* Products of two Cartesian Gaussians as sums of derivatives of one (L. E. McMurchie, E. R. Davidson, J. Comput. Phys.
 * 26, 218 (1978)): x_A^i x_B^j exp(-a x_A^2 - b x_B^2) = K sum_t e[i][j][t] (d/dP)^t exp(-p x_P^2). */
#ifndef HC_GPW_TERMS_HERMITE_H
#define HC_GPW_TERMS_HERMITE_H

#include "gpw/terms/short_range.h"

enum { HC_GPW_HERMITE_SIDE = HC_GPW_HERMITE_MAX + 1 };

/* One direction; zero for t > i + j. */
typedef double hc_gpw_expansion[HC_GPW_LMAX + 1][HC_GPW_LMAX + 2][HC_GPW_HERMITE_SIDE];
/* Numbers by t, u, v. */
typedef double hc_gpw_hermite_cube[HC_GPW_HERMITE_SIDE][HC_GPW_HERMITE_SIDE][HC_GPW_HERMITE_SIDE];

/* i <= la, j <= lb; pa = P - A, pb = P - B. */
void hc_gpw_expand_product(int la, int lb, double pa, double pb, double p, hc_gpw_expansion e);

/* primitive [all powers to la][all powers to lb] = sum_tuv e_t e_u e_v hermite_tuv. */
void hc_gpw_hermite_to_cartesian(int la, int lb, const hc_gpw_expansion e[3], const hc_gpw_hermite_cube hermite,
                                 double *primitive);
/* The transpose: hermite_tuv (set for t + u + v <= la + lb) = sum over powers of primitive e_t e_u e_v. */
void hc_gpw_cartesian_to_hermite(int la, int lb, const hc_gpw_expansion e[3], const double *primitive,
                                 hc_gpw_hermite_cube hermite);

#endif
