/* Thermostats: each gives the canonical distribution of the kinetic energy (mean and variance known on paper) and,
 * where the potential is harmonic, of the potential energy; and each has a quantity that is conserved. */
#include "support.h"

#include <omp.h>

#include "math/statistics.h"

#define KT (300 * HC_KELVIN)

/* |mean - exact| within four standard errors, and the standard error small enough for that to mean something. */
static void check_mean(const char *what, size_t count, const double *value, double exact, double power)
{
    hc_estimate e;
    assert_int_equal(hc_statistics_mean(ctx, count, value, &e), HC_OK);
    if (!(fabs(e.mean - exact) < 4 * e.error) || !(e.error < power * exact)) {
        fail_msg("%s: %.5g is not %.5g (standard error %.2g, wanted below %.2g)", what, e.mean, exact, e.error,
                 power * exact);
    }
}

static void check_energies(const char *name, size_t count, double *kinetic, double *potential, size_t freedom,
                           size_t modes)
{
    double f = (double)freedom, n = (double)modes;
    check_mean(name, count, kinetic, 0.5 * f * KT, 0.01);
    for (size_t i = 0; i < count; i++) {
        kinetic[i] = pow(kinetic[i] - 0.5 * f * KT, 2);
    }
    check_mean(name, count, kinetic, 0.5 * f * KT * KT, 0.04);
    if (modes > 0) {
        check_mean(name, count, potential, 0.5 * n * KT, 0.02);
        for (size_t i = 0; i < count; i++) {
            potential[i] = pow(potential[i] - 0.5 * n * KT, 2);
        }
        check_mean(name, count, potential, 0.5 * n * KT * KT, 0.08);
    }
}

typedef struct sampler {
    const char *name;
    const char *const *settings;
} sampler;

static const sampler samplers[] = {
    {"csvr", SETTINGS("time_constant_fs", "20")},
    {"nose_hoover", SETTINGS("time_constant_fs", "10", "length", "4")},
    {"langevin", SETTINGS("friction_per_fs", "0.05")},
};

#define NSTEP 200000
#define NATOM 4

/* The time step is a fiftieth of the fastest period, so that its error in the averages (a thousandth) is not seen. */
static void harmonic(const sampler *kind)
{
    const int number[NATOM] = {1, 6, 8, 3};
    const hc_vec3 position[NATOM] = {{0, 0, 0}, {10, 10, 10}, {20, 20, 20}, {30, 30, 30}};
    hc_structure *s = make_structure(NATOM, number, position);
    hc_engine *engine = make_potential(diagonal_springs, s);
    hc_md_options options = md_options(SETTINGS("center_of_mass", "free", "timestep_fs", "0.7", "seed", "11"));
    hc_md *md = make_md(&options, engine, s, kind->name, kind->settings, 0, NULL);
    double *kinetic = calloc(NSTEP, sizeof *kinetic), *potential = calloc(NSTEP, sizeof *potential);
    const hc_md_record *record;
    assert_int_equal(hc_md_start(md, ctx, &record), HC_OK);
    assert_int_equal(hc_md_freedom(md), 3 * NATOM);
    for (int istep = -2000; istep < NSTEP; istep++) {
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
        if (istep >= 0) {
            kinetic[istep] = record->kinetic;
            potential[istep] = record->free_energy;
        }
    }
    check_energies(kind->name, NSTEP, kinetic, potential, 3 * NATOM, 3 * NATOM);
    free(kinetic);
    free(potential);
    hc_md_free(md);
    hc_engine_free(engine);
    hc_structure_free(s);
}

static void csvr_samples_oscillators(void **unused)
{
    (void)unused;
    harmonic(&samplers[0]);
}

static void nose_hoover_samples_oscillators(void **unused)
{
    (void)unused;
    harmonic(&samplers[1]);
}

static void langevin_samples_oscillators(void **unused)
{
    (void)unused;
    harmonic(&samplers[2]);
}

