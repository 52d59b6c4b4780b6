/* Files of potentiostats: one record for each format (docs/how-to-add/instrument-format.md). */
#ifndef HC_MEASURED_TRACE_FORMAT_H
#define HC_MEASURED_TRACE_FORMAT_H

#include "measured/source.h"
#include "measured/trace.h"

/* What the user says of a file. */
typedef struct hc_trace_options {
    char *format;                                    /* name of a record; NULL: recognised */
    char *time_unit, *potential_unit, *current_unit; /* of columns whose header names no unit; NULL: none */
    bool reverse_current;                            /* the file counts cathodic currents as positive */
} hc_trace_options;

typedef struct hc_trace_format {
    const char *name, *summary, *reference;
    const char *const *extensions; /* NULL-terminated, for the list */
    bool (*recognises)(const hc_source *source);
    hc_status (*read)(hc_context *ctx, const hc_source *source, const hc_trace_options *options, hc_trace *trace);
} hc_trace_format;

/* NULL-terminated; a file is what the first record that recognises it says. */
const hc_trace_format *const *hc_trace_formats(void);

/* Reads a file. options may be NULL. The caller frees *trace. */
HC_MUST_CHECK hc_status hc_trace_read(hc_context *ctx, const char *path, const hc_trace_options *options,
                                      hc_trace **trace);
/* The same from bytes; `name` stands for the file in messages. */
HC_MUST_CHECK hc_status hc_trace_parse(hc_context *ctx, const char *name, const void *bytes, size_t length,
                                       const hc_trace_options *options, hc_trace **trace);

#endif
