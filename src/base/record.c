#include "base/record.h"

#include <string.h>

#include "halfcell/keyword.h"

hc_status hc_record_index(hc_context *ctx, const char *kind, const char *list, const char *name,
                          const char *const *names, size_t count, size_t *index)
{
    for (*index = 0; *index < count; (*index)++) {
        if (strcmp(names[*index], name) == 0) {
            return HC_OK;
        }
    }
    const char *nearest = hc_nearest_name(name, names, count);
    if (nearest) {
        return hc_fail(ctx, HC_ERROR_INPUT, "there is no %s \"%s\"; did you mean \"%s\"?", kind, name, nearest);
    }
    return hc_fail(ctx, HC_ERROR_INPUT, "there is no %s \"%s\"; `halfcell list %s` shows what there is", kind, name,
                   list);
}
