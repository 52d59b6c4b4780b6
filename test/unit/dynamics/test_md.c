/* Molecular dynamics: conservation and its order, reversibility, constraints on their manifold, restart to the bit,
 * what is refused and what is tolerated. */
#include "support.h"

#include "dynamics/integrator.h"

/* ---- a water-like molecule: stiff bonds, a bend and a weak repulsion of far atoms ---- */

static void add_bond(const hc_vec3 *r, hc_vec3 *force, size_t a, size_t b, double k, double d0, double *energy)
{
    hc_vec3 v = hc_vec3_sub(r[b], r[a]);
    double d = hc_vec3_norm(v), pull = k * (d - d0);
    *energy += 0.5 * k * (d - d0) * (d - d0);
    force[a] = hc_vec3_axpy(force[a], pull / d, v);
    force[b] = hc_vec3_axpy(force[b], -pull / d, v);
}

static double springs(size_t natom, const hc_vec3 *r, hc_vec3 *force, bool *converged)
{
    (void)converged;
    double energy = 0;
    add_bond(r, force, 0, 1, 0.5, 1.8, &energy);
    add_bond(r, force, 0, 2, 0.5, 1.8, &energy);
    add_bond(r, force, 1, 2, 0.1, 2.9, &energy);
    for (size_t i = 3; i < natom; i++) {
        add_bond(r, force, i - 2, i, 0.05, 4, &energy);
        add_bond(r, force, 0, i, 0.03, 5, &energy);
    }
    return energy;
}

#define NATOM 5

static hc_structure *make_atoms(void)
{
    const int number[NATOM] = {8, 1, 1, 8, 16};
    const hc_vec3 position[NATOM] = {{0, 0, 0}, {1.8, 0.1, 0}, {-0.4, 1.75, 0.1}, {3.5, 3.1, 1.2}, {-2.1, 3.4, 2.2}};
    return make_structure(NATOM, number, position);
}

typedef struct bench {
    hc_structure *structure;
    hc_engine *engine;
    hc_colvar *colvar[2];
    hc_constraint constraint[2];
    hc_md *md;
    const hc_md_record *record;
} bench;

/* Two constraints: an angle that stays and a difference of distances that may grow by `rate`. */
static bench make_bench(const char *const *settings, const char *thermostat, size_t nconstraint, double rate,
                        double stop)
{
    bench b = {.structure = make_atoms()};
    hc_md_options options = md_options(settings);
    b.engine = make_potential(springs, b.structure);
    b.colvar[0] = make_colvar("distance_difference", SETTINGS("first", "[0, 1]", "second", "[1, 3]"), b.structure);
    b.colvar[1] = make_colvar("angle", SETTINGS("atoms", "[1, 0, 2]"), b.structure);
    b.constraint[0] = make_constraint(b.colvar[0], b.structure, NAN, rate, stop);
    b.constraint[1] = make_constraint(b.colvar[1], b.structure, NAN, 0, NAN);
    b.md = make_md(&options, b.engine, b.structure, thermostat, NULL, nconstraint, b.constraint);
    return b;
}

static void free_bench(bench *b)
{
    hc_md_free(b->md);
    hc_colvar_free(b->colvar[0]);
    hc_colvar_free(b->colvar[1]);
    hc_engine_free(b->engine);
    hc_structure_free(b->structure);
}

static void start(bench *b)
{
    assert_int_equal(hc_md_start(b->md, ctx, &b->record), HC_OK);
}

static void step(bench *b)
{
    assert_int_equal(hc_md_step(b->md, ctx, &b->record), HC_OK);
}

/* Root mean square deviation of the conserved quantity over `time_fs`. */
static double fluctuation(const char *timestep, int nstep, size_t nconstraint, double rate)
{
    bench b = make_bench(SETTINGS("timestep_fs", timestep, "seed", "7"), "nve", nconstraint, rate, NAN);
    start(&b);
    double first = b.record->conserved, sum = 0;
    for (int istep = 0; istep < nstep; istep++) {
        step(&b);
        sum += (b.record->conserved - first) * (b.record->conserved - first);
    }
    free_bench(&b);
    return sqrt(sum / nstep);
}

