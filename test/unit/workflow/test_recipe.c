/* Recipes: the examples build what they promise, and wrong recipes are refused with their line. */
#include "support/context_fixture.h"

#include "atoms/closest.h"
#include "base/file.h"
#include "halfcell/units.h"
#include "workflow/recipe.h"

#define EXAMPLES HC_REPOSITORY "/examples/"

static size_t count_element(const hc_structure *structure, int number)
{
    size_t count = 0;
    for (size_t i = 0; i < structure->natom; i++) {
        count += structure->atomic_number[i] == number;
    }
    return count;
}

/* No bond is squeezed and no two molecules overlap. */
static void assert_has_room(const hc_structure *structure)
{
    hc_closest closest;
    CHECK(hc_structure_closest(ctx, structure, &closest));
    assert_true(closest.share > 0.8);
}

static void assert_is_au25_cell(const hc_structure *structure)
{
    static const double edge[3] = {20, 20, 30};
    double low = 1e9, high = -1e9;
    assert_int_equal(structure->natom, 115 + 2 + 270);
    assert_int_equal(count_element(structure, 79), 25);
    assert_int_equal(count_element(structure, 8), 90);
    assert_int_equal(count_element(structure, 11), 2);
    assert_int_equal(hc_structure_periodic_count(structure), 3);
    for (int d = 0; d < 3; d++) {
        assert_true(fabs(hc_vec3_norm(structure->cell.row[d]) / HC_ANGSTROM - edge[d]) < 1e-9);
    }
    for (size_t i = 0; i < structure->natom; i++) {
        low = fmin(low, structure->position[i].z / HC_ANGSTROM);
        high = fmax(high, structure->position[i].z / HC_ANGSTROM);
    }
    /* The tips of the methyl groups reach 7.8 Angstrom from the middle; beyond them is vacuum. */
    assert_true(low > 6.5 && high < 23.5);
    assert_has_room(structure);
}

static void the_au25_cell(void **state)
{
    (void)state;
    hc_structure *built = NULL, *kept = NULL;
    CHECK(hc_recipe_build(ctx, EXAMPLES "au25-leaching/build.yaml", &built));
    assert_is_au25_cell(built);
    CHECK(hc_structure_read(ctx, EXAMPLES "au25-leaching/unrelaxed.extxyz", &kept));
    assert_is_au25_cell(kept);
    for (size_t i = 0; i < 117; i++) {
        assert_true(hc_vec3_norm(hc_vec3_sub(built->position[i], kept->position[i])) < 1e-8);
    }
    hc_structure_free(built);
    hc_structure_free(kept);
}

static void the_water_box(void **state)
{
    (void)state;
    hc_structure *built = NULL;
    CHECK(hc_recipe_build(ctx, EXAMPLES "water-box/build.yaml", &built));
    assert_int_equal(built->natom, 192);
    assert_has_room(built);
    hc_structure_free(built);
}

static void carbon_dioxide_before_gold(void **state)
{
    (void)state;
    hc_structure *built = NULL;
    CHECK(hc_recipe_build(ctx, EXAMPLES "co2-activation/build.yaml", &built));
    assert_int_equal(built->natom, 4);
    assert_int_equal(hc_structure_periodic_count(built), 0);
    assert_true(fabs(hc_vec3_norm(hc_vec3_sub(built->position[1], built->position[0])) / HC_ANGSTROM - 3.0) < 1e-9);
    hc_structure_free(built);
}

