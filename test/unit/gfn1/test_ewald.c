/* Lattice sums of 1/R: known constants, the plain formulas, independence of the splitting, derivatives, and the zero of
 * the potential. */
#include "support/context_fixture.h"

#include "gfn1/ewald.h"
#include "math/random.h"
#include "support/reference_case.h"

/* Atoms anywhere in a skewed cell; their sum of charges is `total`. */
static hc_structure *random_cell(size_t natom, unsigned seed, int periodic, double total, double *charge)
{
    hc_structure *structure = make_fixture(natom);
    hc_random random;
    hc_random_seed(&random, seed);
    structure->cell = (hc_mat3){{{9.0, 0.5, 0.0}, {-2.5, 11.0, 0.0}, {1.0, 2.0, 13.0}}};
    double sum = 0.0;
    for (size_t i = 0; i < natom; i++) {
        hc_vec3 fraction = {hc_random_uniform(&random), hc_random_uniform(&random), hc_random_uniform(&random)};
        structure->position[i] = hc_vec3_times_mat3(fraction, &structure->cell);
        charge[i] = hc_random_normal(&random);
        sum += charge[i];
    }
    for (size_t i = 0; i < natom; i++) {
        charge[i] += (total - sum) / (double)natom;
    }
    for (int k = 0; k < periodic; k++) {
        structure->periodic[k] = true;
    }
    return structure;
}

static double largest_difference(size_t count, const double *a, const double *b)
{
    double largest = 0.0;
    for (size_t i = 0; i < count; i++) {
        largest = fmax(largest, fabs(a[i] - b[i]));
    }
    return largest;
}

static double energy_of(const hc_structure *structure, const hc_ewald_options *options, const double *charge)
{
    double energy;
    assert_int_equal(hc_ewald_gradient(ctx, structure, options, charge, &energy, NULL, NULL), HC_OK);
    return energy;
}

/* Charges on a lattice: energy of one pair of ions times the nearest distance. */
static double madelung(const double fraction[][3], const int *sign, size_t count, double nearest, double pairs)
{
    hc_structure *crystal = make_fixture(count);
    double charge[8];
    const double a = 7.0;
    for (int k = 0; k < 3; k++) {
        crystal->periodic[k] = true;
        *hc_vec3_at(&crystal->cell.row[k], k) = a;
    }
    for (size_t i = 0; i < count; i++) {
        crystal->position[i] = (hc_vec3){a * fraction[i][0], a * fraction[i][1], a * fraction[i][2]};
        charge[i] = sign[i];
    }
    double energy = energy_of(crystal, NULL, charge);
    free_fixture(crystal);
    return -energy / pairs * nearest * a;
}

/* Values: O. Emersleben and others; OEIS A085469, A181152, A182566. */
static void madelung_constants(void **state)
{
    (void)state;
    static const double NACL[8][3] = {{0, 0, 0},  {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0},
                                      {.5, 0, 0}, {0, .5, 0},  {0, 0, .5},  {.5, .5, .5}};
    static const double CSCL[2][3] = {{0, 0, 0}, {.5, .5, .5}};
    static const double ZNS[8][3] = {{0, 0, 0},       {0, .5, .5},     {.5, 0, .5},     {.5, .5, 0},
                                     {.25, .25, .25}, {.25, .75, .75}, {.75, .25, .75}, {.75, .75, .25}};
    static const int FOUR[8] = {1, 1, 1, 1, -1, -1, -1, -1}, ONE[2] = {1, -1};
    assert_float_equal(madelung(NACL, FOUR, 8, 0.5, 4.0), 1.74756459463318, 1e-11);
    assert_float_equal(madelung(CSCL, ONE, 2, 0.5 * sqrt(3.0), 1.0), 1.76267477307099, 1e-11);
    assert_float_equal(madelung(ZNS, FOUR, 8, 0.25 * sqrt(3.0), 4.0), 1.63805505338879, 1e-11);
}

