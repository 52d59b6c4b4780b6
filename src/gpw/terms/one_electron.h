/* Analytic two-centre matrices over the basis, summed over periodic images (Gamma point), with their derivatives. */
#ifndef HC_GPW_TERMS_ONE_ELECTRON_H
#define HC_GPW_TERMS_ONE_ELECTRON_H

#include "gpw/system.h"

/* overlap, kinetic [nao][nao] are set; either may be NULL. Pairs whose integrals stay below eps are left out. */
HC_MUST_CHECK hc_status hc_gpw_one_electron(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                            double eps, double *overlap, double *kinetic);
/* force += -d/dR, strain += d/dstrain of Tr(P T) - Tr(W S), P and W symmetric [nao][nao]; strain may be NULL. */
HC_MUST_CHECK hc_status hc_gpw_one_electron_gradient(hc_context *ctx, const hc_gpw_system *system,
                                                     const hc_structure *structure, double eps, const double *density,
                                                     const double *weighted, hc_vec3 *force, hc_mat3 *strain);

#endif
