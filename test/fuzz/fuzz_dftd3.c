/* dftd3.dat: nothing crashes, and failures have a message. */
#include <string.h>

#include "dispersion/d3_reference.h"
#include "temporary_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[256];
    hc_context *ctx = NULL;
    hc_structure *structure = NULL;
    hc_d3_reference *reference = NULL;
    fuzz_write_file("dftd3.dat", data, size, path, NULL);
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    FUZZ_REQUIRE(hc_structure_create(ctx, 2, &structure) == HC_OK);
    hc_structure_set_element(structure, 0, 1);
    hc_structure_set_element(structure, 1, 2);
    hc_status status = hc_d3_reference_create(ctx, path, structure, &reference);
    FUZZ_REQUIRE(status == HC_OK || (reference == NULL && strlen(hc_context_message(ctx)) > 0));
    hc_d3_reference_free(reference);
    hc_structure_free(structure);
    hc_context_free(ctx);
    return 0;
}