/* The error of velocity Verlet is of second order in the time step, with constraints and with moving ones too. */
static void energy_is_conserved_to_second_order(void **unused)
{
    (void)unused;
    const double rate[3] = {0, 0, 0.002 * HC_ANGSTROM_PER_FS};
    const size_t nconstraint[3] = {0, 2, 2};
    for (int i = 0; i < 3; i++) {
        double coarse = fluctuation("0.4", 500, nconstraint[i], rate[i]);
        double fine = fluctuation("0.2", 1000, nconstraint[i], rate[i]);
        assert_true(coarse < 2e-4);
        assert_true(coarse / fine > 3.5 && coarse / fine < 4.6);
    }
}

/* Positions to 1e-10 on the manifold, velocities along it, momentum zero, at every step. */
static void constraints_hold(void **unused)
{
    (void)unused;
    const char *const thermostats[4] = {"nve", "csvr", "nose_hoover", "langevin"};
    const double rate = 0.0005 * HC_ANGSTROM_PER_FS;
    for (int i = 0; i < 4; i++) {
        bench b = make_bench(SETTINGS("timestep_fs", "0.5"), thermostats[i], 2, rate, NAN);
        start(&b);
        assert_int_equal(hc_md_freedom(b.md), 3 * NATOM - 2 - 3);
        for (int istep = 0; istep < 200; istep++) {
            step(&b);
            hc_vec3 momentum = {0, 0, 0}, gradient[NATOM];
            for (size_t k = 0; k < 2; k++) {
                double target = b.constraint[k].start + b.constraint[k].rate * b.record->time, speed = 0;
                assert_true(fabs(hc_colvar_evaluate(b.colvar[k], b.structure, gradient) - target) < 1e-10);
                assert_true(fabs(b.record->xi[k] - target) < 1e-10);
                for (size_t a = 0; a < b.colvar[k]->natom; a++) {
                    speed += hc_vec3_dot(gradient[a], b.structure->velocity[b.colvar[k]->atoms[a]]);
                }
                assert_true(fabs(speed - b.constraint[k].rate) < 1e-15);
            }
            for (size_t a = 0; a < NATOM; a++) {
                momentum = hc_vec3_axpy(momentum, b.structure->mass[a], b.structure->velocity[a]);
            }
            assert_true(hc_vec3_norm(momentum) < 1e-10);
        }
        free_bench(&b);
    }
}

/* Velocities turned round lead back to where the run began. */
static void motion_is_reversible(void **unused)
{
    (void)unused;
    hc_vec3 first[NATOM];
    bench b = make_bench(SETTINGS("timestep_fs", "0.5"), "nve", 2, 0, NAN);
    start(&b);
    memcpy(first, b.structure->position, sizeof first);
    for (int leg = 0; leg < 2; leg++) {
        for (int istep = 0; istep < 100; istep++) {
            step(&b);
        }
        double away = 0;
        for (size_t i = 0; i < NATOM; i++) {
            away = fmax(away, hc_vec3_norm(hc_vec3_sub(b.structure->position[i], first[i])));
            b.structure->velocity[i] = hc_vec3_scale(-1, b.structure->velocity[i]);
        }
        assert_true(leg == 0 ? away > 0.1 : away < 1e-9);
    }
    free_bench(&b);
}

/* The force of the constraint on an atom is -lambda grad xi. */
static void lambda_balances_the_force(void **unused)
{
    (void)unused;
    bench b = make_bench(SETTINGS("timestep_fs", "0.01", "temperature_k", "0"), "nve", 1, 0, NAN);
    start(&b);
    double Z = 0, along = 0;
    hc_vec3 gradient[NATOM];
    (void)hc_colvar_evaluate(b.colvar[0], b.structure, gradient);
    for (size_t a = 0; a < b.colvar[0]->natom; a++) {
        size_t atom = b.colvar[0]->atoms[a];
        Z += hc_vec3_norm2(gradient[a]) / b.structure->mass[atom];
        along += hc_vec3_dot(gradient[a], hc_md_result(b.md)->force[atom]) / b.structure->mass[atom];
    }
    step(&b);
    assert_true(fabs(along / Z) > 1e-3);
    assert_true(fabs(b.record->lambda[0] - along / Z) < 1e-6); /* at rest, xi'' = 0: lambda = grad xi . F/m / Z */
    assert_true(b.record->dA_dxi[0] == -b.record->lambda[0] + 0 * b.record->G[0]);
    assert_true(fabs(b.record->Z[0] - Z) < 1e-15 && fabs(b.record->weight * sqrt(Z) - 1) < 1e-12);
    free_bench(&b);
}

