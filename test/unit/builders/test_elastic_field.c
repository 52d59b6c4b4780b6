/* Displacement fields of dislocations: formulas of the books, equilibrium, jumps, limits, periodicity. */
#include "support/context_fixture.h"

#include "builders/elastic_field.h"
#include "halfcell/units.h"

#define STEP 1e-3

static void assert_near(hc_vec3 a, hc_vec3 b, double tolerance)
{
    if (!(hc_vec3_norm(hc_vec3_sub(a, b)) < tolerance)) {
        fail_msg("(%.10f %.10f %.10f) is not (%.10f %.10f %.10f)", a.x, a.y, a.z, b.x, b.y, b.z);
    }
}

/* Hirth and Lothe, chapter 3. */
static void isotropic_lines_are_those_of_the_book(void **state)
{
    (void)state;
    const double nu = 0.3, edge = 1.7, screw = 0.6;
    const hc_elastic_field field = {.edge = edge, .screw = screw, .poisson = nu, .scale = 1.0};
    hc_vec3 offset = {0, 0, 0};
    for (int k = 0; k < 12; k++) {
        double angle = -3.0 + 0.53 * k, r = 1.0 + 0.7 * k, x = r * cos(angle), y = r * sin(angle);
        hc_vec3 book =
            hc_vec3_make(edge / (2 * HC_PI) * (atan2(y, x) + x * y / (2 * (1 - nu) * r * r)),
                         -edge / (2 * HC_PI) *
                             ((1 - 2 * nu) / (4 * (1 - nu)) * log(r * r) + (x * x - y * y) / (4 * (1 - nu) * r * r)),
                         screw / (2 * HC_PI) * atan2(y, x));
        hc_vec3 difference = hc_vec3_sub(hc_elastic_displacement(&field, x, y), book);
        offset = k == 0 ? difference : offset; /* the field is known up to a translation */
        assert_near(difference, offset, 1e-13);
    }
}

/* Sum of the increments of u along a closed path round (x0, y0), each less than half of b, in the right-handed sense: a
 * jump of the whole b at the cut does not count. */
static hc_vec3 circuit(const hc_elastic_field *field, double x0, double y0, double radius)
{
    const int count = 4000;
    hc_vec3 sum = {0, 0, 0}, b = hc_vec3_make(field->edge, 0, field->screw);
    hc_vec3 before = hc_elastic_displacement(field, x0 + radius, y0 + 1e-9);
    for (int k = 1; k <= count; k++) {
        double angle = 2 * HC_PI * k / count;
        hc_vec3 now = hc_elastic_displacement(field, x0 + radius * cos(angle), y0 + radius * sin(angle) + 1e-9);
        hc_vec3 change = hc_vec3_sub(now, before);
        double whole = rint(hc_vec3_dot(change, b) / hc_vec3_norm2(b));
        sum = hc_vec3_add(sum, hc_vec3_axpy(change, -whole, b));
        before = now;
    }
    return sum;
}

static const double copper[6][6] = {{168.4, 121.4, 121.4, 0, 0, 0}, {121.4, 168.4, 121.4, 0, 0, 0},
                                    {121.4, 121.4, 168.4, 0, 0, 0}, {0, 0, 0, 75.4, 0, 0},
                                    {0, 0, 0, 0, 75.4, 0},          {0, 0, 0, 0, 0, 75.4}};
/* No symmetry at all, positive definite. */
static const double triclinic[6][6] = {{170, 90, 80, 7, -12, 5}, {90, 140, 70, -9, 4, 11}, {80, 70, 190, 6, 3, -8},
                                       {7, -9, 6, 50, 5, -4},    {-12, 4, 3, 5, 62, 6},    {5, 11, -8, -4, 6, 41}};

static hc_stroh solve(const double constants[6][6], hc_vec3 b)
{
    hc_stroh stroh;
    CHECK(hc_stroh_solve(ctx, constants, b, &stroh));
    return stroh;
}

static void circuits_close_with_b(void **state)
{
    (void)state;
    const hc_vec3 b = {1.7, 0, 0.6};
    const hc_stroh stroh = solve(triclinic, b);
    for (int k = 0; k < 2; k++) {
        hc_elastic_field field = {.edge = b.x, .screw = b.z, .poisson = 0.3, .scale = 1.0, .stroh = k ? &stroh : NULL};
        assert_near(circuit(&field, 0.3, -0.2, 5.0), b, 1e-9);
        assert_near(circuit(&field, 9.0, 3.0, 5.0), hc_vec3_make(0, 0, 0), 1e-9);
        field.width = 60;
        field.separation = 30;
        field.shift = 17;
        field.height = 41;
        assert_near(circuit(&field, 0.3, -0.2, 5.0), b, 1e-9);
        assert_near(circuit(&field, 30.1, 0.1, 5.0), hc_vec3_scale(-1, b), 1e-9);
        assert_near(circuit(&field, 17 - 60, 41, 5.0), b, 1e-9);
    }
}

