/* Self-consistency by both ways: the same ground state, also when the descent begins in an excited one. */
#include "support/structure_fixture.h"

#include "gpw/scf/guess.h"
#include "math/linalg.h"
#include "math/random.h"

typedef struct water {
    hc_structure *structure;
    hc_gpw_system *system;
    hc_gpw_hamiltonian *hamiltonian;
    hc_gpw_scf *scf;
} water;

static void make_water(size_t descent_nao, water *w)
{
    static const int numbers[] = {8, 1, 1};
    static const hc_vec3 positions[] = {{6.0, 6.0, 6.0}, {7.43, 6.0, 7.11}, {4.57, 6.0, 7.11}};
    static const double cell[3][3] = {{12.0, 0.0, 0.0}, {0.0, 12.0, 0.0}, {0.0, 0.0, 12.0}};
    const hc_gpw_system_options kinds = {.functional = "LDA"};
    const hc_gpw_hamiltonian_options grids = {
        .cutoff = 60.0, .relative_cutoff = 20.0, .nlevel = 3, .eps = 1e-10, .functional = "LDA", .nspin = 1};
    const hc_gpw_scf_options options = {.nspin = 1,
                                        .electrons = {4.0},
                                        .kT = 1e-3,
                                        .tolerance = 1e-7,
                                        .max_iterations = 100,
                                        .history = 4,
                                        .descent_nao = descent_nao};
    w->structure = make_structure(3, numbers, positions);
    set_cell(w->structure, cell);
    CHECK(hc_gpw_system_create(ctx, w->structure, &kinds, &w->system));
    CHECK(hc_gpw_hamiltonian_create(ctx, w->system, w->structure, &grids, &w->hamiltonian));
    CHECK(hc_gpw_hamiltonian_update(ctx, w->hamiltonian, w->structure));
    CHECK(hc_gpw_scf_create(ctx, 3, w->system->nao, &options, &w->scf));
    for (size_t i = 0; i < w->system->nao; i++) { /* a poor guess will do */
        w->scf->density[0][i * w->system->nao + i] = i < 4 ? 1.5 : i < 13 ? 0.0 : 0.5;
    }
}

static void free_water(water *w)
{
    hc_gpw_scf_free(w->scf);
    hc_gpw_hamiltonian_free(w->hamiltonian);
    hc_gpw_system_free(w->system);
    hc_structure_free(w->structure);
}

static double converge(water *w)
{
    CHECK(hc_gpw_scf_run(ctx, w->scf, w->hamiltonian, w->structure->position));
    assert_true(w->scf->converged);
    return hc_gpw_scf_free_energy(w->scf);
}

static void descent_finds_what_diagonalisation_finds(void **state)
{
    (void)state;
    water a, b;
    make_water(1000, &a);
    make_water(1, &b);
    double expected = converge(&a);
    assert_true(fabs(converge(&b) - expected) < 1e-10);
    assert_null(a.scf->descent);
    assert_non_null(b.scf->descent);
    assert_true(fabs(a.scf->homo[0] - b.scf->homo[0]) < 1e-6);
    assert_true(fabs(a.scf->lumo[0] - b.scf->lumo[0]) < 1e-6);
    free_water(&a);
    free_water(&b);
}

/* Converges, then puts the lowest empty orbital in the place of the highest occupied one. */
static void excite(water *w)
{
    size_t n = w->system->nao;
    converge(w);
    hc_gpw_descent *descent = w->scf->descent;
    assert_non_null(descent);
    memcpy(descent->c[0] + 3 * n, descent->empty[0], n * sizeof(double));
    hc_gpw_scf_forget(w->scf); /* otherwise the guess is made of what was */
}

static void excited_orbitals_lead_to_the_ground_state(void **state)
{
    (void)state;
    water w;
    make_water(1, &w);
    double expected = converge(&w);
    excite(&w);
    assert_true(fabs(converge(&w) - expected) < 1e-9);
    double homo, lumo, gap;
    hc_gpw_scf_frontier(w.scf, &homo, &lumo, &gap);
    assert_true(gap > 0.0 && gap == lumo - homo);
    free_water(&w);
}

