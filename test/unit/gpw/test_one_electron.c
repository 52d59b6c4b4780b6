/* Overlap, kinetic energy and ions: against sums over a grid, closed forms, sum rules of cells, and differences. */
#include "gpw_fixture.h"

#include "gpw/terms/ions.h"
#include "gpw/terms/one_electron.h"

#define EPS 1e-14

static void test_against_a_grid(void **state)
{
    (void)state;
    enum { N = 24 };
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    size_t nao = system->nao, size = nao * nao;
    double *grid_s = calloc(size, sizeof(double)), *grid_t = calloc(size, sizeof(double));
    double *s = calloc(size, sizeof(double)), *t = calloc(size, sizeof(double));
    double *value = calloc(nao, sizeof(double)), *gradient = calloc(3 * nao, sizeof(double));
    double element = fabs(hc_mat3_determinant(&structure->cell)) / (N * N * N);
    for (int k = 0; k < N * N * N; k++) {
        functions_at(system, structure, 3, grid_point(structure, N, k), value, gradient);
        for (size_t a = 0; a < nao; a++) {
            for (size_t b = 0; b < nao; b++) {
                grid_s[a * nao + b] += element * value[a] * value[b];
                for (size_t d = 0; d < 3; d++) {
                    grid_t[a * nao + b] += 0.5 * element * gradient[d * nao + a] * gradient[d * nao + b];
                }
            }
        }
    }
    CHECK(hc_gpw_one_electron(ctx, system, structure, EPS, s, t));
    assert_true(largest_difference(size, s, grid_s) < 1e-11);
    assert_true(largest_difference(size, t, grid_t) < 1e-11);
    double *alone = calloc(size, sizeof(double));
    CHECK(hc_gpw_one_electron(ctx, system, structure, EPS, NULL, alone));
    assert_true(largest_difference(size, t, alone) == 0.0);
    CHECK(hc_gpw_one_electron(ctx, system, structure, EPS, alone, NULL));
    assert_true(largest_difference(size, s, alone) == 0.0);
    free(alone);
    free(grid_s);
    free(grid_t);
    free(s);
    free(t);
    free(value);
    free(gradient);
    free_system(system);
    hc_structure_free(structure);
}

/* Two normalised s Gaussians: S = (4ab/(a+b)^2)^(3/4) exp(-mu R^2), T = mu (3 - 2 mu R^2) S. */
static void test_closed_form(void **state)
{
    (void)state;
    static const int numbers[] = {1, 1};
    static const hc_vec3 positions[] = {{0.1, 0.2, 0.3}, {0.9, -0.4, 1.6}};
    static const size_t kinds[] = {0, 1};
    static const kind_recipe recipes[] = {
        {.nset = 1, .set = {{.nshell = 1, .l = {0}, .nexponent = 1, .exponent = {1.3}}}, .ghost = true},
        {.nset = 1, .set = {{.nshell = 1, .l = {0}, .nexponent = 1, .exponent = {0.4}}}, .ghost = true}};
    hc_structure *structure = make_structure(2, numbers, positions);
    hc_gpw_system *system = make_system(2, recipes, 2, kinds);
    for (size_t k = 0; k < 2; k++) {
        hc_gpw_set *set = system->kind[k].basis->set;
        set->coefficient[0] = pow(2.0 * set->exponent[0] / HC_PI, 0.75) * sqrt(4.0 * HC_PI);
    }
    double s[4], t[4], a = 1.3, b = 0.4, mu = a * b / (a + b);
    double r2 = hc_vec3_norm2(hc_vec3_sub(positions[1], positions[0]));
    double overlap = pow(4.0 * a * b / ((a + b) * (a + b)), 0.75) * exp(-mu * r2);
    CHECK(hc_gpw_one_electron(ctx, system, structure, EPS, s, t));
    assert_true(fabs(s[0] - 1.0) < 1e-14 && fabs(s[3] - 1.0) < 1e-14);
    assert_true(fabs(t[0] - 1.5 * a) < 1e-14 && fabs(t[3] - 1.5 * b) < 1e-14);
    assert_true(fabs(s[1] - overlap) < 1e-14 && s[1] == s[2]);
    assert_true(fabs(t[1] - mu * (3.0 - 2.0 * mu * r2) * overlap) < 1e-14 && t[1] == t[2]);
    free_system(system);
    hc_structure_free(structure);
}

