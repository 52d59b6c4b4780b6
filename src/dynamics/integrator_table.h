/* The integrators that exist: one declaration here, one line in integrator_table.c and one file for each. */
#ifndef HC_DYNAMICS_INTEGRATOR_TABLE_H
#define HC_DYNAMICS_INTEGRATOR_TABLE_H

#include "dynamics/integrator.h"

extern const hc_integrator_record hc_integrator_velocity_verlet;

#endif
