/* The spherical atom in its own basis set: the density matrix that a calculation starts from. */
#ifndef HC_GPW_ATOM_GUESS_H
#define HC_GPW_ATOM_GUESS_H

#include "gpw/system.h"

/* Self-consistent spherical neutral atom (fractional occupation within a shell, no spin, local density approximation on
 * a radial grid) with the kind's pseudopotential. density [nao][nao] of the kind, the trace with the overlap is the
 * number of electrons. A ghost gives zero. */
HC_MUST_CHECK hc_status hc_gpw_atom_guess(hc_context *ctx, const hc_gpw_kind *kind, double *density);

#endif
