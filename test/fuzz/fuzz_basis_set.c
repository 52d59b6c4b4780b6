/* Basis sets: nothing crashes, what is read is usable, and failures have a message. */
#include <math.h>
#include <string.h>

#include "gpw/basis_set.h"
#include "temporary_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[256];
    hc_context *ctx = NULL;
    hc_gpw_basis_set *basis = NULL;
    fuzz_write_file("BASIS", data, size, path, NULL);
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    hc_status status = hc_gpw_basis_set_read(ctx, path, 8, "X", &basis);
    FUZZ_REQUIRE((status == HC_OK) == (basis != NULL));
    FUZZ_REQUIRE(status == HC_OK || strlen(hc_context_message(ctx)) > 0);
    for (size_t s = 0; basis && s < basis->nset; s++) {
        const hc_gpw_set *set = &basis->set[s];
        for (size_t i = 0; i < set->nshell * set->nexponent; i++) {
            FUZZ_REQUIRE(isfinite(set->coefficient[i]));
        }
        FUZZ_REQUIRE(isfinite(hc_gpw_set_radius(set, 1e-12)));
    }
    hc_gpw_basis_set_free(basis);
    hc_context_free(ctx);
    return 0;
}
