#include "dynamics/colvar_table.h"
#include "base/record.h"

static const hc_colvar_record *const records[] = {&hc_colvar_distance,
                                                  &hc_colvar_distance_difference,
                                                  &hc_colvar_distance_combination,
                                                  &hc_colvar_angle,
                                                  &hc_colvar_coordination,
                                                  &hc_colvar_height,
                                                  NULL};

const hc_colvar_record *const *hc_colvar_records(void)
{
    return records;
}

HC_DEFINE_RECORD_FIND(hc_colvar_find, hc_colvar_record, hc_colvar_records, "collective variable", "colvars")
