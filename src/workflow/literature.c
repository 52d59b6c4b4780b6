/* Reading and filtering the table. */
#include "workflow/literature.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/data_file.h"
#include "base/names.h"
#include "halfcell/keyword.h"
#include "measured/product.h"

#define NAMES_MAX 1024
const hc_literature_term hc_literature_products[] = {
    {"CO", {"CO"}},
    {"formate", {"formate", "formic acid", "HCOO-", "HCOOH"}},
    {"formaldehyde", {"formaldehyde", "HCHO"}},
    {"methanol", {"methanol", "CH3OH"}},
    {"CH4", {"CH4", "methane"}},
    {"ethanol", {"ethanol", "C2H5OH"}},
    {"C2", {"C2", "C2 products"}},
    {"hydrocarbons", {"hydrocarbons"}},
    {"syngas", {"syngas"}},
    {NULL, {NULL}},
};

/* Parts of words, in any case. */
const hc_literature_term hc_literature_defects[] = {
    {"vacancy", {"vacanc"}},
    {"oxygen vacancy", {"oxygen vacanc", "(oxygen) vacanc", "O-vacanc"}},
    {"sulfur vacancy", {"sulfur vacanc", "S vacanc", "S-vacanc"}},
    {"zinc vacancy", {"Zn vacanc", "(Zn) vacanc"}},
    {"grain boundary", {"boundar"}},
    {"twin", {"twin"}},
    {"lattice", {"lattice", "dislocation", "distortion", "stacking fault"}},
    {"topological", {"topological", "pentagon", "octagonal"}},
    {"edge", {"edge"}},
    {"doping", {"doping", "pyridinic", "pyrrolic"}},
    {"single atom", {"single-metal-atom", "single-atom", "single atom", "single Fe"}},
    {NULL, {NULL}},
};

const char *hc_literature_text_of(const hc_json *record, const char *key)
{
    const char *text = hc_json_text_of(hc_json_get(record, key));
    return text != NULL ? text : "";
}

const char *hc_literature_family(const hc_json *record)
{
    const char *family = hc_literature_text_of(record, "family"), *colon = strchr(family, ':');
    return colon != NULL ? colon + 1 + strspn(colon + 1, " ") : family;
}

/* Where `word` stands in `text`, in any case; as a word of its own when `whole`. */
static bool contains(const char *text, const char *word, bool whole)
{
    size_t length = strlen(word);
    for (const char *at = text; length > 0 && *at != '\0'; at++) {
        bool begins = !whole || at == text || !isalnum((unsigned char)at[-1]);
        if (begins && strncasecmp(at, word, length) == 0 && (!whole || !isalnum((unsigned char)at[length]))) {
            return true;
        }
    }
    return false;
}

static bool matches(const hc_literature_term *term, const char *text, bool whole)
{
    for (size_t i = 0; term->words[i] != NULL; i++) {
        if (contains(text, term->words[i], whole)) {
            return true;
        }
    }
    return false;
}

const char *hc_literature_product(const hc_json *record)
{
    const char *product = hc_literature_text_of(record, "product");
    for (const hc_literature_term *term = hc_literature_products; term->name != NULL; term++) {
        if (matches(term, product, true)) {
            return term->name;
        }
    }
    return NULL;
}

/* Case does not matter, and '-' and '_' are blanks: "oxygen-vacancy". */
static bool same_name(const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        char one = *a == '-' || *a == '_' ? ' ' : *a, two = *b == '-' || *b == '_' ? ' ' : *b;
        if (tolower((unsigned char)one) != tolower((unsigned char)two)) {
            return false;
        }
    }
    return *a == *b;
}

/* The term of that name or one of its words, or NULL. */
static const hc_literature_term *find_term(const hc_literature_term *term, const char *name)
{
    for (; term->name != NULL; term++) {
        if (same_name(term->name, name)) {
            return term;
        }
        for (size_t i = 0; term->words[i] != NULL; i++) {
            if (same_name(term->words[i], name)) {
                return term;
            }
        }
    }
    return NULL;
}

static bool keeps_product(const hc_json *record, const char *wanted)
{
    const hc_literature_term *term = find_term(hc_literature_products, wanted);
    const char *product = hc_literature_text_of(record, "product");
    return term != NULL ? matches(term, product, true) : contains(product, wanted, false);
}

