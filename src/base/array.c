#include "base/array.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

hc_status hc_array_reserve(hc_context *ctx, void *array, size_t size, size_t count, size_t wanted, size_t *capacity)
{
    void **pointer = array, *larger = NULL;
    size_t room = wanted > 2 * *capacity ? wanted + 8 : 2 * *capacity;
    if (wanted <= *capacity) {
        return HC_OK;
    }
    hc_status status = hc_allocate(ctx, room, size, &larger);
    if (status == HC_OK) {
        if (count > 0) {
            memcpy(larger, *pointer, count * size);
        }
        free(*pointer);
        *pointer = larger;
        *capacity = room;
    }
    return status;
}

hc_status hc_array_grow(hc_context *ctx, void *array, size_t count, size_t size)
{
    size_t capacity = count;
    bool full = (count & (count - 1)) == 0;
    return full ? hc_array_reserve(ctx, array, size, count, count + 1, &capacity) : HC_OK;
}
