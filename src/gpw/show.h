/* What a self-consistent calculation has to show besides energies: fields, levels, dipole, Hirshfeld's charges. */
#ifndef HC_GPW_SHOW_H
#define HC_GPW_SHOW_H

#include "gpw/scf/scf.h"
#include "halfcell/engine.h"

/* The last calculation, as far as it is not in the scf and the hamiltonian. Zero-initialise. */
typedef struct hc_gpw_shown {
    hc_structure *structure;  /* the caller's, owned; NULL: there was no calculation yet */
    hc_structure *placed;     /* in the cell of the grids, owned */
    hc_orbitals *orbitals[2]; /* of the Kohn-Sham matrices, owned; NULL as long as nobody asked */
} hc_gpw_shown;

/* Takes copies; what was there is forgotten. */
HC_MUST_CHECK hc_status hc_gpw_show_begin(hc_context *ctx, const hc_structure *structure, const hc_structure *placed,
                                          hc_gpw_shown *shown);
void hc_gpw_show_clear(hc_gpw_shown *shown);

/* As in halfcell/engine.h. */
HC_MUST_CHECK hc_status hc_gpw_show_field(hc_context *ctx, hc_gpw_shown *shown, hc_gpw_hamiltonian *hamiltonian,
                                          const hc_gpw_scf *scf, const hc_field_request *request, hc_cube **cube);
HC_MUST_CHECK hc_status hc_gpw_show_levels(hc_context *ctx, hc_gpw_shown *shown, const hc_gpw_hamiltonian *hamiltonian,
                                           const hc_gpw_scf *scf, hc_levels **levels);

/* Electrons (total of the spins) or alpha minus beta of each point of the finest grid, borrowed from the hamiltonian
 * until it is used again; of a closed shell spin is refused by the caller. */
HC_MUST_CHECK hc_status hc_gpw_show_density(hc_context *ctx, hc_gpw_hamiltonian *hamiltonian, const hc_gpw_scf *scf,
                                            bool spin, const double **density);

#endif
