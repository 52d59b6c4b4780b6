/* A measured curve: what a potentiostat recorded, whatever file it came from. SI units (s, V, A, C, A/m^2). */
#ifndef HC_MEASURED_TRACE_H
#define HC_MEASURED_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "halfcell/context.h"

typedef enum hc_trace_quantity {
    HC_TRACE_TIME,
    HC_TRACE_POTENTIAL,       /* measured, against the reference electrode of the experiment */
    HC_TRACE_CONTROL,         /* potential that was applied */
    HC_TRACE_CURRENT,         /* anodic positive */
    HC_TRACE_CURRENT_DENSITY, /* where a file has nothing else */
    HC_TRACE_CHARGE,
    HC_TRACE_CYCLE, /* counted by the instrument */
    HC_TRACE_QUANTITY_COUNT
} hc_trace_quantity;

typedef enum hc_technique {
    HC_TECHNIQUE_UNKNOWN,
    HC_TECHNIQUE_CV,  /* cyclic voltammetry */
    HC_TECHNIQUE_LSV, /* linear sweep voltammetry */
    HC_TECHNIQUE_CA,  /* chronoamperometry */
    HC_TECHNIQUE_CP,  /* chronopotentiometry */
    HC_TECHNIQUE_OCP  /* open circuit */
} hc_technique;

/* By the words that instruments use for it, anywhere in the title, ignoring case. */
hc_technique hc_technique_of_title(const char *title);
const char *hc_technique_name(hc_technique technique);

#define HC_TRACE_TEXT_MAX 96

typedef struct hc_trace {
    size_t nrow;
    double *value[HC_TRACE_QUANTITY_COUNT]; /* [nrow], owned; NULL: not in the file */
    hc_technique technique;
    char title[HC_TRACE_TEXT_MAX];     /* what the file calls the technique */
    char reference[HC_TRACE_TEXT_MAX]; /* "Ag/AgCl": when the file says it, else "" */
    double scan_rate_v_s;              /* NaN: not in the file */
    double area_m2;                    /* NaN: not in the file */
    const char *format;                /* name of the record that read it, static */
    hc_text notes;                     /* one line for each thing that a reader of the numbers should know */
    size_t capacity;                   /* private */
} hc_trace;

/* A trace without rows or columns; the caller frees *trace. */
HC_MUST_CHECK hc_status hc_trace_create(hc_context *ctx, hc_trace **trace);
void hc_trace_free(hc_trace *trace);
/* Adds a row: values [HC_TRACE_QUANTITY_COUNT]; those of quantities that the trace has (`has`) are kept. The first row
 * says which there are. */
HC_MUST_CHECK hc_status hc_trace_add_row(hc_context *ctx, hc_trace *trace, const bool has[HC_TRACE_QUANTITY_COUNT],
                                         const double values[HC_TRACE_QUANTITY_COUNT]);

/* "potential", "current": for messages. */
const char *hc_trace_quantity_name(hc_trace_quantity quantity);

/* What holds for a trace of any file: there are rows, a current (or its density) or a potential among them, every value
 * is finite. `name` is the file. */
HC_MUST_CHECK hc_status hc_trace_check(hc_context *ctx, const char *name, const hc_trace *trace);

#endif
