/* The nearest two atoms, for what they are: by hand, with images, and none. */
#include "support/structure_fixture.h"

#include "atoms/closest.h"

static hc_closest closest_of(const hc_structure *structure)
{
    hc_closest closest;
    CHECK(hc_structure_closest(ctx, structure, &closest));
    return closest;
}

/* The O-H bond is shorter than Au-Au, but longer for its elements (Cordero 2008: H 0.31, O 0.66, Au 1.36). */
static void elements_count(void **state)
{
    (void)state;
    const int numbers[] = {8, 1, 79, 79};
    const hc_vec3 positions[] = {
        {0, 0, 0}, {0.97 * HC_ANGSTROM, 0, 0}, {0, 9 * HC_ANGSTROM, 0}, {2.04 * HC_ANGSTROM, 9 * HC_ANGSTROM, 0}};
    hc_structure *structure = make_structure(4, numbers, positions);
    hc_closest closest = closest_of(structure);
    assert_int_equal(closest.i, 2);
    assert_int_equal(closest.j, 3);
    assert_float_equal(closest.distance / HC_ANGSTROM, 2.04, 1e-12);
    assert_float_equal(closest.share, 0.75, 1e-12);
    hc_structure_free(structure);
}

static void an_image_is_an_atom(void **state)
{
    (void)state;
    hc_structure *structure = make_structure(1, (const int[]){79}, (const hc_vec3[]){{0, 0, 0}});
    assert_true(isinf(closest_of(structure).share));
    structure->periodic[1] = true;
    structure->cell.row[1].y = 1.36 * HC_ANGSTROM;
    hc_closest closest = closest_of(structure);
    assert_int_equal(closest.j, 0);
    assert_float_equal(closest.share, 0.5, 1e-12);
    structure->cell.row[1].y = 5.0 * HC_ANGSTROM;
    assert_true(isinf(closest_of(structure).share));
    hc_structure_free(structure);
}

static void no_atoms_and_one_place(void **state)
{
    (void)state;
    const hc_vec3 positions[2] = {{1, 1, 1}, {1, 1, 1}};
    hc_structure *structure = make_structure(2, (const int[]){6, 8}, positions), *none = NULL;
    assert_true(closest_of(structure).share == 0.0);
    CHECK(hc_structure_create(ctx, 0, &none));
    assert_true(isinf(closest_of(none).share));
    hc_structure_free(structure);
    hc_structure_free(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_count),
        cmocka_unit_test(an_image_is_an_atom),
        cmocka_unit_test(no_atoms_and_one_place),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
