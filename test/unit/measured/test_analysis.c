/* Evaluations of curves and spectra: each against a case whose answer is known. */
#include "support/context_fixture.h"

#include "math/random.h"
#include "measured/analyses.h"
#include "measured/constants.h"
#include "unit/measured/near.h"

#define CURVE_MAX 5

static hc_measured_conditions conditions;
static hc_potential_scale scale;
static hc_measured_curve curves[CURVE_MAX];
static hc_measured_input input;

static int set_up_conditions(void **state)
{
    hc_error_sources sources = {0};
    conditions = (hc_measured_conditions){.electrode = {.area_m2 = 0.5e-4},
                                          .electrolyte = {.temperature_c = 25, .ph = 7},
                                          .reference = {.electrode = (char *)"rhe", .potential_v_she = NAN}};
    input = (hc_measured_input){.conditions = &conditions, .scale = &scale, .curve = curves};
    return set_up(state) != 0 || hc_potential_scale_make(ctx, &conditions, &sources, &scale, NULL) != HC_OK;
}

static void clear_curves(void)
{
    for (size_t i = 0; i < input.ncurve; i++) {
        hc_trace_free((hc_trace *)curves[i].trace);
    }
    input.ncurve = 0;
}

static hc_trace *new_curve(const char *label)
{
    hc_trace *trace = NULL;
    CHECK(hc_trace_create(ctx, &trace));
    curves[input.ncurve++] =
        (hc_measured_curve){.label = label, .trace = trace, .scan_rate_v_s = NAN, .rotation_rpm = NAN};
    return trace;
}

static void add_point(hc_trace *trace, double time, double potential, double current)
{
    static const bool has[HC_TRACE_QUANTITY_COUNT] = {
        [HC_TRACE_TIME] = true, [HC_TRACE_POTENTIAL] = true, [HC_TRACE_CURRENT] = true};
    double values[HC_TRACE_QUANTITY_COUNT] = {
        [HC_TRACE_TIME] = time, [HC_TRACE_POTENTIAL] = potential, [HC_TRACE_CURRENT] = current};
    CHECK(hc_trace_add_row(ctx, trace, has, values));
}

/* Applies an analysis whose options are pairs of texts, key and value, ended by NULL. */
static hc_status apply(const hc_measured_analysis *analysis, const char *const *pairs, hc_measured_result *result)
{
    void *options = calloc(1, analysis->options_size);
    assert_non_null(options);
    CHECK(hc_keywords_set_defaults(ctx, analysis->keywords, options));
    for (; *pairs != NULL; pairs += 2) {
        const hc_keyword *keyword = hc_keyword_find(analysis->keywords, pairs[0]);
        assert_non_null(keyword);
        CHECK(hc_keyword_set(ctx, keyword, options, pairs[1]));
    }
    *result = (hc_measured_result){0};
    hc_status status = analysis->apply(ctx, options, &input, result);
    hc_keywords_clear(analysis->keywords, options);
    free(options);
    return status;
}

static const hc_measured_value *value_of(const hc_measured_result *result, const char *key)
{
    for (size_t i = 0; i < result->nvalue; i++) {
        if (strcmp(result->value[i].key, key) == 0) {
            return &result->value[i];
        }
    }
    fail_msg("no value %s", key);
    return NULL;
}

