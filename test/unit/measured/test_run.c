/* Reference electrodes, products, propagation of errors, Faradaic efficiencies of runs with a known truth. */
#include "support/context_fixture.h"

#include "math/random.h"
#include "measured/constants.h"
#include "measured/reference_electrode.h"
#include "measured/run.h"
#include "unit/measured/near.h"

static double reference_potential(const char *name, double celsius, double ph)
{
    const hc_reference_electrode *record = NULL;
    double value = NAN;
    CHECK(hc_reference_electrode_find(ctx, name, &record));
    CHECK(hc_reference_electrode_potential(ctx, record, celsius + 273.15, ph, &value, NULL));
    return value;
}

static void reference_electrodes_are_as_published(void **state)
{
    (void)state;
    /* 0.244 and 0.248 V at 25 and 20 C: the saturated calomel electrode of every textbook */
    assert_near(reference_potential("sce", 25, 7), 0.244, 1e-12);
    assert_near(reference_potential("sce", 20, 7), 0.248, 1e-12);
    assert_near(reference_potential("ag_agcl_saturated_kcl", 22.5, 7), 0.2015, 1e-12);
    assert_near(reference_potential("she", 60, 7), 0.0, 0.0);
    assert_near(reference_potential("rhe", 25, 7), -0.05916 * 7, 1e-4);
    assert_near(hc_nernst_slope_v(298.15), 0.0591596, 1e-6); /* CODATA */
    const hc_reference_electrode *record = NULL;
    double value;
    CHECK(hc_reference_electrode_find(ctx, "sce", &record));
    assert_int_equal(hc_reference_electrode_potential(ctx, record, 353.15, 7, &value, NULL), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "known from 10 to 40 C, not at 80 C"));
    assert_int_equal(hc_reference_electrode_find(ctx, "ag_agcl_saturated_kc", &record), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "ag_agcl_saturated_kcl"));
}

/* Tables of records are complete and their temperatures ascend. */
static void tables_are_sound(void **state)
{
    (void)state;
    for (const hc_reference_electrode *const *r = hc_reference_electrodes(); *r != NULL; r++) {
        assert_true(strlen((*r)->summary) > 0 && strlen((*r)->reference) > 0);
        for (size_t i = 1; i < (*r)->count; i++) {
            assert_true((*r)->temperature_c[i] > (*r)->temperature_c[i - 1]);
        }
    }
    for (const hc_product *const *p = hc_products(); *p != NULL; p++) {
        assert_true(hc_product_electrons(*p) > 0 && strlen((*p)->reference) > 0);
    }
}

static void products_have_the_published_electrons_and_potentials(void **state)
{
    (void)state;
    /* Equilibrium potentials against RHE: Nitopi et al., Chem. Rev. 119, 7610 (2019), Table 1, two decimals. */
    static const struct {
        const char *name;
        int electrons;
        double potential_v;
    } published[] = {{"H2", 2, 0.0},       {"CO", 2, -0.10},     {"HCOOH", 2, -0.12},  {"CH3OH", 6, 0.03},
                     {"CH4", 8, 0.17},     {"C2H4", 12, 0.08},   {"C2H5OH", 12, 0.09}, {"C2H6", 14, 0.14},
                     {"CH3CHO", 10, 0.06}, {"CH3COOH", 8, 0.11}, {"C3H7OH", 18, 0.10}};
    const hc_product *product = NULL;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        CHECK(hc_product_find(ctx, published[i].name, &product));
        assert_int_equal(hc_product_electrons(product), published[i].electrons);
        assert_near(hc_product_equilibrium_v_rhe(product, 6.8), published[i].potential_v, 0.0075);
    }
    CHECK(hc_product_find(ctx, "formate", &product));
    assert_int_equal(hc_product_electrons(product), 2);
    assert_int_equal(hc_product_protons(product), 1);
    /* Kuhl et al., Energy Environ. Sci. 5, 7050 (2012): -0.02 V against RHE at pH 6.8 */
    assert_near(hc_product_equilibrium_v_rhe(product, 6.8), -0.02, 0.005);
    assert_near(hc_water_oxidation_potential_v(), 1.229, 5e-4);
    assert_int_equal(hc_product_find(ctx, "formatte", &product), HC_ERROR_INPUT);
}

