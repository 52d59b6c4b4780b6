/* Readers of energy tables: each turns a row into the fields of our own CSV. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file.h"
#include "base/json.h"
#include "base/names.h"
#include "halfcell/units.h"
#include "thermo/csv.h"
#include "thermo/energies.h"

typedef enum column {
    COLUMN_SPECIES,
    COLUMN_SURFACE,
    COLUMN_SITE,
    COLUMN_REFERENCE,
    COLUMN_RELATIVE_TO,
    COLUMN_ENERGY,
    COLUMN_FREE_ENERGY,
    COLUMN_FREE_ENERGY_KJ,
    COLUMN_ZERO_POINT,
    COLUMN_HEAT,
    COLUMN_ENTROPY_TERM,
    COLUMN_SOLVATION,
    COLUMN_ERROR,
    COLUMN_ELECTRON_LEVEL,
    COLUMN_CHARGE_CORRECTION,
    COLUMN_CELL_EDGE,
    COLUMN_PERMITTIVITY,
    COLUMN_PRESSURE,
    COLUMN_ACTIVITY,
    COLUMN_MULTIPLICITY,
    COLUMN_SYMMETRY_NUMBER,
    COLUMN_MODES,
    COLUMN_CONSTANTS,
    COLUMN_COUNT
} column;

static const char *const column_names[COLUMN_COUNT] = {"species",
                                                       "surface",
                                                       "site",
                                                       "reference",
                                                       "relative_to",
                                                       "energy_ev",
                                                       "free_energy_ev",
                                                       "free_energy_kj_per_mol",
                                                       "zero_point_ev",
                                                       "heat_ev",
                                                       "entropy_term_ev",
                                                       "solvation_ev",
                                                       "error_ev",
                                                       "electron_level_ev",
                                                       "charge_correction_ev",
                                                       "cell_edge_angstrom",
                                                       "permittivity",
                                                       "pressure_pa",
                                                       "activity",
                                                       "multiplicity",
                                                       "symmetry_number",
                                                       "frequencies_per_cm",
                                                       "rotational_constants_per_cm"};

/* One row as texts; NULL: the file has no such column. */
typedef struct row {
    const char *text[COLUMN_COUNT];
    char source[256]; /* "table.csv:12" */
} row;

static hc_status read_number(hc_context *ctx, const row *r, column c, double unit, double *value)
{
    const char *text = r->text[c];
    *value = NAN;
    if (!text || text[strspn(text, " ")] == '\0') {
        return HC_OK;
    }
    char *end = NULL;
    double number = strtod(text, &end);
    if (end == text || end[strspn(end, " ")] != '\0' || !isfinite(number)) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: '%s' is no number", column_names[c], text);
    }
    *value = number * unit;
    return HC_OK;
}

static hc_status read_count(hc_context *ctx, const row *r, column c, int *value)
{
    double number;
    hc_status status = read_number(ctx, r, c, 1.0, &number);
    *value = status == HC_OK && number >= 1.0 && number <= 1000.0 ? (int)number : 0;
    if (status == HC_OK && !isnan(number) && (double)*value != number) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: %g is no whole number from 1", column_names[c], number);
    }
    return status;
}

/* Numbers separated by blanks, commas or semicolons, in brackets or not. */
static hc_status read_list(hc_context *ctx, const row *r, column c, double unit, size_t *count, double **values)
{
    const char *p = r->text[c] ? r->text[c] : "";
    *count = 0;
    while (*(p += strspn(p, " ,;[]\t"))) {
        char *end = NULL;
        double number = strtod(p, &end);
        if (end == p || !isfinite(number)) {
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s: '%.20s' is no number", column_names[c], p);
        }
        hc_status status = hc_array_grow(ctx, values, *count, sizeof **values);
        if (status != HC_OK) {
            return status;
        }
        (*values)[(*count)++] = number * unit;
        p = end;
    }
    return HC_OK;
}