/* ---- restart ---- */

static hc_state *save(const bench *b)
{
    hc_state *state = NULL;
    assert_int_equal(hc_state_create(ctx, &state), HC_OK);
    assert_int_equal(hc_md_save(b->md, ctx, state), HC_OK);
    return state;
}

static void compare(const bench *a, const bench *b)
{
    const hc_md_record *p = a->record, *q = b->record;
    assert_memory_equal(a->structure->position, b->structure->position, NATOM * sizeof(hc_vec3));
    assert_memory_equal(a->structure->velocity, b->structure->velocity, NATOM * sizeof(hc_vec3));
    assert_int_equal(p->step, q->step);
    assert_true(p->conserved == q->conserved && p->kinetic == q->kinetic && p->energy == q->energy);
    assert_true(p->heat == q->heat && p->weight == q->weight && p->time == q->time);
    assert_int_equal(p->shake_iterations, q->shake_iterations);
    for (size_t k = 0; k < p->nconstraint; k++) {
        assert_true(p->xi[k] == q->xi[k] && p->lambda[k] == q->lambda[k] && p->G[k] == q->G[k]);
        assert_true(p->dA_dxi[k] == q->dA_dxi[k] && p->work[k] == q->work[k] && p->xi_start[k] == q->xi_start[k]);
    }
}

static void restart_is_exact(void **unused)
{
    (void)unused;
    const char *const thermostats[4] = {"nve", "csvr", "nose_hoover", "langevin"};
    const double rate = 0.0005 * HC_ANGSTROM_PER_FS;
    for (int i = 0; i < 4; i++) {
        bench a = make_bench(SETTINGS("seed", "3"), thermostats[i], 2, rate, NAN);
        bench b = make_bench(SETTINGS("seed", "3"), thermostats[i], 2, rate, NAN);
        start(&a);
        for (int istep = 0; istep < 17; istep++) {
            step(&a);
        }
        hc_state *state = save(&a);
        assert_int_equal(hc_md_load(b.md, ctx, state, &b.record), HC_OK);
        compare(&a, &b);
        for (int istep = 0; istep < 30; istep++) {
            step(&a);
            step(&b);
            compare(&a, &b);
        }
        hc_state_free(state);
        free_bench(&a);
        free_bench(&b);
    }
}

static void restart_of_another_run_is_refused(void **unused)
{
    (void)unused;
    bench a = make_bench(SETTINGS("seed", "3"), "csvr", 2, 0, NAN);
    bench b = make_bench(SETTINGS("seed", "3"), "langevin", 2, 0, NAN);
    bench c = make_bench(SETTINGS("seed", "3", "timestep_fs", "0.25"), "csvr", 2, 0, NAN);
    start(&a);
    hc_state *state = save(&a);
    assert_int_equal(hc_md_load(b.md, ctx, state, &b.record), HC_ERROR_FORMAT);
    assert_int_equal(hc_md_load(c.md, ctx, state, &c.record), HC_ERROR_FORMAT);
    assert_non_null(strstr(hc_context_message(ctx), "another run"));
    hc_state_free(state);
    free_bench(&a);
    free_bench(&b);
    free_bench(&c);
}

/* Same seed, same run; another seed, another one. */
static void seed_decides(void **unused)
{
    (void)unused;
    bench b[3] = {make_bench(SETTINGS("seed", "3"), "langevin", 1, 0, NAN),
                  make_bench(SETTINGS("seed", "3"), "langevin", 1, 0, NAN),
                  make_bench(SETTINGS("seed", "4"), "langevin", 1, 0, NAN)};
    for (int i = 0; i < 3; i++) {
        start(&b[i]);
        step(&b[i]);
    }
    compare(&b[0], &b[1]);
    assert_true(b[0].record->kinetic != b[2].record->kinetic);
    for (int i = 0; i < 3; i++) {
        free_bench(&b[i]);
    }
}

/* ---- growth ---- */