/* Against central differences of the same expression. */
static void errors_propagate_as_derivatives(void **state)
{
    (void)state;
    hc_error_sources sources = {0};
    hc_uncertain a, b, again;
    CHECK(hc_uncertain_measured(ctx, &sources, "a", 3.0, 0.1, &a));
    CHECK(hc_uncertain_measured(ctx, &sources, "b", 2.0, 0.2, &b));
    CHECK(hc_uncertain_measured(ctx, &sources, "a", 3.0, 0.1, &again));
    assert_int_equal(sources.count, 2);
    /* (a + b) a / (a - b) */
    hc_uncertain sum = hc_uncertain_add(&a, &b), difference = hc_uncertain_subtract(&again, &b);
    hc_uncertain product = hc_uncertain_multiply(&sum, &a), ratio = hc_uncertain_divide(&product, &difference);
    double h = 1e-5;
#define F(x, y) (((x) + (y)) * (x) / ((x) - (y)))
    double da = (F(3.0 + h, 2.0) - F(3.0 - h, 2.0)) / (2 * h), db = (F(3.0, 2.0 + h) - F(3.0, 2.0 - h)) / (2 * h);
    assert_near(ratio.value, F(3.0, 2.0), 1e-14);
    assert_near(hc_uncertain_error(&ratio), hypot(0.1 * da, 0.2 * db), 1e-8);
    hc_uncertain none = hc_uncertain_subtract(&a, &again);
    assert_near(hc_uncertain_error(&none), 0.0, 0.0);
    hc_uncertain minus = hc_uncertain_scale(&a, -2.0);
    assert_near(hc_uncertain_correlation(&a, &minus), -1.0, 1e-15);
    assert_near(hc_uncertain_correlation(&a, &b), 0.0, 0.0);
    assert_int_equal(hc_uncertain_largest(&ratio, &sources), 1);
}

static hc_measured_conditions conditions(void)
{
    return (hc_measured_conditions){
        .electrode = {.area_m2 = 1e-4, .area_error_m2 = 0.02e-4, .sites_mol = 1e-8, .sites_error_mol = 1e-9},
        .electrolyte = {.temperature_c = 25, .ph = 6.8, .ph_error = 0.05},
        .reference = {.electrode = (char *)"ag_agcl_saturated_kcl", .potential_v_she = NAN, .error_v = 0.002},
        .resistance = {.resistance_ohm = 10, .error_ohm = 0.5, .compensated = 0.8}};
}

static void potentials_are_corrected_with_the_right_signs(void **state)
{
    (void)state;
    hc_measured_conditions c = conditions();
    hc_error_sources sources = {0};
    hc_potential_scale scale;
    CHECK(hc_potential_scale_make(ctx, &c, &sources, &scale, NULL));
    /* E + 0.199 + 0.05916 pH; a cathodic current makes the true potential less negative by |I| R (20 % of 10 ohm) */
    assert_near(hc_potential_v_rhe(&scale, -1.4, 0.0), -1.4 + 0.199 + 0.0591596 * 6.8, 1e-5);
    assert_near(hc_potential_v_rhe(&scale, -1.4, -5e-3) - hc_potential_v_rhe(&scale, -1.4, 0.0), 0.01, 1e-12);
    hc_uncertain current = hc_uncertain_exact(-5e-3);
    hc_uncertain potential = hc_potential_uncertain_v_rhe(&scale, -1.4, &current);
    assert_near(hc_uncertain_error(&potential),
                sqrt(pow(0.002, 2) + pow(0.0591596 * 0.05, 2) + pow(5e-3 * 0.2 * 0.5, 2)), 1e-7);
    /* against RHE the pH does not enter, nor does its error */
    c.reference = (hc_reference_options){.electrode = (char *)"rhe", .potential_v_she = NAN};
    sources.count = 0;
    CHECK(hc_potential_scale_make(ctx, &c, &sources, &scale, NULL));
    assert_near(scale.shift_v.value, 0.0, 1e-15);
    assert_near(hc_uncertain_error(&scale.shift_v), 0.0, 1e-15);
}

/* ---- runs with known truth ------------------------------------------------------------------------------------- */

/* Options of a method as the input would fill them: through its keywords, freed by hc_keywords_clear. */
static void set(const hc_product_method *method, void *options, const char *key, const char *format, double value)
{
    char text[64];
    const hc_keyword *keyword = hc_keyword_find(method->keywords, key);
    assert_non_null(keyword);
    snprintf(text, sizeof text, format, value);
    CHECK(hc_keyword_set(ctx, keyword, options, text));
}

