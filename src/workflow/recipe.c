#include "workflow/recipe.h"

#include "atoms/cell.h"
#include "builders/build_step.h"

typedef struct recipe_options {
    hc_variant_list steps;
} recipe_options;

static bool describe_step(size_t index, hc_variant_type *type)
{
    const hc_build_step_record *record = hc_build_step_records()[index];
    if (record == NULL) {
        return false;
    }
    *type = (hc_variant_type){
        .section = {.name = record->name,
                    .doc = record->summary,
                    .reference = record->reference,
                    .keywords = record->keywords,
                    .size = record->options_size},
        .record = record,
    };
    return true;
}

const hc_variant_table hc_build_step_variants = {"step", "A step of a recipe.", describe_step};

static const hc_part recipe_parts[] = {{.name = "steps",
                                        .kind = HC_PART_VARIANT_LIST,
                                        .offset = offsetof(recipe_options, steps),
                                        .variants = &hc_build_step_variants,
                                        .required = true,
                                        .doc = "What is done, one after the other."},
                                       {0}};

const hc_section hc_recipe_section = {
    .name = "recipe",
    .doc = "How a structure is built. Same recipe, same structure, to the last bit.",
    .parts = recipe_parts,
    .size = sizeof(recipe_options),
};

static hc_status do_steps(hc_context *ctx, const hc_yaml *yaml, const recipe_options *recipe, hc_structure **structure)
{
    for (size_t i = 0; i < recipe->steps.count; i++) {
        const hc_variant *step = &recipe->steps.item[i];
        const hc_build_step_record *record = step->record;
        hc_status status = record->apply(ctx, step->options, structure);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, yaml, "steps[%zu]", i);
        }
        hc_log(ctx, HC_LOG_INFO, "step %zu, %s: %zu atoms", i, record->name, (*structure)->natom);
    }
    return HC_OK;
}

hc_status hc_recipe_build(hc_context *ctx, const char *path, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_yaml *yaml = NULL;
    recipe_options recipe = {0};
    hc_structure *built = NULL;
    *structure = NULL;
    HC_TRY(hc_yaml_read(ctx, path, &yaml));
    HC_TRY(hc_schema_parse(ctx, &hc_recipe_section, yaml, &recipe));
    HC_TRY(hc_structure_create(ctx, 0, &built));
    HC_TRY(do_steps(ctx, yaml, &recipe, &built));
    if (built->natom == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "%s: the recipe builds a structure without atoms", path);
        goto cleanup;
    }
    HC_TRY(hc_structure_check(ctx, built));
    *structure = built;
    built = NULL;
cleanup:
    hc_structure_free(built);
    hc_schema_clear(&hc_recipe_section, &recipe);
    hc_yaml_free(yaml);
    return status;
}
