/* Second-order electrostatics of GFN1-xTB: the shell-resolved kernel gamma.
 *
 * gamma of shells a (atom A) and b (atom B) is g(R) = 1/sqrt(R^2 + 1/eta_ab^2) with eta_ab the harmonic mean of the two
 * hardnesses; E = 1/2 q gamma q. With periodic directions it is J + sum over images f(R) (g(R) - 1/R), where J is the
 * lattice sum of 1/R (ewald.h) and f switches the correction off between 9 and 10 bohr.
 * Theory and references: docs/theory/electrostatics.md. */
#ifndef HC_GFN1_COULOMB_H
#define HC_GFN1_COULOMB_H

#include "halfcell/structure.h"

typedef struct hc_coulomb hc_coulomb;

/* first_shell [natom + 1]: the shells of atom i are first_shell[i] ... first_shell[i + 1] - 1 (every atom at least
 * one); hardness [nshell]: hartree/e^2, positive. Both are copied. `structure` gives elements and periodicity;
 * positions and cell may change later. */
HC_MUST_CHECK hc_status hc_coulomb_create(hc_context *ctx, const hc_structure *structure, const size_t *first_shell,
                                          const double *hardness, hc_coulomb **coulomb);
void hc_coulomb_free(hc_coulomb *coulomb);

/* gamma [nshell][nshell], overwritten (hartree/e^2). The potential of the shells is gamma q. */
HC_MUST_CHECK hc_status hc_coulomb_matrix(hc_context *ctx, const hc_coulomb *coulomb, const hc_structure *structure,
                                          double *gamma);

/* Derivatives of E = 1/2 q gamma q at constant shell_charge [nshell]. *energy is set; force[i] += -dE/dR_i
 * (hartree/bohr, [natom]); strain += dE/d(strain) (hartree, not divided by the volume). force, strain may be NULL. */
HC_MUST_CHECK hc_status hc_coulomb_gradient(hc_context *ctx, const hc_coulomb *coulomb, const hc_structure *structure,
                                            const double *shell_charge, double *energy, hc_vec3 *force,
                                            hc_mat3 *strain);

#endif
