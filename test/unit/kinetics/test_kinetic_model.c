/* Rate constants and what follows from them, against the limits that theory gives exactly. */
#include "model_support.h"

#define KT298 (298.15 * 8.617333262e-5)

static void assert_within(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) {
        fail_msg("%.17g is not %.17g within %g", value, expected, tolerance);
    }
}

/* Hydrogen evolution in acid; the step numbered `slow` has a high barrier, by Butler and Volmer. */
static double tafel_slope(const char *mechanism, size_t slow, size_t nstep, double adsorbed_ev)
{
    test_model t;
    model_begin(&t, mechanism);
    model_energy(&t, "H2_g", 0.0);
    model_energy(&t, "H*", adsorbed_ev);
    for (size_t j = 0; j < nstep; j++) {
        model_barrier(&t, j, "bep", j == slow ? "slope=0.5 intercept_ev=1.1" : "slope=0.5 intercept_ev=0.3");
    }
    model_activity(&t, "H2_g", 1e-12); /* no way back */
    model_ready(&t);
    t.conditions.potential_v_rhe = -0.1;
    model_solve(&t);
    CHECK(hc_kinetic_point_control(ctx, t.point));
    CHECK(hc_kinetic_point_differentiate(ctx, t.point, HC_VARIABLE_POTENTIAL, 0));
    double slope = 1e3 * log(10.0) * t.point->electron_rate / hc_kinetic_rate_derivative(t.point, HC_NONE);
    model_end(&t);
    return slope;
}

/* -ln10 kT/e times 2, 2/3 and 1/2: 118.3, 39.4 and 29.6 mV a decade, "120, 40, 30". */
static void tafel_slopes(void **state)
{
    (void)state;
    const char *volmer_heyrovsky = "H+_g + ele_g + * <-> H*\nH* + H+_g + ele_g <-> H2_g + *\n";
    const char *volmer_tafel = "H+_g + ele_g + * <-> H*\n2H* <-> H2_g + 2*\n";
    double decade = -1e3 * log(10.0) * KT298;
    assert_within(tafel_slope(volmer_heyrovsky, 0, 2, 0.3), 2.0 * decade, 0.1);
    assert_within(tafel_slope(volmer_heyrovsky, 1, 2, 0.6), 2.0 / 3.0 * decade, 0.01);
    assert_within(tafel_slope(volmer_tafel, 1, 2, 0.6), 0.5 * decade, 0.01);
}

/* At U_RHE = 0 and 1 bar of H2, no step has a net rate, at any pH and on either scale. */
static void detailed_balance(void **state)
{
    (void)state;
    for (int scale = 0; scale < 2; scale++) {
        for (double ph = 0.0; ph <= 14.0; ph += 3.5) {
            test_model t;
            model_begin(
                &t, "H2O_g + ele_g + * <-> H* + OH-_g\nH* + H2O_g + ele_g <-> H2_g + * + OH-_g\n2H* <-> H2_g + 2*\n");
            model_energy(&t, "H2_g", 0.11);
            model_energy(&t, "H2O_g", -0.2);
            model_energy(&t, "H*", 0.05);
            model_activity(&t, "H2O_g", 0.035);
            model_barrier(&t, 0, "computed", "barrier_ev=0.7 potential_v_rhe=-0.3");
            model_barrier(&t, 1, "marcus", "reorganisation_ev=3");
            model_barrier(&t, 2, "computed", "barrier_ev=0.8");
            t.model->barriers_on_rhe = scale == 1;
            model_ready(&t);
            t.conditions.ph = ph;
            model_solve(&t);
            for (size_t j = 0; j < 3; j++) {
                double gross = exp(t.point->rates.forward[j]) * (j == 0   ? model_theta(&t, "*")
                                                                 : j == 1 ? model_theta(&t, "H*")
                                                                          : pow(model_theta(&t, "H*"), 2));
                assert_true(fabs(t.point->steady.net[j]) < 1e-10 * gross);
            }
            double expected = 1.0 / (1.0 + exp((0.05 - 0.055) / KT298)); /* G(H*) - G(H2)/2 */
            assert_within(model_theta(&t, "H*"), expected, 1e-7);
            model_end(&t);
        }
    }
}

