/* Exchange and correlation on a grid: the uniform gas, derivatives against finite differences. */
#include "support/context_fixture.h"

#include <omp.h>

#include "fields_support.h"
#include "functional_support.h"
#include "gpw/fields/gradient.h"
#include "gpw/fields/xc.h"

/* The transform of the last grid, kept from call to call. */
static hc_fft *fft;
static size_t fft_size[3];

static void want_fft(const hc_grid *grid)
{
    if (memcmp(fft_size, grid->n, sizeof fft_size) != 0) {
        hc_fft_free(fft);
        assert_int_equal(hc_fft_create(ctx, grid->n, &fft), HC_OK);
        memcpy(fft_size, grid->n, sizeof fft_size);
    }
}

static double xc_energy(const hc_gpw_functional *f, const hc_grid *grid, size_t nspin, double *const *rho,
                        double *const *v, hc_mat3 *strain)
{
    double energy;
    want_fft(grid);
    assert_int_equal(hc_gpw_xc(ctx, f, grid, fft, nspin, (const double *const *)rho, &energy, v, strain), HC_OK);
    return energy;
}

/* Positive and smooth: waves of low frequency on a background. */
static void fill_density(const hc_grid *grid, uint64_t seed, double background, double amplitude, double *rho)
{
    hc_random random;
    hc_random_seed(&random, seed);
    for (size_t i = 0; i < grid->count; i++) {
        rho[i] = background;
    }
    for (int w = 0; w < 6; w++) {
        double f[3], phase = 2.0 * HC_PI * hc_random_uniform(&random), a = amplitude * hc_random_uniform(&random);
        for (int k = 0; k < 3; k++) {
            f[k] = floor(5.0 * hc_random_uniform(&random)) - 2.0;
        }
        for (size_t p = 0; p < grid->count; p++) {
            double i = (double)(p % grid->n[0]) / (double)grid->n[0];
            double j = (double)(p / grid->n[0] % grid->n[1]) / (double)grid->n[1];
            double k = (double)(p / grid->n[0] / grid->n[1]) / (double)grid->n[2];
            rho[p] += a * cos(2.0 * HC_PI * (f[0] * i + f[1] * j + f[2] * k) + phase);
        }
    }
}

/* D of a wave is known; the highest frequency of an even direction has none. */
static void derivatives_of_waves(void **state)
{
    (void)state;
    hc_mat3 cell = box(1.0, 1.0, 1.0);
    hc_grid grid = make_grid(&cell, 21, 10, 37);
    hc_gpw_gradient *gradient;
    double *work, *f = reals(grid.count), *out = reals(grid.count);
    assert_int_equal(hc_gpw_gradient_create(ctx, grid.n, &gradient), HC_OK);
    assert_int_equal(hc_fft_allocate_real(ctx, 64 * hc_gpw_gradient_workspace(gradient), &work), HC_OK);
    double frequency[3] = {3.0, 4.0, -2.0};
    for (int direction = 0; direction < 3; direction++) {
        for (int pass = 0; pass < 2; pass++) { /* out = D f, out -= D f */
            for (size_t p = 0; p < grid.count; p++) {
                size_t i = p % 21, j = p / 21 % 10, k = p / 210;
                double phase = 2.0 * HC_PI * (3.0 * (double)i / 21.0 + 4.0 * (double)j / 10.0 - 2.0 * (double)k / 37.0);
                f[p] = sin(phase) + (j % 2 == 0 ? 0.5 : -0.5);
                out[p] = pass == 0 ? 99.0 : frequency[direction] * cos(phase) + 1.0;
            }
            if (direction == 2) {
                hc_gpw_gradient_across(gradient, pass == 1, f, out, work);
            } else {
                for (size_t k = 0; k < 37; k++) {
                    hc_gpw_gradient_plane(gradient, direction, pass == 1, f + k * 210, out + k * 210, work);
                }
            }
            for (size_t p = 0; p < grid.count; p++) {
                size_t i = p % 21, j = p / 21 % 10, k = p / 210;
                double phase = 2.0 * HC_PI * (3.0 * (double)i / 21.0 + 4.0 * (double)j / 10.0 - 2.0 * (double)k / 37.0);
                double expected = pass == 0 ? frequency[direction] * cos(phase) : 1.0;
                assert_true(fabs(out[p] - expected) < 1e-13 * 30);
            }
        }
    }
    free(f);
    free(out);
    hc_fft_release(work);
    hc_gpw_gradient_free(gradient);
}

