/* Self-consistent charges of GFN1-xTB.
 *
 * The variables are the charges q of the shells (e, positive for a lost electron). They make a potential
 * V_a = sum_b gamma_ab q_b + Gamma_A q_A^2 at shell a of atom A, the Hamiltonian H = H0 - S (V_a + V_b)/2, its
 * orbitals, and from these charges again. Alpha and beta electrons share the orbitals and are occupied apart. */
#ifndef HC_GFN1_SCC_H
#define HC_GFN1_SCC_H

#include <stdbool.h>

#include "engine/occupation.h"
#include "engine/orbitals.h"
#include "gfn1/basis.h"
#include "gfn1/mixing.h"
#include "gfn1/response.h"

typedef struct hc_gfn1_scc_options {
    double alpha_electrons, beta_electrons;
    double kT;               /* hartree */
    double charge_tolerance; /* e: largest change of a shell charge of a converged result */
    int max_iterations;
    bool search;       /* look for a lower solution where the gap is below search_gap (when there is no good guess) */
    double search_gap; /* hartree */
} hc_gfn1_scc_options;

/* What the iteration works on; set by the caller for the present geometry. */
typedef struct hc_gfn1_scc_problem {
    const hc_gfn1_basis *basis;
    const double *h0, *overlap; /* [nao][nao] */
    const double *gamma;        /* [nshell][nshell], hartree/e^2 */
} hc_gfn1_scc_problem;

typedef struct hc_gfn1_energies {
    double band;         /* sum P H0 */
    double second_order; /* 1/2 q gamma q */
    double third_order;  /* 1/3 sum Gamma q^3 */
    double minus_ts;
} hc_gfn1_energies;

typedef struct hc_gfn1_scc {
    size_t nshell, nao;
    hc_orbitals *orbitals;
    double *charge;     /* of the shells: on entry the guess, on return the result, [nshell] */
    double *potential;  /* that the orbitals belong to, hartree/e, [nshell] */
    double *output;     /* charges of the orbitals, [nshell] */
    double *refined;    /* a guess better than output by one more step of the mixing, for later geometries, [nshell] */
    double *occupation; /* alpha + beta, [nao] */
    double *density;    /* [nao][nao] */
    double *work;       /* [nao][nao] */
    double *spin_filling; /* [2][nao] */
    hc_occupation spin[2];
    hc_gfn1_energies energies;
    double error;   /* largest |output - charge| of the last iteration, e */
    int iterations; /* of the last call */
    bool converged;
    int responses; /* applications of the response in the last call */
    hc_gfn1_mixer *mixer;
    hc_gfn1_response *response;
    double *newton_work; /* [4][nshell] */
} hc_gfn1_scc;

HC_MUST_CHECK hc_status hc_gfn1_scc_create(hc_context *ctx, const hc_gfn1_basis *basis, hc_gfn1_scc **scc);
void hc_gfn1_scc_free(hc_gfn1_scc *scc);

/* Iterates from scc->charge. Does not fail when it does not converge: see scc->converged. On return charge, potential,
 * orbitals, occupation, density and energies belong together. */
HC_MUST_CHECK hc_status hc_gfn1_scc_run(hc_context *ctx, hc_gfn1_scc *scc, const hc_gfn1_scc_problem *problem,
                                        const hc_gfn1_scc_options *options);

/* What hc_gfn1_scc_run does where it does not converge, or where options->search asks for it: starts again at a high
 * electronic temperature that falls in steps, and keeps the better of the two results. */
HC_MUST_CHECK hc_status hc_gfn1_scc_search(hc_context *ctx, hc_gfn1_scc *scc, const hc_gfn1_scc_problem *problem,
                                           const hc_gfn1_scc_options *options);

/* Sum of the energies of the last iteration, hartree. */
double hc_gfn1_scc_free_energy(const hc_gfn1_scc *scc);
/* Lowest level less than half filled minus highest at least half filled, hartree: the smaller one of the two spins;
 * NaN when there is none. */
void hc_gfn1_scc_frontier(const hc_gfn1_scc *scc, double *homo, double *lumo, double *gap);

/* matrix [nao][nao] = energy-weighted density, sum f e c c^T. */
void hc_gfn1_scc_weighted_density(hc_gfn1_scc *scc, double *matrix);

#endif
