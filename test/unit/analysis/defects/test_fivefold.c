/* Five-fold twins in decahedra and icosahedra, whose axes, twin planes and faults are known by construction. */
#include "defect_structures.h"

#include "builders/nanoparticle/particle.h"
#include "builders/prototype.h"

typedef struct wanted {
    const char *kind;
    double count;
} wanted;

/* `list` ends with a kind of NULL. */
static void check(const hc_particle_shape *shape, const hc_particle_options *options, const wanted *list)
{
    hc_structure *crystal = NULL, *particle = NULL;
    const hc_prototype_options copper = {.name = "Cu", .a = NAN, .b = NAN, .c = NAN};
    CHECK(hc_prototype_build(ctx, &copper, &crystal));
    CHECK(shape->make(ctx, options, crystal, &particle));
    hc_census *census = census_of(particle, NULL);
    for (; list->kind != NULL; list++) {
        assert_count(census, list->kind, list->count);
    }
    hc_census_free(census);
    hc_structure_free(crystal);
    hc_structure_free(particle);
}

#define WANTED(...) ((const wanted[]){__VA_ARGS__, {NULL, 0}})

/* Seven atoms on the axis, five of them inside; one twin plane between every two of five crystals. */
static void a_decahedron_is_one(void **state)
{
    (void)state;
    const hc_particle_options options = {.edge = 4, .height = 4, .notch = 0};
    check(&hc_particle_decahedron, &options,
          WANTED({"five-fold twin", 1}, {"five-fold axis atoms", 5}, {"twin boundary", 5}));
}

/* Twelve axes of three inner atoms each around an icosahedral one; 30 twin planes of 3 hcp atoms, 20 crystals of 1. */
static void an_icosahedron_has_twelve(void **state)
{
    (void)state;
    const hc_particle_options options = {.shells = 4};
    check(&hc_particle_icosahedron, &options,
          WANTED({"five-fold twin", 12}, {"five-fold axis atoms", 36}, {"icosahedral atoms", 1}, {"twin boundary", 30},
                 {"hcp atoms", 90}, {"fcc atoms", 20}));
}

/* All atoms inside of the outermost of four shells are fcc. */
static void a_single_crystal_has_none(void **state)
{
    (void)state;
    const hc_particle_options options = {.shells = 4};
    check(&hc_particle_cuboctahedron, &options,
          WANTED({"five-fold twin", 0}, {"five-fold axis atoms", 0}, {"twin boundary", 0}, {"fcc atoms", 147}));
}

/* The faults that were put in are there, beside the five twin planes. */
static void faults_of_a_star(void **state)
{
    (void)state;
    int rows[5] = {4, 0, 4, 0, 0};
    hc_particle_options options = {.edge = 13, .height = 2, .faults = {5, rows}};
    check(&hc_particle_star_decahedron, &options,
          WANTED({"five-fold twin", 1}, {"twin boundary", 5}, {"intrinsic stacking fault", 2}));
    options.faults.count = 0;
    check(&hc_particle_star_decahedron, &options, WANTED({"twin boundary", 5}, {"intrinsic stacking fault", 0}));
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
