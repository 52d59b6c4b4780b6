/* Pseudopotentials: nothing crashes, what is read is finite, and failures have a message. */
#include <math.h>
#include <string.h>

#include "gpw/potential.h"
#include "temporary_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[256];
    hc_context *ctx = NULL;
    hc_gpw_potential *potential = NULL;
    fuzz_write_file("POTENTIAL", data, size, path, NULL);
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    hc_status status = hc_gpw_potential_read(ctx, path, 8, "X", &potential);
    FUZZ_REQUIRE((status == HC_OK) == (potential != NULL));
    FUZZ_REQUIRE(status == HC_OK || strlen(hc_context_message(ctx)) > 0);
    if (potential) {
        FUZZ_REQUIRE(potential->charge > 0.0 && isfinite(hc_gpw_potential_short_range(potential, 1.0)));
    }
    hc_gpw_potential_free(potential);
    hc_context_free(ctx);
    return 0;
}
