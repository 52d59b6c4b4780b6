/* The Hubbard term: what it costs to share the electrons of a shell among its orbitals,
 *
 *     E_U = sum over shells and spins of U/2 Tr(n - n n),   n_mm' = <phi_m|P|phi_m'>,
 *
 * phi the orbitals of the free atom (hubbard_shells.h); U stands for U - J. S. L. Dudarev et al., Phys. Rev. B 57, 1505
 * (1998). Theory: docs/theory/gpw.md. */
#ifndef HC_GPW_TERMS_HUBBARD_H
#define HC_GPW_TERMS_HUBBARD_H

#include "gpw/hubbard_shells.h"

typedef struct hc_gpw_hubbard {
    hc_gpw_hubbard_shells *shells; /* owned */
    size_t nao, nspin;
    double *projected; /* projector S, [nprojector][nao] */
    double *work[2];   /* [nprojector][nao] */
} hc_gpw_hubbard;

/* Takes over the shells, also when it fails. */
HC_MUST_CHECK hc_status hc_gpw_hubbard_create(hc_context *ctx, hc_gpw_hubbard_shells *shells, size_t nao, size_t nspin,
                                              hc_gpw_hubbard **hubbard);
void hc_gpw_hubbard_free(hc_gpw_hubbard *hubbard);
/* For the overlap [nao][nao] of a geometry. */
void hc_gpw_hubbard_update(hc_gpw_hubbard *hubbard, const double *overlap);
/* h [nspin] matrices [nao][nao] += dE_U/dP of density [nspin] matrices (nspin 1: of both spins); returns E_U,
 * hartree. */
double hc_gpw_hubbard_add(hc_gpw_hubbard *hubbard, const double *const *density, double *const *h);
/* The same derivative for shells that are filled as they begin: as in the free atom, or with the electrons asked for in
 * the orbitals that lie lowest in h as it was given, and then with a larger U if need be, so that they are there. */
HC_MUST_CHECK hc_status hc_gpw_hubbard_begin(hc_context *ctx, hc_gpw_hubbard *hubbard, double *const *h);
/* electrons [shells->count][2]: Tr n of each shell, spin up and down. */
void hc_gpw_hubbard_electrons(hc_gpw_hubbard *hubbard, const double *const *density, double (*electrons)[2]);
/* weighted [nao][nao] (symmetric) -= dE_U/dS at fixed P: as the energy-weighted density matrix, what the derivative of
 * the overlap is multiplied with in a force. */
void hc_gpw_hubbard_weight(hc_gpw_hubbard *hubbard, const double *const *density, double *weighted);

#endif
