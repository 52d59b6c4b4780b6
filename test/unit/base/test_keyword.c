/* Keywords: text to members and back, and what a user is told when the text is wrong. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/keyword_text.h"
#include "base/names.h"
#include "halfcell/keyword.h"
#include "halfcell/units.h"

typedef struct sample {
    bool forces;
    int steps, ensemble, seed;
    double timestep, temperature, mixing;
    char *title, *structure, *atoms;
    hc_real_list weights;
    hc_integer_list ions;
    hc_text_list groups;
} sample;

static const char *const ensembles[] = {"nve", "nvt", "npt", NULL};

static const hc_keyword table[] = {
    {.name = "forces", .type = HC_VALUE_BOOL, .offset = offsetof(sample, forces), .default_text = "true"},
    {.name = "steps", .type = HC_VALUE_INTEGER, .offset = offsetof(sample, steps), .minimum = 1, .maximum = 1e9},
    {.name = "seed", .type = HC_VALUE_INTEGER, .offset = offsetof(sample, seed), .default_text = ""},
    {.name = "ensemble",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(sample, ensemble),
     .default_text = "nvt",
     .choices = ensembles},
    {.name = "timestep_fs",
     .type = HC_VALUE_REAL,
     .offset = offsetof(sample, timestep),
     .unit = HC_FS,
     .default_text = "0.5",
     .minimum = 0.001,
     .maximum = 10},
    {.name = "temperature_k",
     .type = HC_VALUE_REAL,
     .offset = offsetof(sample, temperature),
     .unit = HC_KELVIN,
     .default_text = "300",
     .minimum = 0,
     .maximum = INFINITY},
    {.name = "mixing", .type = HC_VALUE_REAL, .offset = offsetof(sample, mixing), .default_text = ""},
    {.name = "title", .type = HC_VALUE_TEXT, .offset = offsetof(sample, title), .default_text = "a run"},
    {.name = "structure", .type = HC_VALUE_FILE, .offset = offsetof(sample, structure)},
    {.name = "atoms", .type = HC_VALUE_SELECTION, .offset = offsetof(sample, atoms), .default_text = ""},
    {.name = "weights", .type = HC_VALUE_REAL_LIST, .offset = offsetof(sample, weights), .default_text = "1, 2.5"},
    {.name = "ions", .type = HC_VALUE_INTEGER_LIST, .offset = offsetof(sample, ions), .default_text = ""},
    {.name = "groups", .type = HC_VALUE_TEXT_LIST, .offset = offsetof(sample, groups), .default_text = ""},
    {0}};

typedef struct fixture {
    hc_context *ctx;
    sample options;
} fixture;

static int set_up(void **state)
{
    fixture *f = malloc(sizeof *f);
    memset(&f->options, 0xa5, sizeof f->options); /* defaults must not free what was never set */
    assert_int_equal(hc_context_create(&f->ctx), HC_OK);
    assert_int_equal(hc_keywords_set_defaults(f->ctx, table, &f->options), HC_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    hc_keywords_clear(table, &f->options);
    hc_keywords_clear(table, &f->options); /* twice is once */
    hc_context_free(f->ctx);
    free(f);
    return 0;
}

static hc_status set(fixture *f, const char *name, const char *text)
{
    const hc_keyword *keyword = hc_keyword_find(table, name);
    assert_non_null(keyword);
    return hc_keyword_set(f->ctx, keyword, &f->options, text);
}

static void assert_refused(fixture *f, const char *name, const char *text, const char *message_part)
{
    assert_int_equal(set(f, name, text), HC_ERROR_INPUT);
    const char *message = hc_context_message(f->ctx);
    if (strstr(message, message_part) == NULL || strncmp(message, name, strlen(name)) != 0) {
        fail_msg("message is \"%s\", expected \"%s\" in it", message, message_part);
    }
}

static void assert_formatted(fixture *f, const char *name, const char *expected)
{
    char *text;
    assert_int_equal(hc_keyword_format(f->ctx, hc_keyword_find(table, name), &f->options, &text), HC_OK);
    assert_string_equal(text, expected);
    free(text);
}

static void test_defaults(void **state)
{
    fixture *f = *state;
    const sample *o = &f->options;
    assert_true(o->forces);
    assert_int_equal(o->steps, HC_INTEGER_UNSET);
    assert_int_equal(o->seed, HC_INTEGER_UNSET);
    assert_int_equal(o->ensemble, 1);
    assert_true(o->timestep == 0.5 * HC_FS);
    assert_true(isnan(o->mixing));
    assert_string_equal(o->title, "a run");
    assert_null(o->structure);
    assert_null(o->atoms);
    assert_int_equal(o->weights.count, 2);
    assert_true(o->weights.value[1] == 2.5);
    assert_null(o->ions.value);
}

