/* Arrays that grow. */
#include "support/context_fixture.h"

#include "base/array.h"

static void appending_keeps_what_is_there(void **state)
{
    (void)state;
    int *number = NULL;
    size_t capacity = 0, moves = 0;
    for (size_t i = 0; i < 1000; i++) {
        size_t before = capacity;
        CHECK(hc_array_reserve(ctx, &number, sizeof *number, i, i + 1, &capacity));
        moves += capacity != before;
        assert_true(capacity > i);
        assert_int_equal(number[i], 0);
        number[i] = (int)i + 1;
    }
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(number[i], i + 1);
    }
    assert_true(moves < 12);
    free(number);
}

static void growing_by_one_keeps_what_is_there(void **state)
{
    (void)state;
    int *number = NULL;
    for (int i = 0; i < 1000; i++) {
        CHECK(hc_array_grow(ctx, &number, (size_t)i, sizeof *number));
        number[i] = i;
    }
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(number[i], i);
    }
    free(number);
}

static void a_size_without_end_is_refused(void **state)
{
    (void)state;
    int *number = NULL;
    size_t capacity = 0;
    assert_int_equal(hc_array_reserve(ctx, &number, sizeof *number, 0, SIZE_MAX / 2, &capacity), HC_ERROR_MEMORY);
    assert_null(number);
    assert_int_equal(capacity, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appending_keeps_what_is_there),
        cmocka_unit_test(growing_by_one_keeps_what_is_there),
        cmocka_unit_test(a_size_without_end_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
