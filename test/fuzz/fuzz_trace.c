/* Files of potentiostats, every format: nothing crashes, failures have a message, what was read is finite. */
#include <math.h>
#include <string.h>

#include "fuzz.h"
#include "measured/trace_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hc_context *ctx = NULL;
    hc_trace *trace = NULL;
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    hc_status status = hc_trace_parse(ctx, "fuzz", data, size, NULL, &trace);
    if (status == HC_OK) {
        FUZZ_REQUIRE(trace->nrow > 0);
        for (size_t i = 0; i < HC_TRACE_QUANTITY_COUNT; i++) {
            for (size_t row = 0; trace->value[i] && row < trace->nrow; row++) {
                FUZZ_REQUIRE(isfinite(trace->value[i][row]));
            }
        }
    } else {
        FUZZ_REQUIRE(trace == NULL && strlen(hc_context_message(ctx)) > 0);
    }
    hc_trace_free(trace);
    hc_context_free(ctx);
    return 0;
}
