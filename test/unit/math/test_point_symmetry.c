/* Orders of point groups against Schoenflies' tables, and that every operation does what it says. */
#include "support/context_fixture.h"

#include "math/point_symmetry.h"

#define ATOMS_MAX 80
#define GOLDEN 1.6180339887498949
#define TOLERANCE 1e-6

typedef struct cloud {
    size_t natom;
    int number[ATOMS_MAX];
    double mass[ATOMS_MAX];
    hc_vec3 position[ATOMS_MAX];
} cloud;

static void add_atom(cloud *c, double x, double y, double z)
{
    c->number[c->natom] = 29;
    c->mass[c->natom] = 100.0;
    c->position[c->natom++] = hc_vec3_make(3.0 * x, 3.0 * y, 3.0 * z);
}

/* All signs of (0, a, b) and its cyclic permutations. */
static void add_cyclic(cloud *c, double a, double b)
{
    for (int k = 0; k < 4; k++) {
        double p = k % 2 ? a : -a, q = k / 2 ? b : -b;
        add_atom(c, 0, p, q);
        add_atom(c, q, 0, p);
        add_atom(c, p, q, 0);
    }
}

static void add_ring(cloud *c, int n, double radius, double height, double turn)
{
    for (int k = 0; k < n; k++) {
        double angle = 2.0 * 3.14159265358979323846 * (k + turn) / n;
        add_atom(c, radius * cos(angle), radius * sin(angle), height);
    }
}

static void turn_and_move(cloud *c)
{
    double s = sin(0.7), t = cos(0.7), u = sin(-1.1), v = cos(-1.1);
    for (size_t i = 0; i < c->natom; i++) {
        hc_vec3 r = c->position[i];
        r = hc_vec3_make(t * r.x - s * r.y, s * r.x + t * r.y, r.z);
        c->position[i] = hc_vec3_make(r.x + 5.0, v * r.y - u * r.z - 2.0, u * r.y + v * r.z + 11.0);
    }
}

static void check_group(cloud *c, size_t order, size_t proper)
{
    const hc_body body = {c->natom, c->number, c->mass, c->position};
    hc_symmetry *symmetry = NULL;
    turn_and_move(c);
    hc_vec3 centre = hc_body_centre(&body);
    CHECK(hc_symmetry_find(ctx, &body, TOLERANCE, &symmetry));
    assert_int_equal(symmetry->count, order);
    assert_int_equal(symmetry->proper, proper);
    for (size_t k = 0; k < symmetry->count; k++) {
        const hc_symmetry_operation *o = &symmetry->operation[k];
        bool taken[ATOMS_MAX] = {false};
        for (size_t i = 0; i < c->natom; i++) {
            hc_vec3 to = hc_mat3_times_vec3(&o->rotation, hc_vec3_sub(c->position[i], centre));
            hc_vec3 apart = hc_vec3_sub(hc_vec3_add(centre, to), c->position[o->image[i]]);
            assert_true(hc_vec3_norm(apart) < TOLERANCE && !taken[o->image[i]]);
            assert_int_equal(c->number[i], c->number[o->image[i]]);
            taken[o->image[i]] = true;
        }
    }
    hc_symmetry_free(symmetry);
}

static void cubic_and_icosahedral(void **state)
{
    (void)state;
    cloud icosahedron = {0}, cuboctahedron = {0}, pyritohedron = {0};
    add_atom(&icosahedron, 0, 0, 0);
    add_cyclic(&icosahedron, 1.0, GOLDEN);
    check_group(&icosahedron, 120, 60); /* I_h */
    add_cyclic(&cuboctahedron, 1.0, 1.0);
    check_group(&cuboctahedron, 48, 24); /* O_h */
    add_cyclic(&pyritohedron, 1.0, 1.3);
    check_group(&pyritohedron, 24, 12); /* T_h */
    cloud alloy = {0};
    add_cyclic(&alloy, 1.0, GOLDEN);
    alloy.number[0] = 47;
    check_group(&alloy, 10, 5); /* C_5v: one atom is of another element */
    cloud isotope = {0};
    add_cyclic(&isotope, 1.0, 1.0);
    isotope.mass[4] = 102.0;
    check_group(&isotope, 4, 2); /* C_2v */
}

static void axial(void **state)
{
    (void)state;
    for (int n = 3; n < 9; n++) {
        cloud ring = {0}, prism = {0}, antiprism = {0}, pyramid = {0}, screw = {0};
        add_ring(&ring, n, 1.0, 0.0, 0.0);
        check_group(&ring, (size_t)(4 * n), (size_t)(2 * n)); /* D_nh, flat */
        add_ring(&prism, n, 1.0, 0.7, 0.0);
        add_ring(&prism, n, 1.0, -0.7, 0.0);
        check_group(&prism, n == 4 ? 16 : (size_t)(4 * n), n == 4 ? 8 : (size_t)(2 * n)); /* D_nh */
        add_ring(&antiprism, n, 1.0, 0.6, 0.0);
        add_ring(&antiprism, n, 1.0, -0.6, 0.5);
        check_group(&antiprism, (size_t)(4 * n), (size_t)(2 * n)); /* D_nd */
        add_ring(&pyramid, n, 1.0, 0.0, 0.0);
        add_atom(&pyramid, 0, 0, 1.1);
        check_group(&pyramid, (size_t)(2 * n), (size_t)n); /* C_nv */
        add_ring(&screw, n, 1.0, 0.6, 0.0);
        add_ring(&screw, n, 1.0, -0.6, 0.3);
        check_group(&screw, (size_t)(2 * n), (size_t)(2 * n)); /* D_n */
    }
}

static void none(void **state)
{
    (void)state;
    cloud c = {0};
    add_atom(&c, 0, 0, 0);
    add_atom(&c, 1, 0, 0);
    add_atom(&c, 0, 1.3, 0);
    add_atom(&c, 0.2, 0.4, 1.7);
    check_group(&c, 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cubic_and_icosahedral),
        cmocka_unit_test(axial),
        cmocka_unit_test(none),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
