/* The density of states of levels, with the parts of the elements and of chosen atoms. */
#ifndef HC_ENGINE_DENSITY_OF_STATES_H
#define HC_ENGINE_DENSITY_OF_STATES_H

#include "base/table.h"
#include "halfcell/engine.h"

typedef enum hc_broadening {
    HC_BROADENING_GAUSSIAN, /* width: standard deviation */
    HC_BROADENING_FERMI     /* minus the derivative of the Fermi function, width: kT */
} hc_broadening;

typedef struct hc_dos_options {
    int broadening; /* hc_broadening */
    double width;   /* hartree */
    double above;   /* hartree above the highest occupied level to which it goes; from below the lowest level on */
    size_t natom;   /* atoms with a column of their own */
    const size_t *atom;
} hc_dos_options;

/* States per eV over energy_ev, of both spins in one column where they are the same, otherwise columns _alpha and
 * _beta. Columns: total, one an element (total of its atoms), atom_N for the chosen ones. */
HC_MUST_CHECK hc_status hc_density_of_states(hc_context *ctx, const hc_levels *levels, const hc_structure *structure,
                                             const hc_dos_options *options, hc_table **table);

#endif
