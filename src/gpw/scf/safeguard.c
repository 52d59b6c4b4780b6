#include "gpw/scf/safeguard.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SHIFT 1.0    /* hartree: of the order of a gap between filled and empty shells of atoms */
#define SMALLEST_SHIFT 0.1 /* hartree: below it steps are hardly shorter */
#define REFUSALS 3         /* in a row */
#define EASING 0.6         /* of the shift, after a step that was accepted */
#define FAR 2e-2           /* hartree: nearer to self-consistency also a step that fails tells the diis the way */

void hc_gpw_safeguard_free(hc_gpw_safeguard *g)
{
    if (g) {
        free(g->matrix);
        free(g->density);
        free(g->used);
        free(g);
    }
}

void hc_gpw_safeguard_reset(hc_gpw_safeguard *g)
{
    g->energy = INFINITY;
    g->shift = 0.0;
    g->refusals = 0;
}

hc_status hc_gpw_safeguard_create(hc_context *ctx, size_t count, double uphill, hc_gpw_safeguard **safeguard)
{
    hc_gpw_safeguard *g = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *g, &g));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &g->matrix));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &g->density));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &g->used));
    g->count = count;
    g->uphill = uphill;
    hc_gpw_safeguard_reset(g);
    *safeguard = g;
    g = NULL;
cleanup:
    hc_gpw_safeguard_free(g);
    return status;
}

bool hc_gpw_safeguard_is_uphill(const hc_gpw_safeguard *g, double energy, double residual)
{
    return residual > FAR && energy > g->energy + g->uphill;
}

bool hc_gpw_safeguard_accepts(hc_gpw_safeguard *g, double energy, double residual, double *used, double *matrix,
                              double *density)
{
    size_t size = g->count * sizeof(double);
    bool uphill = hc_gpw_safeguard_is_uphill(g, energy, residual);
    if (uphill && g->refusals < REFUSALS) {
        g->refusals++;
        g->shift = fmax(FIRST_SHIFT, 2.0 * g->shift);
        memcpy(matrix, g->matrix, size);
        memcpy(density, g->density, size);
        memcpy(used, g->used, size);
        return false;
    }
    g->shift = EASING * g->shift < SMALLEST_SHIFT ? 0.0 : EASING * g->shift;
    g->refusals = 0;
    if (uphill || energy < g->energy) {
        g->energy = energy;
        memcpy(g->matrix, matrix, size);
        memcpy(g->density, density, size);
        memcpy(g->used, used, size);
    }
    return true;
}
