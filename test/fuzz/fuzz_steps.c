/* Mechanisms: nothing crashes, failures have a message; what was read is balanced, its network is made or refused with
 * a message, and it reads back the same from the texts of its steps. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fuzz.h"
#include "kinetics/model.h"

static void check_again(hc_context *ctx, const hc_kinetic_mechanism *m)
{
    hc_kinetic_mechanism *again = NULL;
    hc_text text = {0};
    for (size_t j = 0; j < m->nstep; j++) {
        hc_text_addf(&text, "%s\n", m->step[j].text);
    }
    hc_status status = hc_kinetic_mechanism_parse(ctx, hc_text_string(&text), "again", 1, &again);
    if (status == HC_OK) { /* two steps of the same text were told apart by their names */
        FUZZ_REQUIRE(again->nstep == m->nstep && again->nspecies == m->nspecies && again->nsite == m->nsite);
        for (size_t s = 0; s < m->nspecies; s++) {
            FUZZ_REQUIRE(strcmp(again->species[s].name, m->species[s].name) == 0);
        }
    } else {
        FUZZ_REQUIRE(strstr(hc_context_message(ctx), "already") != NULL);
    }
    hc_kinetic_mechanism_free(again);
    hc_text_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hc_context *ctx = NULL;
    hc_kinetic_mechanism *m = NULL;
    hc_kinetic_model *model = NULL;
    char *input = fuzz_text(data, size);
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    hc_status status = hc_kinetic_mechanism_parse(ctx, input, "fuzz", 1, &m);
    if (status == HC_OK) {
        check_again(ctx, m);
        status = hc_kinetic_model_create(ctx, m, &model);
        FUZZ_REQUIRE((status == HC_OK) == (model != NULL));
    }
    FUZZ_REQUIRE(status == HC_OK || strlen(hc_context_message(ctx)) > 0);
    hc_kinetic_model_free(model);
    hc_kinetic_mechanism_free(m);
    free(input);
    hc_context_free(ctx);
    return 0;
}
