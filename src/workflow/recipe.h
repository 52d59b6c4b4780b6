/* Recipes: a YAML file of steps that builds a structure (`halfcell build`). */
#ifndef HC_WORKFLOW_RECIPE_H
#define HC_WORKFLOW_RECIPE_H

#include "halfcell/structure.h"
#include "input/schema.h"

/* For the manual and for lists. */
extern const hc_section hc_recipe_section;
extern const hc_variant_table hc_build_step_variants;

/* What a recipe says of itself (`about:`); texts are NULL when it does not. */
typedef struct hc_recipe_about {
    int record; /* number in data/literature/catalysts.json; HC_INTEGER_UNSET: none */
    char *title, *defect, *product, *reference, *doi, *model, *approximate;
} hc_recipe_about;

typedef struct hc_recipe hc_recipe;

/* Reads and checks a recipe without doing it. */
HC_MUST_CHECK hc_status hc_recipe_read(hc_context *ctx, const char *path, hc_recipe **recipe);
void hc_recipe_free(hc_recipe *recipe);
/* Borrowed; NULL when the recipe has no such part. */
const hc_recipe_about *hc_recipe_about_of(const hc_recipe *recipe);

/* The recipe with every default spelled out, as YAML; the caller frees *text. */
HC_MUST_CHECK hc_status hc_recipe_echo(hc_context *ctx, const hc_recipe *recipe, char **text);

/* Does the steps; one that fails is named with its line. The caller owns *structure. */
HC_MUST_CHECK hc_status hc_recipe_do(hc_context *ctx, const hc_recipe *recipe, hc_structure **structure);
/* Reads a recipe and does it. */
HC_MUST_CHECK hc_status hc_recipe_build(hc_context *ctx, const char *path, hc_structure **structure);

#endif
