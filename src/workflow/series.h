/* series.csv: what is written for every step. One place knows its columns: the run writes rows through it and the
 * evaluation finds columns by the same names. */
#ifndef HC_WORKFLOW_SERIES_H
#define HC_WORKFLOW_SERIES_H

#include "base/table.h"
#include "workflow/setup.h"

/* What the run knows beside the record of the dynamics. */
typedef struct hc_series_extra {
    size_t step;      /* since the start of the run, over all phases */
    double time;      /* atomic units, likewise */
    size_t phase;     /* index in the plan */
    double conserved; /* hartree, continued over the phases */
    double fermi_level, homo, lumo, gap;
    bool growth_ends;                        /* the step in which moving constraints stop */
    const hc_electrode_potential *potential; /* NULL: not evaluated at this step */
} hc_series_extra;

/* An empty table with the columns of this job. The caller owns it. */
HC_MUST_CHECK hc_status hc_series_create(hc_context *ctx, const hc_job *job, const hc_setup *setup, hc_table **table);
/* Replaces the table's rows by one: this step. dA/dxi, weight and work of a row belong to the step that led to it: to
 * the geometry of the row before. */
HC_MUST_CHECK hc_status hc_series_set_row(hc_context *ctx, hc_table *table, const hc_setup *setup,
                                          const hc_md_record *record, const hc_series_extra *extra);

/* Column names of constraint k, "xi", "dA_dxi", "work_xi"; the caller frees *name. */
HC_MUST_CHECK hc_status hc_series_gradient_name(hc_context *ctx, const hc_setup *setup, size_t k, char **name);
HC_MUST_CHECK hc_status hc_series_work_name(hc_context *ctx, const hc_setup *setup, size_t k, char **name);

/* Unit words of dA/dxi for a kind: "ev_per_angstrom". */
const char *hc_series_gradient_unit(const hc_colvar_record *record);

#endif
