#ifndef HC_WORKFLOW_RESULT_JSON_H
#define HC_WORKFLOW_RESULT_JSON_H

#include "base/json.h"
#include "workflow/evaluate.h"

/* result.json: every number of an evaluation with its error and unit; docs/results.md says what each key is. */
HC_MUST_CHECK hc_status hc_result_json_write(hc_context *ctx, const hc_folder *folder, const hc_evaluation *evaluation);

#endif
