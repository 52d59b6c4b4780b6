#include "reader_fixture.h"

#include "atoms/selection.h"
#include "math/random.h"

/* Two water molecules (0-2, 3-5; the second broken over the boundary of x), a sodium ion (6) beside oxygen 0 and a
 * three-layer gold slab (7-12) whose lowest layer lies below z = 0. */
static const char scene_text[] = "13\nLattice=\"10 0 0 0 10 0 0 0 30\"\n"
                                 "O 0 0 12\nH 0.96 0 12\nH -0.24 0.93 12\n"
                                 "O 9.8 5 12\nH 0.76 5 12\nH 9.56 5.93 12\n"
                                 "Na 0 0 14.3\n"
                                 "Au 0 0 -2\nAu 2 2 -2\nAu 0 2 0\nAu 2 0 0.05\nAu 0 0 2\nAu 2 2 2.02\n";

static int make_scene(void **state)
{
    hc_structure *scene = NULL;
    if (set_up(state) != 0) {
        return -1;
    }
    CHECK(read_text_as(&hc_format_extxyz, scene_text, &scene));
    *state = scene;
    return 0;
}

static int free_scene(void **state)
{
    hc_structure_free(*state);
    return tear_down(state);
}

/* "0 2 5": the atoms that were selected, in the order given. */
static void assert_selects(void **state, const char *text, const char *expected)
{
    const hc_structure *scene = *state;
    size_t count = 0, *atoms = NULL;
    char found[256] = "";
    CHECK(hc_selection_parse(ctx, text, scene, &count, &atoms));
    for (size_t i = 0; i < count; i++) {
        sprintf(found + strlen(found), "%s%zu", i == 0 ? "" : " ", atoms[i]);
    }
    free(atoms);
    if (strcmp(found, expected) != 0) {
        fail_msg("'%s' selects '%s' instead of '%s'", text, found, expected);
    }
}

static void numbers(void **state)
{
    assert_selects(state, "7", "7");
    assert_selects(state, "0-3", "0 1 2 3");
    assert_selects(state, "5, 3,9-10", "3 5 9 10");
    assert_selects(state, "5 3 3", "3 5");
    assert_selects(state, "all", "0 1 2 3 4 5 6 7 8 9 10 11 12");
    assert_selects(state, "none", "");
}

static void elements(void **state)
{
    assert_selects(state, "element O", "0 3");
    assert_selects(state, "element O Na", "0 3 6");
    assert_selects(state, "element Pt", "");
}

static void distances_are_periodic(void **state)
{
    assert_selects(state, "nearest H to 3", "4");
    assert_selects(state, "nearest O to 3", "0");
    assert_selects(state, "nearest 2 H to 0", "1 2");
    assert_selects(state, "nearest 3 element H to 3", "4 5 2");
    assert_selects(state, "nearest to 6", "0");
    assert_selects(state, "nearest Na H to 3 or element O", "0 3 4");
    assert_selects(state, "within 1.1 of 3", "3 4 5");
    assert_selects(state, "within 1.1 of 3 and element H", "4 5");
    assert_selects(state, "within 1.1 of (3 0) and not element O", "1 2 4 5");
    assert_selects(state, "within 2 of none", "");
}

/* Ranked by distance only where it stands alone. */
static void nearest_is_ranked_when_alone(void **state)
{
    assert_selects(state, "nearest 2 O to 5", "3 0");
    assert_selects(state, "(nearest 2 O to 5)", "3 0");
    assert_selects(state, "nearest 2 O to 5 and all", "0 3");
    assert_selects(state, "not not nearest 2 O to 5", "0 3");
}

static void bonds_cross_boundaries_and_leave_ions_out(void **state)
{
    assert_selects(state, "bonded to 3", "4 5");
    assert_selects(state, "bonded to 0", "1 2");
    assert_selects(state, "group of 5", "3 4 5");
    assert_selects(state, "group of 6", "6");
    assert_selects(state, "group of element Na Au", "6 7 8 9 10 11 12");
    assert_selects(state, "bonded to 6", "");
}