/* Every kind of step, with files beside the recipe. */
static void steps_follow_one_another(void **state)
{
    (void)state;
    static const char recipe[] = "steps:\n"
                                 "  - {type: read, file: " EXAMPLES "co2-activation/gold.xyz}\n"
                                 "  - {type: cell, vectors_angstrom: [15, 0, 0, 3, 14, 0, 0, 0, 20], periodic: xy}\n"
                                 "  - {type: center, along: z, at: [0, 0, 0.25]}\n"
                                 "  - {type: molecule, file: " EXAMPLES "co2-activation/carbon-dioxide.xyz, near: 0}\n"
                                 "  - {type: ions, element: K, from: element Au}\n"
                                 "  - {type: water, region: slab, bottom_angstrom: 1, top_angstrom: 9, sweeps: 100}\n"
                                 "  - {type: remove, atoms: element K}\n"
                                 "  - {type: fix, atoms: element Au}\n";
    hc_structure *built = NULL;
    CHECK(hc_file_write_atomically(ctx, HC_SCRATCH "/steps.yaml", recipe, strlen(recipe)));
    CHECK(hc_recipe_build(ctx, HC_SCRATCH "/steps.yaml", &built));
    assert_true(built->periodic[0] && built->periodic[1] && !built->periodic[2]);
    assert_true(built->fixed[0] && !built->fixed[1]);
    assert_true(fabs(built->position[0].z / HC_ANGSTROM - 5.0) < 1e-9);
    assert_int_equal(count_element(built, 19), 0);
    assert_in_range(count_element(built, 8), 2 + 40, 2 + 60);
    assert_has_room(built);
    hc_structure_free(built);
}

static const struct {
    const char *recipe, *message;
} wrong[] = {
    {"", "steps"},
    {"steps: []\n", "steps"},
    {"stages: []\n", "unknown key 'stages'"},
    {"steps:\n  - {type: wather}\n", ":2:12: "},
    {"steps:\n  - {type: water, cuont: 3}\n", "did you mean 'count'"},
    {"steps:\n  - {type: water, count: 3}\n", ":2:5: steps[0]: filling needs a cell with three vectors"},
    {"steps:\n  - {type: read, file: nowhere.xyz}\n", "nowhere.xyz: cannot be opened"},
    {"steps:\n  - {type: cell, lengths_angstrom: [1, 2]}\n", "lengths_angstrom are 3 numbers"},
    {"steps:\n  - {type: cell, lengths_angstrom: [9, 9, 0]}\n",
     "direction c is periodic but its lattice vector is zero"},
    {"steps:\n  - {type: cell, lengths_angstrom: [9, 9, 9]}\n", "builds a structure without atoms"},
    {"steps:\n  - {type: center}\n", "there are no atoms yet: center changes"},
    {"steps:\n  - {type: graphene}\n  - {type: fix, atoms: 3}\n", "there is no atom 3"},
    {"steps:\n  - {type: cell, lengths_angstrom: [9, 9, 9]}\n  - {type: ions, element: Xx}\n",
     "'Xx' is not an element"},
    {"steps:\n  - {type: cell, lengths_angstrom: [9, 9, 9]}\n  - {type: ions}\n", "steps[1]: from: 'all' is no atom"},
    {"steps:\n  - {type: cell, lengths_angstrom: [9, 9, 9]}\n  - {type: water, count: 90}\n",
     "steps[1]: there is no room for 90 water molecules"},
    {"steps:\n  - {type: cell, lengths_angstrom: [9, 9, 9]}\n"
     "  - {type: molecule, file: " EXAMPLES "co2-activation/carbon-dioxide.xyz, position_angstrom: [4, 4, 4]}\n"
     "  - {type: molecule, file: " EXAMPLES "co2-activation/carbon-dioxide.xyz, position_angstrom: [4, 4, 4.5]}\n"
     "  - {type: center}\n",
     ":4:5: steps[2]: from this step on atoms are too close: 0 ("},
    {"steps:\n  - {type: molecule, file: x.xyz}\n", "give either position_angstrom or near"},
};

static void wrong_recipes_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        hc_structure *built = NULL;
        CHECK(hc_file_write_atomically(ctx, HC_SCRATCH "/wrong.yaml", wrong[i].recipe, strlen(wrong[i].recipe)));
        hc_status status = hc_recipe_build(ctx, HC_SCRATCH "/wrong.yaml", &built);
        if (status == HC_OK || strstr(hc_context_message(ctx), wrong[i].message) == NULL) {
            fail_msg("for\n%s'%s' instead of '%s'", wrong[i].recipe, hc_context_message(ctx), wrong[i].message);
        }
        assert_null(built);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_au25_cell),
        cmocka_unit_test(the_water_box),
        cmocka_unit_test(carbon_dioxide_before_gold),
        cmocka_unit_test(steps_follow_one_another),
        cmocka_unit_test(wrong_recipes_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