/* Nernst: the current vanishes at U = U0 + kT/2e ln(p) of the overall reaction, and is of the right sign beside it. */
static void nernst(void **state)
{
    (void)state;
    test_model t;
    double pressure = 1e-5, zero = -hc_kt_ev(298.15) / 2.0 * log(pressure);
    model_begin(&t, "H+_g + ele_g + * <-> H*\nH* + H+_g + ele_g <-> H2_g + *\n");
    model_energy(&t, "H2_g", 0.0);
    model_energy(&t, "H*", 0.2);
    model_barrier(&t, 0, "bep", "slope=0.5 intercept_ev=0.5");
    model_barrier(&t, 1, "bep", "slope=0.4 intercept_ev=0.6");
    model_activity(&t, "H2_g", pressure);
    model_ready(&t);
    t.conditions.potential_v_rhe = zero - 1e-9;
    model_solve(&t);
    assert_true(t.point->electron_rate > 0.0);
    double slope = t.point->electron_rate / 1e-9;
    t.conditions.potential_v_rhe = zero + 1e-9;
    model_solve(&t);
    assert_true(t.point->electron_rate < 0.0);
    assert_within(t.point->electron_rate / (-1e-9 * slope), 1.0, 1e-4); /* linear about zero */
    model_end(&t);
}

/* The affinities of a cycle cancel whatever the laws of its barriers and the conditions are. */
static void cycles_close(void **state)
{
    (void)state;
    test_model t;
    model_begin(&t, "AB_g + H+_g + ele_g + * <-> HAB*\nHAB* <-> BAH*\nBAH* + OH-_g <-> BA* + H2O_g + ele_g\n"
                    "BA* <-> AB_g + *\nBA* <-> AB*\nAB* <-> AB_g + *\n");
    const char *name[] = {"AB_g", "HAB*", "BAH*", "BA*", "AB*", "H2O_g"};
    const double energy[] = {0.3, -0.77, 0.21, 0.13, -0.9, -0.2};
    for (size_t i = 0; i < 6; i++) {
        model_energy(&t, name[i], energy[i]);
    }
    model_barrier(&t, 0, "marcus", "reorganisation_ev=2.1");
    model_barrier(&t, 1, "computed", "barrier_ev=1.2");
    model_barrier(&t, 2, "butler-volmer", "rate_per_s=1e3 beta=0.3");
    model_barrier(&t, 3, "bep", "slope=0.7 intercept_ev=0.4");
    model_barrier(&t, 5, "collision", "mass_dalton=28");
    model_activity(&t, "AB_g", 0.02);
    model_activity(&t, "H2O_g", 0.035);
    model_ready(&t);
    t.conditions.potential_v_rhe = -0.31;
    t.conditions.ph = 9.3;
    model_solve(&t);
    const double *up = t.point->rates.forward, *down = t.point->rates.reverse;
    double electrochemical = 0.0, chemical = 0.0;
    for (size_t j = 0; j < 4; j++) {
        electrochemical += up[j] - down[j];
    }
    for (size_t j = 3; j < 6; j++) {
        chemical += (j == 3 ? -1.0 : 1.0) * (up[j] - down[j]);
    }
    /* H+ + OH- -> H2O, in equilibrium */
    assert_within(electrochemical, 0.0, 1e-10);
    assert_within(chemical, 0.0, 1e-10);
    for (size_t j = 0; j < 6; j++) { /* so nothing moves at all */
        assert_true(fabs(t.point->steady.net[j]) < 1e-10 * exp(fmax(up[j], down[j])));
    }
    model_end(&t);
}

/* Sabatier: adsorption and desorption without further barriers; the rate is highest where the two are equal. Analytic:
 * rate = kT/h/(1/a + 1/b), a = exp(-max(0, G)/kT), b = exp(-max(0, D - G)/kT) at irreversible, low product pressure. */
static void sabatier_volcano(void **state)
{
    (void)state;
    for (double g = -0.8; g <= 0.4; g += 0.1) {
        test_model t;
        model_begin(&t, "A_g + * -> A*\nA* -> A_g + *\n");
        char up[64], down[64];
        snprintf(up, sizeof up, "barrier_ev=%.17g", fmax(0.0, g));
        snprintf(down, sizeof down, "barrier_ev=%.17g", fmax(0.0, -0.4 - g));
        model_barrier(&t, 0, "computed", up);
        model_barrier(&t, 1, "computed", down);
        model_ready(&t);
        model_solve(&t);
        double kt = hc_kt_ev(298.15), attempt = kt / 4.135667696923859e-15;
        double expected = attempt / (exp(fmax(0.0, g) / kt) + exp(fmax(0.0, -0.4 - g) / kt));
        assert_within(t.point->steady.net[0] / expected, 1.0, 1e-11);
        model_end(&t);
    }
}

