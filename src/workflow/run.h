/* Runs a job in its folder, or goes on with one that was stopped. */
#ifndef HC_WORKFLOW_RUN_H
#define HC_WORKFLOW_RUN_H

#include "workflow/setup.h"

/* What one may show while it runs; borrowed for the time of the call. */
typedef struct hc_run_progress {
    size_t step, total_steps;
    const char *phase;
    double temperature_k;
    double conserved;      /* hartree */
    const hc_setup *setup; /* names and kinds of the constraints */
    const double *xi;      /* [setup->nconstraint], atomic units */
    double seconds_per_step, seconds_left;
} hc_run_progress;

typedef void hc_run_callback(void *user, const hc_run_progress *progress);

typedef struct hc_run_options {
    const char *job;    /* a job file; with resume also the folder of a job */
    const char *folder; /* NULL: the job file's name without its ending, in the present folder */
    bool resume, overwrite;
    const hc_text_list *set;   /* values that replace those of the job file, as for hc_job_read_with; NULL: none */
    hc_run_callback *callback; /* NULL: none */
    void *user;
} hc_run_options;

/* Runs to the end and evaluates: result.json, profile.csv, analysis/, report.html. *folder (the caller frees it) says
 * where, also after most failures. HC_ERROR_INTERRUPTED after hc_context_request_stop: the state was saved. */
HC_MUST_CHECK hc_status hc_run(hc_context *ctx, const hc_run_options *options, char **folder);

#endif