/* Orbitals of random numbers: no step that is kept raises the energy, until it is that of the ground state or of an
 * excited one. */
static void a_descent_only_goes_down(void **state)
{
    (void)state;
    water w;
    make_water(1, &w);
    double expected = converge(&w), lowest = INFINITY, error = 1.0;
    hc_gpw_descent *d = w.scf->descent;
    hc_random random;
    hc_random_seed(&random, 11);
    for (size_t k = 0; k < d->nocc[0] * d->nao; k++) {
        d->c[0][k] = hc_random_uniform(&random) - 0.5;
    }
    CHECK(hc_gpw_descent_begin(ctx, d, w.hamiltonian->overlap));
    int steps = 0;
    for (; steps < 300 && error >= 1e-6; steps++) {
        hc_gpw_descent_density(d, w.scf->density);
        CHECK(hc_gpw_hamiltonian_evaluate(ctx, w.hamiltonian, (const double *const *)w.scf->density, &w.scf->energies,
                                          w.scf->h));
        CHECK(hc_gpw_descent_look(ctx, d, w.hamiltonian->overlap, (const double *const *)w.scf->h,
                                  hc_gpw_energies_sum(&w.scf->energies), 1e-6, &error));
        assert_true(d->energy <= lowest + 1e-9);
        assert_true(d->slope <= 0.0 && d->length > 0.0 && d->length <= 1.0);
        lowest = d->energy;
        CHECK(hc_gpw_descent_move(ctx, d, w.hamiltonian->overlap));
    }
    if (!(error < 1e-6 && lowest > expected - 1e-8)) {
        fail_msg("%d steps, residual %.1e, %.9f above the ground state", steps, error, lowest - expected);
    }
    free_water(&w);
}

/* Tr W S = Tr H P, whatever is converged. */
static void expect_weighted_density(const water *w)
{
    size_t n = w->system->nao;
    double *weighted = malloc(n * n * sizeof *weighted);
    hc_gpw_scf_weighted_density(w->scf, weighted);
    double sum = hc_dot(n * n, weighted, w->hamiltonian->overlap);
    assert_true(fabs(sum - hc_dot(n * n, w->scf->h[0], w->scf->density[0])) < 1e-9);
    free(weighted);
}

typedef struct watcher {
    const hc_gpw_scf *scf;
    int given_up; /* iterations when the descent was */
} watcher;

static void watch(void *user, hc_log_level level, const char *message)
{
    watcher *w = user;
    (void)level;
    if (strstr(message, "diagonalising again")) {
        w->given_up = w->scf->iterations;
    }
}

/* When the iterations end just where the descent would be given up: forces are made of what the last one left. The
   iteration is found with another molecule that goes through the same states: how long a descent stays with an excited
   state is a matter of rounding, so the same molecule excited again would leave it at another one. */
static void a_descent_is_kept_when_nothing_follows_it(void **state)
{
    (void)state;
    water first, w;
    make_water(1, &first);
    make_water(1, &w);
    excite(&first);
    excite(&w);
    first.scf->options.kT = w.scf->options.kT = 0.05; /* the gap is too narrow for filled and empty levels */
    watcher seen = {.scf = first.scf};
    hc_context_set_log(ctx, watch, &seen);
    converge(&first);
    hc_context_set_log(ctx, NULL, NULL);
    assert_true(seen.given_up > 0 && seen.given_up < first.scf->iterations);
    w.scf->options.max_iterations = seen.given_up;
    CHECK(hc_gpw_scf_run(ctx, w.scf, w.hamiltonian, w.structure->position));
    assert_false(w.scf->converged);
    assert_non_null(w.scf->descent);
    expect_weighted_density(&w);
    free_water(&first);
    free_water(&w);
}

/* Half an electron too many: the lowest empty orbitals share it. The density that the matrix of the result makes when
 * it is diagonalised and occupied once more is the result; the commutator alone would not know. */
