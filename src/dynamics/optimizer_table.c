#include "dynamics/optimizer_table.h"

#include <string.h>

static const hc_optimizer_record *const records[] = {&hc_optimizer_lbfgs, &hc_optimizer_fire, NULL};

#define RECORD_COUNT (sizeof records / sizeof *records - 1)

const hc_optimizer_record *const *hc_optimizer_records(void)
{
    return records;
}

hc_status hc_optimizer_find(hc_context *ctx, const char *name, const hc_optimizer_record **record)
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
    return hc_fail(ctx, HC_ERROR_INPUT, "there is no optimiser \"%s\"%s%s%s", name,
                   nearest == NULL ? "; `halfcell list optimizers` shows what there is" : "; did you mean \"",
                   nearest == NULL ? "" : nearest, nearest == NULL ? "" : "\"?");
}
