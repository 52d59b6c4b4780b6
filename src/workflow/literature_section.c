/* The keys that ask for published efficiencies under one's own results. */
#include "workflow/literature.h"

#define FILTER(key, text)                                                                                              \
    {                                                                                                                  \
        .name = #key, .type = HC_VALUE_TEXT, .offset = offsetof(hc_literature_filter, key), .default_text = "",        \
        .doc = text                                                                                                    \
    }

static const hc_keyword keywords[] = {FILTER(product, "Only of this product, as `halfcell literature --product`."),
                                      FILTER(defect, "Only of catalysts with this defect."),
                                      FILTER(catalyst, "Only of catalysts whose name has this part."),
                                      {0}};

const hc_section hc_literature_section = {
    .name = "literature",
    .doc = "Draws published Faradaic efficiencies, hollow, under one's own; a key that is left out keeps everything.",
    .keywords = keywords,
    .size = sizeof(hc_literature_filter)};

hc_status hc_literature_check(hc_context *ctx, const hc_literature_filter *filter)
{
    hc_literature *literature = NULL;
    hc_status status = filter != NULL ? hc_literature_read(ctx, filter, &literature) : HC_OK;
    hc_literature_free(literature);
    return status;
}
