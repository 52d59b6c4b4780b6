/* POSCAR: nothing crashes, failures have a message, and what was read can be written and read. */
#include <string.h>

#include "atoms/structure_format.h"
#include "fuzz.h"

static void write_and_read(hc_context *ctx, const hc_structure *structure)
{
    char *text = NULL;
    size_t length = 0;
    hc_structure *again = NULL;
    FILE *file = open_memstream(&text, &length);
    FUZZ_REQUIRE(file != NULL);
    FUZZ_REQUIRE(hc_format_poscar.write(ctx, file, structure) == HC_OK);
    fclose(file);
    FUZZ_REQUIRE(hc_format_poscar.recognises(text));
    file = fmemopen(text, length, "rb");
    FUZZ_REQUIRE(file != NULL);
    hc_status status = hc_format_poscar.read(ctx, file, "again", &again);
    if (status != HC_OK) {
        fprintf(stderr, "%s\n", hc_context_message(ctx));
    }
    FUZZ_REQUIRE(status == HC_OK && again->natom == structure->natom);
    hc_structure_free(again);
    fclose(file);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hc_context *ctx = NULL;
    hc_structure *structure = NULL;
    FILE *file = size > 0 ? fmemopen((void *)data, size, "rb") : NULL;
    if (file == NULL) {
        return 0;
    }
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    hc_status status = hc_format_poscar.read(ctx, file, "fuzz", &structure);
    if (status == HC_OK) {
        write_and_read(ctx, structure);
    } else {
        FUZZ_REQUIRE(structure == NULL && strlen(hc_context_message(ctx)) > 0);
    }
    hc_structure_free(structure);
    hc_context_free(ctx);
    fclose(file);
    return 0;
}
