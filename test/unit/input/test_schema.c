/* Schemas: a job is read, refused, written back and explained. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sample_schema.h"

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

static hc_status parse(hc_context *ctx, const char *text, sample_job *job)
{
    hc_yaml *yaml;
    memset(job, 0x5a, sizeof *job);
    if (hc_yaml_parse(ctx, "job.yaml", text, strlen(text), &yaml) != HC_OK) {
        fail_msg("%s", hc_context_message(ctx));
    }
    hc_status status = hc_schema_parse(ctx, &sample_section, yaml, job);
    hc_yaml_free(yaml);
    return status;
}

static void assert_refused(hc_context *ctx, const char *text, const char *expected)
{
    sample_job job;
    assert_int_equal(parse(ctx, text, &job), HC_ERROR_INPUT);
    if (strcmp(hc_context_message(ctx), expected) != 0) {
        fail_msg("message is\n%s\nexpected\n%s", hc_context_message(ctx), expected);
    }
    hc_schema_clear(&sample_section, &job);
}

static const char full_job[] = "structure: au25.xyz\n"
                               "title: 'a: \"b\" # c'\n"
                               "fixed: [3, 14-17]\n"
                               "steps: 20\n"
                               "ensemble: nve\n"
                               "timestep_fs: 0.3\n"
                               "thermostat: {type: csvr, tau_fs: 33.3, seed: 9, comment: why not}\n"
                               "barostat: none\n"
                               "constraints:\n"
                               "  - type: distance\n"
                               "    atoms: [7, nearest O to 7]\n"
                               "    target_angstrom: 2.35\n"
                               "  - type: sum\n"
                               "    coefficients: [1, -0.1]\n"
                               "    terms:\n"
                               "      - {type: distance, atoms: ['1', '2']}\n"
                               "      - {type: distance, atoms: [\"x, y\", 'true']}\n"
                               "output: {comment: ''}\n"
                               "electrode: {}\n"
                               "windows: [{from_angstrom: 1}, {from_angstrom: 2, to_angstrom: 2.7}]\n";

static void assert_full_job(const sample_job *job)
{
    assert_string_equal(job->structure, "au25.xyz");
    assert_string_equal(job->title, "a: \"b\" # c");
    assert_string_equal(job->fixed, "3, 14-17");
    assert_int_equal(job->steps, 20);
    assert_int_equal(job->ensemble, 0);
    assert_true(job->timestep == 0.3 * HC_FS);
    assert_true(*(double *)job->thermostat.options == 33.3 * HC_FS);
    const seed_options *seed = (const void *)((const char *)job->thermostat.options + SEED_OFFSET);
    assert_int_equal(seed->seed, 9);
    assert_string_equal(seed->comment, "why not");
    assert_string_equal(((const hc_section *)job->barostat.record)->name, "none");
    assert_null(job->barostat.options);
    assert_int_equal(job->constraints.count, 2);
    const distance_options *distance = job->constraints.item[0].options;
    assert_string_equal(distance->atoms.value[1], "nearest O to 7");
    assert_true(distance->target == 2.35 * HC_ANGSTROM);
    const sum_options *sum = job->constraints.item[1].options;
    assert_true(sum->coefficients.value[1] == -0.1);
    const distance_options *last = sum->terms.item[1].options;
    assert_string_equal(last->atoms.value[0], "x, y");
    assert_string_equal(last->atoms.value[1], "true");
    assert_true(isnan(last->target));
    assert_int_equal(job->output.every, 10);
    assert_string_equal(job->output.comment, "");
    assert_non_null(job->electrode);
    assert_true(isnan(job->electrode->potential));
    const window_options *windows = job->windows.item;
    assert_true(windows[1].to == 2.7 * HC_ANGSTROM);
}

static void test_full_job(void **state)
{
    sample_job job;
    assert_int_equal(parse(*state, full_job, &job), HC_OK);
    assert_full_job(&job);
    hc_schema_clear(&sample_section, &job);
    hc_schema_clear(&sample_section, &job);
}

/* What is echoed reads back as the same job, and its echo is the same text. */
static void assert_echo_is_stable(hc_context *ctx, const char *text, void (*check)(const sample_job *))
{
    sample_job job, again;
    char *first, *second;
    assert_int_equal(parse(ctx, text, &job), HC_OK);
    assert_int_equal(hc_schema_echo(ctx, &sample_section, &job, &first), HC_OK);
    if (parse(ctx, first, &again) != HC_OK) {
        fail_msg("%s\n%s", first, hc_context_message(ctx));
    }
    if (check != NULL) {
        check(&again);
    }
    assert_int_equal(hc_schema_echo(ctx, &sample_section, &again, &second), HC_OK);
    assert_string_equal(first, second);
    free(first);
    free(second);
    hc_schema_clear(&sample_section, &job);
    hc_schema_clear(&sample_section, &again);
}

