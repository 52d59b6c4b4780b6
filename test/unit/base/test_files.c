/* Files, states and checkpoints: what is written comes back, and what is damaged is refused by name. */
#include "support/context_fixture.h"

#include "base/checkpoint.h"
#include "base/data_file.h"
#include "base/file.h"
#include "base/json.h"

static void atomic_write_and_truncate(void **unused)
{
    (void)unused;
    const char *path = HC_SCRATCH "/files_text";
    char *text = NULL;
    size_t length = 0;
    assert_int_equal(hc_file_write_atomically(ctx, path, "one\ntwo\n", 8), HC_OK);
    assert_false(hc_file_exists(HC_SCRATCH "/files_text.tmp"));
    assert_int_equal(hc_file_truncate(ctx, path, 4), HC_OK);
    assert_int_equal(hc_file_read(ctx, path, &text, &length), HC_OK);
    assert_int_equal(length, 4);
    assert_string_equal(text, "one\n");
    free(text);
    assert_int_equal(hc_file_truncate(ctx, path, 9), HC_ERROR_FORMAT);
    assert_non_null(strstr(hc_context_message(ctx), path));
    assert_int_equal(hc_file_write_atomically(ctx, HC_SCRATCH "/no/such/folder", "x", 1), HC_ERROR_FILE);
}

static void fill(hc_state *state)
{
    double reals[3] = {1.0 / 3.0, -0.0, INFINITY};
    int64_t integers[2] = {INT64_MIN, 7};
    assert_int_equal(hc_state_put_reals(ctx, state, "md/positions", 3, reals), HC_OK);
    assert_int_equal(hc_state_put_integers(ctx, state, "md/step", 2, integers), HC_OK);
    assert_int_equal(hc_state_put_text(ctx, state, "job", "text with ümlaut"), HC_OK);
    assert_int_equal(hc_state_put_reals(ctx, state, "empty", 0, NULL), HC_OK);
}

static void checkpoint_round_trip(void **unused)
{
    (void)unused;
    const char *path = HC_SCRATCH "/files_checkpoint.h5";
    hc_state *state = NULL, *back = NULL;
    double reals[3], expected[3] = {1.0 / 3.0, -0.0, INFINITY};
    int64_t integers[2];
    const char *text = NULL;
    assert_int_equal(hc_state_create(ctx, &state), HC_OK);
    fill(state);
    fill(state); /* entries of the same name are replaced */
    assert_int_equal(hc_checkpoint_write(ctx, path, state), HC_OK);
    assert_int_equal(hc_checkpoint_read(ctx, path, &back), HC_OK);
    assert_int_equal(hc_state_get_reals(ctx, back, "md/positions", 3, reals), HC_OK);
    assert_memory_equal(reals, expected, sizeof reals);
    assert_int_equal(hc_state_get_integers(ctx, back, "md/step", 2, integers), HC_OK);
    assert_true(integers[0] == INT64_MIN && integers[1] == 7);
    assert_int_equal(hc_state_get_text(ctx, back, "job", &text), HC_OK);
    assert_string_equal(text, "text with ümlaut");
    assert_true(hc_state_has(back, "empty"));
    assert_int_equal(hc_state_count(back, "empty"), 0);
    assert_int_equal(hc_state_get_reals(ctx, back, "md/positions", 4, reals), HC_ERROR_FORMAT);
    assert_int_equal(hc_state_get_reals(ctx, back, "md/step", 2, reals), HC_ERROR_FORMAT);
    assert_int_equal(hc_state_get_reals(ctx, back, "nothing", 1, reals), HC_ERROR_FORMAT);
    assert_non_null(strstr(hc_context_message(ctx), "nothing"));
    hc_state_free(state);
    hc_state_free(back);
}

/* Cut at every length that is a multiple of 97 bytes, a checkpoint is refused or, where the cut took nothing that is
 * needed, read; it never crashes. */
static void checkpoint_damaged(void **unused)
{
    (void)unused;
    const char *path = HC_SCRATCH "/files_whole.h5", *cut = HC_SCRATCH "/files_cut.h5";
    hc_state *state = NULL, *back = NULL;
    char *bytes = NULL;
    size_t length = 0, refused = 0, tried = 0;
    assert_int_equal(hc_state_create(ctx, &state), HC_OK);
    fill(state);
    assert_int_equal(hc_checkpoint_write(ctx, path, state), HC_OK);
    hc_state_free(state);
    assert_int_equal(hc_file_read(ctx, path, &bytes, &length), HC_OK);
    for (size_t keep = 0; keep < length; keep += 97, tried++) {
        assert_int_equal(hc_file_write_atomically(ctx, cut, bytes, keep), HC_OK);
        hc_status status = hc_checkpoint_read(ctx, cut, &back);
        refused += status == HC_ERROR_FORMAT;
        assert_true(status == HC_ERROR_FORMAT || status == HC_OK);
        hc_state_free(back);
    }
    assert_int_equal(refused, tried);
    for (size_t i = 0; i < length; i += 53) { /* one wrong bit anywhere */
        bytes[i] ^= 4;
        assert_int_equal(hc_file_write_atomically(ctx, cut, bytes, length), HC_OK);
        assert_int_equal(hc_checkpoint_read(ctx, cut, &back), HC_ERROR_FORMAT);
        assert_non_null(strstr(hc_context_message(ctx), cut));
        bytes[i] ^= 4;
    }
    free(bytes);
    assert_int_equal(hc_checkpoint_read(ctx, HC_SCRATCH "/no_such.h5", &back), HC_ERROR_FILE);
}

