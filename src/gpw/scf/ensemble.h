/* Minimisation of the free energy where levels are filled in part: over the matrices that orbitals are made from and
 * filled after Fermi and Dirac, so that orbitals and occupations go downhill together.
 *
 * The difference between the matrix of a density and the one that this density was made from is always a way down. It
 * is preconditioned by the electrons' own answer, earlier steps say more of the curvature (secants.h), and a step that
 * does not lower the free energy enough is taken back and made shorter. C. Freysoldt, S. Boeck, J. Neugebauer, Phys.
 * Rev. B 79, 241103 (2009); theory: docs/theory/gpw.md. */
#ifndef HC_GPW_SCF_ENSEMBLE_H
#define HC_GPW_SCF_ENSEMBLE_H

#include "engine/occupation.h"
#include "engine/orbitals.h"
#include "gpw/scf/secants.h"

typedef struct hc_gpw_ensemble {
    size_t nao, nspin;
    double kT;        /* hartree */
    size_t count;     /* numbers in the vectors below: a triangle of each spin, so scaled that products of two are
                         traces of products of matrices */
    double *base;     /* the matrices that steps are tried from: those of the lowest free energy */
    double *gradient; /* change of the free energy with the present matrices */
    double *base_gradient;
    double *direction;     /* of the steps from the base */
    double *trial;         /* the matrices that come next */
    double *base_density;  /* of the base, triangles as they are */
    double *difference[2]; /* [nao][nao] H - x in the present orbitals */
    double *dual[2];       /* [nao][nao] C S */
    double energy, slope;  /* hartree, of the base, and its change along the direction */
    double model;          /* the same to second order, as the preconditioner has it */
    double redistribution; /* along the direction, to first order: square of the change of the densities, as squares of
                              occupations */
    double length;         /* of the present step, in directions */
    double scale;          /* of the preconditioner */
    bool has_base;
    int refusals; /* of steps, one after the other */
    double *work[2];
    hc_gpw_secants *secants;
} hc_gpw_ensemble;

/* What the orbitals of one spin are. */
typedef struct hc_gpw_ensemble_spin {
    const hc_orbitals *orbitals; /* of the matrix `used` */
    const double *occupation;    /* 0 ... 1, [nao] */
    double fermi_level;          /* hartree */
    const double *density;       /* [nao][nao] */
    const double *used;          /* lower triangle */
    const double *h;             /* [nao][nao] Kohn-Sham matrix of the density */
} hc_gpw_ensemble_spin;

HC_MUST_CHECK hc_status hc_gpw_ensemble_create(hc_context *ctx, size_t nao, size_t nspin, double kT,
                                               hc_gpw_ensemble **ensemble);
void hc_gpw_ensemble_free(hc_gpw_ensemble *ensemble);
/* Takes in the present orbitals of all spins and their free energy (hartree); they become the base of the next step
 * unless that is too high (ensemble->refusals counts). *error, hartree: the largest element of the commutator of
 * density and matrix between orbitals, or 4 kT times the largest change of an occupation when the levels are filled as
 * their own matrix has them; below `tolerance` the free energy is not too high. */
void hc_gpw_ensemble_look(hc_gpw_ensemble *ensemble, const double *overlap, const hc_gpw_ensemble_spin *spin,
                          double free_energy, double tolerance, double *error);
/* The matrices that the next orbitals are to be made from: a triangle of each spin. */
void hc_gpw_ensemble_move(const hc_gpw_ensemble *ensemble, double *matrices);
/* Whether the densities [nao][nao] of these orbitals differ from those of the base about as much as to first order. If
 * not, levels have crossed and the energy is not worth its price: the step becomes shorter, and the next orbitals are
 * those of hc_gpw_ensemble_move again. */
bool hc_gpw_ensemble_is_near(hc_gpw_ensemble *ensemble, const double *overlap, const double *const *density);

#endif