/* J. P. Perdew and Y. Wang, Phys. Rev. B 45, 13244 (1992), table I: correlation of the unpolarised (0) and the fully
 * polarised gas (1), hartree an electron. */
static double pw92(double rs, int polarised)
{
    static const double A[2] = {0.031091, 0.015545}, ALPHA[2] = {0.21370, 0.20548};
    static const double BETA[2][4] = {{7.5957, 3.5876, 1.6382, 0.49294}, {14.1189, 6.1977, 3.3662, 0.62517}};
    const double *b = BETA[polarised];
    double a = A[polarised], root = sqrt(rs);
    double sum = b[0] * root + b[1] * rs + b[2] * rs * root + b[3] * rs * rs;
    return -2.0 * a * (1.0 + ALPHA[polarised] * rs) * log(1.0 + 1.0 / (2.0 * a * sum));
}

static void uniform_gas(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"LDA", "PBE", "RPBE", "revPBE", "PBEsol", "PW91"};
    hc_mat3 cell = box(3.0, 4.0, 5.0);
    hc_grid grid = make_grid(&cell, 4, 5, 6);
    double rs = 2.0, rho = 3.0 / (4.0 * HC_PI * rs * rs * rs), *values = reals(grid.count), *none = reals(grid.count);
    double *v[2] = {reals(grid.count), reals(grid.count)};
    for (size_t i = 0; i < grid.count; i++) {
        values[i] = rho;
    }
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        for (int polarised = 0; polarised < 2; polarised++) {
            hc_gpw_functional *f = functional(NAMES[i], polarised ? 2 : 1);
            double energy = xc_energy(f, &grid, polarised ? 2 : 1, (double *[2]){values, none}, v, NULL);
            double exchange = -0.75 * cbrt(3.0 * rho / HC_PI) * (polarised ? cbrt(2.0) : 1.0);
            /* The constants of the 1992 table have five digits, the functionals use more. */
            assert_true(fabs(energy / (rho * grid.volume) - exchange - pw92(rs, polarised)) < 3e-6);
            hc_gpw_functional_free(f);
        }
    }
    free(values);
    free(none);
    free(v[0]);
    free(v[1]);
}

typedef struct xc_case {
    const char *name;
    size_t nspin;
    bool oblique;
} xc_case;

static const xc_case CASES[] = {
    {"PBE", 1, false}, {"PBE", 1, true},     {"PBE", 2, false},   {"PBE", 2, true},     {"RPBE", 1, false},
    {"RPBE", 2, true}, {"BLYP", 1, true},    {"BLYP", 2, false},  {"LDA", 1, false},    {"PADE", 2, true},
    {"BP86", 2, true}, {"revPBE", 2, false}, {"PBEsol", 1, true}, {"PBEsol", 2, false},
};

static hc_grid case_grid(const xc_case *c)
{
    hc_mat3 cell = c->oblique ? oblique(6.0) : box(6.0, 5.0, 7.0);
    return make_grid(&cell, 12, 15, 14);
}

/* Everywhere below the density of rs = 1, where the gas of PZ81 (in BP86) has a step. */
static void case_density(const xc_case *c, const hc_grid *grid, double *const *rho)
{
    for (size_t s = 0; s < c->nspin; s++) {
        fill_density(grid, 11 + s, 0.1 - 0.04 * (double)s, 0.006, rho[s]);
    }
}

