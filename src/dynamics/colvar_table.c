#include "dynamics/colvar_table.h"

#include <string.h>

static const hc_colvar_record *const records[] = {&hc_colvar_distance,
                                                  &hc_colvar_distance_difference,
                                                  &hc_colvar_distance_combination,
                                                  &hc_colvar_angle,
                                                  &hc_colvar_coordination,
                                                  &hc_colvar_height,
                                                  NULL};

#define RECORD_COUNT (sizeof records / sizeof *records - 1)

const hc_colvar_record *const *hc_colvar_records(void)
{
    return records;
}

hc_status hc_colvar_find(hc_context *ctx, const char *name, const hc_colvar_record **record)
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
    return hc_fail(ctx, HC_ERROR_INPUT, "there is no collective variable \"%s\"%s%s%s", name,
                   nearest == NULL ? "; `halfcell list colvars` shows what there is" : "; did you mean \"",
                   nearest == NULL ? "" : nearest, nearest == NULL ? "" : "\"?");
}
