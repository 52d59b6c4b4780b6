#include "reader_fixture.h"

#include "atoms/elements.h"

static void symbols_and_numbers_agree(void **state)
{
    (void)state;
    for (int number = 1; number <= HC_ELEMENT_MAX; number++) {
        const char *symbol = hc_element_symbol(number);
        assert_int_equal(hc_element_number(symbol), number);
        assert_int_equal(hc_element_number_of(symbol, strlen(symbol)), number);
        assert_true(hc_element_mass(number) > 0.0);
        assert_true(hc_element_covalent_radius(number) > 0.25 * HC_ANGSTROM);
        assert_true(hc_element_covalent_radius(number) < 2.7 * HC_ANGSTROM);
    }
    assert_string_equal(hc_element_symbol(79), "Au");
    assert_string_equal(hc_element_symbol(118), "Og");
}

/* Up to the last element with a stable isotope. */
static void masses_rise_but_for_the_known_inversions(void **state)
{
    (void)state;
    for (int number = 2; number <= 83; number++) {
        bool inverted = number == 19 || number == 28 || number == 53; /* Ar-K, Co-Ni, Te-I */
        double step = hc_element_mass(number) - hc_element_mass(number - 1);
        if (inverted != (step < 0.0)) {
            fail_msg("the mass steps the wrong way at element %d", number);
        }
    }
}

/* CIAAW, standard atomic weights 2021; Cordero et al. 2008, table 2. */
static void some_values_are_those_of_the_sources(void **state)
{
    (void)state;
    assert_near(hc_element_mass(1) / HC_DALTON, 1.008, 1e-12);
    assert_near(hc_element_mass(8) / HC_DALTON, 15.999, 1e-12);
    assert_near(hc_element_mass(47) / HC_DALTON, 107.8682, 1e-12);
    assert_near(hc_element_mass(79) / HC_DALTON, 196.966570, 1e-12);
    assert_near(hc_element_covalent_radius(79) / HC_ANGSTROM, 1.36, 1e-12);
    assert_near(hc_element_covalent_radius(16) / HC_ANGSTROM, 1.05, 1e-12);
}

static void what_is_no_element_is_refused(void **state)
{
    (void)state;
    assert_null(hc_element_symbol(0));
    assert_null(hc_element_symbol(119));
    assert_null(hc_element_symbol(-3));
    assert_int_equal(hc_element_number(""), 0);
    assert_int_equal(hc_element_number("Aux"), 0);
    assert_int_equal(hc_element_number("au"), 0);
    assert_int_equal(hc_element_number_of("au", 2), 79);
    assert_int_equal(hc_element_number_of("C1", 2), 0);
    assert_int_equal(hc_element_number_of("", 0), 0);
    assert_true(hc_element_mass(0) == 0.0);
    assert_true(hc_element_covalent_radius(119) == 0.0);
    assert_true(hc_element_is_alkali(11) && !hc_element_is_alkali(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symbols_and_numbers_agree),
        cmocka_unit_test(masses_rise_but_for_the_known_inversions),
        cmocka_unit_test(some_values_are_those_of_the_sources),
        cmocka_unit_test(what_is_no_element_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
