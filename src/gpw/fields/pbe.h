/* The family of PBE, many points at a time: J. P. Perdew, K. Burke, M. Ernzerhof, Phys. Rev. Lett. 77, 3865 (1996). */
#ifndef HC_GPW_FIELDS_PBE_H
#define HC_GPW_FIELDS_PBE_H

#include "gpw/fields/functional.h"

typedef struct hc_gpw_pbe {
    double kappa, mu; /* of exchange */
    bool exponential; /* F = 1 + kappa (1 - exp(-mu p/kappa)), RPBE; else 1 + kappa - kappa/(1 + mu p/kappa) */
    double beta;      /* of correlation */
    bool published;   /* constants of the uniform gas with the digits of the paper, not those of libxc */
} hc_gpw_pbe;

/* As hc_gpw_functional_evaluate; count is a multiple of 8. */
void hc_gpw_pbe_evaluate(const hc_gpw_pbe *pbe, size_t nspin, size_t count, const hc_gpw_xc_points *points);

#endif
