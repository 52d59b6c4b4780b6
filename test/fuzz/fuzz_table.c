/* CSV tables: nothing crashes, failures have a message, and what was read is written so that it reads back the same. */
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hc_context *ctx = NULL;
    hc_table *table = NULL, *again = NULL;
    char *input = fuzz_text(data, size), *text = NULL, *second = NULL;
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    hc_status status = hc_table_parse(ctx, input, "fuzz.csv", &table);
    if (status == HC_OK) {
        FUZZ_REQUIRE(hc_table_format(ctx, table, &text) == HC_OK);
        FUZZ_REQUIRE(hc_table_parse(ctx, text, "again.csv", &again) == HC_OK);
        FUZZ_REQUIRE(hc_table_format(ctx, again, &second) == HC_OK);
        FUZZ_REQUIRE(strcmp(text, second) == 0);
    } else {
        FUZZ_REQUIRE(table == NULL && strlen(hc_context_message(ctx)) > 0);
    }
    hc_table_free(table);
    hc_table_free(again);
    free(text);
    free(second);
    free(input);
    hc_context_free(ctx);
    return 0;
}
