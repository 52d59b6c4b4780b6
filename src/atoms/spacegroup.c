#include "atoms/spacegroup.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <spglib.h>

#include "atoms/cell.h"

#define DATABASE_SIZE 530
#define STANDARD_GROWTH 4 /* a standard cell has at most so many times the atoms */

typedef struct spg_cell {
    double lattice[3][3]; /* columns are the vectors */
    double (*position)[3];
    int *type;
    int natom;
} spg_cell;

static void clear_cell(spg_cell *cell)
{
    free(cell->position);
    free(cell->type);
}

static hc_status make_cell(hc_context *ctx, const hc_structure *structure, size_t growth, spg_cell *cell)
{
    hc_status status = HC_OK;
    *cell = (spg_cell){.natom = (int)structure->natom};
    if (structure->natom == 0 || structure->natom > 1000000) {
        return hc_fail(ctx, HC_ERROR_INPUT, "symmetry is looked for in 1 to 1000000 atoms; here are %zu",
                       structure->natom);
    }
    if (!(fabs(hc_mat3_determinant(&structure->cell)) > 0.0)) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "the symmetry of a crystal needs a cell with three vectors, and here is none: give it one, or begin with a "
            "crystal");
    }
    HC_TRY(hc_allocate(ctx, growth * structure->natom, sizeof *cell->position, &cell->position));
    HC_TRY(hc_allocate(ctx, growth * structure->natom, sizeof *cell->type, &cell->type));
    hc_mat3 inverse = hc_mat3_inverse(&structure->cell);
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            cell->lattice[k][i] = hc_vec3_get(structure->cell.row[i], k);
        }
    }
    for (size_t i = 0; i < structure->natom; i++) {
        hc_vec3 s = hc_vec3_times_mat3(structure->position[i], &inverse);
        cell->type[i] = structure->atomic_number[i];
        for (int k = 0; k < 3; k++) {
            cell->position[i][k] = hc_vec3_get(s, k);
        }
    }
cleanup:
    return status;
}

static void copy_operation(const int rotation[3][3], const double translation[3], hc_spacegroup_operation *operation)
{
    memcpy(operation->rotation, rotation, sizeof operation->rotation);
    memcpy(operation->translation, translation, sizeof operation->translation);
}

/* spglib names an orbit by any of its atoms; ours is the first. */
static hc_status copy_orbits(hc_context *ctx, const SpglibDataset *found, hc_spacegroup *symmetry)
{
    size_t *first = NULL;
    hc_status status = hc_allocate(ctx, symmetry->natom, sizeof *first, &first);
    if (status == HC_OK) {
        for (size_t i = symmetry->natom; i-- > 0;) {
            first[found->crystallographic_orbits[i]] = i;
        }
        for (size_t i = 0; i < symmetry->natom; i++) {
            symmetry->orbit[i] = first[found->crystallographic_orbits[i]];
        }
    }
    free(first);
    return status;
}

static hc_status copy_dataset(hc_context *ctx, const SpglibDataset *found, hc_spacegroup *symmetry)
{
    hc_status status = HC_OK;
    symmetry->space_group = found->spacegroup_number;
    symmetry->hall_number = found->hall_number;
    memcpy(symmetry->international, found->international_symbol, sizeof symmetry->international);
    memcpy(symmetry->point_group, found->pointgroup_symbol, sizeof symmetry->point_group);
    memcpy(symmetry->hall_symbol, found->hall_symbol, sizeof symmetry->hall_symbol);
    symmetry->natom = (size_t)found->n_atoms;
    symmetry->noperation = (size_t)found->n_operations;
    HC_TRY(hc_allocate(ctx, symmetry->noperation, sizeof *symmetry->operation, &symmetry->operation));
    HC_TRY(hc_allocate(ctx, symmetry->natom, sizeof *symmetry->orbit, &symmetry->orbit));
    HC_TRY(hc_allocate(ctx, symmetry->natom, 1, &symmetry->wyckoff));
    HC_TRY(hc_allocate(ctx, symmetry->natom, sizeof *symmetry->site_symmetry, &symmetry->site_symmetry));
    for (size_t k = 0; k < symmetry->noperation; k++) {
        copy_operation(found->rotations[k], found->translations[k], &symmetry->operation[k]);
    }
    HC_TRY(copy_orbits(ctx, found, symmetry));
    for (size_t i = 0; i < symmetry->natom; i++) {
        symmetry->wyckoff[i] = (char)(found->wyckoffs[i] < 26 ? 'a' + found->wyckoffs[i] : 'A');
        memcpy(symmetry->site_symmetry[i], found->site_symmetry_symbols[i], sizeof *symmetry->site_symmetry);
    }
cleanup:
    return status;
}

