/* Self-consistency: by diagonalisation (the orbitals of a combination of earlier Kohn-Sham matrices, occupied by Fermi
 * and Dirac; where levels are filled in part matrices are mixed, or, if that does not end, the free energy is gone
 * down), and, where the system is large and has a gap, by descent in the occupied space once it is near. */
#ifndef HC_GPW_SCF_SCF_H
#define HC_GPW_SCF_SCF_H

#include "engine/history.h"
#include "engine/occupation.h"
#include "engine/orbitals.h"
#include "gpw/hamiltonian.h"
#include "gpw/scf/descent.h"
#include "gpw/scf/diis.h"
#include "gpw/scf/ensemble.h"
#include "gpw/scf/mixing.h"
#include "gpw/scf/safeguard.h"

typedef struct hc_gpw_scf_options {
    size_t nspin;        /* 1: closed shell, both spins in one density matrix */
    double electrons[2]; /* of each spin; nspin 1: half of all in [0] */
    double kT;           /* hartree */
    double tolerance;    /* hartree: largest element of the commutator [H, P] in an orthonormal basis, and, where levels
                            are filled in part, what hc_gpw_mixing_measure gives */
    int max_iterations;
    size_t history;     /* geometries kept for the guess */
    size_t descent_nao; /* from this many functions on descent is preferred */
    /* Sets h [nspin][nao][nao] to the Kohn-Sham matrices of free atoms in the present geometry; NULL: zero. */
    hc_status (*free_atoms)(hc_context *ctx, void *user, double *const *h);
    void *user;
} hc_gpw_scf_options;

typedef struct hc_gpw_scf {
    hc_gpw_scf_options options;
    size_t natom, nao;
    double *density[2]; /* on entry the guess, on return the result; of all electrons when nspin is 1, [nao][nao] */
    double *h[2];       /* Kohn-Sham matrix of the density, [nao][nao] */
    hc_orbitals *orbitals[2];
    double *occupation[2]; /* 0 ... 1, [nao] */
    hc_occupation spin[2];
    hc_gpw_energies energies;
    double homo[2], lumo[2]; /* hartree; NaN when there is none */
    double minus_ts;         /* hartree */
    double error;            /* at the end, hartree: the residual that options.tolerance is for */
    int iterations;
    double exchange_energy; /* hartree, when a descent last exchanged orbitals in this geometry; infinity: never */
    bool rescued;           /* a descent of this geometry has begun instead of mixing */
    bool cools;             /* from some geometry on an ensemble is what ends; history is then of matrices */
    bool converged;
    bool started;    /* the density is that of orbitals of the matrices in `used`, and nothing was iterated yet */
    double *factor;  /* S = L L^T, lower triangle, [nao][nao] */
    bool has_factor; /* of this geometry, and orbitals their inverse */
    double *work[2];
    double *vector, *used, *residual; /* triangles of each spin: the next matrices, those that the present orbitals were
                                         made from, commutators; with diis and safeguard, NULL while descent works */
    hc_gpw_diis *diis;
    hc_gpw_safeguard *safeguard;
    hc_gpw_mixing *mixing;     /* NULL: matrices are not mixed */
    hc_gpw_ensemble *ensemble; /* NULL: the free energy is not gone down */
    double *reference[2];      /* matrices of free atoms in this geometry, for an ensemble's guess; NULL before */
    bool has_reference;        /* of this geometry */
    hc_gpw_descent *descent;   /* NULL: diagonalisation */
    hc_history
        *history; /* of the occupied orbitals, or of the density matrices in the orthonormal basis; NULL: none yet */
    double *history_value; /* what goes into it */
} hc_gpw_scf;

HC_MUST_CHECK hc_status hc_gpw_scf_create(hc_context *ctx, size_t natom, size_t nao, const hc_gpw_scf_options *options,
                                          hc_gpw_scf **scf);
void hc_gpw_scf_free(hc_gpw_scf *scf);
/* The first density, if not that which stands in scf->density: of the orbitals of the matrices in scf->h. */
HC_MUST_CHECK hc_status hc_gpw_scf_start(hc_context *ctx, hc_gpw_scf *scf, const double *overlap);
/* Iterates for the hamiltonian's present geometry from what earlier geometries say (position [natom] are the present
 * ones), the first time from scf->density. Does not fail when it does not converge: see scf->converged; what it holds
 * then is the last iteration's. */
HC_MUST_CHECK hc_status hc_gpw_scf_run(hc_context *ctx, hc_gpw_scf *scf, hc_gpw_hamiltonian *hamiltonian,
                                       const hc_vec3 *position);
/* What the next geometry's guess is made of, to the last bit. */
HC_MUST_CHECK hc_status hc_gpw_scf_save(const hc_gpw_scf *scf, hc_context *ctx, hc_state *state);
HC_MUST_CHECK hc_status hc_gpw_scf_load(hc_gpw_scf *scf, hc_context *ctx, const hc_state *state);

/* Sum over spins of (S^-1 H P + P H S^-1) / 2, [nao][nao]: what the derivative of the overlap is weighted with. */
void hc_gpw_scf_weighted_density(hc_gpw_scf *scf, double *weighted);
double hc_gpw_scf_free_energy(const hc_gpw_scf *scf);
/* As in hc_result: fermi_level (weighted over spins by their electrons), homo, lumo and gap. */
double hc_gpw_scf_fermi_level(const hc_gpw_scf *scf);
void hc_gpw_scf_frontier(const hc_gpw_scf *scf, double *homo, double *lumo, double *gap);

#endif
