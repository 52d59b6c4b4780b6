#include "dynamics/integrator_table.h"

#include <stddef.h>

const hc_integrator_record *const *hc_integrator_records(void)
{
    static const hc_integrator_record *const records[] = {&hc_integrator_velocity_verlet, NULL};
    return records;
}
