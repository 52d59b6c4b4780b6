/* Tables of records: finding one by its name. Every kind of thing that can be added (an engine, a thermostat, a
 * collective variable, an analysis ...) is a record with a `name` in a NULL-terminated table. */
#ifndef HC_BASE_RECORD_H
#define HC_BASE_RECORD_H

#include "halfcell/context.h"

#define HC_RECORD_MAX 128

/* Index of `name` among names [count]. Fails with the nearest name, or with the command that lists them. `kind` is what
 * one is called ("thermostat"), `list` the word of `halfcell list` ("thermostats"). */
HC_MUST_CHECK hc_status hc_record_index(hc_context *ctx, const char *kind, const char *list, const char *name,
                                        const char *const *names, size_t count, size_t *index);

/* Defines hc_status function(ctx, name, &record) over the table that records() returns. */
#define HC_DEFINE_RECORD_FIND(function, record_type, records, kind, list)                                              \
    hc_status function(hc_context *ctx, const char *name, const record_type **record)                                  \
    {                                                                                                                  \
        const char *names[HC_RECORD_MAX];                                                                              \
        size_t count = 0, index = 0;                                                                                   \
        for (; count < HC_RECORD_MAX && records()[count]; count++) {                                                   \
            names[count] = records()[count]->name;                                                                     \
        }                                                                                                              \
        hc_status status = hc_record_index(ctx, kind, list, name, names, count, &index);                               \
        *record = status == HC_OK ? records()[index] : NULL;                                                           \
        return status;                                                                                                 \
    }

#endif
