/* Cube files on streams that are open already; the rest is in halfcell/field.h. */
#ifndef HC_ATOMS_CUBE_H
#define HC_ATOMS_CUBE_H

#include <stdio.h>

#include "halfcell/field.h"

/* `name` is for messages. */
HC_MUST_CHECK hc_status hc_cube_read_stream(hc_context *ctx, FILE *file, const char *name, hc_cube **cube);
HC_MUST_CHECK hc_status hc_cube_write_stream(hc_context *ctx, FILE *file, const hc_cube *cube);

#endif
