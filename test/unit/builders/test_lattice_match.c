/* Common cells of plane lattices: strains that were put in, and all small cells tried. */
#include "support/context_fixture.h"

#include "builders/boundary/lattice_match.h"
#include "halfcell/units.h"

static hc_vec3 flat(double x, double y)
{
    return hc_vec3_make(x, y, 0.0);
}

/* v' = v U R with U = diag(1 + a, 1 + b) turned by `axes`: strains a and b, rotation R. */
static void strain_is_what_was_put_in(void **state)
{
    (void)state;
    static const double a = 0.031, b = -0.024, axes = 0.7, turn = -1.1;
    const hc_vec3 from[2] = {flat(3.0, 0.2), flat(-1.4, 2.5)};
    hc_vec3 to[2];
    double strain[2], rotation;
    for (int k = 0; k < 2; k++) {
        double x = from[k].x * cos(axes) + from[k].y * sin(axes), y = from[k].y * cos(axes) - from[k].x * sin(axes);
        x *= 1.0 + a;
        y *= 1.0 + b;
        to[k] = flat(x * cos(axes + turn) - y * sin(axes + turn), x * sin(axes + turn) + y * cos(axes + turn));
    }
    hc_plane_strain(from, to, strain, &rotation);
    assert_true(fabs(strain[0] - a) < 1e-12 && fabs(strain[1] - b) < 1e-12 && fabs(rotation - turn) < 1e-12);
}

static double larger(const double strain[2])
{
    return fmax(fabs(strain[0]), fabs(strain[1]));
}

static void supercell(const hc_vec3 lattice[2], const int m[2][2], hc_vec3 vector[2])
{
    for (int k = 0; k < 2; k++) {
        vector[k] = hc_vec3_axpy(hc_vec3_scale(m[k][0], lattice[0]), m[k][1], lattice[1]);
    }
}

/* All pairs of whole matrices with entries of at most `range` and determinants i and j. */
static double least_by_trying(const hc_vec3 lower[2], const hc_vec3 upper[2], int i, int j, int range)
{
    double least = INFINITY, strain[2], rotation;
    int edge = 2 * range + 1, all = edge * edge * edge * edge;
    for (int p = 0; p < all; p++) {
        const int m[2][2] = {{p % edge - range, p / edge % edge - range},
                             {p / edge / edge % edge - range, p / edge / edge / edge - range}};
        for (int q = 0; q < all && m[0][0] * m[1][1] - m[0][1] * m[1][0] == i; q++) {
            const int n[2][2] = {{q % edge - range, q / edge % edge - range},
                                 {q / edge / edge % edge - range, q / edge / edge / edge - range}};
            if (n[0][0] * n[1][1] - n[0][1] * n[1][0] == j) {
                hc_vec3 a[2], b[2];
                supercell(lower, m, a);
                supercell(upper, n, b);
                hc_plane_strain(b, a, strain, &rotation);
                least = fmin(least, larger(strain));
            }
        }
    }
    return least;
}

static void nothing_better_is_missed(void **state)
{
    (void)state;
    const hc_vec3 lower[2] = {flat(6.7, 0.0), flat(0.4, 3.2)}, upper[2] = {flat(4.1, 0.0), flat(-1.9, 3.6)};
    const double strain_max = 0.2, area_max = 5.5 * 6.7 * 3.2;
    size_t count = 0, seen = 0;
    hc_lattice_match *list = NULL;
    CHECK(hc_lattice_match_find(ctx, lower, upper, strain_max, area_max, &count, &list));
    for (int i = 1; i <= 5; i++) {
        for (int j = 1; j <= 5; j++) {
            double least = least_by_trying(lower, upper, i, j, 2), found = INFINITY;
            for (size_t k = 0; k < count; k++) {
                const int(*m)[2] = list[k].lower, (*n)[2] = list[k].upper;
                if (m[0][0] * m[1][1] - m[0][1] * m[1][0] == i && n[0][0] * n[1][1] - n[0][1] * n[1][0] == j) {
                    hc_vec3 a[2], b[2];
                    double strain[2], rotation;
                    found = larger(list[k].strain);
                    supercell(lower, m, a);
                    supercell(upper, n, b);
                    hc_plane_strain(b, a, strain, &rotation);
                    assert_true(fabs(strain[0] - list[k].strain[0]) < 1e-12 &&
                                fabs(rotation - list[k].rotation) < 1e-9);
                    assert_true(fabs(list[k].area - (a[0].x * a[1].y - a[0].y * a[1].x)) < 1e-9);
                    seen++;
                }
            }
            assert_true(least > strain_max || found <= least + 1e-9);
        }
    }
    assert_true(seen > 2);
    for (size_t k = 1; k < count; k++) {
        assert_true(list[k].area >= list[k - 1].area - 1e-9);
    }
    free(list);
}

/* A lattice fits itself; turned and strained it fits with what was done to it. */
static void a_lattice_fits_itself(void **state)
{
    (void)state;
    const hc_vec3 square[2] = {flat(4.0, 0.0), flat(0.0, 4.0)};
    /* 2 x 1 cells of its sublattice (2,1; -1,2): turned by atan(1/2) and 2 % smaller. */
    const hc_vec3 other[2] = {flat(0.98 * 8.0, 0.98 * 4.0), flat(-0.98 * 4.0, 0.98 * 8.0)};
    size_t count = 0;
    hc_lattice_match *list = NULL;
    CHECK(hc_lattice_match_find(ctx, square, square, 0.01, 100.0, &count, &list));
    assert_true(count > 0 && larger(list[0].strain) < 1e-12 && fabs(list[0].rotation) < 1e-12);
    assert_true(fabs(list[0].area - 16.0) < 1e-12);
    free(list);
    CHECK(hc_lattice_match_find(ctx, square, other, 0.03, 100.0, &count, &list));
    assert_true(count > 0 && fabs(list[0].area - 80.0) < 1e-9);
    assert_true(fabs(list[0].strain[0] - 0.02 / 0.98) < 1e-12 && fabs(list[0].strain[1] - 0.02 / 0.98) < 1e-12);
    free(list);
    CHECK(hc_lattice_match_find(ctx, square, other, 0.01, 100.0, &count, &list));
    assert_int_equal(count, 0);
    free(list);
    assert_int_equal(hc_lattice_match_find(ctx, square, other, 0.01, 10.0, &count, &list), HC_ERROR_INPUT);
    assert_int_equal(hc_lattice_match_find(ctx, square, other, 0.01, 1e6, &count, &list), HC_ERROR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(strain_is_what_was_put_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_better_is_missed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lattice_fits_itself, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("lattice_match", tests, NULL, NULL);
}
