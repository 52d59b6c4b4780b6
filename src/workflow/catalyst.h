/* Catalysts by name: recipes in data/catalysts/NAME.yaml, tied to the records of the literature table. */
#ifndef HC_WORKFLOW_CATALYST_H
#define HC_WORKFLOW_CATALYST_H

#include "base/json.h"
#include "base/text.h"
#include "halfcell/structure.h"

/* Text for readers (appended) and JSON of one catalyst, or of all when name is NULL. *json belongs to the caller. */
HC_MUST_CHECK hc_status hc_catalysts_list(hc_context *ctx, const char *name, hc_text *out, hc_json **json);

/* Does the recipe of a catalyst; the caller owns *structure. A wrong name is answered with the nearest one. */
HC_MUST_CHECK hc_status hc_catalyst_build(hc_context *ctx, const char *name, hc_structure **structure);

#endif
