/* The diffusion layer against exact profiles and its own balances. */
#include "model_support.h"

#include "kinetics/coupled.h"

static void assert_close(double value, double expected, double relative)
{
    if (!(fabs(value - expected) <= relative * fabs(expected))) {
        fail_msg("%.15g is not %.15g within %g", value, expected, relative);
    }
}

static hc_transport_flux flux_at(const hc_transport_options *o)
{
    hc_transport_flux flux = {.value = {0}};
    for (int s = 0; s < HC_SOLUTES; s++) {
        flux.at_mol_m3[s] = o->bulk_mol_m3[s];
    }
    return flux;
}

/* The published equilibrium: pK1 = 6.35, pK2 = 10.33. */
static void bulk_is_in_equilibrium(void **state)
{
    (void)state;
    hc_transport_options o;
    hc_transport_defaults(&o, 1e-4, 33.0, 7.0);
    assert_close(log10(o.bulk_mol_m3[HC_SOLUTE_HCO3] / o.bulk_mol_m3[HC_SOLUTE_CO2]), 7.0 - 6.35, 0.01);
    assert_close(log10(o.bulk_mol_m3[HC_SOLUTE_CO3] / o.bulk_mol_m3[HC_SOLUTE_HCO3]), 7.0 - 10.33, 0.003);
    hc_transport_profile p;
    hc_transport_flux flux = flux_at(&o);
    hc_transport_begin(&o, &p);
    CHECK(hc_transport_solve(ctx, &o, &flux, &p));
    for (int s = 0; s < HC_SOLUTES; s++) {
        assert_close(p.c_mol_m3[0][s], o.bulk_mol_m3[s], 1e-6);
    }
}

/* Without reactions the profile of a fixed flux is a line: c0 = cb - q thickness/D. */
static void line_without_reactions(void **state)
{
    (void)state;
    hc_transport_options o;
    hc_transport_profile p;
    hc_transport_defaults(&o, 5e-5, 33.0, 7.0);
    o.reacts = false;
    hc_transport_flux flux = flux_at(&o);
    flux.value[HC_SOLUTE_CO2] = 1e-3;
    flux.value[HC_SOLUTE_OH] = -2e-3;
    hc_transport_begin(&o, &p);
    CHECK(hc_transport_solve(ctx, &o, &flux, &p));
    assert_close(p.c_mol_m3[0][HC_SOLUTE_CO2], 33.0 - 1e-3 * 5e-5 / 1.91e-9, 1e-9);
    assert_close(p.c_mol_m3[0][HC_SOLUTE_OH], 1e-4 + 2e-3 * 5e-5 / 5.27e-9, 1e-9);
    assert_close(p.c_mol_m3[40][HC_SOLUTE_CO2], 33.0 - 1e-3 * (5e-5 - p.x_m[40]) / 1.91e-9, 1e-9);
}

/* First-order consumption k c: 1/flux = 1/(k cb) + thickness/(D cb) (Koutecky and Levich), to the limiting flux. */
static void koutecky_levich(void **state)
{
    (void)state;
    for (double k = 1e-8; k < 1e6; k *= 100.0) {
        hc_transport_options o;
        hc_transport_profile p;
        hc_transport_defaults(&o, 5e-5, 33.0, 7.0);
        o.reacts = false;
        hc_transport_flux flux = flux_at(&o);
        flux.value[HC_SOLUTE_CO2] = k * 33.0;
        flux.order[HC_SOLUTE_CO2][HC_SOLUTE_CO2] = 1.0;
        hc_transport_begin(&o, &p);
        CHECK(hc_transport_solve(ctx, &o, &flux, &p));
        double expected = 33.0 / (1.0 / k + 5e-5 / 1.91e-9);
        assert_close(k * p.c_mol_m3[0][HC_SOLUTE_CO2], expected, 1e-8);
    }
}

/* Levich: limiting current of a two-electron reduction at 1600 rpm, D = 1.91e-9, nu = 1e-6, 33 mol/m3, against
 * 0.620 n F D^(2/3) omega^(1/2) nu^(-1/6) c. */
static void levich(void **state)
{
    (void)state;
    double omega = 1600.0 * 2.0 * 3.14159265358979 / 60.0, thickness = hc_levich_thickness(1.91e-9, 1e-6, omega);
    double current = 2.0 * 96485.33212 * 1.91e-9 * 33.0 / thickness;
    assert_close(current,
                 0.620 * 2.0 * 96485.33212 * pow(1.91e-9, 2.0 / 3.0) * sqrt(omega) * pow(1e-6, -1.0 / 6.0) * 33.0,
                 2e-3);
    assert_close(thickness, 1.61 * cbrt(1.91e-9) * pow(1e-6, 1.0 / 6.0) / sqrt(omega), 2e-3);
}

