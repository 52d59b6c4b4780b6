/* What the figures of the literature share. */
#ifndef HC_WORKFLOW_LITERATURE_FIGURE_H
#define HC_WORKFLOW_LITERATURE_FIGURE_H

#include "workflow/literature.h"

/* hc_literature_product or hc_literature_family. */
typedef const char *(*hc_literature_key)(const hc_json *record);

/* Appends the points whose `key` is `group` as one hollow series; none when there are none. `colour` as of
 * hc_figure_set_colour, 0: none. *added counts on. */
HC_MUST_CHECK hc_status hc_literature_add_group(hc_context *ctx, hc_json *figure, const hc_literature *literature,
                                                hc_literature_key key, const char *group, const char *label,
                                                size_t colour, size_t *added);

/* At most `length` bytes of a name and "…", cut at a blank where there is one. The caller frees it. */
HC_MUST_CHECK hc_status hc_literature_short_name(hc_context *ctx, const char *name, size_t length, char **short_name);

#endif