static const hc_product_method *method_named(const char *name)
{
    for (const hc_product_method *const *m = hc_product_methods(); *m != NULL; m++) {
        if (strcmp((*m)->name, name) == 0) {
            return *m;
        }
    }
    fail_msg("no method %s", name);
    return NULL;
}

static void *new_options(const hc_product_method *method, const char *product)
{
    void *options = calloc(1, method->options_size);
    assert_non_null(options);
    CHECK(hc_keywords_set_defaults(ctx, method->keywords, options));
    CHECK(hc_keyword_set(ctx, hc_keyword_find(method->keywords, "product"), options, product));
    return options;
}

/* Truth: -10 mA for 1800 s, 20 ml/min at 0 C and 1 atm, CO 70 %, H2 20 %, formate 10 %, 30 ml of electrolyte. */
#define CURRENT_A 10e-3
#define DURATION_S 1800.0
#define FLOW_ML_MIN 20.0
#define VOLUME_ML 30.0
static const double truth[3] = {0.70, 0.20, 0.10};

static double true_ppm(double efficiency)
{
    double flow = FLOW_ML_MIN * 1e-6 / 60 * 101325 / (HC_GAS_CONSTANT_J_PER_MOL_K * 273.15);
    return 1e6 * efficiency * CURRENT_A / (2 * HC_FARADAY_C_PER_MOL) / flow;
}

static double true_mmol_l(double efficiency)
{
    return efficiency * CURRENT_A * DURATION_S / (2 * HC_FARADAY_C_PER_MOL) / (VOLUME_ML * 1e-6);
}

static hc_run_options run_options(void)
{
    return (hc_run_options){.begin_s = NAN,
                            .end_s = NAN,
                            .potential_v = -1.4,
                            .current_a = -CURRENT_A,
                            .duration_s = DURATION_S,
                            .flow_m3_s = FLOW_ML_MIN * 1e-6 / 60,
                            .flow_pressure_pa = 101325,
                            .standard_in = NAN,
                            .standard_out = NAN,
                            .volume_m3 = VOLUME_ML * 1e-6,
                            .cell_voltage_v = 3.0};
}

static void exact_inputs_give_the_true_efficiencies(void **state)
{
    (void)state;
    hc_measured_conditions c = conditions();
    hc_run_options o = run_options();
    const hc_product_method *gc = method_named("gc"), *nmr = method_named("nmr");
    void *co = new_options(gc, "CO"), *h2 = new_options(gc, "hydrogen"), *formate = new_options(nmr, "HCOO-");
    set(gc, co, "concentration_ppm", "%.17g", true_ppm(truth[0]));
    set(gc, h2, "peak_area", "%.17g", 500.0);
    set(gc, h2, "response_ppm_per_area", "%.17g", true_ppm(truth[1]) / 500.0);
    /* 1 proton of formate against the 6 of a 0.5 mmol/l standard with the integral 100, diluted 10/9 */
    set(nmr, formate, "integral", "%.17g", 100.0 / 6 * true_mmol_l(truth[2]) / (10.0 / 9) / 0.5);
    set(nmr, formate, "nuclei", "%g", 1);
    set(nmr, formate, "standard_integral", "%g", 100);
    set(nmr, formate, "standard_nuclei", "%g", 6);
    set(nmr, formate, "standard_concentration_mmol_l", "%g", 0.5);
    set(nmr, formate, "dilution", "%.17g", 10.0 / 9);
    hc_product_measurement measurements[] = {{gc, co}, {gc, h2}, {nmr, formate}};
    hc_run_result result;
    CHECK(hc_run_evaluate(ctx, &c, &o, NULL, 3, measurements, &result));
    for (size_t i = 0; i < 3; i++) {
        assert_near(result.product[i].efficiency.value, truth[i], 1e-12);
        assert_near(result.product[i].partial_a_m2.value, -truth[i] * CURRENT_A / 1e-4, 1e-9);
        double rate = truth[i] * CURRENT_A / (2 * HC_FARADAY_C_PER_MOL);
        assert_near(result.product[i].rate_mol_s.value, rate, 1e-12 * rate);
        assert_near(result.product[i].turnover_per_s.value, rate / 1e-8, 1e-9);
    }
    assert_near(result.total.value, 1.0, 1e-12);
    assert_int_equal(result.closure, HC_CLOSURE_CLOSED);
    double potential = -1.4 + 0.199 + hc_nernst_slope_v(298.15) * 6.8 + CURRENT_A * 2.0;
    assert_near(result.potential_v_rhe.value, potential, 1e-12);
    assert_near(result.product[0].half_cell_energy.value, 0.70 * (1.229 + 0.104) / (1.229 - potential),
                1e-3); /* 1.229 V and -0.104 V are rounded */
    assert_near(result.product[0].full_cell_energy.value, 0.70 * (1.229 + 0.104) / 3.0, 1e-3);
    /* an inert gas that is diluted to 0.96 of its fraction shows 1/0.96 times the flow */
    o.standard_in = 0.05;
    o.standard_out = 0.048;
    hc_run_result_clear(&result);
    CHECK(hc_run_evaluate(ctx, &c, &o, NULL, 1, measurements, &result));
    assert_near(result.product[0].efficiency.value, 0.70 / 0.96, 1e-12);
    assert_int_equal(result.closure, HC_CLOSURE_MISSING);
    hc_run_result_clear(&result);
    o.current_a = CURRENT_A;
    assert_int_equal(hc_run_evaluate(ctx, &c, &o, NULL, 1, measurements, &result), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "reverse_current"));
    hc_run_result_clear(&result);
    hc_keywords_clear(gc->keywords, co);
    hc_keywords_clear(gc->keywords, h2);
    hc_keywords_clear(nmr->keywords, formate);
    free(co);
    free(h2);
    free(formate);
}