static void test_good_values(void **state)
{
    fixture *f = *state;
    assert_int_equal(set(f, "forces", "No"), HC_OK);
    assert_false(f->options.forces);
    assert_int_equal(set(f, "steps", "400"), HC_OK);
    assert_int_equal(f->options.steps, 400);
    assert_int_equal(set(f, "timestep_fs", "1e-1"), HC_OK);
    assert_true(f->options.timestep == 0.1 * HC_FS);
    assert_int_equal(set(f, "temperature_k", " 0 "), HC_OK);
    assert_int_equal(set(f, "title", "another, with a comma"), HC_OK);
    assert_string_equal(f->options.title, "another, with a comma");
    assert_int_equal(set(f, "weights", "[1 2,3 , 4e0]"), HC_OK);
    assert_int_equal(f->options.weights.count, 4);
    assert_int_equal(set(f, "ions", "-3"), HC_OK);
    assert_int_equal(f->options.ions.value[0], -3);
    assert_int_equal(set(f, "ions", "[]"), HC_OK);
    assert_int_equal(f->options.ions.count, 0);
    assert_int_equal(set(f, "groups", "Au [element S]") == HC_OK, 0);
    assert_int_equal(set(f, "groups", "[Au, \"element S\", '3, \\4', \"a\\\"b\"]"), HC_OK);
    assert_int_equal(f->options.groups.count, 4);
    assert_string_equal(f->options.groups.value[1], "element S");
    assert_string_equal(f->options.groups.value[2], "3, \\4");
    assert_string_equal(f->options.groups.value[3], "a\"b");
}

static void test_refusals(void **state)
{
    fixture *f = *state;
    assert_refused(f, "forces", "maybe", "neither true nor false");
    assert_refused(f, "steps", "many", "is not a number");
    assert_refused(f, "steps", "1e3", "write 1000");
    assert_refused(f, "steps", "10.5", "not an integer");
    assert_refused(f, "steps", "0", "1 to 1000000000");
    assert_refused(f, "steps", "99999999999999999999", "too large");
    assert_refused(f, "ensemble", "npx", "did you mean 'npt'");
    assert_refused(f, "ensemble", "microcanonical", "(nve, nvt, npt)");
    assert_refused(f, "timestep_fs", "0.5 ps", "write 500");
    assert_refused(f, "timestep_fs", "0.5fs", "write 0.5");
    assert_refused(f, "timestep_fs", "300 K", "temperature");
    assert_refused(f, "timestep_fs", "500", "0.001 to 10 fs");
    assert_refused(f, "timestep_fs", "", "is empty");
    assert_refused(f, "timestep_fs", "0x1p-1", "is not a number");
    assert_refused(f, "timestep_fs", "nan", "not a finite number");
    assert_refused(f, "timestep_fs", "1e999", "too large");
    assert_refused(f, "timestep_fs", "0.5 0.7", "is not a number");
    assert_refused(f, "temperature_k", "-1", "at least 0 k");
    assert_refused(f, "mixing", "0.3 eV", "plain number");
    assert_refused(f, "weights", "[1, 2", "bracket");
    assert_refused(f, "weights", "1,,2", "two commas");
    assert_refused(f, "weights", "1, two", "'two' is not a number");
    assert_refused(f, "groups", "\"open", "quote");
    assert_refused(f, "structure", "  ", "a file is expected");
    assert_refused(f, "atoms", "", "an atom selection is expected");
    /* What was set before a wrong text stays. */
    assert_true(f->options.timestep == 0.5 * HC_FS);
    assert_int_equal(f->options.weights.count, 2);
}

static void test_format(void **state)
{
    fixture *f = *state;
    assert_formatted(f, "forces", "true");
    assert_formatted(f, "steps", "");
    assert_formatted(f, "ensemble", "nvt");
    assert_formatted(f, "timestep_fs", "0.5");
    assert_formatted(f, "weights", "[1, 2.5]");
    assert_formatted(f, "structure", "");
    assert_formatted(f, "ions", "");
    assert_int_equal(set(f, "ions", "[]"), HC_OK);
    assert_formatted(f, "ions", "[]");
    assert_int_equal(set(f, "groups", "[Au, \"element S\", \"\"]"), HC_OK);
    assert_formatted(f, "groups", "[Au, \"element S\", \"\"]");
}

