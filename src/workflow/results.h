/* What a study leaves in its folder: numbers as JSON, tables as CSV, texts, the page. */
#ifndef HC_WORKFLOW_RESULTS_H
#define HC_WORKFLOW_RESULTS_H

#include "base/json.h"
#include "base/table.h"
#include "base/text.h"

/* FOLDER/name. Takes `json`, also when it fails. */
HC_MUST_CHECK hc_status hc_results_json(hc_context *ctx, const char *folder, const char *name, hc_json *json);
/* FOLDER/name. Takes what `text` holds, also when it fails. */
HC_MUST_CHECK hc_status hc_results_text(hc_context *ctx, const char *folder, const char *name, hc_text *text);
/* FOLDER/ID.csv. */
HC_MUST_CHECK hc_status hc_results_table(hc_context *ctx, const char *folder, const hc_table *table);
HC_MUST_CHECK hc_status hc_results_tables(hc_context *ctx, const char *folder, const hc_table_list *tables);
/* FOLDER/report.html; a warning where the page's template is missing: the other results stand without it. Takes
 * `page`, also when it fails. */
HC_MUST_CHECK hc_status hc_results_page(hc_context *ctx, const char *folder, hc_json *page);

#endif
