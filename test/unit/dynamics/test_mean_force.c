/* Blue moon: mean forces from constrained dynamics against free energies known on paper or by quadrature, for each kind
 * of metric: constant Z (distance), varying Z (difference with a shared atom), Z and G (angle), two constraints. */
#include "support.h"

#include "math/statistics.h"

#define KT (2000 * HC_KELVIN)

/* ---- potentials of a bent triatomic: atom 1 in the middle ---- */

#define K1 0.06
#define K2 0.09
#define D1 2.4
#define D2 2.7
#define K_ANGLE 0.02
#define ANGLE 1.7
#define COUPLING 0.03

/* V = k1/2 (d1-D1)^2 + k2/2 (d2-D2)^2 + u(cos theta, d1) with the derivatives of u. */
typedef double angular(double cosine, double d1, double *by_cosine, double *by_d1);

static double triatomic(const hc_vec3 *r, hc_vec3 *force, angular *u)
{
    hc_vec3 a = hc_vec3_sub(r[0], r[1]), c = hc_vec3_sub(r[2], r[1]);
    double d1 = hc_vec3_norm(a), d2 = hc_vec3_norm(c), by_cosine, by_d1;
    a = hc_vec3_scale(1 / d1, a);
    c = hc_vec3_scale(1 / d2, c);
    double cosine = hc_vec3_dot(a, c), energy = u(cosine, d1, &by_cosine, &by_d1);
    hc_vec3 on_a = hc_vec3_scale(-K1 * (d1 - D1) - by_d1, a), on_c = hc_vec3_scale(-K2 * (d2 - D2), c);
    on_a = hc_vec3_axpy(on_a, -by_cosine / d1, hc_vec3_axpy(c, -cosine, a));
    on_c = hc_vec3_axpy(on_c, -by_cosine / d2, hc_vec3_axpy(a, -cosine, c));
    force[0] = on_a;
    force[2] = on_c;
    force[1] = hc_vec3_scale(-1, hc_vec3_add(on_a, on_c));
    return energy + 0.5 * K1 * (d1 - D1) * (d1 - D1) + 0.5 * K2 * (d2 - D2) * (d2 - D2);
}

/* Coupled through the cosine: what the difference of distances feels depends on the angle, and so on Z. */
static double by_cosine(double cosine, double d1, double *dc, double *dd)
{
    *dc = COUPLING * (d1 - D1);
    *dd = COUPLING * cosine;
    return COUPLING * cosine * (d1 - D1);
}

/* Coupled through the angle itself. */
static double by_angle(double cosine, double d1, double *dc, double *dd)
{
    double x = acos(cosine) - ANGLE, slope = K_ANGLE * x + COUPLING * (d1 - D1);
    *dc = -slope / sqrt(1 - cosine * cosine);
    *dd = COUPLING * x;
    return 0.5 * K_ANGLE * x * x + COUPLING * x * (d1 - D1);
}

static double cosine_potential(size_t natom, const hc_vec3 *r, hc_vec3 *force, bool *converged)
{
    (void)natom;
    (void)converged;
    return triatomic(r, force, by_cosine);
}

static double angle_potential(size_t natom, const hc_vec3 *r, hc_vec3 *force, bool *converged)
{
    (void)natom;
    (void)converged;
    return triatomic(r, force, by_angle);
}

/* ---- sampling ---- */

typedef struct mean_force {
    double value[2], error[2]; /* weighted, with G, for each constraint */
    double bare[2];            /* -<lambda> */
    double without_weight[2], without_G[2];
} mean_force;

static double average(size_t count, const double *value, const double *weight, double *error)
{
    hc_estimate e;
    assert_int_equal(hc_statistics_weighted_mean(ctx, count, value, weight, &e), HC_OK);
    *error = e.error;
    return e.mean;
}

