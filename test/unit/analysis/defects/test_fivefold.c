/* Five-fold twins in decahedra and icosahedra, whose axes, twin planes and faults are known by construction. */
#include "support/context_fixture.h"

#include "analysis/defects/recogniser.h"
#include "builders/nanoparticle/particle.h"
#include "builders/prototype.h"

static hc_census *census_of(const hc_particle_shape *shape, const hc_particle_options *options)
{
    hc_structure *crystal = NULL, *particle = NULL;
    hc_census *census = NULL;
    const hc_prototype_options copper = {.name = "Cu", .a = NAN, .b = NAN, .c = NAN};
    const hc_defect_options defects = {.ring_maximum = 8};
    const hc_recogniser_record *lattice = &hc_recogniser_lattice;
    CHECK(hc_prototype_build(ctx, &copper, &crystal));
    CHECK(shape->make(ctx, options, crystal, &particle));
    CHECK(hc_defects_recognise(ctx, particle, &defects, 1, &lattice, NULL, &census));
    hc_structure_free(crystal);
    hc_structure_free(particle);
    return census;
}

static void assert_count(const hc_census *census, const char *kind, double expected)
{
    if (hc_census_count_of(census, kind) != expected) {
        fail_msg("%s: %g instead of %g", kind, hc_census_count_of(census, kind), expected);
    }
}

/* Seven atoms on the axis, five of them inside; one twin plane between every two of five crystals. */
static void a_decahedron_is_one(void **state)
{
    (void)state;
    const hc_particle_options options = {.edge = 4, .height = 4, .notch = 0};
    hc_census *census = census_of(&hc_particle_decahedron, &options);
    assert_count(census, "five-fold twin", 1);
    assert_count(census, "five-fold axis atoms", 5);
    assert_count(census, "twin boundary", 5);
    hc_census_free(census);
}

/* Twelve axes of three inner atoms each around an icosahedral one; 30 twin planes of 3 hcp atoms, 20 crystals of 1. */
static void an_icosahedron_has_twelve(void **state)
{
    (void)state;
    const hc_particle_options options = {.shells = 4};
    hc_census *census = census_of(&hc_particle_icosahedron, &options);
    assert_count(census, "five-fold twin", 12);
    assert_count(census, "five-fold axis atoms", 36);
    assert_count(census, "icosahedral atoms", 1);
    assert_count(census, "twin boundary", 30);
    assert_count(census, "hcp atoms", 90);
    assert_count(census, "fcc atoms", 20);
    hc_census_free(census);
}

static void a_single_crystal_has_none(void **state)
{
    (void)state;
    const hc_particle_options options = {.shells = 4};
    hc_census *census = census_of(&hc_particle_cuboctahedron, &options);
    assert_count(census, "five-fold twin", 0);
    assert_count(census, "five-fold axis atoms", 0);
    assert_count(census, "twin boundary", 0);
    assert_true(hc_census_count_of(census, "fcc atoms") == 147); /* all inside of the outermost of four shells */
    hc_census_free(census);
}

/* The faults that were put in are there, beside the five twin planes. */
static void faults_of_a_star(void **state)
{
    (void)state;
    int rows[5] = {4, 0, 4, 0, 0};
    hc_particle_options options = {.edge = 13, .height = 2, .faults = {5, rows}};
    hc_census *census = census_of(&hc_particle_star_decahedron, &options);
    assert_count(census, "five-fold twin", 1);
    assert_count(census, "twin boundary", 5);
    assert_count(census, "intrinsic stacking fault", 2);
    hc_census_free(census);
    options.faults.count = 0;
    census = census_of(&hc_particle_star_decahedron, &options);
    assert_count(census, "twin boundary", 5);
    assert_count(census, "intrinsic stacking fault", 0);
    hc_census_free(census);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_decahedron_is_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_icosahedron_has_twelve, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_single_crystal_has_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(faults_of_a_star, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
