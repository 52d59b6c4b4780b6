/* The fast kernels against the plain ones: all builds that this processor can run, all degrees, both kinds of cells,
 * spheres smaller and larger than the cell. */
#include "unit/gpw/grid_support.h"

#include "gpw/grid/kernel.h"

typedef struct bench {
    hc_multigrid multigrid;
    const hc_grid *grid;
    hc_kernel_grid kernel_grid;
    hc_kernel_space space;
    double **plane, *values, *expected;
} bench;

static const double hexagonal_cell[3][3] = {{6.1, 0, 0}, {-3.05, 5.28275, 0}, {0, 0, 8.2}};

static void make_bench(bench *b, const double cell[3][3], double cutoff)
{
    hc_structure *structure = test_structure(cell);
    CHECK(hc_multigrid_create(ctx, &structure->cell, cutoff, 20.0, 1, &b->multigrid));
    hc_structure_free(structure);
    b->grid = &b->multigrid.level[0];
    CHECK(hc_kernel_grid_create(ctx, b->grid, &b->kernel_grid));
    b->space = (hc_kernel_space){0};
    b->values = calloc(b->grid->count, sizeof(double));
    b->expected = calloc(b->grid->count, sizeof(double));
    b->plane = malloc(b->grid->n[2] * sizeof *b->plane);
    assert_true(b->values && b->expected && b->plane);
    for (size_t k = 0; k < b->grid->n[2]; k++) {
        b->plane[k] = b->values + k * b->grid->n[0] * b->grid->n[1];
    }
}

static void free_bench(bench *b)
{
    hc_kernel_grid_release(&b->kernel_grid);
    hc_kernel_space_release(&b->space);
    free(b->values);
    free(b->expected);
    free(b->plane);
}

/* A Gaussian anywhere; its value at the radius is exp(-decay) of that in the middle. */
static hc_grid_gaussian random_gaussian(int l, double radius, double decay, uint64_t *seed)
{
    hc_grid_gaussian g = {.exponent = decay / (radius * radius), .radius = radius, .l = l};
    for (int k = 0; k < 3; k++) {
        *hc_vec3_at(&g.offset, k) = 0.2 * next_random(seed) / sqrt(g.exponent);
        *hc_vec3_at(&g.center, k) = 15.0 * next_random(seed);
    }
    return g;
}

/* Coefficients that make terms of all degrees of like size. */
static void random_coefficients(const hc_grid_gaussian *g, uint64_t *seed, double *c)
{
    size_t place = 0;
    for (int l = 0; l <= g->l; l++) {
        for (size_t i = 0; i < HC_CARTESIAN_COUNT(l); i++) {
            c[place++] = next_random(seed) * pow(sqrt(g->exponent), l);
        }
    }
}

static double greatest_difference(size_t count, const double *a, const double *b)
{
    double greatest = 0;
    for (size_t i = 0; i < count; i++) {
        greatest = fmax(greatest, fabs(a[i] - b[i]));
    }
    return greatest;
}

static void check_kernel(bench *b, const hc_kernel *kernel, int l, double radius, double decay, double tolerance)
{
    uint64_t seed = 11 + (uint64_t)l;
    double c[HC_CARTESIAN_TOTAL(HC_POLYNOMIAL_MAX)];
    double moments[HC_CARTESIAN_TOTAL(HC_POLYNOMIAL_MAX)], expected[HC_CARTESIAN_TOTAL(HC_POLYNOMIAL_MAX)];
    size_t count = b->grid->count;
    hc_grid_gaussian g = random_gaussian(l, radius, decay, &seed);
    random_coefficients(&g, &seed, c);
    CHECK(hc_kernel_space_fit(ctx, &b->kernel_grid, radius, &b->space));
    memset(b->values, 0, count * sizeof(double));
    memset(b->expected, 0, count * sizeof(double));
    kernel->collocate(&b->kernel_grid, &g, c, b->plane, &b->space);
    hc_grid_collocate_reference(b->grid, &g, c, b->expected);
    double difference = greatest_difference(count, b->values, b->expected);
    if (!(difference < tolerance)) {
        fail_msg("%s, l = %d, radius %g: values differ by %g", kernel->name, l, radius, difference);
    }
    double product = 0, adjoint = 0;
    for (size_t i = 0; i < count; i++) {
        double v = next_random(&seed);
        product += v * b->values[i];
        b->values[i] = v;
    }
    kernel->integrate(&b->kernel_grid, &g, (const double *const *)b->plane, moments, &b->space);
    hc_grid_integrate_reference(b->grid, &g, b->values, expected);
    for (size_t i = 0; i < HC_CARTESIAN_TOTAL(l); i++) {
        adjoint += c[i] * moments[i];
    }
    size_t place = 0;
    for (int degree = 0; degree <= l; degree++) {
        for (size_t i = 0; i < HC_CARTESIAN_COUNT(degree); i++, place++) {
            double size = pow(g.exponent, -0.5 * degree) * sqrt((double)count);
            if (!(fabs(moments[place] - expected[place]) < 30.0 * tolerance * size)) {
                fail_msg("%s, l = %d, radius %g: moment %zu is %g, not %g", kernel->name, l, radius, place,
                         moments[place], expected[place]);
            }
        }
    }
    if (!(fabs(adjoint - product) < 1e-12 * sqrt((double)count))) {
        fail_msg("%s, l = %d: not adjoint by %g", kernel->name, l, adjoint - product);
    }
}