static void layers_count_from_below(void **state)
{
    assert_selects(state, "layer 0 of 3 along z in element Au", "7 8");
    assert_selects(state, "layer 1 of 3 along z in element Au", "9 10");
    assert_selects(state, "layer 2 of 3 along z in element Au", "11 12");
    assert_selects(state, "layer 4 of 5 along z", "6");
    assert_selects(state, "layer 0 of 1 along z in element Na", "6");
    assert_selects(state, "layer 0 of 2 along x in element Au", "7 9 11");
    assert_selects(state, "layer 1 of 2 along x in element Au", "8 10 12");
}

/* 3 x 3 x 3 atoms 3 Angstrom apart, periodic, atom x + 3 y + 9 z; every coordinate off by up to `shake` Angstrom. */
static hc_structure *make_cube(hc_random *random, double shake)
{
    hc_structure *cube = NULL;
    CHECK(hc_structure_create(ctx, 27, &cube));
    for (size_t i = 0; i < 27; i++) {
        hc_structure_set_element(cube, i, 18);
        for (int d = 0; d < 3; d++) {
            double place = 3.0 * (double)(i / (d == 0 ? 1 : d == 1 ? 3 : 9) % 3);
            *hc_vec3_at(&cube->position[i], d) =
                HC_ANGSTROM * (place + shake * (2.0 * hc_random_uniform(random) - 1.0));
            *hc_vec3_at(&cube->cell.row[d], d) = 9.0 * HC_ANGSTROM;
            cube->periodic[d] = true;
        }
    }
    return cube;
}

/* Six neighbours at one distance, three equal gaps: the atom numbers decide, not the last digits. */
static void rounding_decides_nothing(void **state)
{
    static const char upper_layer[] = "18 19 20 21 22 23 24 25 26";
    hc_structure *scene = *state;
    hc_random random;
    hc_random_seed(&random, 1);
    for (int trial = 0; trial < 60; trial++) {
        hc_structure *cube = make_cube(&random, trial == 0 ? 0.0 : pow(10.0, -6 - trial % 4));
        *state = cube;
        assert_selects(state, "nearest 3 to 13", "4 10 12");
        assert_selects(state, "nearest 4 to 0", "1 2 3 6");
        assert_selects(state, "within 3 of 13", "13");
        assert_selects(state, "within 3.001 of 13", "4 10 12 13 14 16 22");
        assert_selects(state, "layer 1 of 2 along z", upper_layer);
        assert_selects(state, "layer 2 of 3 along z", upper_layer);
        hc_structure_free(cube);
    }
    *state = scene;
}

static void precedence_of_and_or_not(void **state)
{
    assert_selects(state, "0 or 1 and 2", "0");
    assert_selects(state, "(0 or 1) and 1", "1");
    assert_selects(state, "not 1-12", "0");
    assert_selects(state, "not 0-5 and not element Au", "6");
    assert_selects(state, "not (0-5 or element Au)", "6");
}

