#include "workflow/recipe.h"

#include <math.h>
#include <stdlib.h>

#include "atoms/cell.h"
#include "atoms/closest.h"
#include "builders/build_step.h"
#include "halfcell/units.h"

typedef struct recipe_options {
    hc_recipe_about *about;
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

#define ABOUT_TEXT(key, text)                                                                                          \
    {                                                                                                                  \
        .name = #key, .type = HC_VALUE_TEXT, .offset = offsetof(hc_recipe_about, key), .default_text = "", .doc = text \
    }

static const hc_keyword about_keywords[] = {
    {.name = "record",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_recipe_about, record),
     .default_text = "",
     .minimum = 1,
     .maximum = 100000,
     .doc = "Number of the catalyst in the literature table; the keys below are taken from there when not given."},
    ABOUT_TEXT(title, "What it is a model of."),
    ABOUT_TEXT(defect, "The kind of defect."),
    ABOUT_TEXT(product, "What it makes of CO2."),
    ABOUT_TEXT(reference, "Who published it."),
    ABOUT_TEXT(doi, "Where."),
    ABOUT_TEXT(model, "What the structure is."),
    ABOUT_TEXT(approximate, "What of it is a guess, or differs from the material."),
    {0}};

static const hc_section about_section = {
    .name = "about",
    .doc = "What the structure is a model of; `halfcell list catalysts` shows it.",
    .keywords = about_keywords,
    .size = sizeof(hc_recipe_about),
};

static const hc_part recipe_parts[] = {{.name = "about",
                                        .kind = HC_PART_OPTIONAL_SECTION,
                                        .offset = offsetof(recipe_options, about),
                                        .section = &about_section},
                                       {.name = "steps",
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

static hc_status fail_too_close(hc_context *ctx, const hc_structure *structure, const hc_closest *closest)
{
    return hc_fail(ctx, HC_ERROR_INPUT,
                   "from this step on atoms are too close: %zu (%s) and %zu (%s) of the finished structure are %.3f "
                   "Angstrom apart, less than %g of the sum of their covalent radii",
                   closest->i, hc_element_symbol(structure->atomic_number[closest->i]), closest->j,
                   hc_element_symbol(structure->atomic_number[closest->j]), closest->distance / HC_ANGSTROM,
                   HC_TOO_CLOSE);
}

static hc_status do_step(hc_context *ctx, const hc_build_step_record *record, const void *options,
                         hc_structure **structure)
{
    if (record->needs_atoms && (*structure)->natom == 0) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "there are no atoms yet: %s changes what is there, and the steps before it made no atoms or took "
            "all away; crystal, read, graphene and others make them",
            record->name);
    }
    return record->apply(ctx, options, structure);
}

static hc_status do_steps(hc_context *ctx, const hc_yaml *yaml, const recipe_options *recipe, hc_structure **structure)
{
    hc_closest closest = {.share = INFINITY};
    size_t blamed = 0; /* the step that put atoms too close which still are */
    for (size_t i = 0; i < recipe->steps.count; i++) {
        const hc_variant *step = &recipe->steps.item[i];
        const hc_build_step_record *record = step->record;
        bool was_too_close = closest.share < HC_TOO_CLOSE;
        if (hc_context_stop_requested(ctx)) {
            return hc_fail(ctx, HC_ERROR_INTERRUPTED, "stopped before step %zu, %s", i, record->name);
        }
        hc_status status = do_step(ctx, record, step->options, structure);
        if (status == HC_OK) {
            status = hc_structure_check(ctx, *structure);
        }
        if (status == HC_OK) {
            status = hc_structure_closest(ctx, *structure, &closest);
        }
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, yaml, "steps[%zu]", i);
        }
        blamed = was_too_close ? blamed : i;
        hc_log(ctx, HC_LOG_INFO, "step %zu, %s: %zu atoms", i, record->name, (*structure)->natom);
    }
    if (closest.share < HC_TOO_CLOSE) {
        return hc_schema_fail_at(ctx, fail_too_close(ctx, *structure, &closest), yaml, "steps[%zu]", blamed);
    }
    return HC_OK;
}

struct hc_recipe {
    hc_yaml *yaml;
    recipe_options options;
};

hc_status hc_recipe_read(hc_context *ctx, const char *path, hc_recipe **recipe)
{
    hc_status status = HC_OK;
    hc_recipe *read = NULL;
    *recipe = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *read, &read));
    HC_TRY(hc_yaml_read(ctx, path, &read->yaml));
    HC_TRY(hc_schema_parse(ctx, &hc_recipe_section, read->yaml, &read->options));
    *recipe = read;
    read = NULL;
cleanup:
    hc_recipe_free(read);
    return status;
}

void hc_recipe_free(hc_recipe *recipe)
{
    if (recipe != NULL) {
        hc_schema_clear(&hc_recipe_section, &recipe->options);
        hc_yaml_free(recipe->yaml);
        free(recipe);
    }
}

const hc_recipe_about *hc_recipe_about_of(const hc_recipe *recipe)
{
    return recipe->options.about;
}

hc_status hc_recipe_echo(hc_context *ctx, const hc_recipe *recipe, char **text)
{
    return hc_schema_echo(ctx, &hc_recipe_section, &recipe->options, text);
}

hc_status hc_recipe_do(hc_context *ctx, const hc_recipe *recipe, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_structure *built = NULL;
    *structure = NULL;
    HC_TRY(hc_structure_create(ctx, 0, &built));
    HC_TRY(do_steps(ctx, recipe->yaml, &recipe->options, &built));
    if (built->natom == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "the recipe builds a structure without atoms");
        status = hc_schema_fail_at(ctx, status, recipe->yaml, "steps");
        goto cleanup;
    }
    *structure = built;
    built = NULL;
cleanup:
    hc_structure_free(built);
    return status;
}

hc_status hc_recipe_build(hc_context *ctx, const char *path, hc_structure **structure)
{
    hc_recipe *recipe = NULL;
    *structure = NULL;
    hc_status status = hc_recipe_read(ctx, path, &recipe);
    if (status == HC_OK) {
        status = hc_recipe_do(ctx, recipe, structure);
    }
    hc_recipe_free(recipe);
    return status;
}
