/* Electrostatics of fields against lattice sums and Gaussians. */
#include "support/context_fixture.h"

#include <complex.h>

#include "fields_support.h"
#include "gpw/fields/poisson.h"

static const bool PERIODIC[3] = {true, true, true}, SLAB[3] = {true, true, false}, ISOLATED[3] = {false, false, false};

/* Energy of rho; v [count] unless NULL. */
static double hartree(const hc_grid *grid, const bool periodic[3], const double *rho, double *v, hc_mat3 *strain)
{
    hc_gpw_poisson *poisson;
    hc_fft *fft;
    double complex *g;
    double energy;
    assert_int_equal(hc_fft_create(ctx, grid->n, &fft), HC_OK);
    assert_int_equal(hc_gpw_poisson_create(ctx, grid, periodic, &poisson), HC_OK);
    assert_int_equal(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fft), &g), HC_OK);
    hc_fft_forward(fft, rho, g);
    assert_int_equal(hc_gpw_poisson_solve(ctx, poisson, fft, g, g, &energy, strain), HC_OK);
    if (v != NULL) {
        hc_fft_backward(fft, g, v);
    }
    hc_fft_release(g);
    hc_gpw_poisson_free(poisson);
    hc_fft_free(fft);
    return energy;
}

/* A charge in a cubic box with its background: Madelung energy -2.837297479480619 q^2/2L, the energy of the Gaussian
 * itself and what it has less of the background (the constant: e.g. M. Leslie, N. J. Gillan, J. Phys. C 18, 973
 * (1985)). */
static void charge_in_a_box(void **state)
{
    (void)state;
    double length = 11.0, width = 0.8, charge = 1.3;
    hc_mat3 cell = box(length, length, length);
    hc_grid grid = make_grid(&cell, 40, 45, 40);
    double *rho = reals(grid.count), *v = reals(grid.count), mean = 0.0;
    add_gaussian(&grid, charge, hc_vec3_make(0.1, 0.45, 0.7), width, rho);
    double energy = hartree(&grid, PERIODIC, rho, v, NULL);
    double expected =
        charge * charge *
        (-2.837297479480619 / (2.0 * length) + 0.5 / (sqrt(HC_PI) * width) + 2.0 * HC_PI * width * width / grid.volume);
    assert_true(fabs(energy - expected) < 1e-10);
    assert_true(fabs(0.5 * grid.volume_element * grid_dot(grid.count, rho, v) - energy) < 1e-12);
    for (size_t p = 0; p < grid.count; p++) {
        mean += v[p] / (double)grid.count;
    }
    assert_true(fabs(mean) < 1e-13);
    free(rho);
    free(v);
}

/* Eight ions; the constant of NaCl: 1.747564594633182. */
static void rock_salt(void **state)
{
    (void)state;
    double distance = 4.0, width = 0.35;
    hc_mat3 cell = box(2.0 * distance, 2.0 * distance, 2.0 * distance);
    hc_grid grid = make_grid(&cell, 40, 40, 40);
    double *rho = reals(grid.count);
    for (int i = 0; i < 8; i++) {
        hc_vec3 center = {0.05 + 0.5 * (i & 1), 0.1 + 0.5 * (i >> 1 & 1), 0.5 * (i >> 2)};
        add_gaussian(&grid, ((i & 1) + (i >> 1 & 1) + (i >> 2)) % 2 == 0 ? 1.0 : -1.0, center, width, rho);
    }
    double expected = -4.0 * 1.747564594633182 / distance + 8.0 * 0.5 / (sqrt(HC_PI) * width);
    assert_true(fabs(hartree(&grid, PERIODIC, rho, NULL, NULL) - expected) < 1e-9);
    free(rho);
}

/* One wave in an oblique cell: v = 4 pi rho / G^2. */
static void waves_in_an_oblique_cell(void **state)
{
    (void)state;
    hc_mat3 cell = oblique(7.0);
    hc_grid grid = make_grid(&cell, 10, 12, 15);
    double *rho = reals(grid.count), *v = reals(grid.count);
    hc_vec3 g = hc_vec3_times_mat3(hc_vec3_make(2.0, -3.0, 1.0), &grid.reciprocal);
    for (size_t p = 0; p < grid.count; p++) {
        hc_vec3 index = {(double)(p % 10), (double)(p / 10 % 12), (double)(p / 120)};
        rho[p] = cos(hc_vec3_dot(g, hc_vec3_times_mat3(index, &grid.step)) + 0.3);
    }
    double energy = hartree(&grid, PERIODIC, rho, v, NULL), factor = 4.0 * HC_PI / hc_vec3_norm2(g);
    for (size_t p = 0; p < grid.count; p++) {
        assert_true(fabs(v[p] - factor * rho[p]) < 1e-12);
    }
    assert_true(fabs(energy - 0.25 * factor * grid.volume) < 1e-11);
    free(rho);
    free(v);
}

