/* Exchange and correlation on a grid, functionals from libxc. */
#ifndef HC_GPW_FIELDS_XC_H
#define HC_GPW_FIELDS_XC_H

#include <stdbool.h>

#include "gpw/grid/grid.h"
#include "math/fft.h"

typedef struct hc_gpw_functional hc_gpw_functional;

/* "PBE", "RPBE", "revPBE", "BLYP", "PBEsol", "LDA" ... as short names, or libxc names joined by "+":
 * "GGA_X_PBE+GGA_C_PBE". Hybrids and meta-GGAs are refused with the reason. */
HC_MUST_CHECK hc_status hc_gpw_functional_create(hc_context *ctx, const char *name, size_t nspin,
                                                 hc_gpw_functional **functional);
void hc_gpw_functional_free(hc_gpw_functional *functional);
bool hc_gpw_functional_is_gga(const hc_gpw_functional *functional);

/* Energy (hartree) and potential v = dE/d rho (hartree) [nspin][count] of rho [nspin][count] (electrons/bohr^3; nspin
 * 1: both spins together). Gradients are taken with plane waves (all of the grid's, no smoothing). strain, when not
 * NULL, gets += the derivative of E with respect to strain at fixed (volume x rho) (hartree, symmetric). fft: of the
 * grid; its scratch memory is used. v may be rho. Points with less than 1e-10 electrons/bohr^3 contribute nothing. */
HC_MUST_CHECK hc_status hc_gpw_xc(hc_context *ctx, const hc_gpw_functional *functional, const hc_grid *grid,
                                  const hc_fft *fft, size_t nspin, const double *const *rho, double *energy,
                                  double *const *v, hc_mat3 *strain);

#endif