/* A capacitor of 2 mF with a leak, cycled between 0 and 0.1 V: I = +-C v + E/R. */
static void a_capacitor_gives_its_capacitance(void **state)
{
    (void)state;
    static const char *const labels[] = {"a", "b", "c", "d"};
    hc_measured_result result;
    for (size_t k = 0; k < 4; k++) {
        double rate = 0.02 * (double)(k + 1);
        hc_trace *trace = new_curve(labels[k]);
        curves[k].scan_rate_v_s = rate;
        for (int i = 0; i <= 40; i++) {
            double volts = i <= 20 ? 0.005 * i : 0.005 * (40 - i);
            add_point(trace, 0.005 * i / rate, volts, (i <= 20 ? 2e-3 : -2e-3) * rate + volts / 1e4);
        }
    }
    static const char *const options[] = {"curves", "a, b, c, d", "specific_capacitance_uf_cm2", "20", NULL};
    input.ncurve = 4;
    CHECK(apply(&hc_analysis_double_layer, options, &result));
    assert_near(value_of(&result, "double_layer_capacitance_mf")->value, 2.0, 1e-10);
    assert_near(value_of(&result, "active_area_cm2")->value, 100.0, 1e-8);
    assert_near(value_of(&result, "roughness_factor")->value, 200.0, 1e-7);
    assert_int_equal(result.nplot, 1);
    hc_measured_result_clear(&result);
    static const char *const wrong[] = {"curves", "a, bb", NULL};
    assert_int_equal(apply(&hc_analysis_double_layer, wrong, &result), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "there is no curve 'bb'"));
    hc_measured_result_clear(&result);
    clear_curves();
}

/* j = -j0 10^(-(E - E0)/b): b = 120 mV/decade is the transfer coefficient 1/2 (59.16/120). */
static void a_tafel_line_gives_slope_and_exchange_current(void **state)
{
    (void)state;
    hc_measured_result result;
    hc_trace *trace = new_curve("lsv");
    for (int i = 0; i <= 100; i++) {
        double volts = -0.2 - 0.005 * i;
        add_point(trace, i, volts, -0.5 * 1e-6 * pow(10.0, -(volts + 0.1) / 0.12)); /* 1e-6 A/cm^2 at -0.1 V */
    }
    static const char *const options[] = {
        "curve", "lsv", "lowest_ma_cm2", "0.1", "highest_ma_cm2", "1", "equilibrium_v_rhe", "-0.1", NULL};
    CHECK(apply(&hc_analysis_tafel, options, &result));
    assert_near(value_of(&result, "tafel_slope_lsv_mv_per_decade")->value, -120.0, 1e-9);
    assert_near(value_of(&result, "exchange_current_lsv_ma_per_cm2")->value, 1e-3, 1e-12);
    assert_true(result.plot[0].table->nrow > 20 && result.plot[0].table->nrow < 30); /* one decade of 120 mV in 5 mV */
    hc_measured_result_clear(&result);
    clear_curves();
}

static void koutecky_levich_gives_electrons_and_kinetic_current(void **state)
{
    (void)state;
    static const char *const labels[] = {"400", "900", "1600", "2500"};
    static const double rpm[] = {400, 900, 1600, 2500};
    hc_measured_result result;
    /* O2 in 0.1 M KOH at 1600 rpm: the textbook limit of 5.7 mA/cm^2 for four electrons */
    double constant = hc_levich_constant(1.9e-9, 1.0e-6, 1.2);
    assert_near(4 * constant * sqrt(2 * HC_PI * 1600 / 60), 57.0, 0.5);
    for (size_t k = 0; k < 4; k++) {
        double density = 1.0 / (1.0 / 80.0 + 1.0 / (4 * constant * sqrt(2 * HC_PI * rpm[k] / 60)));
        hc_trace *trace = new_curve(labels[k]);
        curves[k].rotation_rpm = rpm[k];
        add_point(trace, 0, 0.8, 0.0);
        add_point(trace, 1, 0.4, -density * 0.5e-4);
        add_point(trace, 2, 0.2, -density * 0.5e-4);
    }
    static const char *const options[] = {"curves",
                                          "400, 900, 1600, 2500",
                                          "potentials_v_rhe",
                                          "0.3",
                                          "diffusion_cm2_s",
                                          "1.9e-5",
                                          "viscosity_cm2_s",
                                          "0.01",
                                          "concentration_mmol_l",
                                          "1.2",
                                          NULL};
    CHECK(apply(&hc_analysis_koutecky_levich, options, &result));
    assert_near(value_of(&result, "levich_electrons_at_0.300_v_rhe")->value, 4.0, 1e-9);
    assert_near(value_of(&result, "kinetic_current_at_0.300_v_rhe_ma_per_cm2")->value, 8.0, 1e-9);
    hc_measured_result_clear(&result);
    clear_curves();
}