/* Radii in points: a few, many, and more than the cell has. */
static void check_cell(const double cell[3][3], double cutoff)
{
    bench b;
    make_bench(&b, cell, cutoff);
    for (size_t i = 0; hc_kernel_available(i); i++) {
        for (int l = 0; l <= HC_POLYNOMIAL_MAX; l++) {
            check_kernel(&b, hc_kernel_available(i), l, 2.0, 50.0, 1e-12);
            check_kernel(&b, hc_kernel_available(i), l, 4.3, 50.0, 1e-12);
            check_kernel(&b, hc_kernel_available(i), l, 0.1, 50.0, 1e-12);
        }
        for (int l = 0; l < 5; l++) {
            check_kernel(&b, hc_kernel_available(i), l, 9.0, 50.0, 1e-12);
        }
    }
    free_bench(&b);
}

static void test_kernels_agree_with_the_plain_ones(void **state)
{
    (void)state;
    check_cell(orthorhombic_cell, 20.0);
    check_cell(orthorhombic_cell, 2.0);
    check_cell(triclinic_cell, 20.0);
    check_cell(triclinic_cell, 2.0);
    check_cell(hexagonal_cell, 10.0);
}

/* Where the sphere cuts off a large part, every build takes the same points, the sphere's and some more. */
static void check_points(const double cell[3][3])
{
    bench b;
    make_bench(&b, cell, 60.0);
    uint64_t seed = 3;
    hc_grid_gaussian g = random_gaussian(0, 1.3, 3.0, &seed);
    const double one = 1.0;
    CHECK(hc_kernel_space_fit(ctx, &b.kernel_grid, g.radius, &b.space));
    hc_grid_collocate_reference(b.grid, &g, &one, b.expected);
    double *first = calloc(b.grid->count, sizeof *first);
    for (size_t i = 0; hc_kernel_available(i); i++) {
        memset(b.values, 0, b.grid->count * sizeof(double));
        hc_kernel_available(i)->collocate(&b.kernel_grid, &g, &one, b.plane, &b.space);
        if (i == 0) {
            memcpy(first, b.values, b.grid->count * sizeof(double));
        }
        assert_true(greatest_difference(b.grid->count, first, b.values) < 1e-14);
    }
    size_t inside = 0, points = 0;
    for (size_t i = 0; i < b.grid->count; i++) {
        inside += b.expected[i] != 0;
        points += first[i] != 0;
        if (b.expected[i] != 0) {
            assert_true(fabs(first[i] - b.expected[i]) < 1e-14);
        } else {
            assert_true(first[i] <= exp(-3.0) + 1e-12);
        }
    }
    assert_true(inside > 100);
    assert_true(points >= inside);
    assert_true(hc_kernel_points(&b.kernel_grid, &g, &b.space) >= points);
    free(first);
    free_bench(&b);
}

static void test_points_are_those_of_the_sphere_and_some_more(void **state)
{
    (void)state;
    check_points(orthorhombic_cell);
    check_points(triclinic_cell);
}

static void test_needles_are_refused(void **state)
{
    (void)state;
    const hc_mat3 cell = {{{6, 0, 0}, {60, 6, 0}, {0, 0, 6}}};
    hc_multigrid m;
    hc_kernel_grid k;
    CHECK(hc_multigrid_create(ctx, &cell, 10.0, 20.0, 1, &m));
    assert_int_equal(hc_kernel_grid_create(ctx, &m.level[0], &k), HC_ERROR_UNSUPPORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kernels_agree_with_the_plain_ones),
        cmocka_unit_test(test_points_are_those_of_the_sphere_and_some_more),
        cmocka_unit_test(test_needles_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
