/* A temperature that changes during a run: the set temperature is the schedule's, the atoms follow it as the equations
 * of each thermostat say, the conserved quantity stays conserved, and a saved state goes on to the same bits. */
#include "support.h"

#include <omp.h>

#include "math/statistics.h"

static hc_temperature_point point(int until_step, double kelvin)
{
    return (hc_temperature_point){until_step, kelvin * HC_KELVIN};
}

static const struct {
    const char *name;
    const char *const *settings;
} followers[3] = {{"csvr", SETTINGS("time_constant_fs", "50")},
                  {"nose_hoover", SETTINGS("time_constant_fs", "50")},
                  {"langevin", SETTINGS("friction_per_fs", "0.01")}};

static hc_md_setup scheduled(hc_engine *engine, hc_structure *structure, size_t count, const hc_temperature_point *list)
{
    return (hc_md_setup){.engine = engine, .structure = structure, .nschedule = count, .schedule = list};
}

static void value_between_points(void **unused)
{
    (void)unused;
    const hc_temperature_point list[3] = {point(10, 1000), point(20, 1000), point(23, 1)};
    const double start = 300 * HC_KELVIN;
    assert_true(hc_temperature_at(start, 3, list, 0) == start);
    assert_true(hc_temperature_at(start, 3, list, 10) == list[0].kT);
    assert_true(hc_temperature_at(start, 3, list, 15.25) == list[1].kT);
    assert_true(hc_temperature_at(start, 3, list, 20) == list[1].kT);
    assert_true(hc_temperature_at(start, 3, list, 23) == list[2].kT);
    assert_true(hc_temperature_at(start, 3, list, 1e9) == list[2].kT);
    assert_true(hc_temperature_at(start, 0, NULL, 7) == start);
    assert_true(fabs(hc_temperature_at(start, 3, list, 2.5) / HC_KELVIN - 475) < 1e-10);
    assert_true(fabs(hc_temperature_at(start, 3, list, 21.5) / HC_KELVIN - 500.5) < 1e-10);
}

static void wrong_points_are_refused(void **unused)
{
    (void)unused;
    size_t wrong = 9;
    const hc_temperature_point back[2] = {point(10, 300), point(10, 400)}, cold[2] = {point(10, 300), point(20, 0)};
    assert_int_equal(hc_temperature_check(ctx, 2, back, &wrong), HC_ERROR_INPUT);
    assert_int_equal(wrong, 1);
    assert_non_null(strstr(hc_context_message(ctx), "step 10 does not lie after step 10"));
    assert_int_equal(hc_temperature_check(ctx, 2, cold, &wrong), HC_ERROR_INPUT);
    assert_int_equal(wrong, 1);
}

/* ---- an ideal gas, and atoms on springs that are stiff against the thermostat ---- */

static double nothing(size_t natom, const hc_vec3 *r, hc_vec3 *force, bool *converged)
{
    (void)natom;
    (void)r;
    (void)force;
    (void)converged;
    return 0;
}

#define NGAS 400

static hc_structure *make_gas(void)
{
    int number[NGAS];
    hc_vec3 position[NGAS];
    for (size_t i = 0; i < NGAS; i++) {
        number[i] = 1;
        position[i] = hc_vec3_make(10 * (double)i, 10 * (double)i, 10 * (double)i);
    }
    return make_structure(NGAS, number, position);
}

