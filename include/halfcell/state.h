/* State: named arrays that a checkpoint keeps, so that a resumed run goes on to the same bits.
 *
 * Every module that carries something from step to step puts it here under its own prefix ("gfn1/shell_charges") and
 * takes it back. base/checkpoint.h writes a state to HDF5, beside, synced and renamed. */
#ifndef HALFCELL_STATE_H
#define HALFCELL_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "halfcell/context.h"

#pragma GCC visibility push(default)

typedef struct hc_state hc_state;

HC_MUST_CHECK hc_status hc_state_create(hc_context *ctx, hc_state **state);
void hc_state_free(hc_state *state);

/* Put copies; an entry of the same name is replaced. */
HC_MUST_CHECK hc_status hc_state_put_reals(hc_context *ctx, hc_state *state, const char *name, size_t count,
                                           const double *values);
HC_MUST_CHECK hc_status hc_state_put_integers(hc_context *ctx, hc_state *state, const char *name, size_t count,
                                              const int64_t *values);
HC_MUST_CHECK hc_status hc_state_put_text(hc_context *ctx, hc_state *state, const char *name, const char *text);

bool hc_state_has(const hc_state *state, const char *name);
/* Number of elements of an entry; 0 when there is none. */
size_t hc_state_count(const hc_state *state, const char *name);
/* Get fails with HC_ERROR_FORMAT, naming the entry, when it is missing, of another type or of another count. */
HC_MUST_CHECK hc_status hc_state_get_reals(hc_context *ctx, const hc_state *state, const char *name, size_t count,
                                           double *values);
HC_MUST_CHECK hc_status hc_state_get_integers(hc_context *ctx, const hc_state *state, const char *name, size_t count,
                                              int64_t *values);
/* Borrowed from the state. */
HC_MUST_CHECK hc_status hc_state_get_text(hc_context *ctx, const hc_state *state, const char *name, const char **text);

#pragma GCC visibility pop

#endif
