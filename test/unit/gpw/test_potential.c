/* Pseudopotentials: what the files say, aliases, and what is refused. */
#include "data_entries.h"

#include "base/file.h"
#include "gpw/potential.h"

static void check_potential(const hc_gpw_potential *p)
{
    int electrons = p->electrons[0] + p->electrons[1] + p->electrons[2] + p->electrons[3];
    assert_true(p->charge == electrons && electrons > 0);
    assert_true(p->local_radius > 0.01 && p->local_radius < 2.0);
    for (size_t c = 0; c < p->nchannel; c++) {
        const hc_gpw_channel *channel = &p->channel[c];
        assert_in_range(channel->nprojector, 1, 3);
        assert_true(channel->radius > 0.05 && channel->radius < 2.0);
        assert_true(c == 0 || channel->l > p->channel[c - 1].l);
        for (size_t i = 0; i < channel->nprojector; i++) {
            for (size_t j = 0; j < channel->nprojector; j++) {
                assert_true(channel->h[i][j] == channel->h[j][i]);
            }
        }
    }
}

typedef struct tally {
    size_t read, all_electron, not_available, damaged;
} tally;

static void check_entry(const char *path, int z, const char *name, void *data)
{
    tally *count = data;
    hc_gpw_potential *potential = NULL;
    hc_status status = hc_gpw_potential_read(ctx, path, z, name, &potential);
    if (status == HC_OK) {
        check_potential(potential);
        assert_string_equal(potential->name, name);
    }
    count->read += status == HC_OK;
    count->all_electron += status == HC_ERROR_UNSUPPORTED && strcmp(name, "ALLELECTRON") == 0;
    count->not_available += status == HC_ERROR_MISSING_DATA;
    if (status == HC_ERROR_FORMAT) {
        /* Released like this: a coefficient of the d projectors is missing. */
        if (strcmp(name, "GTH-PBE0-q15") != 0 || z != 83) {
            fail_msg("%s", hc_context_message(ctx));
        }
        count->damaged++;
    }
    hc_gpw_potential_free(potential);
}

static void test_every_potential_of_every_file(void **state)
{
    (void)state;
    tally count = {0};
    size_t total = visit_entries("GTH_POTENTIALS", check_entry, &count);
    assert_true(total > 300);
    assert_int_equal(count.read, total);
    count = (tally){0};
    total = visit_entries("POTENTIAL_UZH", check_entry, &count);
    assert_true(count.read > 450);
    assert_true(count.damaged <= 1);
    assert_int_equal(count.read + count.all_electron + count.not_available + count.damaged, total);
}

static void test_known_potential(void **state)
{
    (void)state;
    hc_gpw_potential *p = NULL;
    CHECK(hc_gpw_potential_find(ctx, 47, "gth-pbe", &p));
    assert_true(p->charge == 11.0 && p->electrons[0] == 1 && p->electrons[1] == 0 && p->electrons[2] == 10);
    assert_true(p->local_radius == 0.57 && p->nlocal == 1 && p->local[0] == 0.03341912);
    assert_int_equal(p->nchannel, 3);
    assert_true(p->channel[0].radius == 0.52704461 && p->channel[0].nprojector == 3);
    assert_true(p->channel[0].h[0][1] == -5.27424043 && p->channel[0].h[1][0] == -5.27424043);
    assert_true(p->channel[0].h[1][1] == 8.43071259 && p->channel[0].h[2][2] == 2.04333882);
    assert_true(p->channel[2].l == 2 && p->channel[2].h[1][1] == 0.49159781);
    double r = 0.8, x = r / 0.57;
    assert_true(fabs(hc_gpw_potential_short_range(p, r) - 0.03341912 * exp(-0.5 * x * x)) < 1e-16);
    hc_gpw_potential_free(p);
    CHECK(hc_gpw_potential_find(ctx, 1, "GTH-PBE-q1", &p));
    assert_int_equal(p->nchannel, 0);
    assert_int_equal(p->nlocal, 2);
    x = 0.7 / 0.2;
    assert_true(fabs(hc_gpw_potential_short_range(p, 0.7) - exp(-0.5 * x * x) * (p->local[0] + p->local[1] * x * x)) <
                1e-15);
    hc_gpw_potential_free(p);
    CHECK(hc_gpw_potential_find_any_valence(ctx, 79, "GTH-PBE", &p));
    assert_true(p->charge == 11.0);
    hc_gpw_potential_free(p);
    /* Only with its valence in the name. */
    CHECK(hc_gpw_potential_find_any_valence(ctx, 79, "GTH-BP", &p));
    assert_string_equal(p->name, "GTH-BP-q11");
    hc_gpw_potential_free(p);
}

