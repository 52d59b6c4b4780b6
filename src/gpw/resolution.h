/* Whether a grid can hold what the atoms put on it. */
#ifndef HC_GPW_RESOLUTION_H
#define HC_GPW_RESOLUTION_H

#include "gpw/system.h"

/* The lowest cutoff (hartree) at which the narrowest ion charge and the narrowest product of basis functions of a kind
 * are more than noise: their Fourier components at the cutoff have fallen to a quarter and a half. Right energies need
 * several times as much. */
double hc_gpw_lowest_cutoff(const hc_gpw_kind *kind);

/* Refuses a cutoff (hartree) below that of any kind, naming it and what would be right. */
HC_MUST_CHECK hc_status hc_gpw_check_cutoff(hc_context *ctx, const hc_gpw_system *system, double cutoff);

#endif
