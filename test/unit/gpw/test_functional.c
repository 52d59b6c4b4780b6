/* Functionals at points: names, what is refused, our own code against libxc. */
#include "support/context_fixture.h"

#include "functional_support.h"
#include "halfcell/units.h"
#include "math/random.h"

#define POINTS HC_GPW_XC_BLOCK

/* Storage behind hc_gpw_xc_points. */
typedef struct point_arrays {
    _Alignas(64) double values[11][POINTS];
} point_arrays;

static hc_gpw_xc_points points_of(point_arrays *arrays)
{
    double(*a)[POINTS] = arrays->values;
    return (hc_gpw_xc_points){.energy = a[0],
                              .rho = {a[1], a[2]},
                              .v = {a[3], a[4]},
                              .sigma = {a[5], a[6], a[7]},
                              .vsigma = {a[8], a[9], a[10]}};
}

/* Densities 10^from ... 10^to, reduced gradients s = 1e-3 ... 1e2, spins within a factor of 10. */
static void fill_points(hc_random *random, const hc_gpw_xc_points *points, size_t nspin, double from, double to)
{
    for (size_t i = 0; i < POINTS; i++) {
        points->rho[0][i] = pow(10.0, from + (to - from) * hc_random_uniform(random));
        points->rho[1][i] = points->rho[0][i] * pow(10.0, hc_random_uniform(random));
        for (size_t s = 0; s < 2; s++) {
            double n = points->rho[s][i], kf = cbrt(3.0 * HC_PI * HC_PI * n);
            double reduced = pow(10.0, -3.0 + 5.0 * hc_random_uniform(random));
            points->sigma[nspin == 2 ? 2 * s : s][i] = pow(2.0 * kf * n * reduced, 2.0);
        }
        if (nspin == 2) {
            double root = sqrt(points->sigma[0][i] * points->sigma[2][i]);
            points->sigma[1][i] = root * (2.0 * hc_random_uniform(random) - 1.0);
        }
    }
}

static double worst_of(double worst, double found, double expected, double size)
{
    return fmax(worst, fabs(found - expected) / size);
}

/* Largest deviation of energies, potentials, and derivatives by sigma (in energy, times sigma). */
static double deviation(size_t nspin, const hc_gpw_xc_points *a, const hc_gpw_xc_points *b)
{
    double worst = 0.0;
    for (size_t i = 0; i < POINTS; i++) {
        double energy = fabs(b->energy[i]);
        worst = worst_of(worst, a->energy[i], b->energy[i], energy);
        for (size_t s = 0; s < nspin; s++) {
            double n = nspin == 2 ? a->rho[0][i] + a->rho[1][i] : a->rho[0][i];
            worst = worst_of(worst, a->v[s][i], b->v[s][i], energy / n);
        }
        for (size_t s = 0; s < 2 * nspin - 1; s++) {
            worst = worst_of(worst, a->vsigma[s][i], b->vsigma[s][i], energy / fabs(a->sigma[s][i]));
        }
    }
    return worst;
}

/* The code of our own against libxc. Below 1e-7 electrons/bohr^3 libxc's log(1 + small) has lost digits. */
static void own_code_is_libxc(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"GGA_X_PBE+GGA_C_PBE", "GGA_X_PBE_R+GGA_C_PBE", "GGA_C_PBE+GGA_X_RPBE",
                                        "PBEsol"};
    static const struct {
        double from, to, tolerance;
    } RANGES[] = {{-7.0, 1.0, 1e-12}, {-9.9, -7.0, 1e-11}};
    static point_arrays own, reference;
    hc_gpw_xc_points a = points_of(&own), b = points_of(&reference);
    hc_random random;
    hc_random_seed(&random, 17);
    for (size_t i = 0; i < 2 * sizeof NAMES / sizeof NAMES[0]; i++) {
        size_t nspin = i % 2 + 1;
        hc_gpw_functional *f = functional(NAMES[i / 2], nspin);
        assert_true(hc_gpw_functional_is_fast(f));
        for (size_t round = 0; round < 40; round++) {
            fill_points(&random, &a, nspin, RANGES[round % 2].from, RANGES[round % 2].to);
            reference = own;
            hc_gpw_functional_evaluate(f, &a);
            hc_gpw_functional_evaluate_reference(f, &b);
            assert_true(deviation(nspin, &a, &b) < RANGES[round % 2].tolerance);
        }
        hc_gpw_functional_free(f);
    }
    hc_gpw_functional *f = functional("BLYP", 1);
    assert_false(hc_gpw_functional_is_fast(f));
    hc_gpw_functional_free(f);
}