static void test_echo(void **state)
{
    assert_echo_is_stable(*state, full_job, assert_full_job);
    assert_echo_is_stable(*state, "structure: 'no'\ntitle: ' '\n", NULL);
    assert_echo_is_stable(*state, "structure: \"a\\nb\"\nelectrode: {potential_v_she: -0.6}\nthermostat: none\n", NULL);
}

static void test_defaults(void **state)
{
    sample_job job;
    assert_int_equal(parse(*state, "structure: a.xyz\n", &job), HC_OK);
    assert_true(*(double *)job.thermostat.options == 100 * HC_FS);
    assert_null(job.barostat.record);
    assert_null(job.electrode);
    assert_int_equal(job.windows.count, 0);
    hc_schema_clear(&sample_section, &job);
}

static void test_refusals(void **state)
{
    hc_context *ctx = *state;
#define OK "structure: a.xyz\n"
    assert_refused(ctx, "", "job.yaml:1:1: key 'structure' is missing (file): Start.");
    assert_refused(
        ctx, OK "timestep_ps: 1\n",
        "job.yaml:2:1: unknown key 'timestep_ps'; write 'timestep_fs', with the value in fs (1 ps = 1000 fs)");
    assert_refused(ctx, OK "every: 5\n", "job.yaml:2:1: unknown key 'every'; it belongs in 'output'");
    assert_refused(ctx, OK "output: {steps: 5}\n",
                   "job.yaml:2:10: output: unknown key 'steps'; it belongs to the top level of the input");
    assert_refused(ctx, OK "timestep_fs: 1 ps\n",
                   "job.yaml:2:14: timestep_fs: '1 ps' has a unit, which the key says already (fs); write 1000");
    assert_refused(ctx, OK "steps: [1, 2]\n", "job.yaml:2:8: steps: a single value is expected (integer), not a list");
    assert_refused(ctx, OK "steps:\n", "job.yaml:2:7: steps: has no value; an integer is expected");
    assert_refused(ctx, OK "thermostat: cvsr\n",
                   "job.yaml:2:1: thermostat: there is no thermostat 'cvsr'; did you mean "
                   "'csvr'?");
    assert_refused(ctx, OK "thermostat: {type: csvr, tau: 5}\n",
                   "job.yaml:2:26: thermostat: unknown key 'tau'; write 'tau_fs' (its value is in fs)");
    assert_refused(ctx, OK "thermostat: [csvr]\n",
                   "job.yaml:2:1: thermostat: one thermostat is expected here, not a list");
    assert_refused(ctx, OK "constraints: {type: distance}\n",
                   "job.yaml:2:1: constraints: a list is expected here, not a map of keys; put '- ' before each item");
    assert_refused(ctx, OK "constraints:\n  - atoms: [1, 2]\n",
                   "job.yaml:3:5: constraints[0]: key 'type' is missing: which colvar? There is distance, sum");
    assert_refused(ctx, OK "constraints:\n  - {type: distance, atoms: [1]}\n",
                   "job.yaml:3:5: constraints[0]: atoms: two are needed, there are 1");
    assert_refused(ctx, OK "constraints: [{type: sum}]\n",
                   "job.yaml:2:15: constraints[0].terms: at least one item is needed: What is added.");
    assert_refused(ctx, OK "constraints: [{type: sum, terms: [{type: distance}]}]\n",
                   "job.yaml:2:35: constraints[0].terms[0]: key 'atoms' is missing (list of texts): Two atoms.");
    assert_refused(ctx, OK "electrode:\n",
                   "job.yaml:2:1: electrode: has nothing in it; write {} for all defaults, or leave it out");
    assert_refused(ctx, OK "output: 5\n",
                   "job.yaml:2:1: output: keys and values are expected here, not a single value");
    assert_refused(ctx, "- a\n", "job.yaml:1:1: keys and values are expected here, not a list");
    assert_refused(ctx, OK "steps: 13\n", "job.yaml:1:1: 13 steps bring bad luck; write 12 or 14");
    assert_refused(ctx, OK "fixed: [[1]]\n",
                   "job.yaml:2:8: fixed: a single value is expected (atom selection), not a list");
}

