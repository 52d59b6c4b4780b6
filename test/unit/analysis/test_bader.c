/* Bader's partition of densities whose basins are known; the Voronoi cells of grids. */
#include "support/structure_fixture.h"

#include "analysis/bader.h"
#include "analysis/refine.h"
#include "analysis/voronoi.h"

#define SIDE 8.0

/* --- Voronoi cells --- */

static double filled(size_t count, const hc_voronoi_facet *facet)
{
    double volume = 0.0;
    for (size_t i = 0; i < count; i++) {
        volume += facet[i].area * facet[i].distance / 6.0;
    }
    return volume;
}

static void voronoi_cells(void **state)
{
    (void)state;
    hc_voronoi_facet facet[HC_VORONOI_FACET_MAX];
    size_t count;
    hc_mat3 box = {{{1, 0, 0}, {0, 2, 0}, {0, 0, 3}}};
    CHECK(hc_voronoi_facets(ctx, &box, &count, facet));
    assert_int_equal(count, 6);
    assert_float_equal(facet[0].area, 6.0, 1e-12);
    /* Face-centred cubic: a rhombic dodecahedron of 12 equal facets. Body-centred: a truncated octahedron of 14. */
    hc_mat3 fcc = {{{0, 1, 1}, {1, 0, 1}, {1, 1, 0}}}, bcc = {{{-1, 1, 1}, {1, -1, 1}, {1, 1, -1}}};
    CHECK(hc_voronoi_facets(ctx, &fcc, &count, facet));
    assert_int_equal(count, 12);
    for (size_t i = 0; i < count; i++) {
        assert_float_equal(facet[i].area, sqrt(2.0) / 2.0, 1e-12);
    }
    CHECK(hc_voronoi_facets(ctx, &bcc, &count, facet));
    assert_int_equal(count, 14);
    assert_float_equal(filled(count, facet), 4.0, 1e-12);
    /* The same lattice by other vectors. */
    hc_mat3 skewed = {{{0, 1, 1}, {1, 3, 4}, {4, 4, 6}}};
    CHECK(hc_voronoi_facets(ctx, &skewed, &count, facet));
    assert_int_equal(count, 12);
    for (size_t i = 0; i < count; i++) {
        hc_vec3 shift = {facet[i].shift[0], facet[i].shift[1], facet[i].shift[2]};
        assert_float_equal(hc_vec3_norm(hc_vec3_times_mat3(shift, &skewed)), sqrt(2.0), 1e-12);
    }
}

/* --- densities --- */

typedef double density_function(hc_vec3 r);

/* Two atoms in a box of SIDE, sampled on the grid of any cell with that periodicity. */
static hc_cube *sample(density_function *rho, const hc_mat3 *cell, const size_t n[3], hc_vec3 origin,
                       const hc_vec3 position[2])
{
    static const int numbers[] = {6, 7};
    hc_field *field = NULL;
    hc_cube *cube = NULL;
    hc_structure *structure = make_structure(2, numbers, position);
    structure->cell = *cell;
    CHECK(hc_field_create(ctx, n, cell, origin, &field));
    for (size_t i = 0; i < field->count; i++) {
        hc_vec3 s = {(double)(i % n[0]) / (double)n[0], (double)(i / n[0] % n[1]) / (double)n[1],
                     (double)(i / n[0] / n[1]) / (double)n[2]};
        field->value[i] = rho(hc_vec3_add(origin, hc_vec3_times_mat3(s, cell)));
    }
    CHECK(hc_cube_create(ctx, "test", structure, field, &cube));
    return cube;
}

static const hc_vec3 waves_position[2] = {{0, 0, 0}, {SIDE / 2, 0, 0}};

/* Maxima at the two atoms; the basins meet in planes, where 1 + 8 cos = 0. */
static double waves(hc_vec3 r)
{
    double w = 2.0 * HC_PI / SIDE;
    return 6.0 + cos(w * r.x) + 2.0 * cos(2.0 * w * r.x) + cos(w * r.y) + cos(w * r.z);
}

static double waves_electrons(void)
{
    double theta = acos(-1.0 / 8.0);
    return SIDE * SIDE * SIDE / HC_PI * (6.0 * theta + sin(theta) + sin(2.0 * theta));
}

static void check_waves(const hc_mat3 *cell, size_t times, hc_vec3 origin, double tolerance)
{
    size_t n[3] = {times, times, times};
    hc_bader *bader = NULL;
    hc_cube *cube = sample(waves, cell, n, origin, waves_position);
    double total = 6.0 * SIDE * SIDE * SIDE;
    CHECK(hc_bader_partition(ctx, cube, cube->field, &bader));
    assert_float_equal(bader->total, total, 1e-9 * total);
    assert_float_equal(bader->electrons[0] + bader->electrons[1], total, 1e-9 * total);
    assert_float_equal(bader->volume[0] + bader->volume[1], SIDE * SIDE * SIDE, 1e-9 * total);
    if (fabs(bader->electrons[0] - waves_electrons()) > tolerance * total) {
        fail_msg("%zu points: %.8f electrons instead of %.8f", times, bader->electrons[0], waves_electrons());
    }
    assert_float_equal(bader->spin[0], bader->electrons[0], 1e-9 * total); /* the same flow */
    assert_true(bader->farthest < 0.2);
    hc_bader_free(bader);
    hc_cube_free(cube);
}