static void partly_filled_levels_are_filled_as_their_matrix_has_them(void **state)
{
    (void)state;
    water w;
    make_water(1000, &w);
    size_t n = w.system->nao;
    w.scf->options.electrons[0] = 4.25;
    w.scf->options.kT = 5e-3;
    converge(&w);
    assert_non_null(w.scf->mixing);
    hc_orbitals *again = w.scf->orbitals[0];
    double *occupation = malloc(n * sizeof *occupation), *density = malloc(2 * n * n * sizeof *density);
    hc_occupation filled;
    CHECK(hc_orbitals_solve(ctx, again, w.scf->h[0]));
    hc_occupy(n, again->energy, 4.25, 5e-3, occupation, &filled);
    assert_true(occupation[4] > 0.2 && occupation[4] < 0.26);
    hc_orbitals_density(again, occupation, density + n * n, density);
    for (size_t i = 0; i < n * n; i++) {
        assert_true(fabs(2.0 * density[i] - w.scf->density[0][i]) < 2e-5);
    }
    free(occupation);
    free(density);
    free_water(&w);
}

/* Another geometry of the same molecule. */
static void move_hydrogen(water *w, double x)
{
    w->structure->position[1].x = x;
    CHECK(hc_gpw_hamiltonian_update(ctx, w->hamiltonian, w->structure));
}

static void a_saved_descent_goes_on_with_the_same_bits(void **state)
{
    (void)state;
    water a, b;
    hc_state *saved = NULL;
    make_water(1, &a);
    make_water(1, &b);
    converge(&a);
    move_hydrogen(&a, 7.45);
    converge(&a);
    CHECK(hc_state_create(ctx, &saved));
    CHECK(hc_gpw_scf_save(a.scf, ctx, saved));
    CHECK(hc_gpw_scf_load(b.scf, ctx, saved));
    move_hydrogen(&a, 7.47);
    move_hydrogen(&b, 7.47);
    assert_true(converge(&a) == converge(&b));
    assert_non_null(b.scf->descent);
    assert_int_equal(a.scf->iterations, b.scf->iterations);
    assert_true(a.scf->iterations < 10); /* from where it was, not from the beginning */
    assert_memory_equal(a.scf->density[0], b.scf->density[0], a.system->nao * a.system->nao * sizeof(double));
    assert_true(a.scf->lumo[0] == b.scf->lumo[0]);
    hc_state_free(saved);
    free_water(&a);
    free_water(&b);
}

/* A quarter of a pair too many: going down the free energy ends where mixing does, the next geometry begins with the
 * matrices of the last one, and what was saved goes on with the same bits. */
static void an_ensemble_ends_where_mixing_does(void **state)
{
    (void)state;
    water mixed, cooled, loaded, *all[] = {&mixed, &cooled, &loaded};
    hc_state *saved = NULL;
    for (size_t k = 0; k < 3; k++) {
        make_water(1000, all[k]);
        all[k]->scf->options.electrons[0] = 4.25;
        all[k]->scf->options.kT = 5e-3;
    }
    cooled.scf->cools = true;
    assert_true(fabs(converge(&mixed) - converge(&cooled)) < 1e-9);
    int first = cooled.scf->iterations;
    for (size_t k = 0; k < 2; k++) {
        move_hydrogen(all[k], 7.45);
    }
    assert_true(fabs(converge(&mixed) - converge(&cooled)) < 1e-9);
    assert_true(fabs(mixed.scf->minus_ts - cooled.scf->minus_ts) < 1e-7);
    assert_true(cooled.scf->iterations < first);
    assert_false(mixed.scf->cools);
    CHECK(hc_state_create(ctx, &saved));
    CHECK(hc_gpw_scf_save(cooled.scf, ctx, saved));
    CHECK(hc_gpw_scf_load(loaded.scf, ctx, saved));
    move_hydrogen(&cooled, 7.47);
    move_hydrogen(&loaded, 7.47);
    assert_true(converge(&cooled) == converge(&loaded));
    assert_int_equal(cooled.scf->iterations, loaded.scf->iterations);
    assert_memory_equal(cooled.scf->density[0], loaded.scf->density[0],
                        loaded.system->nao * loaded.system->nao * sizeof(double));
    hc_state_free(saved);
    for (size_t k = 0; k < 3; k++) {
        free_water(all[k]);
    }
}

