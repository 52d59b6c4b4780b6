/* The Hartree potential of a charge density, for any boundary condition.
 *
 * rho counts electrons as positive (ions negative), v is the potential energy of an electron: -laplace v = 4 pi rho. */
#ifndef HC_GPW_FIELDS_POISSON_H
#define HC_GPW_FIELDS_POISSON_H

#include <stdbool.h>

#include "gpw/grid/grid.h"
#include "math/fft.h"

typedef struct hc_gpw_poisson hc_gpw_poisson;

/* periodic[k] along lattice vector k: all three (a net charge gets a neutralising background, the mean of v is zero),
 * two (not the third: v is the limit of an isolated slab, zero far from a neutral one without dipole), or none
 * (isolated). A non-periodic direction is cut open at the grid's first plane: the density has to lie within the cell as
 * it is, which need not be twice as long. */
HC_MUST_CHECK hc_status hc_gpw_poisson_create(hc_context *ctx, const hc_grid *grid, const bool periodic[3],
                                              hc_gpw_poisson **poisson);
void hc_gpw_poisson_free(hc_gpw_poisson *poisson);
/* rho_g: coefficients of rho by hc_fft_forward on the grid (destroyed when `v_g` is the same array). Sets v_g,
 * coefficients that hc_fft_backward turns into v [hartree] (the factor 1/count is inside), and energy = 1/2 integral
 * rho v. strain += dE/dstrain at fixed (volume x rho) (hartree), or NULL; only with three periodic directions. */
HC_MUST_CHECK hc_status hc_gpw_poisson_solve(hc_context *ctx, const hc_gpw_poisson *poisson, const hc_fft *fft,
                                             const double complex *rho_g, double complex *v_g, double *energy,
                                             hc_mat3 *strain);

#endif
