/* Quasi-Newton steps on a quadratic function, where exact steps along n directions of n variables are enough. */
#include "support/context_fixture.h"

#include "gpw/scf/secants.h"
#include "math/linalg.h"

#define N 6

/* x [N] to the gradient of (x - 1) A (x - 1) / 2, A_ii = i + 1, A_ij = 0.3. */
static void gradient_at(const double *x, double *g)
{
    for (int i = 0; i < N; i++) {
        g[i] = 0.0;
        for (int j = 0; j < N; j++) {
            g[i] += (i == j ? i + 1.0 : 0.3) * (x[j] - 1.0);
        }
    }
}

static void a_quadratic_function_ends_after_its_variables(void **state)
{
    (void)state;
    hc_gpw_secants *secants = NULL;
    double x[N] = {0.0}, g[N], step[N], change[N], before[N];
    CHECK(hc_gpw_secants_create(ctx, N, N, &secants));
    gradient_at(x, g);
    for (int k = 0; k < N; k++) {
        double ahead[N], curved[N];
        memcpy(step, g, sizeof g);
        hc_gpw_secants_before(secants, step);
        hc_gpw_secants_after(secants, step);
        for (int i = 0; i < N; i++) {
            ahead[i] = x[i] - step[i];
        }
        gradient_at(ahead, curved);
        double slope = hc_dot(N, g, step), length = slope / (slope - hc_dot(N, curved, step));
        memcpy(before, g, sizeof g);
        for (int i = 0; i < N; i++) {
            step[i] *= -length;
            x[i] += step[i];
        }
        gradient_at(x, g);
        for (int i = 0; i < N; i++) {
            change[i] = g[i] - before[i];
        }
        assert_true(hc_gpw_secants_add(secants, step, change));
    }
    assert_true(sqrt(hc_dot(N, g, g)) < 1e-10);
    for (int i = 0; i < N; i++) { /* now the inverse is known: A times any vector gives the vector back */
        double unit[N] = {0.0}, column[N];
        unit[i] = 1.0;
        gradient_at(
            (double[]){1.0 + (i == 0), 1.0 + (i == 1), 1.0 + (i == 2), 1.0 + (i == 3), 1.0 + (i == 4), 1.0 + (i == 5)},
            column);
        hc_gpw_secants_before(secants, column);
        hc_gpw_secants_after(secants, column);
        for (int j = 0; j < N; j++) {
            assert_true(fabs(column[j] - unit[j]) < 1e-9);
        }
    }
    hc_gpw_secants_free(secants);
}

static void steps_that_curve_downwards_are_left_out(void **state)
{
    (void)state;
    hc_gpw_secants *secants = NULL;
    const double step[N] = {1.0, 2.0}, change[N] = {1.0, -1.0}, up[N] = {1.0, 1.0};
    double vector[N] = {1.0, 2.0, 3.0};
    CHECK(hc_gpw_secants_create(ctx, N, 2, &secants));
    assert_false(hc_gpw_secants_add(secants, step, change));
    hc_gpw_secants_before(secants, vector);
    hc_gpw_secants_after(secants, vector);
    assert_true(vector[0] == 1.0 && vector[1] == 2.0 && vector[2] == 3.0);
    assert_false(hc_gpw_secants_reset(secants));
    assert_true(hc_gpw_secants_add(secants, step, up));
    assert_true(hc_gpw_secants_reset(secants));
    hc_gpw_secants_free(secants);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_quadratic_function_ends_after_its_variables),
                                       cmocka_unit_test(steps_that_curve_downwards_are_left_out)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
