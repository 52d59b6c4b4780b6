#include "workflow/catalyst.h"

#include <stdlib.h>
#include <string.h>

#include "base/data_folder.h"
#include "base/file.h"
#include "workflow/literature.h"

#define FOLDER "catalysts"
#define ENDING ".yaml"

hc_status hc_catalyst_recipe(hc_context *ctx, const char *name, char **path)
{
    hc_data_folder *folder = NULL;
    *path = NULL;
    hc_status status = hc_data_folder_read(ctx, FOLDER, ENDING, &folder);
    if (status == HC_OK) {
        status = hc_data_folder_file(ctx, folder, "catalyst", FOLDER, name, ENDING, path);
    }
    hc_data_folder_free(folder);
    return status;
}

/* The record of the literature table with that number, or NULL. */
static const hc_json *find_record(const hc_literature *literature, int number)
{
    for (size_t i = 0; i < literature->count; i++) {
        if ((int)hc_json_real_of(hc_json_get(literature->record[i], "id")) == number) {
            return literature->record[i];
        }
    }
    return NULL;
}

/* What the recipe says itself, else what the record says, else "". */
static const char *own_or(const char *own, const hc_json *record, const char *key)
{
    return own != NULL ? own : record != NULL ? hc_literature_text_of(record, key) : "";
}

static hc_json *describe(const char *name, const hc_recipe_about *about, const hc_json *record)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "name", hc_json_text(name));
    hc_json_set(json, "doc",
                hc_json_text(about->model != NULL ? about->model : own_or(about->title, record, "catalyst")));
    hc_json_set(json, "record", record != NULL ? hc_json_integer(about->record) : hc_json_text(NULL));
    hc_json_set(json, "catalyst", hc_json_text(own_or(about->title, record, "catalyst")));
    hc_json_set(json, "defect", hc_json_text(own_or(about->defect, record, "defect_type")));
    hc_json_set(json, "product", hc_json_text(own_or(about->product, record, "product")));
    hc_json_set(json, "reference", hc_json_text(own_or(about->reference, record, "reference")));
    hc_json_set(json, "doi", hc_json_text(own_or(about->doi, record, "doi")));
    hc_json_set(json, "model", hc_json_text(about->model));
    hc_json_set(json, "approximate", hc_json_text(about->approximate));
    return json;
}

static const char *text_of(const hc_json *json, const char *key)
{
    const char *text = hc_json_text_of(hc_json_get(json, key));
    return text != NULL ? text : "";
}

static void say_line(const hc_json *json, hc_text *out)
{
    const char *product = text_of(json, "product");
    hc_text_addf(out, "%-26s %s\n%-26s   %s%s%s; doi:%s\n", text_of(json, "name"), text_of(json, "catalyst"), "",
                 text_of(json, "defect"), *product ? " -> " : "", product, text_of(json, "doi"));
}

static void say_full(const hc_json *json, hc_text *out)
{
    static const char *const keys[] = {"name",      "catalyst", "defect", "product",
                                       "reference", "doi",      "model",  "approximate"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        if (text_of(json, keys[k])[0] != '\0') {
            hc_text_addf(out, "%-12s %s\n", keys[k], text_of(json, keys[k]));
        }
    }
}

static hc_status describe_recipe(hc_context *ctx, const char *name, const hc_recipe_about *about,
                                 const hc_literature *literature, hc_json **json)
{
    const hc_json *record = about->record != HC_INTEGER_UNSET ? find_record(literature, about->record) : NULL;
    if (record == NULL && about->record != HC_INTEGER_UNSET) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: about.record: the literature table has no record %d", name,
                       about->record);
    }
    *json = describe(name, about, record);
    return HC_OK;
}

hc_status hc_catalyst_about(hc_context *ctx, const char *name, const hc_recipe *recipe, hc_json **json)
{
    const hc_recipe_about *about = hc_recipe_about_of(recipe);
    const hc_literature_filter everything = {0};
    hc_literature *literature = NULL;
    hc_status status = HC_OK;
    *json = NULL;
    if (about == NULL) {
        return HC_OK;
    }
    HC_TRY(hc_literature_read(ctx, &everything, &literature));
    HC_TRY(describe_recipe(ctx, name, about, literature, json));
cleanup:
    hc_literature_free(literature);
    return status;
}

/* One file of the folder of catalysts. */
static hc_status read_one(hc_context *ctx, const hc_data_folder *folder, const char *name,
                          const hc_literature *literature, hc_json **json)
{
    hc_status status = HC_OK;
    hc_recipe *recipe = NULL;
    char *path = NULL;
    HC_TRY(hc_format(ctx, &path, "%s/%s%s", folder->path, name, ENDING));
    HC_TRY(hc_recipe_read(ctx, path, &recipe));
    const hc_recipe_about *about = hc_recipe_about_of(recipe);
    if (about == NULL) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "%s: the recipe of a catalyst needs `about:`", path);
        goto cleanup;
    }
    HC_TRY(describe_recipe(ctx, name, about, literature, json));
cleanup:
    hc_recipe_free(recipe);
    free(path);
    return status;
}

hc_status hc_catalysts_list(hc_context *ctx, const char *name, hc_text *out, hc_json **json)
{
    hc_status status = HC_OK;
    hc_data_folder *folder = NULL;
    hc_literature *literature = NULL;
    hc_json *all = hc_json_array(), *one = NULL;
    char *path = NULL;
    const hc_literature_filter everything = {0};
    *json = NULL;
    HC_TRY(hc_literature_read(ctx, &everything, &literature));
    HC_TRY(hc_data_folder_read(ctx, FOLDER, ENDING, &folder));
    if (name != NULL) {
        HC_TRY(hc_data_folder_file(ctx, folder, "catalyst", FOLDER, name, ENDING, &path));
    }
    for (size_t i = 0; i < folder->count; i++) {
        if (name == NULL || strcmp(name, folder->name[i]) == 0) {
            HC_TRY(read_one(ctx, folder, folder->name[i], literature, &one));
            (name != NULL ? say_full : say_line)(one, out);
            hc_json_append(all, one);
        }
    }
    *json = hc_json_share(name != NULL ? one : all);
cleanup:
    hc_json_free(all);
    hc_literature_free(literature);
    hc_data_folder_free(folder);
    free(path);
    return status;
}