hc_status hc_spacegroup_find(hc_context *ctx, const hc_structure *structure, double tolerance, hc_spacegroup **symmetry)
{
    hc_status status = HC_OK;
    spg_cell cell = {0};
    hc_spacegroup *result = NULL;
    SpglibDataset *found = NULL;
    *symmetry = NULL;
    HC_TRY(make_cell(ctx, structure, 1, &cell));
    found = spg_get_dataset(cell.lattice, cell.position, cell.type, cell.natom, tolerance);
    if (found == NULL || found->spacegroup_number == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "no symmetry was found (spglib: %s); are there atoms on each other?",
                         spg_get_error_message(spg_get_error_code()));
        goto cleanup;
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *result, &result));
    HC_TRY(copy_dataset(ctx, found, result));
    *symmetry = result;
    result = NULL;
cleanup:
    if (found != NULL) {
        spg_free_dataset(found);
    }
    hc_spacegroup_free(result);
    clear_cell(&cell);
    return status;
}

void hc_spacegroup_free(hc_spacegroup *symmetry)
{
    if (symmetry != NULL) {
        free(symmetry->operation);
        free(symmetry->orbit);
        free(symmetry->wyckoff);
        free(symmetry->site_symmetry);
        free(symmetry);
    }
}

hc_status hc_spacegroup_standard_cell(hc_context *ctx, const hc_structure *structure, bool primitive, double tolerance,
                                      hc_structure **standard)
{
    hc_status status = HC_OK;
    spg_cell cell = {0};
    hc_structure *result = NULL;
    *standard = NULL;
    HC_TRY(make_cell(ctx, structure, STANDARD_GROWTH, &cell));
    int natom =
        spg_standardize_cell(cell.lattice, cell.position, cell.type, cell.natom, primitive ? 1 : 0, 0, tolerance);
    if (natom <= 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "no standard cell was found (spglib: %s)",
                         spg_get_error_message(spg_get_error_code()));
        goto cleanup;
    }
    HC_TRY(hc_structure_create(ctx, (size_t)natom, &result));
    for (int i = 0; i < 3; i++) {
        result->cell.row[i] = hc_vec3_make(cell.lattice[0][i], cell.lattice[1][i], cell.lattice[2][i]);
        result->periodic[i] = true;
    }
    for (size_t i = 0; i < result->natom; i++) {
        const double *s = cell.position[i];
        hc_structure_set_element(result, i, cell.type[i]);
        result->position[i] = hc_vec3_times_mat3(hc_vec3_make(s[0], s[1], s[2]), &result->cell);
    }
    *standard = result;
    result = NULL;
cleanup:
    hc_structure_free(result);
    clear_cell(&cell);
    return status;
}

hc_status hc_spacegroup_of_hall_number(hc_context *ctx, int hall_number, hc_spacegroup_operation *operation,
                                       size_t *count)
{
    int(*rotation)[3][3] = NULL;
    double(*translation)[3] = NULL;
    hc_status status = HC_OK;
    *count = 0;
    if (hall_number < 1 || hall_number > DATABASE_SIZE) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a Hall number is 1 to %d, not %d", DATABASE_SIZE, hall_number);
    }
    HC_TRY(hc_allocate(ctx, HC_SPACEGROUP_OPERATION_MAX, sizeof *rotation, &rotation));
    HC_TRY(hc_allocate(ctx, HC_SPACEGROUP_OPERATION_MAX, sizeof *translation, &translation));
    *count = (size_t)spg_get_symmetry_from_database(rotation, translation, hall_number);
    for (size_t k = 0; k < *count; k++) {
        copy_operation(rotation[k], translation[k], &operation[k]);
    }
cleanup:
    free(rotation);
    free(translation);
    return status;
}

int hc_spacegroup_hall_number(const char *hall_symbol)
{
    for (int hall = 1; hall <= DATABASE_SIZE; hall++) {
        if (strcmp(spg_get_spacegroup_type(hall).hall_symbol, hall_symbol) == 0) {
            return hall;
        }
    }
    return 0;
}
