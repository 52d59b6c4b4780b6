/* The plan of a run: the phases that its sampling method makes of it, one after the other. In each phase every
 * constraint is held or moves steadily from one value to another. */
#ifndef HC_WORKFLOW_PLAN_H
#define HC_WORKFLOW_PLAN_H

#include "workflow/setup.h"

typedef enum hc_phase_kind { HC_PHASE_EQUILIBRATE, HC_PHASE_SAMPLE, HC_PHASE_GROW } hc_phase_kind;

typedef struct hc_phase {
    hc_phase_kind kind;
    char label[64]; /* "forward", "window 3 of 9" */
    int direction;  /* of a growth that counts: +1 from target to stop, -1 back; else 0 */
    int window;     /* -1: none */
    size_t steps;
    hc_constraint *constraint; /* [nconstraint]: where it starts, how fast it moves and where it stops in this phase */
} hc_phase;

typedef struct hc_plan {
    size_t nconstraint;
    size_t count;
    hc_phase *phase;
    size_t total_steps;
} hc_plan;

HC_MUST_CHECK hc_status hc_plan_create(hc_context *ctx, const hc_job *job, const hc_yaml *yaml, const hc_setup *setup,
                                       hc_plan **plan);
void hc_plan_free(hc_plan *plan);

/* "equilibrate", "sample", "grow". */
const char *hc_phase_kind_name(hc_phase_kind kind);

#endif
