/* Charges of the atoms by a scheme of one's choice: the `charges` section of a job, written into charges.csv as the run
 * goes, and Bader's charges for whoever has an engine that shows its density. */
#ifndef HC_WORKFLOW_CHARGES_H
#define HC_WORKFLOW_CHARGES_H

#include <stdbool.h>

#include "analysis/bader.h"
#include "base/table.h"
#include "halfcell/engine.h"

typedef struct hc_charges_options {
    int scheme; /* index into the schemes */
    int every_steps;
} hc_charges_options;

extern const hc_keyword hc_charges_keywords[];

/* Bader's partition of an engine's last density. */
typedef struct hc_bader_charges {
    double *charge;      /* e, [natom], owned; they sum to the net charge */
    hc_bader *partition; /* owned */
    size_t refinement;   /* times as many points along each direction as the engine showed */
} hc_bader_charges;

HC_MUST_CHECK hc_status hc_bader_charges_find(hc_context *ctx, hc_engine *engine, const hc_result *result,
                                              hc_bader_charges *found);
void hc_bader_charges_clear(hc_bader_charges *charges);

/* Whether any atom has a spin: it is exactly zero in a closed shell. */
bool hc_result_is_open_shell(const hc_result *result);

/* Refuses an engine that cannot give the scheme's charges. */
HC_MUST_CHECK hc_status hc_charges_check(hc_context *ctx, const hc_charges_options *options,
                                         const hc_engine_record *engine);
/* Of hc_wanted: what the engine has to be asked for at a step whose charges are written. */
unsigned hc_charges_wanted(const hc_charges_options *options);
/* An empty table for charges.csv: a row an atom and step. The caller owns it. */
HC_MUST_CHECK hc_status hc_charges_create_table(hc_context *ctx, const hc_charges_options *options, hc_table **table);
/* Replaces the table's rows by those of one step: the engine has computed `result` just now. time: atomic units. */
HC_MUST_CHECK hc_status hc_charges_set_rows(hc_context *ctx, const hc_charges_options *options, hc_engine *engine,
                                            const hc_result *result, size_t step, double time, hc_table *table);

#endif
