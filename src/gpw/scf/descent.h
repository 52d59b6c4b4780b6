/* Minimisation of the energy in the space of the occupied orbitals, for whole numbers of electrons: no diagonalisation
 * of the whole matrix, and no step that raises the energy.
 *
 * The gradient is preconditioned (preconditioner.h), earlier steps say more of the curvature (secants.h), and a step
 * that does not lower the energy enough is taken back and made shorter. Orbitals are rows. Ideas: J. VandeVondele, J.
 * Hutter, J. Chem. Phys. 118, 4365 (2003); theory: docs/theory/gpw.md. */
#ifndef HC_GPW_SCF_DESCENT_H
#define HC_GPW_SCF_DESCENT_H

#include "engine/orbitals.h"
#include "gpw/scf/preconditioner.h"
#include "gpw/scf/secants.h"
#include "halfcell/state.h"

#define HC_GPW_DESCENT_EMPTY 8 /* empty orbitals kept for the lowest level */

typedef struct hc_gpw_descent {
    size_t nao, nspin;
    size_t nocc[2];
    double *c[2];         /* occupied orbitals, orthonormal in S, [nocc][nao] */
    double *sc[2];        /* C S [nocc][nao] */
    double *lambda[2];    /* C F C^T, hartree, [nocc][nocc] */
    double *canonical[2]; /* rows: canonical orbitals in terms of c when the preconditioner was made, [nocc][nocc] */
    size_t nempty[2];
    double *empty[2]; /* the lowest empty orbitals of the last geometry, [nempty][nao] */
    double lumo[2];   /* the lowest one's level, hartree; NaN where there is none */
    size_t first[3];  /* of each spin's orbitals in the vectors below, and the sum, numbers */
    double *gradient; /* of the present orbitals, C H - lambda C S */
    double *base;     /* the orbitals that steps are tried from: those of the lowest energy */
    double *base_gradient;
    double *direction;    /* of the steps from the base */
    double *trial;        /* where the orbitals go next, not orthonormal */
    double energy, slope; /* hartree, of the base, and its change along the direction */
    double length;        /* of the present step, in directions */
    double scale;         /* of the preconditioner */
    bool has_base;        /* of this geometry */
    int refusals;         /* of steps, one after the other */
    int age;              /* steps that the preconditioner has seen */
    double *work, *square;
    hc_gpw_preconditioner *preconditioner[2];
    hc_gpw_secants *secants;
} hc_gpw_descent;

/* nocc[nspin] filled orbitals of each spin out of the orbitals of a diagonalisation. */
HC_MUST_CHECK hc_status hc_gpw_descent_create(hc_context *ctx, size_t nspin, const size_t *nocc,
                                              hc_orbitals *const *orbitals, hc_gpw_descent **descent);
void hc_gpw_descent_free(hc_gpw_descent *descent);
/* Begins a geometry with the orbitals c as a guess: makes them orthonormal in overlap [nao][nao] (symmetrically: the
 * nearest set). */
HC_MUST_CHECK hc_status hc_gpw_descent_begin(hc_context *ctx, hc_gpw_descent *descent, const double *overlap);
/* density[spin] [nao][nao] = filling C^T C: two electrons an orbital when there is one spin, else one. */
void hc_gpw_descent_density(const hc_gpw_descent *descent, double *const *density);
/* Given the Kohn-Sham matrices h[spin] and the energy (hartree) of the present orbitals, which become the base of the
 * next step unless that energy is too high (descent->refusals counts): *error is the largest norm over the orbitals of
 * a basis function's element of C H - lambda C S, hartree, which no rotation of the orbitals changes; below `tolerance`
 * the energy is not too high. */
HC_MUST_CHECK hc_status hc_gpw_descent_look(hc_context *ctx, hc_gpw_descent *descent, const double *overlap,
                                            const double *const *h, double energy, double tolerance, double *error);
/* The orbitals take the step. */
HC_MUST_CHECK hc_status hc_gpw_descent_move(hc_context *ctx, hc_gpw_descent *descent, const double *overlap);
/* Puts the lowest empty orbital of spin s (as frontier.h has found it) in the place of the highest filled one, whose
 * level lambda says; what follows begins anew, with hc_gpw_descent_begin. */
HC_MUST_CHECK hc_status hc_gpw_descent_exchange(hc_context *ctx, hc_gpw_descent *descent, size_t s);
/* weighted [nao][nao] = filling, summed over spins, C^T lambda C. */
void hc_gpw_descent_weighted_density(hc_gpw_descent *descent, double *weighted);

/* What is carried from geometry to geometry; the occupied orbitals are the caller's to keep. */
HC_MUST_CHECK hc_status hc_gpw_descent_save(const hc_gpw_descent *descent, hc_context *ctx, hc_state *state);
/* A descent as it was saved, its orbitals zero. */
HC_MUST_CHECK hc_status hc_gpw_descent_load(hc_context *ctx, const hc_state *state, size_t nao, size_t nspin,
                                            const size_t *nocc, hc_gpw_descent **descent);

#endif