static void potential_is_the_derivative(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const xc_case *c = &CASES[i];
        hc_grid grid = case_grid(c);
        hc_gpw_functional *f = functional(c->name, c->nspin);
        double *rho[2] = {reals(grid.count), reals(grid.count)}, *v[2] = {reals(grid.count), reals(grid.count)};
        double *unused[2] = {reals(grid.count), reals(grid.count)}, *change = reals(grid.count);
        case_density(c, &grid, rho);
        fill_density(&grid, 29, 0.02, 0.02, change);
        (void)xc_energy(f, &grid, c->nspin, rho, v, NULL);
        for (size_t s = 0; s < c->nspin; s++) {
            double step = 1e-2, energy[4], expected = grid.volume_element * grid_dot(grid.count, v[s], change);
            for (int k = 0; k < 4; k++) {
                double scale = step * (k < 2 ? (k == 0 ? 1.0 : -1.0) : (k == 2 ? 2.0 : -2.0));
                for (size_t p = 0; p < grid.count; p++) {
                    rho[s][p] += scale * change[p];
                }
                energy[k] = xc_energy(f, &grid, c->nspin, rho, unused, NULL);
                for (size_t p = 0; p < grid.count; p++) {
                    rho[s][p] -= scale * change[p];
                }
            }
            double found = (8.0 * (energy[0] - energy[1]) - (energy[2] - energy[3])) / (12.0 * step);
            if (fabs(found - expected) > 1e-9 * fabs(expected)) {
                print_message("%s spin %zu: %.12g, expected %.12g\n", c->name, s, found, expected);
            }
            assert_true(fabs(found - expected) < 1e-9 * fabs(expected));
            assert_true(fabs(expected) > 0.01);
        }
        for (int s = 0; s < 2; s++) {
            free(rho[s]);
            free(v[s]);
            free(unused[s]);
        }
        free(change);
        hc_gpw_functional_free(f);
    }
}

/* E of the density of a strained cell, volume x rho kept. */
static double strained_energy(const xc_case *c, const hc_gpw_functional *f, const hc_grid *grid, const hc_mat3 *strain,
                              double *const *rho, double *const *v)
{
    hc_mat3 cell = strained(&grid->cell, strain);
    hc_grid changed = make_grid(&cell, grid->n[0], grid->n[1], grid->n[2]);
    double *scaled[2] = {reals(grid->count), reals(grid->count)};
    for (size_t s = 0; s < c->nspin; s++) {
        for (size_t p = 0; p < grid->count; p++) {
            scaled[s][p] = rho[s][p] * grid->volume / changed.volume;
        }
    }
    double energy = xc_energy(f, &changed, c->nspin, scaled, v, NULL);
    free(scaled[0]);
    free(scaled[1]);
    return energy;
}

static void strain_is_the_derivative(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const xc_case *c = &CASES[i];
        hc_grid grid = case_grid(c);
        hc_gpw_functional *f = functional(c->name, c->nspin);
        double *rho[2] = {reals(grid.count), reals(grid.count)}, *v[2] = {reals(grid.count), reals(grid.count)};
        hc_mat3 strain = {{{1.0, 0.0, 0.0}, {0.0, 2.0, 0.0}, {0.0, 0.0, 3.0}}}; /* added to, not set */
        case_density(c, &grid, rho);
        (void)xc_energy(f, &grid, c->nspin, rho, v, &strain);
        for (int component = 0; component < 9; component++) {
            int a = component / 3, b = component % 3;
            double step = 2e-3, energy[4];
            for (int k = 0; k < 4; k++) {
                hc_mat3 change = {{{0}}};
                *hc_vec3_at(&change.row[a], b) = step * (k < 2 ? (k == 0 ? 1.0 : -1.0) : (k == 2 ? 2.0 : -2.0));
                energy[k] = strained_energy(c, f, &grid, &change, rho, v);
            }
            double found = (8.0 * (energy[0] - energy[1]) - (energy[2] - energy[3])) / (12.0 * step);
            double expected = hc_vec3_get(strain.row[a], b) - (a == b ? 1.0 + a : 0.0);
            if (fabs(found - expected) > 2e-9) {
                print_message("%s strain %d %d: %.12g, expected %.12g\n", c->name, a, b, found, expected);
            }
            assert_true(fabs(found - expected) < 2e-9);
        }
        for (int s = 0; s < 2; s++) {
            free(rho[s]);
            free(v[s]);
        }
        hc_gpw_functional_free(f);
    }
}

