/* SHAKE, RATTLE and what the mean force needs, against definitions and differences. */
#include "support.h"

#include "math/linalg.h"

#define NATOM 6
#define NCONSTRAINT 4

static hc_structure *make_atoms(void)
{
    const int number[NATOM] = {8, 1, 1, 16, 6, 79};
    const hc_vec3 position[NATOM] = {{0.3, 0.1, -0.2}, {1.9, 0.4, 0.6}, {-0.7, 1.6, 0.1},
                                     {4.1, 3.9, 0.8},  {1.0, 5.0, 2.9}, {7.9, 1.2, 8.7}};
    hc_structure *structure = make_structure(NATOM, number, position);
    make_triclinic(structure, 13);
    return structure;
}

/* Four that share atoms: a distance, a difference, an angle and a coordination number. */
typedef struct bundle {
    hc_structure *structure;
    hc_colvar *colvar[NCONSTRAINT];
    double inverse_mass[NATOM];
    hc_constraint_set *set;
} bundle;

static bundle make_bundle(size_t count)
{
    bundle b = {.structure = make_atoms()};
    b.colvar[0] = make_colvar("angle", SETTINGS("atoms", "[1, 0, 2]"), b.structure);
    b.colvar[1] = make_colvar("distance_difference", SETTINGS("first", "[0, 1]", "second", "[1, 3]"), b.structure);
    b.colvar[2] = make_colvar("distance", SETTINGS("atoms", "0, 5"), b.structure);
    b.colvar[3] = make_colvar(
        "coordination", SETTINGS("center", "3", "others", "0, 1, 2", "radius_angstrom", "2", "cutoff_angstrom", "3"),
        b.structure);
    for (size_t i = 0; i < NATOM; i++) {
        b.inverse_mass[i] = i == 5 ? 0 : 1 / b.structure->mass[i];
    }
    assert_int_equal(
        hc_constraint_set_create(ctx, count, (const hc_colvar *const *)b.colvar, b.inverse_mass, b.structure, &b.set),
        HC_OK);
    return b;
}

static void free_bundle(bundle *b)
{
    hc_constraint_set_free(b->set);
    for (size_t k = 0; k < NCONSTRAINT; k++) {
        hc_colvar_free(b->colvar[k]);
    }
    hc_structure_free(b->structure);
}

/* All four reach targets some way off; the fixed atom stays; nothing moves but along the gradients of the start. */
static void shake_reaches_targets(void **unused)
{
    (void)unused;
    bundle b = make_bundle(NCONSTRAINT);
    hc_vec3 before[NATOM], gradient[NATOM], expected[NATOM];
    double xi[NCONSTRAINT], target[NCONSTRAINT], lambda[NCONSTRAINT] = {0}, scale = 0.5 * 20 * 20;
    int iterations = 0;
    assert_int_equal(hc_constraint_set_evaluate(b.set, ctx, b.structure, xi), HC_OK);
    for (size_t k = 0; k < NCONSTRAINT; k++) {
        target[k] = xi[k] + (k % 2 ? -0.02 : 0.03);
    }
    memcpy(before, b.structure->position, sizeof before);
    memcpy(expected, before, sizeof before);
    assert_int_equal(hc_constraint_set_shake(b.set, ctx, b.structure, scale, target, lambda, &iterations), HC_OK);
    assert_true(iterations > 1 && iterations < 10);
    for (size_t k = 0; k < NCONSTRAINT; k++) {
        assert_true(fabs(hc_colvar_value(b.colvar[k], b.structure) - target[k]) < 1e-11);
    }
    assert_memory_equal(&b.structure->position[5], &before[5], sizeof before[5]);
    hc_structure *old = make_atoms();
    for (size_t k = 0; k < NCONSTRAINT; k++) {
        (void)hc_colvar_evaluate(b.colvar[k], old, gradient);
        for (size_t i = 0; i < b.colvar[k]->natom; i++) {
            size_t atom = b.colvar[k]->atoms[i];
            expected[atom] = hc_vec3_axpy(expected[atom], -scale * lambda[k] * b.inverse_mass[atom], gradient[i]);
        }
    }
    for (size_t i = 0; i < NATOM; i++) {
        assert_true(hc_vec3_norm(hc_vec3_sub(expected[i], b.structure->position[i])) < 1e-12);
    }
    hc_structure_free(old);
    free_bundle(&b);
}

