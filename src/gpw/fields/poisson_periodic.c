/* v(G) = 4 pi rho(G) / G^2, v(0) = 0. */
#include <stdlib.h>

#include "gpw/fields/poisson_internal.h"
#include "halfcell/units.h"

/* Sums of a plane of coefficients, so that the result does not depend on the threads. */
typedef struct plane_sums {
    double energy;       /* of |rho(G)|^2 4 pi / G^2 */
    double tensor[3][3]; /* of |rho(G)|^2 8 pi G G / G^4 */
} plane_sums;

static void add_tensor(double factor, double g2, hc_vec3 g, plane_sums *sums)
{
    for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
            sums->tensor[a][b] += factor / g2 * hc_vec3_get(g, a) * hc_vec3_get(g, b);
        }
    }
}

/* The mean over the two vectors that a highest frequency stands for (hc_poisson_pair). */
static double mean_kernel(hc_vec3 g, hc_vec3 mirrored, double norm, plane_sums *sums)
{
    double g2 = hc_vec3_norm2(g), m2 = hc_vec3_norm2(mirrored);
    if (sums != NULL) {
        add_tensor(0.5 * norm * 8.0 * HC_PI / g2, g2, g, sums);
        add_tensor(0.5 * norm * 8.0 * HC_PI / m2, m2, mirrored, sums);
    }
    return 2.0 * HC_PI * (1.0 / g2 + 1.0 / m2);
}

static void solve_row(const hc_grid *grid, size_t h1, size_t h2, bool strain, const double complex *rho,
                      double complex *v, plane_sums *sums)
{
    size_t n0 = grid->n[0], first = h1 == 0 && h2 == 0 ? 1 : 0;
    bool highest = hc_poisson_is_highest(h1, grid->n[1]) || hc_poisson_is_highest(h2, grid->n[2]);
    double f1 = hc_poisson_frequency(h1, grid->n[1]), f2 = hc_poisson_frequency(h2, grid->n[2]);
    double scale = 1.0 / (double)grid->count;
    if (first == 1) {
        v[0] = 0.0;
    }
    for (size_t h0 = first; h0 < n0 / 2 + 1; h0++) {
        double kernel, weight = hc_poisson_weight(h0, n0);
        double norm = weight * (creal(rho[h0]) * creal(rho[h0]) + cimag(rho[h0]) * cimag(rho[h0]));
        if (highest || hc_poisson_is_highest(h0, n0)) {
            hc_vec3 g, mirrored;
            hc_poisson_pair(grid, grid->n, (size_t[3]){h0, h1, h2}, &g, &mirrored);
            kernel = mean_kernel(g, mirrored, norm, strain ? sums : NULL);
        } else {
            hc_vec3 g = hc_poisson_vector(grid, (double)h0, f1, f2);
            double g2 = hc_vec3_norm2(g);
            kernel = 4.0 * HC_PI / g2;
            if (strain) {
                add_tensor(2.0 * kernel * norm, g2, g, sums);
            }
        }
        sums->energy += kernel * norm;
        v[h0] = scale * kernel * rho[h0];
    }
}

static hc_status solve(hc_context *ctx, const hc_gpw_poisson *poisson, const hc_fft *fft, const double complex *rho_g,
                       double complex *v_g, double *energy, hc_mat3 *strain)
{
    const hc_grid *grid = &poisson->grid;
    size_t row = grid->n[0] / 2 + 1;
    plane_sums *sums = NULL;
    hc_status status = hc_allocate(ctx, grid->n[2], sizeof *sums, &sums);
    (void)fft;
    if (status != HC_OK) {
        return status;
    }
#pragma omp parallel for schedule(static)
    for (size_t h2 = 0; h2 < grid->n[2]; h2++) {
        for (size_t h1 = 0; h1 < grid->n[1]; h1++) {
            size_t at = (h2 * grid->n[1] + h1) * row;
            solve_row(grid, h1, h2, strain != NULL, rho_g + at, v_g + at, &sums[h2]);
        }
    }
    double scale = 0.5 * grid->volume_element / (double)grid->count, sum = 0.0;
    hc_mat3 tensor = {{{0}}};
    for (size_t h2 = 0; h2 < grid->n[2]; h2++) {
        sum += sums[h2].energy;
        for (int a = 0; a < 9; a++) {
            *hc_vec3_at(&tensor.row[a / 3], a % 3) += sums[h2].tensor[a / 3][a % 3];
        }
    }
    *energy = scale * sum;
    /* At fixed V rho the sum over G has the factor 1/V, and G^2 changes by -2 G strain G. */
    for (int a = 0; a < 3 && strain != NULL; a++) {
        strain->row[a] = hc_vec3_axpy(strain->row[a], scale, tensor.row[a]);
        *hc_vec3_at(&strain->row[a], a) -= *energy;
    }
    free(sums);
    return HC_OK;
}

const hc_poisson_solver hc_poisson_periodic = {
    .name = "periodic",
    .periodic = {true, true, true},
    .has_strain = true,
    .solve = solve,
};
