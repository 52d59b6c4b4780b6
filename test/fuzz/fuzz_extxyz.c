/* Trajectories in extended XYZ: nothing crashes, failures have a message, and what was read can be written and read. */
#include <string.h>

#include "atoms/extxyz.h"
#include "fuzz.h"

static void read_back(hc_context *ctx, FILE *file, const hc_frame *frame)
{
    hc_trajectory_reader *reader = NULL;
    hc_frame *again = NULL;
    rewind(file);
    FUZZ_REQUIRE(hc_trajectory_open_stream(ctx, file, "again", &reader) == HC_OK);
    hc_status status = hc_trajectory_next(ctx, reader, &again);
    if (status != HC_OK) {
        fprintf(stderr, "%s\n", hc_context_message(ctx));
    }
    FUZZ_REQUIRE(status == HC_OK && again != NULL);
    FUZZ_REQUIRE(again->structure->natom == frame->structure->natom);
    FUZZ_REQUIRE(again->ninfo == frame->ninfo);
    FUZZ_REQUIRE((again->force != NULL) == (frame->force != NULL));
    FUZZ_REQUIRE((again->charge != NULL) == (frame->charge != NULL));
    FUZZ_REQUIRE(again->has_energy == frame->has_energy);
    hc_frame_free(again);
    hc_trajectory_close(reader);
}

static void write_and_read(hc_context *ctx, const hc_frame *frame)
{
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    FUZZ_REQUIRE(file != NULL);
    FUZZ_REQUIRE(hc_frame_write(ctx, file, frame) == HC_OK);
    fclose(file);
    file = fmemopen(text, length, "rb");
    FUZZ_REQUIRE(file != NULL);
    read_back(ctx, file, frame);
    fclose(file);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hc_context *ctx = NULL;
    hc_trajectory_reader *reader = NULL;
    hc_frame *frame = NULL;
    hc_status status = HC_OK;
    FILE *file = size > 0 ? fmemopen((void *)data, size, "rb") : NULL;
    if (file == NULL) {
        return 0;
    }
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    FUZZ_REQUIRE(hc_trajectory_open_stream(ctx, file, "fuzz", &reader) == HC_OK);
    do {
        status = hc_trajectory_next(ctx, reader, &frame);
        if (status == HC_OK && frame != NULL) {
            write_and_read(ctx, frame);
        }
        FUZZ_REQUIRE(status == HC_OK || (frame == NULL && strlen(hc_context_message(ctx)) > 0));
        hc_frame_free(frame);
    } while (status == HC_OK && frame != NULL);
    hc_trajectory_close(reader);
    hc_context_free(ctx);
    fclose(file);
    return 0;
}