/* A unit charge in its background, simple cubic: J = -2.837297479480620 / L. */
static void a_charge_in_its_background(void **state)
{
    (void)state;
    hc_structure *cell = make_fixture(1);
    double element;
    for (int k = 0; k < 3; k++) {
        cell->periodic[k] = true;
        *hc_vec3_at(&cell->cell.row[k], k) = 10.0;
    }
    assert_int_equal(hc_ewald_matrix(ctx, cell, NULL, &element), HC_OK);
    assert_float_equal(element, -0.2837297479480620, 1e-12);
    free_fixture(cell);
}

static void the_fast_sum_is_the_plain_one(void **state)
{
    (void)state;
    enum { N = 9 };
    double charge[N], fast[N * N], plain[N * N];
    for (int periodic = 0; periodic <= 3; periodic += periodic == 0 ? 2 : 1) {
        hc_structure *structure = random_cell(N, 5, periodic, 0.0, charge);
        assert_int_equal(hc_ewald_matrix(ctx, structure, NULL, fast), HC_OK);
        assert_int_equal(hc_ewald_reference_matrix(ctx, structure, NULL, plain), HC_OK);
        assert_true(largest_difference(N * N, fast, plain) < 2e-11);
        /* the plain one must not depend on its splitting either */
        hc_ewald_options other = {.accuracy = 1e-11, .alpha = 0.27};
        assert_int_equal(hc_ewald_reference_matrix(ctx, structure, &other, plain), HC_OK);
        assert_true(largest_difference(N * N, fast, plain) < 2e-11);
        free_fixture(structure);
    }
}

/* Flat, tall, wide and small slabs, and one whose plane is not xy. */
static void slabs_of_all_shapes(void **state)
{
    (void)state;
    enum { N = 7 };
    static const struct {
        double wide, tall;
        bool turned;
    } SHAPES[] = {{1.0, 0.0, false}, {0.5, 1.0, true}, {1.0, 12.0, true}, {3.0, 0.3, false}, {0.4, 6.0, true}};
    const hc_mat3 turn = {{{0.36, 0.48, -0.8}, {-0.8, 0.60, 0.0}, {0.48, 0.64, 0.60}}};
    double charge[N], fast[N * N], plain[N * N];
    for (size_t s = 0; s < sizeof SHAPES / sizeof SHAPES[0]; s++) {
        hc_structure *slab = random_cell(N, 11 + (unsigned)s, 2, 0.0, charge);
        hc_mat3 shape = {{{SHAPES[s].wide, 0.0, 0.0}, {0.0, SHAPES[s].wide, 0.0}, {0.0, 0.0, SHAPES[s].tall}}};
        for (size_t i = 0; i < N; i++) {
            slab->position[i] = hc_mat3_times_vec3(&shape, slab->position[i]);
            slab->position[i] = SHAPES[s].turned ? hc_mat3_times_vec3(&turn, slab->position[i]) : slab->position[i];
        }
        for (int k = 0; k < 3; k++) {
            slab->cell.row[k] = hc_mat3_times_vec3(&shape, slab->cell.row[k]);
            slab->cell.row[k] = SHAPES[s].turned ? hc_mat3_times_vec3(&turn, slab->cell.row[k]) : slab->cell.row[k];
        }
        assert_int_equal(hc_ewald_matrix(ctx, slab, NULL, fast), HC_OK);
        assert_int_equal(hc_ewald_reference_matrix(ctx, slab, NULL, plain), HC_OK);
        assert_true(largest_difference(N * N, fast, plain) < 5e-11);
        free_fixture(slab);
    }
}

static void nothing_depends_on_the_splitting(void **state)
{
    (void)state;
    enum { N = 12 };
    double charge[N], automatic[N * N], other[N * N];
    for (int periodic = 2; periodic <= 3; periodic++) {
        hc_structure *structure = random_cell(N, 3, periodic, 0.7, charge);
        assert_int_equal(hc_ewald_matrix(ctx, structure, NULL, automatic), HC_OK);
        for (double alpha = 0.2; alpha < 0.9; alpha += 0.15) {
            hc_ewald_options options = {.accuracy = 1e-11, .alpha = alpha};
            assert_int_equal(hc_ewald_matrix(ctx, structure, &options, other), HC_OK);
            assert_true(largest_difference(N * N, automatic, other) < 2e-11);
            assert_float_equal(energy_of(structure, &options, charge), energy_of(structure, NULL, charge), 1e-10);
        }
        free_fixture(structure);
    }
}