static void a_decay_is_found(void **state)
{
    (void)state;
    hc_measured_result result;
    hc_trace *trace = new_curve("day");
    for (int i = 0; i <= 400; i++) {
        double hours = 0.05 * i;
        add_point(trace, 3600 * hours, -0.8, -0.5e-3 * (6 + 4 * exp(-hours / 5)));
    }
    CHECK(apply(&hc_analysis_stability, (const char *const[]){"curve", "day", NULL}, &result));
    assert_near(value_of(&result, "decay_time_h")->value, 5.0, 1e-6);
    assert_near(value_of(&result, "plateau_percent")->value, 60.0, 1e-5);
    hc_measured_result_clear(&result);
    clear_curves();
    /* a straight line has no decay time */
    static const char *const line[] = {"times_h", "0, 1, 2, 3, 4, 5", "values", "90, 89, 88, 87, 86, 85", NULL};
    CHECK(apply(&hc_analysis_stability, line, &result));
    assert_int_equal(result.nvalue, 1);
    assert_near(value_of(&result, "drift_percent_per_h")->value, -100.0 / 90, 1e-10);
    hc_measured_result_clear(&result);
    static const char *const back[] = {"times_h", "0, 2, 1, 3, 4", "values", "90, 89, 88, 87, 86", NULL};
    assert_int_equal(apply(&hc_analysis_stability, back, &result), HC_ERROR_INPUT);
    hc_measured_result_clear(&result);
}

/* The error of the decay time covers the truth in 68 % of noisy decays. */
static void errors_of_a_decay_are_honest(void **state)
{
    (void)state;
    hc_random random;
    double time[100], value[100];
    int inside = 0;
    hc_random_seed(&random, 5);
    for (int draw = 0; draw < 400; draw++) {
        hc_decay_fit fit;
        for (int i = 0; i < 100; i++) {
            time[i] = 0.2 * i;
            value[i] = 6 + 4 * exp(-time[i] / 5) + 0.1 * hc_random_normal(&random);
        }
        CHECK(hc_decay_fit_make(ctx, 100, time, value, &fit));
        assert_true(fit.resolved);
        inside += fabs(fit.tau - 5) <= fit.tau_error;
    }
    assert_in_range(inside, 245, 301); /* 273 +- 3 sqrt(400 0.68 0.32) */
}

static void raman_relations_are_as_published(void **state)
{
    (void)state;
    hc_measured_result result;
    static const char *const options[] = {"wavelength_nm", "514.5", "d_over_g", "0.5", "d_over_g_error", "0.05", NULL};
    CHECK(apply(&hc_analysis_raman, options, &result));
    const hc_measured_value *density = value_of(&result, "defect_density_per_cm2");
    const hc_measured_value *distance = value_of(&result, "defect_distance_nm");
    /* in energies the same paper writes n_D = (7.3 +- 2.2) 1e9 E^4 I_D/I_G and L_D^2 = (4.3 +- 1.3) 1e3/(E^4 I_D/I_G)
     */
    double energy4 = pow(1239.84 / 514.5, 4);
    assert_near(density->value, 7.3e9 * energy4 * 0.5, 0.06 * density->value);
    assert_near(distance->value * distance->value, 4.3e3 / energy4 / 0.5, 0.03 * 4.3e3 / energy4 / 0.5);
    assert_near(density->error / density->value, hypot(0.5 / 1.8, 0.1), 1e-12);
    assert_near(distance->error / distance->value, 0.5 * hypot(0.5 / 1.8, 0.1), 1e-12);
    /* the full relation goes over into the simple one, with its constant 160 pi (3.1^2 - 1) = 4327 nm^2 eV^4 */
    assert_near(hc_raman_ratio(200, 514.5) * 200 * 200 * energy4, 160 * HC_PI * 8.61, 2.0);
    assert_near(hc_raman_distance_nm(hc_raman_ratio(12.0, 633), 633), 12.0, 1e-9);
    /* its maximum for green light, about 3.5 near 3 to 4 nm (Lucchese et al. 2010, Fig. 4) */
    assert_true(isnan(hc_raman_distance_nm(4.0, 514.5)) && hc_raman_distance_nm(3.0, 514.5) > 3.0);
    hc_measured_result_clear(&result);
}