static void growth_stops_at_its_value(void **unused)
{
    (void)unused;
    double stop, rate = -0.002 * HC_ANGSTROM_PER_FS;
    bench probe = make_bench(SETTINGS("seed", "3"), "csvr", 1, 0, NAN);
    stop = probe.constraint[0].start - 0.0505 * HC_ANGSTROM; /* 25.25 fs: 51 steps of half a femtosecond */
    free_bench(&probe);
    bench b = make_bench(SETTINGS("seed", "3"), "csvr", 1, rate, stop);
    start(&b);
    assert_false(b.record->arrived);
    for (int istep = 0; istep < 50; istep++) {
        step(&b);
        assert_false(b.record->arrived);
    }
    for (int istep = 0; istep < 10; istep++) {
        step(&b);
        assert_true(b.record->arrived);
        assert_true(fabs(b.record->xi[0] - stop) < 1e-12);
        assert_true(b.record->xi_velocity[0] == 0);
    }
    double work = b.record->work[0];
    step(&b);
    assert_true(b.record->work[0] == work && work != 0);
    free_bench(&b);
}

/* Without heat a pull is reversible: its work is the difference of the potential. */
static double pair_well(size_t natom, const hc_vec3 *r, hc_vec3 *force, bool *converged)
{
    (void)natom;
    (void)converged;
    hc_vec3 v = hc_vec3_sub(r[1], r[0]);
    double d = hc_vec3_norm(v), x = exp(-0.9 * (d - 2));
    double slope = 0.2 * 0.9 * (1 - x) * x;
    force[0] = hc_vec3_axpy(force[0], slope / d, v);
    force[1] = hc_vec3_axpy(force[1], -slope / d, v);
    return 0.1 * (1 - x) * (1 - x);
}

static double pull(double from, double to, double rate)
{
    const int number[2] = {16, 1};
    const hc_vec3 position[2] = {{0, 0, 0}, {from, 0, 0}};
    hc_structure *s = make_structure(2, number, position);
    hc_engine *engine = make_potential(pair_well, s);
    hc_colvar *c = make_colvar("distance", SETTINGS("atoms", "0, 1"), s);
    hc_constraint constraint = make_constraint(c, s, NAN, rate, to);
    hc_md_options options = md_options(SETTINGS("temperature_k", "0"));
    hc_md *md = make_md(&options, engine, s, "nve", NULL, 1, &constraint);
    const hc_md_record *record;
    double work = 0, conserved, potential = 0, sum = 0;
    assert_int_equal(hc_md_start(md, ctx, &record), HC_OK);
    conserved = record->conserved;
    potential = record->free_energy;
    while (!record->arrived) {
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
        work = record->work[0];
        sum += record->dA_dxi[0] * (record->xi[0] - record->xi_start[0]);
        /* until it arrives, where the kinetic energy of the pull is lost at once */
        assert_true(record->arrived || fabs(record->conserved - conserved) < 1e-7);
    }
    double exact = record->free_energy - potential;
    assert_true(fabs(work - exact) < 1e-6);
    assert_true(fabs(sum - exact) < 2e-5); /* lambda belongs to the start of each step: first order */
    hc_md_free(md);
    hc_colvar_free(c);
    hc_engine_free(engine);
    hc_structure_free(s);
    return work;
}

static void work_of_a_cold_pull(void **unused)
{
    (void)unused;
    double forward = pull(2, 4, 0.0005 * HC_ANGSTROM_PER_FS);
    double backward = pull(4, 2, -0.0005 * HC_ANGSTROM_PER_FS);
    double exact = 0.1 * pow(1 - exp(-1.8), 2);
    assert_true(fabs(forward - exact) < 1e-6);
    assert_true(fabs(forward + backward) < 2e-6);
}

/* Warm pulls in both directions: the work is the free energy difference up to what is lost, which is positive. */
static double warm_pull(double from, double to, double rate, int seed)
{
    const int number[2] = {16, 8};
    const hc_vec3 position[2] = {{0, 0, 0}, {from, 0, 0}};
    hc_structure *s = make_structure(2, number, position);
    hc_engine *engine = make_potential(pair_well, s);
    hc_colvar *c = make_colvar("distance", SETTINGS("atoms", "0, 1"), s);
    hc_constraint constraint = make_constraint(c, s, NAN, rate, to);
    hc_md_options options = md_options(SETTINGS("temperature_k", "2000", "timestep_fs", "1"));
    options.seed = seed;
    hc_md *md = make_md(&options, engine, s, "langevin", SETTINGS("friction_per_fs", "0.1"), 1, &constraint);
    const hc_md_record *record;
    double work = 0;
    assert_int_equal(hc_md_start(md, ctx, &record), HC_OK);
    while (!record->arrived) {
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
        work = record->work[0];
    }
    hc_md_free(md);
    hc_colvar_free(c);
    hc_engine_free(engine);
    hc_structure_free(s);
    return work;
}

