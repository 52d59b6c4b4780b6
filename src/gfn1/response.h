/* First-order response of the shell charges to a change of the shells' potential, at fixed orbitals and fixed electron
 * numbers (perturbation theory with fractional occupations):
 *
 *   dP = sum_ij K_ij c_i dH_ij c_j^T,  K_ij = (f_i - f_j) / (e_i - e_j),  dH = -S (dV_a + dV_b) / 2,
 *
 * less the shift of the Fermi level. In single precision: it serves to solve for the next charges, and what it leaves
 * is seen when these are put to the test. */
#ifndef HC_GFN1_RESPONSE_H
#define HC_GFN1_RESPONSE_H

#include "engine/orbitals.h"
#include "gfn1/basis.h"

typedef struct hc_gfn1_response {
    const hc_gfn1_basis *basis; /* borrowed */
    const hc_orbitals *orbitals;
    const double *filling; /* [2][nao], borrowed from prepare to apply */
    double kT;
    size_t nfilled;       /* orbitals 0 ... nfilled - 1 hold electrons */
    size_t first_empty;   /* orbitals first_empty ... nao - 1 can take some */
    float *coefficient;   /* [nao][nao] */
    float *overlap;       /* S, [nao][nao] */
    float *times_overlap; /* rows S c_i, [nao][nao] */
    float *scratch;       /* [2][nao][nao] */
    float *coupling;      /* [nfilled][nao - first_empty], room for [nao][nao] */
    double *population;   /* [nao] */
    float *factor;        /* [nao] */
} hc_gfn1_response;

HC_MUST_CHECK hc_status hc_gfn1_response_create(hc_context *ctx, const hc_gfn1_basis *basis,
                                                hc_gfn1_response **response);
void hc_gfn1_response_free(hc_gfn1_response *response);

/* Takes the orbitals, their overlap matrix [nao][nao] and their filling by spin [2][nao]. */
void hc_gfn1_response_prepare(hc_gfn1_response *response, const hc_orbitals *orbitals, const double *overlap,
                              const double *filling, double kT);

/* charge [nshell] = change of the shells' charges (e) by dv [nshell] (hartree/e). */
void hc_gfn1_response_apply(hc_gfn1_response *response, const double *dv, double *charge);

#endif
