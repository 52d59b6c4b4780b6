/* Slater functions as sums of Gaussians (STO-nG), the fits that GFN1-xTB uses. */
#ifndef HC_GFN1_STO_NG_H
#define HC_GFN1_STO_NG_H

#include <stddef.h>

#define HC_STO_PRIMITIVES 6

/* Fit of a Slater function of exponent 1 by primitive Gaussians; for exponent zeta the exponents are multiplied by
 * zeta^2. Coefficients belong to normalised primitives. */
typedef struct hc_sto_fit {
    int n, l;
    size_t nprimitive;
    double exponent[HC_STO_PRIMITIVES];    /* 1/bohr^2, [nprimitive] */
    double coefficient[HC_STO_PRIMITIVES]; /* [nprimitive] */
} hc_sto_fit;

/* The fit of that main and angular quantum number and length, or NULL when there is none. */
const hc_sto_fit *hc_sto_find(int n, int l, size_t nprimitive);

#endif
