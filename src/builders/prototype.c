#include "builders/prototype.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/cell.h"
#include "atoms/spacegroup.h"
#include "base/data_file.h"
#include "base/data_folder.h"
#include "halfcell/units.h"

#define FOLDER "prototypes"
#define ENDING ".json"
#define SITE_MAX 64
#define SAME_ATOM (0.05 * HC_ANGSTROM)

/* What is expanded: lattice parameters in bohr and radian, sites, setting. */
typedef struct unit {
    double length[3], angle[3];
    size_t nsite;
    int number[SITE_MAX];
    hc_vec3 fraction[SITE_MAX];
    int hall_number;
} unit;

/* 0.333333 in the files is meant to be 1/3. */
static double exact_fraction(double s)
{
    for (int k = 1; k < 6; k++) {
        if (fabs(s - k / 6.0) < 2e-6) {
            return k / 6.0;
        }
    }
    return s;
}

static hc_status read_sites(hc_context *ctx, const hc_json *sites, const char *path, unit *u)
{
    u->nsite = hc_json_count(sites);
    if (u->nsite == 0 || u->nsite > SITE_MAX) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: `sites` needs 1 to %d of them", path, SITE_MAX);
    }
    for (size_t i = 0; i < u->nsite; i++) {
        const hc_json *site = hc_json_at(sites, i), *fraction = hc_json_get(site, "fraction");
        const char *symbol = hc_json_text_of(hc_json_get(site, "element"));
        u->number[i] = symbol != NULL ? hc_element_number(symbol) : 0;
        for (int d = 0; d < 3; d++) {
            *hc_vec3_at(&u->fraction[i], d) = exact_fraction(hc_json_real_of(hc_json_at(fraction, (size_t)d)));
        }
        if (u->number[i] == 0 || !isfinite(hc_vec3_norm(u->fraction[i]))) {
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s: sites[%zu] needs `element` and `fraction` of three numbers", path,
                           i);
        }
    }
    return HC_OK;
}

static hc_status read_unit(hc_context *ctx, const hc_json *json, const char *path, unit *u)
{
    static const char *const lengths[] = {"a_angstrom", "b_angstrom", "c_angstrom"};
    static const char *const angles[] = {"alpha_deg", "beta_deg", "gamma_deg"};
    const hc_json *lattice = hc_json_get(json, "lattice");
    double hall = hc_json_real_of(hc_json_get(json, "hall_number"));
    for (int d = 0; d < 3; d++) {
        u->length[d] = HC_ANGSTROM * hc_json_real_of(hc_json_get(lattice, lengths[d]));
        u->angle[d] = HC_DEGREE * hc_json_real_of(hc_json_get(lattice, angles[d]));
    }
    if (!(hall >= 1 && hall <= 530)) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: `hall_number` is 1 to 530", path);
    }
    u->hall_number = (int)hall;
    return read_sites(ctx, hc_json_get(json, "sites"), path, u);
}

static const struct {
    const char *name;
    int hall_number;
    hc_vec3 fraction;
} metals[] = {{"fcc", 523, {0, 0, 0}}, {"bcc", 529, {0, 0, 0}}, {"hcp", 488, {1.0 / 3, 2.0 / 3, 0.25}}};
#define NMETAL (sizeof metals / sizeof *metals)

static hc_status metal_unit(hc_context *ctx, size_t kind, int number, double a, double c, unit *u)
{
    bool hexagonal = kind == 2;
    if (number == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s needs element, a symbol such as Cu", metals[kind].name);
    }
    if (!(a > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s of %s is not in the table of elements: give a_angstrom",
                       metals[kind].name, hc_element_symbol(number));
    }
    *u = (unit){.nsite = 1, .number = {number}, .fraction = {metals[kind].fraction}};
    u->hall_number = metals[kind].hall_number;
    for (int d = 0; d < 3; d++) {
        u->length[d] = a;
        u->angle[d] = 90 * HC_DEGREE;
    }
    if (hexagonal) {
        u->length[2] = c > 0.0 ? c : a * sqrt(8.0 / 3.0); /* ideal packing of spheres */
        u->angle[2] = 120 * HC_DEGREE;
    }
    return HC_OK;
}

