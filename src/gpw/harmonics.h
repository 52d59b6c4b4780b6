/* Real solid harmonics S_lm = r^l Y_lm (orthonormal on the unit sphere) as polynomials in x, y, z, for l = 0 ... 4.
 *
 * Cartesian powers (lx, ly, lz) of one total l are ordered with lx falling, then ly falling: xx xy xz yy yz zz.
 * m runs from -l to l: for l = 1 that is y, z, x. */
#ifndef HC_GPW_HARMONICS_H
#define HC_GPW_HARMONICS_H

#include <stddef.h>

#define HC_GPW_LMAX 4
#define HC_CARTESIAN_COUNT(l) (((size_t)(l) + 1) * ((size_t)(l) + 2) / 2)
/* Of all totals 0 ... l. */
#define HC_CARTESIAN_TOTAL(l) (((size_t)(l) + 1) * ((size_t)(l) + 2) * ((size_t)(l) + 3) / 6)
#define HC_SPHERICAL_COUNT(l) (2 * (size_t)(l) + 1)

/* Place of (lx, ly, lz) among those of the same total. */
static inline size_t hc_cartesian_index(int lx, int ly, int lz)
{
    size_t rest = (size_t)(ly + lz);
    (void)lx;
    return rest * (rest + 1) / 2 + (size_t)lz;
}

/* Place of (lx, ly, lz) when all lower totals come first. */
static inline size_t hc_cartesian_place(int lx, int ly, int lz)
{
    size_t total = (size_t)(lx + ly + lz);
    return total * (total + 1) * (total + 2) / 6 + hc_cartesian_index(lx, ly, lz);
}

/* Coefficients [2l+1][HC_CARTESIAN_COUNT(l)] of S_lm, for l = 0 ... HC_GPW_LMAX; constant data. */
const double *hc_solid_harmonics(int l);

#endif
