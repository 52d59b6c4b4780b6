/* Functions of the distance from a nucleus on a logarithmic grid, and what a spherical density makes there. */
#ifndef HC_GPW_ATOM_RADIAL_H
#define HC_GPW_ATOM_RADIAL_H

#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_gpw_radial {
    size_t count;
    double step;    /* of ln r */
    double *r;      /* bohr, ascending, [count] */
    double *weight; /* [count]: integral over r of f(r) r^2 is the sum of weight f */
} hc_gpw_radial;

/* From 1e-4 bohr to `outermost`. */
HC_MUST_CHECK hc_status hc_gpw_radial_create(hc_context *ctx, double outermost, hc_gpw_radial *grid);
void hc_gpw_radial_clear(hc_gpw_radial *grid);

/* v [count] (set): repulsion (hartree) of an electron by the spherical density rho [count] (electrons/bohr^3). */
void hc_gpw_radial_hartree(const hc_gpw_radial *grid, const double *rho, double *v);

/* Local density approximation without spin: exchange of a uniform gas, correlation of J. P. Perdew, Y. Wang, Phys. Rev.
 * B 45, 13244 (1992). Energy of an electron and potential, hartree, of rho electrons/bohr^3. */
void hc_gpw_radial_lda(double rho, double *energy, double *potential);

#endif