/* A row of the doubled cell, summed over both copies of a column, is the row of the cell; and an atom may be described
 * in any cell. */
static void test_cells(void **state)
{
    (void)state;
    hc_structure *structure = skewed_structure(), *doubled = NULL;
    hc_gpw_system *system = skewed_system();
    size_t natom = structure->natom, nao = system->nao, wide = 2 * nao, kinds[8];
    CHECK(hc_structure_create(ctx, 2 * natom, &doubled));
    for (size_t i = 0; i < 2 * natom; i++) {
        kinds[i] = SKEWED_KIND[i % natom];
        doubled->position[i] =
            hc_vec3_axpy(structure->position[i % natom], i < natom ? 0.0 : 1.0, structure->cell.row[1]);
    }
    set_cell(doubled, SKEWED);
    doubled->cell.row[1] = hc_vec3_scale(2.0, doubled->cell.row[1]);
    hc_gpw_system *system2 = make_system(3, SKEWED_RECIPE, 2 * natom, kinds);
    double *s = calloc(nao * nao, sizeof(double)), *t = calloc(nao * nao, sizeof(double));
    double *s2 = calloc(wide * wide, sizeof(double)), *t2 = calloc(wide * wide, sizeof(double));
    CHECK(hc_gpw_one_electron(ctx, system, structure, EPS, s, t));
    CHECK(hc_gpw_one_electron(ctx, system2, doubled, EPS, s2, t2));
    double worst = 0.0;
    for (size_t k = 0; k < wide * nao; k++) {
        size_t a = k / nao, b = k % nao, one = a % nao * nao + b, two = a * wide + b;
        worst = fmax(worst, fabs(s2[two] + s2[two + nao] - s[one]));
        worst = fmax(worst, fabs(t2[two] + t2[two + nao] - t[one]));
    }
    assert_true(worst < 1e-11);
    structure->position[1] = hc_vec3_axpy(structure->position[1], -2.0, structure->cell.row[0]);
    CHECK(hc_gpw_one_electron(ctx, system, structure, EPS, s2, t2));
    assert_true(largest_difference(nao * nao, s, s2) < 1e-11);
    assert_true(largest_difference(nao * nao, t, t2) < 1e-11);
    free(s);
    free(t);
    free(s2);
    free(t2);
    free_system(system);
    free_system(system2);
    hc_structure_free(structure);
    hc_structure_free(doubled);
}

/* What a looser threshold leaves out stays near it. */
static void test_threshold(void **state)
{
    (void)state;
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    size_t size = system->nao * system->nao;
    double *s = calloc(size, sizeof(double)), *t = calloc(size, sizeof(double));
    double *s_eps = calloc(size, sizeof(double)), *t_eps = calloc(size, sizeof(double));
    CHECK(hc_gpw_one_electron(ctx, system, structure, EPS, s, t));
    for (double eps = 1e-5; eps > 1e-10; eps *= 0.1) {
        CHECK(hc_gpw_one_electron(ctx, system, structure, eps, s_eps, t_eps));
        double worst = fmax(largest_difference(size, s, s_eps), largest_difference(size, t, t_eps));
        assert_true(worst > 0.0 && worst < 30.0 * eps);
    }
    free(s);
    free(t);
    free(s_eps);
    free(t_eps);
    free_system(system);
    hc_structure_free(structure);
}

typedef struct energy_data {
    const hc_gpw_system *system;
    const double *density, *weighted;
} energy_data;