/* S times a number that goes with the geometry: all levels are shifted, and nothing else may come of it. */
static hc_status shifted_levels(hc_context *context, void *user, double *const *h)
{
    const water *w = user;
    (void)context;
    for (size_t k = 0; k < w->system->nao * w->system->nao; k++) {
        h[0][k] = w->structure->position[1].x * w->hamiltonian->overlap[k];
    }
    return HC_OK;
}

static void shifted_levels_of_free_atoms_change_no_guess(void **state)
{
    (void)state;
    water plain, shifted, *both[] = {&plain, &shifted};
    int iterations[2];
    double energy[2];
    for (size_t k = 0; k < 2; k++) {
        make_water(1000, both[k]);
        both[k]->scf->options.electrons[0] = 4.25;
        both[k]->scf->options.kT = 5e-3;
        both[k]->scf->cools = true;
    }
    shifted.scf->options.free_atoms = shifted_levels;
    shifted.scf->options.user = &shifted;
    for (size_t k = 0; k < 2; k++) {
        converge(both[k]);
        move_hydrogen(both[k], 7.45);
        energy[k] = converge(both[k]);
        iterations[k] = both[k]->scf->iterations;
        assert_int_equal(both[k]->scf->history->count, 1);
    }
    assert_true(fabs(energy[0] - energy[1]) < 1e-9);
    assert_true(abs(iterations[0] - iterations[1]) <= 1);
    assert_true(fabs(shifted.scf->reference[0][0] - 7.45 * shifted.hamiltonian->overlap[0]) < 1e-12);
    for (size_t k = 0; k < 2; k++) {
        free_water(both[k]);
    }
}

/* An ensemble was begun in some geometry, and the levels of these have a gap: orbitals converge before it is needed. */
static void a_gap_needs_no_ensemble(void **state)
{
    (void)state;
    water plain, cooled, *both[] = {&plain, &cooled};
    make_water(1000, &plain);
    make_water(1000, &cooled);
    cooled.scf->cools = true;
    for (size_t k = 0; k < 2; k++) {
        assert_true(fabs(converge(&plain) - converge(&cooled)) < 1e-9);
        move_hydrogen(both[0], 7.45);
        move_hydrogen(both[1], 7.45);
    }
    assert_true(cooled.scf->has_reference);
    free_water(&plain);
    free_water(&cooled);
}

/* Half way between two geometries the mean of their densities is taken as the guess; it nearly commutes with its
 * matrix, and its orbitals are neither filled nor empty. */
static void a_mixture_of_densities_is_no_result(void **state)
{
    (void)state;
    water w, fresh;
    make_water(1000, &w);
    make_water(1000, &fresh);
    converge(&w);
    move_hydrogen(&w, 7.83);
    converge(&w);
    move_hydrogen(&w, 7.63);
    move_hydrogen(&fresh, 7.63);
    double expected = converge(&fresh);
    w.scf->options.tolerance = 1e-2;                   /* as small as the commutator of the guess */
    assert_true(fabs(converge(&w) - expected) < 1e-4); /* of second order in the tolerance */
    free_water(&w);
    free_water(&fresh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(descent_finds_what_diagonalisation_finds),
        cmocka_unit_test(excited_orbitals_lead_to_the_ground_state),
        cmocka_unit_test(a_descent_only_goes_down),
        cmocka_unit_test(a_descent_is_kept_when_nothing_follows_it),
        cmocka_unit_test(partly_filled_levels_are_filled_as_their_matrix_has_them),
        cmocka_unit_test(an_ensemble_ends_where_mixing_does),
        cmocka_unit_test(shifted_levels_of_free_atoms_change_no_guess),
        cmocka_unit_test(a_gap_needs_no_ensemble),
        cmocka_unit_test(a_saved_descent_goes_on_with_the_same_bits),
        cmocka_unit_test(a_mixture_of_densities_is_no_result),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