static void data_files_name_what_is_missing(void **unused)
{
    (void)unused;
    char *path = NULL;
    assert_int_equal(hc_data_file_find(ctx, "no_such_parameters", &path), HC_ERROR_MISSING_DATA);
    assert_non_null(strstr(hc_context_message(ctx), "no_such_parameters"));
    assert_non_null(strstr(hc_context_message(ctx), "/usr/share/cp2k"));
    assert_int_equal(hc_directory_create(ctx, HC_SCRATCH "/files_data"), HC_OK);
    assert_int_equal(hc_file_write_atomically(ctx, HC_SCRATCH "/files_data/xTB_parameters", "x", 1), HC_OK);
    setenv("HALFCELL_DATA", "/nowhere:" HC_SCRATCH "/files_data", 1);
    assert_int_equal(hc_data_file_find(ctx, "xTB_parameters", &path), HC_OK);
    assert_string_equal(path, HC_SCRATCH "/files_data/xTB_parameters");
    unsetenv("HALFCELL_DATA");
    free(path);
}

static void paths(void **unused)
{
    static const char *const stems[][2] = {{"some/where/water.vasp", "water"},
                                           {"water", "water"},
                                           {"a.b/c.d.xyz", "c.d"},
                                           {"a/.hidden", ".hidden"},
                                           {"a/", ""}};
    char *path = NULL;
    (void)unused;
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        assert_int_equal(hc_path_stem(ctx, stems[i][0], &path), HC_OK);
        assert_string_equal(path, stems[i][1]);
        free(path);
    }
    assert_int_equal(hc_file_write_atomically(ctx, HC_SCRATCH "/hydrogen.txt", "x", 1), HC_OK);
    assert_int_equal(hc_data_file_beside(ctx, HC_SCRATCH, "diagrams", "hydrogen.txt", &path), HC_OK);
    assert_string_equal(path, HC_SCRATCH "/hydrogen.txt");
    free(path);
    assert_int_equal(hc_data_file_beside(ctx, HC_SCRATCH "/nowhere", "diagrams", "hydrogen.txt", &path), HC_OK);
    assert_non_null(strstr(path, "diagrams/hydrogen.txt"));
    free(path);
    assert_int_equal(hc_data_file_beside(ctx, HC_SCRATCH, "diagrams", "gold.txt", &path), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "'gold.txt', neither beside the input"));
    assert_null(path);
}

static void json_lines(void **unused)
{
    (void)unused;
    hc_json *array = hc_json_array();
    hc_json_append_lines(array, "one\n\nthree");
    hc_json_append_lines(array, "");
    hc_json_append_lines(array, "four\n");
    assert_int_equal(hc_json_count(array), 4);
    assert_string_equal(hc_json_text_of(hc_json_at(array, 1)), "");
    assert_string_equal(hc_json_text_of(hc_json_at(array, 2)), "three");
    assert_string_equal(hc_json_text_of(hc_json_at(array, 3)), "four");
    hc_json_free(array);
}

static void json_round_trip(void **unused)
{
    (void)unused;
    hc_json *object = hc_json_object(), *back = NULL, *value = NULL;
    char *text = NULL;
    hc_vec3 v = {1, 2, 3};
    hc_json_set(object, "real", hc_json_real(0.1));
    hc_json_set(object, "nan", hc_json_real(NAN));
    hc_json_set(object, "vectors", hc_json_vectors(1, &v, 0.5));
    hc_json_set(object, "bad", hc_json_text("\xff!"));
    assert_int_equal(hc_json_format(ctx, object, &text), HC_OK);
    assert_int_equal(hc_json_parse(ctx, text, "text", &back), HC_OK);
    assert_true(hc_json_real_of(hc_json_get(back, "real")) == 0.1);
    assert_true(isnan(hc_json_real_of(hc_json_get(back, "nan"))));
    assert_true(hc_json_real_of(hc_json_at(hc_json_at(hc_json_get(back, "vectors"), 0), 2)) == 1.5);
    assert_string_equal(hc_json_text_of(hc_json_get(back, "bad")), "?!");
    assert_string_equal(hc_json_member(back, 0, &value), "real");
    assert_null(hc_json_member(back, 4, &value));
    assert_int_equal(hc_json_parse(ctx, "{\"a\": }", "here", &value), HC_ERROR_FORMAT);
    assert_non_null(strstr(hc_context_message(ctx), "here:1:"));
    free(text);
    hc_json_free(object);
    hc_json_free(back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(atomic_write_and_truncate),
        cmocka_unit_test(checkpoint_round_trip),
        cmocka_unit_test(checkpoint_damaged),
        cmocka_unit_test(data_files_name_what_is_missing),
        cmocka_unit_test(paths),
        cmocka_unit_test(json_lines),
        cmocka_unit_test(json_round_trip),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
