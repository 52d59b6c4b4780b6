/* Separable pseudopotentials: against projectors on a grid, sum rules, and differences. */
#include "gpw_fixture.h"

#include "gpw/terms/nonlocal.h"
#include "gpw/terms/shells.h"

#define EPS 1e-14

/* Y_lm r^(l+2i) exp(-r^2/(2 r_l^2)), normalised by a sum over its radius, for one atom and its images, at r. */
static void projectors_at(const hc_structure *structure, size_t iatom, const hc_gpw_channel *channel, hc_vec3 r,
                          double *value)
{
    int counter = 0;
    hc_vec3 shift, unused;
    size_t nm = HC_SPHERICAL_COUNT(channel->l);
    memset(value, 0, channel->nprojector * nm * sizeof(double));
    while (next_translation(structure, 3, &counter, &shift)) {
        hc_vec3 d = hc_vec3_sub(r, hc_vec3_add(structure->position[iatom], shift));
        double r2 = hc_vec3_norm2(d), gaussian = exp(-0.5 * r2 / (channel->radius * channel->radius));
        for (size_t k = 0; gaussian > 1e-16 && k < channel->nprojector * nm; k++) {
            value[k] += harmonic_at(channel->l, k % nm, d, &unused) * power_of(r2, (int)(k / nm)) * gaussian;
        }
    }
}

/* 1 / sqrt(integral of r^2 (r^(l+2i) exp(...))^2), by the midpoint rule. */
static double norm_of(const hc_gpw_channel *channel, int i)
{
    double sum = 0.0, step = 1e-3;
    for (double r = 0.5 * step; r < 12.0; r += step) {
        double f = power_of(r, channel->l + 2 * i) * exp(-0.5 * r * r / (channel->radius * channel->radius));
        sum += step * r * r * f * f;
    }
    return 1.0 / sqrt(sum);
}

/* h += sum_m b_i h_ij b_j of one channel of one atom, with integrals over the grid. */
static void add_channel(const hc_gpw_system *system, const hc_structure *structure, size_t iatom,
                        const hc_gpw_channel *channel, int n, const double *functions, double *h)
{
    size_t nao = system->nao, nm = HC_SPHERICAL_COUNT(channel->l), np = channel->nprojector;
    double *b = calloc(np * nm * nao, sizeof(double)), value[3 * 7];
    double element = fabs(hc_mat3_determinant(&structure->cell)) / (n * n * n);
    for (int k = 0; k < n * n * n; k++) {
        projectors_at(structure, iatom, channel, grid_point(structure, n, k), value);
        for (size_t p = 0; p < np * nm; p++) {
            for (size_t a = 0; a < nao; a++) {
                b[p * nao + a] += element * value[p] * functions[(size_t)k * nao + a];
            }
        }
    }
    for (size_t i = 0; i < np; i++) {
        for (size_t j = 0; j < np; j++) {
            double factor = channel->h[i][j] * norm_of(channel, (int)i) * norm_of(channel, (int)j);
            for (size_t k = 0; k < nm * nao * nao; k++) {
                size_t m = k / (nao * nao), row = k / nao % nao, column = k % nao;
                h[row * nao + column] += factor * b[(i * nm + m) * nao + row] * b[(j * nm + m) * nao + column];
            }
        }
    }
    free(b);
}

