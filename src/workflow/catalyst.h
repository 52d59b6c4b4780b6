/* Catalysts by name: recipes in data/catalysts/NAME.yaml, tied to the records of the literature table. */
#ifndef HC_WORKFLOW_CATALYST_H
#define HC_WORKFLOW_CATALYST_H

#include "base/json.h"
#include "base/text.h"
#include "workflow/recipe.h"

/* Text for readers (appended) and JSON of one catalyst, or of all when name is NULL. *json belongs to the caller. */
HC_MUST_CHECK hc_status hc_catalysts_list(hc_context *ctx, const char *name, hc_text *out, hc_json **json);

/* Path of the recipe of a catalyst; the caller frees it. Fails with the nearest name. */
HC_MUST_CHECK hc_status hc_catalyst_recipe(hc_context *ctx, const char *name, char **path);

/* What a recipe says of itself, with the record of the literature that it names: as in hc_catalysts_list. *json is NULL
 * when it says nothing, and belongs to the caller. */
HC_MUST_CHECK hc_status hc_catalyst_about(hc_context *ctx, const char *name, const hc_recipe *recipe, hc_json **json);

#endif