static double one_electron_energy(const hc_structure *structure, void *data)
{
    const energy_data *d = data;
    size_t size = d->system->nao * d->system->nao;
    double *s = calloc(size, sizeof(double)), *t = calloc(size, sizeof(double)), sum = 0.0;
    CHECK(hc_gpw_one_electron(ctx, d->system, structure, EPS, s, t));
    for (size_t k = 0; k < size; k++) {
        sum += d->density[k] * t[k] - d->weighted[k] * s[k];
    }
    free(s);
    free(t);
    return sum;
}

static void test_gradient(void **state)
{
    (void)state;
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    energy_data data = {system, random_symmetric(system->nao, 1), random_symmetric(system->nao, 2)};
    hc_vec3 force[4] = {{0}}, total = {0};
    hc_mat3 strain = {{{0}}};
    CHECK(hc_gpw_one_electron_gradient(ctx, system, structure, EPS, data.density, data.weighted, force, &strain));
    check_derivatives(one_electron_energy, &data, structure, force, &strain, 1e-8);
    for (int i = 0; i < 4; i++) {
        total = hc_vec3_add(total, force[i]);
    }
    assert_true(hc_vec3_norm(total) < 1e-11);
    /* Added to what is there; no strain wanted. */
    hc_vec3 again[4] = {{1.0, 2.0, 3.0}};
    CHECK(hc_gpw_one_electron_gradient(ctx, system, structure, EPS, data.density, data.weighted, again, NULL));
    assert_true(hc_vec3_norm(hc_vec3_sub(hc_vec3_sub(again[0], force[0]), (hc_vec3){1.0, 2.0, 3.0})) < 1e-12);
    free((double *)data.density);
    free((double *)data.weighted);
    free_system(system);
    hc_structure_free(structure);
}

static double ion_energy(const hc_structure *structure, void *data)
{
    double energy;
    CHECK(hc_gpw_ion_overlap(ctx, data, structure, 1e-14, &energy, NULL, NULL));
    return energy;
}

static void test_ions(void **state)
{
    (void)state;
    hc_structure *structure = skewed_structure();
    hc_gpw_system *system = skewed_system();
    /* Near enough to be seen. */
    structure->position[1] = hc_vec3_add(structure->position[0], (hc_vec3){1.1, -0.4, 0.7});
    hc_vec3 force[4] = {{0}};
    hc_mat3 strain = {{{0}}};
    double energy, expected = 0.0;
    CHECK(hc_gpw_ion_overlap(ctx, system, structure, 1e-14, &energy, force, &strain));
    static const double charge[] = {3.0, 5.0, 0.0, 5.0}, radius[] = {0.65, 0.8, 1.0, 0.8};
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            int counter = 0;
            hc_vec3 shift;
            while (next_translation(structure, 3, &counter, &shift)) {
                double r =
                    hc_vec3_norm(hc_vec3_sub(hc_vec3_add(structure->position[j], shift), structure->position[i]));
                double width = sqrt(2.0 * (radius[i] * radius[i] + radius[j] * radius[j]));
                expected += r > 1e-6 ? 0.5 * charge[i] * charge[j] * erfc(r / width) / r : 0.0;
            }
        }
    }
    assert_true(energy > 0.1 && fabs(energy - expected) < 1e-11);
    check_derivatives(ion_energy, system, structure, force, &strain, 1e-8);
    double self = -(9.0 / 0.65 + 50.0 / 0.8) / (2.0 * sqrt(HC_PI));
    assert_true(fabs(hc_gpw_ion_self_energy(system) - self) < 1e-12);
    free_system(system);
    hc_structure_free(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_a_grid), cmocka_unit_test(test_closed_form),
                                       cmocka_unit_test(test_cells),          cmocka_unit_test(test_threshold),
                                       cmocka_unit_test(test_gradient),       cmocka_unit_test(test_ions)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
