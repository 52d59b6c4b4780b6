/* Point symmetry, the displacements it saves, and modes of a model whose Hessian is known. */
#include "support/context_fixture.h"

#include "halfcell/units.h"
#include "thermo/hessian.h"
#include "thermo/molecule.h"

#define ATOMS_MAX 12

typedef struct molecule {
    const char *name;
    size_t natom, symmetry_number;
    int number[ATOMS_MAX];
    hc_vec3 position[ATOMS_MAX]; /* bohr */
} molecule;

#define T 1.19
static const molecule molecules[] = {
    {"CO", 2, 1, {6, 8}, {{0, 0, 0}, {1.2, 1.1, 1.3}}},
    {"CO2", 3, 2, {6, 8, 8}, {{0, 0, 0}, {1.2, 1.3, 1.4}, {-1.2, -1.3, -1.4}}},
    {"H2O", 3, 2, {8, 1, 1}, {{0.1, 0.2, 0.22}, {0.1, 1.63, -0.91}, {0.1, -1.23, -0.91}}},
    {"CH4", 5, 12, {6, 1, 1, 1, 1}, {{0, 0, 0}, {T, T, T}, {T, -T, -T}, {-T, T, -T}, {-T, -T, T}}},
    {"NH3",
     4,
     3,
     {7, 1, 1, 1},
     {{0, 0, 0.1}, {1.77, 0, -0.6}, {-0.885, 1.5328650297, -0.6}, {-0.885, -1.5328650297, -0.6}}},
    {"C2H4",
     6,
     4,
     {6, 6, 1, 1, 1, 1},
     {{0, 0, 1.26}, {0, 0, -1.26}, {0, 1.74, 2.33}, {0, -1.74, 2.33}, {0, 1.74, -2.33}, {0, -1.74, -2.33}}},
};

static void make_body(const molecule *m, double *mass, hc_body *body)
{
    for (size_t i = 0; i < m->natom; i++) {
        mass[i] = 2.0 * m->number[i] * HC_DALTON;
    }
    *body = (hc_body){m->natom, m->number, mass, m->position};
}

static void test_symmetry_numbers(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof molecules / sizeof *molecules; k++) {
        double mass[ATOMS_MAX];
        hc_body body;
        hc_rotor rotor;
        make_body(&molecules[k], mass, &body);
        CHECK(hc_body_rotor(ctx, &body, 1e-3, &rotor));
        assert_int_equal(rotor.symmetry_number, molecules[k].symmetry_number);
        assert_int_equal(rotor.kind, k < 2 ? HC_ROTOR_LINEAR : HC_ROTOR_NONLINEAR);
    }
    double mass[ATOMS_MAX];
    hc_body body;
    hc_rotor rotor;
    make_body(&molecules[0], mass, &body);
    CHECK(hc_body_rotor(ctx, &body, 1e-3, &rotor));
    double reduced = mass[0] * mass[1] / (mass[0] + mass[1]);
    assert_float_equal(rotor.moment[2], reduced * hc_vec3_norm2(molecules[0].position[1]), 1e-6);
    assert_float_equal(rotor.moment[0], 0.0, 1e-6);
}

/* Every pair a spring at its present length: the Hessian is known, translations and rotations cost nothing. */
static void spring_forces(const molecule *m, const hc_vec3 *r, hc_vec3 *force)
{
    for (size_t i = 0; i < m->natom; i++) {
        force[i] = (hc_vec3){0, 0, 0};
        for (size_t j = 0; j < m->natom; j++) {
            hc_vec3 d = hc_vec3_sub(r[j], r[i]);
            double length = hc_vec3_norm(hc_vec3_sub(m->position[j], m->position[i]));
            if (i != j) {
                double k = 0.2 / (length * length);
                force[i] = hc_vec3_axpy(force[i], k * (1.0 - length / hc_vec3_norm(d)), d);
            }
        }
    }
}

static void measure(const molecule *m, const hc_hessian_plan *plan, double step, double *hessian)
{
    hc_vec3 *plus[3 * ATOMS_MAX], *minus[3 * ATOMS_MAX], store[6 * ATOMS_MAX][ATOMS_MAX], r[ATOMS_MAX];
    for (size_t i = 0; i < plan->count; i++) {
        for (int sign = -1; sign <= 1; sign += 2) {
            memcpy(r, m->position, sizeof r);
            hc_vec3 *at = &r[plan->displacement[i].atom];
            *at = hc_vec3_axpy(*at, sign * step, plan->displacement[i].direction);
            spring_forces(m, r, store[2 * i + (sign > 0)]);
        }
        minus[i] = store[2 * i];
        plus[i] = store[2 * i + 1];
    }
    double asymmetry;
    CHECK(hc_hessian_assemble(ctx, plan, step, plus, minus, hessian, &asymmetry));
    assert_true(asymmetry < 1e-7);
}

