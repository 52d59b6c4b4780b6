/* The safeguard of the diagonalisation: what it accepts, what it takes back, and how the shift follows. */
#include "support/context_fixture.h"

#include "gpw/scf/safeguard.h"

#define UPHILL 0.1 /* hartree */

static void an_uphill_step_is_taken_back(void **state)
{
    (void)state;
    hc_gpw_safeguard *guard = NULL;
    double used[2] = {5.0, 6.0}, matrix[2] = {1.0, 2.0}, density[2] = {3.0, 4.0};
    CHECK(hc_gpw_safeguard_create(ctx, 2, UPHILL, &guard));
    assert_true(hc_gpw_safeguard_accepts(guard, -5.0, 1.0, used, matrix, density)); /* the first whatever it is */
    used[0] = matrix[0] = density[1] = 7.0;
    assert_true(hc_gpw_safeguard_accepts(guard, -5.5, 1.0, used, matrix, density));
    matrix[0] = density[1] = 8.0;
    assert_true(
        hc_gpw_safeguard_accepts(guard, -5.45, 1.0, used, matrix, density)); /* less than UPHILL, but not the lowest */
    assert_true(guard->shift == 0.0 && matrix[0] == 8.0);
    used[0] = matrix[0] = density[1] = 9.0;
    assert_false(hc_gpw_safeguard_accepts(guard, -5.36, 1.0, used, matrix, density));
    assert_true(matrix[0] == 7.0 && matrix[1] == 2.0 && density[0] == 3.0 && density[1] == 7.0);
    assert_true(used[0] == 7.0 && used[1] == 6.0);
    hc_gpw_safeguard_free(guard);
}

/* It doubles with each refusal, falls with what is accepted, and is then none. */
static void shift_rises_and_falls(void **state)
{
    (void)state;
    hc_gpw_safeguard *guard = NULL;
    double used[1] = {0.0}, matrix[1] = {0.0}, density[1] = {0.0}, before = 0.0;
    CHECK(hc_gpw_safeguard_create(ctx, 1, UPHILL, &guard));
    assert_true(hc_gpw_safeguard_accepts(guard, -1.0, 1.0, used, matrix, density));
    assert_false(hc_gpw_safeguard_accepts(guard, 1.0, 1.0, used, matrix, density));
    before = guard->shift;
    assert_true(before > 0.0);
    assert_false(hc_gpw_safeguard_accepts(guard, 1.0, 1.0, used, matrix, density));
    assert_true(guard->shift == 2.0 * before);
    for (int k = 0; k < 30; k++) {
        before = guard->shift;
        assert_true(hc_gpw_safeguard_accepts(guard, -1.0 - k, 1.0, used, matrix, density));
        assert_true(guard->shift < before || before == 0.0);
    }
    assert_true(guard->shift == 0.0);
    hc_gpw_safeguard_free(guard);
}

/* Where a raise does not help the step is taken, and what follows is compared with it. */
static void refusals_end(void **state)
{
    (void)state;
    hc_gpw_safeguard *guard = NULL;
    double used[1] = {0.0}, matrix[1] = {0.0}, density[1] = {0.0};
    int refused = 0;
    CHECK(hc_gpw_safeguard_create(ctx, 1, UPHILL, &guard));
    assert_true(hc_gpw_safeguard_accepts(guard, -1.0, 1.0, used, matrix, density));
    while (!hc_gpw_safeguard_accepts(guard, 1.0, 1.0, used, matrix, density)) {
        assert_true(++refused < 10);
    }
    assert_int_equal(refused, 3);
    assert_true(guard->energy == 1.0);
    assert_true(hc_gpw_safeguard_accepts(guard, 0.9, 1.0, used, matrix, density));
    hc_gpw_safeguard_free(guard);
}

/* Two atoms apart, each with half a pair: the diis finds the way out of steps up that have small residuals. */
static void near_self_consistency_all_is_accepted(void **state)
{
    (void)state;
    hc_gpw_safeguard *guard = NULL;
    double used[1] = {0.0}, matrix[1] = {0.0}, density[1] = {0.0};
    CHECK(hc_gpw_safeguard_create(ctx, 1, UPHILL, &guard));
    assert_true(hc_gpw_safeguard_accepts(guard, -1.0, 1e-4, used, matrix, density));
    assert_true(hc_gpw_safeguard_accepts(guard, 1.0, 1e-2, used, matrix, density));
    assert_true(guard->shift == 0.0);
    assert_false(hc_gpw_safeguard_accepts(guard, 1.0, 1e-1, used, matrix, density));
    hc_gpw_safeguard_free(guard);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_uphill_step_is_taken_back),
        cmocka_unit_test(shift_rises_and_falls),
        cmocka_unit_test(refusals_end),
        cmocka_unit_test(near_self_consistency_all_is_accepted),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
