/* The levels beside the gap after a descent, which moves the occupied orbitals only. */
#ifndef HC_GPW_SCF_FRONTIER_H
#define HC_GPW_SCF_FRONTIER_H

#include "gpw/scf/descent.h"

/* homo: highest eigenvalue of lambda; lumo: the lowest of h [nao][nao] outside the occupied space of spin `s`, by a
 * block iteration from the empty orbitals of the last geometry, which it renews (R. B. Morgan, J. Comput. Phys. 101,
 * 287 (1992); E. R. Davidson 1975), residual below `tolerance` (hartree). NaN where there is none. */
HC_MUST_CHECK hc_status hc_gpw_frontier(hc_context *ctx, hc_gpw_descent *descent, size_t s, const double *overlap,
                                        const double *h, double tolerance, double *homo, double *lumo);

#endif