static void test_against_a_grid(void **state)
{
    (void)state;
    enum { N = 24 };
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    size_t nao = system->nao;
    double *functions = calloc((size_t)N * N * N * nao, sizeof(double));
    double *gradient = calloc(3 * nao, sizeof(double));
    for (size_t k = 0; k < (size_t)N * N * N; k++) {
        functions_at(system, structure, 3, grid_point(structure, N, (int)k), functions + k * nao, gradient);
    }
    double *expected = random_symmetric(nao, 3), *h = random_symmetric(nao, 3);
    for (size_t i = 0; i < system->natom; i++) {
        const hc_gpw_potential *potential = hc_gpw_kind_of(system, i)->potential;
        for (size_t c = 0; potential && c < potential->nchannel; c++) {
            add_channel(system, structure, i, &potential->channel[c], N, functions, expected);
        }
    }
    CHECK(hc_gpw_nonlocal(ctx, system, structure, EPS, h));
    assert_true(largest_difference(nao * nao, h, expected) < 1e-10);
    free(functions);
    free(gradient);
    free(expected);
    free(h);
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
    CHECK(hc_gpw_nonlocal(ctx, system, structure, EPS, exact));
    for (double eps = 1e-5; eps > 1e-10; eps *= 0.1) {
        double *h = calloc(size, sizeof(double));
        CHECK(hc_gpw_nonlocal(ctx, system, structure, eps, h));
        double worst = largest_difference(size, h, exact);
        assert_true(worst > 0.0 && worst < 100.0 * eps);
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

static double nonlocal_energy(const hc_structure *structure, void *data)
{
    const energy_data *d = data;
    size_t size = d->system->nao * d->system->nao;
    double *h = calloc(size, sizeof(double)), sum = 0.0;
    CHECK(hc_gpw_nonlocal(ctx, d->system, structure, EPS, h));
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
    energy_data data = {system, random_symmetric(system->nao, 4)};
    hc_vec3 force[4] = {{0}}, total = {0};
    hc_mat3 strain = {{{0}}};
    double energy;
    CHECK(hc_gpw_nonlocal_gradient(ctx, system, structure, EPS, data.density, &energy, force, &strain));
    assert_true(fabs(energy - nonlocal_energy(structure, &data)) < 1e-10 * fabs(energy));
    check_derivatives(nonlocal_energy, &data, structure, force, &strain, 1e-8);
    for (int i = 0; i < 4; i++) {
        total = hc_vec3_add(total, force[i]);
    }
    assert_true(hc_vec3_norm(total) < 1e-10);
    free((double *)data.density);
    free_system(system);
    hc_structure_free(structure);
}

/* Many functions: more than one strip of the product, and functions that see nothing. The matrix of well separated
 * copies of a molecule is the molecule's, again and again. */
static void test_copies(void **state)
{
    (void)state;
    enum { COPIES = 6 };
    static const int numbers[4 * COPIES] = {0};
    hc_vec3 positions[4 * COPIES];
    size_t kinds[4 * COPIES];
    for (size_t i = 0; i < 4 * COPIES; i++) {
        positions[i] = hc_vec3_add(SKEWED_POSITION[i % 4], (hc_vec3){60.0 * (double)(i / 4), 0.0, 0.0});
        kinds[i] = SKEWED_KIND[i % 4];
    }
    hc_structure *one = make_structure(4, numbers, positions), *all = make_structure(4 * COPIES, numbers, positions);
    hc_gpw_system *system = make_system(3, SKEWED_RECIPE, 4, kinds);
    hc_gpw_system *many = make_system(3, SKEWED_RECIPE, 4 * COPIES, kinds);
    size_t nao = system->nao, wide = many->nao;
    assert_true(wide > 256);
    double *h = calloc(nao * nao, sizeof(double)), *expected = calloc(wide * wide, sizeof(double));
    double *h_all = calloc(wide * wide, sizeof(double)), largest = 0.0;
    CHECK(hc_gpw_nonlocal(ctx, system, one, EPS, h));
    for (size_t k = 0; k < COPIES * nao * nao; k++) {
        size_t copy = k / (nao * nao), a = k / nao % nao, b = k % nao;
        expected[(copy * nao + a) * wide + copy * nao + b] = h[a * nao + b];
        largest = fmax(largest, fabs(h[a * nao + b]));
    }
    CHECK(hc_gpw_nonlocal(ctx, many, all, EPS, h_all));
    assert_true(largest > 0.1);
    assert_true(largest_difference(wide * wide, h_all, expected) < 1e-11);
    free(h);
    free(expected);
    free(h_all);
    free_system(system);
    free_system(many);
    hc_structure_free(one);
    hc_structure_free(all);
}

/* Ghosts alone have no projectors, and nothing is added. */
static void test_nothing(void **state)
{
    (void)state;
    static const int numbers[] = {1};
    static const size_t kinds[] = {0};
    hc_structure *structure = make_structure(1, numbers, SKEWED_POSITION);
    hc_gpw_system *system = make_system(1, &SKEWED_RECIPE[2], 1, kinds);
    double *h = random_symmetric(system->nao, 5), *before = random_symmetric(system->nao, 5), energy = 1.0;
    hc_vec3 force[1] = {{0}};
    CHECK(hc_gpw_nonlocal(ctx, system, structure, EPS, h));
    assert_true(largest_difference(system->nao * system->nao, h, before) == 0.0);
    CHECK(hc_gpw_nonlocal_gradient(ctx, system, structure, EPS, h, &energy, force, NULL));
    assert_true(energy == 0.0 && hc_vec3_norm(force[0]) == 0.0);
    free(h);
    free(before);
    free_system(system);
    hc_structure_free(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_a_grid), cmocka_unit_test(test_gradient),
                                       cmocka_unit_test(test_copies), cmocka_unit_test(test_threshold),
                                       cmocka_unit_test(test_nothing)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
