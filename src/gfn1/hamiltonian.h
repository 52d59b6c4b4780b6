/* Overlap and charge-independent Hamiltonian of GFN1-xTB, and the derivative of the band energy.
 *
 *   H0_mn = S_mn (h_a + h_b)/2 K_ab Pi_ab(R),  Pi = (1 + k_a rho)(1 + k_b rho),  rho = sqrt(R / (R_A + R_B)),
 *   h_a = level_a + level_cn_a CN_A,   diagonal: H0_mm = h_a S_mm.
 *
 * The lattice sums of the Gamma point are in the matrices: S_mn = sum over images of <m | n + T>. Theory:
 * docs/theory/gfn1.md. */
#ifndef HC_GFN1_HAMILTONIAN_H
#define HC_GFN1_HAMILTONIAN_H

#include "gfn1/basis.h"
#include "gfn1/overlap_table.h"

typedef struct hc_gfn1_hamiltonian {
    const hc_gfn1_basis *basis; /* borrowed */
    hc_gfn1_table *tables;
    double (*scale)[HC_GFN1_SHELLS][HC_GFN1_SHELLS]; /* [nkind * nkind] */
    double *self_overlap;                            /* [nshell] */
    double cutoff;                                   /* bohr: the largest of the tables */
    double *coordination;                            /* [natom] */
    double *level;                                   /* hartree, [nshell], at the present coordination */
    double *overlap;                                 /* [nao][nao] */
    double *h0;                                      /* hartree, [nao][nao] */
} hc_gfn1_hamiltonian;

/* `tabulate`: use tables of integrals; otherwise every integral is computed where it is needed. */
HC_MUST_CHECK hc_status hc_gfn1_hamiltonian_create(hc_context *ctx, const hc_gfn1_basis *basis, bool tabulate,
                                                   hc_gfn1_hamiltonian **hamiltonian);
void hc_gfn1_hamiltonian_free(hc_gfn1_hamiltonian *hamiltonian);

/* Fills coordination, level, overlap and h0 for these positions. */
HC_MUST_CHECK hc_status hc_gfn1_hamiltonian_update(hc_context *ctx, hc_gfn1_hamiltonian *hamiltonian,
                                                   const hc_structure *structure);

/* Adds the derivatives of sum_mn P_mn H_mn with H = H0 - S (V_a + V_b)/2 at fixed P and V, less those of
 * sum_mn W_mn S_mn: force += -d/dR (hartree/bohr, [natom]), strain += d/d(strain) (hartree).
 * density, weighted [nao][nao]; potential [nshell], hartree/e, of the shells. */
HC_MUST_CHECK hc_status hc_gfn1_hamiltonian_gradient(hc_context *ctx, const hc_gfn1_hamiltonian *hamiltonian,
                                                     const hc_structure *structure, const double *density,
                                                     const double *weighted, const double *potential, hc_vec3 *force,
                                                     hc_mat3 *strain);

#endif