/* Second derivatives d2 u_k / dx_i dx_j by differences; z plays no part. */
static double second(const hc_elastic_field *field, int k, int i, int j, double x, double y)
{
    const double h = 0.02;
    double sum = 0.0;
    if (i > 1 || j > 1) {
        return 0.0;
    }
    for (int n = 0; n < 4; n++) {
        int s = n & 1 ? 1 : -1, t = n & 2 ? 1 : -1;
        double dx = (i == 0 ? s : 0) + (j == 0 ? t : 0), dy = (i == 1 ? s : 0) + (j == 1 ? t : 0);
        sum += s * t * hc_vec3_get(hc_elastic_displacement(field, x + 0.5 * h * dx, y + 0.5 * h * dy), k);
    }
    return sum / (h * h);
}

static const int voigt[3][3] = {{0, 5, 4}, {5, 1, 3}, {4, 3, 2}};

/* C_ijkl u_k,lj = 0, compared with the size of its terms. */
static void check_equilibrium(const hc_elastic_field *field, const double c[6][6], double x, double y)
{
    for (int i = 0; i < 3; i++) {
        double sum = 0.0, size = 0.0;
        for (int n = 0; n < 27; n++) {
            int j = n / 9, k = n / 3 % 3, l = n % 3;
            double term = c[voigt[i][j]][voigt[k][l]] * second(field, k, l, j, x, y);
            sum += term;
            size += fabs(term);
        }
        assert_true(size > 1e-3);
        assert_true(fabs(sum) < 1e-4 * size);
    }
}

static void anisotropic_fields_are_in_equilibrium(void **state)
{
    (void)state;
    const hc_vec3 b = {1.7, 0, 0.6};
    const hc_stroh stroh = solve(triclinic, b);
    hc_elastic_field field = {.edge = b.x, .screw = b.z, .stroh = &stroh, .scale = 1.0};
    check_equilibrium(&field, triclinic, 3.0, 2.0);
    check_equilibrium(&field, triclinic, -4.0, 1.0);
    field.core = 0.8;
    check_equilibrium(&field, triclinic, 3.0, 2.0);
    field.width = 30;
    field.separation = 14;
    field.shift = 6;
    field.height = 25;
    check_equilibrium(&field, triclinic, 3.0, 2.0);
    check_equilibrium(&field, triclinic, 20.0, -7.0);
}

/* The traction on a cylinder around the line adds up to no force. */
static void there_is_no_force_on_the_line(void **state)
{
    (void)state;
    const hc_vec3 b = {1.7, 0, 0.6};
    const hc_stroh stroh = solve(triclinic, b);
    const hc_elastic_field field = {.edge = b.x, .screw = b.z, .stroh = &stroh, .scale = 1.0};
    const int count = 720;
    double force[3] = {0}, size = 0.0;
    for (int n = 0; n < count; n++) {
        double angle = 2 * HC_PI * (n + 0.5) / count, x = 3 * cos(angle), y = 3 * sin(angle);
        double normal[3] = {cos(angle), sin(angle), 0};
        hc_vec3 by[2] = {
            hc_vec3_sub(hc_elastic_displacement(&field, x + STEP, y), hc_elastic_displacement(&field, x - STEP, y)),
            hc_vec3_sub(hc_elastic_displacement(&field, x, y + STEP), hc_elastic_displacement(&field, x, y - STEP))};
        for (int m = 0; m < 54; m++) {
            int i = m / 18, j = m / 6 % 3, k = m / 2 % 3, l = m % 2;
            double t = triclinic[voigt[i][j]][voigt[k][l]] * hc_vec3_get(by[l], k) / (2 * STEP) * normal[j] / count;
            force[i] += t;
            size += fabs(t);
        }
    }
    for (int i = 0; i < 3; i++) {
        assert_true(fabs(force[i]) < 1e-4 * size);
    }
}