/* Temperature over the last quarter of a ramp. */
static double ramp(potential_function *function, const char *thermostat, const char *const *settings, int seed,
                   int nstep, double first, double last)
{
    hc_structure *s = make_gas();
    hc_engine *engine = make_potential(function, s);
    hc_md_options options = md_options(SETTINGS("center_of_mass", "free", "timestep_fs", "1"));
    hc_md *md = NULL;
    const hc_md_record *record;
    const hc_temperature_point end = point(nstep, last);
    double sum = 0;
    int count = 0;
    options.seed = seed;
    options.kT = first * HC_KELVIN;
    assert_int_equal(try_md(&options, scheduled(engine, s, 1, &end), thermostat, settings, &md), HC_OK);
    assert_int_equal(hc_md_start(md, ctx, &record), HC_OK);
    for (int istep = 1; istep <= nstep; istep++) {
        double exact = first + (last - first) * istep / nstep;
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
        assert_true(fabs(record->set_temperature_k - exact) < 1e-12 * exact);
        if (istep > 3 * nstep / 4) {
            sum += record->temperature_k - record->set_temperature_k;
            count++;
        }
    }
    hc_md_free(md);
    hc_engine_free(engine);
    hc_structure_free(s);
    return sum / count;
}

/* Mean lag over seeds against rate * C * tau, the mean of (1 - exp(-t / C tau)) taken into account. */
static void check_lag(potential_function *function, const char *thermostat, const char *const *settings,
                      double relaxation_fs, int nstep)
{
    enum { NSEED = 24 };
    const double first = 500, rate = 1.5, begin = 0.75 * nstep / relaxation_fs, end = nstep / relaxation_fs;
    double exact = rate * relaxation_fs * (1 - (exp(-begin) - exp(-end)) / (end - begin)), sum = 0, squares = 0;
    for (int seed = 1; seed <= NSEED; seed++) {
        double lag = -ramp(function, thermostat, settings, seed, nstep, first, first + rate * nstep);
        sum += lag;
        squares += lag * lag;
    }
    double mean = sum / NSEED, error = sqrt((squares / NSEED - mean * mean) / (NSEED - 1));
    if (!(fabs(mean - exact) < 4 * error) || !(error < 0.12 * exact)) {
        fail_msg("%s: lag %.4g K is not %.4g K (standard error %.2g)", thermostat, mean, exact, error);
    }
}

static void gas_lags_by_the_relaxation_time(void **unused)
{
    (void)unused;
    check_lag(nothing, "csvr", SETTINGS("time_constant_fs", "50"), 50, 400);
    check_lag(nothing, "langevin", SETTINGS("friction_per_fs", "0.01"), 50, 400);
}

/* Half of the heat goes into the springs. */
static void solid_lags_by_twice_the_relaxation_time(void **unused)
{
    (void)unused;
    check_lag(diagonal_springs, "csvr", SETTINGS("time_constant_fs", "100"), 200, 1600);
    check_lag(diagonal_springs, "langevin", SETTINGS("friction_per_fs", "0.005"), 200, 1600);
}

/* ---- a Lennard-Jones fluid that is heated, kept and cooled ---- */

typedef struct course {
    double drift;     /* largest deviation of the conserved quantity */
    double bath_work; /* largest absolute value */
    hc_estimate above;
} course;

/* 150 K, to 450 K in a quarter of the way, as long there, back to 150 K in the other half. */
static course heat_and_cool(int thermostat, const char *timestep, int nstep)
{
    hc_structure *s = make_liquid();
    hc_engine *engine = make_liquid_engine(s);
    hc_md_options options = md_options(SETTINGS("timestep_fs", timestep, "temperature_k", "150", "seed", "5"));
    const hc_temperature_point list[3] = {point(nstep / 4, 450), point(nstep / 2, 450), point(nstep, 150)};
    double *above = calloc((size_t)nstep, sizeof *above);
    hc_md *md = NULL;
    const hc_md_record *record;
    course found = {0};
    assert_int_equal(try_md(&options, scheduled(engine, s, 3, list), followers[thermostat].name,
                            followers[thermostat].settings, &md),
                     HC_OK);
    assert_int_equal(hc_md_start(md, ctx, &record), HC_OK);
    double first = record->conserved;
    for (int istep = 0; istep < nstep; istep++) {
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
        found.drift = fmax(found.drift, fabs(record->conserved - first));
        found.bath_work = fmax(found.bath_work, fabs(record->bath_work));
        above[istep] = record->temperature_k / record->set_temperature_k - 1;
    }
    assert_int_equal(hc_statistics_mean(ctx, (size_t)nstep, above, &found.above), HC_OK);
    free(above);
    hc_md_free(md);
    hc_engine_free(engine);
    hc_structure_free(s);
    return found;
}