static void shake_that_cannot_leaves_positions(void **unused)
{
    (void)unused;
    bundle b = make_bundle(2);
    hc_vec3 before[NATOM];
    const double target[2] = {1.8, -40}; /* the difference of two distances cannot be less than minus a third one */
    double lambda[2] = {0};
    int iterations = 0;
    memcpy(before, b.structure->position, sizeof before);
    hc_status status = hc_constraint_set_shake(b.set, ctx, b.structure, 1, target, lambda, &iterations);
    assert_true(status == HC_ERROR_NOT_CONVERGED || status == HC_ERROR_NUMERIC);
    assert_memory_equal(before, b.structure->position, sizeof before);
    free_bundle(&b);
}

/* d xi/dt along the velocities, by moving the atoms. */
static double rate_of(const hc_colvar *colvar, hc_structure *s, const hc_vec3 *velocity)
{
    double f[2];
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < NATOM; i++) {
            s->position[i] = hc_vec3_axpy(s->position[i], side == 0 ? 1e-5 : -2e-5, velocity[i]);
        }
        f[side] = hc_colvar_value(colvar, s);
    }
    for (size_t i = 0; i < NATOM; i++) {
        s->position[i] = hc_vec3_axpy(s->position[i], 1e-5, velocity[i]);
    }
    return (f[0] - f[1]) / 2e-5;
}

static void rattle_reaches_rates(void **unused)
{
    (void)unused;
    bundle b = make_bundle(NCONSTRAINT);
    hc_vec3 velocity[NATOM], before[NATOM];
    double mu[NCONSTRAINT];
    const double wanted[NCONSTRAINT] = {0.1, 0, -0.2, 0.05};
    for (size_t i = 0; i < NATOM; i++) {
        velocity[i] =
            i == 5 ? hc_vec3_make(0, 0, 0) : hc_vec3_make(sin((double)i), cos((double)i), 0.3 * (double)i - 1);
    }
    memcpy(before, velocity, sizeof before);
    assert_int_equal(hc_constraint_set_evaluate(b.set, ctx, b.structure, NULL), HC_OK);
    assert_int_equal(hc_constraint_set_rattle(b.set, ctx, wanted, velocity, mu), HC_OK);
    for (size_t k = 0; k < NCONSTRAINT; k++) {
        assert_true(fabs(rate_of(b.colvar[k], b.structure, before) - wanted[k]) > 1e-3);
        assert_true(fabs(rate_of(b.colvar[k], b.structure, velocity) - wanted[k]) < 1e-8);
    }
    assert_true(hc_vec3_norm(velocity[5]) == 0);
    free_bundle(&b);
}

/* Z by its definition, with dense gradients. */
static void dense_metric(const bundle *b, size_t n, double *Z)
{
    hc_vec3 gradient[NCONSTRAINT][NATOM], sparse[NATOM];
    memset(gradient, 0, sizeof gradient);
    for (size_t k = 0; k < n; k++) {
        (void)hc_colvar_evaluate(b->colvar[k], b->structure, sparse);
        for (size_t i = 0; i < b->colvar[k]->natom; i++) {
            gradient[k][b->colvar[k]->atoms[i]] = sparse[i];
        }
    }
    for (size_t k = 0; k < n * n; k++) {
        Z[k] = 0;
        for (size_t i = 0; i < NATOM; i++) {
            Z[k] += b->inverse_mass[i] * hc_vec3_dot(gradient[k / n][i], gradient[k % n][i]);
        }
    }
}

static double log_determinant(const bundle *b, size_t n)
{
    double Z[NCONSTRAINT * NCONSTRAINT], sum = 0;
    dense_metric(b, n, Z);
    assert_int_equal(hc_cholesky(ctx, n, Z), HC_OK);
    for (size_t k = 0; k < n; k++) {
        sum += 2 * log(Z[k * n + k]);
    }
    return sum;
}

