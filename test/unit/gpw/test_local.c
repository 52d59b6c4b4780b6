/* Short-ranged local pseudopotentials: against sums over a grid, a closed form, invariance, and differences. */
#include "gpw_fixture.h"

#include <omp.h>

#include "gpw/terms/local.h"

#define EPS 1e-14

/* The potential of all ions and images at r. */
static double potential_at(const hc_gpw_system *system, const hc_structure *structure, hc_vec3 r)
{
    double sum = 0.0;
    for (size_t i = 0; i < system->natom; i++) {
        const hc_gpw_potential *potential = hc_gpw_kind_of(system, i)->potential;
        int counter = 0;
        hc_vec3 shift;
        while (potential && next_translation(structure, 3, &counter, &shift)) {
            double x2 = hc_vec3_norm2(hc_vec3_sub(r, hc_vec3_add(structure->position[i], shift))) /
                        (potential->local_radius * potential->local_radius);
            for (size_t k = 0; x2 < 90.0 && k < potential->nlocal; k++) {
                sum += potential->local[k] * power_of(x2, (int)k) * exp(-0.5 * x2);
            }
        }
    }
    return sum;
}

static void test_against_a_grid(void **state)
{
    (void)state;
    enum { N = 28 };
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    size_t nao = system->nao;
    double *value = calloc(nao, sizeof(double)), *gradient = calloc(3 * nao, sizeof(double));
    double *expected = random_symmetric(nao, 6), *h = random_symmetric(nao, 6);
    double element = fabs(hc_mat3_determinant(&structure->cell)) / (N * N * N);
    for (int k = 0; k < N * N * N; k++) {
        hc_vec3 r = grid_point(structure, N, k);
        double v = element * potential_at(system, structure, r);
        functions_at(system, structure, 3, r, value, gradient);
        for (size_t a = 0; a < nao; a++) {
            for (size_t b = 0; b < nao; b++) {
                expected[a * nao + b] += v * value[a] * value[b];
            }
        }
    }
    CHECK(hc_gpw_local(ctx, system, structure, EPS, h));
    assert_true(largest_difference(nao * nao, h, expected) < 1e-10);
    free(value);
    free(gradient);
    free(expected);
    free(h);
    free_system(system);
    hc_structure_free(structure);
}

/* One s Gaussian exp(-a r^2)/sqrt(4 pi) with an ion at distance R that has the first term alone:
 * c (pi/t)^(3/2) exp(-2a gamma R^2/t) / 4 pi, t = 2a + gamma. */
static void test_closed_form(void **state)
{
    (void)state;
    static const int numbers[] = {1, 1};
    static const hc_vec3 positions[] = {{0.1, 0.2, 0.3}, {0.9, -0.4, 1.6}};
    static const size_t kinds[] = {0, 1};
    static const set_recipe one = {.nshell = 1, .l = {0}, .nexponent = 1, .exponent = {0.7}};
    static const kind_recipe recipes[] = {
        {.nset = 1, .set = {one}, .ghost = true},
        {.nset = 1, .set = {one}, .potential = {.charge = 1.0, .local_radius = 0.2, .nlocal = 1, .local = {-4.2}}}};
    hc_structure *structure = make_structure(2, numbers, positions);
    hc_gpw_system *system = make_system(2, recipes, 2, kinds);
    system->kind[0].basis->set[0].coefficient[0] = 1.0;
    double h[4] = {0.0}, gamma = 12.5, t = 1.4 + gamma;
    double r2 = hc_vec3_norm2(hc_vec3_sub(positions[1], positions[0]));
    double expected = -4.2 * pow(HC_PI / t, 1.5) * exp(-1.4 * gamma * r2 / t) / (4.0 * HC_PI);
    CHECK(hc_gpw_local(ctx, system, structure, EPS, h));
    assert_true(fabs(h[0] - expected) < 1e-15);
    assert_true(h[1] == h[2] && h[1] != 0.0);
    free_system(system);
    hc_structure_free(structure);
}

/* An atom may be described in any cell. */
static void test_cells(void **state)
{
    (void)state;
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    size_t size = system->nao * system->nao;
    double *h = calloc(size, sizeof(double)), *again = calloc(size, sizeof(double));
    CHECK(hc_gpw_local(ctx, system, structure, EPS, h));
    structure->position[1] = hc_vec3_axpy(structure->position[1], -2.0, structure->cell.row[0]);
    structure->position[2] = hc_vec3_axpy(structure->position[2], 1.0, structure->cell.row[2]);
    CHECK(hc_gpw_local(ctx, system, structure, EPS, again));
    assert_true(largest_difference(size, h, again) < 1e-11);
    free(h);
    free(again);
    free_system(system);
    hc_structure_free(structure);
}