static void work_of_warm_pulls(void **unused)
{
    (void)unused;
    enum { NPULL = 20 };
    const double kT = 2000 * HC_KELVIN, rate = 0.0001 * HC_ANGSTROM_PER_FS;
    double exact = 0.1 * pow(1 - exp(-1.8), 2) - 2 * kT * log(4.0 / 2.0);
    for (int direction = 1; direction >= -1; direction -= 2) {
        double sum = 0, squares = 0;
        for (int seed = 1; seed <= NPULL; seed++) {
            double work = direction > 0 ? warm_pull(2, 4, rate, seed) : warm_pull(4, 2, -rate, seed);
            sum += work;
            squares += work * work;
        }
        double mean = sum / NPULL, error = sqrt((squares / NPULL - mean * mean) / (NPULL - 1));
        assert_true(error < 0.02 * 2 * kT * log(2.0)); /* what the entropy adds is seen */
        /* the mean dissipation is half the variance over kT (Jarzynski, Phys. Rev. Lett. 78, 2690 (1997)) */
        double lost = 0.5 * error * error * NPULL / kT;
        assert_true(fabs(mean - lost - direction * exact) < 4 * error);
    }
}

/* ---- fixed atoms, masses, refusals, engines that fail ---- */

static void fixed_atoms_stay(void **unused)
{
    (void)unused;
    hc_structure *s = make_atoms();
    s->fixed[0] = s->fixed[3] = true;
    hc_vec3 before[NATOM];
    memcpy(before, s->position, sizeof before);
    hc_engine *engine = make_potential(springs, s);
    hc_md_options options = md_options(SETTINGS("hydrogen_mass_u", "2"));
    hc_md *md = make_md(&options, engine, s, "langevin", NULL, 0, NULL);
    const hc_md_record *record;
    assert_int_equal(hc_md_start(md, ctx, &record), HC_OK);
    assert_int_equal(hc_md_freedom(md), 9);
    for (int istep = 0; istep < 50; istep++) {
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
    }
    double kinetic = 0;
    for (size_t i = 0; i < NATOM; i++) {
        assert_true((memcmp(&before[i], &s->position[i], sizeof before[i]) == 0) == s->fixed[i]);
        kinetic += 0.5 * (s->atomic_number[i] == 1 ? 2 * HC_DALTON : s->mass[i]) * hc_vec3_norm2(s->velocity[i]);
    }
    assert_true(fabs(kinetic - record->kinetic) < 1e-15);
    hc_md_free(md);
    hc_engine_free(engine);
    hc_structure_free(s);
}

static void refuse(hc_structure *s, const char *const *settings, const char *thermostat, size_t nconstraint,
                   const hc_constraint *constraint, const char *says)
{
    hc_engine *engine = make_potential(springs, s);
    hc_md_options options = md_options(settings);
    hc_md *md = NULL;
    hc_md_setup setup = {.engine = engine, .structure = s, .nconstraint = nconstraint, .constraints = constraint};
    assert_int_equal(try_md(&options, setup, thermostat, NULL, &md), HC_ERROR_INPUT);
    assert_null(md);
    assert_non_null(strstr(hc_context_message(ctx), says));
    hc_engine_free(engine);
}

static void refusals(void **unused)
{
    (void)unused;
    hc_structure *s = make_atoms();
    hc_colvar *plane = make_colvar("height", SETTINGS("atoms", "0", "plane_angstrom", "-2"), s);
    hc_constraint held = make_constraint(plane, s, NAN, 0, NAN);
    refuse(s, SETTINGS("velocities", "structure"), "nve", 0, NULL, "has none");
    refuse(s, SETTINGS("temperature_k", "0"), "csvr", 0, NULL, "above 0 K");
    refuse(s, SETTINGS("center_of_mass", "remove"), "nve", 1, &held, "fixed");
    s->fixed[1] = true;
    refuse(s, SETTINGS("center_of_mass", "remove"), "nve", 0, NULL, "fixed");
    s->mass[2] = 0;
    refuse(s, NULL, "nve", 0, NULL, "atom 2");
    s->mass[2] = 1;
    for (size_t i = 0; i < NATOM; i++) {
        s->fixed[i] = true;
    }
    refuse(s, NULL, "nve", 0, NULL, "nothing can move");
    hc_colvar_free(plane);
    hc_structure_free(s);
}

