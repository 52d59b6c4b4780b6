/* Result tables: CSV there and back to the last bit, refusals, the figure. */
#include "support/context_fixture.h"

#include "base/file.h"
#include "base/table.h"

static hc_table *make_table(void)
{
    hc_table *table = NULL;
    assert_int_equal(hc_table_create(ctx, "profile", "Work", "a caption", &table), HC_OK);
    assert_int_equal(hc_table_add_column(ctx, table, &(hc_column_options){.name = "xi", .unit = "angstrom"}), HC_OK);
    assert_int_equal(hc_table_add_column(ctx, table,
                                         &(hc_column_options){.name = "dA_dxi",
                                                              .label = "dA/dξ",
                                                              .unit = "ev_per_angstrom",
                                                              .has_error = true,
                                                              .style = HC_TABLE_POINTS}),
                     HC_OK);
    assert_int_equal(hc_table_add_column(ctx, table, &(hc_column_options){.name = "count"}), HC_OK);
    for (int irow = 0; irow < 100; irow++) {
        double values[3] = {0.1 * irow, 1.0 / (irow + 1), irow == 7 ? NAN : irow * 1e300};
        double errors[3] = {0, 1e-17 * irow, 0};
        assert_int_equal(hc_table_add_row(ctx, table, values, errors), HC_OK);
    }
    return table;
}

static void assert_same_numbers(const double *a, const double *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_true(a[i] == b[i] || (isnan(a[i]) && isnan(b[i])));
    }
}

static void test_csv_round_trip(void **state)
{
    (void)state;
    hc_table *table = make_table(), *back = NULL;
    const char *path = HC_SCRATCH "/profile.csv";
    assert_int_equal(hc_table_write(ctx, table, path), HC_OK);
    assert_int_equal(hc_table_read(ctx, path, &back), HC_OK);
    assert_string_equal(back->id, "profile");
    assert_int_equal(back->nrow, 100);
    assert_int_equal(back->ncolumn, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(back->column[i].name, table->column[i].name);
        assert_string_equal(back->column[i].unit, table->column[i].unit);
        assert_same_numbers(back->column[i].value, table->column[i].value, 100);
    }
    assert_null(back->column[0].error);
    assert_same_numbers(back->column[1].error, table->column[1].error, 100);
    assert_int_equal(hc_table_find(back, "dA_dxi"), 1);
    assert_int_equal(hc_table_find(back, "nothing"), 3);
    hc_table_free(back);
    hc_table_free(table);
}

static void test_lines(void **state)
{
    (void)state;
    hc_table *table = make_table();
    char *line = NULL;
    assert_int_equal(hc_table_format_header(ctx, table, &line), HC_OK);
    assert_string_equal(line, "xi_angstrom,dA_dxi_ev_per_angstrom,dA_dxi_error_ev_per_angstrom,count\n");
    free(line);
    assert_int_equal(hc_table_format_row(ctx, table, 7, &line), HC_OK);
    assert_string_equal(line, "0.7000000000000001,0.125,7e-17,\n");
    free(line);
    assert_int_equal(hc_table_format_row(ctx, table, 100, &line), HC_ERROR_INTERNAL);
    hc_table_clear_rows(table);
    assert_int_equal(hc_table_format_row(ctx, table, 0, &line), HC_ERROR_INTERNAL);
    assert_int_equal(hc_table_add_row(ctx, table, (double[]){1, 2, 3}, NULL), HC_OK);
    assert_true(isnan(table->column[1].error[0]));
    hc_table_free(table);
}

static void test_refusals(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } bad[] = {
        {"", "no header"},
        {"\n", "no header"},
        {"a,a\n", "two columns"},
        {"a b\n", "letters"},
        {"a,,b\n", "letters"},
        {"a_error,b\n", "right of their column"},
        {"a_fs,b,a_error_fs\n", "right of their column"},
        {"a_fs,a_error_ps\n", "right of their column"},
        {"a,b\n1\n", "x:2: the row has fewer"},
        {"a,b\n1,2,3\n", "x:2: the row has more"},
        {"a,b\n1,2\n1,2x\n", "x:3: '2x' is not a number"},
        {"a,b\n1,-\n", "not a number"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        hc_table *table = NULL;
        hc_status status = hc_table_parse(ctx, bad[i].text, "x", &table);
        assert_int_equal(status, HC_ERROR_FORMAT);
        assert_null(table);
        assert_non_null(strstr(hc_context_message(ctx), bad[i].message));
    }
    hc_table *table = make_table();
    assert_int_equal(hc_table_add_column(ctx, table, &(hc_column_options){.name = "late"}), HC_ERROR_INTERNAL);
    hc_table_free(table);
    assert_int_equal(hc_table_create(ctx, "t", NULL, NULL, &table), HC_OK);
    assert_int_equal(hc_table_add_column(ctx, table, &(hc_column_options){.name = "a", .unit = "furlong"}),
                     HC_ERROR_INPUT);
    assert_int_equal(hc_table_add_column(ctx, table, &(hc_column_options){.name = "t_fs"}), HC_ERROR_INPUT);
    assert_int_equal(hc_table_add_column(ctx, table, &(hc_column_options){.name = "a_error"}), HC_ERROR_INPUT);
    hc_table_free(table);
}

static void test_foreign_csv(void **state)
{
    (void)state;
    hc_table *table = NULL;
    assert_int_equal(hc_table_parse(ctx, "time_fs , temperature_k\r\n 1 , 2\r\n3,\r\n\r\n", "x", &table), HC_OK);
    assert_int_equal(table->nrow, 2);
    assert_string_equal(table->column[1].name, "temperature");
    assert_string_equal(table->column[1].unit, "k");
    assert_true(table->column[1].value[0] == 2.0 && isnan(table->column[1].value[1]));
    hc_table_free(table);
}

static void test_figure(void **state)
{
    (void)state;
    hc_table *table = make_table();
    hc_json *figure = hc_table_figure(table);
    assert_string_equal(hc_json_text_of(hc_json_get(figure, "id")), "profile");
    hc_json *x = hc_json_get(figure, "x");
    assert_string_equal(hc_json_text_of(hc_json_get(x, "unit")), "Å");
    assert_int_equal(hc_json_count(hc_json_get(x, "values")), 100);
    hc_json *series = hc_json_get(figure, "series");
    assert_int_equal(hc_json_count(series), 2);
    hc_json *gradient = hc_json_at(series, 0);
    assert_string_equal(hc_json_text_of(hc_json_get(gradient, "label")), "dA/dξ");
    assert_string_equal(hc_json_text_of(hc_json_get(gradient, "style")), "points");
    assert_int_equal(hc_json_count(hc_json_get(gradient, "error")), 100);
    hc_json *count = hc_json_at(series, 1);
    assert_int_equal(hc_json_count(hc_json_get(count, "error")), 0);
    assert_true(isnan(hc_json_real_of(hc_json_at(hc_json_get(count, "values"), 7))));
    assert_true(hc_json_real_of(hc_json_at(hc_json_get(count, "values"), 6)) == 6e300);
    hc_json_free(figure);
    hc_table_free(table);
}

static void test_list(void **state)
{
    (void)state;
    hc_table_list list = {0};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(hc_table_list_add(ctx, &list, make_table()), HC_OK);
    }
    assert_int_equal(list.count, 3);
    hc_table_list_clear(&list);
    assert_int_equal(list.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_round_trip), cmocka_unit_test(test_lines),  cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_foreign_csv),    cmocka_unit_test(test_figure), cmocka_unit_test(test_list),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