/* The short names have the constants as published: beta, mu and the uniform gas differ from libxc's in the fifth digit,
 * and nothing else does. */
static void short_names_are_as_published(void **state)
{
    (void)state;
    static const char *const NAMES[][2] = {
        {"PBE", "GGA_X_PBE+GGA_C_PBE"}, {"revPBE", "GGA_X_PBE_R+GGA_C_PBE"}, {"RPBE", "GGA_X_RPBE+GGA_C_PBE"}};
    static point_arrays own, other;
    hc_gpw_xc_points a = points_of(&own), b = points_of(&other);
    hc_random random;
    hc_random_seed(&random, 23);
    for (size_t i = 0; i < 6; i++) {
        size_t nspin = i % 2 + 1;
        hc_gpw_functional *published = functional(NAMES[i / 2][0], nspin), *full = functional(NAMES[i / 2][1], nspin);
        fill_points(&random, &a, nspin, -4.0, 1.0);
        other = own;
        hc_gpw_functional_evaluate(published, &a);
        hc_gpw_functional_evaluate(full, &b);
        double apart = deviation(nspin, &a, &b);
        assert_true(apart > 1e-7 && apart < 1e-4);
        other = own;
        hc_gpw_functional_evaluate_reference(published, &b); /* libxc with beta and mu set: the gas remains */
        assert_true(deviation(nspin, &a, &b) < apart);
        hc_gpw_functional_free(published);
        hc_gpw_functional_free(full);
    }
}

/* Without a gradient they are exchange of the uniform gas and libxc's LDA_C_PW, which has the published digits. */
static void short_names_have_the_published_gas(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"PBE", "revPBE", "RPBE"};
    static point_arrays own, other;
    hc_gpw_xc_points a = points_of(&own), b = points_of(&other);
    hc_random random;
    hc_random_seed(&random, 29);
    for (size_t i = 0; i < 6; i++) {
        size_t nspin = i % 2 + 1;
        hc_gpw_functional *published = functional(NAMES[i / 2], nspin), *gas = functional("LDA", nspin);
        fill_points(&random, &a, nspin, -4.0, 1.0);
        for (size_t s = 0; s < 2 * nspin - 1; s++) {
            memset(a.sigma[s], 0, POINTS * sizeof(double));
        }
        other = own;
        hc_gpw_functional_evaluate(published, &a);
        hc_gpw_functional_evaluate(gas, &b);
        for (size_t p = 0; p < POINTS; p++) {
            assert_true(fabs(a.energy[p] / b.energy[p] - 1.0) < 1e-12);
            for (size_t s = 0; s < nspin; s++) {
                assert_true(fabs(a.v[s][p] / b.v[s][p] - 1.0) < 1e-12);
            }
        }
        hc_gpw_functional_free(published);
        hc_gpw_functional_free(gas);
    }
}

/* A spin without electrons has finite values. */
static void one_spin_alone_is_finite(void **state)
{
    (void)state;
    static point_arrays own, reference;
    hc_gpw_xc_points a = points_of(&own), b = points_of(&reference);
    hc_random random;
    hc_random_seed(&random, 19);
    hc_gpw_functional *f = functional("PBE", 2);
    fill_points(&random, &a, 2, -6.0, 0.0);
    for (size_t i = 0; i < POINTS; i++) {
        a.rho[1][i] = 0.0;
        a.sigma[1][i] = 0.0;
        a.sigma[2][i] = 0.0;
    }
    reference = own;
    hc_gpw_functional_evaluate(f, &a);
    hc_gpw_functional_evaluate_reference(f, &b);
    for (size_t i = 0; i < POINTS; i++) {
        assert_true(isfinite(a.v[1][i]) && isfinite(a.vsigma[1][i]) && isfinite(a.vsigma[2][i]));
        /* libxc, too, takes 1e-12 electrons/bohr^3 for none. */
        assert_true(fabs(a.energy[i] - b.energy[i]) < 1e-6 * fabs(b.energy[i]));
        assert_true(fabs(a.v[0][i] - b.v[0][i]) < 1e-5 * fabs(b.v[0][i]));
    }
    hc_gpw_functional_free(f);
}