/* v is the derivative of the energy for any rho, also at the highest frequencies of even numbers of points. */
static void potential_is_the_derivative(void **state)
{
    (void)state;
    hc_mat3 cell = oblique(7.0);
    hc_grid grid = make_grid(&cell, 6, 8, 10);
    double *rho = reals(grid.count), *v = reals(grid.count), *change = reals(grid.count), energy[2];
    hc_random random;
    hc_random_seed(&random, 23);
    for (size_t p = 0; p < grid.count; p++) {
        rho[p] = hc_random_normal(&random);
        change[p] = hc_random_normal(&random);
    }
    (void)hartree(&grid, PERIODIC, rho, v, NULL);
    double expected = grid.volume_element * grid_dot(grid.count, v, change);
    for (int k = 0; k < 2; k++) {
        for (size_t p = 0; p < grid.count; p++) {
            rho[p] += k == 0 ? 0.5 * change[p] : -change[p];
        }
        energy[k] = hartree(&grid, PERIODIC, rho, NULL, NULL);
    }
    assert_true(fabs(energy[0] - energy[1] - expected) < 1e-11 * fabs(energy[0]));
    free(rho);
    free(v);
    free(change);
}

static void strain_is_the_derivative(void **state)
{
    (void)state;
    hc_mat3 cell = oblique(7.0);
    hc_grid grid = make_grid(&cell, 6, 8, 9);
    double *rho = reals(grid.count), *scaled = reals(grid.count);
    hc_mat3 strain = {{{0}}};
    hc_random random;
    hc_random_seed(&random, 31);
    for (size_t p = 0; p < grid.count; p++) {
        rho[p] = 0.1 * hc_random_normal(&random);
    }
    (void)hartree(&grid, PERIODIC, rho, NULL, &strain);
    for (int component = 0; component < 9; component++) {
        int a = component / 3, b = component % 3;
        double step = 1e-3, energy[4];
        for (int k = 0; k < 4; k++) {
            hc_mat3 change = {{{0}}};
            *hc_vec3_at(&change.row[a], b) = step * (k < 2 ? (k == 0 ? 1.0 : -1.0) : (k == 2 ? 2.0 : -2.0));
            hc_mat3 changed = strained(&cell, &change);
            hc_grid other = make_grid(&changed, 6, 8, 9);
            for (size_t p = 0; p < grid.count; p++) {
                scaled[p] = rho[p] * grid.volume / other.volume;
            }
            energy[k] = hartree(&other, PERIODIC, scaled, NULL, NULL);
        }
        double found = (8.0 * (energy[0] - energy[1]) - (energy[2] - energy[3])) / (12.0 * step);
        assert_true(fabs(found - hc_vec3_get(strain.row[a], b)) < 1e-9);
    }
    assert_true(fabs(strain.row[0].x) > 1e-3 && fabs(strain.row[0].y) > 1e-4);
    free(rho);
    free(scaled);
}

/* Distance along each fractional direction from the center, the cell being opened opposite to it. */
static hc_vec3 from_center(const hc_grid *grid, size_t p, hc_vec3 center)
{
    hc_vec3 s = {(double)(p % grid->n[0]) / (double)grid->n[0] - center.x,
                 (double)(p / grid->n[0] % grid->n[1]) / (double)grid->n[1] - center.y,
                 (double)(p / grid->n[0] / grid->n[1]) / (double)grid->n[2] - center.z};
    s = (hc_vec3){s.x - nearbyint(s.x), s.y - nearbyint(s.y), s.z - nearbyint(s.z)};
    return hc_vec3_times_mat3(s, &grid->cell);
}

/* Charges, also off the middle, in cells with and without right angles: q^2/(2 sqrt(pi) w) and q erf(r/(sqrt(2) w))/r,
 * no matter how small the box. */
