/* Minimisation of the energy in the space of the occupied orbitals, for systems with a gap: no diagonalisation of the
 * whole matrix.
 *
 * The gradient F_ai between virtual and occupied orbitals is divided by e_a - e_i (virtual orbitals and their energies
 * are those of an earlier diagonalisation, occupied energies the present ones), and the steps so made are combined by
 * DIIS. Orbitals are rows. Ideas: J. VandeVondele, J. Hutter, J. Chem. Phys. 118, 4365 (2003); theory:
 * docs/theory/gpw.md. */
#ifndef HC_GPW_SCF_DESCENT_H
#define HC_GPW_SCF_DESCENT_H

#include "engine/orbitals.h"
#include "gpw/scf/diis.h"
#include "halfcell/state.h"

typedef struct hc_gpw_descent {
    size_t nao, nspin;
    size_t nocc[2];
    double *c[2];         /* occupied orbitals, orthonormal in S, [nocc][nao] */
    double *lambda[2];    /* C F C^T, hartree, [nocc][nocc] */
    double *virtuals[2];  /* of the diagonalisation, [nao - nocc][nao] */
    double *energy[2];    /* theirs, hartree, [nao - nocc] */
    double *trial, *step; /* [sum of nocc][nao]; trial: where the orbitals go next, not orthonormal */
    double *work, *square, *coupling;
    hc_gpw_diis *diis;
} hc_gpw_descent;

/* nocc[nspin] filled orbitals of each spin out of the orbitals of a diagonalisation. */
HC_MUST_CHECK hc_status hc_gpw_descent_create(hc_context *ctx, size_t nspin, const size_t *nocc,
                                              hc_orbitals *const *orbitals, hc_gpw_descent **descent);
void hc_gpw_descent_free(hc_gpw_descent *descent);
/* Makes c orthonormal in overlap [nao][nao] (symmetrically: the nearest set), and forgets earlier steps. */
HC_MUST_CHECK hc_status hc_gpw_descent_restart(hc_context *ctx, hc_gpw_descent *descent, const double *overlap);
/* density[spin] [nao][nao] = factor C^T C. */
void hc_gpw_descent_density(const hc_gpw_descent *descent, double factor, double *const *density);
/* Given the Kohn-Sham matrices h[spin] of the present orbitals: *error is the largest |F_ai|, hartree; when it is not
 * below `tolerance` the orbitals move. */
HC_MUST_CHECK hc_status hc_gpw_descent_step(hc_context *ctx, hc_gpw_descent *descent, const double *overlap,
                                            const double *const *h, double tolerance, double *error);
/* weighted [nao][nao] = factor sum over spins of C^T lambda C. */
void hc_gpw_descent_weighted_density(hc_gpw_descent *descent, double factor, double *weighted);

/* What the preconditioner is made of; the orbitals themselves are the caller's to keep. */
HC_MUST_CHECK hc_status hc_gpw_descent_save(const hc_gpw_descent *descent, hc_context *ctx, hc_state *state);
/* A descent as it was saved, its orbitals zero. */
HC_MUST_CHECK hc_status hc_gpw_descent_load(hc_context *ctx, const hc_state *state, size_t nao, size_t nspin,
                                            const size_t *nocc, hc_gpw_descent **descent);

#endif
