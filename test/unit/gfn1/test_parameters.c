/* Parameters: what the file says, what the tables add, and what is refused. */
#include "support/structure_fixture.h"

#include "base/file.h"
#include "gfn1/basis.h"

static void test_every_element_has_a_record(void **state)
{
    (void)state;
    for (int z = 1; z <= HC_GFN1_ELEMENTS; z++) {
        hc_gfn1_element element;
        CHECK(hc_gfn1_parameters_read(ctx, 1, &z, &element));
        assert_int_equal(element.atomic_number, z);
        assert_in_range(element.nshell, 1, 3);
        double electrons = 0.0;
        for (size_t s = 0; s < element.nshell; s++) {
            assert_true(element.shell[s].zeta > 0.3 && element.shell[s].hardness > 0.0);
            assert_true(element.shell[s].reference_occupation <= 2.0 * (2 * element.shell[s].l + 1));
            electrons += element.shell[s].reference_occupation;
        }
        assert_true(electrons >= 1.0 && electrons <= 11.0);
        assert_true(element.repulsion_alpha > 0.5 && element.repulsion_zeff > 0.4 && element.radius > 0.5);
    }
}

static double electrons_of(int z)
{
    hc_gfn1_element element;
    double electrons = 0.0;
    CHECK(hc_gfn1_parameters_read(ctx, 1, &z, &element));
    for (size_t s = 0; s < element.nshell; s++) {
        electrons += element.shell[s].reference_occupation;
    }
    return electrons;
}

static void test_valence_electrons(void **state)
{
    (void)state;
    static const int z[] = {1, 2, 6, 8, 10, 11, 16, 26, 29, 30, 35, 47, 48, 54, 57, 71, 72, 79, 80, 86};
    static const double expected[] = {1, 2, 4, 6, 8, 1, 6, 8, 11, 2, 7, 11, 2, 8, 3, 3, 4, 11, 2, 8};
    for (size_t i = 0; i < sizeof z / sizeof z[0]; i++) {
        assert_true(electrons_of(z[i]) == expected[i]);
    }
}

/* Values of tables S31 and 2 of the paper. */
static void test_published_values(void **state)
{
    (void)state;
    static const int numbers[] = {6, 79, 11, 1};
    hc_gfn1_element e[4];
    CHECK(hc_gfn1_parameters_read(ctx, 4, numbers, e));
    assert_true(fabs(e[0].shell[0].level - (-13.587210 * HC_GFN1_EV)) < 1e-12);
    assert_true(fabs(e[0].shell[0].level_cn - (0.006 * -13.587210 * HC_GFN1_EV)) < 1e-12);
    assert_true(fabs(e[0].shell[1].level_cn - (-0.003 * -10.052785 * HC_GFN1_EV)) < 1e-12);
    assert_true(fabs(e[0].shell[1].hardness - (0.479988 * (1.0 - 0.0471181))) < 1e-12);
    assert_int_equal(e[1].shell[0].l, 2);
    assert_int_equal(e[1].shell[0].n, 5);
    assert_true(fabs(e[1].shell[0].polynomial - (-0.11067532)) < 1e-12);
    assert_true(fabs(e[1].third_order - (0.0123512)) < 1e-12);
    assert_true(fabs(e[2].shell[0].zeta - (0.819143)) < 1e-12);
    assert_false(e[3].shell[1].valence);
    assert_true(fabs(hc_gfn1_hamiltonian_scale(&e[3], 0, &e[3], 0) - (1.85 * 0.96)) < 1e-12);
    assert_true(fabs(hc_gfn1_hamiltonian_scale(&e[3], 1, &e[0], 1) - (0.5 * (2.25 + 2.85))) < 1e-12);
    assert_true(fabs(hc_gfn1_hamiltonian_scale(&e[0], 0, &e[0], 1) - (2.08)) < 1e-12);
    assert_true(fabs(hc_gfn1_hamiltonian_scale(&e[1], 0, &e[1], 0) - (2.0 * 1.2)) < 1e-12);
}

static void test_unknown_element_is_refused(void **state)
{
    (void)state;
    int z = 92;
    hc_gfn1_element element;
    assert_int_equal(hc_gfn1_parameters_read(ctx, 1, &z, &element), HC_ERROR_MISSING_DATA);
    assert_non_null(strstr(hc_context_message(ctx), "U (atomic number 92)"));
}

static void check_refused(const char *text, const char *word)
{
    int z = 1;
    hc_gfn1_element element;
    CHECK(hc_directory_create(ctx, HC_SCRATCH "/gfn1_broken"));
    CHECK(hc_file_write_atomically(ctx, HC_SCRATCH "/gfn1_broken/xTB_parameters", text, strlen(text)));
    setenv("HALFCELL_DATA", HC_SCRATCH "/gfn1_broken", 1);
    hc_status status = hc_gfn1_parameters_read(ctx, 1, &z, &element);
    unsetenv("HALFCELL_DATA");
    assert_int_not_equal(status, HC_OK);
    if (!strstr(hc_context_message(ctx), word)) {
        fail_msg("\"%s\" does not name \"%s\"", hc_context_message(ctx), word);
    }
}

static void test_broken_files_are_refused(void **state)
{
    (void)state;
    check_refused("# nothing\n", "H (atomic number 1)");
    check_refused("\nH 0.47 0.0 2.2 1.1 1s 0.0 0.0 -10.9\n", ":2: 9 columns");
    check_refused("H 0.47 0.0 2.2 1.1 1f 0.0 0.0 -10.9 1.2\n", ":1: a shell");
    check_refused("H 0.47 x 2.2 1.1 1s 0.0 0.0 -10.9 1.2\n", "\"x\" is not a number");
    check_refused("Q 0.47 0.0 2.2 1.1 1s 0.0 0.0 -10.9 1.2\n", "\"Q\"");
    check_refused("1s 0.0 0.0 -10.9 1.2\n", ":1: 5 columns");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_element_has_a_record), cmocka_unit_test(test_valence_electrons),
        cmocka_unit_test(test_published_values),           cmocka_unit_test(test_unknown_element_is_refused),
        cmocka_unit_test(test_broken_files_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
