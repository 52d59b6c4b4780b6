/* Electrode potential: against the exact potentials of charged planes, and refusals. */
#include "support/context_fixture.h"

#include "electrode/potential.h"
#include "halfcell/units.h"
#include "math/random.h"

#define POINTS 400
#define KT_298 (298.15 * HC_KELVIN)

static hc_structure *slab;
static double z[POINTS], v[POINTS];
static hc_plane_potential plane = {.axis = 2, .count = POINTS, .z = z, .potential = v};
static hc_potential_options options;

/* Two planes of atoms, at 8 and 12 bohr plus `lift`, in a cell of 9 x 10 x 60. */
static int setup(void **state)
{
    if (set_up(state) != 0 || hc_structure_create(ctx, 2, &slab) != HC_OK) {
        return -1;
    }
    hc_structure_set_element(slab, 0, 79);
    hc_structure_set_element(slab, 1, 8);
    return 0;
}

static int teardown(void **state)
{
    hc_structure_free(slab);
    return tear_down(state);
}

static void reset(double lift)
{
    slab->position[0] = hc_vec3_make(1, 2, 8 + lift);
    slab->position[1] = hc_vec3_make(3, 2, 12 + lift);
    slab->cell = (hc_mat3){{{9, 0, 0}, {0, 10, 0}, {0, 0, 60}}};
    slab->periodic[0] = slab->periodic[1] = slab->periodic[2] = true;
    options = (hc_potential_options){
        .ph = 7, .she_absolute_v = 4.44, .minimum_vacuum = 6 * HC_ANGSTROM, .flatness = 0.05 * HC_VOLT};
    plane.axis = 2;
    plane.count = POINTS;
}

/* Potential of planes of surface charge q_k/area at z_k, periodic with L, mean zero field and mean zero potential: the
 * Green's function of the periodic Poisson problem is -2 pi/A (|z| - z^2/L - L/6). The quadratic parts cancel for a
 * neutral set. */
static double plane_potential_at(double at, double length, double area, int n, const double *charge,
                                 const double *position)
{
    double sum = 0;
    for (int k = 0; k < n; k++) {
        double d = fabs(remainder(at - position[k], length));
        sum += charge[k] * -2 * HC_PI / area * (d - d * d / length - length / 6);
    }
    return sum;
}

static void fill_planes(double lift, double charge)
{
    const double q[2] = {-charge, charge}, at[2] = {8 + lift, 12 + lift};
    for (int i = 0; i < POINTS; i++) {
        z[i] = 60.0 * i / POINTS;
        v[i] = plane_potential_at(z[i], 60, 90, 2, q, at);
    }
}

#define HALF_GAP 0.02

static hc_status evaluate(double fermi_level, hc_electrode_potential *potential)
{
    hc_result result = {.fermi_level = fermi_level,
                        .homo = fermi_level - HALF_GAP,
                        .lumo = fermi_level + HALF_GAP,
                        .plane_potential = plane};
    return hc_electrode_potential_evaluate(ctx, &options, slab, &result, KT_298, potential);
}

/* A dipole layer: + above -, so the potential above is higher by 4 pi q d/A, wherever the cell is cut. */
static void test_dipole_layer(void **state)
{
    (void)state;
    const double lifts[] = {0, 20, 45, 50, 130, -77};
    const double charge = 0.3, step = 4 * HC_PI * charge * 4 / 90;
    for (int i = 0; i < 6; i++) {
        hc_electrode_potential p;
        reset(lifts[i]);
        fill_planes(lifts[i], charge);
        assert_int_equal(evaluate(-0.15, &p), HC_OK);
        assert_true(fabs(p.vacuum.width - 56) < 1e-12);
        assert_true(fabs(p.dipole - 4 * charge) < 1e-9);
        assert_true(fabs(p.vacuum_level[1] - p.vacuum_level[0] - step) < 1e-10);
        assert_true(fabs(p.field + step / 60) < 1e-11);
        /* By symmetry the mean of the levels is the potential in the middle of the layer: zero. */
        assert_true(fabs(p.vacuum_level[0] + p.vacuum_level[1]) < 1e-10);
        assert_true(fabs(p.phi_v - 0.15 * HC_HARTREE_IN_EV) < 1e-8);
        assert_true(fabs(p.u_she_v - (p.phi_v - 4.44)) < 1e-12);
        assert_true(fabs(p.u_rhe_v - p.u_she_v - 7 * 0.0591597) < 1e-5);
        assert_true(p.ripple < 1e-12);
        options.side = HC_POTENTIAL_SIDE_UPPER;
        options.offset_v = 0.25;
        hc_electrode_potential upper;
        assert_int_equal(evaluate(-0.15, &upper), HC_OK);
        assert_true(fabs(upper.phi_v - p.phi_v + 0.5 * step * HC_HARTREE_IN_EV) < 1e-8);
        assert_true(fabs(upper.u_she_v - (upper.phi_v - 4.44 + 0.25)) < 1e-12);
    }
}