static void test_symmetry_gives_the_same_hessian(void **state)
{
    (void)state;
    const size_t expected[] = {2, 2, 6, 2, 5, 6}; /* displaced directions; all would be 3 natom */
    for (size_t k = 0; k < sizeof molecules / sizeof *molecules; k++) {
        const molecule *m = &molecules[k];
        double mass[ATOMS_MAX], full[9 * ATOMS_MAX * ATOMS_MAX], reduced[9 * ATOMS_MAX * ATOMS_MAX];
        bool moves[ATOMS_MAX] = {true, true, true, true, true, true, true, true, true, true, true, true};
        hc_body body;
        hc_symmetry *symmetry, *none;
        hc_hessian_plan *plan, *all;
        make_body(m, mass, &body);
        CHECK(hc_symmetry_find(ctx, &body, 1e-3, &symmetry));
        CHECK(hc_symmetry_none(ctx, m->natom, &none));
        CHECK(hc_hessian_plan_create(ctx, symmetry, moves, &plan));
        CHECK(hc_hessian_plan_create(ctx, none, moves, &all));
        assert_int_equal(all->count, 3 * m->natom);
        print_message("%s: %zu operations, %zu of %zu displacements\n", m->name, symmetry->count, plan->count,
                      all->count);
        assert_int_equal(plan->count, expected[k]);
        measure(m, all, 1e-3, full);
        measure(m, plan, 1e-3, reduced);
        for (size_t i = 0; i < 9 * m->natom * m->natom; i++) {
            assert_float_equal(full[i], reduced[i], 3e-7);
        }
        hc_modes *modes;
        CHECK(hc_modes_solve(ctx, &body, reduced, HC_RIGID_ALL, &modes));
        assert_int_equal(modes->count, 3 * m->natom - (symmetry->kind == HC_ROTOR_LINEAR ? 5 : 6));
        assert_true(modes->residue < 1e-5);
        hc_modes_free(modes);
        hc_hessian_plan_free(plan);
        hc_hessian_plan_free(all);
        hc_symmetry_free(symmetry);
        hc_symmetry_free(none);
    }
}

/* Two atoms on a spring k: omega = sqrt(k / mu), the mode along the bond; one of them fixed: sqrt(k / m). */
static void test_diatomic(void **state)
{
    (void)state;
    const molecule *m = &molecules[0];
    double mass[ATOMS_MAX], hessian[36];
    bool moves[2] = {true, true};
    hc_body body;
    hc_symmetry *none;
    hc_hessian_plan *plan;
    hc_modes *modes;
    make_body(m, mass, &body);
    double k = 0.4 / hc_vec3_norm2(m->position[1]) / 2.0;
    CHECK(hc_symmetry_none(ctx, 2, &none));
    CHECK(hc_hessian_plan_create(ctx, none, moves, &plan));
    measure(m, plan, 1e-3, hessian);
    CHECK(hc_modes_solve(ctx, &body, hessian, HC_RIGID_ALL, &modes));
    assert_int_equal(modes->count, 1);
    assert_float_equal(modes->quantum[0], sqrt(k * (1.0 / mass[0] + 1.0 / mass[1])), 1e-8);
    hc_modes_free(modes);
    hc_hessian_plan_free(plan);
    moves[0] = false;
    CHECK(hc_hessian_plan_create(ctx, none, moves, &plan));
    assert_int_equal(plan->count, 3);
    measure(m, plan, 1e-3, hessian);
    body = (hc_body){1, m->number + 1, mass + 1, m->position + 1};
    CHECK(hc_modes_solve(ctx, &body, hessian, HC_RIGID_NONE, &modes));
    assert_int_equal(modes->count, 3);
    assert_float_equal(modes->quantum[2], sqrt(k / mass[1]), 1e-8);
    assert_float_equal(modes->reduced_mass[2], mass[1], 1e-6);
    hc_modes_free(modes);
    hc_hessian_plan_free(plan);
    hc_symmetry_free(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_symmetry_numbers),
                                       cmocka_unit_test(test_symmetry_gives_the_same_hessian),
                                       cmocka_unit_test(test_diatomic)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