/* Every double comes back with the same bits, in every unit. */
static void test_reals_survive(void **state)
{
    (void)state;
    static const double unit[] = {1, HC_FS, HC_EV, HC_KELVIN, HC_ANGSTROM, HC_EV_PER_ANGSTROM, HC_DEGREE};
    uint64_t bits = 12345;
    for (int i = 0; i < 20000; i++) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        double number = ldexp((double)(bits >> 11), (int)(bits % 120) - 110);
        double value = (i % 2 == 0 ? number : round(number * 1000) / 1000) * unit[i % 7];
        char text[HC_REAL_TEXT_SIZE];
        hc_keyword_real_text(value, unit[i % 7], text);
        double back = strtod(text, NULL) * unit[i % 7];
        if (memcmp(&back, &value, sizeof value) != 0) {
            fail_msg("%.17g with unit %.17g came back from \"%s\" as %.17g", value, unit[i % 7], text, back);
        }
    }
}

static void test_short_texts(void **state)
{
    (void)state;
    char text[HC_REAL_TEXT_SIZE];
    hc_keyword_real_text(0.1 * HC_FS, HC_FS, text);
    assert_string_equal(text, "0.1");
    hc_keyword_real_text(3.5 * HC_ANGSTROM, HC_ANGSTROM, text);
    assert_string_equal(text, "3.5");
    hc_keyword_real_text(300 * HC_KELVIN, HC_KELVIN, text);
    assert_string_equal(text, "300");
    hc_keyword_real_text(-1.25e6, 1, text);
    assert_string_equal(text, "-1250000");
    hc_keyword_real_text(1e20, 1, text);
    assert_string_equal(text, "1.0e+20");
    hc_keyword_real_text(1e-8, 1, text);
    assert_string_equal(text, "1.0e-08");
    hc_keyword_real_text(298.15 * HC_KELVIN, HC_KELVIN, text);
    assert_string_equal(text, "298.15");
}

static void assert_suggested(const char *name, const char *expected)
{
    static const char *const names[] = {"timestep_fs", "steps", "temperature_k", "target_angstrom", "mixing"};
    hc_text text = {0};
    hc_names_suggest(&text, name, names, 5);
    if (strstr(hc_text_string(&text), expected) == NULL) {
        fail_msg("for %s: \"%s\", expected \"%s\" in it", name, hc_text_string(&text), expected);
    }
    hc_text_clear(&text);
}

static void test_suggestions(void **state)
{
    (void)state;
    assert_suggested("timestep_ps", "write 'timestep_fs', with the value in fs (1 ps = 1000 fs)");
    assert_suggested("timestep", "write 'timestep_fs' (its value is in fs)");
    assert_suggested("target_k", "with the value in angstrom, not in k");
    assert_suggested("mixing_ev", "write 'mixing' (without a unit)");
    assert_suggested("tmiestep_fs", "did you mean 'timestep_fs'?");
    assert_suggested("Steps", "did you mean 'steps'?");
    assert_suggested("temp", "did you mean 'temperature_k'?");
    assert_suggested("barostat", "there is timestep_fs, steps, temperature_k, target_angstrom, mixing");
}

static void test_nearest(void **state)
{
    (void)state;
    static const char *const engines[] = {"gfn1", "gpw", "lj"};
    assert_string_equal(hc_nearest_name("gnf1", engines, 3), "gfn1");
    assert_string_equal(hc_nearest_name("GFN1-xTB", engines, 3), "gfn1");
    assert_null(hc_nearest_name("", engines, 3));
    assert_null(hc_nearest_name("external", engines, 3));
    assert_null(hc_nearest_name("lj", engines, 0));
}

static void test_wrong_default_is_our_defect(void **state)
{
    fixture *f = *state;
    const hc_keyword wrong[] = {
        {.name = "steps", .type = HC_VALUE_INTEGER, .offset = offsetof(sample, steps), .default_text = "ten"}, {0}};
    assert_int_equal(hc_keywords_set_defaults(f->ctx, wrong, &f->options), HC_ERROR_INTERNAL);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(test_defaults),
        CASE(test_good_values),
        CASE(test_refusals),
        CASE(test_format),
        CASE(test_wrong_default_is_our_defect),
        cmocka_unit_test(test_reals_survive),
        cmocka_unit_test(test_short_texts),
        cmocka_unit_test(test_suggestions),
        cmocka_unit_test(test_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
