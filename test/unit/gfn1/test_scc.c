/* Occupation, mixing, response of the charges, guess from earlier geometries, and options of GFN1-xTB. */
#include "support/structure_fixture.h"

#include "engine/engine_table.h"
#include "engine/history.h"
#include "engine/occupation.h"
#include "gfn1/coulomb.h"
#include "gfn1/hamiltonian.h"
#include "gfn1/mixing.h"
#include "gfn1/options.h"
#include "gfn1/response.h"
#include "gfn1/scc.h"

/* --- occupation --- */

static void test_occupation_holds_the_electrons(void **state)
{
    (void)state;
    static const double energy[] = {-0.9, -0.5, -0.30, -0.29, -0.29, -0.28, 0.1, 0.4};
    static const double electrons[] = {0.0, 0.3, 1.0, 2.0, 3.5, 4.0, 5.999, 7.0, 8.0};
    for (size_t e = 0; e < sizeof electrons / sizeof electrons[0]; e++) {
        for (double kT = 1e-5; kT < 0.2; kT *= 10.0) {
            double f[8], sum = 0.0;
            hc_occupation occupation;
            hc_occupy(8, energy, electrons[e], kT, f, &occupation);
            for (int i = 0; i < 8; i++) {
                assert_true(f[i] >= 0.0 && f[i] <= 1.0 && (i == 0 || f[i] <= f[i - 1] + 1e-12));
                sum += f[i];
            }
            assert_true(fabs(sum - electrons[e]) < 1e-11);
            assert_true(isfinite(occupation.fermi_level) && occupation.minus_ts <= 0.0);
        }
    }
}

/* dA/dN of the band free energy is the Fermi level. */
static void test_fermi_level_is_the_chemical_potential(void **state)
{
    (void)state;
    static const double energy[] = {-0.40, -0.35, -0.30, -0.27, -0.2};
    double free_energy[2], f[5];
    hc_occupation occupation;
    for (int side = 0; side < 2; side++) {
        hc_occupy(5, energy, 2.4 + (side == 0 ? -1e-4 : 1e-4), 0.02, f, &occupation);
        free_energy[side] = occupation.minus_ts;
        for (int i = 0; i < 5; i++) {
            free_energy[side] += f[i] * energy[i];
        }
    }
    hc_occupy(5, energy, 2.4, 0.02, f, &occupation);
    assert_true(fabs((free_energy[1] - free_energy[0]) / 2e-4 - occupation.fermi_level) < 1e-8);
}

/* --- mixing --- */

/* A linear problem q_out = b - A q whose plain iteration diverges. */
static void test_mixing_solves_a_linear_problem(void **state)
{
    (void)state;
    enum { N = 6 };
    double q[N] = {0.0}, out[N], next[N], error = 1.0;
    hc_gfn1_mixer *mixer = NULL;
    CHECK(hc_gfn1_mixer_create(ctx, N, &mixer));
    int iteration = 0;
    for (; iteration < 20 && error > 1e-10; iteration++) {
        error = 0.0;
        for (int i = 0; i < N; i++) {
            out[i] = 0.1 * (i - 2.5);
            for (int j = 0; j < N; j++) {
                out[i] -= (i == j ? 2.0 + 0.4 * i : 0.1 * sin(i + 2.0 * j)) * q[j];
            }
            error = fmax(error, fabs(out[i] - q[i]));
        }
        CHECK(hc_gfn1_mixer_step(ctx, mixer, q, out, next));
        memcpy(q, next, sizeof q);
    }
    assert_true(error <= 1e-10 && iteration <= N + 4);
    hc_gfn1_mixer_free(mixer);
}

/* --- response --- */

typedef struct system {
    hc_structure *structure;
    hc_gfn1_basis *basis;
    hc_gfn1_hamiltonian *hamiltonian;
    hc_coulomb *coulomb;
    hc_gfn1_scc *scc;
    double *gamma;
} system_of_charges;

static system_of_charges make_system(size_t natom, const int *numbers, const hc_vec3 *positions)
{
    system_of_charges s = {.structure = make_structure(natom, numbers, positions)};
    CHECK(hc_gfn1_basis_create(ctx, s.structure, &s.basis));
    CHECK(hc_gfn1_hamiltonian_create(ctx, s.basis, false, &s.hamiltonian));
    CHECK(hc_gfn1_hamiltonian_update(ctx, s.hamiltonian, s.structure));
    CHECK(hc_coulomb_create(ctx, s.structure, s.basis->first_shell, s.basis->hardness, &s.coulomb));
    CHECK(hc_allocate(ctx, s.basis->nshell * s.basis->nshell, sizeof(double), &s.gamma));
    CHECK(hc_coulomb_matrix(ctx, s.coulomb, s.structure, s.gamma));
    CHECK(hc_gfn1_scc_create(ctx, s.basis, &s.scc));
    return s;
}