static void the_isotropic_limit(void **state)
{
    (void)state;
    const hc_vec3 b = {1.7, 0, 0.6};
    const double nu = 0.3, shear = 50.0, lambda = 2 * shear * nu / (1 - 2 * nu);
    double c[6][6] = {{0}};
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            c[i][j] = lambda + (i == j ? 2 * shear : 0);
        }
        c[i + 3][i + 3] = shear;
    }
    const hc_stroh stroh = solve((const double(*)[6])c, b);
    assert_true(stroh.perturbed);
    hc_elastic_field book = {.edge = b.x, .screw = b.z, .poisson = nu, .scale = 1.0}, limit = book;
    limit.stroh = &stroh;
    for (int pass = 0; pass < 2; pass++) {
        hc_vec3 offset = hc_vec3_sub(hc_elastic_displacement(&limit, 1, 2), hc_elastic_displacement(&book, 1, 2));
        for (int k = 0; k < 9; k++) {
            double x = 7 * cos(0.7 * k + 0.1), y = 5 * sin(0.7 * k + 0.1);
            hc_vec3 difference =
                hc_vec3_sub(hc_elastic_displacement(&limit, x, y), hc_elastic_displacement(&book, x, y));
            assert_near(difference, offset, 1e-4);
        }
        book.width = limit.width = 60;
        book.separation = limit.separation = 30;
        book.shift = limit.shift = 12;
        book.height = limit.height = 40;
    }
}

/* Along <100> of a cubic crystal (Hirth and Lothe, chapter 13): p^4 + 2 q p^2 + 1 = 0 for edges, and screws that are
 * those of an isotropic medium. */
static void roots_of_a_cubic_crystal(void **state)
{
    (void)state;
    const double c11 = 168.4, c12 = 121.4, c44 = 75.4;
    const double q = (c11 * c11 - c12 * c12 - 2 * c12 * c44) / (2 * c11 * c44);
    const hc_stroh stroh = solve(copper, hc_vec3_make(1, 0, 1));
    int edges = 0;
    for (int k = 0; k < 3; k++) {
        double complex p2 = stroh.p[k] * stroh.p[k];
        double edge = cabs(p2 * p2 + 2 * q * p2 + 1.0), screw = cabs(stroh.p[k] - I);
        assert_true(edge < 1e-12 || screw < 1e-12);
        edges += edge < 1e-12;
    }
    assert_int_equal(edges, 2);
    const hc_elastic_field field = {.edge = 1, .screw = 1, .stroh = &stroh, .scale = 1.0};
    double theta = hc_elastic_displacement(&field, 1.0, 2.0).z - hc_elastic_displacement(&field, 2.0, 0.5).z;
    assert_float_equal(theta, (atan2(2.0, 1.0) - atan2(0.5, 2.0)) / (2 * HC_PI), 1e-12);
}

static void turned_constants(void **state)
{
    (void)state;
    double there[6][6], back[6][6];
    const double s = sqrt(0.5);
    const hc_mat3 axes = {{{0.6 * s, 0.8, 0.6 * s}, {-s, 0, s}, {0.8 * s, -0.6, 0.8 * s}}};
    const hc_mat3 inverse = hc_mat3_transpose(&axes);
    hc_elastic_rotate(triclinic, &axes, there);
    hc_elastic_rotate((const double(*)[6])there, &inverse, back);
    for (int k = 0; k < 36; k++) {
        assert_float_equal(back[k / 6][k % 6], triclinic[k / 6][k % 6], 1e-10);
    }
    /* C'33 along <110> of a cubic crystal: (C11 + C12 + 2 C44) / 2. */
    const hc_mat3 diagonal = {{{0, 0, 1}, {s, -s, 0}, {s, s, 0}}};
    hc_elastic_rotate(copper, &diagonal, there);
    assert_float_equal(there[2][2], 0.5 * (168.4 + 121.4 + 2 * 75.4), 1e-10);
}

/* What the sum over images must have; and it is that sum: compared with plain images, of which the part that does not
 * converge (a uniform strain) is taken off by its own periodicity. */
