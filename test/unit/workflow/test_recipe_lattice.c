/* Recipes with dislocations, strain, distortion, wires and their twist. */
#include "support/context_fixture.h"

#include "atoms/closest.h"
#include "base/file.h"
#include "halfcell/units.h"
#include "workflow/recipe.h"

#define COPPER "steps:\n  - {type: crystal, prototype: fcc, element: Cu, a_angstrom: 3.6}\n"
#define EDGE COPPER "  - {type: dislocation, size_angstrom: [30, 20], elastic_gpa: [168.4, 121.4, 75.4], "

static hc_status try_recipe(const char *recipe, hc_structure **built)
{
    CHECK(hc_file_write_atomically(ctx, HC_SCRATCH "/recipe-lattice.yaml", recipe, strlen(recipe)));
    return hc_recipe_build(ctx, HC_SCRATCH "/recipe-lattice.yaml", built);
}

static hc_structure *build(const char *recipe)
{
    hc_structure *built = NULL;
    CHECK(try_recipe(recipe, &built));
    return built;
}

/* The same in the lattice and in Cartesian directions. */
static void dislocations_by_indices_and_directions(void **state)
{
    (void)state;
    hc_structure *lattice = build(EDGE "burgers: [0.5, -0.5, 0], line: [1, 1, -2], plane: [1, 1, 1]}\n");
    hc_structure *axes = build(EDGE "basis: cartesian, burgers: [1.8, -1.8, 0], line: [3, 3, -6], plane: [2, 2, 2]}\n");
    assert_int_equal(lattice->natom, axes->natom);
    for (size_t i = 0; i < axes->natom; i++) {
        assert_true(hc_vec3_norm(hc_vec3_sub(lattice->position[i], axes->position[i])) < 1e-9);
    }
    hc_structure_free(lattice);
    hc_structure_free(axes);
}

/* Three, five and 21 constants of one isotropic medium. */
static void elastic_constants_in_all_forms(void **state)
{
    (void)state;
    static const char *const forms[3] = {
        "[160, 100, 30]", "[160, 100, 100, 160, 30]",
        "[160, 100, 100, 0, 0, 0, 160, 100, 0, 0, 0, 160, 0, 0, 0, 30, 0, 0, 30, 0, 30]"};
    hc_structure *first = NULL;
    for (int k = 0; k < 3; k++) {
        char recipe[400];
        snprintf(recipe, sizeof recipe,
                 COPPER "  - {type: dislocation, burgers: [0.5, -0.5, 0], line: [1, 1, -2], plane: [1, 1, 1], "
                        "elastic_gpa: %s}\n",
                 forms[k]);
        hc_structure *built = build(recipe);
        for (size_t i = 0; first != NULL && i < first->natom; i++) {
            assert_true(hc_vec3_norm(hc_vec3_sub(built->position[i], first->position[i])) < 1e-7);
        }
        if (first == NULL) {
            first = built;
        } else {
            hc_structure_free(built);
        }
    }
    hc_structure_free(first);
}

static void strains_in_all_forms(void **state)
{
    (void)state;
    static const char *const strains[4] = {"[0.02]", "[0.02, 0.02, 0.02]", "[0.02, 0.02, 0.02, 0, 0, 0]",
                                           "[0.02, 0, 0, 0, 0.02, 0, 0, 0, 0.02]"};
    for (int k = 0; k < 4; k++) {
        char recipe[256];
        snprintf(recipe, sizeof recipe, COPPER "  - {type: strain, strain: %s}\n", strains[k]);
        hc_structure *built = build(recipe);
        hc_vec3 r = built->position[1];
        assert_float_equal(built->cell.row[2].z / HC_ANGSTROM, 1.02 * 3.6, 1e-9);
        assert_float_equal(r.x + r.y + r.z, built->cell.row[2].z, 1e-9);
        hc_structure_free(built);
    }
    hc_structure *sheared = build(COPPER "  - {type: strain, strain: [0, 0, 0, 0.01, 0.02, 0.03]}\n");
    assert_float_equal(sheared->cell.row[1].z, 0.01 * 3.6 * HC_ANGSTROM, 1e-9);
    assert_float_equal(sheared->cell.row[2].x, 0.02 * 3.6 * HC_ANGSTROM, 1e-9);
    assert_float_equal(sheared->cell.row[0].y, 0.03 * 3.6 * HC_ANGSTROM, 1e-9);
    hc_structure_free(sheared);
}

static void a_distorted_twisted_wire(void **state)
{
    (void)state;
    hc_closest closest;
    hc_structure *wire = build(COPPER "  - {type: wire, axis: [1, 1, 0], sides: 6, radius_angstrom: 8, repeat: 4, "
                                      "free_ends: true}\n"
                                      "  - {type: distort, rms_angstrom: 0.05, along: xy}\n"
                                      "  - {type: twist, degree_per_nm: 5}\n");
    CHECK(hc_structure_closest(ctx, wire, &closest));
    assert_in_range((int)(100 * closest.distance / HC_ANGSTROM), 220, 255);
    hc_structure_free(wire);
}

static const struct {
    const char *recipe, *message;
} wrong[] = {
    {EDGE "burgers: [0.5, -0.5, 0], line: [1, 1, -2]}\n", "'plane'"},
    {EDGE "burgers: [1, 0, 0], line: [1, 1, -2], plane: [1, 1, 1]}\n", "leaves the glide plane"},
    {EDGE "burgers: [0.5, -0.5, 0], line: [1, 1, -2], plane: [1, 1, 1], sides: 2}\n",
     "sides: 0 (a circle) or at least 3"},
    {EDGE "burgers: [9, -9, 0], line: [1, 1, -2], plane: [1, 1, 1]}\n",
     "45.82 Angstrom long, the distance of the two lines only"},
    {EDGE "burgers: [9, -9, 0], line: [1, 1, -2], plane: [1, 1, 1], arrangement: wire}\n",
     "the radius of the wire only 15.00"},
    {COPPER "  - {type: strain, strain: [1, 2]}\n", "1, 3, 6 or 9 numbers"},
    {COPPER "  - {type: strain, strain: [-1.5]}\n", "-0.9 to 9"},
    {COPPER "  - {type: distort}\n", "both are zero"},
    {COPPER "  - {type: twist, degree_per_nm: 5}\n", "does not repeat"},
    {COPPER "  - {type: wire, axis: [1, 1]}\n", "axis and plane have three numbers"},
    {COPPER "  - {type: wire, axis: [1, 0.617, 0]}\n", "no ratio of whole numbers"},
};

static void wrong_recipes_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        hc_structure *built = NULL;
        if (try_recipe(wrong[i].recipe, &built) == HC_OK || strstr(hc_context_message(ctx), wrong[i].message) == NULL) {
            fail_msg("for\n%s'%s' instead of '%s'", wrong[i].recipe, hc_context_message(ctx), wrong[i].message);
        }
        assert_null(built);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dislocations_by_indices_and_directions),
        cmocka_unit_test(elastic_constants_in_all_forms),
        cmocka_unit_test(strains_in_all_forms),
        cmocka_unit_test(a_distorted_twisted_wire),
        cmocka_unit_test(wrong_recipes_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
