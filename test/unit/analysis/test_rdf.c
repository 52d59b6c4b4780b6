/* Radial distribution functions and coordination: crystals, ideal gas, molecules, skewed cells. */
#include "unit/analysis/analysis_support.h"

/* Primitive cell of fcc gold, one atom; a = 4.08 Angstrom. */
static hc_structure *fcc_primitive(void)
{
    static const double cell[3][3] = {{0, 2.04, 2.04}, {2.04, 0, 2.04}, {2.04, 2.04, 0}};
    static const double position[1][3] = {{7.3, -2.1, 0.4}};
    return make_structure((const char *const[]){"Au"}, 1, position, cell);
}

static void test_fcc(void **state)
{
    (void)state;
    hc_structure *fcc = fcc_primitive();
    session s;
    const char *const settings[] = {"pair", "Au-Au", "maximum_angstrom", "7", "bin_angstrom", "0.1", NULL};
    assert_int_equal(session_begin(&s, "rdf", settings, fcc, false), HC_OK);
    session_frame(&s, fcc, 0);
    session_finish(&s);
    /* Shells of fcc: 12 at a/sqrt 2, 6 at a, 24 at a sqrt(3/2), 12 at a sqrt 2, 24 at a sqrt(5/2). */
    const double a = 4.08, radius[] = {a * sqrt(0.5), a, a * sqrt(1.5), a * sqrt(2), a * sqrt(2.5)};
    const int number[] = {12, 6, 24, 12, 24};
    const double density = 4 / (a * a * a);
    int sum = 0;
    for (int k = 0; k < 5; k++) {
        size_t bin = (size_t)(radius[k] / 0.1);
        sum += number[k];
        assert_true(fabs(value_at(&s, 1, "n", bin) - sum) < 1e-9);
        assert_true(fabs(value_at(&s, 1, "n", bin - 1) - (sum - number[k])) < 1e-9);
        double inner = 0.1 * (double)bin, outer = inner + 0.1;
        double shell = 4 * HC_PI / 3 * (pow(outer, 3) - pow(inner, 3));
        assert_true(fabs(value_at(&s, 0, "g", bin) - number[k] / (shell * density)) < 1e-9);
        assert_true(value_at(&s, 0, "g", bin - 1) == 0);
        assert_true(fabs(value_at(&s, 0, "r", bin) - inner - 0.05) < 1e-12);
    }
    session_end(&s);

    const char *const coordination[] = {"centre", "element Au", "cutoff_angstrom", "3.4", NULL};
    assert_int_equal(session_begin(&s, "coordination", coordination, fcc, true), HC_OK);
    session_frame(&s, fcc, 12.5);
    session_finish(&s);
    assert_true(value_at(&s, 0, "coordination_mean", 0) == 12);
    assert_true(value_at(&s, 0, "time", 0) == 12.5);
    session_end(&s);
    hc_structure_free(fcc);
}

/* Rock salt: unlike neighbours at a/2, 6 of them; like ones at a/sqrt 2, 12. */
static void test_two_kinds(void **state)
{
    (void)state;
    static const double cell[3][3] = {{0, 2.82, 2.82}, {2.82, 0, 2.82}, {2.82, 2.82, 0}};
    static const double position[2][3] = {{0, 0, 0}, {2.82, 2.82, 2.82}};
    hc_structure *salt = make_structure((const char *const[]){"Na", "Cl"}, 2, position, cell);
    session s;
    const char *const unlike[] = {"pair", "Na-Cl", "maximum_angstrom", "4", NULL};
    assert_int_equal(session_begin(&s, "rdf", unlike, salt, false), HC_OK);
    session_frame(&s, salt, 0);
    session_finish(&s);
    assert_true(fabs(value_at(&s, 1, "n", 79) - 6) < 1e-9);
    assert_string_equal(s.tables.table[0]->id, "rdf-Na-Cl");
    session_end(&s);
    const char *const selections[] = {"from", "0", "to", "element Na Cl", "maximum_angstrom", "4", NULL};
    assert_int_equal(session_begin(&s, "rdf", selections, salt, false), HC_OK);
    session_frame(&s, salt, 0);
    session_finish(&s);
    assert_true(fabs(value_at(&s, 1, "n", 79) - 18) < 1e-9);
    session_end(&s);
    const char *const each[] = {"centre", "all", "neighbour", "element Cl", "cutoff_angstrom", "3", NULL};
    assert_int_equal(session_begin(&s, "coordination", each, salt, false), HC_OK);
    session_frame(&s, salt, 0);
    session_finish(&s);
    assert_true(value_at(&s, 0, "coordination_0", 0) == 6 && value_at(&s, 0, "coordination_1", 0) == 0);
    assert_true(value_at(&s, 0, "coordination_mean", 0) == 3);
    session_end(&s);
    hc_structure_free(salt);
}

