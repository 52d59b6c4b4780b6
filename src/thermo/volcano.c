/* Straight lines through energies of several surfaces, and the limiting potential that they make. */
#include <math.h>
#include <stdlib.h>

#include "halfcell/units.h"
#include "thermo/diagram.h"

hc_status hc_relation_make(hc_context *ctx, size_t count, const double *x, const double *y, hc_relation *fit)
{
    double mean_x = 0.0, mean_y = 0.0, xx = 0.0, xy = 0.0, yy = 0.0;
    for (size_t i = 0; i < count; i++) {
        mean_x += x[i] / (double)count;
        mean_y += y[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
    }
    if (count < 2 || !(xx > 1e-20)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a line needs two different values of the descriptor; there %s %zu point%s",
                       count == 1 ? "is" : "are", count, count == 1 ? "" : "s");
    }
    *fit = (hc_relation){.count = count, .slope = xy / xx};
    fit->intercept = mean_y - fit->slope * mean_x;
    double residual = fmax(0.0, yy - fit->slope * xy);
    fit->r2 = yy > 0.0 ? 1.0 - residual / yy : 1.0;
    double variance = count > 2 ? residual / (double)(count - 2) : NAN;
    fit->rmse = sqrt(variance);
    fit->slope_error = sqrt(variance / xx);
    fit->intercept_error = sqrt(variance * (1.0 / (double)count + mean_x * mean_x / xx));
    fit->covariance = -mean_x * variance / xx;
    return HC_OK;
}

double hc_relation_at(const hc_relation *fit, double x, double *error)
{
    if (error) {
        *error = sqrt(
            fmax(0.0, pow(fit->intercept_error, 2) + x * x * pow(fit->slope_error, 2) + 2.0 * x * fit->covariance));
        *error = isnan(fit->slope_error) ? NAN : *error;
    }
    return fit->slope * x + fit->intercept;
}

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
        HC_TRY(hc_relation_make(ctx, ndiagram, descriptor_ev, energy, &volcano->fit[k]));
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
            double own = -hc_relation_at(&volcano->fit[k], descriptor_ev, NULL) / volcano->electrons[k];
            if (*step == volcano->count || own < limit) {
                limit = own;
                *step = k;
            }
        }
    }
    return limit;
}
