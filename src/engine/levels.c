#include <stdlib.h>

#include "halfcell/engine.h"

hc_status hc_levels_create(hc_context *ctx, size_t nspin, size_t count, size_t natom, hc_levels **levels)
{
    hc_levels *made = NULL;
    hc_status status = HC_OK;
    *levels = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    *made = (hc_levels){.nspin = nspin, .count = count, .natom = natom};
    for (size_t s = 0; s < nspin; s++) {
        HC_TRY(hc_allocate(ctx, count, sizeof(double), &made->energy[s]));
        HC_TRY(hc_allocate(ctx, count, sizeof(double), &made->occupation[s]));
        HC_TRY(hc_allocate(ctx, count * natom, sizeof(double), &made->weight[s]));
    }
    *levels = made;
    made = NULL;
cleanup:
    hc_levels_free(made);
    return status;
}

void hc_levels_free(hc_levels *levels)
{
    if (levels) {
        for (size_t s = 0; s < 2; s++) {
            free(levels->energy[s]);
            free(levels->occupation[s]);
            free(levels->weight[s]);
        }
        free(levels);
    }
}

size_t hc_levels_homo(const hc_levels *levels, size_t spin)
{
    double half = levels->nspin == 1 ? 1.0 : 0.5;
    size_t filled = 0;
    while (filled < levels->count && levels->occupation[spin][filled] >= half) {
        filled++;
    }
    return filled > 0 ? filled - 1 : levels->count;
}