/* Two gases of one flow: its error is the same in both, so the sum has it whole, not in quadrature. */
static void a_common_flow_is_correlated(void **state)
{
    (void)state;
    hc_measured_conditions c = conditions();
    hc_run_options o = run_options();
    const hc_product_method *gc = method_named("gc");
    void *co = new_options(gc, "CO"), *h2 = new_options(gc, "H2");
    o.flow_error_m3_s = 0.02 * o.flow_m3_s;
    set(gc, co, "concentration_ppm", "%.17g", true_ppm(0.5));
    set(gc, h2, "concentration_ppm", "%.17g", true_ppm(0.5));
    hc_product_measurement measurements[] = {{gc, co}, {gc, h2}};
    hc_run_result result;
    CHECK(hc_run_evaluate(ctx, &c, &o, NULL, 2, measurements, &result));
    assert_near(hc_uncertain_error(&result.product[0].efficiency), 0.01, 1e-12);
    assert_near(hc_uncertain_error(&result.total), 0.02, 1e-12);
    assert_near(hc_uncertain_correlation(&result.product[0].efficiency, &result.product[1].efficiency), 1.0, 1e-12);
    hc_run_result_clear(&result);
    hc_keywords_clear(gc->keywords, co);
    hc_keywords_clear(gc->keywords, h2);
    free(co);
    free(h2);
}

/* A recording of the true current with white noise of 2 %. */
static hc_trace *noisy_trace(hc_random *random)
{
    hc_trace *trace = NULL;
    bool has[HC_TRACE_QUANTITY_COUNT] = {
        [HC_TRACE_TIME] = true, [HC_TRACE_POTENTIAL] = true, [HC_TRACE_CURRENT] = true};
    CHECK(hc_trace_create(ctx, &trace));
    for (size_t i = 0; i <= 180; i++) {
        double values[HC_TRACE_QUANTITY_COUNT] = {[HC_TRACE_TIME] = DURATION_S / 180 * (double)i,
                                                  [HC_TRACE_POTENTIAL] = -1.4,
                                                  [HC_TRACE_CURRENT] =
                                                      -CURRENT_A * (1 + 0.02 * hc_random_normal(random))};
        CHECK(hc_trace_add_row(ctx, trace, has, values));
    }
    return trace;
}

