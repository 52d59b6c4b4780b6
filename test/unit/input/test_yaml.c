/* The YAML tree: positions, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "input/yaml_tree.h"

static int set_up(void **state)
{
    hc_context *ctx;
    assert_int_equal(hc_context_create(&ctx), HC_OK);
    *state = ctx;
    return 0;
}

static int tear_down(void **state)
{
    hc_context_free(*state);
    return 0;
}

static hc_yaml *parsed(hc_context *ctx, const char *text)
{
    hc_yaml *yaml;
    if (hc_yaml_parse(ctx, "t.yaml", text, strlen(text), &yaml) != HC_OK) {
        fail_msg("%s", hc_context_message(ctx));
    }
    return yaml;
}

static void assert_refused_bytes(hc_context *ctx, const char *text, size_t length, const char *expected)
{
    hc_yaml *yaml;
    assert_int_equal(hc_yaml_parse(ctx, "t.yaml", text, length, &yaml), HC_ERROR_INPUT);
    assert_null(yaml);
    if (strstr(hc_context_message(ctx), expected) == NULL) {
        fail_msg("message is \"%s\", expected \"%s\" in it", hc_context_message(ctx), expected);
    }
}

static void assert_refused(hc_context *ctx, const char *text, const char *expected)
{
    assert_refused_bytes(ctx, text, strlen(text), expected);
}

static void test_tree(void **state)
{
    hc_context *ctx = *state;
    hc_yaml *yaml = parsed(ctx, "a: 1\nb:\n  - x\n  - {c: 'null', d: ~}\n");
    assert_int_equal(yaml->root->kind, HC_YAML_MAP);
    assert_int_equal(yaml->root->count, 2);
    const hc_yaml_node *b = hc_yaml_get(yaml->root, "b");
    assert_int_equal(b->kind, HC_YAML_LIST);
    assert_int_equal(b->line, 3);
    assert_int_equal(b->column, 3);
    assert_false(hc_yaml_is_null(hc_yaml_get(b->item[1], "c")));
    assert_true(hc_yaml_is_null(hc_yaml_get(b->item[1], "d")));
    assert_null(hc_yaml_get(b, "c"));
    size_t line, column;
    const hc_yaml_node *d = hc_yaml_at(yaml, "b[1].d", &line, &column);
    assert_string_equal(d->text, "~");
    assert_int_equal(line, 4);
    assert_int_equal(column, 17);
    assert_ptr_equal(hc_yaml_at(yaml, "b[7].d", &line, &column), b); /* as deep as it goes */
    assert_int_equal(line, 2);
    hc_yaml_free(yaml);
}

static void test_empty(void **state)
{
    hc_context *ctx = *state;
    hc_yaml *yaml = parsed(ctx, "");
    assert_null(yaml->root);
    hc_yaml_free(yaml);
    yaml = parsed(ctx, "# only a comment\n");
    assert_null(yaml->root);
    hc_yaml_free(yaml);
}

static void test_refusals(void **state)
{
    hc_context *ctx = *state;
    assert_refused(ctx, "a: 1\nb: 2\na: 3\n", "t.yaml:3:1: key 'a' is given twice; it is at line 1 already");
    assert_refused(ctx, "a: &x 1\nb: *x\n", "t.yaml:1:4: anchors");
    assert_refused(ctx, "a: *x\n", "t.yaml:1:4: aliases");
    assert_refused(ctx, "*x : 2\n", "aliases");
    assert_refused(ctx, "a: !!int 1\n", "tags");
    assert_refused(ctx, "? [1, 2]\n: 3\n", "a key is a plain word");
    assert_refused(ctx, "a: 1\n---\nb: 2\n", "second document");
    assert_refused(ctx, "a: 1\n\tb: 2\n", "tabs");
    assert_refused(ctx, "a: b: c\n", "wants quotes");
    assert_refused(ctx, "a: [1, 2\n", "t.yaml:2:1: not valid YAML");
    assert_refused(ctx, "a: \"x\\0y\"\n", "zero byte");
    assert_refused(ctx, "\"a\\0b\": 1\n", "zero byte");
    assert_refused_bytes(ctx, "a: \xff\xfe\x80", 6, "not a text file");
    assert_refused_bytes(ctx, "a\0b: 1", 6, "t.yaml");
    assert_refused(ctx, "a: 1\n  b: 2\n", "t.yaml:2:");
}

