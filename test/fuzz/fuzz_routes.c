/* Mechanisms of diagrams: nothing crashes, failures have a message, and every step that was taken is read again. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "thermo/reaction.h"

static void read_again(hc_context *ctx, const hc_routes *routes)
{
    for (size_t p = 0; p < routes->npath; p++) {
        for (size_t k = 0; k < routes->path[p].nstep; k++) {
            hc_reaction again;
            FUZZ_REQUIRE(hc_reaction_parse(ctx, routes->path[p].step[k].text, &again) == HC_OK);
            FUZZ_REQUIRE(again.nterm == routes->path[p].step[k].nterm);
            hc_reaction_clear(&again);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hc_context *ctx = NULL;
    hc_routes *routes = NULL;
    char *input = fuzz_text(data, size);
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    if (hc_routes_parse(ctx, "fuzz.txt", input, &routes) == HC_OK) {
        read_again(ctx, routes);
    } else {
        FUZZ_REQUIRE(routes == NULL && strlen(hc_context_message(ctx)) > 0);
    }
    hc_routes_free(routes);
    free(input);
    hc_context_free(ctx);
    return 0;
}
