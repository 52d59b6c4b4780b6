/* What the Gaussian charges of the ions have in the Hartree energy too much or too little: their self-energy, and the
 * repulsion of ions that are nearer than their Gaussians are wide. */
#ifndef HC_GPW_TERMS_IONS_H
#define HC_GPW_TERMS_IONS_H

#include "gpw/system.h"

/* - sum_A Z_A^2 / (2 sqrt(pi) r_loc,A): taken off the Hartree energy of the charges. */
double hc_gpw_ion_self_energy(const hc_gpw_system *system);
/* sum over pairs and images Z_A Z_B erfc(R / sqrt(2 (r_A^2 + r_B^2))) / R; *energy is set; force += -dE/dR, strain +=
 * (both may be NULL). */
HC_MUST_CHECK hc_status hc_gpw_ion_overlap(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                           double eps, double *energy, hc_vec3 *force, hc_mat3 *strain);

#endif
