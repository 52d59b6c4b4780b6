/* The separable part of the pseudopotentials. */
#ifndef HC_GPW_TERMS_NONLOCAL_H
#define HC_GPW_TERMS_NONLOCAL_H

#include "gpw/system.h"

/* h [nao][nao] += sum over atoms, l, ij, m and images of <a|p_i> h_ij <p_j|b>. */
HC_MUST_CHECK hc_status hc_gpw_nonlocal(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                        double eps, double *h);
/* force += -d/dR, strain += d/dstrain of Tr(P V_nonlocal); *energy is set to it. */
HC_MUST_CHECK hc_status hc_gpw_nonlocal_gradient(hc_context *ctx, const hc_gpw_system *system,
                                                 const hc_structure *structure, double eps, const double *density,
                                                 double *energy, hc_vec3 *force, hc_mat3 *strain);

#endif