static bool keeps_defect(const hc_json *record, const char *wanted)
{
    static const char *const keys[] = {"defect_type", "family", "catalyst"};
    const hc_literature_term *term = find_term(hc_literature_defects, wanted);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *text = hc_literature_text_of(record, keys[i]);
        if (term != NULL ? matches(term, text, false) : i < 2 && contains(text, wanted, false)) {
            return true;
        }
    }
    return false;
}

static bool keeps_catalyst(const hc_json *record, const char *wanted)
{
    return contains(hc_literature_text_of(record, "catalyst"), wanted, false);
}

typedef bool (*keeper)(const hc_json *record, const char *wanted);

static bool any_record(const hc_literature *literature, keeper keeps, const char *wanted)
{
    const hc_json *records = hc_json_get(literature->catalysts, "records");
    for (size_t i = 0; i < hc_json_count(records); i++) {
        if (keeps(hc_json_at(records, i), wanted)) {
            return true;
        }
    }
    return false;
}

static size_t term_names(const hc_literature_term *term, const char **names)
{
    size_t count = 0;
    for (; term->name != NULL; term++) {
        names[count++] = term->name;
    }
    return count;
}

static hc_status refuse_term(hc_context *ctx, const char *option, const char *wanted, const hc_literature_term *terms)
{
    const char *names[32] = {0};
    size_t count = term_names(terms, names);
    const char *nearest = hc_nearest_name(wanted, names, count);
    hc_text list = {0};
    for (size_t i = 0; i < count; i++) {
        hc_text_addf(&list, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    hc_status status =
        nearest != NULL
            ? hc_fail(ctx, HC_ERROR_INPUT, "--%s: no record says \"%s\"; did you mean \"%s\"?", option, wanted, nearest)
            : hc_fail(ctx, HC_ERROR_INPUT, "--%s: no record says \"%s\"; there are %s", option, wanted,
                      hc_text_string(&list));
    hc_text_clear(&list);
    return status;
}

/* The words of all catalysts' names are candidates too: "Fe-N-V" is near "Fe-N-C", "nanoshets" near "nanosheets". */
static hc_status refuse_catalyst(hc_context *ctx, const hc_literature *literature, const char *wanted)
{
    const hc_json *records = hc_json_get(literature->catalysts, "records");
    hc_text words = {0};
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < hc_json_count(records); i++) {
        hc_text_addf(&words, "%s ", hc_literature_text_of(hc_json_at(records, i), "catalyst"));
    }
    char *copy = NULL, *rest = NULL;
    hc_status status = hc_text_take(ctx, &words, &copy);
    if (status != HC_OK) {
        return status;
    }
    for (char *word = strtok_r(copy, " (),", &rest); word != NULL && count < NAMES_MAX;
         word = strtok_r(NULL, " (),", &rest)) {
        names[count++] = word;
    }
    const char *nearest = hc_nearest_name(wanted, names, count);
    status = hc_fail(ctx, HC_ERROR_INPUT, "--catalyst: no catalyst's name has \"%s\"%s%s%s", wanted,
                     nearest != NULL ? "; did you mean \"" : "; `halfcell literature` shows them all",
                     nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
    free(copy);
    return status;
}

/* Each part of the filter alone must mean something; together they may well exclude one another. */
static hc_status check_filter(hc_context *ctx, const hc_literature *literature, const hc_literature_filter *filter)
{
    if (filter->product != NULL && !any_record(literature, keeps_product, filter->product)) {
        return refuse_term(ctx, "product", filter->product, hc_literature_products);
    }
    if (filter->defect != NULL && !any_record(literature, keeps_defect, filter->defect)) {
        return refuse_term(ctx, "defect", filter->defect, hc_literature_defects);
    }
    if (filter->catalyst != NULL && literature->nstatement == 0 &&
        !any_record(literature, keeps_catalyst, filter->catalyst)) {
        return refuse_catalyst(ctx, literature, filter->catalyst);
    }
    return HC_OK;
}

static bool keeps(const hc_json *record, const hc_literature_filter *filter)
{
    return (filter->product == NULL || keeps_product(record, filter->product)) &&
           (filter->defect == NULL || keeps_defect(record, filter->defect)) &&
           (filter->catalyst == NULL || keeps_catalyst(record, filter->catalyst));
}

/* The clusters that the study measured, and what it measured on both. */
static bool keeps_statement(const hc_json *quantity, const hc_literature_filter *filter)
{
    static const char *const clusters[] = {"Ag25(SPhMe2)18", "Au25(PET)18"};
    if (filter->product != NULL && !same_name(filter->product, "CO")) {
        return false;
    }
    if (filter->defect != NULL) {
        return false;
    }
    if (filter->catalyst == NULL) {
        return true;
    }
    const char *metal = hc_literature_text_of(quantity, "metal");
    for (size_t i = 0; i < 2; i++) {
        bool its = *metal == '\0' || strncmp(metal, clusters[i], 2) == 0;
        if (its && contains(clusters[i], filter->catalyst, false)) {
            return true;
        }
    }
    return false;
}

static hc_status select_statements(hc_context *ctx, hc_literature *literature, const hc_literature_filter *filter)
{
    const hc_json *quantities = hc_json_get(literature->study, "quantities");
    size_t count = hc_json_count(quantities);
    hc_status status = hc_allocate(ctx, count + 1, sizeof *literature->statement, &literature->statement);
    for (size_t i = 0; i < count && status == HC_OK; i++) {
        if (keeps_statement(hc_json_at(quantities, i), filter)) {
            literature->statement[literature->nstatement++] = hc_json_at(quantities, i);
        }
    }
    return status;
}

static hc_status read_file(hc_context *ctx, const char *name, const char *list, hc_json **json)
{
    char *path = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_data_file_find(ctx, name, &path));
    HC_TRY(hc_json_read(ctx, path, json));
    if (hc_json_count(hc_json_get(*json, list)) == 0) {
        HC_TRY(hc_fail(ctx, HC_ERROR_FORMAT, "%s: holds no list \"%s\"", path, list));
    }
cleanup:
    free(path);
    return status;
}

hc_status hc_literature_read(hc_context *ctx, const hc_literature_filter *filter, hc_literature **literature)
{
    hc_literature *l = NULL;
    hc_status status = HC_OK;
    *literature = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *l, &l));
    HC_TRY(read_file(ctx, "literature/catalysts.json", "records", &l->catalysts));
    HC_TRY(read_file(ctx, "literature/ag25_study.json", "quantities", &l->study));
    HC_TRY(select_statements(ctx, l, filter));
    HC_TRY(check_filter(ctx, l, filter));
    const hc_json *records = hc_json_get(l->catalysts, "records");
    HC_TRY(hc_allocate(ctx, hc_json_count(records), sizeof *l->record, &l->record));
    for (size_t i = 0; i < hc_json_count(records); i++) {
        if (keeps(hc_json_at(records, i), filter)) {
            l->record[l->count++] = hc_json_at(records, i);
        }
    }
    *literature = l;
    l = NULL;
