/* Polyhedra whose volumes and faces are known, and the table of shapes. Particles themselves:
 * test/cli/test_nanoparticles.py. */
#include "support/context_fixture.h"

#include "builders/nanoparticle/particle.h"
#include "builders/nanoparticle/polyhedron.h"

static hc_polyhedron p;

/* The planes of all sign changes of v, at `distance`. */
static void add(hc_vec3 v, double distance, int family)
{
    for (int k = 0; k < 8; k++) {
        hc_vec3 n = hc_vec3_make(k & 1 ? -v.x : v.x, k & 2 ? -v.y : v.y, k & 4 ? -v.z : v.z);
        bool known = false;
        n = hc_vec3_scale(1.0 / hc_vec3_norm(n), n);
        for (size_t j = 0; j < p.nplane; j++) {
            known |= hc_vec3_norm(hc_vec3_sub(p.plane[j].normal, n)) < 1e-9;
        }
        if (!known) {
            p.plane[p.nplane++] = (hc_plane){.normal = n, .distance = distance, .family = family};
        }
    }
}

static void add_cube(double distance)
{
    add(hc_vec3_make(1, 0, 0), distance, 0);
    add(hc_vec3_make(0, 1, 0), distance, 0);
    add(hc_vec3_make(0, 0, 1), distance, 0);
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-9 * (1.0 + fabs(expected)))) {
        fail_msg("%.12g instead of %.12g", value, expected);
    }
}

static void volumes_of_known_polyhedra(void **state)
{
    (void)state;
    p = (hc_polyhedron){0};
    add_cube(1.5);
    hc_polyhedron_measure(&p);
    assert_true(p.closed);
    assert_near(p.volume, 27.0);
    assert_near(p.reach, 1.5 * sqrt(3.0));
    assert_near(p.plane[3].area, 9.0);
    assert_near(hc_polyhedron_level(&p, hc_vec3_make(0.3, -3.0, 1.0)), 2.0);

    p = (hc_polyhedron){0};
    add(hc_vec3_make(1, 1, 1), 1.0 / sqrt(3.0), 0); /* |x| + |y| + |z| <= 1 */
    hc_polyhedron_measure(&p);
    assert_near(p.volume, 4.0 / 3.0);
    assert_near(p.reach, 1.0);

    /* Corners cut at a third: the regular truncated octahedron of edge sqrt(2)/3. */
    add_cube(2.0 / 3.0);
    hc_polyhedron_measure(&p);
    double edge = sqrt(2.0) / 3.0;
    assert_near(p.volume, 8.0 * sqrt(2.0) * edge * edge * edge);
    assert_near(p.plane[0].area, 1.5 * sqrt(3.0) * edge * edge);
    assert_near(p.plane[8].area, edge * edge);
}

/* Planes that others cut off have no face, and do not spoil the volume. */
static void planes_too_far_have_no_face(void **state)
{
    (void)state;
    p = (hc_polyhedron){0};
    add_cube(1.0);
    add(hc_vec3_make(1, 1, 1), sqrt(3.0), 1); /* through the corners */
    add(hc_vec3_make(1, 1, 0), 5.0, 2);
    hc_polyhedron_measure(&p);
    assert_near(p.volume, 8.0);
    for (size_t k = 6; k < p.nplane; k++) {
        assert_true(p.plane[k].area == 0.0);
    }
}

static void open_ones_are_seen(void **state)
{
    (void)state;
    p = (hc_polyhedron){0};
    add(hc_vec3_make(1, 0, 0), 1.0, 0);
    add(hc_vec3_make(0, 1, 0), 1.0, 0);
    hc_polyhedron_measure(&p); /* a bar without ends */
    assert_false(p.closed);
    p.plane[p.nplane++] = (hc_plane){.normal = {0, 0, 1}, .distance = 1.0};
    hc_polyhedron_measure(&p);
    assert_false(p.closed);
    p.plane[p.nplane++] = (hc_plane){.normal = {0, 0, -1}, .distance = 1.0};
    hc_polyhedron_measure(&p);
    assert_true(p.closed);
    p.nplane = 0;
    hc_polyhedron_measure(&p);
    assert_false(p.closed);
}

static void names_are_those_of_the_shapes(void **state)
{
    (void)state;
    size_t k = 0;
    for (; hc_particle_shapes[k] != NULL; k++) {
        assert_string_equal(hc_particle_shapes[k]->name, hc_particle_shape_names[k]);
        assert_non_null(hc_particle_shapes[k]->keys[0]);
    }
    assert_null(hc_particle_shape_names[k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(volumes_of_known_polyhedra, set_up, tear_down),
        cmocka_unit_test_setup_teardown(planes_too_far_have_no_face, set_up, tear_down),
        cmocka_unit_test_setup_teardown(open_ones_are_seen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_are_those_of_the_shapes, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
