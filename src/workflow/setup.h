/* What a job becomes once its structure is read: the engine, the collective variables and the constraints, checked
 * against the atoms. Making it computes nothing. */
#ifndef HC_WORKFLOW_SETUP_H
#define HC_WORKFLOW_SETUP_H

#include "workflow/job.h"

typedef struct hc_setup {
    hc_structure *structure; /* as it moves */
    hc_engine *engine;
    size_t nconstraint;
    hc_colvar **colvar;        /* [nconstraint] */
    hc_constraint *constraint; /* [nconstraint] as in the job: start, rate, stop */
    char **name;               /* [nconstraint] */
} hc_setup;

/* `structure_file` NULL: the job's. Messages name the line of the job where yaml is given. */
HC_MUST_CHECK hc_status hc_setup_create(hc_context *ctx, const hc_job *job, const hc_yaml *yaml,
                                        const char *structure_file, hc_setup **setup);
void hc_setup_free(hc_setup *setup);

#endif