static const bad_input bad_selections[] = {
    {"", "selection '' ends too early: expected an atom number"},
    {" , ", "ends too early"},
    {"13", "character 1: there is no atom 13; the 13 atoms are counted from 0"},
    {"0-13", "there is no atom 13"},
    {"0-99999999999", "there is no atom 99999999999"},
    {"99999999999999999999", "'99999999999999999999' is wrong: expected an atom number"},
    {"5-3", "character 1: '5-3' is wrong: expected a range that runs upwards"},
    {"3-", "'3-' is wrong"},
    {"-3", "'-3' is wrong"},
    {"3-x", "'3-x' is wrong"},
    {"1.5", "'1.5' is wrong"},
    {"element", "ends too early: expected an element symbol"},
    {"element Xx", "character 9: 'Xx' is wrong: expected an element symbol"},
    {"element au", "'au' is wrong"},
    {"element O Oo", "character 11: 'Oo' is wrong: expected and, or, or nothing more"},
    {"gold", "character 1: 'gold' is wrong: expected an atom number, all, none"},
    {"nearest O", "ends too early: expected an element symbol, or 'to'"},
    {"nearest O of 14", "character 11: 'of' is wrong"},
    {"nearest 0 O to 1", "'0' is wrong: expected how many atoms"},
    {"nearest 3 O to 5", "character 9: there are only 2 such atoms, 3 are wanted"},
    {"nearest O to none", "there is no atom to be near to"},
    {"nearest O to 99", "there is no atom 99"},
    {"within of 3", "character 8: 'of' is wrong: expected a distance"},
    {"within -1 of 3", "'-1' is wrong: expected a distance"},
    {"within 3.5 from 3", "character 12: 'from' is wrong: expected of"},
    {"layer 3 of 3 along z", "character 12: '3' is wrong: expected how many layers"},
    {"layer 0 of 3 along w", "character 20: 'w' is wrong: expected x, y or z"},
    {"layer 0 of 3 z", "expected along"},
    {"layer 0 of 4 along z in element Au", "6 atoms do not form 4 layers along z"},
    {"layer 0 of 40 along z", "13 atoms do not form 40 layers"},
    {"layer 0 of 1 along z in none", "there are no atoms to be divided"},
    {"group 3", "expected of"},
    {"bonded of 3", "expected to"},
    {"(0 or 1", "ends too early: expected and, or, or ')'"},
    {"0)", "character 2: ')' is wrong: expected and, or, or nothing more"},
    {"0 and", "ends too early: expected an atom number"},
    {"0 1 element O", "character 5: 'element' is wrong: expected and, or"},
    {"not", "ends too early"},
};

static void bad_selections_are_refused(void **state)
{
    const hc_structure *scene = *state;
    for (size_t i = 0; i < sizeof bad_selections / sizeof bad_selections[0]; i++) {
        size_t count = 0, *atoms = NULL;
        hc_status status = hc_selection_parse(ctx, bad_selections[i].text, scene, &count, &atoms);
        if (status != HC_ERROR_INPUT || strstr(hc_context_message(ctx), bad_selections[i].message) == NULL) {
            fail_msg("for '%s': '%s' instead of '%s'", bad_selections[i].text, hc_context_message(ctx),
                     bad_selections[i].message);
        }
        assert_null(atoms);
    }
}

static void deep_nesting_is_refused(void **state)
{
    const hc_structure *scene = *state;
    size_t count = 0, *atoms = NULL;
    char text[4001];
    memset(text, '(', 4000);
    text[4000] = '\0';
    assert_int_equal(hc_selection_parse(ctx, text, scene, &count, &atoms), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "nested more than"));
}

static void one_atom_is_one_atom(void **state)
{
    const hc_structure *scene = *state;
    size_t atom = 99;
    CHECK(hc_selection_parse_one(ctx, "nearest H to 3", scene, &atom));
    assert_int_equal(atom, 4);
    assert_int_equal(hc_selection_parse_one(ctx, "element O", scene, &atom), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "is 2 atoms; exactly one is wanted"));
    assert_int_equal(hc_selection_parse_one(ctx, "none", scene, &atom), HC_ERROR_INPUT);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_scene, free_scene)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers),
        TEST(elements),
        TEST(distances_are_periodic),
        TEST(nearest_is_ranked_when_alone),
        TEST(bonds_cross_boundaries_and_leave_ions_out),
        TEST(layers_count_from_below),
        TEST(rounding_decides_nothing),
        TEST(precedence_of_and_or_not),
        TEST(bad_selections_are_refused),
        TEST(deep_nesting_is_refused),
        TEST(one_atom_is_one_atom),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
