/* What the levels of a self-consistency say: whether they are filled or empty, the gap, the Fermi level. */
#ifndef HC_GPW_SCF_LEVELS_H
#define HC_GPW_SCF_LEVELS_H

#include "gpw/scf/scf.h"

/* Whether there are electrons, of each spin a whole number: every orbital can be filled or empty. */
bool hc_gpw_levels_may_be_whole(const hc_gpw_scf *scf);
/* Whether few systems have a gap that is wide enough for the temperature. */
bool hc_gpw_levels_are_hot(const hc_gpw_scf *scf);
/* Of the last diagonalisation: whether every orbital is filled or empty; whether some are notably neither; hartree
 * between the levels of whole filling, the smaller one of the spins. */
bool hc_gpw_levels_are_whole(const hc_gpw_scf *scf);
bool hc_gpw_levels_are_shared(const hc_gpw_scf *scf);
double hc_gpw_levels_gap(const hc_gpw_scf *scf);
/* Sets homo, lumo and, of a descent, the Fermi levels of the last iteration. */
HC_MUST_CHECK hc_status hc_gpw_levels_find(hc_context *ctx, hc_gpw_scf *scf, const double *overlap);
/* Whether the levels beside the gap of a descent, as found, would be filled in part, or the other way round: it has
 * gone down from orbitals of another state. */
bool hc_gpw_levels_are_excited(const hc_gpw_scf *scf);

#endif
