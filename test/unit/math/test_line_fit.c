/* Straight lines: against published regressions, their error by hand, and what is no line. */
#include "support/context_fixture.h"

#include "math/line_fit.h"

static void anscombe_is_as_published(void **state)
{
    (void)state;
    /* Anscombe's first set: slope 0.5001, intercept 3.0001, standard errors 0.1179 and 1.1247, R2 0.6665. */
    const double x[] = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
    const double y[] = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
    hc_line_fit fit;
    double error;
    CHECK(hc_line_fit_make(ctx, "Anscombe", 11, x, y, &fit));
    assert_float_equal(fit.slope, 0.5001, 5e-5);
    assert_float_equal(fit.intercept, 3.0001, 5e-5);
    assert_float_equal(fit.slope_error, 0.1179, 5e-5);
    assert_float_equal(fit.intercept_error, 1.1247, 5e-5);
    assert_float_equal(fit.r2, 0.6665, 5e-5);
    assert_float_equal(fit.rmse, 1.237, 5e-4);
    assert_float_equal(hc_line_fit_at(&fit, 9.0, &error), 7.501, 5e-4); /* at the mean: rmse / sqrt(n) */
    assert_float_equal(error, fit.rmse / sqrt(11.0), 1e-10);
}

static void two_points_have_no_scatter(void **state)
{
    (void)state;
    hc_line_fit fit;
    double error = 0.0;
    CHECK(hc_line_fit_make(ctx, "two", 2, (double[]){1, 3}, (double[]){2, 8}, &fit));
    assert_float_equal(hc_line_fit_at(&fit, 2.0, &error), 5.0, 1e-14);
    assert_true(isnan(fit.slope_error) && isnan(fit.rmse) && isnan(error));
}

/* Three times 0.1 has a mean that is not 0.1. */
static void no_line_through_one_abscissa(void **state)
{
    (void)state;
    hc_line_fit fit;
    const double same[3] = {0.1, 0.1, 0.1}, y[3] = {1, 2, 3};
    assert_int_equal(hc_line_fit_make(ctx, "one", 3, same, y, &fit), HC_ERROR_INPUT);
    assert_string_equal(hc_context_message(ctx),
                        "one: a line needs points at two different abscissas, there are 3 points");
    assert_int_equal(hc_line_fit_make(ctx, "one", 1, same, y, &fit), HC_ERROR_INPUT);
    assert_int_equal(hc_line_fit_make(ctx, "none", 0, same, y, &fit), HC_ERROR_INPUT);
    assert_int_equal(hc_line_fit_make(ctx, "bad", 2, (double[]){0, INFINITY}, y, &fit), HC_ERROR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anscombe_is_as_published),
        cmocka_unit_test(two_points_have_no_scatter),
        cmocka_unit_test(no_line_through_one_abscissa),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
