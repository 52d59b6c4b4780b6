#define _GNU_SOURCE /* strcasestr */
#include "measured/trace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const quantity_names[HC_TRACE_QUANTITY_COUNT] = {
    "time", "potential", "applied potential", "current", "current density", "charge", "cycle",
};

const char *hc_trace_quantity_name(hc_trace_quantity quantity)
{
    return quantity_names[quantity];
}

/* Words are looked for in this order: "cyclic" before "linear", and what contains another word before it. */
static const struct {
    hc_technique technique;
    const char *name, *words[8];
} techniques[] = {
    {HC_TECHNIQUE_CV, "cyclic voltammetry", {"cyclic voltammetry", "cv staircase", "cyclic"}},
    {HC_TECHNIQUE_LSV, "linear sweep voltammetry", {"linear sweep", "linear polarization", "lsv"}},
    {HC_TECHNIQUE_CA,
     "chronoamperometry",
     {"chronoamperometry", "chronocoulometry", "amperometric i-t", "bulk electrolysis", "potentiostatic", "chronoa"}},
    {HC_TECHNIQUE_CP, "chronopotentiometry", {"chronopotentiometry", "galvanostatic", "chronop"}},
    {HC_TECHNIQUE_OCP, "open circuit potential", {"open circuit", "corpot", "ocv"}},
};
#define TECHNIQUE_COUNT (sizeof techniques / sizeof techniques[0])

hc_technique hc_technique_of_title(const char *title)
{
    for (size_t i = 0; i < TECHNIQUE_COUNT; i++) {
        for (const char *const *word = techniques[i].words; *word != NULL; word++) {
            if (strcasestr(title, *word) != NULL) {
                return techniques[i].technique;
            }
        }
    }
    return strcasecmp(title, "cv") == 0 ? HC_TECHNIQUE_CV : HC_TECHNIQUE_UNKNOWN;
}

const char *hc_technique_name(hc_technique technique)
{
    for (size_t i = 0; i < TECHNIQUE_COUNT; i++) {
        if (techniques[i].technique == technique) {
            return techniques[i].name;
        }
    }
    return "technique not stated";
}

hc_status hc_trace_create(hc_context *ctx, hc_trace **trace)
{
    hc_status status = hc_allocate(ctx, 1, sizeof **trace, trace);
    if (status == HC_OK) {
        (*trace)->scan_rate_v_s = NAN;
        (*trace)->area_m2 = NAN;
        (*trace)->format = "";
    }
    return status;
}

void hc_trace_free(hc_trace *trace)
{
    if (trace != NULL) {
        for (size_t i = 0; i < HC_TRACE_QUANTITY_COUNT; i++) {
            free(trace->value[i]);
        }
        hc_text_clear(&trace->notes);
        free(trace);
    }
}

static hc_status grow(hc_context *ctx, hc_trace *trace, const bool has[HC_TRACE_QUANTITY_COUNT])
{
    size_t capacity = trace->capacity > 0 ? 2 * trace->capacity : 256;
    for (size_t i = 0; i < HC_TRACE_QUANTITY_COUNT; i++) {
        if (!has[i]) {
            continue;
        }
        double *wider = NULL;
        hc_status status = hc_allocate(ctx, capacity, sizeof *wider, &wider);
        if (status != HC_OK) {
            return status;
        }
        if (trace->nrow > 0) {
            memcpy(wider, trace->value[i], trace->nrow * sizeof *wider);
        }
        free(trace->value[i]);
        trace->value[i] = wider;
    }
    trace->capacity = capacity;
    return HC_OK;
}

hc_status hc_trace_add_row(hc_context *ctx, hc_trace *trace, const bool has[HC_TRACE_QUANTITY_COUNT],
                           const double values[HC_TRACE_QUANTITY_COUNT])
{
    if (trace->nrow == trace->capacity) {
        hc_status status = grow(ctx, trace, has);
        if (status != HC_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < HC_TRACE_QUANTITY_COUNT; i++) {
        if (has[i] && trace->value[i] != NULL) {
            trace->value[i][trace->nrow] = values[i];
        }
    }
    trace->nrow++;
    return HC_OK;
}

hc_status hc_trace_check(hc_context *ctx, const char *name, const hc_trace *trace)
{
    if (trace->nrow == 0) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: there are no rows of numbers", name);
    }
    bool current = trace->value[HC_TRACE_CURRENT] || trace->value[HC_TRACE_CURRENT_DENSITY];
    bool potential = trace->value[HC_TRACE_POTENTIAL] || trace->value[HC_TRACE_CONTROL];
    if (!current && !potential) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s: there is neither a column of current nor one of potential; expected are columns such as "
                       "'Ewe/V' and 'I/mA'",
                       name);
    }
    for (size_t i = 0; i < HC_TRACE_QUANTITY_COUNT; i++) {
        for (size_t row = 0; trace->value[i] && row < trace->nrow; row++) {
            if (!isfinite(trace->value[i][row])) {
                return hc_fail(ctx, HC_ERROR_FORMAT, "%s: the %s of row %zu is no finite number", name,
                               quantity_names[i], row);
            }
        }
    }
    return HC_OK;
}
