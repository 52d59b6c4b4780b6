/* The page of a structure that a recipe built: the viewer with its defects marked, their census, what it is a model of.
 */
#ifndef HC_WORKFLOW_BUILD_PAGE_H
#define HC_WORKFLOW_BUILD_PAGE_H

#include "base/json.h"
#include "workflow/recipe.h"

typedef struct hc_built {
    const char *name; /* of the catalyst, or the recipe's file */
    const hc_recipe *recipe;
    const hc_structure *structure;
    const hc_json *notes; /* texts: what the steps said */
} hc_built;

/* The page's data, for hc_report_write. */
HC_MUST_CHECK hc_status hc_build_page(hc_context *ctx, const hc_built *built, hc_json **page);

#endif
