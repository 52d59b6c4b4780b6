#ifndef HC_WORKFLOW_EVALUATE_PROFILE_H
#define HC_WORKFLOW_EVALUATE_PROFILE_H

#include "workflow/evaluate.h"

/* Fills the profile part of an evaluation: paths, hysteresis, tables. Nothing when the job grows nothing or too little
 * of the run is there. */
HC_MUST_CHECK hc_status hc_evaluate_profile(hc_context *ctx, hc_evaluation *evaluation);

#endif
