#include "gpw/atom_radial.h"

#include <math.h>
#include <stdlib.h>

#define INNERMOST 1e-4 /* bohr; a density of 1e4/bohr^3 has 4e-8 electrons inside */
#define POINTS 480

hc_status hc_gpw_radial_create(hc_context *ctx, double outermost, hc_gpw_radial *grid)
{
    hc_status status;
    *grid = (hc_gpw_radial){.count = POINTS, .step = log(outermost / INNERMOST) / (POINTS - 1)};
    HC_TRY(hc_allocate(ctx, POINTS, sizeof *grid->r, &grid->r));
    HC_TRY(hc_allocate(ctx, POINTS, sizeof *grid->weight, &grid->weight));
    for (size_t i = 0; i < POINTS; i++) {
        grid->r[i] = INNERMOST * exp(grid->step * (double)i);
        grid->weight[i] = grid->step * grid->r[i] * grid->r[i] * grid->r[i];
    }
    return HC_OK;
cleanup:
    hc_gpw_radial_clear(grid);
    return status;
}

void hc_gpw_radial_clear(hc_gpw_radial *grid)
{
    free(grid->r);
    free(grid->weight);
    *grid = (hc_gpw_radial){0};
}

/* Integral over ln r from point i to i + 1 of rho r^power, by the polynomial of fifth order through the six points
 * around; beyond the ends there is nothing. */
static double interval(const hc_gpw_radial *grid, const double *rho, int power, size_t i)
{
    static const double coefficient[6] = {11.0, -93.0, 802.0, 802.0, -93.0, 11.0};
    double sum = 0.0;
    for (size_t k = 0; k < 6; k++) {
        if (i + k >= 2 && i + k - 2 < grid->count) {
            double r = grid->r[i + k - 2];
            sum += coefficient[k] * rho[i + k - 2] * (power == 3 ? r * r * r : r * r);
        }
    }
    return sum * grid->step / 1440.0;
}

void hc_gpw_radial_hartree(const hc_gpw_radial *grid, const double *rho, double *v)
{
    const double *r = grid->r;
    double inside = rho[0] * r[0] * r[0] * r[0] / 3.0, outside = 0.0;
    for (size_t i = 0; i < grid->count; i++) {
        v[i] = 4.0 * M_PI * inside / r[i];
        inside += i + 1 < grid->count ? interval(grid, rho, 3, i) : 0.0;
    }
    for (size_t i = grid->count - 1; i-- > 0;) {
        outside += interval(grid, rho, 2, i);
        v[i] += 4.0 * M_PI * outside;
    }
}

void hc_gpw_radial_lda(double rho, double *energy, double *potential)
{
    /* Table I of the paper, zero polarisation. */
    static const double a = 0.031091, alpha = 0.21370, beta[] = {7.5957, 3.5876, 1.6382, 0.49294};
    *energy = *potential = 0.0;
    if (!(rho > 1e-24)) {
        return;
    }
    double exchange = -0.75 * cbrt(3.0 * rho / M_PI);
    double rs = cbrt(3.0 / (4.0 * M_PI * rho)), root = sqrt(rs);
    double q = 2.0 * a * root * (beta[0] + root * (beta[1] + root * (beta[2] + root * beta[3])));
    double dq = a * (beta[0] / root + 2.0 * beta[1] + 3.0 * beta[2] * root + 4.0 * beta[3] * rs);
    double logarithm = log1p(1.0 / q);
    double correlation = -2.0 * a * (1.0 + alpha * rs) * logarithm;
    double slope = -2.0 * a * alpha * logarithm + 2.0 * a * (1.0 + alpha * rs) * dq / (q * (q + 1.0));
    *energy = exchange + correlation;
    *potential = 4.0 / 3.0 * exchange + correlation - rs / 3.0 * slope;
}