/* Degrees of rate control sum to one, and are the derivatives that differences give. */
static void control_against_differences(void **state)
{
    (void)state;
    test_model t;
    model_begin(&t, "CO2_g + * <-> CO2*\nCO2* + H2O_g + ele_g <-> COOH* + OH-_g\n"
                    "COOH* + ele_g <-> CO* + OH-_g\nCO* <-> CO_g + *\n"
                    "H2O_g + ele_g + * <-> H* + OH-_g\nH* + H2O_g + ele_g <-> H2_g + * + OH-_g\n2H* <-> H2_g + 2*\n"
                    "COOH* + H* <-> HCOOH_g + 2*\n");
    const char *fluid[] = {"CO2_g", "H2O_g", "CO_g", "H2_g", "HCOOH_g"};
    const double energy[] = {0.0, 0.0, 0.2, 0.0, 0.3};
    for (size_t i = 0; i < 5; i++) {
        model_energy(&t, fluid[i], energy[i]);
    }
    model_energy(&t, "CO2*", 0.2);
    model_energy(&t, "COOH*", 0.3);
    model_energy(&t, "CO*", -0.1);
    model_energy(&t, "H*", 0.1);
    for (size_t j = 0; j < 8; j++) {
        char law[64];
        snprintf(law, sizeof law, "slope=0.5 intercept_ev=%g", 0.45 + 0.05 * (double)j);
        model_barrier(&t, j, "bep", law);
    }
    size_t n = t.model->network->nspecies;
    size_t co = t.model->surface[model_species(&t, "CO*")], h = t.model->surface[model_species(&t, "H*")];
    t.model->has_interactions = true;
    t.model->interaction_ev[co * n + co] = 0.4;
    t.model->interaction_ev[co * n + h] = t.model->interaction_ev[h * n + co] = 0.2;
    model_ready(&t);
    t.conditions.potential_v_rhe = -0.5;
    t.conditions.ph = 7.0;
    model_activity(&t, "CO_g", 1e-3);
    model_solve(&t);
    CHECK(hc_kinetic_point_control(ctx, t.point));
    size_t asked[] = {HC_NONE, model_species(&t, "CO_g"), model_species(&t, "H2_g"), model_species(&t, "HCOOH_g")};
    double by_step[4][8], by_potential[4], rate[4], sum;
    CHECK(hc_kinetic_point_differentiate(ctx, t.point, HC_VARIABLE_POTENTIAL, 0));
    for (size_t i = 0; i < 4; i++) {
        sum = 0.0;
        rate[i] = hc_kinetic_rate(t.point, asked[i]);
        for (size_t j = 0; j < 8; j++) {
            by_step[i][j] = hc_kinetic_rate_by_step(t.point, asked[i], j) / rate[i];
            sum += by_step[i][j];
        }
        assert_within(sum, 1.0, 1e-9);
        by_potential[i] = hc_kinetic_rate_derivative(t.point, asked[i]);
    }
    double shift[8] = {0};
    const hc_energy_shift moved = {.barrier = shift};
    for (size_t j = 0; j < 8; j++) {
        double kt = hc_kt_ev(298.15), step = 1e-4, high[4];
        for (int side = 0; side < 2; side++) {
            shift[j] = side == 0 ? -step : step;
            CHECK(hc_kinetic_point_solve(ctx, t.point, &t.conditions, &moved));
            for (size_t i = 0; i < 4; i++) {
                double value = hc_kinetic_rate(t.point, asked[i]);
                if (side == 0) {
                    high[i] = value;
                } else {
                    assert_within(log(high[i] / value) * kt / (2.0 * step), by_step[i][j], 1e-5);
                }
            }
        }
        shift[j] = 0.0;
    }
    double before[4];
    for (int side = 0; side < 2; side++) {
        t.conditions.potential_v_rhe = -0.5 + (side == 0 ? -1e-5 : 1e-5);
        model_solve(&t);
        for (size_t i = 0; i < 4; i++) {
            double value = hc_kinetic_rate(t.point, asked[i]);
            if (side == 0) {
                before[i] = value;
            } else {
                assert_within((value - before[i]) / 2e-5 / by_potential[i], 1.0, 1e-5);
            }
        }
    }
    double efficiency = 0.0;
    for (size_t i = 1; i < 4; i++) {
        efficiency += hc_kinetic_efficiency(t.point, asked[i]);
    }
    assert_within(efficiency, 1.0, 1e-12);
    model_end(&t);
}

/* Interactions: theta of a Frumkin isotherm, ln(theta/(1 - theta)) = -(G + g theta)/kT + ln p. */
static void frumkin(void **state)
{
    (void)state;
    for (double g = -0.05; g < 1.5; g += 0.31) {
        test_model t;
        model_begin(&t, "A_g + * <-> A*\n");
        model_energy(&t, "A_g", 0.0);
        model_energy(&t, "A*", -0.4);
        size_t n = t.model->network->nspecies, a = t.model->surface[model_species(&t, "A*")];
        t.model->interaction_ev[a * n + a] = g;
        t.model->has_interactions = true;
        model_ready(&t);
        model_activity(&t, "A_g", 0.3);
        model_solve(&t);
        double theta = model_theta(&t, "A*");
        assert_within(log(theta / model_theta(&t, "*")), (0.4 - g * theta) / hc_kt_ev(298.15) + log(0.3), 1e-10);
        model_end(&t);
    }
}