static void test_all_problems_at_once(void **state)
{
    assert_refused(*state, "steps: x\nforces: perhaps\nwindows: [{}]\n",
                   "job.yaml:1:1: key 'structure' is missing (file): Start.\n"
                   "job.yaml:1:8: steps: 'x' is not a number; write for example 1000\n"
                   "job.yaml:2:9: forces: 'perhaps' is neither true nor false\n"
                   "job.yaml:3:11: windows[0]: key 'from_angstrom' is missing (number): Begin.");
    sample_job job;
    assert_int_equal(
        parse(*state, "a1: 1\na2: 1\na3: 1\na4: 1\na5: 1\na6: 1\na7: 1\na8: 1\na9: 1\nb1: 1\nb2: 1\n", &job),
        HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(*state), "\nand 2 more"));
    hc_schema_clear(&sample_section, &job);
}

static void test_fail_at(void **state)
{
    hc_context *ctx = *state;
    hc_yaml *yaml;
    assert_int_equal(hc_yaml_parse(ctx, "job.yaml", full_job, strlen(full_job), &yaml), HC_OK);
    hc_status status = hc_fail(ctx, HC_ERROR_INPUT, "atom 7 is out of range");
    assert_int_equal(hc_schema_fail_at(ctx, status, yaml, "constraints[%d].atoms", 0), HC_ERROR_INPUT);
    assert_string_equal(hc_context_message(ctx), "job.yaml:11:5: constraints[0].atoms: atom 7 is out of range");
    assert_int_equal(hc_yaml_set(ctx, yaml, "steps", "x"), HC_OK);
    sample_job job;
    assert_int_equal(hc_schema_parse(ctx, &sample_section, yaml, &job), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "job.yaml with --set: steps: 'x' is not a number"));
    hc_schema_clear(&sample_section, &job);
    hc_yaml_free(yaml);
}

static void test_paths_are_of_the_document(void **state)
{
    hc_context *ctx = *state;
    hc_yaml *yaml;
    sample_job job;
    assert_int_equal(hc_yaml_parse(ctx, "job.yaml", OK, strlen(OK), &yaml), HC_OK);
    yaml->folder = strdup("/somewhere");
    assert_int_equal(hc_schema_parse(ctx, &sample_section, yaml, &job), HC_OK);
    assert_string_equal(job.structure, "/somewhere/a.xyz");
    hc_schema_clear(&sample_section, &job);
    hc_yaml_free(yaml);
}

static void test_manual_names_everything(void **state)
{
    static const char *const words[] = {"timestep_fs",   "constraints[]", "Kinds of thermostat", "Kinds of colvar",
                                        "from_angstrom", "Bussi 2007",    "potential_v_she",     "0.001 to 10",
                                        "nve, nvt",      "Coupling"};
    char *text[2];
    assert_int_equal(hc_schema_manual_markdown(*state, &sample_section, 1, &text[0]), HC_OK);
    assert_int_equal(hc_schema_manual_text(*state, &sample_section, &text[1]), HC_OK);
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            if (strstr(text[k], words[i]) == NULL) {
                fail_msg("'%s' is not in\n%s", words[i], text[k]);
            }
        }
        /* A table that holds itself is explained once. */
        char *colvar = strstr(text[k], "Kinds of colvar\n");
        assert_null(strstr(colvar + 1, "Kinds of colvar\n"));
        free(text[k]);
    }
}

static void test_json(void **state)
{
    sample_job job;
    hc_json *json;
    assert_int_equal(parse(*state, full_job, &job), HC_OK);
    assert_int_equal(hc_schema_to_json(*state, &sample_section, &job, &json), HC_OK);
    assert_true(hc_json_real_of(hc_json_get(json, "timestep_fs")) == 0.3);
    hc_json *constraint = hc_json_at(hc_json_get(json, "constraints"), 0);
    assert_string_equal(hc_json_text_of(hc_json_get(constraint, "type")), "distance");
    assert_true(hc_json_real_of(hc_json_get(constraint, "target_angstrom")) == 2.35);
    hc_json_free(json);
    hc_schema_clear(&sample_section, &job);
    assert_int_equal(hc_schema_describe(*state, &sample_section, &json), HC_OK);
    assert_int_equal(hc_json_count(hc_json_get(json, "keywords")), 7);
    assert_int_equal(hc_json_count(hc_json_get(hc_json_get(json, "variants"), "colvar")), 2);
    hc_json_free(json);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {CASE(test_full_job),
                                       CASE(test_echo),
                                       CASE(test_defaults),
                                       CASE(test_refusals),
                                       CASE(test_all_problems_at_once),
                                       CASE(test_fail_at),
                                       CASE(test_paths_are_of_the_document),
                                       CASE(test_manual_names_everything),
                                       CASE(test_json)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
