/* The OpenBLAS that is linked is the one that shares its threads with OpenMP, whatever the system's alternative says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* 0: one thread, 1: threads of its own, 2: OpenMP */
int openblas_get_parallel(void);

static void test_blas_shares_openmp_threads(void **state)
{
    (void)state;
    assert_int_equal(openblas_get_parallel(), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_blas_shares_openmp_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
