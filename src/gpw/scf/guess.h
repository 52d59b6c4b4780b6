/* From the last geometries to the first density of the next one. */
#ifndef HC_GPW_SCF_GUESS_H
#define HC_GPW_SCF_GUESS_H

#include "gpw/scf/scf.h"

/* Sets, from scf->history, the density (where all orbitals are diagonalised; scf->factor is this geometry's), or the
 * Kohn-Sham matrices (for an ensemble), or the occupied orbitals of the descent; without a history nothing changes. */
HC_MUST_CHECK hc_status hc_gpw_scf_guess(hc_context *ctx, hc_gpw_scf *scf, const hc_vec3 *position);
/* The matrices of this geometry's free atoms, found once; whatever remembers while scf->cools needs them. It uses the
 * grids of the Hamiltonian: another evaluation has to follow before anything is read off them. */
HC_MUST_CHECK hc_status hc_gpw_scf_set_reference(hc_context *ctx, hc_gpw_scf *scf);
/* Takes the converged result in. */
HC_MUST_CHECK hc_status hc_gpw_scf_remember(hc_context *ctx, hc_gpw_scf *scf, const hc_vec3 *position);
/* Forgets the history: the method has changed. */
void hc_gpw_scf_forget(hc_gpw_scf *scf);

/* Filled orbitals of each spin, nearest whole numbers. */
void hc_gpw_scf_filled(const hc_gpw_scf *scf, size_t nocc[2]);

#endif
