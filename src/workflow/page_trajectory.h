#ifndef HC_WORKFLOW_PAGE_TRAJECTORY_H
#define HC_WORKFLOW_PAGE_TRAJECTORY_H

#include "base/json.h"
#include "workflow/evaluate.h"

/* Sets page.trajectory: at most output.page_frames frames, evenly taken, with the atoms of the constraints marked. */
HC_MUST_CHECK hc_status hc_page_add_trajectory(hc_context *ctx, const hc_folder *folder,
                                               const hc_evaluation *evaluation, hc_json *page);

#endif