static void short_names_are_complete(void **state)
{
    (void)state;
    const char *components;
    for (size_t i = 0; hc_gpw_functional_short_name(i, &components) != NULL; i++) {
        for (size_t nspin = 1; nspin <= 2; nspin++) {
            hc_gpw_functional *f = functional(hc_gpw_functional_short_name(i, &components), nspin);
            hc_gpw_functional *same = functional(components, nspin);
            assert_true(hc_gpw_functional_is_gga(f) == (strstr(components, "GGA") != NULL));
            assert_true(hc_gpw_functional_is_gga(same) == hc_gpw_functional_is_gga(f));
            assert_int_equal(hc_gpw_functional_spin_count(f), nspin);
            hc_gpw_functional_free(f);
            hc_gpw_functional_free(same);
        }
    }
    hc_gpw_functional *f = functional("pbe-sol", 1);
    assert_true(hc_gpw_functional_is_fast(f));
    hc_gpw_functional_free(f);
}

static void refusals_name_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        hc_status status;
        const char *reason, *nearest;
    } BAD[] = {
        {"PBE0", HC_ERROR_UNSUPPORTED, "exact exchange", "'PBE'"},
        {"B3LYP", HC_ERROR_UNSUPPORTED, "exact exchange", "'BLYP'"},
        {"HYB_GGA_XC_B3LYP", HC_ERROR_UNSUPPORTED, "exact exchange", "'BLYP'"},
        {"HSE-06", HC_ERROR_UNSUPPORTED, "exact exchange", "'PBE'"},
        {"r2SCAN", HC_ERROR_UNSUPPORTED, "meta-GGA", "'PBEsol'"},
        {"MGGA_X_SCAN+MGGA_C_SCAN", HC_ERROR_UNSUPPORTED, "meta-GGA", "'PBE'"},
        {"vdW-DF2", HC_ERROR_UNSUPPORTED, "nonlocal", "'revPBE'"},
        {"GGA_XC_VV10", HC_ERROR_UNSUPPORTED, "nonlocal", "'PBE'"},
        {"GGA_XC_BEEFVDW", HC_ERROR_UNSUPPORTED, "nonlocal", "'PBE'"},
        {"GGA_X_LB", HC_ERROR_UNSUPPORTED, "no energy", "'PBE'"},
        {"LDA_X_2D", HC_ERROR_UNSUPPORTED, "dimensions", "'LDA'"},
        {"GGA_K_VW", HC_ERROR_UNSUPPORTED, "kinetic", "'PBE'"},
        {"PBEE", HC_ERROR_INPUT, "no functional 'PBEE'", "PBE"},
        {"GGA_X_PBE+", HC_ERROR_INPUT, "no functional ''", "libxc"},
        {"", HC_ERROR_INPUT, "no functional ''", "libxc"},
        {"GGA_X_PBE+GGA_X_PBE+GGA_X_PBE+GGA_X_PBE+GGA_X_PBE", HC_ERROR_INPUT, "at most 4", "one more"},
    };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        hc_gpw_functional *f;
        assert_int_equal(hc_gpw_functional_create(ctx, BAD[i].name, 1, &f), BAD[i].status);
        assert_null(f);
        assert_non_null(strstr(hc_context_message(ctx), BAD[i].reason));
        assert_non_null(strstr(hc_context_message(ctx), BAD[i].nearest));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_code_is_libxc),
        cmocka_unit_test(short_names_are_as_published),
        cmocka_unit_test(short_names_have_the_published_gas),
        cmocka_unit_test(one_spin_alone_is_finite),
        cmocka_unit_test(short_names_are_complete),
        cmocka_unit_test(refusals_name_the_reason),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