/* Barrier of step 0 of a one-electron step with reaction free energy `reaction` at 0 V. */
static double barrier_at(const char *law, const char *settings, double reaction, double potential, double ph)
{
    test_model t;
    model_begin(&t, "A_g + H+_g + ele_g + * <-> HA*\n");
    model_energy(&t, "A_g", 0.0);
    model_energy(&t, "HA*", reaction);
    model_barrier(&t, 0, law, settings);
    model_ready(&t);
    t.conditions.potential_v_rhe = potential;
    t.conditions.ph = ph;
    model_solve(&t);
    double barrier = t.point->rates.barrier_ev[0];
    model_end(&t);
    return barrier;
}

static void laws(void **state)
{
    (void)state;
    const char *points = "barrier_ev=0.9,0.7,0.2 potential_v_rhe=0.5,0,-1 beta=0.4";
    assert_within(barrier_at("marcus", "reorganisation_ev=2", 0.0, 0.0, 0.0), 0.5, 1e-12);
    assert_within(barrier_at("marcus", "reorganisation_ev=2", 0.5, 0.0, 0.0), 2.5 * 2.5 / 8.0, 1e-12);
    assert_within(barrier_at("marcus", "reorganisation_ev=2", -3.0, 0.0, 0.0), 0.0, 1e-12);
    assert_within(barrier_at("computed", points, -2.0, 0.0, 0.0), 0.7, 1e-12);
    assert_within(barrier_at("computed", points, -2.0, -0.5, 0.0), 0.45, 1e-12);
    assert_within(barrier_at("computed", points, -2.0, 0.6, 0.0), 0.94, 1e-12);
    assert_within(barrier_at("computed", points, -2.0, -1.2, 0.0), 0.12, 1e-12);
    assert_within(barrier_at("computed", points, 0.8, 0.2, 0.0), 1.0, 1e-12); /* not below the reaction free energy */
    /* One pH on, the same U_RHE is 59 mV lower on the SHE scale, where the barrier lives. */
    assert_within(barrier_at("computed", "barrier_ev=0.7 potential_v_rhe=0 beta=0.4", -2.0, 0.0, 1.0),
                  0.7 - 0.4 * KT298 * log(10.0), 1e-8);
    assert_within(barrier_at("computed", "barrier_ev=0.7 potential_v_rhe=0 beta=0.4 ph=1", -2.0, 0.0, 1.0), 0.7, 1e-12);
    assert_within(barrier_at("bep", "slope=0.3 intercept_ev=0.6", -0.2, -0.1, 0.0), 0.6 - 0.09, 1e-12);
    /* k = k0 at the standard potential, U = -G: */
    assert_within(barrier_at("butler-volmer", "rate_per_s=100 prefactor_per_s=1e13", 0.25, -0.25, 0.0),
                  KT298 * log(1e11), 1e-8);
}

static void wrong_barriers_are_refused(void **state)
{
    (void)state;
    const struct {
        const char *law, *settings, *word;
    } wrong[] = {{"computed", "barrier_ev=0.5", "moves electrons"},
                 {"computed", "barrier_ev=0.5,0.6 potential_v_rhe=0", "2 barriers for 1"},
                 {"computed", "barrier_ev=0.5,0.6,0.7 potential_v_rhe=0,1,0.5", "out of order"},
                 {"computed", "barrier_ev=0.5,0.6 potential_v_rhe=1,1", "twice"},
                 {"transition-state", "", "no transition state"}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        test_model t;
        model_begin(&t, "A_g + H+_g + ele_g + * <-> HA*\n");
        model_energy(&t, "A_g", 0.0);
        model_energy(&t, "HA*", 0.0);
        model_barrier(&t, 0, wrong[i].law, wrong[i].settings);
        assert_int_equal(hc_kinetic_model_check(ctx, t.model), HC_ERROR_INPUT);
        assert_non_null(strstr(hc_context_message(ctx), wrong[i].word));
        model_end(&t);
    }
    test_model t;
    model_begin(&t, "A_g + * <-> A*\n");
    model_energy(&t, "A_g", 0.0);
    assert_int_equal(hc_kinetic_model_check(ctx, t.model), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "A* has no free energy"));
    model_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tafel_slopes),
        cmocka_unit_test(detailed_balance),
        cmocka_unit_test(nernst),
        cmocka_unit_test(cycles_close),
        cmocka_unit_test(sabatier_volcano),
        cmocka_unit_test(control_against_differences),
        cmocka_unit_test(frumkin),
        cmocka_unit_test(laws),
        cmocka_unit_test(wrong_barriers_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
