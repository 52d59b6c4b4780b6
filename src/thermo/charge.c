#include "thermo/charge.h"

#include <math.h>

/* Madelung's constant of point charges on a simple cubic lattice in a uniform background, in units of q^2/(2 L). */
#define SIMPLE_CUBIC 2.837297479480619

/* Energy, hartree, that a point charge (e) in a cubic cell lacks through its images and the neutralising background:
 * alpha q^2/(2 epsilon L) (Leslie, Gillan 1985; Makov, Payne 1995). Exact for a point in a medium; of a spread charge
 * the leading term. Not for slabs, where the background has a dipole that grows with the vacuum. */
static double cubic_correction(double charge, double edge, double permittivity)
{
    return SIMPLE_CUBIC * charge * charge / (2.0 * permittivity * edge);
}

static hc_status correction_of(hc_context *ctx, double charge, const hc_charged_cell *cell, double *correction)
{
    bool cubic = !isnan(cell->edge) || !isnan(cell->permittivity);
    if (!isnan(cell->correction) && !cubic) {
        *correction = cell->correction;
        return HC_OK;
    }
    if (!isnan(cell->correction)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "charge_correction_ev stands beside cell_edge_angstrom and permittivity: which is meant?");
    }
    if (!(cell->edge > 0.0) || !(cell->permittivity >= 1.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "it has the charge %+g: charge_correction_ev is needed (0 where the cell needs none), or "
                       "cell_edge_angstrom and permittivity (from 1) of a cubic cell",
                       charge);
    }
    *correction = cubic_correction(charge, cell->edge, cell->permittivity);
    return HC_OK;
}

hc_status hc_charge_energy(hc_context *ctx, double charge, const hc_charged_cell *cell, double she_absolute,
                           double *energy)
{
    double correction = 0.0;
    if (isnan(cell->electron_level)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "it has the charge %+g: electron_level_ev is needed, the energy of an electron at the vacuum "
                       "level in its calculation (0 for a cluster alone), or a free_energy_ev on the scale of SHE",
                       charge);
    }
    hc_status status = correction_of(ctx, charge, cell, &correction);
    *energy = correction + charge * (cell->electron_level - she_absolute);
    return status;
}
