/* An orbital on grids against the sum of its functions at points. */
#include "grid_support.h"

#include "gpw/grid/orbital.h"

/* chi_a(r) of an atom at the origin, a within its basis set. */
static double function_at(const hc_gpw_basis_set *basis, size_t a, hc_vec3 r)
{
    double value = 0.0;
    for (size_t s = 0; s < basis->nset; s++) {
        const hc_gpw_set *set = &basis->set[s];
        for (size_t shell = 0; shell < set->nshell; shell++) {
            int l = set->l[shell];
            if (a < set->first[shell] || a >= set->first[shell] + HC_SPHERICAL_COUNT(l)) {
                continue;
            }
            double radial = 0.0, angular = 0.0;
            const double *harmonics = hc_solid_harmonics(l) + (a - set->first[shell]) * HC_CARTESIAN_COUNT(l);
            for (size_t i = 0; i < set->nexponent; i++) {
                radial += set->coefficient[shell * set->nexponent + i] * exp(-set->exponent[i] * hc_vec3_norm2(r));
            }
            for (int x = l; x >= 0; x--) {
                for (int y = l - x; y >= 0; y--) {
                    angular += harmonics[hc_cartesian_index(x, y, l - x - y)] * pow(r.x, x) * pow(r.y, y) *
                               pow(r.z, l - x - y);
                }
            }
            value += radial * angular;
        }
    }
    return value;
}

/* The orbital with its images. */
static double orbital_at(const hc_structure *structure, const double *coefficient, hc_vec3 r)
{
    double sum = 0.0;
    for (size_t i = 0; i < test_system.natom; i++) {
        for (int image = 0; image < 343; image++) {
            hc_vec3 shift = {image % 7 - 3, image / 7 % 7 - 3, image / 49 - 3};
            hc_vec3 away =
                hc_vec3_sub(hc_vec3_sub(r, structure->position[i]), hc_vec3_times_mat3(shift, &structure->cell));
            for (size_t a = 0; a < hc_gpw_kind_of(&test_system, i)->basis->nao; a++) {
                sum += coefficient[test_system.first_ao[i] + a] *
                       function_at(hc_gpw_kind_of(&test_system, i)->basis, a, away);
            }
        }
    }
    return sum;
}

static void values_at_points(void **state)
{
    (void)state;
    double coefficient[31], *value[HC_GRID_LEVELS];
    uint64_t seed = 7;
    hc_multigrid multigrid;
    hc_structure *structure = test_structure(triclinic_cell);
    for (size_t a = 0; a < 31; a++) {
        coefficient[a] = next_random(&seed);
    }
    CHECK(hc_multigrid_create(ctx, &structure->cell, 20.0, 1.0, 1, &multigrid));
    make_levels(&multigrid, 3, value); /* what was there is replaced */
    hc_gpw_collocate_orbital(&test_system, structure, &multigrid, 1e-12, coefficient, value);
    const hc_grid *grid = &multigrid.level[0];
    for (size_t point = 0; point < grid->count; point += 997) {
        hc_vec3 index = {(double)(point % grid->n[0]), (double)(point / grid->n[0] % grid->n[1]),
                         (double)(point / grid->n[0] / grid->n[1])};
        double expected = orbital_at(structure, coefficient, hc_vec3_times_mat3(index, &grid->step));
        assert_float_equal(value[0][point], expected, 1e-10);
    }
    free_levels(&multigrid, value);
    hc_structure_free(structure);
}

/* Each exponent has its level; the levels together hold the orbital's integral. */
static void levels_hold_the_integral(void **state)
{
    (void)state;
    double coefficient[31], *one[HC_GRID_LEVELS], *many[HC_GRID_LEVELS], sum[2] = {0.0, 0.0};
    uint64_t seed = 11;
    hc_multigrid single, several;
    hc_structure *structure = test_structure(orthorhombic_cell);
    for (size_t a = 0; a < 31; a++) {
        coefficient[a] = next_random(&seed);
    }
    CHECK(hc_multigrid_create(ctx, &structure->cell, 60.0, 25.0, 1, &single));
    CHECK(hc_multigrid_create(ctx, &structure->cell, 60.0, 25.0, 3, &several));
    make_levels(&single, 0, one);
    make_levels(&several, 0, many);
    hc_gpw_collocate_orbital(&test_system, structure, &single, 1e-12, coefficient, one);
    hc_gpw_collocate_orbital(&test_system, structure, &several, 1e-12, coefficient, many);
    for (size_t level = 0; level < several.nlevel; level++) {
        double part = 0.0;
        for (size_t i = 0; i < several.level[level].count; i++) {
            part += many[level][i];
        }
        sum[1] += part * several.level[level].volume_element;
        assert_true(part != 0.0);
    }
    for (size_t i = 0; i < single.level[0].count; i++) {
        sum[0] += one[0][i] * single.level[0].volume_element;
    }
    assert_float_equal(sum[1], sum[0], 1e-7);
    free_levels(&single, one);
    free_levels(&several, many);
    hc_structure_free(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_at_points, set_up, tear_down),
        cmocka_unit_test_setup_teardown(levels_hold_the_integral, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