/* Uncorrelated points in a skewed cell: (N - 1)/N, beyond half of the cell as well (from 8.9 Angstrom on there are the
 * atoms' own images). */
static void test_ideal_gas(void **state)
{
    (void)state;
    enum { N = 60, FRAMES = 400 };
    static const double cell[3][3] = {{9, 0, 0}, {4, 8, 0}, {-3, 2, 10}};
    const char *symbols[N];
    for (int i = 0; i < N; i++) {
        symbols[i] = "Ar";
    }
    hc_structure *gas = make_structure(symbols, N, NULL, cell);
    hc_random random;
    session s;
    const char *const settings[] = {"pair", "Ar-Ar", "maximum_angstrom", "8", "bin_angstrom", "1", NULL};
    hc_random_seed(&random, 17);
    assert_int_equal(session_begin(&s, "rdf", settings, gas, false), HC_OK);
    for (int frame = 0; frame < FRAMES; frame++) {
        for (int i = 0; i < N; i++) {
            hc_vec3 f;
            for (int k = 0; k < 3; k++) {
                *hc_vec3_at(&f, k) = 3 * hc_random_uniform(&random) - 1; /* not wrapped into the cell */
            }
            gas->position[i] = hc_vec3_times_mat3(f, &gas->cell);
        }
        session_frame(&s, gas, frame);
    }
    session_finish(&s);
    for (size_t bin = 0; bin < 8; bin++) {
        double error = s.tables.table[0]->column[1].error[bin];
        double deviation = value_at(&s, 0, "g", bin) - (N - 1.0) / N;
        assert_true(fabs(deviation) < 4 * error);
        assert_true(error < (bin == 0 ? 0.06 : 0.02));
    }
    session_end(&s);
    hc_structure_free(gas);
}

static void test_molecule_and_volume(void **state)
{
    (void)state;
    static const double position[3][3] = {{0, 0, 0}, {0.96, 0, 0}, {-0.24, 0.93, 0}};
    hc_structure *water = make_structure((const char *const[]){"O", "H", "H"}, 3, position, NULL);
    session s;
    const char *const plain[] = {"pair", "O-H", "maximum_angstrom", "2", "bin_angstrom", "0.5", NULL};
    assert_int_equal(session_begin(&s, "rdf", plain, water, false), HC_OK);
    session_frame(&s, water, 0);
    session_finish(&s);
    double shell = 4 * HC_PI / 3 * (1 - 0.125);
    assert_true(fabs(value_at(&s, 0, "density", 1) - 2 / shell) < 1e-9);
    assert_non_null(strstr(s.tables.table[0]->caption, "Not normalised"));
    session_end(&s);
    const char *const given[] = {"pair",
                                 "O-H",
                                 "maximum_angstrom",
                                 "2",
                                 "bin_angstrom",
                                 "0.5",
                                 "volume_angstrom3",
                                 "30",
                                 "excluded_volume_angstrom3",
                                 "10",
                                 NULL};
    assert_int_equal(session_begin(&s, "rdf", given, water, false), HC_OK);
    session_frame(&s, water, 0);
    session_finish(&s);
    assert_true(fabs(value_at(&s, 0, "g", 1) - 2 / shell / (2.0 / 20)) < 1e-9);
    session_end(&s);
    hc_structure_free(water);
}

static void test_refusals(void **state)
{
    (void)state;
    hc_structure *fcc = fcc_primitive();
    static const char *const bad[][5] = {
        {NULL},
        {"pair", "AuAu", NULL},
        {"pair", "Au-Xx", NULL},
        {"pair", "Au-O", NULL}, /* there is no O */
        {"from", "0", NULL},
        {"pair", "Au-Au", "from", "0", NULL},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        session s;
        assert_int_equal(session_begin(&s, "rdf", bad[i], fcc, false), HC_ERROR_INPUT);
        assert_non_null(strstr(hc_context_message(ctx), "analysis 'rdf'"));
        assert_null(s.analysis);
        session_end(&s);
    }
    session s;
    const char *const nothing[] = {"pair", "Au-Au", "excluded_volume_angstrom3", "100", NULL};
    assert_int_equal(session_begin(&s, "rdf", nothing, fcc, false), HC_OK);
    assert_int_equal(hc_analysis_add_frame(s.analysis, ctx, fcc, 0), HC_ERROR_INPUT);
    assert_int_equal(hc_analysis_finish(s.analysis, ctx, &s.tables), HC_ERROR_INPUT);
    session_end(&s);
    hc_structure_free(fcc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fcc),       cmocka_unit_test(test_two_kinds),
        cmocka_unit_test(test_ideal_gas), cmocka_unit_test(test_molecule_and_volume),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
