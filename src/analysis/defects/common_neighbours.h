/* Adaptive common-neighbour analysis (Honeycutt and Andersen, J. Phys. Chem. 91, 4950 (1987); Stukowski, Modelling
 * Simul. Mater. Sci. Eng. 20, 045021 (2012)): the crystal that the surroundings of one atom belong to. */
#ifndef HC_ANALYSIS_DEFECTS_COMMON_NEIGHBOURS_H
#define HC_ANALYSIS_DEFECTS_COMMON_NEIGHBOURS_H

#include "analysis/defects/shells.h"

typedef enum hc_lattice {
    HC_LATTICE_OTHER,
    HC_LATTICE_FCC,
    HC_LATTICE_HCP,
    HC_LATTICE_BCC,
    HC_LATTICE_ICOSAHEDRAL,
    HC_LATTICE_FIVEFOLD, /* on the common edge of five twins */
    HC_LATTICE_COUNT
} hc_lattice;

/* Neighbours [count] by increasing length. *marked: for hcp, the six of the first twelve that lie in the close-packed
 * plane, as bits; on a five-fold axis, the two along it; else 0. */
hc_lattice hc_common_neighbours(const hc_shell_neighbour *neighbour, size_t count, unsigned *marked);

#endif