static void expect_failure(const char *text, hc_status expected, const char *part)
{
    static const char path[] = HC_SCRATCH "/potential_under_test";
    hc_gpw_potential *potential = NULL;
    CHECK(hc_file_write_atomically(ctx, path, text, strlen(text)));
    hc_status status = hc_gpw_potential_read(ctx, path, 47, "X-q11", &potential);
    assert_null(potential);
    if (status != expected || !strstr(hc_context_message(ctx), part)) {
        fail_msg("%d, \"%s\" where \"%s\" was expected", (int)status, hc_context_message(ctx), part);
    }
}

static void test_damaged_entries(void **state)
{
    (void)state;
    expect_failure("Ag X-q1\n", HC_ERROR_MISSING_DATA, "it has: X-q1");
    expect_failure("Ag X-q11\n", HC_ERROR_FORMAT, "the entry ends");
    expect_failure("Ag X-q11\n NA\n", HC_ERROR_MISSING_DATA, "not available");
    expect_failure("Ag X-q11\n1 0 9\n", HC_ERROR_FORMAT, "10 electrons, which is not what the name says");
    expect_failure("Ag X-q11\n1 0 9 0 1\n", HC_ERROR_FORMAT, "above f");
    expect_failure("Ag X-q11\n-1 0 12\n", HC_ERROR_FORMAT, "is -1");
    expect_failure("Ag X-q11\n1 0 10\n0.0 0\n", HC_ERROR_FORMAT, "radius of 0");
    expect_failure("Ag X-q11\n1 0 10\n0.5 5 1 2 3 4 5\n", HC_ERROR_FORMAT, "local coefficients is 5");
    expect_failure("Ag X-q11\n1 0 10\n0.5 2 1.0\n", HC_ERROR_FORMAT, "a local coefficient");
    expect_failure("Ag X-q11\n1 0 10\n0.5 1 1.0\nNLCC 1\n0.5 1 20.0\n", HC_ERROR_UNSUPPORTED, "NLCC");
    expect_failure("Ag X-q11\n1 0 10\n0.5 1 1.0\n5\n", HC_ERROR_FORMAT, "projectors is 5");
    expect_failure("Ag X-q11\n1 0 10\n0.5 1 1.0\n1\n", HC_ERROR_FORMAT, "a projector radius");
    expect_failure("Ag X-q11\n1 0 10\n0.5 1 1.0\n1\n0.4 4\n", HC_ERROR_FORMAT, "number of projectors is 4");
    expect_failure("Ag X-q11\n1 0 10\n0.5 1 1.0\n1\n0.4 2 1.0 2.0\n", HC_ERROR_FORMAT, "a projector coefficient");
    expect_failure("Ag X-q11\n1 0 10\n0.5 1 1.0\n1\n0.4 1 inf\n", HC_ERROR_FORMAT, "not finite");
    expect_failure("Ag X-q11\n1 0 10\n0.5 1 1.0\n1\n-0.4 1 1.0\n", HC_ERROR_FORMAT, "radius of -0.4");
    expect_failure("Ag X-q11\n1 0 10\n0.5 1 1.0\n1\n0.4 1 1.0 7.0\n", HC_ERROR_FORMAT, "entry should end");
    expect_failure("Ag X-q11\n1 0 10\n0.5 1 1.0\n0\n3\n", HC_ERROR_FORMAT, ":5: Ag X-q11: a number (3)");
}

static void test_missing_names(void **state)
{
    (void)state;
    hc_gpw_potential *potential = NULL;
    assert_int_equal(hc_gpw_potential_find(ctx, 79, "GTH-PBE-q12", &potential), HC_ERROR_MISSING_DATA);
    assert_null(potential);
    assert_non_null(strstr(hc_context_message(ctx), "Au has no potential GTH-PBE-q12"));
    assert_non_null(strstr(hc_context_message(ctx), " GTH-PBE-q19"));
    assert_int_equal(hc_gpw_potential_find(ctx, 1, "ALLELECTRON", &potential), HC_ERROR_UNSUPPORTED);
    assert_int_equal(hc_gpw_potential_find(ctx, -3, "GTH-PBE", &potential), HC_ERROR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_potential_of_every_file),
        cmocka_unit_test(test_known_potential),
        cmocka_unit_test(test_damaged_entries),
        cmocka_unit_test(test_missing_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