static void test_depth(void **state)
{
    hc_context *ctx = *state;
    hc_text text = {0};
    hc_text_add_repeated(&text, '[', 100000);
    assert_refused(ctx, hc_text_string(&text), "nested too deeply");
    hc_text_clear(&text);
}

static void test_too_many_keys(void **state)
{
    hc_context *ctx = *state;
    hc_text text = {0};
    for (int i = 0; i <= HC_YAML_KEYS_MAX; i++) {
        hc_text_addf(&text, "k%d: 1\n", i);
    }
    assert_refused(ctx, hc_text_string(&text), "too many keys");
    hc_text_clear(&text);
}

static void test_files(void **state)
{
    hc_context *ctx = *state;
    hc_yaml *yaml;
    assert_int_equal(hc_yaml_read(ctx, HC_SCRATCH "/no-such-file.yaml", &yaml), HC_ERROR_FILE);
    assert_non_null(strstr(hc_context_message(ctx), "no-such-file.yaml: No such file"));
    assert_int_equal(hc_yaml_read(ctx, HC_SCRATCH, &yaml), HC_ERROR_FILE);
    assert_non_null(strstr(hc_context_message(ctx), "directory"));
    assert_int_equal(hc_yaml_read(ctx, "/dev/zero", &yaml), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "larger than 16 MiB"));
    FILE *file = fopen(HC_SCRATCH "/test_yaml_job.yaml", "w");
    fputs("a: 1\n", file);
    fclose(file);
    assert_int_equal(hc_yaml_read(ctx, HC_SCRATCH "/test_yaml_job.yaml", &yaml), HC_OK);
    assert_int_equal(yaml->folder[0], '/');
    hc_yaml_free(yaml);
}

static void test_set(void **state)
{
    hc_context *ctx = *state;
    hc_yaml *yaml = parsed(ctx, "a: {b: 1}\nlist: [{x: 1}]\nempty:\n");
    assert_int_equal(hc_yaml_set(ctx, yaml, "a.b", "2"), HC_OK);
    assert_string_equal(hc_yaml_at(yaml, "a.b", NULL, NULL)->text, "2");
    assert_int_equal(hc_yaml_at(yaml, "a.b", NULL, NULL)->line, 0);
    assert_int_equal(hc_yaml_set(ctx, yaml, "n.e.w", "[1, 2]"), HC_OK);
    assert_int_equal(hc_yaml_at(yaml, "n.e.w", NULL, NULL)->count, 2);
    assert_int_equal(hc_yaml_set(ctx, yaml, "list[0].x", "5"), HC_OK);
    assert_int_equal(hc_yaml_set(ctx, yaml, "empty.key", "5"), HC_OK);
    assert_int_equal(hc_yaml_set(ctx, yaml, "list[3].x", "5"), HC_ERROR_INPUT);
    assert_int_equal(hc_yaml_set(ctx, yaml, "a.b.c", "5"), HC_ERROR_INPUT);
    assert_int_equal(hc_yaml_set(ctx, yaml, "a..b", "5"), HC_ERROR_INPUT);
    assert_int_equal(hc_yaml_set(ctx, yaml, "list[x]", "5"), HC_ERROR_INPUT);
    assert_int_equal(hc_yaml_set(ctx, yaml, "a", "[1"), HC_ERROR_INPUT);
    assert_int_equal(hc_yaml_set(ctx, yaml, "a", ""), HC_OK);
    assert_true(hc_yaml_is_null(hc_yaml_get(yaml->root, "a")));
    hc_yaml_free(yaml);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {CASE(test_tree),  CASE(test_empty),         CASE(test_refusals),
                                       CASE(test_depth), CASE(test_too_many_keys), CASE(test_files),
                                       CASE(test_set)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
