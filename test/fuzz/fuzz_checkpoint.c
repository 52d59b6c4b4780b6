/* Checkpoints: whatever is not sealed by halfcell is refused with a message, before HDF5 sees it. */
#include <string.h>

#include "base/checkpoint.h"
#include "temporary_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[256];
    hc_context *ctx = NULL;
    hc_state *state = NULL;
    fuzz_write_file("checkpoint.h5", data, size, path, NULL);
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    hc_status status = hc_checkpoint_read(ctx, path, &state);
    FUZZ_REQUIRE(status == HC_OK || (state == NULL && strlen(hc_context_message(ctx)) > 0));
    hc_state_free(state);
    hc_context_free(ctx);
    return 0;
}
