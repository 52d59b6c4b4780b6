/* Mechanisms as text: what is read, what is refused and where. */
#include "support/context_fixture.h"

#include "kinetics/mechanism.h"

static hc_kinetic_mechanism *parse(const char *text)
{
    hc_kinetic_mechanism *m = NULL;
    CHECK(hc_kinetic_mechanism_parse(ctx, text, "m.txt", 1, &m));
    return m;
}

static void charges(void **state)
{
    (void)state;
    hc_kinetic_formula f;
    assert_true(hc_kinetic_formula_read("Fe(CN)6---", 10, &f));
    assert_float_equal(hc_formula_atoms(&f.elements, "N"), 6.0, 0.0);
    assert_int_equal(f.charge, -3);
    assert_true(hc_kinetic_formula_read("H-CO", 4, &f));
    assert_int_equal(f.charge, 0);
    assert_false(hc_kinetic_formula_read("C%", 2, &f));
    assert_false(hc_kinetic_formula_read("-", 1, &f));
}

/* Electrons from CO2 (and N2, water): the numbers of every review. */
static void electrons_of_products(void **state)
{
    (void)state;
    const struct {
        const char *formula;
        int electrons;
    } known[] = {{"H2", 2},    {"CO", 2},      {"HCOOH", 2}, {"HCOO-", 2},   {"HCHO", 4}, {"CH3OH", 6}, {"CH4", 8},
                 {"C2H4", 12}, {"C2H5OH", 12}, {"C2H6", 14}, {"C3H7OH", 18}, {"H2O", 0},  {"OH-", 0},   {"H+", 0},
                 {"HCO3-", 0}, {"CO3--", 0},   {"CO2", 0},   {"O2", -4},     {"H2O2", -2}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        hc_kinetic_formula f;
        assert_true(hc_kinetic_formula_read(known[i].formula, strlen(known[i].formula), &f));
        assert_float_equal(hc_kinetic_formula_electrons(&f), known[i].electrons, 0.0);
    }
}

static void steps_are_read(void **state)
{
    (void)state;
    hc_kinetic_mechanism *m = parse("# a comment\n"
                                    "adsorption: CO2_g + * <-> CO2*   # another\n"
                                    "\n"
                                    "  CO2* + H2O_g + ele_g <-> COOH* + OH-_g\n"
                                    "COOH*+H2O_g+ 1ele_g -> CO* + OH-_g + H2O_g\n"
                                    "CO* + H*_t <-> H-CO* + *_t <-> HCO* + *_t\n"
                                    "hop: H_t + *_s <-> *_t + H*_s\n"
                                    "2 H*_s <-> H2_g + 2*_s\n");
    assert_int_equal(m->nstep, 6);
    assert_string_equal(m->step[0].name, "adsorption");
    assert_string_equal(m->step[0].text, "CO2_g + * <-> CO2*");
    assert_int_equal(m->step[1].electrons, 1);
    assert_true(m->step[1].reversible);
    assert_false(m->step[2].reversible);
    assert_int_equal(m->step[0].transition_state, HC_NONE);
    assert_true(m->species[m->step[3].transition_state].is_transition_state);
    assert_int_equal(m->nsite, 3);
    size_t a, b;
    CHECK(hc_kinetic_mechanism_find_species(ctx, m, "H*_t", &a));
    CHECK(hc_kinetic_mechanism_find_species(ctx, m, "H_t", &b));
    assert_int_equal(a, b);
    assert_int_equal(hc_kinetic_step_stoichiometry(&m->step[4], a), -1);
    CHECK(hc_kinetic_mechanism_find_species(ctx, m, "OH-_g", &a));
    assert_true(m->species[a].is_hydroxide);
    assert_int_equal(m->species[a].formula.charge, -1);
    assert_int_equal(m->species[a].line, 4);
    assert_int_equal(m->step[5].initial.coefficient[0], 2);
    hc_kinetic_mechanism_free(m);
}

static void proton_and_charge_signs(void **state)
{
    (void)state;
    hc_kinetic_mechanism *m = parse("H+_g + ele_g + * <-> H*\nH* + H+_g + ele_g <-> H2_g + *\n");
    size_t proton;
    CHECK(hc_kinetic_mechanism_find_species(ctx, m, "H+_g", &proton));
    assert_true(m->species[proton].is_proton);
    hc_kinetic_mechanism_free(m);
}

static void wrong_steps_are_refused_with_their_place(void **state)
{
    (void)state;
    const struct {
        const char *text, *place, *word;
    } wrong[] = {
        {"CO2_g + * <-> CO*\n", "m.txt:1:1: ", "-1 O"},
        {"\n CO2_g + * + ele_g <-> CO2*\n", "m.txt:2:2: ", "+1 charge"},
        {"CO_g + 2* <-> CO*\n", "m.txt:1:1: ", "-1 site *"},
        {"CO_g + *_t <-> CO*_s\n", "m.txt:1:1: ", "site *_t"},
        {"CO_g + * CO*\n", "m.txt:1:1: ", "arrow"},
        {"CO_g + * <-> \n", "m.txt:1:13: ", "missing"},
        {"CO_g + * <-> CO\n", "m.txt:1:14: ", "'CO' is no species"},
        {"a: CO_g + * <-> CO*\na: CO* <-> CO_g + *\n", "m.txt:2:1: ", "already"},
        {"H2_g -> H2_g\n", "m.txt:1:1: ", "0 surface"},
        {"A* <-> 2* <-> B*\n", "m.txt:1:", "transition state"},
        {"CO*_s <-> CO_g + *_s\nAB*_t <-> BA*_t\n", "m.txt: ", "empty site *_t"},
        {"# nothing\n", "m.txt: ", "no step"},
        {": A* <-> *\n", "m.txt:1:1: ", "name"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        hc_kinetic_mechanism *m = NULL;
        assert_int_equal(hc_kinetic_mechanism_parse(ctx, wrong[i].text, "m.txt", 1, &m), HC_ERROR_INPUT);
        assert_null(m);
        const char *message = hc_context_message(ctx);
        if (strncmp(message, wrong[i].place, strlen(wrong[i].place)) != 0 || strstr(message, wrong[i].word) == NULL) {
            fail_msg("'%s': message is '%s', should begin with '%s' and have '%s'", wrong[i].text, message,
                     wrong[i].place, wrong[i].word);
        }
    }
}

static void names_that_are_near_are_told(void **state)
{
    (void)state;
    hc_kinetic_mechanism *m = parse("adsorption: CO_g + * <-> CO*\n");
    size_t index;
    assert_int_equal(hc_kinetic_mechanism_find_step(ctx, m, "adsorbtion", &index), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "'adsorption'"));
    CHECK(hc_kinetic_mechanism_find_step(ctx, m, "CO_g + * <-> CO*", &index));
    hc_kinetic_mechanism_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charges),
        cmocka_unit_test(electrons_of_products),
        cmocka_unit_test(steps_are_read),
        cmocka_unit_test(proton_and_charge_signs),
        cmocka_unit_test(wrong_steps_are_refused_with_their_place),
        cmocka_unit_test(names_that_are_near_are_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
