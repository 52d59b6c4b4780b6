/* Arrays that grow by one element at a time. */
#ifndef HC_BASE_ARRAY_GROW_H
#define HC_BASE_ARRAY_GROW_H

#include "halfcell/context.h"

/* Room for one more element of `size` bytes behind the `count` that the array *array (NULL when empty) holds;
 * capacities are powers of two, so an array has to grow by this function alone. What is new is not zeroed. */
HC_MUST_CHECK hc_status hc_array_grow(hc_context *ctx, void *array, size_t count, size_t size);

#endif
