/* What the files that make profiles share. */
#ifndef HC_SAMPLING_PROFILE_INTERNAL_H
#define HC_SAMPLING_PROFILE_INTERNAL_H

#include "sampling/profile.h"

/* All arrays allocated and zeroed. */
HC_MUST_CHECK hc_status hc_profile_create(hc_context *ctx, size_t count, size_t ngradient, hc_profile **profile);

/* From xi, gradients, their errors and weights that may be zero anywhere: moves the zero to the start, fills energy and
 * error. */
void hc_profile_complete(hc_profile *profile);

#endif
