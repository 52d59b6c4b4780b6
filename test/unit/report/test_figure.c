/* The builders of figures give the JSON that docs/report.md describes. */
#include "support/context_fixture.h"

#include "halfcell/version.h"
#include "report/figure.h"

/* Compares by meaning: both are formatted by the same writer. Frees `json`. */
static void expect_json(hc_json *json, const char *expected)
{
    hc_json *other = NULL;
    char *one = NULL, *two = NULL;
    assert_int_equal(hc_json_parse(ctx, expected, "expected", &other), HC_OK);
    assert_int_equal(hc_json_format(ctx, json, &one), HC_OK);
    assert_int_equal(hc_json_format(ctx, other, &two), HC_OK);
    assert_string_equal(one, two);
    free(one);
    free(two);
    hc_json_free(json);
    hc_json_free(other);
}

static const hc_figure_head head = {.id = "f", .group = "g", .title = "t", .wide = true};
#define HEAD "\"id\": \"f\", \"group\": \"g\", \"title\": \"t\", \"wide\": true"

static void curves(void **unused)
{
    (void)unused;
    const double x[3] = {1, 2, 1}, other[2] = {0, 5}, value[3] = {1, NAN, 100}, error[2] = {0.5, 0.25};
    const char *const names[2] = {"a", NULL}, *const links[2] = {"10.1/x", NULL};
    hc_json *figure = hc_figure_curves(&head, &(hc_figure_axis){.label = "U", .unit = "V"},
                                       &(hc_figure_axis){.label = "j", .log = true}, true);
    hc_figure_add_series(figure,
                         &(hc_figure_series){.label = "one", .unit = "mA/cm²", .count = 3, .x = x, .value = value});
    hc_figure_add_series(
        figure,
        &(hc_figure_series){.label = "same abscissa", .style = HC_FIGURE_DASHED, .count = 3, .x = x, .value = x});
    hc_figure_add_series(figure, &(hc_figure_series){.label = "theirs",
                                                     .style = HC_FIGURE_POINTS,
                                                     .quiet = true,
                                                     .count = 2,
                                                     .x = other,
                                                     .value = other,
                                                     .x_error = error,
                                                     .low = other,
                                                     .high = other,
                                                     .error = error,
                                                     .names = names,
                                                     .links = links});
    hc_figure_add_mark(figure, 'x', -0.5, "U_L");
    expect_json(figure,
                "{\"kind\": \"curves\", " HEAD ", \"ordered\": true,"
                "\"x\": {\"label\": \"U\", \"unit\": \"V\", \"values\": [1.0, 2.0, 1.0]},"
                "\"y\": {\"label\": \"j\", \"scale\": \"log\"}, \"series\": ["
                "{\"label\": \"one\", \"unit\": \"mA/cm²\", \"style\": \"line\", \"values\": [1.0, null, 100.0]},"
                "{\"label\": \"same abscissa\", \"style\": \"dashed\", \"values\": [1.0, 2.0, 1.0]},"
                "{\"label\": \"theirs\", \"style\": \"points\", \"quiet\": true, \"x\": [0.0, 5.0],"
                " \"values\": [0.0, 5.0], \"error\": [0.5, 0.25], \"low\": [0.0, 5.0], \"high\": [0.0, 5.0], "
                "\"x_error\": [0.5, 0.25],"
                " \"names\": [\"a\", null], \"links\": [\"10.1/x\", null]}],"
                "\"marks\": [{\"axis\": \"x\", \"value\": -0.5, \"label\": \"U_L\"}]}");
}

static void levels(void **unused)
{
    (void)unused;
    const char *const states[3] = {"CO2(g)", "*COOH", "*CO"}, *const own[3] = {NULL, "*OCHO", NULL};
    const double value[3] = {0, 0.5, NAN}, barrier[2] = {0.75, NAN}, error[3] = {0, 0.125, 0.125};
    hc_json *figure = hc_figure_levels(&head, &(hc_figure_axis){.label = "G", .unit = "eV"}, 3, states);
    hc_figure_add_path(figure, &(hc_figure_path){.label = "Ag", .count = 3, .value = value, .barrier = barrier});
    hc_figure_add_path(figure, &(hc_figure_path){.label = "Sn",
                                                 .count = 3,
                                                 .value = value,
                                                 .error = error,
                                                 .states = own,
                                                 .has_limiting = true,
                                                 .limiting = 1});
    expect_json(figure, "{\"kind\": \"levels\", " HEAD ", \"y\": {\"label\": \"G\", \"unit\": \"eV\"},"
                        "\"states\": [\"CO2(g)\", \"*COOH\", \"*CO\"], \"paths\": ["
                        "{\"label\": \"Ag\", \"values\": [0.0, 0.5, null], \"barriers\": [0.75, null]},"
                        "{\"label\": \"Sn\", \"values\": [0.0, 0.5, null], \"error\": [0.0, 0.125, 0.125],"
                        " \"states\": [null, \"*OCHO\", null], \"limiting\": 1}]}");
}