/* An element of the table; *kind is NMETAL when it is not there. */
static hc_status find_element(hc_context *ctx, const char *symbol, size_t *kind, double *a, double *c)
{
    hc_status status = HC_OK;
    char *path = NULL;
    hc_json *json = NULL;
    *kind = NMETAL;
    *a = *c = NAN;
    HC_TRY(hc_data_file_find(ctx, "elements/lattices.json", &path));
    HC_TRY(hc_json_read(ctx, path, &json));
    const hc_json *elements = hc_json_get(json, "elements");
    for (size_t i = 0; i < hc_json_count(elements); i++) {
        const hc_json *entry = hc_json_at(elements, i);
        const char *name = hc_json_text_of(hc_json_get(entry, "element"));
        const char *lattice = hc_json_text_of(hc_json_get(entry, "lattice"));
        for (size_t k = 0; k < NMETAL && name != NULL && lattice != NULL && strcmp(name, symbol) == 0; k++) {
            *kind = strcmp(lattice, metals[k].name) == 0 ? k : *kind;
        }
        if (name != NULL && strcmp(name, symbol) == 0) {
            *a = HC_ANGSTROM * hc_json_real_of(hc_json_get(entry, "a_angstrom"));
            *c = HC_ANGSTROM * hc_json_real_of(hc_json_get(entry, "c_angstrom"));
        }
    }
cleanup:
    hc_json_free(json);
    free(path);
    return status;
}

static hc_status read_prototype(hc_context *ctx, const char *name, unit *u)
{
    hc_status status = HC_OK;
    hc_data_folder *folder = NULL;
    hc_json *json = NULL;
    char *path = NULL;
    HC_TRY(hc_data_folder_read(ctx, FOLDER, ENDING, &folder));
    HC_TRY(hc_data_folder_file(ctx, folder, "prototype", FOLDER, name, ENDING, &path));
    HC_TRY(hc_json_read(ctx, path, &json));
    HC_TRY(read_unit(ctx, json, path, u));
    const char *confirmed = hc_json_text_of(hc_json_get(json, "confirmed"));
    if (confirmed != NULL && strncmp(confirmed, "yes", 3) != 0) {
        hc_log(ctx, HC_LOG_INFO, "%s: numbers not all confirmed in their source: %s", name, confirmed);
    }
cleanup:
    hc_json_free(json);
    hc_data_folder_free(folder);
    free(path);
    return status;
}

