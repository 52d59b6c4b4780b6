/* For tests: structures and numbers from the reference files in test/regression/data. */
#ifndef TEST_SUPPORT_REFERENCE_CASE_H
#define TEST_SUPPORT_REFERENCE_CASE_H

#include <stdlib.h>

#include "base/json.h"
#include "halfcell/structure.h"
#include "halfcell/units.h"

static inline hc_vec3 vector_of(const hc_json *three, double scale)
{
    return (hc_vec3){scale * hc_json_real_of(hc_json_at(three, 0)), scale * hc_json_real_of(hc_json_at(three, 1)),
                     scale * hc_json_real_of(hc_json_at(three, 2))};
}

/* A structure with elements, positions, cell and periodicity alone; free_fixture frees it. */
static inline hc_structure *make_fixture(size_t natom)
{
    hc_structure *structure = calloc(1, sizeof *structure);
    structure->natom = natom;
    structure->atomic_number = calloc(natom, sizeof(int));
    structure->position = calloc(natom, sizeof(hc_vec3));
    return structure;
}

static inline hc_structure *copy_fixture(const hc_structure *source)
{
    hc_structure *copy = make_fixture(source->natom);
    memcpy(copy->atomic_number, source->atomic_number, source->natom * sizeof(int));
    memcpy(copy->position, source->position, source->natom * sizeof(hc_vec3));
    memcpy(copy->periodic, source->periodic, sizeof copy->periodic);
    copy->cell = source->cell;
    return copy;
}

static inline void free_fixture(hc_structure *structure)
{
    free(structure->atomic_number);
    free(structure->position);
    free(structure);
}

static inline hc_structure *fixture_of_case(const hc_json *item)
{
    const hc_json *symbols = hc_json_get(item, "symbols"), *positions = hc_json_get(item, "positions_angstrom");
    const hc_json *cell = hc_json_get(item, "cell_angstrom"), *pbc = hc_json_get(item, "pbc");
    hc_structure *structure = make_fixture(hc_json_count(symbols));
    for (size_t i = 0; i < structure->natom; i++) {
        structure->atomic_number[i] = hc_element_number(hc_json_text_of(hc_json_at(symbols, i)));
        structure->position[i] = vector_of(hc_json_at(positions, i), HC_ANGSTROM);
    }
    for (size_t k = 0; cell && k < 3; k++) {
        structure->cell.row[k] = vector_of(hc_json_at(cell, k), HC_ANGSTROM);
        structure->periodic[k] = hc_json_is_true(hc_json_at(pbc, k));
    }
    return structure;
}

/* Applies r -> (1 + strain) r to atoms and cell. */
static inline void strain_fixture(hc_structure *structure, const hc_mat3 *strain)
{
    for (size_t i = 0; i < structure->natom; i++) {
        structure->position[i] =
            hc_vec3_add(structure->position[i], hc_mat3_times_vec3(strain, structure->position[i]));
    }
    for (int k = 0; k < 3; k++) {
        structure->cell.row[k] =
            hc_vec3_add(structure->cell.row[k], hc_mat3_times_vec3(strain, structure->cell.row[k]));
    }
}

#endif
