/* The report page: one HTML file, made of the template that the build bundles from web/ and of the page's data.
 *
 * What the data may contain is described in docs/report.md. */
#ifndef HC_REPORT_REPORT_H
#define HC_REPORT_REPORT_H

#include "base/json.h"
#include "halfcell/context.h"

/* Writes the page to `path`, beside and renamed. `page` is borrowed. The template is looked for by hc_data_file_find.
 */
HC_MUST_CHECK hc_status hc_report_write(hc_context *ctx, const hc_json *page, const char *path);
/* Whether there is a template that takes data, for those who would refuse a page before the work for it. */
HC_MUST_CHECK hc_status hc_report_check(hc_context *ctx);
/* Like hc_report_write beside results that stand without a page: where the template is missing, it warns, removes an
 * earlier page, and succeeds. */
HC_MUST_CHECK hc_status hc_report_write_beside(hc_context *ctx, const hc_json *page, const char *path);

#endif
