/* Canonical sampling through velocity rescaling: the kinetic energy follows a stochastic equation whose stationary
 * distribution is the canonical one; all velocities are scaled by the same factor. The equation is solved exactly over
 * the interval (the reference's appendix; the sign of the factor after Bussi, Parrinello, Comput. Phys. Commun. 179, 26
 * (2008)), so that the interval may be of any length. */
#include <stdlib.h>

#include "dynamics/thermostat_table.h"
#include "halfcell/units.h"

typedef struct csvr_options {
    double time_constant;
} csvr_options;

static const hc_keyword keywords[] = {{.name = "time_constant_fs",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(csvr_options, time_constant),
                                       .unit = HC_FS,
                                       .default_text = "100",
                                       .minimum = 0.1,
                                       .maximum = 1e6,
                                       .doc = "Relaxation time of the kinetic energy."},
                                      {0}};

static hc_status create(hc_context *ctx, const void *options, const hc_thermal_system *system, void **self)
{
    (void)system;
    csvr_options *kept;
    hc_status status = hc_allocate(ctx, 1, sizeof *kept, &kept);
    if (status == HC_OK) {
        *kept = *(const csvr_options *)options;
        *self = kept;
    }
    return status;
}

/* Sum of the squares of `count` normal deviates: chi-squared is twice a gamma deviate of shape count/2. */
static double sum_of_squares(hc_random *random, size_t count)
{
    return count == 0 ? 0 : 2 * hc_random_gamma(random, 0.5 * (double)count);
}

static void apply(void *self, const hc_thermal_system *system, double interval, hc_random *random, hc_vec3 *velocity)
{
    const csvr_options *o = self;
    double kinetic = hc_thermal_kinetic(system, velocity);
    double normal = hc_random_normal(random);
    double others = sum_of_squares(random, system->freedom - 1);
    if (!(kinetic > 0)) {
        return; /* there is no direction to scale along */
    }
    double c = exp(-interval / o->time_constant);
    double ratio = (1 - c) * 0.5 * system->kT / kinetic; /* (1 - c) K_target / (freedom K) */
    double squared = c + ratio * (normal * normal + others) + 2 * normal * sqrt(c * ratio);
    double factor = sqrt(fmax(squared, 0));
    hc_thermal_scale(system, normal + sqrt(c / ratio) < 0 ? -factor : factor, velocity);
}

const hc_thermostat_record hc_thermostat_csvr = {
    .name = "csvr",
    .summary = "canonical sampling through velocity rescaling",
    .reference = "Bussi, Donadio, Parrinello, J. Chem. Phys. 126, 014101 (2007)",
    .keywords = keywords,
    .options_size = sizeof(csvr_options),
    .create = create,
    .free = free,
    .apply = apply,
};
