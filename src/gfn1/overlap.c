/* S. Obara, A. Saika, J. Chem. Phys. 84, 3963 (1986), for one direction:
 * (i+1|j) = PA (i|j) + (i (i-1|j) + j (i|j-1)) / 2p, and likewise for j. */
#include "gfn1/overlap.h"

#include <math.h>
#include <string.h>

#include "halfcell/units.h"

/* Cartesian monomials of a shell, and real solid harmonics in terms of them. */
static const int monomial_count[] = {1, 3, 6};
static const int monomial[3][6][3] = {
    {{0, 0, 0}},
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}, {1, 1, 0}, {1, 0, 1}, {0, 1, 1}},
};
#define ROOT3 1.7320508075688772
static const double harmonic[3][5][6] = {
    {{1.0}},
    {{0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}, {1.0, 0.0, 0.0}},
    {{0.0, 0.0, 0.0, ROOT3, 0.0, 0.0},
     {0.0, 0.0, 0.0, 0.0, 0.0, ROOT3},
     {-0.5, -0.5, 1.0, 0.0, 0.0, 0.0},
     {0.0, 0.0, 0.0, 0.0, ROOT3, 0.0},
     {0.5 * ROOT3, -0.5 * ROOT3, 0.0, 0.0, 0.0, 0.0}},
};

typedef struct line_integrals {
    double s[4][3]; /* (i|j), i up to la + 1 for the derivative */
} line_integrals;

/* Distances of the product centre from the two centres, half the inverse of the exponent sum. */
static line_integrals integrate_line(int la, int lb, double pa, double pb, double half_inverse)
{
    line_integrals out = {.s = {{1.0}}};
    for (int j = 0; j <= lb; j++) {
        if (j > 0) {
            out.s[0][j] = pb * out.s[0][j - 1] + (j > 1 ? half_inverse * (j - 1) * out.s[0][j - 2] : 0.0);
        }
        for (int i = 1; i <= la + 1; i++) {
            double lower = (i > 1 ? (i - 1) * out.s[i - 2][j] : 0.0) + (j > 0 ? j * out.s[i - 1][j - 1] : 0.0);
            out.s[i][j] = pa * out.s[i - 1][j] + half_inverse * lower;
        }
    }
    return out;
}

/* d (i|j) / d B = -d (i|j) / d A = i (i-1|j) - 2a (i+1|j). */
static double line_derivative(const line_integrals *line, int i, int j, double a)
{
    return (i > 0 ? i * line->s[i - 1][j] : 0.0) - 2.0 * a * line->s[i + 1][j];
}

/* Adds one pair of primitives to the Cartesian blocks [4][6][6]: value, d/dx, d/dy, d/dz. */
static void add_primitives(int la, int lb, double a, double b, hc_vec3 r, double scale, bool derivative,
                           double cartesian[4][6][6])
{
    double p = a + b;
    line_integrals line[3];
    for (int k = 0; k < 3; k++) {
        double x = hc_vec3_get(r, k);
        line[k] = integrate_line(la, lb, b / p * x, -a / p * x, 0.5 / p);
    }
    for (int i = 0; i < monomial_count[la]; i++) {
        for (int j = 0; j < monomial_count[lb]; j++) {
            const int *mi = monomial[la][i], *mj = monomial[lb][j];
            double s[3];
            for (int k = 0; k < 3; k++) {
                s[k] = line[k].s[mi[k]][mj[k]];
            }
            cartesian[0][i][j] += scale * s[0] * s[1] * s[2];
            for (int k = 0; derivative && k < 3; k++) {
                cartesian[1 + k][i][j] +=
                    scale * line_derivative(&line[k], mi[k], mj[k], a) * s[(k + 1) % 3] * s[(k + 2) % 3];
            }
        }
    }
}

static void to_harmonics(int la, int lb, double cartesian[6][6], double *block)
{
    int na = 2 * la + 1, nb = 2 * lb + 1;
    for (int m = 0; m < na; m++) {
        for (int n = 0; n < nb; n++) {
            double sum = 0.0;
            for (int i = 0; i < monomial_count[la]; i++) {
                for (int j = 0; j < monomial_count[lb]; j++) {
                    sum += harmonic[la][m][i] * harmonic[lb][n][j] * cartesian[i][j];
                }
            }
            block[m * nb + n] = sum;
        }
    }
}

void hc_gfn1_overlap_block(const hc_gfn1_function *a, const hc_gfn1_function *b, hc_vec3 r, double *overlap,
                           double *derivative)
{
    double cartesian[4][6][6];
    memset(cartesian, 0, sizeof cartesian);
    double r2 = hc_vec3_norm2(r);
    for (size_t i = 0; i < a->nprimitive; i++) {
        for (size_t j = 0; j < b->nprimitive; j++) {
            double p = a->exponent[i] + b->exponent[j];
            double decay = a->exponent[i] * b->exponent[j] / p * r2;
            if (decay > 80.0) {
                continue; /* below 1e-34 */
            }
            double root = sqrt(HC_PI / p);
            double scale = a->coefficient[i] * b->coefficient[j] * root * root * root * exp(-decay);
            add_primitives(a->l, b->l, a->exponent[i], b->exponent[j], r, scale, derivative != NULL, cartesian);
        }
    }
    to_harmonics(a->l, b->l, cartesian[0], overlap);
    int size = (2 * a->l + 1) * (2 * b->l + 1);
    for (int k = 0; derivative && k < 3; k++) {
        to_harmonics(a->l, b->l, cartesian[1 + k], derivative + k * size);
    }
}
