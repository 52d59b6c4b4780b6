#include "analysis/analysis_table.h"
#include "base/record.h"

static const hc_analysis_record *const records[] = {
    &hc_analysis_distance, &hc_analysis_angle,          &hc_analysis_coordination,
    &hc_analysis_rdf,      &hc_analysis_hydrogen_bonds, &hc_analysis_water_shells,
    &hc_analysis_density,  &hc_analysis_species,        NULL,
};

const hc_analysis_record *const *hc_analysis_records(void)
{
    return records;
}

HC_DEFINE_RECORD_FIND(hc_analysis_find, hc_analysis_record, hc_analysis_records, "analysis", "analyses")
