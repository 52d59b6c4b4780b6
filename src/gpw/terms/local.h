/* The short-ranged part of the local pseudopotentials over the basis, as analytic three-centre integrals. */
#ifndef HC_GPW_TERMS_LOCAL_H
#define HC_GPW_TERMS_LOCAL_H

#include "gpw/system.h"

/* h [nao][nao] += sum over atoms C and images <a| exp(-r_C^2/(2 r_loc^2)) sum_k local[k] (r_C/r_loc)^(2k) |b>, hartree.
 * Products of primitives are left out where their integral with an atom stays below eps. */
HC_MUST_CHECK hc_status hc_gpw_local(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                     double eps, double *h);
/* force += -d/dR, strain += d/dstrain (NULL: not wanted) of Tr(P V_local), density P symmetric [nao][nao]; *energy is
 * set to it. */
HC_MUST_CHECK hc_status hc_gpw_local_gradient(hc_context *ctx, const hc_gpw_system *system,
                                              const hc_structure *structure, double eps, const double *density,
                                              double *energy, hc_vec3 *force, hc_mat3 *strain);

#endif
