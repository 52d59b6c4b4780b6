/* Formulas: what is read, what is refused. */
#include "support/context_fixture.h"

#include "base/formula.h"

static hc_formula read(const char *text)
{
    hc_formula f;
    if (!hc_formula_read(text, strlen(text), &f)) {
        fail_msg("'%s' is a formula", text);
    }
    return f;
}

static void elements_are_counted(void **state)
{
    (void)state;
    const struct {
        const char *text, *symbol;
        double atoms;
    } known[] = {{"C2H5OH", "H", 6},        {"Fe(CN)6", "N", 6}, {"Zn(OH)2", "O", 2},    {"H-CO", "C", 1},
                 {"tCOOH", "O", 2},         {"CO-ele", "C", 1},  {"OC-H2O-ele", "O", 2}, {"CH3.CH3", "H", 6},
                 {"Zn0.5Cd0.5", "Cd", 0.5}, {"A2E3", "E", 3},    {"", "H", 0},           {"Ca(Al(OH)4)2", "H", 8}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        hc_formula f = read(known[i].text);
        assert_float_equal(hc_formula_atoms(&f, known[i].symbol), known[i].atoms, 0.0);
    }
    assert_int_equal(read("CO-ele").count, 2);
}

static void others_are_refused(void **state)
{
    (void)state;
    const char *const wrong[] = {"(CO", "CO)", "C%", "2CO", "COabc", "((((((H))))))", "C O"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        hc_formula f;
        assert_false(hc_formula_read(wrong[i], strlen(wrong[i]), &f));
    }
}

static void sums(void **state)
{
    (void)state;
    hc_formula sum = read("CO2"), other = read("H2O"), many = read("ABCDEFGIJKLMNPQR");
    assert_true(hc_formula_add(&sum, &other, -2.0));
    assert_float_equal(hc_formula_atoms(&sum, "O"), 0.0, 0.0);
    assert_float_equal(hc_formula_atoms(&sum, "H"), -4.0, 0.0);
    assert_int_equal(many.count, HC_FORMULA_ELEMENTS_MAX);
    assert_false(hc_formula_add(&many, &other, 1.0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(elements_are_counted), cmocka_unit_test(others_are_refused),
                                       cmocka_unit_test(sums)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