/* What a looser threshold leaves out stays near it. */
static void test_threshold(void **state)
{
    (void)state;
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    size_t size = system->nao * system->nao;
    double *exact = calloc(size, sizeof(double));
    CHECK(hc_gpw_local(ctx, system, structure, EPS, exact));
    for (double eps = 1e-5; eps > 1e-10; eps *= 0.1) {
        double *h = calloc(size, sizeof(double));
        CHECK(hc_gpw_local(ctx, system, structure, eps, h));
        double worst = largest_difference(size, h, exact);
        assert_true(worst > 0.0 && worst < 30.0 * eps);
        free(h);
    }
    free(exact);
    free_system(system);
    hc_structure_free(structure);
}

typedef struct energy_data {
    const hc_gpw_system *system;
    const double *density;
} energy_data;

static double local_energy(const hc_structure *structure, void *data)
{
    const energy_data *d = data;
    size_t size = d->system->nao * d->system->nao;
    double *h = calloc(size, sizeof(double)), sum = 0.0;
    CHECK(hc_gpw_local(ctx, d->system, structure, EPS, h));
    for (size_t k = 0; k < size; k++) {
        sum += d->density[k] * h[k];
    }
    free(h);
    return sum;
}

static void test_gradient(void **state)
{
    (void)state;
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    energy_data data = {system, random_symmetric(system->nao, 8)};
    hc_vec3 force[4] = {{0}}, total = {0};
    hc_mat3 strain = {{{0}}};
    double energy;
    CHECK(hc_gpw_local_gradient(ctx, system, structure, EPS, data.density, &energy, force, &strain));
    assert_true(fabs(energy - local_energy(structure, &data)) < 1e-10 * fabs(energy));
    check_derivatives(local_energy, &data, structure, force, &strain, 1e-8);
    for (int i = 0; i < 4; i++) {
        total = hc_vec3_add(total, force[i]);
    }
    assert_true(hc_vec3_norm(total) < 1e-10);
    free((double *)data.density);
    free_system(system);
    hc_structure_free(structure);
}

/* The number of threads changes no bit. */
static void test_threads(void **state)
{
    (void)state;
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    size_t size = system->nao * system->nao;
    int threads = omp_get_max_threads();
    double *density = random_symmetric(system->nao, 9), energy[2], *h[2];
    hc_vec3 force[2][4] = {{{0}}};
    hc_mat3 strain[2] = {{{{0}}}};
    for (int k = 0; k < 2; k++) {
        h[k] = calloc(size, sizeof(double));
        omp_set_num_threads(k == 0 ? 1 : 3);
        CHECK(hc_gpw_local(ctx, system, structure, 1e-10, h[k]));
        CHECK(hc_gpw_local_gradient(ctx, system, structure, 1e-10, density, &energy[k], force[k], &strain[k]));
    }
    omp_set_num_threads(threads);
    assert_memory_equal(h[0], h[1], size * sizeof(double));
    assert_true(energy[0] == energy[1]);
    assert_memory_equal(force[0], force[1], sizeof force[0]);
    assert_memory_equal(&strain[0], &strain[1], sizeof strain[0]);
    free(h[0]);
    free(h[1]);
    free(density);
    free_system(system);
    hc_structure_free(structure);
}

/* A slab is what a crystal with a long third vector is. */
static void test_slab(void **state)
{
    (void)state;
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    size_t size = system->nao * system->nao;
    double *slab = calloc(size, sizeof(double)), *crystal = calloc(size, sizeof(double));
    structure->cell.row[2] = hc_vec3_scale(8.0, structure->cell.row[2]);
    CHECK(hc_gpw_local(ctx, system, structure, EPS, crystal));
    structure->periodic[2] = false;
    CHECK(hc_gpw_local(ctx, system, structure, EPS, slab));
    assert_true(largest_difference(size, slab, crystal) < 1e-13);
    free(slab);
    free(crystal);
    free_system(system);
    hc_structure_free(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_a_grid),
                                       cmocka_unit_test(test_closed_form),
                                       cmocka_unit_test(test_cells),
                                       cmocka_unit_test(test_threshold),
                                       cmocka_unit_test(test_gradient),
                                       cmocka_unit_test(test_threads),
                                       cmocka_unit_test(test_slab)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
