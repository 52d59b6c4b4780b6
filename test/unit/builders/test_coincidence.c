/* Coincidence-site lattices: sigma by counting, angles from the tables, cells of the plane by trying all vectors. */
#include "support/context_fixture.h"

#include "builders/boundary/coincidence.h"
#include "halfcell/units.h"

static const int axes[][3] = {{1, 0, 0}, {1, 1, 0}, {1, 1, 1}, {2, 1, 0}, {2, 1, 1}, {3, 1, 0}, {3, 2, 1}};
#define NAXIS (sizeof axes / sizeof *axes)

/* Whether a turned back vector is whole. */
static bool turned_back(const hc_csl_rotation *rotation, const int v[3], int back[3])
{
    bool whole = true;
    for (int j = 0; j < 3; j++) {
        int sum = rotation->matrix[0][j] * v[0] + rotation->matrix[1][j] * v[1] + rotation->matrix[2][j] * v[2];
        whole = whole && sum % rotation->norm == 0;
        back[j] = sum / rotation->norm;
    }
    return whole;
}

/* Of the points of a cube of edge sigma one in sigma is common. */
static void sigma_is_the_share_of_common_points(void **state)
{
    (void)state;
    int seen = 0;
    for (size_t a = 0; a < NAXIS; a++) {
        for (int sigma = 3; sigma <= 21; sigma += 2) {
            hc_csl_rotation list[HC_CSL_ROTATION_MAX];
            size_t count = hc_csl_rotations(axes[a], sigma, list);
            for (size_t k = 0; k < count; k++) {
                int common = 0, back[3];
                for (int i = 0; i < sigma * sigma * sigma; i++) {
                    const int v[3] = {i % sigma, i / sigma % sigma, i / sigma / sigma};
                    common += turned_back(&list[k], v, back);
                }
                assert_int_equal(common, sigma * sigma);
                assert_int_equal(list[k].sigma, sigma);
                seen++;
            }
            assert_int_equal(hc_csl_rotations(axes[a], sigma + 1, list), 0);
        }
    }
    assert_true(seen > 50);
}

/* The matrix turns about the axis, by the angle. */
static void matrices_are_rotations(void **state)
{
    (void)state;
    for (size_t a = 0; a < NAXIS; a++) {
        for (int m = 0; m < 5; m++) {
            hc_csl_rotation r = hc_csl_rotation_make(axes[a], m, 1);
            int trace = 0;
            for (int i = 0; i < 3; i++) {
                int along = 0;
                trace += r.matrix[i][i];
                for (int j = 0; j < 3; j++) {
                    int product = 0;
                    along += r.matrix[i][j] * axes[a][j];
                    for (int k = 0; k < 3; k++) {
                        product += r.matrix[i][k] * r.matrix[j][k];
                    }
                    assert_int_equal(product, i == j ? r.norm * r.norm : 0);
                }
                assert_int_equal(along, r.norm * axes[a][i]);
            }
            assert_true(fabs((double)trace / r.norm - (1.0 + 2.0 * cos(r.angle))) < 1e-12);
        }
    }
    /* A quarter turn about z brings x to y. */
    hc_csl_rotation quarter = hc_csl_rotation_make((const int[3]){0, 0, 1}, 1, 1);
    assert_true(quarter.matrix[1][0] == quarter.norm && quarter.matrix[0][1] == -quarter.norm);
}

/* Grimmer, Bollmann, Warrington, Acta Cryst. A 30, 197 (1974), table 1: the smallest angle and its axis. Sigma 13, 17,
 * 19, ... have two and more kinds. */
