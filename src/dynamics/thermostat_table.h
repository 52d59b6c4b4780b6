/* The thermostats that exist: one declaration here, one line in thermostat_table.c and one file for each. */
#ifndef HC_DYNAMICS_THERMOSTAT_TABLE_H
#define HC_DYNAMICS_THERMOSTAT_TABLE_H

#include "dynamics/thermostat.h"

extern const hc_thermostat_record hc_thermostat_nve;
extern const hc_thermostat_record hc_thermostat_csvr;
extern const hc_thermostat_record hc_thermostat_nose_hoover;
extern const hc_thermostat_record hc_thermostat_langevin;

/* sum m v^2 / 2, hartree. */
double hc_thermal_kinetic(const hc_thermal_system *system, const hc_vec3 *velocity);
void hc_thermal_scale(const hc_thermal_system *system, double factor, hc_vec3 *velocity);

#endif
