/* Recipes: a YAML file of steps that builds a structure (`halfcell build`). */
#ifndef HC_WORKFLOW_RECIPE_H
#define HC_WORKFLOW_RECIPE_H

#include "halfcell/structure.h"
#include "input/schema.h"

/* For the manual and for lists. */
extern const hc_section hc_recipe_section;
extern const hc_variant_table hc_build_step_variants;

/* Reads a recipe and does its steps. All of the file is checked before the first step; a step that fails is named with
 * its line. The caller owns *structure. */
HC_MUST_CHECK hc_status hc_recipe_build(hc_context *ctx, const char *path, hc_structure **structure);

#endif
