/* Transfers between grids: exact for what a coarse grid holds, and adjoint there and back. */

#include "support/context_fixture.h"

#include "fields_support.h"
#include "gpw/fields/transfer.h"

#define NLEVEL 3

/* Odd and even numbers of points, also equal ones on two levels. */
static hc_multigrid make_multigrid(void)
{
    hc_mat3 cell = oblique(9.0);
    return (hc_multigrid){
        .nlevel = NLEVEL,
        .level = {make_grid(&cell, 15, 16, 18), make_grid(&cell, 9, 10, 18), make_grid(&cell, 5, 6, 7)}};
}

static void make_values(const hc_multigrid *multigrid, bool random, double **values)
{
    hc_random generator;
    hc_random_seed(&generator, 3);
    for (size_t l = 0; l < NLEVEL; l++) {
        values[l] = reals(multigrid->level[l].count);
        for (size_t i = 0; i < multigrid->level[l].count && random; i++) {
            values[l][i] = hc_random_normal(&generator);
        }
    }
}

static void free_values(double **values)
{
    for (size_t l = 0; l < NLEVEL; l++) {
        free(values[l]);
    }
}

/* A wave of frequencies (2, -1, 3) that every level holds. */
static double wave(const hc_grid *grid, size_t p)
{
    double i = (double)(p % grid->n[0]) / (double)grid->n[0];
    double j = (double)(p / grid->n[0] % grid->n[1]) / (double)grid->n[1];
    double k = (double)(p / grid->n[0] / grid->n[1]) / (double)grid->n[2];
    return cos(2.0 * HC_PI * (2.0 * i - j + 3.0 * k) + 0.4) + 0.3;
}

/* A fifth of the wave on every level makes NLEVEL fifths of it on the finest; a wave on the finest one on each. */
static void held_waves_are_exact(void **state)
{
    (void)state;
    hc_multigrid multigrid = make_multigrid();
    const hc_grid *fine = &multigrid.level[0];
    hc_gpw_transfer *transfer;
    double *rho[NLEVEL];
    assert_int_equal(hc_gpw_transfer_create(ctx, &multigrid, &transfer), HC_OK);
    make_values(&multigrid, false, rho);
    for (size_t l = 0; l < NLEVEL; l++) {
        for (size_t p = 0; p < multigrid.level[l].count; p++) {
            rho[l][p] = 0.2 * wave(&multigrid.level[l], p);
        }
    }
    assert_int_equal(hc_gpw_transfer_gather(ctx, transfer, rho), HC_OK);
    for (size_t p = 0; p < fine->count; p++) {
        assert_true(fabs(rho[0][p] - 0.2 * NLEVEL * wave(fine, p)) < 1e-13);
        rho[0][p] = wave(fine, p);
    }
    assert_int_equal(hc_gpw_transfer_down(ctx, transfer, rho), HC_OK);
    for (size_t l = 1; l < NLEVEL; l++) {
        for (size_t p = 0; p < multigrid.level[l].count; p++) {
            assert_true(fabs(rho[l][p] - wave(&multigrid.level[l], p)) < 1e-13);
        }
    }
    free_values(rho);
    hc_gpw_transfer_free(transfer);
}

static void down_is_the_adjoint_of_gather(void **state)
{
    (void)state;
    hc_multigrid multigrid = make_multigrid();
    const hc_grid *fine = &multigrid.level[0];
    hc_gpw_transfer *transfer;
    double *rho[NLEVEL], *v[NLEVEL], levels = 0.0;
    hc_random generator;
    hc_random_seed(&generator, 5);
    assert_int_equal(hc_gpw_transfer_create(ctx, &multigrid, &transfer), HC_OK);
    make_values(&multigrid, true, rho);
    make_values(&multigrid, false, v);
    for (size_t p = 0; p < fine->count; p++) {
        v[0][p] = hc_random_normal(&generator);
    }
    double alone = fine->volume_element * grid_dot(fine->count, v[0], rho[0]);
    assert_int_equal(hc_gpw_transfer_down(ctx, transfer, v), HC_OK);
    for (size_t l = 0; l < NLEVEL; l++) {
        levels += multigrid.level[l].volume_element * grid_dot(multigrid.level[l].count, v[l], rho[l]);
    }
    assert_int_equal(hc_gpw_transfer_gather(ctx, transfer, rho), HC_OK);
    double whole = fine->volume_element * grid_dot(fine->count, v[0], rho[0]);
    double size =
        fine->volume_element * sqrt(grid_dot(fine->count, v[0], v[0]) * grid_dot(fine->count, rho[0], rho[0]));
    assert_true(fabs(whole - levels) < 1e-13 * size);
    assert_true(fabs(levels - alone) > 1e-3 * size); /* the coarse levels take part */
    free_values(rho);
    free_values(v);
    hc_gpw_transfer_free(transfer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(held_waves_are_exact),
        cmocka_unit_test(down_is_the_adjoint_of_gather),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
