/* Density on grids and matrix from grids: against analytic overlap, each other, differences, and other cells. */
#include "unit/gpw/grid_support.h"

#include <omp.h>

/* The list of tasks and random data for it. */
typedef struct setting {
    hc_structure *structure;
    hc_multigrid multigrid;
    hc_gpw_tasks *tasks;
    double *density, *rho[HC_GRID_LEVELS], *v[HC_GRID_LEVELS];
} setting;

static void make_tasks(setting *s, const double cell[3][3], double cutoff, double relative_cutoff, size_t nlevel)
{
    s->structure = test_structure(cell);
    CHECK(hc_multigrid_create(ctx, &s->structure->cell, cutoff, relative_cutoff, nlevel, &s->multigrid));
    CHECK(hc_gpw_tasks_create(ctx, &test_system, s->structure, &s->multigrid, 1e-13, &s->tasks));
    s->density = random_symmetric(test_system.nao, 1);
    make_levels(&s->multigrid, 0, s->rho);
    make_levels(&s->multigrid, 2, s->v);
}

static void release(setting *s)
{
    hc_structure_free(s->structure);
    hc_gpw_tasks_free(s->tasks);
    free(s->density);
    free_levels(&s->multigrid, s->rho);
    free_levels(&s->multigrid, s->v);
}

/* sum over levels of volume_element sum_r v rho, with v NULL: of rho. */
static double grid_energy(const hc_multigrid *multigrid, double *const *v, double *const *rho)
{
    double sum = 0;
    for (size_t level = 0; level < multigrid->nlevel; level++) {
        const hc_grid *grid = &multigrid->level[level];
        for (size_t i = 0; i < grid->count; i++) {
            sum += grid->volume_element * rho[level][i] * (v ? v[level][i] : 1.0);
        }
    }
    return sum;
}

static void check_overlap(const double cell[3][3])
{
    setting s;
    make_tasks(&s, cell, 48.0, 20.0, 2);
    CHECK(hc_gpw_collocate_density(ctx, s.tasks, s.density, s.rho));
    size_t nao = test_system.nao;
    double *h = calloc(nao * nao, sizeof *h), trace = 0, worst = 0;
    for (size_t level = 0; level < 2; level++) {
        for (size_t i = 0; i < s.multigrid.level[level].count; i++) {
            s.v[level][i] = 1.0;
        }
    }
    CHECK(hc_gpw_integrate_potential(ctx, s.tasks, (const double *const *)s.v, h));
    for (size_t i = 0; i < nao; i++) {
        for (size_t j = 0; j <= i; j++) {
            double overlap = periodic_overlap(&test_system, s.structure, i, j, 4);
            trace += (i == j ? 1.0 : 2.0) * s.density[i * nao + j] * overlap;
            worst = fmax(worst, fmax(fabs(h[i * nao + j] - overlap), fabs(h[j * nao + i] - overlap)));
        }
    }
    assert_true(worst < 1e-9);
    assert_true(fabs(trace) > 0.1);
    assert_true(fabs(grid_energy(&s.multigrid, NULL, s.rho) - trace) < 1e-9);
    free(h);
    release(&s);
}

static void test_density_integrates_to_the_trace(void **state)
{
    (void)state;
    check_overlap(orthorhombic_cell);
    check_overlap(triclinic_cell);
}

static void check_adjoint(const double cell[3][3])
{
    setting s;
    make_tasks(&s, cell, 5.0, 4.0, 3);
    size_t nao = test_system.nao;
    double *h = calloc(nao * nao, sizeof *h), trace = 0;
    CHECK(hc_gpw_collocate_density(ctx, s.tasks, s.density, s.rho));
    CHECK(hc_gpw_integrate_potential(ctx, s.tasks, (const double *const *)s.v, h));
    for (size_t i = 0; i < nao; i++) {
        for (size_t j = 0; j < nao; j++) {
            trace += s.density[i * nao + j] * h[i * nao + j];
            assert_true(fabs(h[i * nao + j] - h[j * nao + i]) < 1e-13);
        }
    }
    double energy = grid_energy(&s.multigrid, s.v, s.rho);
    assert_true(fabs(energy) > 0.01);
    assert_true(fabs(trace - energy) < 1e-12 * fabs(energy));
    free(h);
    release(&s);
}