cleanup:
    hc_literature_free(l);
    return status;
}

void hc_literature_free(hc_literature *literature)
{
    if (literature != NULL) {
        hc_json_free(literature->catalysts);
        hc_json_free(literature->study);
        free(literature->record);
        free(literature->statement);
        free(literature);
    }
}

bool hc_literature_potential(const hc_json *record, double *u_rhe, double *half_width, hc_literature_how *how)
{
    const hc_json *potential = hc_json_get(record, "potential_V");
    bool is_rhe = strcmp(hc_literature_text_of(record, "potential_ref"), "RHE") == 0;
    *half_width = 0.0;
    if (is_rhe && hc_json_count(potential) == 2) {
        double low = hc_json_real_of(hc_json_at(potential, 0)), high = hc_json_real_of(hc_json_at(potential, 1));
        *u_rhe = 0.5 * (low + high);
        *half_width = 0.5 * fabs(high - low);
        *how = HC_LITERATURE_RANGE;
        return true;
    }
    if (is_rhe && isfinite(hc_json_real_of(potential))) {
        *u_rhe = hc_json_real_of(potential);
        *how = HC_LITERATURE_STATED;
        return true;
    }
    double overpotential = hc_json_real_of(hc_json_get(record, "overpotential_V"));
    const char *product = hc_literature_product(record);
    if (isfinite(overpotential) && product != NULL && strcmp(product, "CO") == 0) {
        *u_rhe = hc_product_equilibrium_v_rhe(&hc_product_carbon_monoxide, 0.0) - fabs(overpotential);
        *how = HC_LITERATURE_OVERPOTENTIAL;
        return true;
    }
    return false;
}