/* "Zn_s + 2 H2O_l" by way of a reaction that makes nothing else: read as the left side of one. */
static hc_status read_relatives(hc_context *ctx, const row *r, hc_energy_entry *e)
{
    const char *p = r->text[COLUMN_RELATIVE_TO];
    hc_status status = HC_OK;
    while (p && *(p += strspn(p, " "))) {
        const char *plus = strstr(p, " + ");
        size_t length = plus ? (size_t)(plus - p) : strlen(p);
        char *after = NULL;
        double count = isdigit((unsigned char)*p) ? strtod(p, &after) : 1.0;
        const char *name = after ? after + strspn(after, " ") : p;
        HC_TRY(hc_array_grow(ctx, &e->relative_to, e->nrelative, sizeof *e->relative_to));
        hc_term *term = &e->relative_to[e->nrelative];
        *term = (hc_term){.count = count};
        HC_TRY(hc_format(ctx, &term->name, "%.*s", (int)(length - (size_t)(name - p)), name));
        e->nrelative++;
        size_t end = strlen(term->name);
        while (end > 0 && term->name[end - 1] == ' ') {
            term->name[--end] = '\0';
        }
        HC_TRY(hc_chemical_parse(ctx, term->name, &term->formula));
        p = plus ? plus + 3 : p + length;
    }
cleanup:
    return status;
}

static hc_status copy_text(hc_context *ctx, const row *r, column c, char **text)
{
    const char *value = r->text[c] ? r->text[c] : "";
    return hc_format(ctx, text, "%s", strcmp(value, "None") == 0 ? "" : value);
}

static hc_status read_numbers(hc_context *ctx, const row *r, hc_energy_entry *e)
{
    const struct {
        column c;
        double unit;
        double *value;
    } numbers[] = {{COLUMN_ENERGY, HC_EV, &e->energy},
                   {COLUMN_FREE_ENERGY, HC_EV, &e->free_energy},
                   {COLUMN_ZERO_POINT, HC_EV, &e->zero_point},
                   {COLUMN_HEAT, HC_EV, &e->heat},
                   {COLUMN_ENTROPY_TERM, HC_EV, &e->entropy_term},
                   {COLUMN_SOLVATION, HC_EV, &e->solvation},
                   {COLUMN_ERROR, HC_EV, &e->error},
                   {COLUMN_ELECTRON_LEVEL, HC_EV, &e->cell.electron_level},
                   {COLUMN_CHARGE_CORRECTION, HC_EV, &e->cell.correction},
                   {COLUMN_CELL_EDGE, HC_ANGSTROM, &e->cell.edge},
                   {COLUMN_PERMITTIVITY, 1.0, &e->cell.permittivity},
                   {COLUMN_PRESSURE, 1.0, &e->pressure_pa},
                   {COLUMN_ACTIVITY, 1.0, &e->activity}};
    hc_status status = HC_OK;
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        HC_TRY(read_number(ctx, r, numbers[k].c, numbers[k].unit, numbers[k].value));
    }
    double kilojoules;
    HC_TRY(read_number(ctx, r, COLUMN_FREE_ENERGY_KJ, HC_KCAL_PER_MOL / 4.184, &kilojoules));
    e->free_energy = isnan(kilojoules) ? e->free_energy : kilojoules;
    HC_TRY(read_count(ctx, r, COLUMN_MULTIPLICITY, &e->multiplicity));
    HC_TRY(read_count(ctx, r, COLUMN_SYMMETRY_NUMBER, &e->symmetry_number));
    if (isnan(e->energy) == isnan(e->free_energy)) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s needs energy_ev or free_energy_ev, and not both", e->species);
    }
    if ((!isnan(e->pressure_pa) && !(e->pressure_pa > 0.0)) || (!isnan(e->activity) && !(e->activity > 0.0))) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: pressure and activity must be positive", e->species);
    }
cleanup:
    return status;
}

