#include "dynamics/thermostat_table.h"
#include "base/record.h"

static const hc_thermostat_record *const records[] = {&hc_thermostat_nve, &hc_thermostat_csvr,
                                                      &hc_thermostat_nose_hoover, &hc_thermostat_langevin, NULL};

const hc_thermostat_record *const *hc_thermostat_records(void)
{
    return records;
}

HC_DEFINE_RECORD_FIND(hc_thermostat_find, hc_thermostat_record, hc_thermostat_records, "thermostat", "thermostats")

double hc_thermal_kinetic(const hc_thermal_system *system, const hc_vec3 *velocity)
{
    double sum = 0;
    for (size_t i = 0; i < system->natom; i++) {
        sum += system->mass[i] * hc_vec3_norm2(velocity[i]);
    }
    return 0.5 * sum;
}

void hc_thermal_scale(const hc_thermal_system *system, double factor, hc_vec3 *velocity)
{
    for (size_t i = 0; i < system->natom; i++) {
        velocity[i] = hc_vec3_scale(factor, velocity[i]);
    }
}
