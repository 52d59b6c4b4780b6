/* Coordination numbers with the counting function of DFT-D3 (also those of the GFN1-xTB Hamiltonian):
 * CN_i = sum_j 1 / (1 + exp(-16 (4/3 (r_i + r_j) / R_ij - 1))), covalent radii of Pyykko and Atsumi (metals less 10 %),
 * all images nearer than a hard cutoff. S. Grimme et al., J. Chem. Phys. 132, 154104 (2010), eq. 15. */
#ifndef HC_DISPERSION_COORDINATION_H
#define HC_DISPERSION_COORDINATION_H

#include "halfcell/structure.h"

#define HC_COORDINATION_CUTOFF 25.0 /* bohr, what GFN1-xTB codes use */

/* 4/3 of the D3 covalent radius, bohr; 0 for an element without one (above 94). */
double hc_coordination_radius(int atomic_number);

/* cn [natom], overwritten. */
HC_MUST_CHECK hc_status hc_coordination_numbers(hc_context *ctx, const hc_structure *structure, double cutoff,
                                                double *cn);

/* Chain rule: with de_dcn [natom] = dE/dCN_i adds the force -dE/dR (hartree/bohr, [natom]) and the strain derivative
 * dE/d(strain) (hartree). Either may be NULL. */
HC_MUST_CHECK hc_status hc_coordination_gradient(hc_context *ctx, const hc_structure *structure, double cutoff,
                                                 const double *de_dcn, hc_vec3 *force, hc_mat3 *strain);

#endif