static hc_status fill_entry(hc_context *ctx, const row *r, hc_energy_entry *e)
{
    double *constants = NULL;
    size_t nconstant = 0;
    hc_status status = HC_OK;
    HC_TRY(copy_text(ctx, r, COLUMN_SPECIES, &e->species));
    HC_TRY(copy_text(ctx, r, COLUMN_SURFACE, &e->surface));
    HC_TRY(copy_text(ctx, r, COLUMN_SITE, &e->site));
    HC_TRY(copy_text(ctx, r, COLUMN_REFERENCE, &e->reference));
    HC_TRY(hc_format(ctx, &e->source, "%s", r->source));
    HC_TRY(hc_chemical_parse(ctx, e->species, &e->formula));
    HC_TRY(read_numbers(ctx, r, e));
    HC_TRY(read_list(ctx, r, COLUMN_MODES, HC_PER_CM, &e->nmode, &e->mode));
    HC_TRY(read_list(ctx, r, COLUMN_CONSTANTS, HC_PER_CM, &nconstant, &constants));
    HC_TRY(read_relatives(ctx, r, e));
    if (nconstant != 0 && nconstant != 1 && nconstant != 3) {
        status = hc_fail(ctx, HC_ERROR_FORMAT, "%s: one rotational constant (linear) or three, not %zu", e->species,
                         nconstant);
    }
    for (size_t k = 0; k < nconstant && status == HC_OK; k++) {
        e->constant[k] = constants[k];
    }
cleanup:
    free(constants);
    return status == HC_OK ? HC_OK : hc_fail_within(ctx, status, "%s: ", r->source);
}

/* Two numbers for one thing: which is meant is not for us to guess. */
static hc_status check_new(hc_context *ctx, const hc_energies *energies)
{
    const hc_energy_entry *e = &energies->entry[energies->count - 1];
    for (size_t i = 0; i + 1 < energies->count; i++) {
        const hc_energy_entry *earlier = &energies->entry[i];
        if (strcmp(e->species, earlier->species) == 0 && strcmp(e->surface, earlier->surface) == 0) {
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s: %s%s%s has an energy already, in %s", e->source, e->species,
                           *e->surface ? " on " : "", e->surface, earlier->source);
        }
    }
    return HC_OK;
}

/* The entry is the table's from here on, also when it fails. */
static hc_status add_row(hc_context *ctx, hc_energies *energies, const row *r)
{
    hc_status status = hc_array_grow(ctx, &energies->entry, energies->count, sizeof *energies->entry);
    if (status != HC_OK) {
        return status;
    }
    hc_energy_entry *e = &energies->entry[energies->count++];
    *e = (hc_energy_entry){.energy = NAN,
                           .free_energy = NAN,
                           .zero_point = NAN,
                           .heat = NAN,
                           .entropy_term = NAN,
                           .solvation = NAN,
                           .error = NAN,
                           .cell = {NAN, NAN, NAN, NAN},
                           .pressure_pa = NAN,
                           .activity = NAN};
    status = fill_entry(ctx, r, e);
    return status == HC_OK ? check_new(ctx, energies) : status;
}

/* The column that `key` names; `kind` is what the file calls it. */
static hc_status find_column(hc_context *ctx, const char *where, const char *kind, const char *key, column *found)
{
    for (*found = 0; *found < COLUMN_COUNT; (*found)++) {
        if (strcmp(column_names[*found], key) == 0) {
            return HC_OK;
        }
    }
    hc_text right = {0};
    hc_names_suggest(&right, key, column_names, COLUMN_COUNT);
    hc_status status = hc_fail(ctx, HC_ERROR_FORMAT, "%s: unknown %s '%s'%s", where, kind, key, hc_text_string(&right));
    hc_text_clear(&right);
    return status;
}

static hc_status read_project(hc_context *ctx, hc_energies *energies, const char *name, const hc_csv *t)
{
    column *of = NULL; /* what each of the table's columns is */
    bool seen[COLUMN_COUNT] = {false};
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, t->ncolumn, sizeof *of, &of));
    for (size_t k = 0; k < t->ncolumn; k++) {
        HC_TRY(find_column(ctx, name, "column", t->header[k], &of[k]));
        if (seen[of[k]]) {
            HC_TRY(hc_fail(ctx, HC_ERROR_FORMAT, "%s: the column '%s' stands twice", name, t->header[k]));
        }
        seen[of[k]] = true;
    }
    for (size_t i = 0; i < t->nrow; i++) {
        row r = {{0}, {0}};
        snprintf(r.source, sizeof r.source, "%.200s:%zu", name, t->line[i]);
        for (size_t k = 0; k < t->ncolumn; k++) {
            r.text[of[k]] = hc_csv_get(t, i, k);
        }
        HC_TRY(add_row(ctx, energies, &r));
    }
cleanup:
    free(of);
    return status;
}

/* Names of CatMAP: "gas" is a site, a surface is the metal and the facet, electrons and protons have rows of their
 * own. */
