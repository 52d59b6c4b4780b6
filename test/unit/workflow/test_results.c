/* Results in a folder: what is written reads back, and a damaged template makes no page. */
#include "support/context_fixture.h"

#include "base/file.h"
#include "report/figure.h"
#include "workflow/results.h"

static void numbers_and_texts(void **state)
{
    (void)state;
    hc_text text = {0};
    char *read = NULL;
    size_t length = 0;
    hc_json *json = NULL;
    hc_table_list tables = {0};
    hc_table *table = NULL, *back = NULL;
    CHECK(hc_directory_create(ctx, HC_SCRATCH "/results"));
    CHECK(hc_results_json(ctx, HC_SCRATCH "/results", "result.json", hc_report_page("t", NULL)));
    CHECK(hc_json_read(ctx, HC_SCRATCH "/results/result.json", &json));
    assert_string_equal(hc_json_text_of(hc_json_get(json, "title")), "t");
    hc_text_add(&text, "two\nlines\n");
    CHECK(hc_results_text(ctx, HC_SCRATCH "/results", "a.txt", &text));
    assert_null(text.data);
    CHECK(hc_file_read(ctx, HC_SCRATCH "/results/a.txt", &read, &length));
    assert_string_equal(read, "two\nlines\n");
    CHECK(hc_table_create(ctx, "over-time", "title", NULL, &table));
    CHECK(hc_table_add_column(ctx, table, &(hc_column_options){.name = "t", .unit = "s"}));
    CHECK(hc_table_add_row(ctx, table, &(double){0.1}, NULL));
    CHECK(hc_table_list_add(ctx, &tables, table));
    CHECK(hc_results_tables(ctx, HC_SCRATCH "/results", &tables));
    CHECK(hc_table_read(ctx, HC_SCRATCH "/results/over-time.csv", &back));
    assert_true(hc_table_values(back, "t")[0] == 0.1);
    assert_int_equal(hc_results_table(ctx, HC_SCRATCH "/no/such", back), HC_ERROR_FILE);
    hc_table_list_clear(&tables);
    hc_table_free(back);
    hc_json_free(json);
    free(read);
}

/* Only a template that is missing is passed over: one that is damaged is a failure. */
static void page_with_a_damaged_template(void **state)
{
    (void)state;
    CHECK(hc_directory_create(ctx, HC_SCRATCH "/results_bare"));
    remove(HC_SCRATCH "/results_bare/report.html"); /* of an earlier run */
    assert_int_equal(setenv("HALFCELL_DATA", HC_SCRATCH "/results_bare", 1), 0);
    CHECK(hc_file_write_atomically(ctx, HC_SCRATCH "/results_bare/report_template.html", "no mark", 7));
    assert_int_equal(hc_results_page(ctx, HC_SCRATCH "/results_bare", hc_report_page("t", NULL)), HC_ERROR_FORMAT);
    assert_int_equal(unsetenv("HALFCELL_DATA"), 0);
    assert_false(hc_file_exists(HC_SCRATCH "/results_bare/report.html"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_texts),
        cmocka_unit_test(page_with_a_damaged_template),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
