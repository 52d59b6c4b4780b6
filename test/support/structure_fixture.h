/* For tests: small structures, derivatives by differences and the usual preamble. Include after nothing but this. */
#ifndef TEST_SUPPORT_STRUCTURE_FIXTURE_H
#define TEST_SUPPORT_STRUCTURE_FIXTURE_H

#include "support/context_fixture.h"

#include "halfcell/structure.h"
#include "halfcell/units.h"

/* Positions in bohr. */
static inline hc_structure *make_structure(size_t natom, const int *numbers, const hc_vec3 *positions)
{
    hc_structure *structure = NULL;
    CHECK(hc_structure_create(ctx, natom, &structure));
    for (size_t i = 0; i < natom; i++) {
        hc_structure_set_element(structure, i, numbers[i]);
        structure->position[i] = positions[i];
    }
    return structure;
}

static inline void set_cell(hc_structure *structure, const double cell[3][3])
{
    for (int k = 0; k < 3; k++) {
        structure->cell.row[k] = (hc_vec3){cell[k][0], cell[k][1], cell[k][2]};
        structure->periodic[k] = true;
    }
}

/* r -> r + strain r for atoms and cell, with one element of the strain. */
static inline void strain_structure(hc_structure *structure, int row, int column, double amount)
{
    for (size_t i = 0; i < structure->natom; i++) {
        *hc_vec3_at(&structure->position[i], row) += amount * hc_vec3_get(structure->position[i], column);
    }
    for (int k = 0; k < 3; k++) {
        *hc_vec3_at(&structure->cell.row[k], row) += amount * hc_vec3_get(structure->cell.row[k], column);
    }
}

/* An energy of a structure, for differences. */
typedef double energy_function(const hc_structure *structure, void *data);

/* Central difference of fourth order over a coordinate of an atom, or (atom == natom) over a strain element. */
static inline double energy_difference(energy_function *energy, void *data, const hc_structure *structure, size_t atom,
                                       int row, int column, double step)
{
    static const double offset[] = {-2.0, -1.0, 1.0, 2.0}, weight[] = {1.0, -8.0, 8.0, -1.0};
    double sum = 0.0;
    for (int k = 0; k < 4; k++) {
        hc_structure *moved = NULL;
        CHECK(hc_structure_copy(ctx, structure, &moved));
        if (atom < structure->natom) {
            *hc_vec3_at(&moved->position[atom], row) += offset[k] * step;
        } else {
            strain_structure(moved, row, column, offset[k] * step);
        }
        sum += weight[k] * energy(moved, data);
        hc_structure_free(moved);
    }
    return sum / (12.0 * step);
}

/* force [natom] and strain derivative (NULL: not looked at) against differences; fails when all of them are zero. */
static inline void check_derivatives(energy_function *energy, void *data, const hc_structure *structure,
                                     const hc_vec3 *force, const hc_mat3 *strain, double tolerance)
{
    double largest = 0.0, worst = 0.0;
    for (size_t i = 0; i < structure->natom; i++) {
        for (int k = 0; k < 3; k++) {
            double expected = -energy_difference(energy, data, structure, i, k, 0, 1e-3);
            largest = fmax(largest, fabs(expected));
            worst = fmax(worst, fabs(expected - hc_vec3_get(force[i], k)));
        }
    }
    for (int k = 0; strain && k < 9; k++) {
        double expected = energy_difference(energy, data, structure, structure->natom, k / 3, k % 3, 1e-4);
        worst = fmax(worst, fabs(expected - hc_vec3_get(strain->row[k / 3], k % 3)));
    }
    assert_true(largest > 100.0 * tolerance);
    if (!(worst < tolerance)) {
        fail_msg("derivative differs by %.3g (allowed %.3g)", worst, tolerance);
    }
}

#endif