static void xps_shares_have_correlated_errors(void **state)
{
    (void)state;
    hc_measured_result result;
    static const char *const options[] = {
        "components", "pyridinic, graphitic", "areas", "30, 70", "area_errors", "1, 2", NULL};
    CHECK(apply(&hc_analysis_xps, options, &result));
    const hc_measured_value *pyridinic = value_of(&result, "share_pyridinic_percent");
    assert_near(pyridinic->value, 30.0, 1e-12);
    assert_near(pyridinic->error, hypot(0.7 * 1, 0.3 * 2), 1e-12); /* A1/(A1 + A2) by hand */
    assert_near(value_of(&result, "share_graphitic_percent")->error, pyridinic->error, 1e-12);
    hc_measured_result_clear(&result);
    static const char *const wrong[] = {"components", "pyridinic, graphitic", "areas", "30", NULL};
    assert_int_equal(apply(&hc_analysis_xps, wrong, &result), HC_ERROR_INPUT);
    hc_measured_result_clear(&result);
}

static void epr_spins_follow_the_double_integral(void **state)
{
    (void)state;
    hc_measured_result result;
    FILE *file = fopen(HC_SCRATCH "/epr.csv", "w");
    assert_non_null(file);
    fprintf(file, "field,signal\n");
    for (int i = -200; i <= 200; i++) { /* derivative of 3 exp(-x^2/(2 9)): double integral 3 3 sqrt(2 pi) */
        double x = 0.1 * i;
        fprintf(file, "%.17g,%.17g\n", 330 + x, -3.0 * x / 9.0 * exp(-x * x / 18.0));
    }
    fclose(file);
    char standard[40];
    snprintf(standard, sizeof standard, "%.17g", 9 * sqrt(2 * HC_PI));
    const char *const options[] = {"spectrum",
                                   HC_SCRATCH "/epr.csv",
                                   "standard_double_integral",
                                   standard,
                                   "standard_spins",
                                   "1e17",
                                   "integral_error_percent",
                                   "5",
                                   "power_mw",
                                   "4",
                                   "standard_spin",
                                   "1",
                                   "standard_error_percent",
                                   "3",
                                   "mass_g",
                                   "0.01",
                                   NULL};
    CHECK(apply(&hc_analysis_epr, options, &result));
    /* four times the power doubles the signal of a spin; S(S+1) of the standard is 2, of the sample 3/4 */
    assert_near(value_of(&result, "spins")->value, 1e17 / 2 * (2 / 0.75), 1e13);
    assert_near(value_of(&result, "spins")->error / value_of(&result, "spins")->value, hypot(0.05, 0.03), 1e-12);
    assert_near(value_of(&result, "spins_per_g")->value, 100 * value_of(&result, "spins")->value, 1e6);
    hc_measured_result_clear(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_capacitor_gives_its_capacitance),
        cmocka_unit_test(a_tafel_line_gives_slope_and_exchange_current),
        cmocka_unit_test(koutecky_levich_gives_electrons_and_kinetic_current),
        cmocka_unit_test(a_decay_is_found),
        cmocka_unit_test(errors_of_a_decay_are_honest),
        cmocka_unit_test(raman_relations_are_as_published),
        cmocka_unit_test(xps_shares_have_correlated_errors),
        cmocka_unit_test(epr_spins_follow_the_double_integral),
    };
    return cmocka_run_group_tests(tests, set_up_conditions, tear_down);
}