/* A pair of equal spins is the unpolarised density. */
static void equal_spins_are_no_spin(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"PBE", "RPBE", "BLYP", "LDA"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        xc_case one = {NAMES[i], 1, true};
        hc_grid grid = case_grid(&one);
        hc_gpw_functional *f = functional(NAMES[i], 1), *g = functional(NAMES[i], 2);
        double *rho[1] = {reals(grid.count)}, *half = reals(grid.count), *v[3];
        for (int s = 0; s < 3; s++) {
            v[s] = reals(grid.count);
        }
        case_density(&one, &grid, rho);
        for (size_t p = 0; p < grid.count; p++) {
            half[p] = 0.5 * rho[0][p];
        }
        double both = xc_energy(f, &grid, 1, rho, v, NULL);
        double apart = xc_energy(g, &grid, 2, (double *[2]){half, half}, v + 1, NULL);
        assert_true(fabs(both - apart) < 1e-12 * fabs(both));
        for (size_t p = 0; p < grid.count; p++) {
            assert_true(fabs(v[0][p] - v[1][p]) < 1e-11 && fabs(v[0][p] - v[2][p]) < 1e-11);
        }
        free(rho[0]);
        free(half);
        for (int s = 0; s < 3; s++) {
            free(v[s]);
        }
        hc_gpw_functional_free(f);
        hc_gpw_functional_free(g);
    }
}

/* Not a bit depends on the number of threads. */
static void threads_do_not_matter(void **state)
{
    (void)state;
    xc_case one = {"PBE", 2, true};
    hc_grid grid = case_grid(&one);
    hc_gpw_functional *f = functional("PBE", 2);
    double *rho[2] = {reals(grid.count), reals(grid.count)}, *v[2] = {reals(grid.count), reals(grid.count)};
    double *w[2] = {reals(grid.count), reals(grid.count)};
    int before = omp_get_max_threads();
    case_density(&one, &grid, rho);
    omp_set_num_threads(1);
    double energy = xc_energy(f, &grid, 2, rho, v, NULL);
    omp_set_num_threads(3);
    assert_true(xc_energy(f, &grid, 2, rho, w, NULL) == energy);
    omp_set_num_threads(before);
    for (int s = 0; s < 2; s++) {
        assert_memory_equal(v[s], w[s], grid.count * sizeof *v[s]);
        free(rho[s]);
        free(v[s]);
        free(w[s]);
    }
    hc_gpw_functional_free(f);
}

/* Nothing from points without electrons, nor from negative ones; the rest is not touched by them. */
static void vacuum_gives_nothing(void **state)
{
    (void)state;
    hc_mat3 cell = box(30.0, 12.0, 24.0); /* with empty planes */
    hc_grid grid = make_grid(&cell, 64, 30, 54);
    hc_gpw_functional *f = functional("PBE", 1);
    double *rho = reals(grid.count), *v = reals(grid.count);
    add_gaussian(&grid, 2.0, hc_vec3_make(0.25, 0.5, 0.5), 0.7, rho);
    double energy = xc_energy(f, &grid, 1, &rho, &v, NULL);
    size_t far = hc_grid_index(&grid, 50, 3, 20);
    assert_true(isfinite(energy) && energy < -0.1);
    for (size_t p = 0; p < grid.count; p++) {
        assert_true(isfinite(v[p]) && fabs(v[p]) < 5.0);
    }
    rho[far] = -1e-11;
    double again = xc_energy(f, &grid, 1, &rho, &v, NULL);
    assert_true(fabs(again - energy) < 1e-12);
    /* In place. */
    assert_true(xc_energy(f, &grid, 1, &rho, &rho, NULL) == again);
    assert_memory_equal(rho, v, grid.count * sizeof *v);
    free(rho);
    free(v);
    hc_gpw_functional_free(f);
}

static int tear_down_with_fft(void **state)
{
    hc_fft_free(fft);
    return tear_down(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derivatives_of_waves),        cmocka_unit_test(uniform_gas),
        cmocka_unit_test(potential_is_the_derivative), cmocka_unit_test(strain_is_the_derivative),
        cmocka_unit_test(equal_spins_are_no_spin),     cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(vacuum_gives_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down_with_fft);
}
