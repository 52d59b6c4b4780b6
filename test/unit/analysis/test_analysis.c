/* The table of analyses, files, times, geometry over time, means over frames. */
#include "unit/analysis/analysis_support.h"

#include "analysis/frame_series.h"

static void test_records(void **state)
{
    (void)state;
    const hc_analysis_record *record = NULL;
    size_t count = 0;
    for (const hc_analysis_record *const *r = hc_analysis_records(); *r != NULL; r++, count++) {
        assert_int_equal(hc_analysis_find(ctx, (*r)->name, &record), HC_OK);
        assert_ptr_equal(record, *r);
        assert_true((*r)->summary[0] != '\0' && (*r)->reference != NULL && (*r)->options_size > 0);
        assert_true((*r)->shorthand == NULL || hc_keyword_find((*r)->keywords, (*r)->shorthand) != NULL);
        for (const hc_keyword *k = (*r)->keywords; k->name != NULL; k++) {
            assert_non_null(k->doc);
        }
    }
    assert_int_equal(count, 8);
    assert_int_equal(hc_analysis_find(ctx, "hydrogen-bond", &record), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "hydrogen-bonds"));
}

static void test_geometry(void **state)
{
    (void)state;
    static const double cell[3][3] = {{5, 0, 0}, {2, 5, 0}, {0, 0, 8}};
    static const double position[3][3] = {{0.2, 0.1, 0}, {4.9, 0.1, 0}, {0.2, 0.1, 7.2}};
    hc_structure *three = make_structure((const char *const[]){"O", "H", "H"}, 3, position, cell);
    session s;
    const char *const pairs[] = {"pairs", "0-1, 2-0", NULL};
    assert_int_equal(session_begin(&s, "distance", pairs, three, true), HC_OK);
    session_frame(&s, three, 0.5);
    session_frame(&s, three, 1.0);
    session_finish(&s);
    assert_true(fabs(value_at(&s, 0, "d_0_1", 1) - 0.3) < 1e-12);
    assert_true(fabs(value_at(&s, 0, "d_2_0", 0) - 0.8) < 1e-12);
    assert_string_equal(s.tables.table[0]->column[1].label, "O0-H1");
    assert_string_equal(s.tables.table[0]->column[1].unit, "angstrom");
    session_end(&s);
    const char *const triple[] = {"triples", "1-0-2", NULL};
    assert_int_equal(session_begin(&s, "angle", triple, three, false), HC_OK);
    session_frame(&s, three, 0);
    three->position[2] = three->position[0];
    three->position[2].x += 1; /* a straight line */
    session_frame(&s, three, 1);
    session_finish(&s);
    assert_true(fabs(value_at(&s, 0, "angle_1_0_2", 0) - 90) < 1e-10);
    assert_true(fabs(value_at(&s, 0, "angle_1_0_2", 1) - 180) < 1e-10);
    assert_string_equal(s.tables.table[0]->column[0].name, "frame");
    session_end(&s);
    static const char *const bad[] = {"0", "0-", "0-3", "0-1-2", "1-1", "a-b", "0 1", "-1-2", "0-99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *const settings[] = {"pairs", bad[i], NULL};
        assert_int_equal(session_begin(&s, "distance", settings, three, false), HC_ERROR_INPUT);
        session_end(&s);
    }
    hc_structure_free(three);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static hc_status run_file(const char *path, size_t skip, size_t stride, double timestep, hc_table_list *tables)
{
    session s = {0};
    assert_int_equal(hc_analysis_find(ctx, "distance", &s.record), HC_OK);
    s.options = calloc(1, s.record->options_size);
    assert_int_equal(hc_keywords_set_defaults(ctx, s.record->keywords, s.options), HC_OK);
    assert_int_equal(hc_keyword_set(ctx, &s.record->keywords[0], s.options, "0-1"), HC_OK);
    hc_analysis_range range = {.skip = skip, .stride = stride, .timestep_fs = timestep};
    const void *const options[] = {s.options};
    hc_status status = hc_analysis_file(ctx, path, &range, 1, &s.record, options, tables);
    session_end(&s);
    return status;
}

static void test_file(void **state)
{
    (void)state;
    const char *path = HC_SCRATCH "/analysis.xyz";
    hc_table_list tables = {0};
    write_file(path,
               "2\nProperties=species:S:1:pos:R:3 time_fs=0.5\nH 0 0 0\nH 0 0 1\n2\nProperties=species:S:1:pos:R:3 "
               "time_fs=1.5\nH 0 0 0\nH 0 0 2\n2\nProperties=species:S:1:pos:R:3 time_fs=2.5\nH 0 0 0\nH 0 0 3\n");
    assert_int_equal(run_file(path, 0, 0, NAN, &tables), HC_OK);
    const hc_table *t = tables.table[0];
    assert_int_equal(t->nrow, 3);
    assert_true(t->column[0].value[2] == 2.5 && fabs(t->column[1].value[2] - 3) < 1e-12);
    hc_table_list_clear(&tables);
    assert_int_equal(run_file(path, 1, 1, 10, &tables), HC_OK);
    t = tables.table[0];
    assert_true(t->nrow == 2 && t->column[0].value[0] == 10 && fabs(t->column[1].value[0] - 2) < 1e-12);
    hc_table_list_clear(&tables);
    assert_int_equal(run_file(path, 0, 2, NAN, &tables), HC_OK);
    assert_int_equal(tables.table[0]->nrow, 2);
    hc_table_list_clear(&tables);
    assert_int_equal(run_file(path, 3, 1, NAN, &tables), HC_ERROR_INPUT);
    write_file(path, "2\nplain\nH 0 0 0\nH 0 0 1\n2\nplain\nH 0 0 0\nH 0 0 2\n");
    assert_int_equal(run_file(path, 0, 0, NAN, &tables), HC_OK);
    assert_string_equal(tables.table[0]->column[0].name, "frame");
    hc_table_list_clear(&tables);
    write_file(path, "2\nProperties=species:S:1:pos:R:3 time_fs=1\nH 0 0 0\nH 0 0 1\n2\nplain\nH 0 0 0\nH 0 0 2\n");
    assert_int_equal(run_file(path, 0, 0, NAN, &tables), HC_ERROR_FORMAT);
    write_file(path, "2\n\nH 0 0 0\nH 0 0 1\n2\n\nH 0 0 0\nO 0 0 2\n");
    assert_int_equal(run_file(path, 0, 0, NAN, &tables), HC_ERROR_INPUT);
    write_file(path, "2\n\nH 0 0 0\nH 0 0 1\n3\n\nH 0 0 0\nH 0 0 2\nH 1 1 1\n");
    assert_int_equal(run_file(path, 0, 0, NAN, &tables), HC_ERROR_INPUT);
    assert_int_equal(run_file(HC_SCRATCH "/nowhere.xyz", 0, 0, NAN, &tables), HC_ERROR_FILE);
    hc_table_list_clear(&tables);
}

/* More frames than rows are kept: means stay exact, errors right. */
static void test_frame_series(void **state)
{
    (void)state;
    enum { FRAMES = 20001 };
    hc_frame_series top, bottom;
    hc_random random;
    double sum = 0, below = 0, mean = 0, error = 0;
    hc_random_seed(&random, 12);
    assert_int_equal(hc_frame_series_create(ctx, 2, &top), HC_OK);
    assert_int_equal(hc_frame_series_create(ctx, 2, &bottom), HC_OK);
    for (int i = 0; i < FRAMES; i++) {
        double d[2] = {1 + hc_random_uniform(&random), 0};
        double n[2] = {3 * d[0] + hc_random_normal(&random), i};
        sum += n[0];
        below += d[0];
        assert_int_equal(hc_frame_series_add(ctx, &top, n), HC_OK);
        assert_int_equal(hc_frame_series_add(ctx, &bottom, d), HC_OK);
    }
    assert_true(top.nrow <= 4096 && top.nframe == FRAMES);
    assert_true(top.nrow * top.merged + top.pending_count == FRAMES);
    assert_int_equal(hc_frame_series_mean(ctx, &top, 1, &mean, &error), HC_OK);
    assert_true(mean == (FRAMES - 1) / 2.0);
    assert_int_equal(hc_frame_series_mean(ctx, &top, 0, &mean, &error), HC_OK);
    assert_true(fabs(mean - sum / FRAMES) < 1e-12);
    /* Variance of n: 9/12 + 1. */
    assert_true(fabs(error / sqrt(1.75 / FRAMES) - 1) < 0.25);
    assert_int_equal(hc_frame_series_ratio(ctx, &top, &bottom, 0, &mean, &error), HC_OK);
    assert_true(fabs(mean - sum / below) < 1e-12);
    assert_true(fabs(error / (1 / 1.5 / sqrt(FRAMES)) - 1) < 0.25);
    assert_true(fabs(mean - 3) < 4 * error);
    assert_int_equal(hc_frame_series_ratio(ctx, &top, &bottom, 1, &mean, &error), HC_OK);
    assert_true(isnan(mean) && isnan(error));
    hc_frame_series_clear(&top);
    hc_frame_series_clear(&bottom);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_geometry),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_frame_series),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