/* A periodic Lennard-Jones fluid with the centre of mass held and two distances constrained. */
static void liquid(const sampler *kind, const char *const *settings, double *drift, double *kinetic, int nstep)
{
    hc_structure *s = make_liquid();
    hc_engine *engine = make_liquid_engine(s);
    hc_colvar *colvar[2] = {make_colvar("distance", SETTINGS("atoms", "0, 1"), s),
                            make_colvar("distance", SETTINGS("atoms", "1, 4"), s)};
    hc_constraint constraint[2] = {make_constraint(colvar[0], s, NAN, 0, NAN),
                                   make_constraint(colvar[1], s, NAN, 0, NAN)};
    hc_md_options options = md_options(settings);
    hc_md *md = make_md(&options, engine, s, kind->name, kind->settings, 2, constraint);
    const hc_md_record *record;
    assert_int_equal(hc_md_start(md, ctx, &record), HC_OK);
    assert_int_equal(hc_md_freedom(md), 3 * NLIQUID - 3 - 2);
    double first = record->conserved;
    *drift = 0;
    for (int istep = -1000; istep < nstep; istep++) {
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
        *drift = fmax(*drift, fabs(record->conserved - first));
        if (istep >= 0) {
            kinetic[istep] = record->kinetic;
        }
    }
    hc_md_free(md);
    hc_colvar_free(colvar[0]);
    hc_colvar_free(colvar[1]);
    hc_engine_free(engine);
    hc_structure_free(s);
}

#define NFLUID 30000

static void thermostats_sample_a_liquid(void **unused)
{
    (void)unused;
    const sampler list[3] = {{"csvr", SETTINGS("time_constant_fs", "50")},
                             {"nose_hoover", SETTINGS("time_constant_fs", "40")},
                             {"langevin", SETTINGS("friction_per_fs", "0.02")}};
    double *kinetic = calloc(NFLUID, sizeof *kinetic);
    for (int i = 0; i < 3; i++) {
        double drift;
        liquid(&list[i], SETTINGS("timestep_fs", "5", "seed", "5"), &drift, kinetic, NFLUID);
        check_energies(list[i].name, NFLUID, kinetic, NULL, 3 * NLIQUID - 3 - 2, 0);
        assert_true(drift < 0.05 * KT * NLIQUID); /* over 155 ps */
    }
    free(kinetic);
}

/* The conserved quantity of each thermostat fluctuates with the square of the time step. */
static void conserved_quantities_converge(void **unused)
{
    (void)unused;
    double kinetic[4000], drift[2];
    const sampler list[2] = {{"nve", NULL}, {"nose_hoover", SETTINGS("time_constant_fs", "50")}};
    for (int i = 0; i < 2; i++) {
        liquid(&list[i], SETTINGS("timestep_fs", "4"), &drift[0], kinetic, 0);
        liquid(&list[i], SETTINGS("timestep_fs", "2"), &drift[1], kinetic, 1000);
        assert_true(drift[0] / drift[1] > 2.8 && drift[0] / drift[1] < 5.5);
    }
}

/* Velocities drawn at the start: mean and variance of the kinetic energy over many seeds. */
static void start_is_maxwell_boltzmann(void **unused)
{
    (void)unused;
    enum { NSEED = 4000 };
    double kinetic[NSEED];
    hc_structure *s = make_liquid();
    hc_engine *engine = make_potential(diagonal_springs, s);
    hc_colvar *colvar = make_colvar("distance", SETTINGS("atoms", "0, 1"), s);
    hc_constraint constraint = make_constraint(colvar, s, NAN, 0, NAN);
    for (int seed = 0; seed < NSEED; seed++) {
        hc_md_options options = md_options(NULL);
        options.seed = seed;
        hc_md *md = make_md(&options, engine, s, "nve", NULL, 1, &constraint);
        const hc_md_record *record;
        assert_int_equal(hc_md_start(md, ctx, &record), HC_OK);
        kinetic[seed] = record->kinetic;
        hc_md_free(md);
    }
    check_energies("start", NSEED, kinetic, NULL, 3 * NLIQUID - 4, 0);
    hc_colvar_free(colvar);
    hc_engine_free(engine);
    hc_structure_free(s);
}

static void table_is_whole(void **unused)
{
    (void)unused;
    const hc_thermostat_record *found;
    for (const hc_thermostat_record *const *r = hc_thermostat_records(); *r != NULL; r++) {
        assert_true((*r)->name[0] && (*r)->summary[0] && (*r)->reference[0]);
        assert_int_equal(hc_thermostat_find(ctx, (*r)->name, &found), HC_OK);
        assert_ptr_equal(found, *r);
    }
    assert_int_equal(hc_thermostat_find(ctx, "langevine", &found), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "\"langevin\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_whole),
        cmocka_unit_test(start_is_maxwell_boltzmann),
        cmocka_unit_test(csvr_samples_oscillators),
        cmocka_unit_test(nose_hoover_samples_oscillators),
        cmocka_unit_test(langevin_samples_oscillators),
        cmocka_unit_test(thermostats_sample_a_liquid),
        cmocka_unit_test(conserved_quantities_converge),
    };
    omp_set_num_threads(1); /* systems as small as these only wait for each other's threads */
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
