/* Densities of states of levels made by hand; engines that have none say so. */
#include "support/structure_fixture.h"

#include "engine/density_of_states.h"

static hc_levels *make_levels(size_t nspin)
{
    hc_levels *levels = NULL;
    CHECK(hc_levels_create(ctx, nspin, 3, 3, &levels));
    for (size_t s = 0; s < nspin; s++) {
        for (size_t i = 0; i < 3; i++) {
            levels->energy[s][i] = (-10.0 + 4.0 * (double)i + 0.5 * (double)s) * HC_EV;
            levels->occupation[s][i] = i < 2 ? 2.0 / (double)nspin : 0.0;
            for (size_t a = 0; a < 3; a++) {
                levels->weight[s][i * 3 + a] = a == i ? 0.7 : 0.15;
            }
        }
    }
    return levels;
}

/* Trapezoids over the whole range. */
static double integral(const hc_table *table, const char *name)
{
    const double *e = hc_table_values(table, "energy"), *y = hc_table_values(table, name);
    double sum = 0.0;
    assert_non_null(y);
    for (size_t i = 1; i < table->nrow; i++) {
        sum += 0.5 * (y[i] + y[i - 1]) * (e[i] - e[i - 1]);
    }
    return sum;
}

static hc_structure *water(void)
{
    static const int numbers[] = {8, 1, 1};
    static const hc_vec3 positions[] = {{0, 0, 0}, {1.8, 0, 0}, {0, 1.8, 0}};
    return make_structure(3, numbers, positions);
}

static void states_are_counted(void **state)
{
    (void)state;
    const size_t atom[] = {2};
    hc_structure *structure = water();
    for (int broadening = 0; broadening < 2; broadening++) {
        hc_dos_options options = {.broadening = broadening, .width = 0.05 * HC_EV, .above = 8.0 * HC_EV, .natom = 1};
        options.atom = atom;
        hc_levels *levels = make_levels(1);
        hc_table *table = NULL;
        CHECK(hc_density_of_states(ctx, levels, structure, &options, &table));
        assert_float_equal(integral(table, "total"), 6.0, 1e-6);
        assert_float_equal(integral(table, "O"), 2.0 * (0.7 + 2 * 0.15), 1e-6);
        assert_float_equal(integral(table, "H"), 2.0 * 2 * (0.7 + 2 * 0.15), 1e-6);
        assert_float_equal(integral(table, "atom_2"), 2.0 * (0.7 + 2 * 0.15), 1e-6);
        hc_table_free(table);
        hc_levels_free(levels);
    }
    hc_structure_free(structure);
}

static void spins_have_columns(void **state)
{
    (void)state;
    hc_structure *structure = water();
    hc_levels *levels = make_levels(2);
    hc_table *table = NULL;
    /* Up to halfway between the second and the third level of alpha. */
    hc_dos_options options = {.width = 0.02 * HC_EV, .above = 1.5 * HC_EV};
    CHECK(hc_density_of_states(ctx, levels, structure, &options, &table));
    assert_float_equal(integral(table, "total_alpha"), 2.0, 1e-6);
    assert_float_equal(integral(table, "total_beta"), 2.0, 1e-6);
    assert_float_equal(integral(table, "O_beta"), 0.85, 1e-6);
    assert_int_equal(hc_levels_homo(levels, 1), 1);
    hc_table_free(table);
    options.width = 1e-6 * HC_EV;
    assert_int_equal(hc_density_of_states(ctx, levels, structure, &options, &table), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "too many"));
    hc_levels_free(levels);
    hc_structure_free(structure);
}

static void engines_without_orbitals(void **state)
{
    (void)state;
    const hc_engine_record *record = NULL;
    hc_structure *structure = water();
    hc_engine *engine = NULL;
    hc_result *result = NULL;
    hc_levels *levels = NULL;
    hc_cube *cube = NULL;
    hc_field_request request = {.kind = HC_FIELD_DENSITY};
    CHECK(hc_engine_find(ctx, "lj", &record));
    CHECK(hc_engine_create(ctx, record, NULL, structure, &engine));
    CHECK(hc_result_create(ctx, 3, &result));
    assert_int_equal(hc_engine_show_levels(engine, ctx, &levels), HC_ERROR_UNSUPPORTED);
    assert_int_equal(hc_engine_show_field(engine, ctx, &request, &cube), HC_ERROR_UNSUPPORTED);
    assert_non_null(strstr(hc_context_message(ctx), "engine lj does not give densities and orbitals"));
    assert_int_equal(hc_engine_compute(engine, ctx, structure, HC_WANT_DIPOLE, result), HC_ERROR_UNSUPPORTED);
    assert_int_equal(hc_engine_compute(engine, ctx, structure, HC_WANT_HIRSHFELD, result), HC_ERROR_UNSUPPORTED);
    hc_result_free(result);
    hc_engine_free(engine);
    hc_structure_free(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(states_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(spins_have_columns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(engines_without_orbitals, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