static void bars(void **unused)
{
    (void)unused;
    const char *const categories[2] = {"CO", "H2"};
    const double value[2] = {60, 38}, error[2] = {2, NAN};
    hc_json *figure = hc_figure_bars(&head, &(hc_figure_axis){.label = "FE", .unit = "%"}, 2, categories, true);
    hc_figure_add_bars(figure, "run", 2, value, error);
    hc_figure_add_bars(figure, NULL, 2, value, NULL);
    hc_figure_set_colour(figure, 3);
    expect_json(figure, "{\"kind\": \"bars\", " HEAD ", \"y\": {\"label\": \"FE\", \"unit\": \"%\"}, \"stacked\": true,"
                        "\"categories\": [\"CO\", \"H2\"], \"series\": ["
                        "{\"label\": \"run\", \"values\": [60.0, 38.0], \"error\": [2.0, null]},"
                        "{\"values\": [60.0, 38.0], \"colour\": 3}]}");
}

static void map(void **unused)
{
    (void)unused;
    const double x[3] = {0, 1, 2}, y[2] = {-1, 1}, z[6] = {1, 2, 3, 4, 5, NAN}, contours[2] = {2.5, 4.5};
    hc_json *figure = hc_figure_map(&head, &(hc_figure_grid){.x = {.label = "E_CO", .unit = "eV"},
                                                             .y = {.label = "E_H", .unit = "eV"},
                                                             .z = {.label = "TOF", .unit = "1/s", .log = true},
                                                             .nx = 3,
                                                             .ny = 2,
                                                             .x_values = x,
                                                             .y_values = y,
                                                             .z_values = z,
                                                             .z_min = 1,
                                                             .z_max = 8});
    hc_figure_set_contours(figure, 2, contours);
    hc_figure_add_point(figure, &(hc_figure_point){.label = "Cu(211)", .x = 0.5, .y = 0, .x_error = 0.25});
    expect_json(figure, "{\"kind\": \"map\", " HEAD ","
                        "\"x\": {\"label\": \"E_CO\", \"unit\": \"eV\", \"values\": [0.0, 1.0, 2.0]},"
                        "\"y\": {\"label\": \"E_H\", \"unit\": \"eV\", \"values\": [-1.0, 1.0]},"
                        "\"z\": {\"label\": \"TOF\", \"unit\": \"1/s\", \"scale\": \"log\","
                        " \"values\": [[1.0, 2.0, 3.0], [4.0, 5.0, null]], \"diverging\": false,"
                        " \"min\": 1.0, \"max\": 8.0}, \"contours\": [2.5, 4.5],"
                        "\"points\": [{\"label\": \"Cu(211)\", \"x\": 0.5, \"y\": 0.0, \"x_error\": 0.25}]}");
}

static void map_of_categories(void **unused)
{
    (void)unused;
    const double at[2] = {0, 1}, z[4] = {0, 1, 1, 0};
    const char *const categories[2] = {"CO", "H2"};
    hc_json *figure = hc_figure_map(
        &head,
        &(hc_figure_grid){
            .nx = 2, .ny = 2, .x_values = at, .y_values = at, .z_values = z, .ncategory = 2, .categories = categories});
    expect_json(figure,
                "{\"kind\": \"map\", " HEAD ", \"x\": {\"values\": [0.0, 1.0]}, \"y\": {\"values\": [0.0, 1.0]},"
                "\"z\": {\"values\": [[0.0, 1.0], [1.0, 0.0]], \"diverging\": false,"
                " \"categories\": [\"CO\", \"H2\"]}}");
}

static void tables(void **unused)
{
    (void)unused;
    const char *const columns[2] = {"catalyst", "FE (%)"};
    hc_json *table = hc_report_table("Records", 2, columns);
    hc_json *row = hc_report_table_row(table);
    hc_json_append(row, hc_report_link("Ag25", "10.1039/d4cc06185c"));
    hc_json_append(row, hc_json_real(90.5));
    row = hc_report_table_row(table);
    hc_json_append(row, hc_report_link("Au25", NULL));
    hc_json_append(row, hc_json_real(NAN));
    expect_json(table, "{\"title\": \"Records\", \"columns\": [\"catalyst\", \"FE (%)\"], \"rows\": ["
                       "[{\"text\": \"Ag25\", \"link\": \"10.1039/d4cc06185c\"}, 90.5], [\"Au25\", null]]}");
    assert_true(hc_report_rounded(-1.23456, 3) == -1.235 && !signbit(hc_report_rounded(-1e-5, 3)));
    assert_true(isnan(hc_report_rounded(NAN, 2)));
    expect_json(hc_report_card("TOF", 1.5, NAN, "1/s", NULL),
                "{\"label\": \"TOF\", \"value\": 1.5, \"error\": null, \"unit\": \"1/s\"}");
}

static void page(void **unused)
{
    (void)unused;
    hc_json *json = hc_report_page("t", NULL), *facts = hc_report_provenance();
    hc_report_add_fact(facts, "Engine", "lj");
    hc_json_set(json, "provenance", facts);
    expect_json(json, "{\"title\": \"t\", \"generator\": \"halfcell " HC_VERSION "\", \"provenance\": ["
                      "{\"label\": \"Program\", \"value\": \"halfcell " HC_VERSION "\"},"
                      "{\"label\": \"Engine\", \"value\": \"lj\"}]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curves),
        cmocka_unit_test(levels),
        cmocka_unit_test(bars),
        cmocka_unit_test(map),
        cmocka_unit_test(map_of_categories),
        cmocka_unit_test(tables),
        cmocka_unit_test(page),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