static hc_status add_catmap_row(hc_context *ctx, hc_energies *energies, const char *name, const hc_csv *t, size_t i)
{
    const char *surface = hc_csv_get(t, i, hc_csv_find(t, "surface_name"));
    const char *site = hc_csv_get(t, i, hc_csv_find(t, "site_name"));
    const char *species = hc_csv_get(t, i, hc_csv_find(t, "species_name"));
    bool gas = strcmp(site, "gas") == 0;
    if (gas && (strcmp(species, "pe") == 0 || strcmp(species, "ele") == 0 || strcmp(species, "H") == 0)) {
        return HC_OK; /* zero by our own definition of H+ and e- */
    }
    char *full = NULL, *where = NULL;
    row r = {{0}, {0}};
    hc_status status = HC_OK;
    snprintf(r.source, sizeof r.source, "%.200s:%zu", name, t->line[i]);
    HC_TRY(hc_format(ctx, &full, "%s%s", species, gas ? "_g" : "*"));
    HC_TRY(strcmp(surface, "None") == 0 ? hc_format(ctx, &where, "%s", "")
                                        : hc_format(ctx, &where, "%s(%s)", surface, site));
    hc_chemical chemical;
    if (hc_chemical_parse(ctx, full, &chemical) != HC_OK) { /* "clean", "2OHCCH-ele": names that are no formula */
        free(full);
        full = NULL;
        HC_TRY(hc_format(ctx, &full, "[%s]%s", species, gas ? "_g" : "*"));
    }
    r.text[COLUMN_SPECIES] = full;
    r.text[COLUMN_SURFACE] = where;
    r.text[COLUMN_SITE] = site;
    r.text[COLUMN_ENERGY] = hc_csv_get(t, i, hc_csv_find(t, "formation_energy"));
    r.text[COLUMN_MODES] = hc_csv_get(t, i, hc_csv_find(t, "frequencies"));
    r.text[COLUMN_REFERENCE] = hc_csv_get(t, i, hc_csv_find(t, "reference"));
    status = add_row(ctx, energies, &r);
cleanup:
    free(full);
    free(where);
    return status;
}

static hc_status read_catmap(hc_context *ctx, hc_energies *energies, const char *name, const hc_csv *t)
{
    static const char *const needed[] = {"site_name", "species_name", "formation_energy", "frequencies"};
    for (size_t k = 0; k < 4; k++) {
        if (hc_csv_find(t, needed[k]) == t->ncolumn) {
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s: CatMAP's energy table has a column '%s'", name, needed[k]);
        }
    }
    hc_status status = HC_OK;
    for (size_t i = 0; i < t->nrow && status == HC_OK; i++) {
        status = add_catmap_row(ctx, energies, name, t, i);
    }
    return status;
}

/* A JSON value as the text that a CSV field would have. */
static hc_status json_text(hc_context *ctx, const hc_json *value, char **text)
{
    if (hc_json_text_of(value)) {
        return hc_format(ctx, text, "%s", hc_json_text_of(value));
    }
    if (!isnan(hc_json_real_of(value))) {
        return hc_format(ctx, text, "%.17g", hc_json_real_of(value));
    }
    hc_text list = {0};
    for (size_t i = 0; i < hc_json_count(value); i++) {
        hc_text_addf(&list, "%.17g ", hc_json_real_of(hc_json_at(value, i)));
    }
    return hc_text_take(ctx, &list, text);
}

static hc_status add_json_row(hc_context *ctx, hc_energies *energies, const hc_json *object, const char *source)
{
    char *texts[COLUMN_COUNT] = {0};
    row r = {{0}, {0}};
    hc_status status = HC_OK;
    snprintf(r.source, sizeof r.source, "%s", source);
    for (size_t i = 0; status == HC_OK; i++) {
        hc_json *value = NULL;
        const char *key = hc_json_member(object, i, &value);
        if (!key) {
            break;
        }
        column c;
        status = find_column(ctx, source, "key", key, &c);
        if (status == HC_OK) {
            status = json_text(ctx, value, &texts[c]);
            r.text[c] = texts[c];
        }
    }
    status = status == HC_OK ? add_row(ctx, energies, &r) : status;
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        free(texts[c]);
    }
    return status;
}

