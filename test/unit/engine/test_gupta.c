/* The Gupta potential against what it was fitted to, and against measured elastic constants; forces and stress are in
 * the suite of all engines (test/conformance). */
#include "support/structure_fixture.h"

#include "engine/engine_table.h"

static hc_result *compute(const hc_structure *structure)
{
    hc_engine *engine = NULL;
    hc_result *result = NULL;
    CHECK(hc_engine_create(ctx, &hc_engine_gupta, NULL, structure, &engine));
    CHECK(hc_result_create(ctx, structure->natom, &result));
    CHECK(hc_engine_compute(engine, ctx, structure, HC_WANT_FORCES | HC_WANT_STRESS, result));
    hc_engine_free(engine);
    return result;
}

static hc_structure *fcc(const char *symbol, double lattice)
{
    int z = hc_element_number(symbol);
    double a = lattice * HC_ANGSTROM, h = 0.5 * a;
    const int numbers[] = {z, z, z, z};
    const hc_vec3 positions[] = {{0, 0, 0}, {0, h, h}, {h, 0, h}, {h, h, 0}};
    const double cell[3][3] = {{a, 0, 0}, {0, a, 0}, {0, 0, a}};
    hc_structure *structure = make_structure(4, numbers, positions);
    set_cell(structure, cell);
    return structure;
}

/* Lattice constants and cohesive energies of Table I of Cleri and Rosato, Phys. Rev. B 48, 22 (1993). The printed
 * parameters of lead, to three digits, hold it at rest less well than the others. */
static void crystals_have_their_cohesive_energy(void **state)
{
    (void)state;
    static const struct {
        const char *symbol;
        double lattice, cohesive, pressure; /* angstrom, eV, at most (GPa) */
    } metals[] = {
        {"Al", 4.050, 3.339, 0.03}, {"Ni", 3.523, 4.435, 0.03}, {"Cu", 3.615, 3.544, 0.03}, {"Rh", 3.803, 5.752, 0.03},
        {"Pd", 3.887, 3.936, 0.03}, {"Ag", 4.085, 2.960, 0.03}, {"Ir", 3.839, 6.93, 0.03},  {"Pt", 3.924, 5.853, 0.03},
        {"Au", 4.079, 3.779, 0.03}, {"Pb", 4.951, 2.036, 1.0},
    };
    for (size_t k = 0; k < sizeof metals / sizeof metals[0]; k++) {
        hc_structure *crystal = fcc(metals[k].symbol, metals[k].lattice);
        hc_result *result = compute(crystal);
        assert_float_equal(-result->free_energy / 4.0 / HC_EV, metals[k].cohesive, 0.005);
        assert_float_equal(result->stress.row[0].x / HC_GPA, 0.0, metals[k].pressure);
        hc_result_free(result);
        hc_structure_free(crystal);
    }
}

/* d stress[i][i] / d strain[row][column] in GPa, or of stress[0][1] where i is 3. */
static double elastic_constant(const char *symbol, double lattice, int i, int row, int column)
{
    double stress[2];
    for (int side = 0; side < 2; side++) {
        hc_structure *crystal = fcc(symbol, lattice);
        strain_structure(crystal, row, column, side ? 1e-3 : -1e-3);
        hc_result *result = compute(crystal);
        stress[side] = i == 3 ? result->stress.row[0].y : hc_vec3_get(result->stress.row[i], i);
        hc_result_free(result);
        hc_structure_free(crystal);
    }
    return (stress[1] - stress[0]) / 2e-3 / HC_GPA;
}

/* Measured, extrapolated to 0 K: Overton and Gaffney, Phys. Rev. 98, 969 (1955); Neighbours and Alers, Phys. Rev. 111,
 * 707 (1958). */
static void copper_and_silver_are_as_stiff_as_measured(void **state)
{
    (void)state;
    assert_float_equal(elastic_constant("Cu", 3.615, 0, 0, 0), 176.2, 1.0);
    assert_float_equal(elastic_constant("Cu", 3.615, 1, 0, 0), 124.9, 1.0);
    assert_float_equal(elastic_constant("Cu", 3.615, 3, 0, 1), 81.8, 1.0);
    assert_float_equal(elastic_constant("Ag", 4.085, 0, 0, 0), 131.5, 1.0);
    assert_float_equal(elastic_constant("Ag", 4.085, 1, 0, 0), 97.3, 1.0);
    assert_float_equal(elastic_constant("Ag", 4.085, 3, 0, 1), 51.1, 1.0);
}

static hc_structure *pair(int first, int second, double distance)
{
    const int numbers[] = {first, second};
    const hc_vec3 positions[] = {{0, 0, 0}, {0, 0, distance * HC_ANGSTROM}};
    return make_structure(2, numbers, positions);
}

/* Two atoms: 2 A exp(-p x) - 2 xi exp(-q x), x = r/d - 1; nothing from the sixth shell on. */
static void two_atoms_are_as_on_paper(void **state)
{
    (void)state;
    const double d = 3.615 * sqrt(0.5), x = 2.3 / d - 1.0;
    hc_structure *near = pair(29, 29, 2.3), *far = pair(29, 29, 1.0001 * sqrt(6.0) * d);
    hc_result *result = compute(near);
    assert_float_equal(result->free_energy / HC_EV, 2.0 * 0.0855 * exp(-10.960 * x) - 2.0 * 1.224 * exp(-2.278 * x),
                       1e-10);
    hc_result_free(result);
    result = compute(far);
    assert_float_equal(result->free_energy, 0.0, 0.0);
    assert_float_equal(hc_vec3_norm(result->force[0]), 0.0, 0.0);
    hc_result_free(result);
    hc_structure_free(near);
    hc_structure_free(far);
}

static void assert_refused(hc_structure *structure, const char *says)
{
    hc_engine *engine = NULL;
    assert_int_equal(hc_engine_create(ctx, &hc_engine_gupta, NULL, structure, &engine), HC_ERROR_UNSUPPORTED);
    assert_null(engine);
    assert_non_null(strstr(hc_context_message(ctx), says));
    hc_context_clear(ctx);
    hc_structure_free(structure);
}

static void other_elements_and_alloys_are_refused(void **state)
{
    (void)state;
    assert_refused(pair(29, 8, 2.3), "O (atom 1)");
    assert_refused(pair(29, 47, 2.3), "atom 1 is Ag");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(crystals_have_their_cohesive_energy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copper_and_silver_are_as_stiff_as_measured, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_atoms_are_as_on_paper, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_elements_and_alloys_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
