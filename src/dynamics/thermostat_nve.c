/* No thermostat: the energy is constant. */
#include <stdlib.h>

#include "dynamics/thermostat_table.h"

static const hc_keyword keywords[] = {{0}};

static hc_status create(hc_context *ctx, const void *options, const hc_thermal_system *system, void **self)
{
    (void)ctx;
    (void)options;
    (void)system;
    *self = NULL;
    return HC_OK;
}

const hc_thermostat_record hc_thermostat_nve = {
    .name = "nve",
    .summary = "none: constant energy",
    .reference = "Swope, Andersen, Berens, Wilson, J. Chem. Phys. 76, 637 (1982)",
    .keywords = keywords,
    .options_size = 0,
    .create = create,
    .free = free,
};