/* result.json of `halfcell thermo`: the species is the name of its folder up to "-thermo", the surface what stands
 * before an "@": "COOH*@Cu211-thermo". */
static hc_status add_result(hc_context *ctx, hc_energies *energies, const char *path, const hc_json *json)
{
    char *name = NULL, number[64];
    row r = {{0}, {0}};
    hc_status status = HC_OK;
    const char *end = strrchr(path, '/');
    const char *begin = end;
    while (begin && begin > path && begin[-1] != '/') {
        begin--;
    }
    HC_TRY(hc_format(ctx, &name, "%.*s", end ? (int)(end - begin) : 0, begin ? begin : ""));
    char *suffix = strstr(name, "-thermo"), *at = strchr(name, '@');
    if (suffix) {
        *suffix = '\0';
    }
    if (at) {
        *at = '\0';
    }
    snprintf(r.source, sizeof r.source, "%.250s", path);
    snprintf(number, sizeof number, "%.17g", hc_json_real_of(hc_json_get(json, "free_energy_ev")));
    r.text[COLUMN_SPECIES] = name;
    r.text[COLUMN_SURFACE] = at ? at + 1 : "";
    r.text[COLUMN_FREE_ENERGY] = number;
    status = add_row(ctx, energies, &r);
    if (status == HC_OK) { /* a gas is given at the pressure of that evaluation */
        energies->entry[energies->count - 1].pressure_pa = hc_json_real_of(hc_json_get(json, "pressure_pa"));
    }
cleanup:
    free(name);
    return status;
}

static hc_status read_json(hc_context *ctx, hc_energies *energies, const char *name, const char *text)
{
    hc_json *json = NULL;
    char source[256];
    hc_status status = hc_json_parse(ctx, text, name, &json);
    if (status != HC_OK) {
        return status;
    }
    const char *kind = hc_json_text_of(hc_json_get(json, "kind"));
    const hc_json *list = hc_json_get(json, "energies") ? hc_json_get(json, "energies") : json;
    if (kind && strcmp(kind, "thermo") == 0) {
        status = add_result(ctx, energies, name, json);
    } else if (hc_json_at(list, 0)) {
        for (size_t i = 0; i < hc_json_count(list) && status == HC_OK; i++) {
            snprintf(source, sizeof source, "%.200s[%zu]", name, i);
            status = add_json_row(ctx, energies, hc_json_at(list, i), source);
        }
    } else {
        status = hc_fail(ctx, HC_ERROR_FORMAT,
                         "%s: neither a list of energies nor a result of `halfcell thermo` (kind: thermo)", name);
    }
    hc_json_free(json);
    return status;
}

hc_status hc_energies_parse(hc_context *ctx, hc_energies *energies, const char *name, const char *text)
{
    size_t length = strlen(name);
    if (length > 5 && strcmp(name + length - 5, ".json") == 0) {
        return read_json(ctx, energies, name, text);
    }
    hc_csv *table = NULL;
    hc_status status = hc_csv_parse(ctx, name, text, &table);
    if (status == HC_OK) {
        bool catmap = hc_csv_find(table, "surface_name") < table->ncolumn;
        status = catmap ? read_catmap(ctx, energies, name, table) : read_project(ctx, energies, name, table);
    }
    hc_csv_free(table);
    return status;
}

hc_status hc_energies_read(hc_context *ctx, hc_energies *energies, const char *path)
{
    char *text = NULL, *file = NULL;
    size_t length = 0;
    struct stat info;
    hc_status status = HC_OK;
    bool folder = stat(path, &info) == 0 && S_ISDIR(info.st_mode);
    HC_TRY(hc_format(ctx, &file, folder ? "%s/result.json" : "%s", path));
    HC_TRY(hc_file_read(ctx, file, &text, &length));
    if (strlen(text) != length) {
        status = hc_fail(ctx, HC_ERROR_FORMAT, "%s holds zero bytes: it is no table of text", file);
        goto cleanup;
    }
    size_t before = energies->count;
    HC_TRY(hc_energies_parse(ctx, energies, file, text));
    if (energies->count == before) {
        status =
            hc_fail(ctx, HC_ERROR_INPUT, "%s: there is no energy in it; a header and a row a species are right", file);
    }
cleanup:
    free(text);
    free(file);
    return status;
}
