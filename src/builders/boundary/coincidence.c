#include "builders/boundary/coincidence.h"

#include <math.h>
#include <stdlib.h>

#include "halfcell/units.h"
#include "math/integers.h"

bool hc_csl_reduce(int v[3])
{
    int divisor = hc_common_divisor(hc_common_divisor(v[0], v[1]), v[2]);
    for (int d = 0; d < 3 && divisor > 0; d++) {
        v[d] /= divisor;
    }
    return divisor > 0;
}

static long long dot(const int a[3], const int b[3])
{
    return (long long)a[0] * b[0] + (long long)a[1] * b[1] + (long long)a[2] * b[2];
}

/* ---- rotations -----------------------------------------------------------------------------------------------------
 */

hc_csl_rotation hc_csl_rotation_make(const int axis[3], int m, int n)
{
    hc_csl_rotation rotation = {.axis = {axis[0], axis[1], axis[2]}, .m = m, .n = n};
    int square = n * n * (int)dot(axis, axis);
    rotation.norm = m * m + square;
    rotation.angle = 2.0 * atan2(sqrt(square), m);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            rotation.matrix[i][j] = 2 * n * n * axis[i] * axis[j] + (i == j ? m * m - square : 0);
        }
    }
    for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3, k = (i + 2) % 3;
        rotation.matrix[k][j] += 2 * m * n * axis[i];
        rotation.matrix[j][k] -= 2 * m * n * axis[i];
    }
    /* The norm of whole quaternions without common divisor is odd, or twice or four times odd. */
    for (rotation.sigma = rotation.norm; rotation.sigma % 2 == 0;) {
        rotation.sigma /= 2;
    }
    return rotation;
}

static int by_angle(const void *a, const void *b)
{
    double x = ((const hc_csl_rotation *)a)->angle, y = ((const hc_csl_rotation *)b)->angle;
    return (x > y) - (x < y);
}

size_t hc_csl_rotations(const int axis[3], int sigma, hc_csl_rotation *list)
{
    int length2 = (int)dot(axis, axis);
    size_t count = 0;
    for (int norm = sigma; norm <= 4 * sigma; norm *= 2) {
        for (int n = 1; n * n * length2 <= norm; n++) {
            int rest = norm - n * n * length2, m = (int)lround(sqrt(rest));
            if (m * m == rest && hc_common_divisor(m, n) == 1 && sigma % 2 == 1 && count < HC_CSL_ROTATION_MAX) {
                list[count++] = hc_csl_rotation_make(axis, m, n);
            }
        }
    }
    qsort(list, count, sizeof *list, by_angle);
    return count;
}

static int downwards(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* Multiplied with the quaternions of the cube's rotations, of which (1,0,0,0), (1,1,0,0)/sqrt 2 and (1,1,1,1)/2 are the
 * kinds, the scalar part becomes at most the largest of these three. */
double hc_csl_disorientation(const hc_csl_rotation *rotation)
{
    double q[4] = {rotation->m};
    for (int d = 0; d < 3; d++) {
        q[d + 1] = abs(rotation->n * rotation->axis[d]);
    }
    qsort(q, 4, sizeof q[0], downwards);
    double scalar = fmax(q[0], fmax((q[0] + q[1]) / sqrt(2.0), 0.5 * (q[0] + q[1] + q[2] + q[3])));
    return 2.0 * acos(fmin(1.0, scalar / sqrt(rotation->norm)));
}

/* ---- lattices ------------------------------------------------------------------------------------------------------
 */

bool hc_cubic_has(hc_cubic_lattice lattice, hc_half_vector v)
{
    int odd[3] = {v.h[0] & 1, v.h[1] & 1, v.h[2] & 1}, sum = odd[0] + odd[1] + odd[2];
    switch (lattice) {
    case HC_CUBIC_F:
        return sum % 2 == 0;
    case HC_CUBIC_I:
        return sum == 0 || sum == 3;
    default:
        return sum == 0;
    }
}

hc_half_vector hc_cubic_along(hc_cubic_lattice lattice, const int direction[3])
{
    hc_half_vector v = {{direction[0], direction[1], direction[2]}};
    hc_csl_reduce(v.h);
    if (!hc_cubic_has(lattice, v)) {
        for (int d = 0; d < 3; d++) {
            v.h[d] *= 2;
        }
    }
    return v;
}

static hc_half_vector combined(int i, hc_half_vector a, int j, hc_half_vector b)
{
    return (hc_half_vector){{i * a.h[0] + j * b.h[0], i * a.h[1] + j * b.h[1], i * a.h[2] + j * b.h[2]}};
}

/* Whether the rotated lattice has v: whether the lattice has what the inverse rotation makes of it. */
static bool is_common(hc_cubic_lattice lattice, const hc_csl_rotation *rotation, hc_half_vector v)
{
    hc_half_vector back;
    for (int j = 0; j < 3; j++) {
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += rotation->matrix[i][j] * v.h[i];
        }
        if (sum % rotation->norm != 0) {
            return false;
        }
        back.h[j] = sum / rotation->norm;
    }
    return hc_cubic_has(lattice, back);
}

