/* From a job's text to its phases: counts, targets, rates, and what is refused with which words. */
#include "support/context_fixture.h"

#include "base/file.h"
#include "halfcell/units.h"
#include "workflow/plan.h"

typedef struct planned {
    hc_yaml *yaml;
    hc_job job;
    hc_setup *setup;
    hc_plan *plan;
} planned;

static void clear(planned *p)
{
    hc_plan_free(p->plan);
    hc_setup_free(p->setup);
    hc_job_clear(&p->job);
    hc_yaml_free(p->yaml);
    *p = (planned){0};
}

/* Two argon atoms 4 Angstrom apart on x, a third 5 Angstrom away on y, with `rest` behind the common part of the job.
 */
static hc_status plan(const char *rest, planned *p)
{
    static const char structure[] = "3\n\nAr 0 0 0\nAr 4 0 0\nAr 0 5 0\n";
    char text[2048];
    hc_status status = HC_OK;
    *p = (planned){0};
    snprintf(text, sizeof text,
             "structure: {file: " HC_SCRATCH "/plan.xyz}\nengine: lj\ndynamics: {timestep_fs: 1}\n%s", rest);
    HC_TRY(hc_file_write_atomically(ctx, HC_SCRATCH "/plan.xyz", structure, strlen(structure)));
    HC_TRY(hc_file_write_atomically(ctx, HC_SCRATCH "/plan.yaml", text, strlen(text)));
    HC_TRY(hc_job_read(ctx, HC_SCRATCH "/plan.yaml", &p->yaml, &p->job));
    HC_TRY(hc_setup_create(ctx, &p->job, p->yaml, NULL, &p->setup));
    HC_TRY(hc_plan_create(ctx, &p->job, p->yaml, p->setup, &p->plan));
cleanup:
    return status;
}

static void refused(const char *rest, const char *position, const char *words)
{
    planned p;
    assert_int_equal(plan(rest, &p), HC_ERROR_INPUT);
    if (!strstr(hc_context_message(ctx), words) || !strstr(hc_context_message(ctx), position)) {
        fail_msg("'%s' and '%s' are not both in: %s", position, words, hc_context_message(ctx));
    }
    clear(&p);
}

static void both_directions(void **state)
{
    (void)state;
    planned p;
    assert_int_equal(plan("constraints:\n  - {type: distance, atoms: [0, 1], growth_angstrom_per_fs: -0.01, "
                          "stop_angstrom: 3.0}\n"
                          "sampling: {type: slow_growth, directions: both, equilibration_steps: 5, turn_steps: 7}\n",
                          &p),
                     HC_OK);
    assert_int_equal(p.plan->count, 4);
    assert_int_equal(p.plan->phase[0].steps, 5);
    assert_int_equal(p.plan->phase[1].steps, 100);
    assert_int_equal(p.plan->phase[2].steps, 7);
    assert_int_equal(p.plan->phase[3].steps, 100);
    assert_int_equal(p.plan->total_steps, 212);
    const hc_constraint *there = p.plan->phase[1].constraint, *back = p.plan->phase[3].constraint;
    assert_true(fabs(there->start - 4.0 * HC_ANGSTROM) < 1e-9 && fabs(there->stop - 3.0 * HC_ANGSTROM) < 1e-12);
    assert_true(there->rate < 0.0 && back->rate == -there->rate);
    assert_true(back->start == there->stop && back->stop == there->start);
    assert_true(isnan(p.plan->phase[0].constraint->stop) && p.plan->phase[0].constraint->rate == 0.0);
    assert_int_equal(p.plan->phase[1].direction, 1);
    assert_int_equal(p.plan->phase[3].direction, -1);
    clear(&p);
}

static void windows(void **state)
{
    (void)state;
    planned p;
    assert_int_equal(plan("constraints:\n  - {type: distance, atoms: [0, 1], growth_angstrom_per_fs: 0.01, "
                          "stop_angstrom: 5.0}\n"
                          "sampling: {type: blue_moon, windows: 5, equilibration_steps: 3, sampling_steps: 20}\n",
                          &p),
                     HC_OK);
    assert_int_equal(p.plan->count, 5 * 2 + 4);
    assert_int_equal(p.plan->total_steps, 5 * 23 + 4 * 25);
    const hc_phase *last = &p.plan->phase[p.plan->count - 1];
    assert_int_equal(last->kind, HC_PHASE_SAMPLE);
    assert_int_equal(last->window, 4);
    assert_true(last->constraint->start == 5.0 * HC_ANGSTROM);
    clear(&p);
}

static void held_beside_growing(void **state)
{
    (void)state;
    planned p;
    assert_int_equal(plan("constraints:\n  - {type: distance, name: grow, atoms: [0, 1], growth_angstrom_per_fs: 0.01, "
                          "stop_angstrom: 5.0}\n  - {type: distance, name: hold, atoms: [0, 2]}\n"
                          "sampling: slow_growth\n",
                          &p),
                     HC_OK);
    assert_int_equal(p.plan->count, 1);
    assert_true(p.plan->phase[0].constraint[1].rate == 0.0);
    assert_true(fabs(p.plan->phase[0].constraint[1].start - 5.0 * HC_ANGSTROM) < 1e-9);
    clear(&p);
}

static void wrong_jobs_are_refused(void **state)
{
    (void)state;
    refused("sampling: slow_growth\n", "plan.yaml:", "needs a constraint that grows");
    refused("constraints:\n  - {type: distance, atoms: [0, 1], growth_angstrom_per_fs: 0.01, stop_angstrom: 5}\n",
            "plan.yaml:", "plain");
    refused("constraints:\n  - {type: distance, atoms: [0, 7]}\n", "plan.yaml:5:", "7");
    refused("constraints:\n  - {type: distance, atoms: [0, 0]}\n", "plan.yaml:5:", "0");
    refused("constraints:\n  - {type: distance, atoms: [0, 1]}\n  - {type: distance, name: b, atoms: [1, 0]}\n",
            "plan.yaml:4:", "depend");
    refused("constraints:\n  - {type: distance, name: a, atoms: [0, 1]}\n  - {type: distance, name: a, atoms: [1, "
            "2]}\n",
            "plan.yaml:6:", "another constraint is called 'a'");
    refused("constraints:\n  - {type: distanse, atoms: [0, 1]}\n", "plan.yaml:5:", "distance");
    refused("constraints:\n"
            "  - {type: distance, name: a, atoms: [0, 1], growth_angstrom_per_fs: 0.01, stop_angstrom: 5}\n"
            "  - {type: distance, name: b, atoms: [0, 2], growth_angstrom_per_fs: 0.01, stop_angstrom: 7}\n"
            "sampling: slow_growth\n",
            "plan.yaml:7:", "arrive together");
}

static void potential_wants_an_engine_with_one(void **state)
{
    (void)state;
    planned p;
    assert_int_equal(plan("potential: {}\n", &p), HC_ERROR_UNSUPPORTED);
    assert_non_null(strstr(hc_context_message(ctx), "plan.yaml:4:"));
    clear(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_directions),
        cmocka_unit_test(windows),
        cmocka_unit_test(held_beside_growing),
        cmocka_unit_test(wrong_jobs_are_refused),
        cmocka_unit_test(potential_wants_an_engine_with_one),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
