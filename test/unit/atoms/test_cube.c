/* Cube files: what is written can be read, files of other programs, refusals. */
#include "support/structure_fixture.h"

#include "atoms/cube.h"

static hc_cube *read_text(const char *text)
{
    hc_cube *cube = NULL;
    FILE *file = fmemopen((void *)text, strlen(text), "rb");
    assert_non_null(file);
    CHECK(hc_cube_read_stream(ctx, file, "test", &cube));
    fclose(file);
    return cube;
}

/* As CP2K 2023.1 writes it (PRINT V_HARTREE_CUBE of a hydrogen molecule, cut down to 2 x 1 x 3 points). */
static const char *const cp2k = "-Quickstep-\n HARTREE POTENTIAL\n"
                                "    2    0.000000    0.000000    0.000000\n"
                                "    2    0.314938    0.000000    0.000000\n"
                                "    1    0.000000    0.314938    0.000000\n"
                                "    3    0.000000    0.000000    0.314938\n"
                                "    1    1.000000    5.669179    5.669179    5.000000\n"
                                "    1    1.000000    5.669179    5.669179    6.400000\n"
                                "  0.12345E-02 -0.10000E+01  0.20000E+01\n"
                                "  0.30000E+01  0.40000E+01  0.50000E+01\n";

static void file_of_cp2k(void **state)
{
    (void)state;
    hc_cube *cube = read_text(cp2k);
    assert_string_equal(cube->title, "-Quickstep-");
    assert_int_equal(cube->structure->natom, 2);
    assert_float_equal(cube->structure->position[1].z, 6.4, 1e-12);
    assert_float_equal(cube->ion_charge[1], 1.0, 0.0);
    const size_t *n = cube->field->n;
    assert_true(n[0] == 2 && n[1] == 1 && n[2] == 3);
    assert_float_equal(cube->field->cell.row[2].z, 3 * 0.314938, 1e-12);
    const double expected[] = {0.0012345, 3, -1, 4, 2, 5}; /* the first direction is the fastest here */
    for (size_t i = 0; i < 6; i++) {
        assert_float_equal(cube->field->value[i], expected[i], 1e-14);
    }
    assert_float_equal(hc_field_integral(cube->field), pow(0.314938, 3) * 13.0012345, 1e-12);
    hc_cube_free(cube);
}

static void angstrom_and_orbital(void **state)
{
    (void)state;
    hc_cube *cube = read_text("an orbital\nin angstrom\n-1 0.5 0 0 1\n-1 2.0 0 0\n-1 0 2.0 0\n-1 0 0 2.0\n"
                              "8 8.0 0.1 0.2 0.3\n1 5\n-0.25D+00\n");
    assert_float_equal(cube->field->origin.x, 0.5 * HC_ANGSTROM, 1e-12);
    assert_float_equal(cube->structure->position[0].y, 0.2 * HC_ANGSTROM, 1e-12);
    assert_float_equal(cube->field->cell.row[1].y, 2.0 * HC_ANGSTROM, 1e-12);
    assert_float_equal(cube->field->value[0], -0.25, 0.0);
    hc_cube_free(cube);
}

static void written_and_read(void **state)
{
    (void)state;
    static const int numbers[] = {79, 16};
    static const hc_vec3 positions[] = {{0.1, -0.2, 0.3}, {4.0, 1.0, 2.0}};
    const size_t n[3] = {3, 4, 7};
    hc_mat3 cell = {{{6.1, 0.4, -0.3}, {-2.2, 6.9, 0.5}, {0.8, -1.1, 7.7}}};
    hc_field *field = NULL;
    hc_cube *cube = NULL, *again = NULL;
    CHECK(hc_field_create(ctx, n, &cell, (hc_vec3){-1, 2, 0.5}, &field));
    for (size_t i = 0; i < field->count; i++) {
        field->value[i] = sin(0.7 * (double)i) * pow(10.0, (double)(i % 12) - 8.0);
    }
    CHECK(hc_cube_create(ctx, "gold", make_structure(2, numbers, positions), field, &cube));
    cube->ion_charge[0] = 11.0;
    CHECK(hc_cube_write(ctx, HC_SCRATCH "/written.cube", cube));
    CHECK(hc_cube_read(ctx, HC_SCRATCH "/written.cube", &again));
    assert_string_equal(again->title, "gold");
    assert_float_equal(again->ion_charge[0], 11.0, 0.0);
    assert_memory_equal(again->field->n, n, sizeof n);
    for (size_t i = 0; i < field->count; i++) {
        assert_float_equal(again->field->value[i], field->value[i], 1e-7 * fabs(field->value[i]));
    }
    for (int k = 0; k < 3; k++) {
        hc_vec3 away = hc_vec3_sub(again->field->cell.row[k], cell.row[k]);
        assert_true(hc_vec3_norm(away) < 1e-8);
    }
    assert_float_equal(again->structure->position[1].x, 4.0, 1e-9);
    hc_cube_free(cube);
    hc_cube_free(again);
}

static void assert_refused(const char *text, const char *message)
{
    hc_cube *cube = NULL;
    FILE *file = fmemopen((void *)text, strlen(text), "rb");
    assert_non_null(file);
    hc_status status = hc_cube_read_stream(ctx, file, "test", &cube);
    if (status != HC_ERROR_FORMAT || strstr(hc_context_message(ctx), message) == NULL) {
        fail_msg("status %s, message '%s' instead of '%s'", hc_status_name(status), hc_context_message(ctx), message);
    }
    assert_null(cube);
    fclose(file);
}

static void refusals(void **state)
{
    (void)state;
    hc_cube *cube = NULL;
    assert_refused("one line\n", "the second line of the title");
    assert_refused("a\nb\nx 0 0 0\n", "should begin with a whole number");
    assert_refused("a\nb\n1 0 0 0 2\n", "only files of one");
    assert_refused("a\nb\n0 0 0 0\n1 1 0 0\n-1 0 1 0\n1 0 0 1\n", "all three");
    assert_refused("a\nb\n0 0 0 0\n99999 1 0 0\n99999 0 1 0\n99999 0 0 1\n", "too short");
    assert_refused("a\nb\n0 0 0 0\n1 1 0 0\n1 1 0 0\n1 0 0 1\n1.0\n", "no volume");
    assert_refused("a\nb\n1 0 0 0\n1 1 0 0\n1 0 1 0\n1 0 0 1\n300 1 0 0 0\n1.0\n", "the atomic number of atom 0");
    assert_refused("a\nb\n-1 0 0 0\n1 1 0 0\n1 0 1 0\n1 0 0 1\n3 1 0 0 0\n2 5 6\n1.0 2.0\n", "'2' orbitals");
    assert_refused("a\nb\n0 0 0 0\n2 1 0 0\n1 0 1 0\n1 0 0 1\n1.0 nan\n", "'nan' should be a value");
    assert_refused("a\nb\n0 0 0 0\n2 1 0 0\n2 0 1 0\n1 0 0 1\n1.0   2.0   3.0\n", "more values");
    assert_int_equal(hc_cube_read(ctx, HC_SCRATCH "/absent.cube", &cube), HC_ERROR_FILE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(file_of_cp2k, set_up, tear_down),
        cmocka_unit_test_setup_teardown(angstrom_and_orbital, set_up, tear_down),
        cmocka_unit_test_setup_teardown(written_and_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refusals, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