/* G_k = w_k . grad (ln det Z)/2 with w_k = sum_l Z^-1_kl M^-1 grad xi_l, the derivative taken by differences. */
static double numerical_G(bundle *b, size_t n, size_t k)
{
    double Z[NCONSTRAINT * NCONSTRAINT], row[NCONSTRAINT] = {0}, f[4];
    hc_vec3 w[NATOM] = {{0, 0, 0}}, sparse[NATOM], kept[NATOM];
    dense_metric(b, n, Z);
    row[k] = 1;
    assert_int_equal(hc_solve(ctx, n, Z, 1, row), HC_OK);
    for (size_t l = 0; l < n; l++) {
        (void)hc_colvar_evaluate(b->colvar[l], b->structure, sparse);
        for (size_t i = 0; i < b->colvar[l]->natom; i++) {
            size_t atom = b->colvar[l]->atoms[i];
            w[atom] = hc_vec3_axpy(w[atom], row[l] * b->inverse_mass[atom], sparse[i]);
        }
    }
    memcpy(kept, b->structure->position, sizeof kept);
    double longest = 0;
    for (size_t i = 0; i < NATOM; i++) {
        longest = fmax(longest, hc_vec3_norm(w[i]));
    }
    const double shift[4] = {-2, -1, 1, 2}, h = 2e-3 / longest;
    for (int p = 0; p < 4; p++) {
        for (size_t i = 0; i < NATOM; i++) {
            b->structure->position[i] = hc_vec3_axpy(kept[i], shift[p] * h, w[i]);
        }
        f[p] = 0.5 * log_determinant(b, n);
    }
    memcpy(b->structure->position, kept, sizeof kept);
    return (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h);
}

static void metric_against_differences(void **unused)
{
    (void)unused;
    for (size_t n = 1; n <= NCONSTRAINT; n++) {
        bundle b = make_bundle(n);
        double Z[NCONSTRAINT * NCONSTRAINT], expected[NCONSTRAINT * NCONSTRAINT], G[NCONSTRAINT], weight = 0;
        assert_int_equal(hc_constraint_set_evaluate(b.set, ctx, b.structure, NULL), HC_OK);
        assert_int_equal(hc_constraint_set_metric(b.set, ctx, b.structure, Z, &weight, G), HC_OK);
        dense_metric(&b, n, expected);
        for (size_t k = 0; k < n * n; k++) {
            assert_true(fabs(Z[k] - expected[k]) < 1e-15);
        }
        assert_true(fabs(log(weight) + 0.5 * log_determinant(&b, n)) < 1e-12);
        for (size_t k = 0; k < n; k++) {
            double number = numerical_G(&b, n, k);
            assert_true(fabs(G[k] - number) < 1e-9 * fmax(1, fabs(number)));
            assert_true(fabs(number) > 1e-4);
        }
        free_bundle(&b);
    }
}

static double single_G(const hc_colvar *colvar, const bundle *b, double *Z)
{
    hc_constraint_set *set = NULL;
    double weight, G;
    assert_int_equal(hc_constraint_set_create(ctx, 1, &colvar, b->inverse_mass, b->structure, &set), HC_OK);
    assert_int_equal(hc_constraint_set_metric(set, ctx, b->structure, Z, &weight, &G), HC_OK);
    assert_true(fabs(weight * sqrt(*Z) - 1) < 1e-14);
    hc_constraint_set_free(set);
    return G;
}

/* A distance has constant Z and no G. */
static void metric_of_a_distance(void **unused)
{
    (void)unused;
    bundle b = make_bundle(1);
    double Z, G = single_G(b.colvar[2], &b, &Z); /* its second atom is fixed */
    assert_true(fabs(G) < 1e-14);
    assert_true(fabs(Z / b.inverse_mass[0] - 1) < 1e-14);
    free_bundle(&b);
}

/* A difference d1 - d2 that shares atom b has G = sin^2(theta) (1/d1 - 1/d2) / (m_b Z)^2, theta the angle at b: zero
 * where the distances are equal, not elsewhere. */
