/* Thermostats: what keeps the temperature. One file and one line in thermostat_table.c for each kind
 * (docs/how-to-add/thermostat.md).
 *
 * A thermostat acts on velocities alone, for half a time step before and half a time step after the velocity Verlet
 * step. The driver takes out the drift of moving constraints before and projects onto the constraints after it, so a
 * thermostat knows nothing of constraints but the number of degrees of freedom. */
#ifndef HC_DYNAMICS_THERMOSTAT_H
#define HC_DYNAMICS_THERMOSTAT_H

#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/keyword.h"
#include "halfcell/state.h"
#include "halfcell/vec.h"
#include "math/random.h"

/* What a thermostat works on. Borrowed; lives as long as the thermostat. */
typedef struct hc_thermal_system {
    size_t natom;
    const double *mass;         /* [natom], electron masses */
    const double *inverse_mass; /* [natom], 0 for fixed atoms */
    size_t freedom; /* degrees of freedom: 3 free atoms - constraints - 3 where the centre of mass is held */
    double kT;      /* hartree; may change between applications (hc_md_setup.schedule) */
} hc_thermal_system;

typedef struct hc_thermostat_record {
    const char *name;
    const char *summary;
    const char *reference;
    const hc_keyword *keywords; /* of its options */
    size_t options_size;
    hc_status (*create)(hc_context *ctx, const void *options, const hc_thermal_system *system, void **self);
    void (*free)(void *self);
    /* Acts for `interval` on velocity [natom]; those of fixed atoms are zero and stay so. NULL: does nothing. */
    void (*apply)(void *self, const hc_thermal_system *system, double interval, hc_random *random, hc_vec3 *velocity);
    /* Energy of the thermostat's own variables at system->kT, so that H + energy is conserved while kT is; when it
     * changes the driver takes the difference for work. NULL: the driver counts the heat that each application brings,
     * and H - heat is conserved. */
    double (*energy)(const void *self, const hc_thermal_system *system);
    hc_status (*save)(const void *self, hc_context *ctx, hc_state *state);
    hc_status (*load)(void *self, hc_context *ctx, const hc_state *state);
} hc_thermostat_record;

/* All kinds, a NULL-terminated list. */
const hc_thermostat_record *const *hc_thermostat_records(void);
HC_MUST_CHECK hc_status hc_thermostat_find(hc_context *ctx, const char *name, const hc_thermostat_record **record);

#endif
