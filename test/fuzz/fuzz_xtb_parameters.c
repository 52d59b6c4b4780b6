/* xTB_parameters: nothing crashes, and failures have a message. */
#include <string.h>

#include "gfn1/parameters.h"
#include "temporary_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int numbers[] = {1, 8, 16, 79};
    hc_gfn1_element element[4];
    char path[256], folder[256];
    hc_context *ctx = NULL;
    fuzz_write_file("xTB_parameters", data, size, path, folder);
    setenv("HALFCELL_DATA", folder, 1);
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    hc_status status = hc_gfn1_parameters_read(ctx, 4, numbers, element);
    FUZZ_REQUIRE(status == HC_OK || strlen(hc_context_message(ctx)) > 0);
    hc_context_free(ctx);
    return 0;
}
