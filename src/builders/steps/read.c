#include "builders/assemble.h"
#include "builders/build_step.h"

typedef struct read_options {
    char *file;
} read_options;

static const hc_keyword keywords[] = {{.name = "file",
                                       .type = HC_VALUE_FILE,
                                       .offset = offsetof(read_options, file),
                                       .doc = "Structure to start from; of several frames the last."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const read_options *given = options;
    hc_structure *read = NULL;
    if ((*structure)->natom > 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "there are atoms already; `molecule` adds those of a file to them");
    }
    hc_status status = hc_structure_read(ctx, given->file, &read);
    if (status == HC_OK) {
        hc_structure_free(*structure);
        *structure = read;
    }
    return status;
}

const hc_build_step_record hc_build_read = {
    .name = "read",
    .summary = "Reads a structure, with its cell if it has one.",
    .keywords = keywords,
    .options_size = sizeof(read_options),
    .apply = apply,
};
