#ifndef HC_WORKFLOW_PAGE_H
#define HC_WORKFLOW_PAGE_H

#include "base/json.h"
#include "workflow/evaluate.h"

/* What the page of a job shows, in the form that docs/report.md describes. The caller frees *page. */
HC_MUST_CHECK hc_status hc_page_create(hc_context *ctx, const hc_folder *folder, const hc_evaluation *evaluation,
                                       hc_json **page);

#endif
