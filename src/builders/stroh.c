#include "builders/stroh.h"

#include <stdlib.h>
#include <string.h>

/* Two roots of a degenerate medium fall together, and their vectors with them: a . l, which must be divided by, is 0.
 */
#define DEGENERATE 1e-5
#define PERTURBATION 1e-6

static const int voigt[3][3] = {{0, 5, 4}, {5, 1, 3}, {4, 3, 2}};

/* One element of the tensor of fourth rank in turned axes. */
static double turned_element(const double constants[6][6], const hc_mat3 *axes, const int index[4])
{
    double sum = 0.0;
    for (int n = 0; n < 81; n++) {
        const int old[4] = {n / 27, n / 9 % 3, n / 3 % 3, n % 3};
        double product = constants[voigt[old[0]][old[1]]][voigt[old[2]][old[3]]];
        for (int d = 0; d < 4; d++) {
            product *= hc_vec3_get(axes->row[index[d]], old[d]);
        }
        sum += product;
    }
    return sum;
}

void hc_elastic_rotate(const double constants[6][6], const hc_mat3 *axes, double turned[6][6])
{
    static const int pair[6][2] = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};
    for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
            const int index[4] = {pair[i][0], pair[i][1], pair[j][0], pair[j][1]};
            turned[i][j] = turned_element(constants, axes, index);
        }
    }
}

/* C_i j k l with j and l held: Q (0, 0), R (0, 1), T (1, 1). */
static hc_mat3 contract(const double c[6][6], int j, int l)
{
    hc_mat3 m;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            *hc_vec3_at(&m.row[i], k) = c[voigt[i][j]][voigt[k][l]];
        }
    }
    return m;
}

static hc_mat3 product(const hc_mat3 *a, const hc_mat3 *b)
{
    return (hc_mat3){
        {hc_vec3_times_mat3(a->row[0], b), hc_vec3_times_mat3(a->row[1], b), hc_vec3_times_mat3(a->row[2], b)}};
}

static void put(double n[36], int row, int column, double scale, const hc_mat3 *block)
{
    for (int k = 0; k < 9; k++) {
        n[(row + k / 3) * 6 + column + k % 3] += scale * hc_vec3_get(block->row[k / 3], k % 3);
    }
}

/* N (a, l) = p (a, l) with N = ((-T^-1 R^T, T^-1), (R T^-1 R^T - Q, -R T^-1)); l: the stress function. */
static void fill_matrix(const double c[6][6], double n[36])
{
    hc_mat3 q = contract(c, 0, 0), r = contract(c, 0, 1), t = contract(c, 1, 1);
    hc_mat3 inverse = hc_mat3_inverse(&t), transposed = hc_mat3_transpose(&r);
    hc_mat3 left = product(&inverse, &transposed), right = product(&r, &inverse), corner = product(&r, &left);
    memset(n, 0, 36 * sizeof *n);
    put(n, 0, 0, -1.0, &left);
    put(n, 0, 3, 1.0, &inverse);
    put(n, 3, 0, 1.0, &corner);
    put(n, 3, 0, -1.0, &q);
    put(n, 3, 3, -1.0, &right);
}

/* Roots of positive imaginary part with vectors normalised to 2 a . l = 1, contracted with b. The smallest |a . l| is
 * returned in *smallest. */
static hc_status solve_once(hc_context *ctx, const double c[6][6], hc_vec3 b, hc_stroh *stroh, double *smallest)
{
    double n[36];
    double complex w[6], v[36];
    int count = 0;
    fill_matrix(c, n);
    hc_status status = hc_eigen_general(ctx, 6, n, w, v);
    if (status != HC_OK) {
        return status;
    }
    *smallest = INFINITY;
    for (int k = 0; k < 6; k++) {
        if (!(cimag(w[k]) > 0.0) || count == 3) {
            continue;
        }
        const double complex *a = v + 6 * k, *l = a + 3;
        double complex al = a[0] * l[0] + a[1] * l[1] + a[2] * l[2], lb = l[0] * b.x + l[1] * b.y + l[2] * b.z;
        *smallest = fmin(*smallest, cabs(al));
        stroh->p[count] = w[k];
        for (int i = 0; i < 3; i++) {
            stroh->coefficient[count][i] = a[i] * lb / (2.0 * al);
        }
        count++;
    }
    if (count < 3) {
        return hc_fail(ctx, HC_ERROR_NUMERIC, "the elastic constants give %d of the three pairs of complex roots",
                       count);
    }
    return HC_OK;
}

hc_status hc_stroh_solve(hc_context *ctx, const double constants[6][6], hc_vec3 burgers, hc_stroh *stroh)
{
    hc_status status = HC_OK;
    double c[6][6], factor[36], smallest = 0.0, unit = constants[0][0];
    memcpy(factor, constants, sizeof factor);
    *stroh = (hc_stroh){0};
    if (!hc_is_positive_definite(6, factor)) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "these elastic constants are no stable medium: their matrix has an eigenvalue that is not positive");
    }
    /* In units of C11, so that a and l are of one size. */
    for (int k = 0; k < 36; k++) {
        c[k / 6][k % 6] = constants[k / 6][k % 6] / unit;
    }
    HC_TRY(solve_once(ctx, c, burgers, stroh, &smallest));
    if (smallest < DEGENERATE) {
        stroh->perturbed = true;
        for (int k = 0; k < 6; k++) {
            c[k][k] += PERTURBATION * (k + 1);
        }
        HC_TRY(solve_once(ctx, c, burgers, stroh, &smallest));
    }
cleanup:
    return status;
}
