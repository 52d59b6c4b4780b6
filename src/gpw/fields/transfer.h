/* Between the levels of a multigrid, by plane waves: what a coarse grid can hold goes exactly to the fine one; the way
 * back is the adjoint of the way there, so that energies stay variational. Coefficients at an even coarse grid's
 * highest frequency (which has no partner of opposite sign) are left out both ways. */
#ifndef HC_GPW_FIELDS_TRANSFER_H
#define HC_GPW_FIELDS_TRANSFER_H

#include "gpw/grid/grid.h"
#include "math/fft.h"

typedef struct hc_gpw_transfer hc_gpw_transfer;

HC_MUST_CHECK hc_status hc_gpw_transfer_create(hc_context *ctx, const hc_multigrid *multigrid,
                                               hc_gpw_transfer **transfer);
void hc_gpw_transfer_free(hc_gpw_transfer *transfer);
/* The transform of level 0. */
const hc_fft *hc_gpw_transfer_fft(const hc_gpw_transfer *transfer);
/* rho[0] += the densities of the coarser levels: the density in real space. */
HC_MUST_CHECK hc_status hc_gpw_transfer_gather(hc_context *ctx, const hc_gpw_transfer *transfer, double *const *rho);
/* v[level >= 1] from v[0] (real space, borrowed), so that sum_levels dv_l sum v_l rho_l = dv_0 sum v_0 rho_total. */
HC_MUST_CHECK hc_status hc_gpw_transfer_down(hc_context *ctx, const hc_gpw_transfer *transfer, double *const *v);

#endif
