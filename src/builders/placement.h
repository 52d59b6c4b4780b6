/* Which of some sites are taken: at random, so that these are far apart, or distributed as in a random alloy. */
#ifndef HC_BUILDERS_PLACEMENT_H
#define HC_BUILDERS_PLACEMENT_H

#include <stdint.h>

#include "halfcell/structure.h"
#include "math/random.h"

/* Any `wanted` of the sites [count] as likely as another; they come to be the first ones. */
void hc_place_random(size_t count, size_t *site, size_t wanted, hc_random *random);

/* The largest distance between the nearest two of the taken sites (minimum image). The farthest from the nearest of
 * those before is taken one after the other, beginning at site[start] and at every other one; then sets with a larger
 * distance are searched for, all of them as long as there are few enough. A result that is as good as another from
 * `start` on is that one. The order of `site` [count] is that of ties. taken [wanted] gets atoms. */
HC_MUST_CHECK hc_status hc_place_farthest(hc_context *ctx, const hc_structure *structure, size_t count,
                                          const size_t *site, size_t wanted, size_t start, size_t *taken);

/* A special quasi-random structure: the Warren-Cowley parameters of the first `shells` shells of the sites are brought
 * as near to 0, those of the random alloy, as swaps from a random start do; the same for the same seed. Both are told
 * in the log. */
HC_MUST_CHECK hc_status hc_place_quasirandom(hc_context *ctx, const hc_structure *structure, size_t count,
                                             const size_t *site, size_t wanted, int shells, uint64_t seed,
                                             size_t *taken);

#endif
