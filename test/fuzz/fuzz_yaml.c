/* YAML jobs: nothing crashes, failures have a message, and what was read is echoed so that it reads back the same. */
#include <string.h>

#include "../unit/input/sample_schema.h"
#include "fuzz.h"

static void echo_and_read(hc_context *ctx, const sample_job *job)
{
    char *first = NULL, *second = NULL;
    hc_yaml *yaml = NULL;
    sample_job again = {0};
    FUZZ_REQUIRE(hc_schema_echo(ctx, &sample_section, job, &first) == HC_OK);
    hc_status status = hc_yaml_parse(ctx, "echo", first, strlen(first), &yaml);
    if (status == HC_OK) {
        status = hc_schema_parse(ctx, &sample_section, yaml, &again);
    }
    if (status != HC_OK) {
        fprintf(stderr, "%s\n%s\n", first, hc_context_message(ctx));
    }
    FUZZ_REQUIRE(status == HC_OK);
    FUZZ_REQUIRE(hc_schema_echo(ctx, &sample_section, &again, &second) == HC_OK);
    FUZZ_REQUIRE(strcmp(first, second) == 0);
    hc_schema_clear(&sample_section, &again);
    hc_yaml_free(yaml);
    free(first);
    free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hc_context *ctx = NULL;
    hc_yaml *yaml = NULL;
    sample_job job;
    FUZZ_REQUIRE(hc_context_create(&ctx) == HC_OK);
    hc_status status = hc_yaml_parse(ctx, "fuzz", (const char *)data, size, &yaml);
    if (status == HC_OK) {
        status = hc_schema_parse(ctx, &sample_section, yaml, &job);
        if (status == HC_OK) {
            echo_and_read(ctx, &job);
        }
        hc_schema_clear(&sample_section, &job);
    } else {
        FUZZ_REQUIRE(yaml == NULL);
    }
    FUZZ_REQUIRE(status == HC_OK || strlen(hc_context_message(ctx)) > 0);
    hc_yaml_free(yaml);
    hc_context_free(ctx);
    return 0;
}
