#include "engine/electron_count.h"

#include <math.h>

static bool is_whole(double x)
{
    return fabs(x - round(x)) < 1e-9;
}

static hc_status count_unpaired(hc_context *ctx, const hc_electron_request *request, double electrons, double *unpaired)
{
    *unpaired = 0.0;
    if (request->equal_spins) {
        if (request->multiplicity > 1) {
            return hc_fail(ctx, HC_ERROR_INPUT, "equal_spins does not go with multiplicity %d; set it to 0 or 1",
                           request->multiplicity);
        }
        return HC_OK;
    }
    long count = lround(electrons);
    if (request->multiplicity == 0) {
        *unpaired = is_whole(electrons) ? (double)(count % 2) : 0.0;
        return HC_OK;
    }
    *unpaired = request->multiplicity - 1;
    if (is_whole(electrons) && (count - (request->multiplicity - 1)) % 2 != 0) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "multiplicity %d means %d unpaired electrons, which %ld electrons (charge %g) cannot have; an %s "
            "number of electrons needs an %s multiplicity",
            request->multiplicity, request->multiplicity - 1, count, request->charge, count % 2 == 0 ? "even" : "odd",
            count % 2 == 0 ? "odd" : "even");
    }
    return HC_OK;
}

hc_status hc_electron_count(hc_context *ctx, const hc_electron_request *request, double spin[2])
{
    double electrons = request->neutral - request->charge, unpaired = 0.0;
    if (electrons < 0.0 || electrons > 2.0 * (double)request->orbitals) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "a charge of %g leaves %g electrons for %zu orbitals; there are %g valence electrons when neutral",
            request->charge, electrons, request->orbitals, request->neutral);
    }
    hc_status status = count_unpaired(ctx, request, electrons, &unpaired);
    if (status != HC_OK) {
        return status;
    }
    spin[0] = 0.5 * (electrons + unpaired);
    spin[1] = electrons - spin[0];
    if (unpaired > electrons || spin[0] > (double)request->orbitals) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "multiplicity %d needs more unpaired electrons than %g electrons in %zu orbitals can give",
                       request->multiplicity, electrons, request->orbitals);
    }
    return HC_OK;
}