static void test_integration_is_the_adjoint_of_collocation(void **state)
{
    (void)state;
    check_adjoint(orthorhombic_cell);
    check_adjoint(triclinic_cell);
}

/* Energy of the same density matrix and grid values for moved atoms. */
static double moved_energy(const hc_structure *structure, void *data)
{
    const setting *s = data;
    hc_multigrid multigrid;
    hc_gpw_tasks *tasks = NULL;
    double *rho[HC_GRID_LEVELS];
    CHECK(hc_multigrid_create(ctx, &structure->cell, s->multigrid.cutoff[0], s->multigrid.relative_cutoff,
                              s->multigrid.nlevel, &multigrid));
    CHECK(hc_gpw_tasks_create(ctx, &test_system, structure, &multigrid, 1e-13, &tasks));
    make_levels(&multigrid, 0, rho);
    for (size_t level = 0; level < multigrid.nlevel; level++) {
        assert_int_equal(multigrid.level[level].count, s->multigrid.level[level].count);
    }
    CHECK(hc_gpw_collocate_density(ctx, tasks, s->density, rho));
    double energy = grid_energy(&multigrid, s->v, rho);
    free_levels(&multigrid, rho);
    hc_gpw_tasks_free(tasks);
    return energy;
}

static void check_gradient(const double cell[3][3])
{
    setting s;
    make_tasks(&s, cell, 1.2, 1.0, 2);
    hc_vec3 force[3] = {{0}};
    hc_mat3 strain = {0};
    CHECK(hc_gpw_integrate_gradient(ctx, s.tasks, s.density, (const double *const *)s.v, force, &strain));
    check_derivatives(moved_energy, &s, s.structure, force, &strain, 1e-7);
    hc_vec3 again[3] = {{0}};
    CHECK(hc_gpw_integrate_gradient(ctx, s.tasks, s.density, (const double *const *)s.v, again, NULL));
    for (size_t i = 0; i < 3; i++) {
        assert_true(hc_vec3_norm(hc_vec3_sub(force[i], again[i])) < 1e-11);
    }
    release(&s);
}

static void test_gradient_agrees_with_differences(void **state)
{
    (void)state;
    check_gradient(orthorhombic_cell);
    check_gradient(triclinic_cell);
}

/* A lattice of the same points described by a2 + a1 in place of a2: row j is moved by j points. */
static void test_triclinic_description_of_an_orthorhombic_lattice(void **state)
{
    (void)state;
    static const double cube[3][3] = {{6.5, 0, 0}, {0, 6.5, 0}, {0, 0, 7.0}};
    setting s;
    make_tasks(&s, cube, 6.0, 5.0, 2);
    hc_multigrid skewed = s.multigrid;
    hc_structure *structure = test_structure(cube);
    structure->cell.row[1] = (hc_vec3){6.5, 6.5, 0};
    for (size_t level = 0; level < 2; level++) {
        hc_grid *grid = &skewed.level[level];
        grid->cell = structure->cell;
        grid->step.row[1] = hc_vec3_scale(1.0 / (double)grid->n[1], grid->cell.row[1]);
        hc_mat3 inverse = hc_mat3_inverse(&grid->cell);
        grid->reciprocal = hc_mat3_transpose(&inverse);
        for (int k = 0; k < 3; k++) {
            grid->reciprocal.row[k] = hc_vec3_scale(2.0 * M_PI, grid->reciprocal.row[k]);
        }
        grid->orthorhombic = false;
    }
    hc_gpw_tasks *tasks = NULL;
    double *rho[HC_GRID_LEVELS], worst = 0, largest = 0;
    make_levels(&skewed, 0, rho);
    CHECK(hc_gpw_tasks_create(ctx, &test_system, structure, &skewed, 1e-13, &tasks));
    CHECK(hc_gpw_collocate_density(ctx, tasks, s.density, rho));
    CHECK(hc_gpw_collocate_density(ctx, s.tasks, s.density, s.rho));
    for (size_t level = 0; level < 2; level++) {
        const hc_grid *grid = &skewed.level[level];
        for (size_t k = 0; k < grid->n[2]; k++) {
            for (size_t j = 0; j < grid->n[1]; j++) {
                for (size_t i = 0; i < grid->n[0]; i++) {
                    double same = s.rho[level][hc_grid_index(grid, (i + j) % grid->n[0], j, k)];
                    worst = fmax(worst, fabs(rho[level][hc_grid_index(grid, i, j, k)] - same));
                    largest = fmax(largest, fabs(same));
                }
            }
        }
    }
    assert_true(largest > 0.1);
    assert_true(worst < 1e-11 * largest);
    hc_gpw_tasks_free(tasks);
    hc_structure_free(structure);
    free_levels(&skewed, rho);
    release(&s);
}

