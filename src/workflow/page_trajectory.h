#ifndef HC_WORKFLOW_PAGE_TRAJECTORY_H
#define HC_WORKFLOW_PAGE_TRAJECTORY_H

#include "base/json.h"
#include "base/text.h"
#include "workflow/evaluate.h"

/* Appends a frame to what the viewer of a page reads. */
void hc_page_add_frame(hc_text *xyz, const hc_structure *structure);
/* The page's "trajectory" of such frames, with the cell of `structure`. */
hc_json *hc_page_trajectory(const hc_structure *structure, const hc_text *xyz);

/* Sets page.trajectory: at most output.page_frames frames, evenly taken, with the atoms of the constraints marked. */
HC_MUST_CHECK hc_status hc_page_add_trajectory(hc_context *ctx, const hc_folder *folder,
                                               const hc_evaluation *evaluation, hc_json *page);

#endif
