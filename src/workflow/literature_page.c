/* The page of the literature table. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "report/figure.h"
#include "workflow/literature_figure.h"
#include "workflow/results.h"

#define FAMILY_MAX 16
#define LABEL_LENGTH 44

static bool has_efficiency(const hc_json *record)
{
    return isfinite(hc_json_real_of(hc_json_get(record, "FE_percent")));
}

/* The families of the records kept, in the order of first appearance. */
static size_t families(const hc_literature *literature, const char *family[FAMILY_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < literature->count; i++) {
        const char *own = hc_literature_family(literature->record[i]);
        size_t k = 0;
        while (k < count && strcmp(family[k], own) != 0) {
            k++;
        }
        if (k == count && count < FAMILY_MAX) {
            family[count++] = own;
        }
    }
    return count;
}

static hc_json *begin_efficiencies(const char *id, const char *title)
{
    return hc_figure_curves(
        &(hc_figure_head){.id = id,
                          .group = "Faradaic efficiency",
                          .title = title,
                          .wide = true,
                          .caption =
                              "Every record that states an efficiency and a potential. Bars are stated ranges of "
                              "potential, not errors. Where only an overpotential for CO is stated, the "
                              "potential is −0.104 V minus it. A point tells its source and leads to it."},
        &(hc_figure_axis){.label = "U_RHE", .unit = "V"}, &(hc_figure_axis){.label = "FE"}, false);
}

static hc_status add_by_product(hc_context *ctx, const hc_literature *literature, hc_json *figures)
{
    hc_json *figure = begin_efficiencies("efficiency-product", "Faradaic efficiency against potential, by product");
    size_t added = 0;
    hc_status status = HC_OK;
    for (const hc_literature_term *term = hc_literature_products; term->name != NULL && status == HC_OK; term++) {
        status =
            hc_literature_add_group(ctx, figure, literature, hc_literature_product, term->name, term->name, 0, &added);
    }
    if (added > 0) {
        hc_json_append(figures, figure);
    } else {
        hc_json_free(figure);
    }
    return status;
}

static hc_status add_by_family(hc_context *ctx, const hc_literature *literature, hc_json *figures)
{
    const char *family[FAMILY_MAX];
    size_t added = 0, count = families(literature, family);
    hc_json *figure = begin_efficiencies("efficiency-defect", "Faradaic efficiency against potential, by defect");
    hc_status status = HC_OK;
    for (size_t k = 0; k < count && status == HC_OK; k++) {
        status =
            hc_literature_add_group(ctx, figure, literature, hc_literature_family, family[k], family[k], k + 1, &added);
    }
    if (added > 0) {
        hc_json_append(figures, figure);
    } else {
        hc_json_free(figure);
    }
    return status;
}

/* By product in the order of the terms, within one the best first. */
static int compare(const void *a, const void *b)
{
    const hc_json *one = *(hc_json *const *)a, *two = *(hc_json *const *)b;
    const char *product[2] = {hc_literature_product(one), hc_literature_product(two)};
    int place[2] = {0, 0};
    for (int k = 0; k < 2; k++) {
        const hc_literature_term *term = hc_literature_products;
        while (term->name != NULL && (product[k] == NULL || strcmp(term->name, product[k]) != 0)) {
            term++;
            place[k]++;
        }
    }
    if (place[0] != place[1]) {
        return place[0] - place[1];
    }
    double fe[2] = {hc_json_real_of(hc_json_get(one, "FE_percent")), hc_json_real_of(hc_json_get(two, "FE_percent"))};
    if (fe[0] != fe[1]) {
        return fe[0] > fe[1] ? -1 : 1;
    }
    double id[2] = {hc_json_real_of(hc_json_get(one, "id")), hc_json_real_of(hc_json_get(two, "id"))};
    return (id[0] > id[1]) - (id[0] < id[1]);
}

static hc_status bar_label(hc_context *ctx, const hc_json *record, char **label)
{
    char *name = NULL;
    const char *product = hc_literature_product(record);
    hc_status status = hc_literature_short_name(ctx, hc_literature_text_of(record, "catalyst"), LABEL_LENGTH, &name);
    if (status == HC_OK) {
        status = hc_format(ctx, label, "%s, %s", name, product != NULL ? product : "?");
    }
    free(name);
    return status;
}

