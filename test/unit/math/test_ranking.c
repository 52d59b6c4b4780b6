/* Equal values keep the order of their numbers, whatever the rounding; values that differ do not. */
#include "support/context_fixture.h"

#include "math/random.h"
#include "math/ranking.h"

static void assert_order(hc_ranked *list, size_t count, const size_t *expected)
{
    for (size_t k = 0; k < count; k++) {
        assert_int_equal(list[k].number, expected[k]);
    }
}

static void ascends(void **state)
{
    (void)state;
    hc_ranked list[] = {{3.0, 0}, {-1.0, 1}, {2.0, 2}, {INFINITY, 3}, {-INFINITY, 4}, {INFINITY, 5}};
    hc_rank(list, 6, 1e-4);
    assert_order(list, 6, (const size_t[]){4, 1, 2, 0, 3, 5});
}

static void equal_ones_keep_their_numbers(void **state)
{
    static const double value[] = {2.0, 1.0, 2.0, 1.0, 2.0, 1.0 + 3e-4};
    hc_random random;
    (void)state;
    hc_random_seed(&random, 1);
    for (int trial = 0; trial < 100; trial++) {
        hc_ranked list[6];
        for (size_t k = 0; k < 6; k++) {
            list[k] = (hc_ranked){value[k] + 9e-5 * (hc_random_uniform(&random) - 0.5), k};
        }
        hc_rank(list, 6, 1e-4);
        assert_order(list, 6, (const size_t[]){1, 3, 5, 0, 2, 4});
    }
}

/* Groups do not grow along a chain: what is a tolerance above the lowest begins the next one. */
static void chains_end(void **state)
{
    (void)state;
    hc_ranked list[] = {{2.4, 0}, {1.8, 1}, {1.2, 2}, {0.6, 3}, {0.0, 4}};
    hc_rank(list, 5, 1.0);
    assert_order(list, 5, (const size_t[]){3, 4, 1, 2, 0});
}

static void nothing_to_sort(void **state)
{
    (void)state;
    hc_ranked one = {1.0, 7};
    hc_rank(&one, 0, 1.0);
    hc_rank(&one, 1, 1.0);
    assert_int_equal(one.number, 7);
}

static void plain_lists_ascend(void **state)
{
    (void)state;
    size_t number[] = {7, 0, (size_t)-1, 3, 3}, sorted[] = {0, 3, 3, 7, (size_t)-1};
    double value[] = {0.5, -2.0, 1e9, -2.0}, ascending[] = {-2.0, -2.0, 0.5, 1e9};
    hc_sort_numbers(number, 5);
    hc_sort_values(value, 4);
    assert_memory_equal(number, sorted, sizeof sorted);
    assert_memory_equal(value, ascending, sizeof ascending);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ascends), cmocka_unit_test(equal_ones_keep_their_numbers),
                                       cmocka_unit_test(chains_end), cmocka_unit_test(nothing_to_sort),
                                       cmocka_unit_test(plain_lists_ascend)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