static void the_energy_is_half_q_J_q(void **state)
{
    (void)state;
    enum { N = 10 };
    double charge[N], matrix[N * N];
    for (int periodic = 0; periodic <= 3; periodic += periodic == 0 ? 2 : 1) {
        hc_structure *structure = random_cell(N, 17, periodic, 1.0, charge);
        double energy = 0.0;
        assert_int_equal(hc_ewald_matrix(ctx, structure, NULL, matrix), HC_OK);
        for (size_t i = 0; i < N * N; i++) {
            energy += 0.5 * charge[i / N] * matrix[i] * charge[i % N];
            assert_true(matrix[i] == matrix[(i % N) * N + i / N]);
        }
        assert_float_equal(energy_of(structure, NULL, charge), energy, 1e-10);
        free_fixture(structure);
    }
}

/* Energy after a step: of an atom (other < 0) or of a symmetric strain. */
static double energy_after(const hc_structure *structure, const double *charge, size_t atom, int component, int other,
                           double step)
{
    hc_structure *moved = copy_fixture(structure);
    if (other < 0) {
        *hc_vec3_at(&moved->position[atom], component) += step;
    } else {
        hc_mat3 strain = {{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}};
        *hc_vec3_at(&strain.row[component], other) += 0.5 * step;
        *hc_vec3_at(&strain.row[other], component) += 0.5 * step;
        strain_fixture(moved, &strain);
    }
    double energy = energy_of(moved, NULL, charge);
    free_fixture(moved);
    return energy;
}

static double difference(const hc_structure *structure, const double *charge, size_t atom, int component, int other,
                         double h)
{
    double one = energy_after(structure, charge, atom, component, other, h) -
                 energy_after(structure, charge, atom, component, other, -h);
    double two = energy_after(structure, charge, atom, component, other, 2.0 * h) -
                 energy_after(structure, charge, atom, component, other, -2.0 * h);
    return (8.0 * one - two) / (12.0 * h);
}

static void check_derivatives(const hc_structure *structure, const double *charge, double total)
{
    double energy;
    hc_vec3 *force = calloc(structure->natom, sizeof *force), sum = {0.0, 0.0, 0.0};
    hc_mat3 strain = {{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}};
    assert_int_equal(hc_ewald_gradient(ctx, structure, NULL, charge, &energy, force, &strain), HC_OK);
    for (size_t i = 0; i < structure->natom; i++) {
        sum = hc_vec3_add(sum, force[i]);
        for (int k = 0; k < 3; k++) {
            double numeric = difference(structure, charge, i, k, -1, 2e-3);
            assert_float_equal(hc_vec3_get(force[i], k), -numeric, 2e-8);
        }
    }
    assert_true(hc_vec3_norm(sum) < 1e-11);
    double trace = 0.0;
    for (int k = 0; k < 3; k++) {
        trace += hc_vec3_get(strain.row[k], k);
        for (int l = 0; l < 3; l++) {
            assert_float_equal(hc_vec3_get(strain.row[k], l), difference(structure, charge, 0, k, l, 3e-4), 2e-7);
        }
    }
    /* 1/R scales; the zero of the charged slab's potential does not bring a length in either */
    assert_float_equal(trace, -energy, 1e-9);
    assert_true(fabs(total) < 1e-12 || fabs(energy) > 1e-3);
    free(force);
}