static void known_basins(void **state)
{
    (void)state;
    hc_mat3 box = {{{SIDE, 0, 0}, {0, SIDE, 0}, {0, 0, SIDE}}};
    hc_mat3 skewed = {{{SIDE, 0, 0}, {-SIDE, SIDE, 0}, {0, SIDE, SIDE}}};
    check_waves(&box, 24, (hc_vec3){0}, 1.2e-3); /* the error falls with the square of the step */
    check_waves(&box, 48, (hc_vec3){0}, 3e-4);
    check_waves(&box, 96, (hc_vec3){0}, 7.5e-5);
    check_waves(&skewed, 48, (hc_vec3){0}, 1e-3);
    /* Against the grid, and with the origin elsewhere. */
    for (int step = 1; step < 4; step++) {
        double shift = 0.1 * step * SIDE / 48.0;
        check_waves(&box, 48, (hc_vec3){shift, 0.7 * shift, -0.3 * shift}, 1e-3);
    }
}

/* The waves are what a grid can hold: the finer grid has the function itself. */
static void refined_field(void **state)
{
    (void)state;
    hc_mat3 skewed = {{{SIDE, 0, 0}, {-SIDE, SIDE, 0}, {0, SIDE, SIDE}}};
    const size_t coarse[3] = {12, 15, 14}, fine[3] = {36, 45, 42};
    hc_vec3 origin = {0.3, -0.2, 1.0};
    hc_cube *cube = sample(waves, &skewed, coarse, origin, waves_position);
    hc_cube *expected = sample(waves, &skewed, fine, origin, waves_position);
    assert_int_equal(hc_field_refinement(cube->field, 0.4, 1e6), 3); /* the longest step is 0.94 */
    assert_int_equal(hc_field_refinement(cube->field, 0.4, 3e4), 2);
    CHECK(hc_cube_refine(ctx, cube, 3));
    assert_int_equal(cube->field->count, expected->field->count);
    for (size_t i = 0; i < cube->field->count; i++) {
        assert_float_equal(cube->field->value[i], expected->field->value[i], 1e-12);
    }
    hc_cube_free(cube);
    hc_cube_free(expected);
}

static const hc_vec3 pair_position[2] = {{2.1, 4.0, 4.0}, {5.9, 4.0, 4.0}};

/* Valence electrons of pseudopotentials: a hole at each nucleus; the pair is symmetric about the middle of the box. */
static double holes(hc_vec3 r)
{
    double sum = 0.0;
    for (int i = 0; i < 2; i++) {
        double d2 = hc_vec3_norm2(hc_vec3_sub(r, pair_position[i]));
        sum += (0.05 + d2) * exp(-1.5 * d2);
    }
    return sum;
}

static void holes_are_filled(void **state)
{
    (void)state;
    hc_mat3 box = {{{SIDE, 0, 0}, {0, SIDE, 0}, {0, 0, SIDE}}};
    const size_t n[3] = {40, 40, 40};
    hc_bader *bader = NULL;
    hc_cube *cube = sample(holes, &box, n, (hc_vec3){0}, pair_position);
    CHECK(hc_bader_partition(ctx, cube, NULL, &bader));
    double total = hc_field_integral(cube->field);
    assert_float_equal(bader->total, total, 1e-10);
    assert_float_equal(bader->electrons[0], 0.5 * total, 1e-9 * total);
    assert_true(bader->farthest < 0.2); /* one maximum an atom, where it is */
    hc_bader_free(bader);
    hc_cube_free(cube);
}

static void refusals(void **state)
{
    (void)state;
    hc_mat3 box = {{{SIDE, 0, 0}, {0, SIDE, 0}, {0, 0, SIDE}}};
    const size_t n[3] = {4, 4, 4}, other_n[3] = {4, 4, 5};
    hc_bader *bader = NULL;
    hc_field *other = NULL;
    hc_cube *cube = sample(waves, &box, n, (hc_vec3){0}, waves_position);
    CHECK(hc_field_create(ctx, other_n, &box, (hc_vec3){0}, &other));
    assert_int_equal(hc_bader_partition(ctx, cube, other, &bader), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "different grids"));
    cube->field->value[7] = NAN;
    assert_int_equal(hc_bader_partition(ctx, cube, NULL, &bader), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "not finite"));
    assert_null(bader);
    hc_field_free(other);
    hc_cube_free(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(voronoi_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(known_basins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refined_field, set_up, tear_down),
        cmocka_unit_test_setup_teardown(holes_are_filled, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refusals, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
