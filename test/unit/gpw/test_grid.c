/* Sizes and levels of grids, the plain kernels against analytic integrals, the ions. */
#include "unit/gpw/grid_support.h"

#include "gpw/grid/core.h"
#include "gpw/grid/gaussian.h"

static void test_sizes_and_levels(void **state)
{
    (void)state;
    const hc_mat3 cell = {{{10, 0, 0}, {0, 20, 0}, {0, 0, 31}}};
    hc_multigrid m;
    CHECK(hc_multigrid_create(ctx, &cell, 100.0, 20.0, 3, &m));
    /* sqrt(200) 10 / 2 pi = 22.5, so 45 = 3^2 5; 45.02: 91 to 96; 69.8: 139 to 144. */
    assert_int_equal(m.level[0].n[0], 45);
    assert_int_equal(m.level[0].n[1], 96);
    assert_int_equal(m.level[0].n[2], 144);
    assert_int_equal(m.level[0].count, 45u * 96u * 144u);
    assert_true(m.level[0].orthorhombic);
    assert_true(fabs(m.level[0].volume - 6200.0) < 1e-9);
    assert_true(fabs(m.cutoff[2] - 100.0 / 9.0) < 1e-12);
    assert_int_equal(hc_multigrid_level(&m, 5.1), 0);
    assert_int_equal(hc_multigrid_level(&m, 4.9), 0);
    assert_int_equal(hc_multigrid_level(&m, 1.6), 1);
    assert_int_equal(hc_multigrid_level(&m, 0.5), 2);
    for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
            double product = hc_vec3_dot(m.level[1].cell.row[j], m.level[1].reciprocal.row[k]);
            assert_true(fabs(product - (j == k ? 2.0 * M_PI : 0.0)) < 1e-12);
        }
    }
}

static void test_bad_grids_are_refused(void **state)
{
    (void)state;
    const hc_mat3 cell = {{{10, 0, 0}, {0, 20, 0}, {0, 0, 31}}}, flat = {{{10, 0, 0}, {0, 20, 0}, {0, 0, 0}}};
    hc_multigrid m;
    assert_int_equal(hc_multigrid_create(ctx, &flat, 100.0, 20.0, 3, &m), HC_ERROR_INPUT);
    assert_int_equal(hc_multigrid_create(ctx, &cell, 0.0, 20.0, 3, &m), HC_ERROR_INPUT);
    assert_int_equal(hc_multigrid_create(ctx, &cell, 100.0, 20.0, 0, &m), HC_ERROR_INPUT);
    assert_int_equal(hc_multigrid_create(ctx, &cell, 100.0, 20.0, HC_GRID_LEVELS + 1, &m), HC_ERROR_INPUT);
    assert_int_equal(hc_multigrid_create(ctx, &cell, 1e9, 20.0, 1, &m), HC_ERROR_INPUT);
}

/* integral x^i exp(-a x^2) dx */
static double gaussian_moment(int i, double a)
{
    double value = sqrt(M_PI / a);
    for (int k = 1; k < i; k += 2) {
        value *= k / (2.0 * a);
    }
    return i % 2 ? 0.0 : value;
}

/* Sums over a grid that resolves the Gaussian are its integrals, in a cell that is smaller than the Gaussian. */
static void check_moments(const double cell[3][3])
{
    hc_structure *structure = test_structure(cell);
    hc_multigrid m;
    CHECK(hc_multigrid_create(ctx, &structure->cell, 12.0, 20.0, 1, &m));
    hc_grid_gaussian g = {.exponent = 0.6, .center = {-3.3, 4.1, 12.8}, .radius = 8.5, .l = 4};
    double *ones = malloc(m.level[0].count * sizeof *ones), moments[HC_CARTESIAN_TOTAL(4)];
    for (size_t i = 0; i < m.level[0].count; i++) {
        ones[i] = 1.0;
    }
    hc_grid_integrate_reference(&m.level[0], &g, ones, moments);
    for (int x = 0; x <= 4; x++) {
        for (int y = 0; x + y <= 4; y++) {
            for (int z = 0; x + y + z <= 4; z++) {
                double expected = gaussian_moment(x, 0.6) * gaussian_moment(y, 0.6) * gaussian_moment(z, 0.6);
                double found = m.level[0].volume_element * moments[hc_cartesian_place(x, y, z)];
                assert_true(fabs(found - expected) < 1e-9);
            }
        }
    }
    free(ones);
    hc_structure_free(structure);
}

static void test_plain_integration_gives_gaussian_moments(void **state)
{
    (void)state;
    check_moments(orthorhombic_cell);
    check_moments(triclinic_cell);
}

static double grid_sum(const hc_grid *grid, const double *values)
{
    double sum = 0;
    for (size_t i = 0; i < grid->count; i++) {
        sum += values[i];
    }
    return sum * grid->volume_element;
}

static void test_ions_have_their_charge(void **state)
{
    (void)state;
    hc_structure *structure = test_structure(triclinic_cell);
    hc_multigrid m;
    CHECK(hc_multigrid_create(ctx, &structure->cell, 60.0, 20.0, 1, &m));
    double *values = malloc(m.level[0].count * sizeof *values);
    CHECK(hc_gpw_core_charge(ctx, &test_system, structure, &m.level[0], values));
    assert_true(fabs(grid_sum(&m.level[0], values) + 13.0) < 1e-9);
    free(values);
    hc_structure_free(structure);
}

/* The ions' charge times fixed values. */
typedef struct ion_energy {
    const double *v;
    size_t count;
} ion_energy;

static double energy_of_ions(const hc_structure *structure, void *data)
{
    const ion_energy *e = data;
    hc_multigrid m;
    CHECK(hc_multigrid_create(ctx, &structure->cell, 4.0, 20.0, 1, &m));
    assert_int_equal(m.level[0].count, e->count);
    double *values = calloc(e->count, sizeof *values), sum = 0;
    CHECK(hc_gpw_core_charge(ctx, &test_system, structure, &m.level[0], values));
    for (size_t i = 0; i < e->count; i++) {
        sum += values[i] * e->v[i];
    }
    free(values);
    return sum * m.level[0].volume_element;
}

static void check_ion_gradient(const double cell[3][3])
{
    hc_structure *structure = test_structure(cell);
    hc_multigrid m;
    CHECK(hc_multigrid_create(ctx, &structure->cell, 4.0, 20.0, 1, &m));
    double *v[HC_GRID_LEVELS];
    make_levels(&m, 5, v);
    hc_vec3 force[3] = {{0}};
    hc_mat3 strain = {0};
    CHECK(hc_gpw_core_charge_gradient(ctx, &test_system, structure, &m.level[0], v[0], force, &strain));
    ion_energy e = {v[0], m.level[0].count};
    check_derivatives(energy_of_ions, &e, structure, force, &strain, 1e-7);
    free_levels(&m, v);
    hc_structure_free(structure);
}

static void test_gradients_of_ions_agree_with_differences(void **state)
{
    (void)state;
    check_ion_gradient(orthorhombic_cell);
    check_ion_gradient(triclinic_cell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes_and_levels),
        cmocka_unit_test(test_bad_grids_are_refused),
        cmocka_unit_test(test_plain_integration_gives_gaussian_moments),
        cmocka_unit_test(test_ions_have_their_charge),
        cmocka_unit_test(test_gradients_of_ions_agree_with_differences),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
