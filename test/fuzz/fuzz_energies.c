/* Tables of energies (CSV, CatMAP's, JSON): nothing crashes, failures have a message, what was read gives finite or
 * refused free energies. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "thermo/energies.h"

static void evaluate(hc_context *ctx, const hc_energies *energies)
{
    for (size_t i = 0; i < energies->count && i < 64; i++) {
        const hc_energy_entry *e = &energies->entry[i];
        hc_free_energy found;
        hc_status status = hc_energies_find(ctx, energies, &e->formula, e->species, e->surface, &found);
        FUZZ_REQUIRE(status == HC_OK ? !isnan(found.total) : strlen(hc_context_message(ctx)) > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hc_context *ctx = NULL;
    hc_energies *energies = NULL;
    char *input = fuzz_text(data, size);
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK && hc_energies_create(ctx, &energies) == HC_OK);
    const char *name = *input == '{' || *input == '[' ? "folder/CO_g-thermo/fuzz.json" : "fuzz.csv";
    hc_status status = hc_energies_parse(ctx, energies, name, input);
    FUZZ_REQUIRE(status == HC_OK || strlen(hc_context_message(ctx)) > 0);
    if (status == HC_OK) {
        evaluate(ctx, energies);
    }
    hc_energies_free(energies);
    free(input);
    hc_context_free(ctx);
    return 0;
}