/* Products that are left out change the density by about eps, not by more. */
static void test_screening_keeps_its_promise(void **state)
{
    (void)state;
    setting s;
    make_tasks(&s, orthorhombic_cell, 5.0, 4.0, 2);
    CHECK(hc_gpw_collocate_density(ctx, s.tasks, s.density, s.rho));
    for (int k = 0; k < 2; k++) {
        double eps = k == 0 ? 1e-5 : 1e-8, worst = 0;
        double *rho[HC_GRID_LEVELS];
        hc_gpw_tasks *tasks = NULL;
        make_levels(&s.multigrid, 0, rho);
        CHECK(hc_gpw_tasks_create(ctx, &test_system, s.structure, &s.multigrid, eps, &tasks));
        CHECK(hc_gpw_collocate_density(ctx, tasks, s.density, rho));
        for (size_t level = 0; level < 2; level++) {
            for (size_t i = 0; i < s.multigrid.level[level].count; i++) {
                worst = fmax(worst, fabs(rho[level][i] - s.rho[level][i]));
            }
        }
        /* Random elements of a matrix of 31 functions: errors of many products add. */
        assert_true(worst < 100.0 * eps);
        assert_true(worst > 1e-3 * eps);
        hc_gpw_tasks_free(tasks);
        free_levels(&s.multigrid, rho);
    }
    release(&s);
}

/* The same bits for one thread and for several. */
static void test_threads_do_not_change_a_bit(void **state)
{
    (void)state;
    setting s[2];
    double *h[2];
    hc_vec3 force[2][3] = {{{0}}};
    hc_mat3 strain[2] = {{{{0}}}};
    size_t size = test_system.nao * test_system.nao * sizeof(double);
    for (int k = 0; k < 2; k++) {
        int threads = omp_get_max_threads();
        omp_set_num_threads(k == 0 ? 1 : 3);
        make_tasks(&s[k], triclinic_cell, 6.0, 5.0, 2);
        h[k] = calloc(1, size);
        CHECK(hc_gpw_collocate_density(ctx, s[k].tasks, s[k].density, s[k].rho));
        CHECK(hc_gpw_integrate_potential(ctx, s[k].tasks, (const double *const *)s[k].rho, h[k]));
        CHECK(hc_gpw_integrate_gradient(ctx, s[k].tasks, s[k].density, (const double *const *)s[k].rho, force[k],
                                        &strain[k]));
        omp_set_num_threads(threads);
    }
    for (size_t level = 0; level < 2; level++) {
        assert_memory_equal(s[0].rho[level], s[1].rho[level], s[0].multigrid.level[level].count * sizeof(double));
    }
    assert_memory_equal(h[0], h[1], size);
    assert_memory_equal(force[0], force[1], sizeof force[0]);
    assert_memory_equal(&strain[0], &strain[1], sizeof strain[0]);
    for (int k = 0; k < 2; k++) {
        free(h[k]);
        release(&s[k]);
    }
}

static void test_bad_input_is_refused(void **state)
{
    (void)state;
    setting s;
    make_tasks(&s, orthorhombic_cell, 5.0, 4.0, 2);
    hc_gpw_tasks *tasks = NULL;
    assert_int_equal(hc_gpw_tasks_create(ctx, &test_system, s.structure, &s.multigrid, 0.0, &tasks), HC_ERROR_INPUT);
    s.structure->position[1].y = NAN;
    assert_int_equal(hc_gpw_tasks_create(ctx, &test_system, s.structure, &s.multigrid, 1e-10, &tasks),
                     HC_ERROR_NUMERIC);
    assert_null(tasks);
    release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_density_integrates_to_the_trace),
        cmocka_unit_test(test_integration_is_the_adjoint_of_collocation),
        cmocka_unit_test(test_gradient_agrees_with_differences),
        cmocka_unit_test(test_triclinic_description_of_an_orthorhombic_lattice),
        cmocka_unit_test(test_screening_keeps_its_promise),
        cmocka_unit_test(test_threads_do_not_change_a_bit),
        cmocka_unit_test(test_bad_input_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