static void add_family_bars(hc_json *figure, const hc_literature *literature, hc_json *const *sorted, size_t count,
                            double *values)
{
    const char *family[FAMILY_MAX];
    size_t nfamily = families(literature, family);
    for (size_t k = 0; k < nfamily; k++) {
        size_t own = 0;
        for (size_t i = 0; i < count; i++) {
            bool its = strcmp(hc_literature_family(sorted[i]), family[k]) == 0;
            values[i] = its ? hc_json_real_of(hc_json_get(sorted[i], "FE_percent")) : NAN;
            own += its;
        }
        if (own > 0) {
            hc_figure_add_bars(figure, family[k], count, values, NULL);
            hc_figure_set_colour(figure, k + 1);
        }
    }
}

/* All stated efficiencies, also those without a potential. */
static hc_status add_bars(hc_context *ctx, const hc_literature *literature, hc_json *figures)
{
    hc_json **sorted = NULL;
    char **label = NULL;
    double *values = NULL;
    size_t count = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, literature->count + 1, sizeof *sorted, &sorted));
    HC_TRY(hc_allocate(ctx, literature->count + 1, sizeof *label, &label));
    HC_TRY(hc_allocate(ctx, literature->count + 1, sizeof *values, &values));
    for (size_t i = 0; i < literature->count; i++) {
        if (has_efficiency(literature->record[i])) {
            sorted[count++] = literature->record[i];
        }
    }
    if (count == 0) {
        goto cleanup;
    }
    qsort(sorted, count, sizeof *sorted, compare);
    for (size_t i = 0; i < count; i++) {
        HC_TRY(bar_label(ctx, sorted[i], &label[i]));
    }
    const hc_figure_head head = {.id = "efficiency-stated",
                                 .group = "Faradaic efficiency",
                                 .title = "Every stated Faradaic efficiency",
                                 .caption =
                                     "The highest number that the source prints, by product; \"up to\", \"about\" "
                                     "and selectivities among them (the table has the wording).",
                                 .wide = true};
    hc_json *figure =
        hc_figure_bars(&head, &(hc_figure_axis){.label = "FE", .unit = "%"}, count, (const char *const *)label, true);
    add_family_bars(figure, literature, sorted, count, values);
    hc_json_append(figures, figure);
cleanup:
    for (size_t i = 0; label != NULL && i < count; i++) {
        free(label[i]);
    }
    free(label);
    free(sorted);
    free(values);
    return status;
}

static void append_field(hc_json *row, const hc_json *record, const char *key)
{
    hc_json *value = hc_json_get(record, key);
    if (value == NULL) {
        hc_json_append(row, hc_json_text(NULL));
    } else if (hc_json_count(value) == 2) {
        hc_text range = {0};
        hc_text_addf(&range, "%g to %g", hc_json_real_of(hc_json_at(value, 0)), hc_json_real_of(hc_json_at(value, 1)));
        hc_json_append(row, hc_json_text(hc_text_string(&range)));
        hc_text_clear(&range);
    } else {
        hc_json_append(row, hc_json_share(value));
    }
}

/* A table of the records: columns [count] from the fields keys [count]; the reference leads to its DOI. */
static hc_json *record_table(const hc_literature *literature, const char *title, size_t count,
                             const char *const (*column)[2])
{
    const char *columns[16];
    for (size_t k = 0; k < count; k++) {
        columns[k] = column[k][0];
    }
    hc_json *table = hc_report_table(title, count, columns);
    for (size_t i = 0; i < literature->count; i++) {
        const hc_json *record = literature->record[i];
        hc_json *row = hc_report_table_row(table);
        for (size_t k = 0; k < count; k++) {
            if (strcmp(column[k][1], "reference") == 0) {
                hc_json_append(row, hc_report_link(hc_literature_text_of(record, "reference"),
                                                   hc_literature_text_of(record, "doi")));
            } else {
                append_field(row, record, column[k][1]);
            }
        }
    }
    return table;
}

static void add_record_tables(const hc_literature *literature, hc_json *tables)
{
    static const char *const results[][2] = {{"no.", "id"},
                                             {"catalyst", "catalyst"},
                                             {"defect", "defect_type"},
                                             {"product", "product"},
                                             {"FE", "FE_text"},
                                             {"U (V)", "potential_V"},
                                             {"against", "potential_ref"},
                                             {"η (V)", "overpotential_V"},
                                             {"j (mA/cm²)", "j_mA_cm2"},
                                             {"reference", "reference"}};
    static const char *const details[][2] = {{"no.", "id"},
                                             {"catalyst", "catalyst"},
                                             {"synthesis", "synthesis"},
                                             {"mechanism", "mechanism"},
                                             {"electrolyte", "electrolyte"},
                                             {"cell", "cell"},
                                             {"stability", "stability"},
                                             {"j of", "j_kind"},
                                             {"TOF (1/h)", "TOF_per_h"},
                                             {"named in", "named_in"},
                                             {"remark", "remark"}};
    hc_json_append(tables, record_table(literature, "Records", sizeof results / sizeof *results, results));
    hc_json_append(tables, record_table(literature, "How they were made and measured, and what is in doubt",
                                        sizeof details / sizeof *details, details));
}