static void angles_of_the_tables(void **state)
{
    (void)state;
    static const struct {
        int sigma, axis[3];
        double degree;
    } table[] = {{3, {1, 1, 1}, 60.00},  {5, {1, 0, 0}, 36.87},  {7, {1, 1, 1}, 38.21},  {9, {1, 1, 0}, 38.94},
                 {11, {1, 1, 0}, 50.48}, {13, {1, 0, 0}, 22.62}, {13, {1, 1, 1}, 27.80}, {15, {2, 1, 0}, 48.19},
                 {17, {1, 0, 0}, 28.07}, {17, {2, 2, 1}, 61.93}, {19, {1, 1, 0}, 26.53}, {19, {1, 1, 1}, 46.83},
                 {21, {1, 1, 1}, 21.79}, {21, {2, 1, 1}, 44.42}, {25, {1, 0, 0}, 16.26}, {33, {1, 1, 0}, 20.05}};
    for (size_t k = 0; k < sizeof table / sizeof *table; k++) {
        hc_csl_rotation list[HC_CSL_ROTATION_MAX];
        assert_true(hc_csl_rotations(table[k].axis, table[k].sigma, list) > 0);
        assert_true(fabs(list[0].angle / HC_DEGREE - table[k].degree) < 0.006);
        assert_true(fabs(hc_csl_disorientation(&list[0]) / HC_DEGREE - table[k].degree) < 0.006);
    }
    /* Up to 11 there is one kind each: every rotation with that sigma, about any axis, has the angle of the table. */
    for (size_t a = 0; a < NAXIS; a++) {
        for (size_t k = 0; k < 5; k++) {
            hc_csl_rotation list[HC_CSL_ROTATION_MAX];
            for (size_t n = hc_csl_rotations(axes[a], table[k].sigma, list); n-- > 0;) {
                assert_true(fabs(hc_csl_disorientation(&list[n]) / HC_DEGREE - table[k].degree) < 0.006);
            }
        }
    }
}

static bool is_common(hc_cubic_lattice lattice, const hc_csl_rotation *rotation, hc_half_vector v)
{
    hc_half_vector back;
    return hc_cubic_has(lattice, v) && turned_back(rotation, v.h, back.h) && hc_cubic_has(lattice, back);
}

static int product(const int a[3], const int b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/* Every common vector of the plane is a whole combination of the two, none is shorter than the first. */
static void assert_basis(hc_cubic_lattice lattice, const hc_csl_rotation *rotation, const int plane[3])
{
    hc_half_vector b[2];
    hc_csl_plane_basis(lattice, rotation, plane, b);
    int g00 = product(b[0].h, b[0].h), g01 = product(b[0].h, b[1].h), g11 = product(b[1].h, b[1].h);
    int det = g00 * g11 - g01 * g01, found = 0, range = 14;
    assert_true(det > 0 && g00 <= g11 && 2 * abs(g01) <= g00);
    for (int k = 0; k < 2; k++) {
        assert_true(is_common(lattice, rotation, b[k]) && product(b[k].h, plane) == 0);
    }
    for (int i = 0; i < (2 * range + 1) * (2 * range + 1) * (2 * range + 1); i++) {
        int edge = 2 * range + 1;
        hc_half_vector v = {{i % edge - range, i / edge % edge - range, i / edge / edge - range}};
        if (product(v.h, plane) == 0 && is_common(lattice, rotation, v)) {
            int x = product(v.h, b[0].h) * g11 - product(v.h, b[1].h) * g01;
            int y = product(v.h, b[1].h) * g00 - product(v.h, b[0].h) * g01;
            assert_true(x % det == 0 && y % det == 0);
            assert_true(product(v.h, v.h) == 0 || product(v.h, v.h) >= g00);
            found++;
        }
    }
    assert_true(found > 2);
}

static void cells_of_the_plane(void **state)
{
    (void)state;
    static const struct {
        int sigma, axis[3], plane[3];
    } cases[] = {{3, {1, 1, 1}, {1, 1, 1}},   {3, {1, 1, 0}, {1, -1, 1}},  {3, {1, 1, 0}, {1, -1, 2}},
                 {5, {0, 0, 1}, {2, 1, 0}},   {5, {0, 0, 1}, {3, 1, 0}},   {5, {0, 0, 1}, {0, 0, 1}},
                 {7, {1, 1, 1}, {1, 1, 1}},   {7, {1, 1, 1}, {3, -1, -2}}, {9, {1, 1, 0}, {2, -2, 1}},
                 {11, {1, 1, 0}, {1, -1, 3}}, {5, {0, 0, 1}, {1, 1, 1}}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        hc_csl_rotation list[HC_CSL_ROTATION_MAX];
        for (size_t n = hc_csl_rotations(cases[k].axis, cases[k].sigma, list); n-- > 0;) {
            for (int lattice = HC_CUBIC_P; lattice <= HC_CUBIC_F; lattice++) {
                assert_basis((hc_cubic_lattice)lattice, &list[n], cases[k].plane);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sigma_is_the_share_of_common_points, set_up, tear_down),
        cmocka_unit_test_setup_teardown(matrices_are_rotations, set_up, tear_down),
        cmocka_unit_test_setup_teardown(angles_of_the_tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cells_of_the_plane, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("coincidence", tests, NULL, NULL);
}