/* With the buffer: carbon that the electrode takes comes from the bulk as CO2, HCO3- or CO3--; the charge that it sets
 * free leaves (HCO3- counts one, CO3-- two). The surface is more alkaline, less so with the buffer than without. */
static void carbon_and_alkalinity_balance(void **state)
{
    (void)state;
    double surface[2];
    for (int reacts = 0; reacts < 2; reacts++) {
        hc_transport_options o;
        hc_transport_profile p;
        hc_transport_defaults(&o, 1e-4, 33.0, 6.8);
        o.reacts = reacts == 1;
        hc_transport_flux flux = flux_at(&o);
        flux.value[HC_SOLUTE_CO2] = 2e-4;
        flux.value[HC_SOLUTE_OH] = -4e-4;
        hc_transport_begin(&o, &p);
        CHECK(hc_transport_solve(ctx, &o, &flux, &p));
        double f[HC_SOLUTES];
        for (int s = 0; s < HC_SOLUTES; s++) {
            f[s] = hc_transport_bulk_flux(&o, &p, (hc_solute)s);
            assert_true(p.c_mol_m3[0][s] > 0.0);
        }
        assert_close(f[HC_SOLUTE_CO2] + f[HC_SOLUTE_HCO3] + f[HC_SOLUTE_CO3], 2e-4, 1e-6);
        assert_close(f[HC_SOLUTE_HCO3] + 2.0 * f[HC_SOLUTE_CO3] + f[HC_SOLUTE_OH], -4e-4, 1e-6);
        surface[reacts] = 14.0 + log10(1e-3 * p.c_mol_m3[0][HC_SOLUTE_OH]);
    }
    assert_true(surface[0] > surface[1] && surface[1] > 7.5);
}

/* One irreversible step, first order in CO2, water as proton donor: the current follows Koutecky and Levich whatever
 * the local pH is, because its barrier lives on the SHE scale. */
static void kinetics_and_layer(void **state)
{
    (void)state;
    for (double u = 0.0; u > -1.6; u -= 0.1) {
        test_model t;
        hc_coupled *coupled = NULL;
        hc_transport_options o;
        model_begin(&t, "CO2_g + H2O_g + 2ele_g + * -> CO_g + 2OH-_g + *\n");
        model_barrier(&t, 0, "computed", "barrier_ev=1.0 potential_v_rhe=0 ph=7 beta=0.25");
        model_ready(&t);
        t.conditions.ph = 7.0;
        t.conditions.potential_v_rhe = u;
        hc_transport_defaults(&o, 5e-5, 33.0, 7.0);
        o.reacts = false;
        CHECK(hc_coupled_create(ctx, t.model, &o, 1e15, &coupled));
        model_solve(&t);
        double unit = 1e19 / 6.02214076e23, kinetic = unit * t.point->steady.net[0], limit = 33.0 * 1.91e-9 / 5e-5;
        CHECK(hc_coupled_solve(ctx, coupled, t.point, &t.conditions));
        assert_close(unit * t.point->steady.net[0], 1.0 / (1.0 / kinetic + 1.0 / limit), 1e-6);
        assert_true(coupled->surface_ph > 7.0);
        hc_coupled_free(coupled);
        model_end(&t);
    }
}

/* The same with the buffer: CO2 is used up by OH- as well, so less than the limiting current flows. */
static void buffer_takes_co2(void **state)
{
    (void)state;
    double rate[2], ph[2];
    for (int reacts = 0; reacts < 2; reacts++) {
        test_model t;
        hc_coupled *coupled = NULL;
        hc_transport_options o;
        model_begin(&t, "CO2_g + H2O_g + 2ele_g + * -> CO_g + 2OH-_g + *\n");
        model_barrier(&t, 0, "computed", "barrier_ev=0.7 potential_v_rhe=0 ph=7 beta=0.25");
        model_ready(&t);
        t.conditions.ph = 7.0;
        t.conditions.potential_v_rhe = -0.5;
        hc_transport_defaults(&o, 1e-4, 33.0, 7.0);
        o.reacts = reacts == 1;
        CHECK(hc_coupled_create(ctx, t.model, &o, 1e15, &coupled));
        CHECK(hc_coupled_solve(ctx, coupled, t.point, &t.conditions));
        rate[reacts] = t.point->steady.net[0];
        ph[reacts] = coupled->surface_ph;
        hc_coupled_free(coupled);
        model_end(&t);
    }
    assert_true(rate[1] < 0.999 * rate[0] && rate[1] > 0.5 * rate[0]);
    assert_true(ph[1] < ph[0] && ph[1] > 8.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bulk_is_in_equilibrium),
        cmocka_unit_test(line_without_reactions),
        cmocka_unit_test(koutecky_levich),
        cmocka_unit_test(levich),
        cmocka_unit_test(carbon_and_alkalinity_balance),
        cmocka_unit_test(kinetics_and_layer),
        cmocka_unit_test(buffer_takes_co2),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