static void derivatives_are_those_of_the_energy(void **state)
{
    (void)state;
    enum { N = 8 };
    double charge[N];
    const hc_mat3 turn = {{{0.36, 0.48, -0.8}, {-0.8, 0.60, 0.0}, {0.48, 0.64, 0.60}}};
    for (int periodic = 0; periodic <= 3; periodic += periodic == 0 ? 2 : 1) {
        for (int charged = 0; charged < 2; charged++) {
            hc_structure *structure = random_cell(N, 23, periodic, (double)charged, charge);
            for (size_t i = 0; i < N; i++) {
                structure->position[i] = hc_mat3_times_vec3(&turn, structure->position[i]);
            }
            for (int k = 0; k < 3; k++) {
                structure->cell.row[k] = hc_mat3_times_vec3(&turn, structure->cell.row[k]);
            }
            check_derivatives(structure, charge, (double)charged);
            free_fixture(structure);
        }
    }
}

/* Two square lattices of opposite charge: far apart, a capacitor; and the potential of one is a charged plane's. */
static void charged_planes(void **state)
{
    (void)state;
    const double a = 6.0, area = a * a;
    hc_structure *slab = make_fixture(2);
    slab->periodic[0] = slab->periodic[1] = true;
    slab->cell = (hc_mat3){{{a, 0.0, 0.0}, {0.0, a, 0.0}, {0.0, 0.0, 0.0}}};
    double near[4], far[4];
    slab->position[1] = (hc_vec3){1.0, 2.0, 40.0};
    assert_int_equal(hc_ewald_matrix(ctx, slab, NULL, near), HC_OK);
    slab->position[1] = (hc_vec3){-2.0, 2.5, 90.0};
    assert_int_equal(hc_ewald_matrix(ctx, slab, NULL, far), HC_OK);
    assert_float_equal(near[1], -2.0 * HC_PI * 40.0 / area, 1e-11);
    assert_float_equal(far[1], -2.0 * HC_PI * 90.0 / area, 1e-11);
    assert_float_equal(near[0], far[0], 1e-11);
    /* square lattice of unit charges: J = -3.90026492000195 / a (B. R. A. Nijboer, F. W. de Wette) */
    assert_float_equal(near[0], -3.900264920001956 / a, 1e-11);
    free_fixture(slab);
}

/* A slab of charges below, a probe without charge far above it: what J says there is what the plane average says. */
static void the_plane_average_has_the_zero_of_J(void **state)
{
    (void)state;
    enum { N = 10, PROBE = N - 1 };
    double charge[N], matrix[N * N], average, potential, other;
    for (int periodic = 2; periodic <= 3; periodic++) {
        for (int charged = 0; charged < 2; charged++) {
            hc_structure *structure = random_cell(N, 31, periodic, 0.0, charge);
            charge[0] += charge[PROBE] + charged;
            charge[PROBE] = 0.0;
            structure->cell.row[2] = (hc_vec3){3.0, -1.0, 90.0};
            for (int side = 0; side < 2; side++) {
                structure->position[PROBE] = (hc_vec3){0.3, 0.8, side == 0 ? 52.0 : -33.0};
                assert_int_equal(hc_ewald_matrix(ctx, structure, NULL, matrix), HC_OK);
                potential = 0.0;
                for (size_t i = 0; i < N; i++) {
                    potential += matrix[PROBE * N + i] * charge[i];
                }
                double z = structure->position[PROBE].z;
                assert_int_equal(hc_ewald_plane_potential(ctx, structure, charge, 2, 1, &z, &average), HC_OK);
                assert_float_equal(average, potential, 1e-9);
                assert_true(fabs(average) > 1e-2);
                z = -z;
                assert_int_equal(hc_ewald_plane_potential(ctx, structure, charge, 2, 1, &z, &other), HC_OK);
                assert_true(fabs(average - other) > 1e-2);
            }
            free_fixture(structure);
        }
    }
}