/* The work of the bath is as large as the heat; with it what is left fluctuates with the square of the time step. */
static void chain_conserves_less_the_work_of_the_bath(void **unused)
{
    (void)unused;
    course coarse = heat_and_cool(1, "4", 1500), fine = heat_and_cool(1, "2", 3000);
    const double heat = 1.5 * NLIQUID * 300 * HC_KELVIN; /* of the kinetic energy alone */
    assert_true(fine.bath_work > 0.5 * heat);
    assert_true(fine.drift < 0.01 * heat);
    assert_true(coarse.drift / fine.drift > 2.8 && coarse.drift / fine.drift < 5.5);
}

static void heat_that_is_counted_needs_no_work(void **unused)
{
    (void)unused;
    for (int i = 0; i < 3; i += 2) {
        course found = heat_and_cool(i, "2", 6000);
        assert_true(found.bath_work == 0);
        assert_true(found.drift < 0.02 * 1.5 * NLIQUID * 300 * HC_KELVIN);
    }
}

/* Slowly: 600 K in 160 ps, so that csvr and langevin lag by less than a kelvin. */
static void a_fluid_has_the_set_temperature(void **unused)
{
    (void)unused;
    for (int i = 0; i < 3; i++) {
        course found = heat_and_cool(i, "4", 40000);
        if (!(fabs(found.above.mean) < 4 * found.above.error) || !(found.above.error < 0.01)) {
            fail_msg("%s: %.2g above the set temperature (standard error %.2g)", followers[i].name, found.above.mean,
                     found.above.error);
        }
    }
}

/* ---- restart ---- */

static void compare(const hc_structure *a, const hc_structure *b, const hc_md_record *p, const hc_md_record *q)
{
    assert_memory_equal(a->position, b->position, NLIQUID * sizeof(hc_vec3));
    assert_memory_equal(a->velocity, b->velocity, NLIQUID * sizeof(hc_vec3));
    assert_true(p->conserved == q->conserved && p->heat == q->heat && p->bath_work == q->bath_work);
    assert_true(p->set_temperature_k == q->set_temperature_k && p->kinetic == q->kinetic);
}

static const hc_temperature_point short_course[3] = {{3, 0.002}, {5, 0.002}, {9, 0.0005}};

/* Goes on from a state saved at step `from` and compares the rest with the run that was not stopped. */
static void resume_from(int thermostat, int from)
{
    hc_structure *s[2] = {make_liquid(), make_liquid()};
    hc_engine *engine[2] = {make_liquid_engine(s[0]), make_liquid_engine(s[1])};
    hc_md_options options = md_options(SETTINGS("timestep_fs", "3", "temperature_k", "200", "seed", "9"));
    hc_md *md[2] = {NULL, NULL};
    const hc_md_record *record[2];
    hc_state *state = NULL;
    for (int k = 0; k < 2; k++) {
        assert_int_equal(try_md(&options, scheduled(engine[k], s[k], 3, short_course), followers[thermostat].name,
                                followers[thermostat].settings, &md[k]),
                         HC_OK);
    }
    assert_int_equal(hc_md_start(md[0], ctx, &record[0]), HC_OK);
    for (int istep = 0; istep < from; istep++) {
        assert_int_equal(hc_md_step(md[0], ctx, &record[0]), HC_OK);
    }
    assert_int_equal(hc_state_create(ctx, &state), HC_OK);
    assert_int_equal(hc_md_save(md[0], ctx, state), HC_OK);
    assert_int_equal(hc_md_load(md[1], ctx, state, &record[1]), HC_OK);
    compare(s[0], s[1], record[0], record[1]);
    for (int istep = from; istep < 12; istep++) {
        for (int k = 0; k < 2; k++) {
            assert_int_equal(hc_md_step(md[k], ctx, &record[k]), HC_OK);
        }
        compare(s[0], s[1], record[0], record[1]);
    }
    hc_state_free(state);
    for (int k = 0; k < 2; k++) {
        hc_md_free(md[k]);
        hc_engine_free(engine[k]);
        hc_structure_free(s[k]);
    }
}

