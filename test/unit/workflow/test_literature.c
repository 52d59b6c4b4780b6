/* Published points under somebody's own figure. */
#include "support/context_fixture.h"

#include "report/figure.h"
#include "workflow/literature_figure.h"

static void points_under_own_results(void **unused)
{
    (void)unused;
    const double u[2] = {-0.4, -0.8}, fe[2] = {20, 90};
    hc_json *figure =
        hc_figure_curves(&(hc_figure_head){.id = "fe"}, &(hc_figure_axis){.label = "U_RHE", .unit = "V"}, NULL, false);
    size_t added = 0;
    hc_figure_add_series(figure, &(hc_figure_series){.label = "mine", .unit = "%", .count = 2, .x = u, .value = fe});
    assert_int_equal(hc_literature_add_efficiencies(ctx, figure, &(hc_literature_filter){.product = "formate"}, &added),
                     HC_OK);
    const hc_json *series = hc_json_get(figure, "series"), *theirs = hc_json_at(series, 1);
    assert_int_equal(added, 2);
    assert_int_equal(hc_json_count(series), 2);
    assert_string_equal(hc_literature_text_of(theirs, "label"), "literature, formate");
    assert_true(hc_json_is_true(hc_json_get(theirs, "quiet")));
    /* BiOCl, 92 % over -0.6 to -0.9 V; Cu foam@BiNW, 95 % at -0.69 V. */
    assert_float_equal(hc_json_real_of(hc_json_at(hc_json_get(theirs, "x"), 0)), -0.75, 1e-12);
    assert_float_equal(hc_json_real_of(hc_json_at(hc_json_get(theirs, "x_error"), 0)), 0.15, 1e-12);
    assert_float_equal(hc_json_real_of(hc_json_at(hc_json_get(theirs, "x"), 1)), -0.69, 1e-12);
    assert_float_equal(hc_json_real_of(hc_json_at(hc_json_get(theirs, "values"), 1)), 95, 1e-12);
    hc_json_free(figure);
}

static void nothing_published_adds_nothing(void **unused)
{
    (void)unused;
    hc_json *figure = hc_figure_curves(&(hc_figure_head){.id = "fe"}, NULL, NULL, false);
    size_t added = 7;
    assert_int_equal(hc_literature_add_efficiencies(ctx, figure, &(hc_literature_filter){.product = "H2"}, &added),
                     HC_OK);
    assert_int_equal(added, 0);
    assert_int_equal(hc_json_count(hc_json_get(figure, "series")), 0);
    hc_json_free(figure);
}

/* -0.104 V is not an input: it follows from free energies of formation. */
static void equilibrium_of_co(void **unused)
{
    (void)unused;
    hc_json *record = NULL;
    double u = 0, half_width = 1;
    hc_literature_how how = HC_LITERATURE_STATED;
    assert_int_equal(hc_json_parse(ctx, "{\"product\": \"CO\", \"overpotential_V\": 0.0}", "record", &record), HC_OK);
    assert_true(hc_literature_potential(record, &u, &half_width, &how));
    const double reaction_kj = -137.17 - 237.13 + 394.36, faraday = 96.48533212;
    assert_float_equal(u, -reaction_kj / (2 * faraday), 5e-4);
    assert_int_equal(how, HC_LITERATURE_OVERPOTENTIAL);
    hc_json_free(record);
    /* The equilibrium of formate depends on pH: no potential is made of its overpotential. */
    assert_int_equal(hc_json_parse(ctx, "{\"product\": \"formate\", \"overpotential_V\": 0.67}", "record", &record),
                     HC_OK);
    assert_false(hc_literature_potential(record, &u, &half_width, &how));
    hc_json_free(record);
    /* Nor of one against another electrode. */
    assert_int_equal(hc_json_parse(ctx, "{\"product\": \"CO\", \"potential_V\": -1.0, \"potential_ref\": \"Ag/AgCl\"}",
                                   "r", &record),
                     HC_OK);
    assert_false(hc_literature_potential(record, &u, &half_width, &how));
    hc_json_free(record);
}

static void short_names(void **unused)
{
    (void)unused;
    const char *const cases[][2] = {{"Fe-N-C", "Fe-N-C"},
                                    {"Cu twin boundaries on polished Cu", "Cu twin boundaries on…"},
                                    {"äääääääääääääääääääääää", "äääääääääää…"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *name = NULL;
        assert_int_equal(hc_literature_short_name(ctx, cases[i][0], 23, &name), HC_OK);
        assert_string_equal(name, cases[i][1]);
        free(name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_under_own_results),
        cmocka_unit_test(nothing_published_adds_nothing),
        cmocka_unit_test(equilibrium_of_co),
        cmocka_unit_test(short_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