/* Near the atoms too: the mean over a plane of probes, along each direction of a skewed cell. */
static void the_plane_average_is_the_mean_over_the_plane(void **state)
{
    (void)state;
    enum { M = 5, GRID = 24, N = M + 1 };
    double charge[N], matrix[N * N];
    for (int axis = 0; axis < 3; axis++) {
        hc_structure *structure = random_cell(N, 41, 3, 0.0, charge);
        charge[0] += charge[M];
        charge[M] = 0.0;
        const hc_vec3 *row = structure->cell.row;
        hc_vec3 normal = hc_vec3_cross(row[(axis + 1) % 3], row[(axis + 2) % 3]);
        normal = hc_vec3_scale(1.0 / hc_vec3_norm(normal), normal);
        /* in the widest gap, so that the grid resolves the plane */
        double best = 0.0, z = 0.0, average, mean = 0.0;
        for (int s = 0; s < 100; s++) {
            double closest = INFINITY, here = hc_vec3_dot(normal, row[axis]) * s / 100.0;
            for (size_t i = 0; i < M; i++) {
                double period = hc_vec3_dot(normal, row[axis]);
                double d = (here - hc_vec3_dot(normal, structure->position[i])) / period;
                closest = fmin(closest, fabs(d - round(d)) * period);
            }
            z = closest > best ? here : z;
            best = fmax(best, closest);
        }
        for (int a = 0; a < GRID; a++) {
            for (int b = 0; b < GRID; b++) {
                hc_vec3 r = hc_vec3_scale(z, normal);
                r = hc_vec3_axpy(r, (double)a / GRID, row[(axis + 1) % 3]);
                structure->position[M] = hc_vec3_axpy(r, (double)b / GRID, row[(axis + 2) % 3]);
                assert_int_equal(hc_ewald_matrix(ctx, structure, NULL, matrix), HC_OK);
                for (size_t i = 0; i < M; i++) {
                    mean += matrix[M * N + i] * charge[i] / (GRID * GRID);
                }
            }
        }
        assert_int_equal(hc_ewald_plane_potential(ctx, structure, charge, axis, 1, &z, &average), HC_OK);
        assert_float_equal(average, mean, 1e-7);
        free_fixture(structure);
    }
}

static void what_cannot_be_summed_is_refused(void **state)
{
    (void)state;
    double charge[2], matrix[4], z = 0.0, v;
    hc_structure *structure = random_cell(2, 1, 1, 0.0, charge);
    assert_int_equal(hc_ewald_matrix(ctx, structure, NULL, matrix), HC_ERROR_UNSUPPORTED);
    assert_int_equal(hc_ewald_reference_matrix(ctx, structure, NULL, matrix), HC_ERROR_UNSUPPORTED);
    structure->periodic[2] = true;
    assert_int_equal(hc_ewald_matrix(ctx, structure, NULL, matrix), HC_ERROR_UNSUPPORTED);
    structure->periodic[0] = structure->periodic[2] = false;
    assert_int_equal(hc_ewald_plane_potential(ctx, structure, charge, 2, 1, &z, &v), HC_ERROR_UNSUPPORTED);
    structure->periodic[0] = structure->periodic[1] = true;
    assert_int_equal(hc_ewald_plane_potential(ctx, structure, charge, 1, 1, &z, &v), HC_ERROR_INPUT);
    hc_ewald_options bad = {.accuracy = 0.0, .alpha = 0.0};
    assert_int_equal(hc_ewald_matrix(ctx, structure, &bad, matrix), HC_ERROR_INPUT);
    structure->cell.row[1] = structure->cell.row[0];
    assert_int_equal(hc_ewald_matrix(ctx, structure, NULL, matrix), HC_ERROR_INPUT);
    structure->periodic[2] = true;
    assert_int_equal(hc_ewald_matrix(ctx, structure, NULL, matrix), HC_ERROR_INPUT);
    free_fixture(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(madelung_constants),
        cmocka_unit_test(a_charge_in_its_background),
        cmocka_unit_test(the_fast_sum_is_the_plain_one),
        cmocka_unit_test(slabs_of_all_shapes),
        cmocka_unit_test(nothing_depends_on_the_splitting),
        cmocka_unit_test(the_energy_is_half_q_J_q),
        cmocka_unit_test(derivatives_are_those_of_the_energy),
        cmocka_unit_test(charged_planes),
        cmocka_unit_test(the_plane_average_has_the_zero_of_J),
        cmocka_unit_test(the_plane_average_is_the_mean_over_the_plane),
        cmocka_unit_test(what_cannot_be_summed_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
