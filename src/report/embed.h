/* Putting JSON into HTML. */
#ifndef HC_REPORT_EMBED_H
#define HC_REPORT_EMBED_H

#include <stddef.h>

#include "halfcell/context.h"

/* Rewrites JSON so that it can stand inside a <script> element: no character that HTML or old JavaScript readers could
 * take for the end of the element, of a string or of a line ('<', '>', '&', U+2028, U+2029 become \uXXXX escapes), and
 * no blanks between tokens. It parses to the same value. `json` must be valid JSON; the caller owns *text. */
HC_MUST_CHECK hc_status hc_report_escape(hc_context *ctx, const char *json, char **text, size_t *length);

/* Puts `data` [data_length] in the place of the one mark of the template; fails with HC_ERROR_FORMAT when the mark is
 * missing or there twice (`what` names the template). The caller owns *page. */
HC_MUST_CHECK hc_status hc_report_fill(hc_context *ctx, const char *what, const char *template_text, const char *data,
                                       size_t data_length, char **page, size_t *length);

#endif