/* The electrons of the electrode may be counted at either end of the gap. */
static void test_levels(void **state)
{
    (void)state;
    hc_electrode_potential p[3];
    reset(0);
    fill_planes(0, 0.3);
    for (int level = 0; level < 3; level++) {
        options.level = level;
        assert_int_equal(evaluate(-0.15, &p[level]), HC_OK);
    }
    double half = HALF_GAP * HC_HARTREE_IN_EV;
    assert_true(fabs(p[HC_POTENTIAL_LEVEL_HOMO].u_she_v - p[HC_POTENTIAL_LEVEL_FERMI].u_she_v - half) < 1e-10);
    assert_true(fabs(p[HC_POTENTIAL_LEVEL_LUMO].u_she_v - p[HC_POTENTIAL_LEVEL_FERMI].u_she_v + half) < 1e-10);
}

/* The same layer with nothing periodic along z: levels -/+ half the step, flat, no field. */
static void test_open_slab(void **state)
{
    (void)state;
    const double charge = 0.3, step = 4 * HC_PI * charge * 4 / 90;
    hc_electrode_potential p;
    reset(0);
    slab->periodic[2] = false;
    slab->cell.row[2] = hc_vec3_make(0, 0, 0);
    for (int i = 0; i < POINTS; i++) {
        z[i] = -20 + 60.0 * i / POINTS;
        v[i] = -2 * HC_PI / 90 * charge * (fabs(z[i] - 12) - fabs(z[i] - 8));
    }
    assert_int_equal(evaluate(-0.15, &p), HC_OK);
    assert_true(fabs(p.vacuum_level[0] + 0.5 * step) < 1e-12 && fabs(p.vacuum_level[1] - 0.5 * step) < 1e-12);
    assert_true(fabs(p.dipole - 4 * charge) < 1e-10);
    assert_true(p.field == 0 && !p.vacuum.periodic);
    /* A charged one has a field that does not end. */
    for (int i = 0; i < POINTS; i++) {
        v[i] = -2 * HC_PI / 90 * charge * fabs(z[i] - 12);
    }
    assert_int_equal(evaluate(-0.15, &p), HC_ERROR_UNSUPPORTED);
    assert_non_null(strstr(hc_context_message(ctx), "charged"));
}

static void test_vacuum_find(void **state)
{
    (void)state;
    hc_vacuum vacuum;
    reset(0);
    assert_int_equal(hc_vacuum_find(ctx, slab, HC_POTENTIAL_AXIS_AUTO, 10, &vacuum), HC_OK);
    assert_int_equal(vacuum.axis, 2);
    assert_true(vacuum.low == 12 && vacuum.high == 68);
    assert_int_equal(hc_vacuum_find(ctx, slab, HC_POTENTIAL_AXIS_X, 10, &vacuum), HC_ERROR_UNSUPPORTED);
    assert_non_null(strstr(hc_context_message(ctx), "a cell with no vacuum has no potential reference"));
    /* A skewed cell: the length along the normal counts. */
    slab->cell.row[2] = hc_vec3_make(30, 10, 60);
    assert_int_equal(hc_vacuum_find(ctx, slab, HC_POTENTIAL_AXIS_Z, 10, &vacuum), HC_OK);
    assert_true(fabs(vacuum.length - 60) < 1e-12 && fabs(vacuum.width - 56) < 1e-12);
    /* Left-handed cells do not turn the normal around. */
    slab->cell = (hc_mat3){{{0, 9, 0}, {10, 0, 0}, {0, 0, 60}}};
    assert_int_equal(hc_vacuum_find(ctx, slab, HC_POTENTIAL_AXIS_AUTO, 10, &vacuum), HC_OK);
    assert_true(vacuum.low == 12 && vacuum.high == 68);
    slab->periodic[0] = false;
    assert_int_equal(hc_vacuum_find(ctx, slab, HC_POTENTIAL_AXIS_Z, 10, &vacuum), HC_ERROR_UNSUPPORTED);
    assert_non_null(strstr(hc_context_message(ctx), "must be periodic"));
}

