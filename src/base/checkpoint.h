/* A state on disk, in HDF5: written beside, synced and renamed. The only file that touches HDF5. */
#ifndef HC_BASE_CHECKPOINT_H
#define HC_BASE_CHECKPOINT_H

#include "halfcell/state.h"

HC_MUST_CHECK hc_status hc_checkpoint_write(hc_context *ctx, const char *path, const hc_state *state);
/* Refuses a damaged file, one of a newer format and one that is no checkpoint, each by name. */
HC_MUST_CHECK hc_status hc_checkpoint_read(hc_context *ctx, const char *path, hc_state **state);

/* Name and version of the library behind it. */
const char *hc_checkpoint_library(void);

#endif
