/* Arrays that grow. */
#ifndef HC_BASE_ARRAY_H
#define HC_BASE_ARRAY_H

#include "halfcell/context.h"

/* Room for `wanted` elements of `size` bytes in the array at *(T **)array, of which the first `count` are kept; new
 * room is zeroed. Nothing is done while *capacity is enough; it at least doubles, so that appending one by one is
 * linear. */
HC_MUST_CHECK hc_status hc_array_reserve(hc_context *ctx, void *array, size_t size, size_t count, size_t wanted,
                                         size_t *capacity);

/* Room for one more element behind the `count` that an array holds which grows by this function alone: it is full at
 * powers of two, so no capacity is kept. */
HC_MUST_CHECK hc_status hc_array_grow(hc_context *ctx, void *array, size_t count, size_t size);

#endif
