/* The safeguard of the diagonalisation: what it accepts, what it takes back, and how the shift follows. */
#include "support/context_fixture.h"

#include "gpw/scf/safeguard.h"

#define UPHILL 0.1 /* hartree */

static void an_uphill_step_is_taken_back(void **state)
{
    (void)state;
    hc_gpw_safeguard *guard = NULL;
    double matrix[2] = {1.0, 2.0}, density[2] = {3.0, 4.0};
    CHECK(hc_gpw_safeguard_create(ctx, 2, UPHILL, &guard));
    assert_true(hc_gpw_safeguard_accepts(guard, -5.0, 1.0, matrix, density)); /* the first whatever it is */
    matrix[0] = density[1] = 7.0;
    assert_true(hc_gpw_safeguard_accepts(guard, -5.5, 1.0, matrix, density));
    matrix[0] = density[1] = 8.0;
    assert_true(
        hc_gpw_safeguard_accepts(guard, -5.45, 1.0, matrix, density)); /* less than UPHILL, but not the lowest */
    assert_true(guard->shift == 0.0 && matrix[0] == 8.0);
    matrix[0] = density[1] = 9.0;
    assert_false(hc_gpw_safeguard_accepts(guard, -5.36, 1.0, matrix, density));
    assert_true(matrix[0] == 7.0 && matrix[1] == 2.0 && density[0] == 3.0 && density[1] == 7.0);
    hc_gpw_safeguard_free(guard);
}

/* It doubles with each refusal, as far as a bound, falls with what is accepted, and is then none. */
static void shift_rises_and_falls(void **state)
{
    (void)state;
    hc_gpw_safeguard *guard = NULL;
    double matrix[1] = {0.0}, density[1] = {0.0}, before = 0.0;
    CHECK(hc_gpw_safeguard_create(ctx, 1, UPHILL, &guard));
    assert_true(hc_gpw_safeguard_accepts(guard, -1.0, 1.0, matrix, density));
    assert_false(hc_gpw_safeguard_accepts(guard, 1.0, 1.0, matrix, density));
    before = guard->shift;
    assert_true(before > 0.0);
    assert_false(hc_gpw_safeguard_accepts(guard, 1.0, 1.0, matrix, density));
    assert_true(guard->shift == 2.0 * before);
    for (int k = 0; k < 100; k++) {
        assert_false(hc_gpw_safeguard_accepts(guard, 1.0, 1.0, matrix, density));
    }
    assert_true(isfinite(guard->shift) && guard->shift < 100.0);
    for (int k = 0; k < 30; k++) {
        before = guard->shift;
        assert_true(hc_gpw_safeguard_accepts(guard, -1.0 - k, 1.0, matrix, density));
        assert_true(guard->shift < before || before == 0.0);
    }
    assert_true(guard->shift == 0.0);
    hc_gpw_safeguard_free(guard);
}

/* Near self-consistency a rise is accepted in proportion to the residual. */
static void small_residuals_allow_small_rises(void **state)
{
    (void)state;
    hc_gpw_safeguard *guard = NULL;
    double matrix[1] = {0.0}, density[1] = {0.0};
    CHECK(hc_gpw_safeguard_create(ctx, 1, UPHILL, &guard));
    assert_true(hc_gpw_safeguard_accepts(guard, -1.0, 5e-4, matrix, density)); /* a hundredth of what is far */
    assert_true(hc_gpw_safeguard_accepts(guard, -1.0 + 0.009 * UPHILL, 1.0, matrix, density));
    assert_false(hc_gpw_safeguard_accepts(guard, -1.0 + 0.011 * UPHILL, 1.0, matrix, density));
    hc_gpw_safeguard_free(guard);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_uphill_step_is_taken_back),
        cmocka_unit_test(shift_rises_and_falls),
        cmocka_unit_test(small_residuals_allow_small_rises),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