static void resume_at_any_step_is_exact(void **unused)
{
    (void)unused;
    for (int thermostat = 0; thermostat < 3; thermostat++) {
        for (int from = 0; from <= 11; from++) {
            resume_from(thermostat, from);
        }
    }
}

static void another_schedule_is_another_run(void **unused)
{
    (void)unused;
    hc_structure *s = make_liquid();
    hc_engine *engine = make_liquid_engine(s);
    hc_md_options options = md_options(NULL);
    hc_temperature_point other[3] = {short_course[0], short_course[1], {9, 0.0006}};
    const hc_temperature_point *const schedule[4] = {short_course, other, short_course, NULL};
    const size_t count[4] = {3, 3, 2, 0};
    const hc_md_record *record;
    hc_state *state[2] = {NULL, NULL};
    for (int i = 0; i < 4; i++) {
        hc_md *md = NULL;
        assert_int_equal(try_md(&options, scheduled(engine, s, count[i], schedule[i]), "csvr", NULL, &md), HC_OK);
        if (i == 0 || i == 3) {
            hc_md *begun = NULL;
            assert_int_equal(try_md(&options, scheduled(engine, s, count[i], schedule[i]), "csvr", NULL, &begun),
                             HC_OK);
            assert_int_equal(hc_md_start(begun, ctx, &record), HC_OK);
            assert_int_equal(hc_state_create(ctx, &state[i / 3]), HC_OK);
            assert_int_equal(hc_md_save(begun, ctx, state[i / 3]), HC_OK);
            hc_md_free(begun);
        }
        assert_int_equal(hc_md_load(md, ctx, state[0], &record), i == 0 ? HC_OK : HC_ERROR_FORMAT);
        hc_md_free(md);
    }
    hc_md *md = NULL;
    assert_int_equal(try_md(&options, scheduled(engine, s, 3, short_course), "csvr", NULL, &md), HC_OK);
    assert_int_equal(hc_md_load(md, ctx, state[1], &record), HC_ERROR_FORMAT);
    assert_non_null(strstr(hc_context_message(ctx), "schedule"));
    hc_md_free(md);
    hc_state_free(state[0]);
    hc_state_free(state[1]);
    hc_engine_free(engine);
    hc_structure_free(s);
}

static void no_thermostat_no_schedule(void **unused)
{
    (void)unused;
    hc_structure *s = make_liquid();
    hc_engine *engine = make_liquid_engine(s);
    hc_md_options options = md_options(NULL);
    hc_md *md = NULL;
    assert_int_equal(try_md(&options, scheduled(engine, s, 3, short_course), "nve", NULL, &md), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "keeps no temperature"));
    assert_null(md);
    hc_engine_free(engine);
    hc_structure_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(value_between_points),
        cmocka_unit_test(wrong_points_are_refused),
        cmocka_unit_test(gas_lags_by_the_relaxation_time),
        cmocka_unit_test(solid_lags_by_twice_the_relaxation_time),
        cmocka_unit_test(chain_conserves_less_the_work_of_the_bath),
        cmocka_unit_test(heat_that_is_counted_needs_no_work),
        cmocka_unit_test(a_fluid_has_the_set_temperature),
        cmocka_unit_test(resume_at_any_step_is_exact),
        cmocka_unit_test(another_schedule_is_another_run),
        cmocka_unit_test(no_thermostat_no_schedule),
    };
    omp_set_num_threads(1); /* systems as small as these only wait for each other's threads */
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