static void free_system(system_of_charges *s)
{
    hc_gfn1_scc_free(s->scc);
    hc_coulomb_free(s->coulomb);
    hc_gfn1_hamiltonian_free(s->hamiltonian);
    hc_gfn1_basis_free(s->basis);
    hc_structure_free(s->structure);
    free(s->gamma);
}

/* Charges of the orbitals in a given potential, by one diagonalisation. */
static void charges_in_potential(system_of_charges *s, const double *potential, double alpha, double beta, double kT,
                                 double *filling, double *charge)
{
    const hc_gfn1_basis *b = s->basis;
    size_t nao = b->nao;
    double *h = NULL, *density = NULL, *occupation = NULL;
    CHECK(hc_allocate(ctx, nao * nao, sizeof(double), &h));
    CHECK(hc_allocate(ctx, nao * nao, sizeof(double), &density));
    CHECK(hc_allocate(ctx, nao, sizeof(double), &occupation));
    for (size_t i = 0; i < b->nshell; i++) {
        for (size_t j = 0; j < b->nshell; j++) {
            for (size_t m = b->shell_ao[i]; m < b->shell_ao[i + 1]; m++) {
                for (size_t n = b->shell_ao[j]; n < b->shell_ao[j + 1]; n++) {
                    h[m * nao + n] = s->hamiltonian->h0[m * nao + n] -
                                     0.5 * (potential[i] + potential[j]) * s->hamiltonian->overlap[m * nao + n];
                }
            }
        }
    }
    CHECK(hc_orbitals_set_overlap(ctx, s->scc->orbitals, s->hamiltonian->overlap));
    CHECK(hc_orbitals_solve(ctx, s->scc->orbitals, h));
    hc_occupation ignored;
    hc_occupy(nao, s->scc->orbitals->energy, alpha, kT, filling, &ignored);
    hc_occupy(nao, s->scc->orbitals->energy, beta, kT, filling + nao, &ignored);
    for (size_t i = 0; i < nao; i++) {
        occupation[i] = filling[i] + filling[nao + i];
    }
    hc_orbitals_density(s->scc->orbitals, occupation, h, density);
    for (size_t i = 0; i < b->nshell; i++) {
        charge[i] = b->reference[i];
        for (size_t m = b->shell_ao[i]; m < b->shell_ao[i + 1]; m++) {
            for (size_t n = 0; n < nao; n++) {
                charge[i] -= density[m * nao + n] * s->hamiltonian->overlap[m * nao + n];
            }
        }
    }
    free(h);
    free(density);
    free(occupation);
}

static const int silver_numbers[] = {47, 47, 47, 47, 8, 1, 1};
static const hc_vec3 silver_positions[] = {{0.0, 0.0, 0.0}, {5.2, 0.3, 0.0},  {2.4, 4.6, -0.2}, {2.6, 1.5, 4.4},
                                           {2.5, 1.4, 9.0}, {3.9, 1.6, 10.1}, {1.0, 1.2, 10.0}};

