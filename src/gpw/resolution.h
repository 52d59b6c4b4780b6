/* Whether a grid can hold what the atoms put on it. */
#ifndef HC_GPW_RESOLUTION_H
#define HC_GPW_RESOLUTION_H

#include "gpw/system.h"

/* Refuses a cutoff (hartree) at which the narrowest ion charge or the narrowest product of basis functions of any kind
 * is little more than noise, naming the kind that needs the most and how much. Right energies need several times as
 * much. */
HC_MUST_CHECK hc_status hc_gpw_check_cutoff(hc_context *ctx, const hc_gpw_system *system, double cutoff);

#endif
