/* JSON inside HTML: it cannot end its element, and it parses to what it was. */
#include "support/context_fixture.h"

#include "base/file.h"
#include "base/json.h"
#include "report/embed.h"
#include "report/report.h"

static void expect_escaped(const char *json, const char *expected)
{
    char *text = NULL;
    size_t length = 0;
    assert_int_equal(hc_report_escape(ctx, json, &text, &length), HC_OK);
    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
    free(text);
}

static void escapes(void **unused)
{
    (void)unused;
    expect_escaped("\"</script>\"", "\"\\u003c/script\\u003e\"");
    expect_escaped("\"<!--<script\"", "\"\\u003c!--\\u003cscript\"");
    expect_escaped("\"a&amp;b\"", "\"a\\u0026amp;b\"");
    expect_escaped("\"\xe2\x80\xa8|\xe2\x80\xa9|\xe2\x80\xaf\"", "\"\\u2028|\\u2029|\xe2\x80\xaf\"");
    expect_escaped("", "");
}

static void blanks_go_outside_strings_only(void **unused)
{
    (void)unused;
    expect_escaped("{\n \"a b\": [ 1,\t2.5e-3 ],\r\n \"c\" : null }", "{\"a b\":[1,2.5e-3],\"c\":null}");
    expect_escaped("[\" \\\" \", \" \\\\\", \" x \"]", "[\" \\\" \",\" \\\\\",\" x \"]");
}

/* Every kind of string that could break out, parsed again after the rewrite. */
static void parses_to_the_same(void **unused)
{
    (void)unused;
    const char *const texts[] = {"</script><script>alert(1)</script>", "<!-- --> ]]> &lt; \\u003c \\\\ \"quoted\" \\",
                                 "tab\tnewline\nreturn\r\x01\x1f\x7f",
                                 "\xe2\x80\xa8\xe2\x80\xa9 \xce\xbe \xc3\x85 \xf0\x9f\x94\xac", "HALFCELL-PAGE-DATA"};
    const size_t count = sizeof texts / sizeof *texts;
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < count; i++) {
        hc_json_append(array, hc_json_text(texts[i]));
    }
    char *json = NULL, *text = NULL;
    size_t length = 0;
    assert_int_equal(hc_json_format(ctx, array, &json), HC_OK);
    assert_int_equal(hc_report_escape(ctx, json, &text, &length), HC_OK);
    assert_null(strpbrk(text, "<>&"));
    hc_json *again = NULL;
    assert_int_equal(hc_json_parse(ctx, text, "escaped", &again), HC_OK);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(hc_json_text_of(hc_json_at(again, i)), texts[i]);
    }
    hc_json_free(again);
    hc_json_free(array);
    free(json);
    free(text);
}

static void fills_the_one_mark(void **unused)
{
    (void)unused;
    char *page = NULL;
    size_t length = 0;
    assert_int_equal(hc_report_fill(ctx, "t.html", "<a>HALFCELL-PAGE-DATA</a>", "[1]", 3, &page, &length), HC_OK);
    assert_string_equal(page, "<a>[1]</a>");
    assert_int_equal(length, 10);
    free(page);
    assert_int_equal(hc_report_fill(ctx, "t.html", "<a></a>", "[1]", 3, &page, &length), HC_ERROR_FORMAT);
    assert_non_null(strstr(hc_context_message(ctx), "t.html"));
    assert_null(page);
    assert_int_equal(hc_report_fill(ctx, "t.html", "HALFCELL-PAGE-DATA HALFCELL-PAGE-DATA", "[1]", 3, &page, &length),
                     HC_ERROR_FORMAT);
}

/* With a template of our own, found through $HALFCELL_DATA. */
static void writes_a_page(void **unused)
{
    (void)unused;
    const char *folder = HC_SCRATCH "/report_places", *path = HC_SCRATCH "/report_written.html";
    const char frame[] = "<script>HALFCELL-PAGE-DATA</script>";
    assert_int_equal(hc_directory_create(ctx, folder), HC_OK);
    assert_int_equal(
        hc_file_write_atomically(ctx, HC_SCRATCH "/report_places/report_template.html", frame, sizeof frame - 1),
        HC_OK);
    assert_int_equal(setenv("HALFCELL_DATA", folder, 1), 0);
    hc_json *page = hc_json_object();
    hc_json_set(page, "title", hc_json_text("</script>"));
    assert_int_equal(hc_report_write(ctx, page, path), HC_OK);
    char *text = NULL;
    size_t length = 0;
    assert_int_equal(hc_file_read(ctx, path, &text, &length), HC_OK);
    assert_string_equal(text, "<script>{\"title\":\"\\u003c/script\\u003e\"}</script>");
    free(text);
    assert_int_equal(hc_report_write(ctx, page, HC_SCRATCH "/no/such/folder/page.html"), HC_ERROR_FILE);
    hc_json_free(page);
    assert_int_equal(hc_report_write(ctx, NULL, path), HC_ERROR_MEMORY);
    assert_int_equal(unsetenv("HALFCELL_DATA"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes),
        cmocka_unit_test(blanks_go_outside_strings_only),
        cmocka_unit_test(parses_to_the_same),
        cmocka_unit_test(fills_the_one_mark),
        cmocka_unit_test(writes_a_page),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