/* The shared atom is light and the outer ones are not heavy, so that Z varies strongly. */
/* A run at constraints xi, started from d1, d2 and the angle in `shape`. */
static mean_force sample(potential_function *potential, const char *thermostat, size_t nconstraint,
                         const char *const *name, const char *const *const *settings, const double *xi,
                         const double *shape, size_t nstep)
{
    const int number[3] = {3, 1, 5};
    const hc_vec3 position[3] = {{shape[0], 0, 0}, {0, 0, 0}, {shape[1] * cos(shape[2]), shape[1] * sin(shape[2]), 0}};
    hc_structure *s = make_structure(3, number, position);
    hc_engine *engine = make_potential(potential, s);
    hc_colvar *colvar[2] = {NULL, NULL};
    hc_constraint constraint[2];
    for (size_t k = 0; k < nconstraint; k++) {
        colvar[k] = make_colvar(name[k], settings[k], s);
        constraint[k] = make_constraint(colvar[k], s, xi[k], 0, NAN);
    }
    hc_md_options options = md_options(SETTINGS("temperature_k", "2000", "timestep_fs", "0.5", "seed", "2"));
    const char *const *coupling =
        strcmp(thermostat, "langevin") == 0 ? SETTINGS("friction_per_fs", "0.05") : SETTINGS("time_constant_fs", "20");
    hc_md *md = make_md(&options, engine, s, thermostat, coupling, nconstraint, constraint);
    const hc_md_record *record;
    double *column = calloc(5 * nstep, sizeof *column), *weight = column + 4 * nstep;
    assert_int_equal(hc_md_start(md, ctx, &record), HC_OK);
    for (size_t istep = 0; istep < nstep + 1000; istep++) {
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
        if (istep >= 1000) {
            for (size_t k = 0; k < nconstraint; k++) {
                column[2 * k * nstep + istep - 1000] = record->dA_dxi[k];
                column[(2 * k + 1) * nstep + istep - 1000] = -record->lambda[k];
            }
            weight[istep - 1000] = record->weight;
        }
    }
    mean_force m;
    memset(&m, 0, sizeof m);
    double unused;
    for (size_t k = 0; k < nconstraint; k++) {
        const double *full = column + 2 * k * nstep, *bare = full + nstep;
        m.value[k] = average(nstep, full, weight, &m.error[k]);
        m.without_weight[k] = average(nstep, full, NULL, &unused);
        m.without_G[k] = average(nstep, bare, weight, &unused);
        m.bare[k] = average(nstep, bare, NULL, &unused);
    }
    free(column);
    hc_md_free(md);
    hc_colvar_free(colvar[0]);
    hc_colvar_free(colvar[1]);
    hc_engine_free(engine);
    hc_structure_free(s);
    return m;
}

/* Within four standard errors, and those small against the terms that are tested. */
static void check(const char *what, double value, double error, double exact)
{
    if (!(error < 0.06 * KT && fabs(value - exact) < 4 * error)) {
        fail_msg("%s: %.6f +- %.6f, exact %.6f", what, value, error, exact);
    }
}

#define DISTANCE SETTINGS("atoms", "0, 1")
#define DIFFERENCE SETTINGS("first", "[0, 1]", "second", "[1, 2]")
#define ANGLE_OF_ALL SETTINGS("atoms", "[0, 1, 2]")

/* P(d1, d2, c) ~ d1^2 d2^2 exp(-V/kT): A(xi) by quadrature over d2 and c, dA/dxi by the mean of dV/dd1 - 2 kT/d1. */
static double difference_by_quadrature(double xi)
{
    double top = 0, low = 0;
    const int nd = 400, nc = 200;
    for (int i = 0; i < nd; i++) {
        double d2 = D2 - 2.2 + 4.4 * (i + 0.5) / nd, d1 = d2 + xi;
        for (int j = 0; j < nc; j++) {
            double c = -1 + 2 * (j + 0.5) / nc;
            double V = 0.5 * K1 * pow(d1 - D1, 2) + 0.5 * K2 * pow(d2 - D2, 2) + COUPLING * c * (d1 - D1);
            double weight = d1 * d1 * d2 * d2 * exp(-V / KT);
            top += weight * (K1 * (d1 - D1) + COUPLING * c - 2 * KT / d1);
            low += weight;
        }
    }
    return top / low;
}

