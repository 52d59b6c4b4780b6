/* Straight lines through energies of several surfaces, and the limiting potential that they make. */
#include <math.h>
#include <stdlib.h>

#include "halfcell/units.h"
#include "thermo/diagram.h"

hc_status hc_volcano_make(hc_context *ctx, size_t ndiagram, hc_diagram *const *diagrams, const double *descriptor_ev,
                          hc_volcano *volcano)
{
    double *energy = NULL;
    hc_status status = HC_OK;
    *volcano = (hc_volcano){.count = ndiagram > 0 ? diagrams[0]->count : 0};
    HC_TRY(hc_allocate(ctx, ndiagram, sizeof *energy, &energy));
    HC_TRY(hc_allocate(ctx, volcano->count, sizeof *volcano->fit, &volcano->fit));
    HC_TRY(hc_allocate(ctx, volcano->count, sizeof *volcano->electrons, &volcano->electrons));
    for (size_t k = 0; k < volcano->count; k++) {
        for (size_t i = 0; i < ndiagram; i++) {
            energy[i] = hc_diagram_step_energy(diagrams[i], k, 0.0) / HC_EV;
        }
        volcano->electrons[k] = diagrams[0]->step[k].electrons;
        HC_TRY(hc_line_fit_make(ctx, "a volcano", ndiagram, descriptor_ev, energy, &volcano->fit[k]));
    }
cleanup:
    free(energy);
    if (status != HC_OK) {
        hc_volcano_clear(volcano);
    }
    return status;
}

void hc_volcano_clear(hc_volcano *volcano)
{
    free(volcano->fit);
    free(volcano->electrons);
    *volcano = (hc_volcano){0};
}

double hc_volcano_limit(const hc_volcano *volcano, double descriptor_ev, size_t *step)
{
    double limit = NAN;
    *step = volcano->count;
    for (size_t k = 0; k < volcano->count; k++) {
        if (volcano->electrons[k] > 0.0) {
            double own = -hc_line_fit_at(&volcano->fit[k], descriptor_ev, NULL) / volcano->electrons[k];
            if (*step == volcano->count || own < limit) {
                limit = own;
                *step = k;
            }
        }
    }
    return limit;
}
