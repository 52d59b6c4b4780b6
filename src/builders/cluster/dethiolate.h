/* Ligands that a cluster loses: SR as the protonation of a thiolate takes it away (SR- + H+ -> HSR), or R alone (the
 * C-S bond breaks and sulphur stays). */
#ifndef HC_BUILDERS_CLUSTER_DETHIOLATE_H
#define HC_BUILDERS_CLUSTER_DETHIOLATE_H

#include "halfcell/structure.h"

/* Takes the ligands of `count` of the sulphur atoms `candidates` [ncandidate] away: the first, or several whose nearest
 * two are as far apart as can be (hc_place_farthest). Atoms that are bonded to the sulphur atom other than through
 * metal go with it. HC_ERROR_INPUT when a candidate is no sulphur atom on a metal and a carbon atom. */
HC_MUST_CHECK hc_status hc_dethiolate(hc_context *ctx, size_t count, size_t ncandidate, const size_t *candidates,
                                      bool keep_sulphur, hc_structure **structure);

#endif
