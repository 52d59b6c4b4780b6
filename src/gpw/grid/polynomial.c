#include "gpw/grid/polynomial.h"

/* Place of the monomial with power i along `axis`, j along the next axis and k along the one after. */
static inline size_t place_along(int axis, int i, int j, int k)
{
    return axis == 0   ? hc_cartesian_place(i, j, k)
           : axis == 1 ? hc_cartesian_place(k, i, j)
                       : hc_cartesian_place(j, k, i);
}

void hc_polynomial_derivative(int l, int axis, const double *c, double *d)
{
    for (int i = 1; i <= l; i++) {
        for (int j = 0; i + j <= l; j++) {
            for (int k = 0; i + j + k <= l; k++) {
                d[place_along(axis, i - 1, j, k)] = i * c[place_along(axis, i, j, k)];
            }
        }
    }
}

/* Place of the monomial times the coordinate `axis`. */
static inline size_t raised(const int power[3], int axis)
{
    return hc_cartesian_place(power[0] + (axis == 0), power[1] + (axis == 1), power[2] + (axis == 2));
}

static inline size_t lowered(const int power[3], int axis)
{
    return hc_cartesian_place(power[0] - (axis == 0), power[1] - (axis == 1), power[2] - (axis == 2));
}

/* integral v d/dx(x^i y^j z^k exp) y for every x and y. */
static void add_strain(double exponent, hc_vec3 offset, double c, const int power[3], const double *m, hc_mat3 *strain)
{
    for (int x = 0; x < 3; x++) {
        int up[3] = {power[0] + (x == 0), power[1] + (x == 1), power[2] + (x == 2)};
        int down[3] = {power[0] - (x == 0), power[1] - (x == 1), power[2] - (x == 2)};
        for (int y = 0; y < 3; y++) {
            double value = -2.0 * exponent * (m[raised(up, y)] - hc_vec3_get(offset, x) * m[raised(power, y)]);
            if (power[x] > 0) {
                value += power[x] * m[raised(down, y)];
            }
            *hc_vec3_at(&strain->row[x], y) += c * value;
        }
    }
}

static void add_term(double exponent, hc_vec3 offset, double c, const int power[3], const double *m,
                     hc_gaussian_integrals *out)
{
    double here = c * m[hc_cartesian_place(power[0], power[1], power[2])];
    out->value += here;
    for (int x = 0; x < 3; x++) {
        double above = c * m[raised(power, x)], below = power[x] > 0 ? c * power[x] * m[lowered(power, x)] : 0.0;
        *hc_vec3_at(&out->first, x) += above;
        *hc_vec3_at(&out->gradient, x) += below - 2.0 * exponent * (above - hc_vec3_get(offset, x) * here);
    }
}

void hc_gaussian_integrate(int l, double exponent, hc_vec3 offset, const double *c, const double *m,
                           hc_gaussian_integrals *integrals, hc_mat3 *strain)
{
    *integrals = (hc_gaussian_integrals){0};
    if (strain) {
        *strain = (hc_mat3){0};
    }
    size_t place = 0;
    for (int total = 0; total <= l; total++) {
        for (int x = total; x >= 0; x--) {
            for (int y = total - x; y >= 0; y--, place++) {
                const int power[3] = {x, y, total - x - y};
                add_term(exponent, offset, c[place], power, m, integrals);
                if (strain) {
                    add_strain(exponent, offset, c[place], power, m, strain);
                }
            }
        }
    }
}
