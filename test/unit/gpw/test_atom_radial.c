/* Radial grid: integrals, the potential of a density, and the local density approximation. */
#include "support/structure_fixture.h"

#include "gpw/atom_radial.h"

/* The density of the hydrogen atom: v = 1/r - exp(-2r) (1/r + 1), and 5/16 hartree of repulsion with itself. */
static void test_hartree_of_an_exponential(void **state)
{
    (void)state;
    hc_gpw_radial grid;
    CHECK(hc_gpw_radial_create(ctx, 20.0, &grid));
    double *rho = malloc(grid.count * sizeof *rho), *v = malloc(grid.count * sizeof *v);
    double electrons = 0.0, energy = 0.0;
    for (size_t i = 0; i < grid.count; i++) {
        rho[i] = exp(-2.0 * grid.r[i]) / M_PI;
    }
    hc_gpw_radial_hartree(&grid, rho, v);
    for (size_t i = 0; i < grid.count; i++) {
        double r = grid.r[i];
        assert_true(fabs(v[i] - (1.0 / r - exp(-2.0 * r) * (1.0 / r + 1.0))) < 2e-8);
        electrons += 4.0 * M_PI * grid.weight[i] * rho[i];
        energy += 2.0 * M_PI * grid.weight[i] * rho[i] * v[i];
    }
    assert_true(fabs(electrons - 1.0) < 1e-10);
    assert_true(fabs(energy - 0.3125) < 1e-9);
    free(rho);
    free(v);
    hc_gpw_radial_clear(&grid);
}

/* LDA_C_PW of libxc 5.2.3, no polarisation: energy of an electron and potential. */
static void test_correlation_of_libxc(void **state)
{
    (void)state;
    static const double rs[] = {0.2, 1.0, 2.0, 5.0, 10.0, 40.0};
    static const double energy[] = {-0.101123053279, -0.059773864184, -0.044759590031,
                                    -0.028216261069, -0.018572297744, -0.006806831536};
    static const double potential[] = {-0.110409069174, -0.067458726119, -0.051492941313,
                                       -0.033476247716, -0.022577830430, -0.008603622426};
    for (size_t i = 0; i < 6; i++) {
        double e, v, exchange = -0.75 * pow(9.0 / (4.0 * M_PI * M_PI), 1.0 / 3.0) / rs[i];
        hc_gpw_radial_lda(3.0 / (4.0 * M_PI * rs[i] * rs[i] * rs[i]), &e, &v);
        assert_true(fabs(e - exchange - energy[i]) < 1e-10);
        assert_true(fabs(v - 4.0 / 3.0 * exchange - potential[i]) < 1e-10);
    }
}

static void test_potential_is_the_derivative(void **state)
{
    (void)state;
    for (double rho = 1e-8; rho < 1e3; rho *= 7.0) {
        double energy[2], potential, other, step = 1e-4 * rho;
        hc_gpw_radial_lda(rho + step, &energy[0], &other);
        hc_gpw_radial_lda(rho - step, &energy[1], &other);
        hc_gpw_radial_lda(rho, &other, &potential);
        double slope = ((rho + step) * energy[0] - (rho - step) * energy[1]) / (2.0 * step);
        assert_true(fabs(slope / potential - 1.0) < 1e-7);
    }
    double energy = 1.0, potential = 1.0;
    hc_gpw_radial_lda(0.0, &energy, &potential);
    assert_true(energy == 0.0 && potential == 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hartree_of_an_exponential),
        cmocka_unit_test(test_correlation_of_libxc),
        cmocka_unit_test(test_potential_is_the_derivative),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
