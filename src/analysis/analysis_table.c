#include "analysis/analysis_table.h"

#include <string.h>

static const hc_analysis_record *const records[] = {
    &hc_analysis_distance, &hc_analysis_angle,          &hc_analysis_coordination,
    &hc_analysis_rdf,      &hc_analysis_hydrogen_bonds, &hc_analysis_water_shells,
    &hc_analysis_density,  &hc_analysis_species,        NULL,
};

#define RECORD_COUNT (sizeof records / sizeof records[0] - 1)

const hc_analysis_record *const *hc_analysis_records(void)
{
    return records;
}

hc_status hc_analysis_find(hc_context *ctx, const char *name, const hc_analysis_record **record)
{
    const char *names[RECORD_COUNT];
    *record = NULL;
    for (size_t i = 0; i < RECORD_COUNT; i++) {
        names[i] = records[i]->name;
        if (strcmp(name, names[i]) == 0) {
            *record = records[i];
            return HC_OK;
        }
    }
    const char *nearest = hc_nearest_name(name, names, RECORD_COUNT);
    return hc_fail(ctx, HC_ERROR_INPUT, "there is no analysis '%s'%s%s%s; see `halfcell list analyses`", name,
                   nearest != NULL ? "; did you mean '" : "", nearest != NULL ? nearest : "",
                   nearest != NULL ? "'?" : "");
}