/* A whole and a fractional electron number, low and high temperature: response against differences. */
static void check_response(double alpha, double beta, double kT)
{
    system_of_charges s = make_system(7, silver_numbers, silver_positions);
    size_t n = s.basis->nshell, nao = s.basis->nao;
    double *v = NULL, *dv = NULL, *filling = NULL, *charge[4], *answer = NULL;
    CHECK(hc_allocate(ctx, n, sizeof(double), &v));
    CHECK(hc_allocate(ctx, n, sizeof(double), &dv));
    CHECK(hc_allocate(ctx, n, sizeof(double), &answer));
    CHECK(hc_allocate(ctx, 2 * nao, sizeof(double), &filling));
    for (size_t i = 0; i < n; i++) {
        dv[i] = sin(1.0 + 2.3 * (double)i);
    }
    static const double offset[] = {-2.0, -1.0, 1.0, 2.0};
    double step = 2e-4;
    for (int k = 0; k < 4; k++) {
        CHECK(hc_allocate(ctx, n, sizeof(double), &charge[k]));
        for (size_t i = 0; i < n; i++) {
            v[i] = 0.05 * cos((double)i) + offset[k] * step * dv[i];
        }
        charges_in_potential(&s, v, alpha, beta, kT, filling, charge[k]);
    }
    for (size_t i = 0; i < n; i++) {
        v[i] = 0.05 * cos((double)i);
    }
    charges_in_potential(&s, v, alpha, beta, kT, filling, answer);
    hc_gfn1_response *response = NULL;
    CHECK(hc_gfn1_response_create(ctx, s.basis, &response));
    hc_gfn1_response_prepare(response, s.scc->orbitals, s.hamiltonian->overlap, filling, kT);
    hc_gfn1_response_apply(response, dv, answer);
    double largest = 0.0, worst = 0.0, total = 0.0;
    for (size_t i = 0; i < n; i++) {
        double expected = (charge[0][i] - 8.0 * charge[1][i] + 8.0 * charge[2][i] - charge[3][i]) / (12.0 * step);
        largest = fmax(largest, fabs(expected));
        worst = fmax(worst, fabs(expected - answer[i]));
        total += answer[i];
    }
    assert_true(largest > 0.5);
    assert_true(worst < 2e-4 * largest); /* single precision, and the differences */
    assert_true(fabs(total) < 1e-4 * largest);
    for (int k = 0; k < 4; k++) {
        free(charge[k]);
    }
    free(v);
    free(dv);
    free(filling);
    free(answer);
    hc_gfn1_response_free(response);
    free_system(&s);
}

static void test_response(void **state)
{
    (void)state;
    check_response(26.0, 26.0, 300.0 * HC_KELVIN);
    check_response(26.0, 26.0, 0.02);
    check_response(26.5, 25.5, 0.01);
    check_response(25.7, 25.7, 0.004);
}

/* --- history --- */

/* Charges linear in the positions are predicted exactly, wherever the atoms go within what was seen. */
static void test_history_is_exact_for_linear_charges(void **state)
{
    (void)state;
    hc_history *history = NULL;
    CHECK(hc_history_create(ctx, 2, 3, 6, 1e-6, &history));
    double charge[3], guess[3];
    hc_vec3 position[2];
    for (int step = 0; step < 9; step++) {
        double t = 0.3 * step;
        position[0] = (hc_vec3){sin(t), 0.2 * t, 1.0};
        position[1] = (hc_vec3){cos(2.0 * t), 3.0, 0.1 * t * t};
        charge[0] = 0.1 + 0.2 * position[0].x - 0.1 * position[1].z;
        charge[1] = -0.3 * position[1].x;
        charge[2] = -charge[0] - charge[1];
        CHECK(hc_history_guess(ctx, history, position, guess));
        for (int s = 0; s < 3; s++) {
            assert_true(step > 0 || guess[s] == 0.0);
            assert_true(step < 6 || fabs(guess[s] - charge[s]) < 1e-5);
        }
        assert_true(fabs(guess[0] + guess[1] + guess[2]) < 1e-12);
        hc_history_add(history, position, charge);
    }
    CHECK(hc_history_guess(ctx, history, position, guess));
    for (int s = 0; s < 3; s++) {
        assert_true(fabs(guess[s] - charge[s]) < 1e-8); /* the same place again */
    }
    hc_history_free(history);
}

/* --- whole engine: electron counts, convergence --- */

static hc_status compute_with(hc_structure *structure, const char *const *option, hc_result **result)
{
    hc_gfn1_options options;
    hc_engine *engine = NULL;
    *result = NULL;
    CHECK(hc_keywords_set_defaults(ctx, hc_gfn1_keywords, &options));
    for (; *option; option += 2) {
        CHECK(hc_keyword_set(ctx, hc_keyword_find(hc_gfn1_keywords, option[0]), &options, option[1]));
    }
    hc_status status = hc_engine_create(ctx, &hc_engine_gfn1, &options, structure, &engine);
    if (status == HC_OK) {
        CHECK(hc_result_create(ctx, structure->natom, result));
        status = hc_engine_compute(engine, ctx, structure, HC_WANT_FORCES, *result);
    }
    hc_engine_free(engine);
    return status;
}

static const int water_numbers[] = {8, 1, 1};
static const hc_vec3 water_positions[] = {{0.0, 0.0, 0.0}, {1.8, 0.0, 0.1}, {-0.5, 1.7, 0.0}};

