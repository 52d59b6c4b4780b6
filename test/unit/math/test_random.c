/* The generator: its published first outputs, moments of the deviates, and an exact continuation from a checkpoint. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "math/random.h"

/* xoshiro256** from the state {1, 2, 3, 4}: first outputs as published with the reference implementation. */
static void first_outputs(void **state)
{
    (void)state;
    const uint64_t expected[] = {11520, 0, 1509978240, 1215971899390074240};
    hc_random random = {.word = {1, 2, 3, 4}};
    for (size_t i = 0; i < 4; i++) {
        assert_true(hc_random_bits(&random) == expected[i]);
    }
}

static void moments(void **state)
{
    (void)state;
    enum { COUNT = 200000 };
    hc_random random;
    hc_random_seed(&random, 42);
    double uniform = 0, mean = 0, variance = 0, fourth = 0, gamma_mean = 0, gamma_square = 0, small_gamma = 0;
    for (int i = 0; i < COUNT; i++) {
        double u = hc_random_uniform(&random), x = hc_random_normal(&random), g = hc_random_gamma(&random, 3.5);
        assert_true(u >= 0.0 && u < 1.0);
        uniform += u / COUNT;
        mean += x / COUNT;
        variance += x * x / COUNT;
        fourth += x * x * x * x / COUNT;
        gamma_mean += g / COUNT;
        gamma_square += g * g / COUNT;
        small_gamma += hc_random_gamma(&random, 0.5) / COUNT;
    }
    /* Five standard errors each. */
    double root = sqrt(COUNT);
    assert_true(fabs(uniform - 0.5) < 5 * 0.2887 / root);
    assert_true(fabs(mean) < 5 / root);
    assert_true(fabs(variance - 1.0) < 5 * sqrt(2.0) / root);
    assert_true(fabs(fourth - 3.0) < 5 * sqrt(96.0) / root);
    assert_true(fabs(gamma_mean - 3.5) < 5 * sqrt(3.5) / root);
    assert_true(fabs(gamma_square - 3.5 * 4.5) < 5 * sqrt(3.5 * 4.5 * (5.5 * 6.5 - 3.5 * 4.5)) / root);
    assert_true(fabs(small_gamma - 0.5) < 5 * sqrt(0.5) / root);
}

static void continues_from_a_state(void **unused)
{
    (void)unused;
    hc_context *ctx = NULL;
    hc_state *state = NULL;
    hc_random random, copy;
    assert_int_equal(hc_context_create(&ctx), HC_OK);
    assert_int_equal(hc_state_create(ctx, &state), HC_OK);
    hc_random_seed(&random, 7);
    for (int i = 0; i < 11; i++) {
        (void)hc_random_normal(&random);
    }
    assert_int_equal(hc_random_save(&random, ctx, state, "test"), HC_OK);
    assert_int_equal(hc_random_load(&copy, ctx, state, "test"), HC_OK);
    for (int i = 0; i < 100; i++) {
        assert_true(hc_random_normal(&random) == hc_random_normal(&copy));
    }
    hc_state_free(state);
    hc_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_outputs),
        cmocka_unit_test(moments),
        cmocka_unit_test(continues_from_a_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