static bool has_prototype(const hc_data_folder *folder, const char *name)
{
    for (size_t i = 0; i < folder->count; i++) {
        if (strcmp(folder->name[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static hc_status find_unit(hc_context *ctx, const hc_prototype_options *options, unit *u)
{
    hc_data_folder *folder = NULL;
    double a = NAN, c = NAN;
    size_t kind = NMETAL, wanted = NMETAL;
    for (size_t k = 0; k < NMETAL; k++) {
        wanted = strcmp(options->name, metals[k].name) == 0 ? k : wanted;
    }
    const char *symbol = wanted < NMETAL ? options->element : options->name;
    hc_status status = hc_data_folder_read(ctx, FOLDER, ENDING, &folder);
    bool known = status == HC_OK && has_prototype(folder, options->name);
    hc_data_folder_free(folder);
    if (status == HC_OK && !known && symbol != NULL) {
        status = find_element(ctx, symbol, &kind, &a, &c);
    }
    if (status != HC_OK) {
        return status;
    }
    if (wanted < NMETAL && symbol != NULL && hc_element_number(symbol) == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "element: '%.20s' is not an element symbol such as Cu", symbol);
    }
    if (wanted < NMETAL) {
        a = options->a > 0.0 || kind != wanted ? options->a : a;
        return metal_unit(ctx, wanted, symbol != NULL ? hc_element_number(symbol) : 0, a, kind == wanted ? c : NAN, u);
    }
    if (options->element != NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "element goes with fcc, bcc and hcp; %s has its own", options->name);
    }
    return kind < NMETAL ? metal_unit(ctx, kind, hc_element_number(symbol), a, c, u)
                         : read_prototype(ctx, options->name, u);
}

/* Given lengths replace those of the table; b and c that are not given follow a. */
static void change_lengths(const hc_prototype_options *options, unit *u)
{
    const double given[3] = {options->a, options->b, options->c};
    double scale = given[0] > 0.0 ? given[0] / u->length[0] : 1.0;
    for (int d = 0; d < 3; d++) {
        u->length[d] = given[d] > 0.0 ? given[d] : scale * u->length[d];
    }
}

hc_status hc_prototype_build(hc_context *ctx, const hc_prototype_options *options, hc_structure **structure)
{
    hc_status status = HC_OK;
    unit u = {0};
    hc_mat3 cell;
    hc_spacegroup_operation *operation = NULL;
    hc_structure *conventional = NULL;
    size_t noperation = 0;
    *structure = NULL;
    HC_TRY(find_unit(ctx, options, &u));
    change_lengths(options, &u);
    HC_TRY(hc_cell_from_lengths(ctx, u.length, u.angle, &cell));
    HC_TRY(hc_allocate(ctx, HC_SPACEGROUP_OPERATION_MAX, sizeof *operation, &operation));
    HC_TRY(hc_spacegroup_of_hall_number(ctx, u.hall_number, operation, &noperation));
    HC_TRY(hc_spacegroup_expand(ctx, &cell, u.nsite, u.number, u.fraction, noperation, operation, SAME_ATOM,
                                &conventional));
    if (options->primitive) {
        HC_TRY(hc_spacegroup_standard_cell(ctx, conventional, true, HC_SPACEGROUP_TOLERANCE, structure));
    } else {
        *structure = conventional;
        conventional = NULL;
    }
cleanup:
    hc_structure_free(conventional);
    free(operation);
    return status;
}

static void say_prototype(const char *name, const hc_json *json, bool full, hc_text *out)
{
    static const char *const keys[] = {"source", "confirmed", "note", "alternatives"};
    const char *title = hc_json_text_of(hc_json_get(json, "name"));
    const char *group = hc_json_text_of(hc_json_get(json, "space_group"));
    hc_text_addf(out, "%-14s %s, %s\n", name, title != NULL ? title : "", group != NULL ? group : "");
    for (size_t k = 0; k < sizeof keys / sizeof *keys && full; k++) {
        const char *text = hc_json_text_of(hc_json_get(json, keys[k]));
        if (text != NULL) {
            hc_text_addf(out, "%-14s %s\n", keys[k], text);
        }
    }
}

hc_status hc_prototypes_list(hc_context *ctx, const char *name, hc_text *out, hc_json **json)
{
    hc_status status = HC_OK;
    hc_data_folder *folder = NULL;
    hc_json *all = hc_json_array(), *one = NULL;
    char *path = NULL;
    *json = NULL;
    HC_TRY(hc_data_folder_read(ctx, FOLDER, ENDING, &folder));
    for (size_t i = 0; i < folder->count; i++) {
        if (name == NULL || strcmp(name, folder->name[i]) == 0) {
            free(path);
            HC_TRY(hc_data_folder_file(ctx, folder, "prototype", FOLDER, folder->name[i], ENDING, &path));
            HC_TRY(hc_json_read(ctx, path, &one));
            say_prototype(folder->name[i], one, name != NULL, out);
            hc_json_set(one, "doc", hc_json_text(hc_json_text_of(hc_json_get(one, "name"))));
            hc_json_set(one, "name", hc_json_text(folder->name[i])); /* what the step `crystal` calls it */
            hc_json_append(all, one);
        }
    }
    if (name != NULL && path == NULL) {
        HC_TRY(hc_data_folder_file(ctx, folder, "prototype", FOLDER, name, ENDING, &path));
    }
    if (name == NULL) {
        hc_text_addf(out, "and the metals of data/elements/lattices.json (Al, Ni, Pd, Fe, Ti ...), or fcc, bcc, hcp "
                          "with any element and a_angstrom\n");
    }
    *json = hc_json_share(name != NULL ? one : all);
cleanup:
    hc_json_free(all);
    hc_data_folder_free(folder);
    free(path);
    return status;
}