static void test_refusals(void **state)
{
    (void)state;
    hc_electrode_potential p;
    reset(0);
    fill_planes(0, 0.3);
    assert_int_equal(evaluate(NAN, &p), HC_ERROR_UNSUPPORTED);
    options.axis = HC_POTENTIAL_AXIS_X;
    assert_int_equal(evaluate(-0.1, &p), HC_ERROR_INPUT);
    options.axis = HC_POTENTIAL_AXIS_AUTO;
    plane.count = 2;
    assert_int_equal(evaluate(-0.1, &p), HC_ERROR_UNSUPPORTED);
    assert_non_null(strstr(hc_context_message(ctx), "at least 3"));
    plane.count = POINTS;
    for (int i = 0; i < POINTS; i++) {
        v[i] += 0.004 * cos(2 * HC_PI * z[i] / 10);
    }
    assert_int_equal(evaluate(-0.1, &p), HC_ERROR_UNSUPPORTED);
    assert_non_null(strstr(hc_context_message(ctx), "not flat"));
    slab->position[1].z = 38;
    options.minimum_vacuum = 20 * HC_ANGSTROM;
    assert_int_equal(evaluate(-0.1, &p), HC_ERROR_UNSUPPORTED);
    assert_non_null(strstr(hc_context_message(ctx), "no vacuum"));
}

static void test_defaults(void **state)
{
    (void)state;
    hc_potential_options defaults = {0};
    assert_int_equal(hc_keywords_set_defaults(ctx, hc_potential_keywords, &defaults), HC_OK);
    assert_int_equal(defaults.axis, HC_POTENTIAL_AXIS_AUTO);
    assert_int_equal(defaults.side, HC_POTENTIAL_SIDE_MEAN);
    assert_true(defaults.she_absolute_v == HC_SHE_ABSOLUTE_VOLT && defaults.offset_v == 0);
    assert_true(fabs(defaults.minimum_vacuum / HC_ANGSTROM - 6) < 1e-12);
    assert_true(fabs(defaults.flatness / HC_VOLT - 0.05) < 1e-12);
    hc_keywords_clear(hc_potential_keywords, &defaults);
}

static void test_average(void **state)
{
    (void)state;
    enum { N = 2000 };
    static hc_electrode_potential sample[N];
    hc_potential_average average;
    hc_random random;
    hc_random_seed(&random, 4);
    double noise = 0;
    for (int i = 0; i < N; i++) {
        noise = 0.6 * noise + 0.08 * hc_random_normal(&random);
        double phi = 4 + noise + 3 * exp(-i / 30.0);
        sample[i] = (hc_electrode_potential){
            .phi_v = phi, .u_she_v = phi - 4.44, .u_rhe_v = phi - 4.0, .vacuum_level = {0.1, 0.1 + noise * HC_VOLT}};
    }
    assert_int_equal(hc_electrode_potential_average(ctx, N, sample, true, &average), HC_OK);
    assert_true(average.phi_v.discarded > 50);
    assert_true(fabs(average.phi_v.mean - 4) < 3 * average.phi_v.error);
    /* Standard error of AR(1): 0.08/0.4/sqrt(n). */
    double expected = 0.2 / sqrt((double)average.phi_v.count);
    assert_true(fabs(average.phi_v.error / expected - 1) < 0.35);
    assert_true(fabs(average.u_she_v.mean - average.phi_v.mean + 4.44) < 1e-12);
    assert_true(fabs(average.u_rhe_v.mean - average.phi_v.mean + 4.0) < 1e-12);
    assert_true(average.step_v.discarded == average.phi_v.discarded && fabs(average.step_v.mean) < 0.03);
    assert_int_equal(hc_electrode_potential_average(ctx, 0, sample, false, &average), HC_ERROR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dipole_layer), cmocka_unit_test(test_levels),   cmocka_unit_test(test_open_slab),
        cmocka_unit_test(test_vacuum_find),  cmocka_unit_test(test_refusals), cmocka_unit_test(test_average),
        cmocka_unit_test(test_defaults),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
