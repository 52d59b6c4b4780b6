#include "dynamics/temperature.h"

#include <math.h>

#include "halfcell/units.h"

const hc_keyword hc_temperature_point_keywords[] = {
    {.name = "until_step",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_temperature_point, until_step),
     .minimum = 1,
     .maximum = 100000000,
     .doc = "Step of the run at which the temperature is reached."},
    {.name = "temperature_k",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_temperature_point, kT),
     .unit = HC_KELVIN,
     .minimum = 0.1,
     .maximum = 1e5,
     .doc = "Reached linearly from the temperature before; the same again keeps it."},
    {0}};

hc_status hc_temperature_check(hc_context *ctx, size_t npoint, const hc_temperature_point *point, size_t *wrong)
{
    int before = 0;
    for (size_t i = 0; i < npoint; i++) {
        *wrong = i;
        if (point[i].until_step <= before) {
            return hc_fail(ctx, HC_ERROR_INPUT, "step %d does not lie after step %d, where the point before ends",
                           point[i].until_step, before);
        }
        if (!(point[i].kT > 0) || !isfinite(point[i].kT)) {
            return hc_fail(ctx, HC_ERROR_INPUT, "the temperature has to be above 0 K, not %g K",
                           point[i].kT / HC_KELVIN);
        }
        before = point[i].until_step;
    }
    return HC_OK;
}

double hc_temperature_at(double start, size_t npoint, const hc_temperature_point *point, double step)
{
    double begin = 0, kT = start;
    for (size_t i = 0; i < npoint; i++) {
        double end = point[i].until_step;
        if (step < end) {
            return kT + (point[i].kT - kT) * ((step - begin) / (end - begin));
        }
        begin = end;
        kT = point[i].kT;
    }
    return kT;
}