static hc_json *statement_table(const hc_literature *literature)
{
    static const char *const columns[] = {"cluster", "value", "unit", "what", "source"};
    const hc_json *source = hc_json_get(literature->study, "source");
    hc_json *table = hc_report_table("Measured on Ag25(SPhMe2)18 and Au25(PET)18", 5, columns);
    for (size_t i = 0; i < literature->nstatement; i++) {
        const hc_json *quantity = literature->statement[i];
        const char *metal = hc_literature_text_of(quantity, "metal");
        hc_json *row = hc_report_table_row(table);
        hc_json_append(row, hc_json_text(*metal == '\0' ? "both" : strcmp(metal, "Ag") == 0 ? "Ag25" : "Au25"));
        append_field(row, quantity, "value");
        append_field(row, quantity, "unit");
        append_field(row, quantity, "description");
        hc_json_append(row,
                       hc_report_link(hc_literature_text_of(source, "journal"), hc_literature_text_of(source, "doi")));
    }
    return table;
}

static hc_json *notes(const hc_literature *literature)
{
    hc_json *array = hc_json_array();
    const hc_json *source = hc_json_get(literature->catalysts, "source");
    hc_text text = {0};
    hc_text_addf(&text,
                 "Collected in \"%s\" (%s, doi:%s, %s). Every value is as printed there, current densities with the "
                 "sign they have there; a dash is where nothing is printed.",
                 hc_literature_text_of(source, "title"), hc_literature_text_of(source, "journal"),
                 hc_literature_text_of(source, "doi"), hc_literature_text_of(source, "license"));
    hc_json_append(array, hc_json_text(hc_text_string(&text)));
    hc_text_clear(&text);
    const hc_json *statements = hc_json_get(literature->study, "statements");
    for (size_t i = 0; literature->nstatement > 0 && i < hc_json_count(statements); i++) {
        hc_json_append(array, hc_json_share(hc_json_at(statements, i)));
    }
    return array;
}

static hc_json *cards(const hc_literature *literature)
{
    size_t efficiencies = 0, potentials = 0;
    double u, half_width;
    hc_literature_how how;
    for (size_t i = 0; i < literature->count; i++) {
        efficiencies += has_efficiency(literature->record[i]);
        potentials += has_efficiency(literature->record[i]) &&
                      hc_literature_potential(literature->record[i], &u, &half_width, &how);
    }
    hc_json *array = hc_json_array();
    hc_json_append(array, hc_report_card("Records", (double)literature->count, NAN, NULL, "each with its DOI"));
    hc_json_append(array, hc_report_card("With an efficiency", (double)efficiencies, NAN, NULL, "as printed"));
    hc_json_append(array, hc_report_card("With its potential", (double)potentials, NAN, NULL, "against RHE"));
    return array;
}

static hc_status page_create(hc_context *ctx, const hc_literature *literature, hc_json **page)
{
    hc_json *figures = hc_json_array(), *tables = hc_json_array();
    hc_status status = HC_OK;
    HC_TRY(add_by_product(ctx, literature, figures));
    HC_TRY(add_by_family(ctx, literature, figures));
    HC_TRY(add_bars(ctx, literature, figures));
    add_record_tables(literature, tables);
    if (literature->nstatement > 0) {
        hc_json_append(tables, statement_table(literature));
    }
    *page = hc_report_page("Published catalysts with defects",
                           "CO2 reduction: what was printed about them, with every source");
    hc_json_set(*page, "summary", cards(literature));
    hc_json_set(*page, "notes", notes(literature));
    hc_json_set(*page, "figures", hc_json_share(figures));
    hc_json_set(*page, "tables", hc_json_share(tables));
cleanup:
    hc_json_free(figures);
    hc_json_free(tables);
    return status;
}

hc_status hc_literature_write(hc_context *ctx, const hc_literature *literature, const char *folder)
{
    hc_json *page = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_directory_create(ctx, folder));
    HC_TRY(hc_results_json(ctx, folder, "literature.json", hc_literature_json(literature)));
    HC_TRY(page_create(ctx, literature, &page));
    HC_TRY(hc_results_page(ctx, folder, page));
cleanup:
    return status;
}
