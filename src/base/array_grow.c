#include "base/array_grow.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

hc_status hc_array_grow(hc_context *ctx, void *array, size_t count, size_t size)
{
    void *old, *grown = NULL;
    if ((count & (count - 1)) != 0) {
        return HC_OK; /* full only at powers of two */
    }
    size_t capacity = count == 0 ? 1 : 2 * count;
    memcpy(&old, array, sizeof old);
    if (capacity <= SIZE_MAX / size) {
        grown = realloc(old, capacity * size);
    }
    if (grown == NULL) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "out of memory for %zu elements of %zu bytes", capacity, size);
    }
    memcpy(array, &grown, sizeof grown);
    return HC_OK;
}
