#include "workflow/build_page.h"

#include <stdlib.h>

#include "atoms/composition.h"
#include "report/figure.h"
#include "workflow/catalyst.h"
#include "workflow/defects.h"

static const char *text_of(const hc_json *json, const char *key)
{
    const char *text = json != NULL ? hc_json_text_of(hc_json_get(json, key)) : NULL;
    return text != NULL && *text != '\0' ? text : NULL;
}

static hc_status begin_page(hc_context *ctx, const hc_built *built, const hc_json *about, hc_json **page)
{
    const bool *periodic = built->structure->periodic;
    const char *title = text_of(about, "catalyst");
    hc_text subtitle = {0};
    char *string = NULL;
    hc_composition_add(&subtitle, built->structure);
    if (hc_structure_periodic_count(built->structure) > 0) {
        hc_text_addf(&subtitle, ", periodic along%s%s%s", periodic[0] ? " a" : "", periodic[1] ? " b" : "",
                     periodic[2] ? " c" : "");
    }
    hc_status status = hc_text_take(ctx, &subtitle, &string);
    if (status == HC_OK) {
        *page = hc_report_page(title != NULL ? title : built->name, string);
    }
    free(string);
    return status;
}

/* What the structure is a model of. */
static hc_json *about_table(const hc_json *about)
{
    static const char *const columns[] = {"what", "text"};
    static const char *const keys[] = {"name", "catalyst", "defect", "product", "model", "approximate"};
    hc_json *table = hc_report_table("A model of", sizeof columns / sizeof *columns, columns);
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        if (text_of(about, keys[k]) != NULL) {
            hc_json *row = hc_report_table_row(table);
            hc_json_append(row, hc_json_text(keys[k]));
            hc_json_append(row, hc_json_text(text_of(about, keys[k])));
        }
    }
    const char *reference = text_of(about, "reference"), *doi = text_of(about, "doi");
    if (reference != NULL || doi != NULL) {
        hc_json *row = hc_report_table_row(table);
        hc_json_append(row, hc_json_text("reference"));
        hc_json_append(row, hc_report_link(reference, doi));
    }
    return table;
}

/* What the steps said: numbers of atoms, terminations, strains. */
static hc_json *steps_table(const hc_json *notes)
{
    static const char *const columns[] = {"the steps"};
    hc_json *table = hc_report_table("How it was built", 1, columns);
    for (size_t i = 0; i < hc_json_count(notes); i++) {
        hc_json_append(hc_report_table_row(table), hc_json_share(hc_json_at(notes, i)));
    }
    return table;
}

static hc_json *provenance(const hc_built *built)
{
    hc_json *array = hc_report_provenance();
    hc_report_add_fact(array, "Recipe", built->name);
    return array;
}

hc_status hc_build_page(hc_context *ctx, const hc_built *built, hc_json **page)
{
    hc_defect_study *study = NULL;
    hc_json *about = NULL, *made = NULL, *tables = hc_json_array(), *notes = hc_json_array();
    char *echo = NULL;
    hc_status status = HC_OK;
    *page = NULL;
    HC_TRY(hc_catalyst_about(ctx, built->name, built->recipe, &about));
    HC_TRY(hc_recipe_echo(ctx, built->recipe, &echo));
    HC_TRY(hc_defect_study_of(ctx, built->name, built->structure, &study));
    HC_TRY(begin_page(ctx, built, about, &made));
    hc_json_set(made, "notes", hc_json_share(notes));
    hc_json_set(made, "tables", hc_json_share(tables));
    if (about != NULL) {
        hc_json_append(tables, about_table(about));
    }
    if (text_of(about, "approximate") != NULL) {
        hc_json_append(notes, hc_json_text(text_of(about, "approximate")));
    }
    hc_defect_page_add(study, HC_DEFECTS_HALOED, made);
    hc_json_append(tables, steps_table(built->notes));
    hc_json_set(made, "provenance", provenance(built));
    hc_json_set(made, "job", hc_json_text(echo));
    *page = made;
cleanup:
    hc_defect_study_free(study);
    hc_json_free(about);
    hc_json_free(tables);
    hc_json_free(notes);
    free(echo);
    return status;
}