/* One experiment: everything that is measured is drawn about the truth with the error that is stated. */
static void draw(hc_random *random, hc_run_result *result)
{
    hc_measured_conditions c = conditions();
    hc_run_options o = run_options();
    const hc_product_method *gc = method_named("gc"), *hplc = method_named("hplc");
    void *co = new_options(gc, "CO"), *h2 = new_options(gc, "H2"), *formate = new_options(hplc, "formate");
    hc_trace *trace = noisy_trace(random);
    o.flow_m3_s *= 1 + 0.02 * hc_random_normal(random);
    o.flow_error_m3_s = 0.02 * FLOW_ML_MIN * 1e-6 / 60;
    o.volume_m3 *= 1 + 0.01 * hc_random_normal(random);
    o.volume_error_m3 = 0.01 * VOLUME_ML * 1e-6;
    o.instrument_error = 0.005;
    double gain = 1 + 0.005 * hc_random_normal(random);
    for (size_t i = 0; i < trace->nrow; i++) {
        trace->value[HC_TRACE_CURRENT][i] *= gain;
    }
    void *gases[2] = {co, h2};
    for (size_t i = 0; i < 2; i++) {
        double ppm = true_ppm(truth[i]);
        set(gc, gases[i], "concentration_ppm", "%.17g",
            ppm * (1 + 0.03 * hc_random_normal(random)) * (1 + 0.02 * hc_random_normal(random)));
        set(gc, gases[i], "concentration_error_ppm", "%.17g", 0.03 * ppm);
        set(gc, gases[i], "calibration_error_percent", "%g", 2);
    }
    double concentration = true_mmol_l(truth[2]);
    set(hplc, formate, "concentration_mmol_l", "%.17g", concentration * (1 + 0.05 * hc_random_normal(random)));
    set(hplc, formate, "concentration_error_mmol_l", "%.17g", 0.05 * concentration);
    hc_product_measurement measurements[] = {{gc, co}, {gc, h2}, {hplc, formate}};
    CHECK(hc_run_evaluate(ctx, &c, &o, trace, 3, measurements, result));
    hc_trace_free(trace);
    hc_keywords_clear(gc->keywords, co);
    hc_keywords_clear(gc->keywords, h2);
    hc_keywords_clear(hplc->keywords, formate);
    free(co);
    free(h2);
    free(formate);
}

/* The 95 % interval, 1.96 standard errors, holds the truth in 950 of 1000 experiments; the count itself scatters
 * by 6.9, and three of that are allowed. */
static void the_truth_lies_within_the_stated_error_in_95_percent(void **state)
{
    (void)state;
    hc_random random;
    size_t inside[4] = {0};
    hc_random_seed(&random, 2026);
    for (size_t i = 0; i < 1000; i++) {
        hc_run_result result;
        draw(&random, &result);
        for (size_t k = 0; k < 3; k++) {
            const hc_uncertain *efficiency = &result.product[k].efficiency;
            inside[k] += fabs(efficiency->value - truth[k]) <= 1.96 * hc_uncertain_error(efficiency);
        }
        inside[3] += fabs(result.total.value - 1.0) <= 1.96 * hc_uncertain_error(&result.total);
        hc_run_result_clear(&result);
    }
    for (size_t k = 0; k < 4; k++) {
        print_message("inside: %zu of 1000\n", inside[k]);
        assert_in_range(inside[k], 929, 971);
    }
}

/* A drifting current: the charge is the integral, and the drift is not taken for noise. */
static void a_drift_is_no_noise(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 7);
    hc_trace *trace = noisy_trace(&random);
    for (size_t i = 0; i < trace->nrow; i++) {
        double t = trace->value[HC_TRACE_TIME][i];
        trace->value[HC_TRACE_CURRENT][i] = -CURRENT_A * (1 - 0.5 * t / DURATION_S);
    }
    hc_current_mean mean;
    CHECK(hc_current_mean_make(ctx, trace, NAN, NAN, 1e-4, &mean));
    assert_near(mean.charge_c, -0.75 * CURRENT_A * DURATION_S, 1e-12);
    assert_near(mean.current_a, -0.75 * CURRENT_A, 1e-15);
    assert_near(mean.error_a, 0.0, 1e-15);
    assert_int_equal(hc_current_mean_make(ctx, trace, 895.0, 905.0, 1e-4, &mean), HC_ERROR_INPUT);
    hc_trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_electrodes_are_as_published),
        cmocka_unit_test(tables_are_sound),
        cmocka_unit_test(products_have_the_published_electrons_and_potentials),
        cmocka_unit_test(errors_propagate_as_derivatives),
        cmocka_unit_test(potentials_are_corrected_with_the_right_signs),
        cmocka_unit_test(exact_inputs_give_the_true_efficiencies),
        cmocka_unit_test(a_common_flow_is_correlated),
        cmocka_unit_test(the_truth_lies_within_the_stated_error_in_95_percent),
        cmocka_unit_test(a_drift_is_no_noise),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