/* A distance: A = V - 2 kT ln d, and neither weight nor G matter. */
static void distance(void **unused)
{
    (void)unused;
    const double xi = 2.8;
    const char *const name = "distance", *const *const settings = DISTANCE;
    mean_force m =
        sample(angle_potential, "langevin", 1, &name, &settings, &xi, (const double[]){xi, D2, ANGLE}, 250000);
    /* the rest of the triatomic, integrated over d2 and the angle */
    double top = 0, low = 0;
    for (int i = 0; i < 20000; i++) {
        double t = HC_PI * (i + 0.5) / 20000, x = t - ANGLE;
        double weight = sin(t) * exp(-(0.5 * K_ANGLE * x * x + COUPLING * x * (xi - D1)) / KT);
        top += weight * COUPLING * x;
        low += weight;
    }
    check("distance", m.value[0], m.error[0], K1 * (xi - D1) - 2 * KT / xi + top / low);
    assert_true(fabs(m.value[0] - m.bare[0]) < 1e-12);
}

/* A difference with a shared atom: Z varies with the angle, and without its weight the result is wrong. */
static void difference(void **unused)
{
    (void)unused;
    const double xi = -0.6;
    const char *const name = "distance_difference", *const *const settings = DIFFERENCE;
    double exact = difference_by_quadrature(xi);
    mean_force m =
        sample(cosine_potential, "langevin", 1, &name, &settings, &xi, (const double[]){2.2, 2.8, ANGLE}, 500000);
    check("difference", m.value[0], m.error[0], exact);
    assert_true(fabs(m.bare[0] - exact) > 4 * m.error[0]);
}

/* An angle: A = u - kT ln sin(theta) + what d1 gives. G is needed. */
static void angle(void **unused)
{
    (void)unused;
    const double xi = 1.2;
    const char *const name = "angle", *const *const settings = ANGLE_OF_ALL;
    mean_force m = sample(angle_potential, "langevin", 1, &name, &settings, &xi, (const double[]){D1, D2, xi}, 600000);
    double top = 0, low = 0;
    for (int i = 0; i < 20000; i++) {
        double d1 = D1 - 2 + 4 * (i + 0.5) / 20000;
        double weight = d1 * d1 * exp(-(0.5 * K1 * pow(d1 - D1, 2) + COUPLING * (xi - ANGLE) * (d1 - D1)) / KT);
        top += weight * COUPLING * (d1 - D1);
        low += weight;
    }
    double exact = K_ANGLE * (xi - ANGLE) + top / low - KT / tan(xi);
    check("angle", m.value[0], m.error[0], exact);
    assert_true(fabs(m.without_G[0] - exact) > 4 * m.error[0]);
}

/* Angle and distance held together: both derivatives are on paper. */
static void angle_and_distance(void **unused)
{
    (void)unused;
    const double xi[2] = {1.3, 2.6};
    const char *const name[2] = {"angle", "distance"};
    const char *const *const settings[2] = {ANGLE_OF_ALL, DISTANCE};
    mean_force m =
        sample(angle_potential, "langevin", 2, name, settings, xi, (const double[]){xi[1], D2, xi[0]}, 600000);
    double exact_angle = K_ANGLE * (xi[0] - ANGLE) + COUPLING * (xi[1] - D1) - KT / tan(xi[0]);
    double exact_distance = K1 * (xi[1] - D1) + COUPLING * (xi[0] - ANGLE) - 2 * KT / xi[1];
    check("angle of two", m.value[0], m.error[0], exact_angle);
    check("distance of two", m.value[1], m.error[1], exact_distance);
    assert_true(fabs(m.without_G[0] - exact_angle) > 4 * m.error[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distance),
        cmocka_unit_test(difference),
        cmocka_unit_test(angle),
        cmocka_unit_test(angle_and_distance),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
