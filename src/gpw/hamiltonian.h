/* The Kohn-Sham energy of a density matrix and its derivative, for one geometry at a time.
 *
 * E[P] = Tr P (T + V_nonlocal + V_local) + E_Hartree[rho + rho_ions] + E_xc[rho] + E_Hubbard[P] + ions; theory in
 * docs/theory/gpw.md. */
#ifndef HC_GPW_HAMILTONIAN_H
#define HC_GPW_HAMILTONIAN_H

#include "gpw/fields/poisson.h"
#include "gpw/fields/transfer.h"
#include "gpw/fields/xc.h"
#include "gpw/grid/tasks.h"
#include "gpw/system.h"
#include "gpw/terms/hubbard.h"

typedef struct hc_gpw_hamiltonian_options {
    double cutoff;          /* hartree, of the finest grid */
    double relative_cutoff; /* hartree */
    size_t nlevel;
    double eps;                     /* integrals and products of functions below it are left out */
    const char *functional;         /* as in fields/xc.h */
    size_t nspin;                   /* 1: one density for both spins */
    hc_gpw_hubbard_options hubbard; /* its texts are needed at creation only */
} hc_gpw_hamiltonian_options;

typedef struct hc_gpw_energies {
    double core_hamiltonian; /* Tr P (T + V_nonlocal + V_local) */
    double hartree;          /* of electrons and the Gaussian charges of the ions */
    double xc;
    double hubbard;
    double ion_self, ion_overlap;
} hc_gpw_energies;

/* Wall seconds spent so far. */
typedef struct hc_gpw_times {
    double integrals, ions, tasks, collocate, fields, integrate, gradient;
} hc_gpw_times;

typedef struct hc_gpw_hamiltonian {
    const hc_gpw_system *system; /* borrowed */
    hc_gpw_hamiltonian_options options;
    hc_mat3 cell; /* of the grids */
    hc_multigrid multigrid;
    hc_gpw_functional *functional;
    hc_gpw_transfer *transfer;
    hc_gpw_poisson *poisson;
    hc_gpw_tasks *tasks;
    hc_gpw_hubbard *hubbard;        /* NULL: no shell has a U */
    double *overlap;                /* S, [nao][nao] */
    double *core;                   /* T + V_nonlocal + V_local, [nao][nao] */
    double complex *ion_g;          /* coefficients of the ions' charge on the finest grid */
    double ion_overlap;             /* hartree */
    double *rho[2][HC_GRID_LEVELS]; /* [spin][level] density, then the potential */
    double *v_hartree;              /* finest grid, hartree */
    double complex *sum_g;
    hc_gpw_times times;
} hc_gpw_hamiltonian;

/* For a system in the cell of `structure`; periodic directions as there. A direction that is not periodic needs a cell
 * vector that leaves room for the density. */
HC_MUST_CHECK hc_status hc_gpw_hamiltonian_create(hc_context *ctx, const hc_gpw_system *system,
                                                  const hc_structure *structure,
                                                  const hc_gpw_hamiltonian_options *options,
                                                  hc_gpw_hamiltonian **hamiltonian);
void hc_gpw_hamiltonian_free(hc_gpw_hamiltonian *hamiltonian);
/* Everything that depends on where the atoms are; grids are made anew when the cell changed. */
HC_MUST_CHECK hc_status hc_gpw_hamiltonian_update(hc_context *ctx, hc_gpw_hamiltonian *hamiltonian,
                                                  const hc_structure *structure);
/* h [nspin] matrices [nao][nao] = dE/dP of density [nspin] matrices [nao][nao]. */
HC_MUST_CHECK hc_status hc_gpw_hamiltonian_evaluate(hc_context *ctx, hc_gpw_hamiltonian *hamiltonian,
                                                    const double *const *density, hc_gpw_energies *energies,
                                                    double *const *h);
/* h [nspin] matrices [nao][nao] = dE/dP where the density of each spin is the one that the caller has put into
 * rho[spin][0], e/bohr^3, whether or not a density matrix has it; shells with a Hubbard U are filled as they begin.
 */
HC_MUST_CHECK hc_status hc_gpw_hamiltonian_of_grid(hc_context *ctx, hc_gpw_hamiltonian *hamiltonian, double *const *h);
/* rho[spin][0] = electrons of density[nspin] on the finest grid, e/bohr^3; the potentials that stood in rho are lost,
 * v_hartree is kept. */
HC_MUST_CHECK hc_status hc_gpw_hamiltonian_density(hc_context *ctx, hc_gpw_hamiltonian *hamiltonian,
                                                   const double *const *density);
/* Sum of the terms, hartree. */
double hc_gpw_energies_sum(const hc_gpw_energies *energies);
/* Of the density that was last evaluated: force += -dE/dR, strain += dE/dstrain (NULL: not wanted; three periodic
 * directions only), given the energy-weighted density matrix of all spins [nao][nao]. */
HC_MUST_CHECK hc_status hc_gpw_hamiltonian_gradient(hc_context *ctx, hc_gpw_hamiltonian *hamiltonian,
                                                    const hc_structure *structure, const double *const *density,
                                                    const double *weighted, hc_vec3 *force, hc_mat3 *strain);

#endif