static void isolated_charge(void **state)
{
    (void)state;
    static const hc_vec3 CENTERS[] = {{0.5, 0.5, 0.5}, {0.42, 0.55, 0.4}};
    hc_mat3 cells[2] = {box(9.0, 10.0, 11.0), oblique(9.5)};
    double charge = -1.4, width = 0.6;
    for (int c = 0; c < 4; c++) {
        hc_grid grid = make_grid(&cells[c / 2], 35, 36, 40);
        double *rho = reals(grid.count), *v = reals(grid.count);
        add_gaussian(&grid, charge, CENTERS[c % 2], width, rho);
        double energy = hartree(&grid, ISOLATED, rho, v, NULL);
        assert_true(fabs(energy - charge * charge * 0.5 / (sqrt(HC_PI) * width)) < 1e-9);
        for (size_t p = 0; p < grid.count; p++) {
            /* The images of from_center are the nearest ones, those of the solver lie within the cell: points between
             * the two are left out. */
            hc_vec3 r = from_center(&grid, p, CENTERS[c % 2]), s = hc_vec3_scale(0.5 / HC_PI, r);
            double far =
                fmax(fabs(hc_vec3_dot(s, grid.reciprocal.row[0])),
                     fmax(fabs(hc_vec3_dot(s, grid.reciprocal.row[1])), fabs(hc_vec3_dot(s, grid.reciprocal.row[2]))));
            double distance = fmax(hc_vec3_norm(r), 1e-6);
            double expected = charge * erf(distance / (sqrt(2.0) * width)) / distance;
            assert_true(far > 0.39 || fabs(v[p] - expected) < 1e-8);
        }
        free(rho);
        free(v);
    }
}

/* Two opposite charges against the sum of their energies, and a potential that adds up. */
static void isolated_dipole(void **state)
{
    (void)state;
    hc_mat3 cell = box(9.0, 9.0, 12.0);
    hc_grid grid = make_grid(&cell, 32, 32, 45);
    double width = 0.6, distance = 0.35 * 12.0, *rho = reals(grid.count), *v = reals(grid.count);
    add_gaussian(&grid, 1.0, hc_vec3_make(0.5, 0.5, 0.325), width, rho);
    add_gaussian(&grid, -1.0, hc_vec3_make(0.5, 0.5, 0.675), width, rho);
    double energy = hartree(&grid, ISOLATED, rho, v, NULL);
    double expected = 1.0 / (sqrt(HC_PI) * width) - erf(distance / (2.0 * width)) / distance;
    assert_true(fabs(energy - expected) < 1e-9);
    assert_true(fabs(0.5 * grid.volume_element * grid_dot(grid.count, rho, v) - energy) < 1e-12);
    free(rho);
    free(v);
}

/* Potential of a sheet of unit charge an area that is a Gaussian across: -2 pi |z| when far. */
static double sheet(double z, double width)
{
    return -2.0 * HC_PI *
           (z * erf(z / (sqrt(2.0) * width)) + sqrt(2.0 / HC_PI) * width * exp(-z * z / (2.0 * width * width)));
}

/* Potential of cos(G x) times a Gaussian of unit weight across. */
static double wavy_sheet(double g, double z, double width)
{
    double up = exp(g * z) * erfc((z / width + g * width) / sqrt(2.0));
    double down = exp(-g * z) * erfc((-z / width + g * width) / sqrt(2.0));
    return HC_PI / g * exp(0.5 * g * g * width * width) * (up + down);
}

static double layer(double z, double width)
{
    return exp(-z * z / (2.0 * width * width)) / (sqrt(2.0 * HC_PI) * width);
}

/* A dipole layer with a wave on it: the step of 4 pi times the dipole, and flat vacuum on both sides. */
static void slab_with_a_dipole(void **state)
{
    (void)state;
    hc_mat3 cell = {{{6.0, 0.0, 0.0}, {1.5, 5.0, 0.0}, {0.0, 0.0, 16.0}}};
    hc_grid grid = make_grid(&cell, 12, 9, 80);
    double *rho = reals(grid.count), *v = reals(grid.count), *expected = reals(grid.count);
    double width = 0.5, charge = 0.07, positions[3] = {-1.5, 1.5, 0.3}, step = 4.0 * HC_PI * charge * 3.0;
    hc_vec3 wave = hc_vec3_axpy(grid.reciprocal.row[0], -1.0, grid.reciprocal.row[1]);
    for (size_t p = 0; p < grid.count; p++) {
        hc_vec3 r = {(double)(p % 12), (double)(p / 12 % 9), 0.0};
        double z = from_center(&grid, p, hc_vec3_make(0.0, 0.0, 0.45)).z;
        double cosine = cos(hc_vec3_dot(wave, hc_vec3_times_mat3(r, &grid.step)));
        rho[p] = charge * (layer(z - positions[1], width) - layer(z - positions[0], width)) +
                 0.02 * cosine * layer(z - positions[2], width);
        expected[p] = charge * (sheet(z - positions[1], width) - sheet(z - positions[0], width)) +
                      0.02 * cosine * wavy_sheet(hc_vec3_norm(wave), z - positions[2], width);
    }
    double energy = hartree(&grid, SLAB, rho, v, NULL);
    assert_true(fabs(energy - 0.5 * grid.volume_element * grid_dot(grid.count, rho, v)) < 1e-12);
    assert_true(fabs(energy - 0.5 * grid.volume_element * grid_dot(grid.count, rho, expected)) < 1e-9);
    for (size_t k = 0; k < 80; k++) {
        double z = from_center(&grid, k * 108, hc_vec3_make(0.0, 0.0, 0.45)).z;
        for (size_t p = k * 108; p < (k + 1) * 108; p++) {
            assert_true(fabs(z) > 6.5 || fabs(v[p] - expected[p]) < 1e-9);
        }
    }
    double above = expected[hc_grid_index(&grid, 0, 0, 68)], below = expected[hc_grid_index(&grid, 0, 0, 4)];
    assert_true(fabs(above - below - step) < 0.01 * step);
    free(rho);
    free(v);
    free(expected);
}

