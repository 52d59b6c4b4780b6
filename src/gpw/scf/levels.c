#include "gpw/scf/levels.h"

#include <math.h>

#include "gpw/scf/frontier.h"

#define PARTLY 1e-2            /* f (1 - f) of a level that counts as filled in part */
#define HOT 1.5e-2             /* hartree: few have a gap for a temperature that needs as much */
#define FRONTIER_RESIDUAL 1e-4 /* hartree: the level is right to its square */

/* The gap below which the levels beside it are filled in part. */
static double narrow(const hc_gpw_scf *scf)
{
    return -2.0 * scf->options.kT * log(PARTLY);
}

bool hc_gpw_levels_may_be_whole(const hc_gpw_scf *scf)
{
    double sum = 0.0;
    bool whole = true;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        double electrons = scf->options.electrons[s];
        whole = whole && fabs(electrons - round(electrons)) < 1e-9;
        sum += round(electrons);
    }
    return whole && sum > 0.0;
}

bool hc_gpw_levels_are_hot(const hc_gpw_scf *scf)
{
    return narrow(scf) > HOT;
}

bool hc_gpw_levels_are_whole(const hc_gpw_scf *scf)
{
    double unlike = 0.0;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        for (size_t i = 0; i < scf->nao; i++) {
            unlike = fmax(unlike, fmin(scf->occupation[s][i], 1.0 - scf->occupation[s][i]));
        }
    }
    return unlike <= 1e-9;
}

bool hc_gpw_levels_are_shared(const hc_gpw_scf *scf)
{
    for (size_t s = 0; s < scf->options.nspin; s++) {
        for (size_t i = 0; i < scf->nao; i++) {
            if (scf->occupation[s][i] * (1.0 - scf->occupation[s][i]) > PARTLY) {
                return true;
            }
        }
    }
    return false;
}

double hc_gpw_levels_gap(const hc_gpw_scf *scf)
{
    double gap = INFINITY;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        size_t filled = (size_t)lround(scf->options.electrons[s]);
        const double *e = scf->orbitals[s]->energy;
        if (filled > 0 && filled < scf->nao) {
            gap = fmin(gap, e[filled] - e[filled - 1]);
        }
    }
    return gap;
}

hc_status hc_gpw_levels_find(hc_context *ctx, hc_gpw_scf *scf, const double *overlap)
{
    hc_status status = HC_OK;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        if (scf->descent) {
            HC_TRY(hc_gpw_frontier(ctx, scf->descent, s, overlap, scf->h[s], FRONTIER_RESIDUAL, &scf->homo[s],
                                   &scf->lumo[s]));
            scf->spin[s].fermi_level = 0.5 * (scf->homo[s] + scf->lumo[s]);
            continue;
        }
        const double *f = scf->occupation[s], *e = scf->orbitals[s]->energy;
        size_t filled = 0;
        while (filled < scf->nao && f[filled] >= 0.5) {
            filled++;
        }
        scf->homo[s] = filled > 0 ? e[filled - 1] : NAN;
        scf->lumo[s] = filled < scf->nao ? e[filled] : NAN;
    }
cleanup:
    return status;
}

bool hc_gpw_levels_are_excited(const hc_gpw_scf *scf)
{
    bool excited = false;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        excited = excited || scf->lumo[s] < scf->homo[s] + narrow(scf); /* false where there is none (NaN) */
    }
    return excited;
}

double hc_gpw_scf_fermi_level(const hc_gpw_scf *scf)
{
    const double *n = scf->options.electrons;
    if (scf->options.nspin == 1) {
        return scf->spin[0].fermi_level;
    }
    return n[0] + n[1] > 0.0 ? (n[0] * scf->spin[0].fermi_level + n[1] * scf->spin[1].fermi_level) / (n[0] + n[1])
                             : NAN;
}

void hc_gpw_scf_frontier(const hc_gpw_scf *scf, double *homo, double *lumo, double *gap)
{
    *homo = *lumo = *gap = NAN;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        *homo = fmax(*homo, scf->homo[s]); /* fmax and fmin pass over NaN */
        *lumo = fmin(*lumo, scf->lumo[s]);
        *gap = fmin(*gap, scf->lumo[s] - scf->homo[s]);
    }
}