static void check_periodic(const hc_elastic_field *field)
{
    double share = field->separation / field->width;
    hc_vec3 b = hc_vec3_make(field->edge, 0, field->screw);
    for (int k = 0; k < 8; k++) {
        double x = 3.0 + 9.3 * k, y = -18.0 + 5.1 * k;
        hc_vec3 here = hc_elastic_displacement(field, x, y);
        assert_near(hc_elastic_displacement(field, x + field->width, y), here, 1e-11);
        assert_near(hc_elastic_displacement(field, x + field->shift, y + field->height), hc_vec3_axpy(here, -share, b),
                    1e-11);
    }
    /* u jumps by -b on the segment between the two and nowhere else. */
    for (int k = 0; k < 20; k++) {
        double x = 1.7 + 3.0 * k, inside = x < field->separation;
        hc_vec3 jump = hc_vec3_sub(hc_elastic_displacement(field, x, 1e-12), hc_elastic_displacement(field, x, -1e-12));
        assert_near(jump, hc_vec3_scale(inside ? -1.0 : 0.0, b), 1e-9);
    }
}

static hc_vec3 plain_images(const hc_elastic_field *field, double x, double y)
{
    const int reach = 60;
    hc_elastic_field line = *field;
    hc_vec3 sum = {0, 0, 0};
    line.width = 0;
    for (int m = -reach; m <= reach; m++) {
        for (int n = -reach; n <= reach; n++) {
            double dx = x - n * field->width - m * field->shift, dy = y - m * field->height;
            sum = hc_vec3_add(sum, hc_elastic_displacement(&line, dx, dy));
            sum = hc_vec3_sub(sum, hc_elastic_displacement(&line, dx - field->separation, dy));
        }
    }
    return sum;
}

static void pairs_are_periodic(void **state)
{
    (void)state;
    const hc_vec3 b = {1.7, 0, 0.6};
    const hc_stroh stroh = solve(triclinic, b);
    for (int k = 0; k < 2; k++) {
        const hc_elastic_field field = {.edge = b.x,
                                        .screw = b.z,
                                        .poisson = 0.3,
                                        .stroh = k ? &stroh : NULL,
                                        .scale = 1.0,
                                        .width = 60,
                                        .separation = 25,
                                        .shift = 17,
                                        .height = 41};
        check_periodic(&field);
        /* Third differences are free of what is uniform. */
        hc_vec3 rows = {0, 0, 0}, images = {0, 0, 0};
        const double weight[4] = {1, -3, 3, -1};
        for (int n = 0; n < 4; n++) {
            double x = 4.0 + 6.0 * n, y = 3.0 + 2.0 * n;
            rows = hc_vec3_axpy(rows, weight[n], hc_elastic_displacement(&field, x, y));
            images = hc_vec3_axpy(images, weight[n], plain_images(&field, x, y));
        }
        assert_true(hc_vec3_norm(rows) > 1e-2);
        assert_near(rows, images, 1e-4);
    }
}

/* A spread core changes nothing far away and has no singularity. */
static void the_core_is_spread(void **state)
{
    (void)state;
    const hc_elastic_field sharp = {.edge = 1.7, .screw = 0.6, .poisson = 0.3, .scale = 1.0};
    hc_elastic_field soft = sharp;
    soft.core = 0.8;
    for (int k = 0; k < 3; k++) {
        double r = 50.0 * pow(4.0, k), far = 1.7 * soft.core / r;
        assert_near(hc_elastic_displacement(&soft, r, 0.4 * r), hc_elastic_displacement(&sharp, r, 0.4 * r), far);
    }
    /* The slip across the plane: b (1/2 - atan(x / core) / pi), half of b at the line. */
    for (double x = -3.0; x < 3.5; x += 1.0) {
        double slip = hc_elastic_displacement(&soft, x, 0.0).x - hc_elastic_displacement(&soft, x, -0.0).x;
        assert_float_equal(slip, 1.7 * (0.5 - atan(x / soft.core) / HC_PI), 1e-12);
    }
}

static void unstable_media_are_refused(void **state)
{
    (void)state;
    double c[6][6];
    hc_stroh stroh;
    memcpy(c, copper, sizeof c);
    c[5][5] = -1.0;
    assert_int_equal(hc_stroh_solve(ctx, (const double(*)[6])c, hc_vec3_make(1, 0, 0), &stroh), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "no stable medium"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(isotropic_lines_are_those_of_the_book),
        cmocka_unit_test(circuits_close_with_b),
        cmocka_unit_test(anisotropic_fields_are_in_equilibrium),
        cmocka_unit_test(there_is_no_force_on_the_line),
        cmocka_unit_test(the_isotropic_limit),
        cmocka_unit_test(roots_of_a_cubic_crystal),
        cmocka_unit_test(turned_constants),
        cmocka_unit_test(pairs_are_periodic),
        cmocka_unit_test(the_core_is_spread),
        cmocka_unit_test(unstable_media_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