/* Any slab density, on a grid of even numbers of points: v is the derivative. */
static void open_potentials_are_derivatives(void **state)
{
    (void)state;
    hc_mat3 cells[2] = {{{{6.0, 0.0, 0.0}, {1.5, 5.0, 0.0}, {0.0, 0.0, 16.0}}}, oblique(8.0)};
    for (int c = 0; c < 2; c++) {
        const bool *periodic = c == 0 ? SLAB : ISOLATED;
        hc_grid grid = make_grid(&cells[c], 6, 8, 12);
        double *rho = reals(grid.count), *v = reals(grid.count), *change = reals(grid.count), energy[2];
        hc_random random;
        hc_random_seed(&random, 41);
        for (size_t p = 0; p < grid.count; p++) {
            double middle = p / 48 >= 4 && p / 48 < 9 ? 1.0 : 0.0;
            rho[p] = middle * hc_random_normal(&random);
            change[p] = middle * hc_random_normal(&random);
            if (c == 1 && (p % 6 == 0 || p / 6 % 8 == 0)) {
                rho[p] = 0.0;
                change[p] = 0.0;
            }
        }
        (void)hartree(&grid, periodic, rho, v, NULL);
        double expected = grid.volume_element * grid_dot(grid.count, v, change);
        for (int k = 0; k < 2; k++) {
            for (size_t p = 0; p < grid.count; p++) {
                rho[p] += k == 0 ? 0.5 * change[p] : -change[p];
            }
            energy[k] = hartree(&grid, periodic, rho, NULL, NULL);
        }
        assert_true(fabs(energy[0] - energy[1] - expected) < 1e-11 * fabs(energy[0]));
        free(rho);
        free(v);
        free(change);
    }
}

static void stress_and_tilted_slabs_are_refused(void **state)
{
    (void)state;
    hc_mat3 cell = oblique(6.0), straight = box(5.0, 5.0, 5.0), strain = {{{0}}};
    hc_grid grid = make_grid(&cell, 6, 6, 6);
    hc_gpw_poisson *poisson;
    hc_fft *fft;
    double complex *g;
    double energy;
    assert_int_equal(hc_gpw_poisson_create(ctx, &grid, SLAB, &poisson), HC_ERROR_UNSUPPORTED);
    assert_non_null(strstr(hc_context_message(ctx), "right angles"));
    grid = make_grid(&straight, 6, 6, 6);
    assert_int_equal(hc_fft_create(ctx, grid.n, &fft), HC_OK);
    assert_int_equal(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fft), &g), HC_OK);
    assert_int_equal(hc_gpw_poisson_create(ctx, &grid, ISOLATED, &poisson), HC_OK);
    assert_int_equal(hc_gpw_poisson_solve(ctx, poisson, fft, g, g, &energy, &strain), HC_ERROR_UNSUPPORTED);
    hc_gpw_poisson_free(poisson);
    hc_fft_release(g);
    hc_fft_free(fft);
}

static void other_directions_are_refused(void **state)
{
    (void)state;
    hc_mat3 cell = box(5.0, 5.0, 5.0);
    hc_grid grid = make_grid(&cell, 6, 6, 6);
    hc_gpw_poisson *poisson;
    const bool wire[3] = {true, false, false}, other[3] = {false, true, true};
    assert_int_equal(hc_gpw_poisson_create(ctx, &grid, wire, &poisson), HC_ERROR_UNSUPPORTED);
    assert_int_equal(hc_gpw_poisson_create(ctx, &grid, other, &poisson), HC_ERROR_UNSUPPORTED);
    assert_null(poisson);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charge_in_a_box),
        cmocka_unit_test(rock_salt),
        cmocka_unit_test(waves_in_an_oblique_cell),
        cmocka_unit_test(potential_is_the_derivative),
        cmocka_unit_test(strain_is_the_derivative),
        cmocka_unit_test(isolated_charge),
        cmocka_unit_test(isolated_dipole),
        cmocka_unit_test(slab_with_a_dipole),
        cmocka_unit_test(open_potentials_are_derivatives),
        cmocka_unit_test(stress_and_tilted_slabs_are_refused),
        cmocka_unit_test(other_directions_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
