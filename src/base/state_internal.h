/* What a state looks like inside; for state.c and checkpoint.c. */
#ifndef HC_BASE_STATE_INTERNAL_H
#define HC_BASE_STATE_INTERNAL_H

#include "halfcell/state.h"

typedef enum hc_state_type { HC_STATE_REAL, HC_STATE_INTEGER, HC_STATE_TEXT } hc_state_type;

typedef struct hc_state_entry {
    char *name;
    hc_state_type type;
    size_t count; /* elements; of a text, bytes with its terminating zero */
    void *data;
} hc_state_entry;

struct hc_state {
    size_t count, capacity;
    hc_state_entry *entry;
};

size_t hc_state_type_size(hc_state_type type);
HC_MUST_CHECK hc_status hc_state_put(hc_context *ctx, hc_state *state, const char *name, hc_state_type type,
                                     size_t count, const void *values);

#endif
