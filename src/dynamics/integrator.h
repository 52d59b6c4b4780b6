/* Integrators: how positions and velocities advance by one time step. One file and one line in integrator_table.c for
 * each kind. */
#ifndef HC_DYNAMICS_INTEGRATOR_H
#define HC_DYNAMICS_INTEGRATOR_H

#include "dynamics/md.h"

typedef struct hc_integrator_record {
    const char *name;
    const char *summary;
    const char *reference;
    /* Advances by one time step without the thermostat, constraints included; leaves forces at the new positions. */
    hc_status (*step)(hc_md *md, hc_context *ctx);
} hc_integrator_record;

/* All kinds, a NULL-terminated list; the order is that of the choices of hc_md_keywords' `integrator`. */
const hc_integrator_record *const *hc_integrator_records(void);

#endif
