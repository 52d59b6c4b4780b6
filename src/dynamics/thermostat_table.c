#include "dynamics/thermostat_table.h"

#include <string.h>

static const hc_thermostat_record *const records[] = {&hc_thermostat_nve, &hc_thermostat_csvr,
                                                      &hc_thermostat_nose_hoover, &hc_thermostat_langevin, NULL};

#define RECORD_COUNT (sizeof records / sizeof *records - 1)

const hc_thermostat_record *const *hc_thermostat_records(void)
{
    return records;
}

hc_status hc_thermostat_find(hc_context *ctx, const char *name, const hc_thermostat_record **record)
{
    const char *names[RECORD_COUNT];
    for (size_t i = 0; i < RECORD_COUNT; i++) {
        names[i] = records[i]->name;
        if (strcmp(names[i], name) == 0) {
            *record = records[i];
            return HC_OK;
        }
    }
    *record = NULL;
    const char *nearest = hc_nearest_name(name, names, RECORD_COUNT);
    return hc_fail(ctx, HC_ERROR_INPUT, "there is no thermostat \"%s\"%s%s%s", name,
                   nearest == NULL ? "; `halfcell list thermostats` shows what there is" : "; did you mean \"",
                   nearest == NULL ? "" : nearest, nearest == NULL ? "" : "\"?");
}

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
