/* Solid harmonics: orthonormal on the sphere, harmonic, and with the signs and the order of the header. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gpw/harmonics.h"

typedef struct powers {
    int x, y, z;
} powers;

/* All powers of one total in the order of the header. */
static size_t list_powers(int l, powers *list)
{
    size_t count = 0;
    for (int x = l; x >= 0; x--) {
        for (int y = l - x; y >= 0; y--) {
            list[count++] = (powers){x, y, l - x - y};
        }
    }
    return count;
}

static double double_factorial(int n)
{
    return n <= 1 ? 1.0 : n * double_factorial(n - 2);
}

/* Integral of x^a y^b z^c over the unit sphere. */
static double sphere_integral(int a, int b, int c)
{
    if (a % 2 || b % 2 || c % 2) {
        return 0.0;
    }
    return 4.0 * M_PI * double_factorial(a - 1) * double_factorial(b - 1) * double_factorial(c - 1) /
           double_factorial(a + b + c + 1);
}

static double product_integral(int la, const double *a, int lb, const double *b)
{
    powers pa[16], pb[16];
    size_t na = list_powers(la, pa), nb = list_powers(lb, pb);
    double sum = 0.0;
    for (size_t i = 0; i < na; i++) {
        for (size_t j = 0; j < nb; j++) {
            sum += a[i] * b[j] * sphere_integral(pa[i].x + pb[j].x, pa[i].y + pb[j].y, pa[i].z + pb[j].z);
        }
    }
    return sum;
}

static void test_powers_have_their_places(void **state)
{
    (void)state;
    powers list[64];
    size_t place = 0;
    for (int l = 0; l <= 8; l++) {
        size_t count = list_powers(l, list);
        assert_int_equal(count, HC_CARTESIAN_COUNT(l));
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(hc_cartesian_index(list[i].x, list[i].y, list[i].z), i);
            assert_int_equal(hc_cartesian_place(list[i].x, list[i].y, list[i].z), place++);
        }
        assert_int_equal(HC_CARTESIAN_TOTAL(l), place);
    }
}

static void test_orthonormal_on_the_sphere(void **state)
{
    (void)state;
    for (int la = 0; la <= HC_GPW_LMAX; la++) {
        for (int lb = 0; lb <= HC_GPW_LMAX; lb++) {
            for (size_t m = 0; m < HC_SPHERICAL_COUNT(la); m++) {
                for (size_t k = 0; k < HC_SPHERICAL_COUNT(lb); k++) {
                    double expected = la == lb && m == k ? 1.0 : 0.0;
                    double found = product_integral(la, hc_solid_harmonics(la) + m * HC_CARTESIAN_COUNT(la), lb,
                                                    hc_solid_harmonics(lb) + k * HC_CARTESIAN_COUNT(lb));
                    assert_true(fabs(found - expected) < 2e-15);
                }
            }
        }
    }
}

static double value_at(int l, size_t m, double x, double y, double z)
{
    powers list[16];
    size_t count = list_powers(l, list);
    const double *c = hc_solid_harmonics(l) + m * count;
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += c[i] * pow(x, list[i].x) * pow(y, list[i].y) * pow(z, list[i].z);
    }
    return sum;
}

/* Against sqrt((2l+1)/4pi (l-m)!/(l+m)! (2 for m != 0)) P_l^|m|(cos theta) cos(m phi) or sin(|m| phi). */
static double from_angles(int l, int m, double theta, double phi)
{
    int n = m < 0 ? -m : m;
    double c = cos(theta), s = sin(theta), p = 1.0, before = 0.0, ratio = 1.0;
    for (int i = 1; i <= n; i++) {
        p *= (2 * i - 1) * s;
    }
    for (int i = n + 1; i <= l; i++) {
        double next = ((2 * i - 1) * c * p - (i + n - 1) * before) / (i - n);
        before = p;
        p = next;
    }
    for (int i = l - n + 1; i <= l + n; i++) {
        ratio /= i;
    }
    double angular = m > 0 ? cos(n * phi) : m < 0 ? sin(n * phi) : sqrt(0.5);
    return sqrt((2 * l + 1) / (2.0 * M_PI) * ratio) * p * angular;
}

static void test_signs_and_order(void **state)
{
    (void)state;
    for (int l = 0; l <= HC_GPW_LMAX; l++) {
        for (int m = -l; m <= l; m++) {
            for (int k = 0; k < 7; k++) {
                double theta = 0.3 + 0.4 * k, phi = 1.1 * k - 2.0;
                double x = sin(theta) * cos(phi), y = sin(theta) * sin(phi), z = cos(theta);
                assert_true(fabs(value_at(l, (size_t)(m + l), x, y, z) - from_angles(l, m, theta, phi)) < 1e-14);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_powers_have_their_places),
        cmocka_unit_test(test_orthonormal_on_the_sphere),
        cmocka_unit_test(test_signs_and_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
