/* Progress lines: when they are written, what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/progress.h"

static void assert_duration(double seconds, const char *expected)
{
    char text[HC_DURATION_SIZE];
    hc_duration_text(seconds, text);
    assert_string_equal(text, expected);
}

static void test_durations(void **state)
{
    (void)state;
    assert_duration(0, "0.0 s");
    assert_duration(9.94, "9.9 s");
    assert_duration(9.96, "10 s");
    assert_duration(59.6, "1 min 00 s");
    assert_duration(245, "4 min 05 s");
    assert_duration(3599, "1 h 00 min");
    assert_duration(11520, "3 h 12 min");
    assert_duration(187200, "2 d 04 h");
    assert_duration(-1, "?");
    assert_duration(1e300, "?");
}

static char *written(hc_progress *progress, void (*work)(hc_progress *))
{
    FILE *file = tmpfile();
    assert_non_null(file);
    hc_progress_begin(progress, file, 100);
    work(progress);
    char *text = calloc(1, 4096);
    rewind(file);
    assert_true(fread(text, 1, 4095, file) > 0);
    fclose(file);
    return text;
}

static void work_in_a_file(hc_progress *progress)
{
    assert_false(progress->terminal);
    assert_true(hc_progress_step(progress, 1000.0, 20, "300 K")); /* a resumed run */
    assert_false(hc_progress_step(progress, 1010.0, 40, "301 K"));
    assert_false(hc_progress_is_due(progress, 1029.0, 50));
    assert_true(hc_progress_step(progress, 1040.0, 60, "302 K"));
    assert_true(hc_progress_step(progress, 1041.0, 100, ""));
    hc_progress_clear(progress);
}

static void test_plain_lines(void **state)
{
    (void)state;
    hc_progress progress;
    char *text = written(&progress, work_in_a_file);
    assert_string_equal(text, "step 20/100  300 K\n"
                              "step 60/100  302 K  1.0 steps/s  40 s left\n"
                              "step 100/100  2.0 steps/s\n");
    free(text);
}

static void work_on_a_terminal(hc_progress *progress)
{
    progress->terminal = true;
    progress->interval_s = 0.1;
    char long_details[600];
    memset(long_details, 'x', sizeof long_details - 1);
    long_details[sizeof long_details - 1] = '\0';
    assert_true(hc_progress_step(progress, 0.0, 0, long_details));
    assert_false(hc_progress_step(progress, 0.05, 1, ""));
    assert_true(hc_progress_step(progress, 4.0, 2, ""));
    hc_progress_clear(progress);
    hc_progress_clear(progress);
}

static void test_rewriting_line(void **state)
{
    (void)state;
    hc_progress progress;
    char *text = written(&progress, work_on_a_terminal);
    assert_null(strchr(text, '\n'));
    char *second = strstr(text, "\r");
    assert_ptr_equal(second, text);
    second = strchr(text + 1, '\r');
    assert_int_equal(second - text, 1 + 79 + 3); /* cut to the width, then clear to the end */
    assert_string_equal(second, "\rstep 2/100  2.00 s/step  3 min 16 s left\x1b[K\r\x1b[K");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_durations), cmocka_unit_test(test_plain_lines),
                                       cmocka_unit_test(test_rewriting_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