/* The shortest pair of a basis of a plane lattice (Lagrange, Gauss). */
static void shorten(hc_half_vector basis[2])
{
    for (bool changed = true; changed;) {
        hc_half_vector *a = &basis[0], *b = &basis[1];
        if (dot(b->h, b->h) < dot(a->h, a->h)) {
            hc_half_vector swapped = *a;
            *a = *b;
            *b = swapped;
        }
        long long along = dot(a->h, b->h), length2 = dot(a->h, a->h);
        int steps = 2 * llabs(along) > length2 ? (int)lround((double)along / (double)length2) : 0;
        *b = combined(1, *b, -steps, *a);
        changed = steps != 0;
    }
}

static bool independent(hc_half_vector a, hc_half_vector b)
{
    long long ab = dot(a.h, b.h);
    return dot(a.h, a.h) * dot(b.h, b.h) > ab * ab;
}

/* Two shortest lattice vectors of a plane; (k,-h,0), (l,0,-h), (0,l,-k) lie in it, so its indices bound the search. */
static void plane_basis(hc_cubic_lattice lattice, const int plane[3], hc_half_vector basis[2])
{
    int range = 0;
    long long least[2] = {0, 0};
    for (int d = 0; d < 3; d++) {
        range = abs(plane[d]) > range ? abs(plane[d]) : range;
    }
    range *= 2;
    for (int pass = 0; pass < 2; pass++) {
        for (int x = -range; x <= range; x++) {
            for (int y = -range; y <= range; y++) {
                for (int z = -range; z <= range; z++) {
                    hc_half_vector v = {{x, y, z}};
                    long long length2 = dot(v.h, v.h);
                    if (length2 > 0 && dot(v.h, plane) == 0 && (least[pass] == 0 || length2 < least[pass]) &&
                        hc_cubic_has(lattice, v) && (pass == 0 || independent(v, basis[0]))) {
                        least[pass] = length2;
                        basis[pass] = v;
                    }
                }
            }
        }
    }
}

void hc_csl_plane_basis(hc_cubic_lattice lattice, const hc_csl_rotation *rotation, const int plane[3],
                        hc_half_vector basis[2])
{
    hc_half_vector p[2];
    plane_basis(lattice, plane, p);
    /* sigma times any lattice vector is common. */
    int first = 1, second = 1, across = 0;
    while (!is_common(lattice, rotation, combined(first, p[0], 0, p[1]))) {
        first++;
    }
    while (!is_common(lattice, rotation, combined(across, p[0], second, p[1]))) {
        second += ++across == first;
        across %= first;
    }
    basis[0] = combined(first, p[0], 0, p[1]);
    basis[1] = combined(across, p[0], second, p[1]);
    shorten(basis);
    const int *a = basis[0].h, *b = basis[1].h;
    int cross[3] = {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    if (dot(cross, plane) < 0) {
        basis[1] = combined(0, basis[0], -1, basis[1]);
    }
}

void hc_csl_other_plane(const hc_csl_rotation *rotation, const int plane[3], int other[3])
{
    for (int j = 0; j < 3; j++) {
        other[j] = 0;
        for (int i = 0; i < 3; i++) {
            other[j] += rotation->matrix[i][j] * plane[i];
        }
    }
    hc_csl_reduce(other);
}
