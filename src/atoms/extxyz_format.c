/* Extended XYZ as a format of structures: the last frame of a file. */
#include <stdlib.h>

#include "atoms/extxyz.h"
#include "atoms/structure_format.h"

/* A first line that is one number. */
static bool recognises(const char *text)
{
    char *end = NULL;
    long count = strtol(text, &end, 10);
    while (end != text && (*end == ' ' || *end == '\t' || *end == '\r')) {
        end++;
    }
    return end != text && count > 0 && *end == '\n';
}

static hc_status read_last(hc_context *ctx, FILE *file, const char *name, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_trajectory_reader *reader = NULL;
    hc_frame *frame = NULL, *last = NULL;
    HC_TRY(hc_trajectory_open_stream(ctx, file, name, &reader));
    do {
        HC_TRY(hc_trajectory_next(ctx, reader, &frame));
        if (frame != NULL) {
            hc_frame_free(last);
            last = frame;
        }
    } while (frame != NULL);
    if (last == NULL) {
        status = hc_fail(ctx, HC_ERROR_FORMAT, "%s: the file is empty; expected the number of atoms on its first line",
                         name);
        goto cleanup;
    }
    *structure = last->structure;
    last->structure = NULL;
cleanup:
    hc_frame_free(last);
    hc_trajectory_close(reader);
    return status;
}

static hc_status write_one(hc_context *ctx, FILE *file, const hc_structure *structure)
{
    hc_frame frame = {.structure = (hc_structure *)structure};
    return hc_frame_write(ctx, file, &frame);
}

const hc_structure_format hc_format_extxyz = {
    .name = "extxyz",
    .summary = "Extended XYZ as ASE reads and writes it, and plain XYZ (a molecule)",
    .reference = "https://github.com/libAtoms/extxyz",
    .extensions = (const char *const[]){".extxyz", ".xyz", NULL},
    .stems = (const char *const[]){NULL},
    .recognises = recognises,
    .read = read_last,
    .write = write_one,
};