/* The choices of the keyword are the table of integrators. */
static void integrators_have_their_keyword(void **unused)
{
    (void)unused;
    const hc_keyword *keyword = hc_keyword_find(hc_md_keywords, "integrator");
    size_t count = 0;
    for (; hc_integrator_records()[count] != NULL; count++) {
        assert_string_equal(keyword->choices[count], hc_integrator_records()[count]->name);
    }
    assert_null(keyword->choices[count]);
    assert_true(count > 0);
}

static void far_targets_are_refused_at_the_start(void **unused)
{
    (void)unused;
    bench b = make_bench(NULL, "nve", 0, 0, NAN);
    hc_md_options options = md_options(NULL);
    hc_constraint far = make_constraint(b.colvar[0], b.structure, b.constraint[0].start + 1.5, 0, NAN);
    hc_constraint near = make_constraint(b.colvar[0], b.structure, b.constraint[0].start + 0.1, 0, NAN);
    hc_vec3 before[NATOM];
    memcpy(before, b.structure->position, sizeof before);
    hc_md *md = make_md(&options, b.engine, b.structure, "nve", NULL, 1, &far);
    assert_int_equal(hc_md_start(md, ctx, &b.record), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "nearer to the target"));
    assert_memory_equal(before, b.structure->position, sizeof before);
    hc_md_free(md);
    md = make_md(&options, b.engine, b.structure, "nve", NULL, 1, &near);
    assert_int_equal(hc_md_start(md, ctx, &b.record), HC_OK);
    assert_true(fabs(b.record->xi[0] - near.start) < 1e-11);
    hc_md_free(md);
    free_bench(&b);
}

/* Fails to converge whenever the first atom is on the left. */
static double moody(size_t natom, const hc_vec3 *r, hc_vec3 *force, bool *converged)
{
    *converged = r[0].x > 0;
    return springs(natom, r, force, converged);
}

static void count_warning(void *user, hc_log_level level, const char *line)
{
    if (level == HC_LOG_WARNING && strstr(line, "did not converge") != NULL) {
        ++*(int *)user;
    }
}

static void unconverged_steps_are_counted_and_limited(void **unused)
{
    (void)unused;
    int nwarning = 0;
    hc_structure *s = make_atoms();
    s->fixed[0] = true;
    hc_engine *engine = make_potential(moody, s);
    hc_md_options options = md_options(SETTINGS("max_unconverged", "2"));
    hc_md *md = make_md(&options, engine, s, "nve", NULL, 0, NULL);
    const hc_md_record *record;
    hc_context_set_log(ctx, count_warning, &nwarning);
    s->position[0].x = 0.01;
    assert_int_equal(hc_md_start(md, ctx, &record), HC_OK);
    for (int round = 1; round <= 2; round++) { /* a converged step sets the count in a row back */
        s->position[0].x = -0.01;
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
        assert_false(record->engine_converged);
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
        assert_int_equal(record->unconverged_total, 2 * round);
        assert_int_equal(nwarning, 2 * round);
        s->position[0].x = 0.01;
        assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
        assert_true(record->engine_converged);
    }
    s->position[0].x = -0.01;
    assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
    assert_int_equal(hc_md_step(md, ctx, &record), HC_OK);
    assert_int_equal(hc_md_step(md, ctx, &record), HC_ERROR_NOT_CONVERGED);
    assert_non_null(strstr(hc_context_message(ctx), "max_unconverged"));
    hc_context_set_log(ctx, NULL, NULL);
    hc_md_free(md);
    hc_engine_free(engine);
    hc_structure_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(energy_is_conserved_to_second_order),
        cmocka_unit_test(constraints_hold),
        cmocka_unit_test(motion_is_reversible),
        cmocka_unit_test(lambda_balances_the_force),
        cmocka_unit_test(restart_is_exact),
        cmocka_unit_test(restart_of_another_run_is_refused),
        cmocka_unit_test(seed_decides),
        cmocka_unit_test(growth_stops_at_its_value),
        cmocka_unit_test(work_of_a_cold_pull),
        cmocka_unit_test(work_of_warm_pulls),
        cmocka_unit_test(integrators_have_their_keyword),
        cmocka_unit_test(fixed_atoms_stay),
        cmocka_unit_test(refusals),
        cmocka_unit_test(far_targets_are_refused_at_the_start),
        cmocka_unit_test(unconverged_steps_are_counted_and_limited),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