static void metric_of_a_difference(void **unused)
{
    (void)unused;
    bundle b = make_bundle(1);
    hc_vec3 *r = b.structure->position;
    for (int equal = 0; equal < 2; equal++) {
        hc_vec3 first = hc_vec3_sub(r[0], r[1]), second = hc_vec3_sub(r[3], r[1]);
        double d1 = hc_vec3_norm(first), d2 = hc_vec3_norm(second), Z;
        if (equal) {
            r[3] = hc_vec3_axpy(r[1], d1 / d2, second);
            d2 = d1;
        }
        double cosine = hc_vec3_dot(first, second) / (hc_vec3_norm(first) * hc_vec3_norm(second));
        double G = single_G(b.colvar[1], &b, &Z), m = 1 / b.inverse_mass[1];
        double exact_Z = b.inverse_mass[0] + b.inverse_mass[3] + 2 * (1 - cosine) / m;
        double exact_G = (1 - cosine * cosine) * (1 / d1 - 1 / d2) / (m * m * Z * Z);
        assert_true(fabs(Z / exact_Z - 1) < 1e-13);
        assert_true(fabs(G - exact_G) < 1e-14);
        assert_true(equal ? fabs(G) < 1e-14 : fabs(G) > 1e-2);
    }
    free_bundle(&b);
}

static void expect_refusal(const char *const *first, const char *const *second, size_t count, const char *says)
{
    hc_structure *s = make_atoms();
    double inverse_mass[NATOM];
    for (size_t i = 0; i < NATOM; i++) {
        inverse_mass[i] = i >= 4 ? 0 : 1 / s->mass[i];
    }
    const hc_colvar *colvar[2] = {make_colvar("distance", first, s), make_colvar("distance", second, s)};
    hc_constraint_set *set = NULL;
    assert_int_equal(hc_constraint_set_create(ctx, count, colvar, inverse_mass, s, &set), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), says));
    assert_null(set);
    hc_colvar_free((hc_colvar *)colvar[0]);
    hc_colvar_free((hc_colvar *)colvar[1]);
    hc_structure_free(s);
}

static void refusals(void **unused)
{
    (void)unused;
    expect_refusal(SETTINGS("atoms", "4, 5"), SETTINGS("atoms", "0, 1"), 1, "can move");
    expect_refusal(SETTINGS("atoms", "0, 1"), SETTINGS("atoms", "1, 0"), 2, "depend on each other");
    expect_refusal(SETTINGS("atoms", "0, 1"), SETTINGS("atoms", "4, 5"), 2, "constraint 1");
}

static void targets_and_growth(void **unused)
{
    (void)unused;
    hc_structure *s = make_atoms();
    hc_colvar *c = make_colvar("distance", SETTINGS("atoms", "0, 1"), s);
    hc_constraint k;
    const hc_keyword *keywords = hc_constraint_keywords(c->record);
    hc_constraint_options *o = make_options(keywords, sizeof *o, SETTINGS("growth_angstrom_per_fs", "-0.0005"));
    assert_int_equal(hc_constraint_make(ctx, c, o, s, &k), HC_OK);
    assert_true(k.start == hc_colvar_value(c, s));
    assert_true(fabs(hc_constraint_target(&k, 100 * HC_FS) - (k.start - 0.05 * HC_ANGSTROM)) < 1e-14);
    assert_false(hc_constraint_arrived(&k, 1e9));
    o->target = 1.5;
    o->stop = 1.4;
    assert_int_equal(hc_constraint_make(ctx, c, o, s, &k), HC_OK);
    assert_false(hc_constraint_arrived(&k, 199 * HC_FS));
    assert_true(hc_constraint_velocity(&k, 199 * HC_FS) == k.rate);
    assert_true(hc_constraint_arrived(&k, 201 * HC_FS));
    assert_true(hc_constraint_target(&k, 201 * HC_FS) == 1.4 * HC_ANGSTROM);
    assert_true(hc_constraint_velocity(&k, 201 * HC_FS) == 0);
    o->stop = 1.6;
    assert_int_equal(hc_constraint_make(ctx, c, o, s, &k), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "away from the stop value"));
    o->growth = 0;
    assert_int_equal(hc_constraint_make(ctx, c, o, s, &k), HC_ERROR_INPUT);
    free_options(keywords, o);
    hc_colvar_free(c);
    hc_structure_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shake_reaches_targets),
        cmocka_unit_test(shake_that_cannot_leaves_positions),
        cmocka_unit_test(rattle_reaches_rates),
        cmocka_unit_test(metric_against_differences),
        cmocka_unit_test(metric_of_a_distance),
        cmocka_unit_test(metric_of_a_difference),
        cmocka_unit_test(refusals),
        cmocka_unit_test(targets_and_growth),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
