/* Hirshfeld's charges: a point's electrons are divided as the free atoms would have them there. */
#ifndef HC_GPW_HIRSHFELD_H
#define HC_GPW_HIRSHFELD_H

#include "gpw/hamiltonian.h"

/* The free atoms (gpw/atom.h) of a system, and what they sum to on a grid. */
typedef struct hc_gpw_hirshfeld hc_gpw_hirshfeld;

/* For the atoms of `placed` on `grid`, all periodic images; system, structure and grid are borrowed. */
HC_MUST_CHECK hc_status hc_gpw_hirshfeld_create(hc_context *ctx, const hc_gpw_system *system,
                                                const hc_structure *placed, const hc_grid *grid,
                                                hc_gpw_hirshfeld **hirshfeld);
void hc_gpw_hirshfeld_free(hc_gpw_hirshfeld *hirshfeld);
/* population [natom] = integral of w_A(r) density(r), w_A = rho_A / sum_B rho_B of the free atoms. What lies where no
 * free atom reaches (less than 1e-9 e/bohr^3 of each) is divided as the rest is, so that populations sum to the
 * integral. A ghost has none. */
void hc_gpw_hirshfeld_populations(const hc_gpw_hirshfeld *hirshfeld, const double *density, double *population);

#endif