static void check_refusal(const char *key, const char *value, const char *word)
{
    hc_structure *water = make_structure(3, water_numbers, water_positions);
    const char *option[] = {key, value, "max_iterations", "200", NULL};
    hc_result *result = NULL;
    assert_int_equal(compute_with(water, option, &result), HC_ERROR_INPUT);
    if (!strstr(hc_context_message(ctx), word)) {
        fail_msg("\"%s\" does not say \"%s\"", hc_context_message(ctx), word);
    }
    hc_result_free(result);
    hc_structure_free(water);
}

static void test_impossible_electron_numbers_are_refused(void **state)
{
    (void)state;
    check_refusal("multiplicity", "2", "8 electrons");
    check_refusal("charge", "9", "leaves -1 electrons");
    check_refusal("charge", "-9", "17 electrons for 8 orbitals");
    check_refusal("multiplicity", "11", "more unpaired electrons");
}

static double energy_with(const char *key, const char *value)
{
    hc_structure *water = make_structure(3, water_numbers, water_positions);
    const char *option[] = {key, value, "equal_spins", "true", "charge_tolerance", "1e-9", NULL};
    hc_result *result = NULL;
    CHECK(compute_with(water, option, &result));
    double energy = result->free_energy;
    hc_result_free(result);
    hc_structure_free(water);
    return energy;
}

/* dE/dN at fractional electron numbers is the Fermi level (the potential of a constant-potential run). */
static void test_fractional_charge(void **state)
{
    (void)state;
    hc_structure *water = make_structure(3, water_numbers, water_positions);
    const char *option[] = {"charge", "0.4", "charge_tolerance", "1e-9", NULL};
    hc_result *result = NULL;
    CHECK(compute_with(water, option, &result));
    double slope = (energy_with("charge", "0.3995") - energy_with("charge", "0.4005")) / 1e-3;
    assert_true(fabs(slope - result->fermi_level) < 1e-6);
    hc_result_free(result);
    hc_structure_free(water);
}

static void check_converges(size_t natom, const int *numbers, const hc_vec3 *positions, const char *charge)
{
    hc_structure *structure = make_structure(natom, numbers, positions);
    const char *option[] = {"charge", charge, NULL};
    hc_result *result = NULL;
    CHECK(compute_with(structure, option, &result));
    assert_true(result->converged);
    hc_result_free(result);
    hc_structure_free(structure);
}

static void test_hard_cases_converge(void **state)
{
    (void)state;
    check_converges(7, silver_numbers, silver_positions, "0");
    check_converges(7, silver_numbers, silver_positions, "1");
    static const int h2[] = {1, 1}, nacl[] = {11, 17}, fe2[] = {26, 26}, salt[] = {11, 8, 1, 1, 8, 1};
    static const hc_vec3 apart[] = {{0, 0, 0}, {0, 0, 12.0}}, near[] = {{0, 0, 0}, {0, 0, 4.2}};
    static const hc_vec3 ions[] = {{0, 0, 0},        {4.4, 0, 0},      {5.5, 1.4, 0},
                                   {5.4, -1.4, 0.3}, {-4.2, 0.1, 0.2}, {-5.3, 1.5, 0.1}};
    check_converges(2, h2, apart, "0");
    check_converges(2, nacl, apart, "0");
    check_converges(2, fe2, near, "0");
    check_converges(2, fe2, apart, "1");
    check_converges(6, salt, ions, "0");
}

static void test_failure_to_converge_says_so(void **state)
{
    (void)state;
    hc_structure *structure = make_structure(7, silver_numbers, silver_positions);
    const char *option[] = {"max_iterations", "1", NULL};
    hc_result *result = NULL;
    assert_int_equal(compute_with(structure, option, &result), HC_ERROR_NOT_CONVERGED);
    assert_non_null(strstr(hc_context_message(ctx), "electronic_temperature_k"));
    assert_false(result->converged);
    assert_true(isfinite(result->free_energy) && result->free_energy < -10.0); /* the best so far */
    hc_result_free(result);
    hc_structure_free(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_occupation_holds_the_electrons),
        cmocka_unit_test(test_fermi_level_is_the_chemical_potential),
        cmocka_unit_test(test_mixing_solves_a_linear_problem),
        cmocka_unit_test(test_response),
        cmocka_unit_test(test_history_is_exact_for_linear_charges),
        cmocka_unit_test(test_impossible_electron_numbers_are_refused),
        cmocka_unit_test(test_fractional_charge),
        cmocka_unit_test(test_hard_cases_converge),
        cmocka_unit_test(test_failure_to_converge_says_so),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
