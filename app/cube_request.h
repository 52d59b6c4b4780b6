/* The words of --cube: density, spin, potential, homo, lumo, orbital-12; orbitals of a spin end in -alpha or -beta. */
#ifndef APP_CUBE_REQUEST_H
#define APP_CUBE_REQUEST_H

#include "halfcell/engine.h"

/* Refuses a word that is none of these. */
HC_MUST_CHECK hc_status app_cube_check(hc_context *ctx, const char *word);
/* Whether it takes the levels to know which orbital is meant. */
bool app_cube_needs_levels(const char *word);
/* What a word that was checked asks of an engine; levels may be NULL where they are not needed. */
HC_MUST_CHECK hc_status app_cube_request(hc_context *ctx, const char *word, const hc_levels *levels,
                                         hc_field_request *request);

#endif
