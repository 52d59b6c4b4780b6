/* The solvers behind poisson.h, one a boundary condition, and the frequencies of a grid that they share. */
#ifndef HC_GPW_FIELDS_POISSON_INTERNAL_H
#define HC_GPW_FIELDS_POISSON_INTERNAL_H

#include "gpw/fields/poisson.h"

typedef struct hc_poisson_solver {
    const char *name;
    bool periodic[3];
    bool has_strain;
    hc_status (*create)(hc_context *ctx, hc_gpw_poisson *poisson);
    hc_status (*solve)(hc_context *ctx, const hc_gpw_poisson *poisson, const hc_fft *fft, const double complex *rho_g,
                       double complex *v_g, double *energy, hc_mat3 *strain);
    void (*free)(hc_gpw_poisson *poisson);
} hc_poisson_solver;

struct hc_gpw_poisson {
    const hc_poisson_solver *solver;
    hc_grid grid;
    void *data; /* the solver's own */
};

extern const hc_poisson_solver hc_poisson_periodic, hc_poisson_slab, hc_poisson_isolated;

/* Signed frequency of place h among n; the highest of an even n (which stands for both signs) comes negative. */
static inline double hc_poisson_frequency(size_t h, size_t n)
{
    return 2 * h < n ? (double)h : (double)h - (double)n;
}

static inline bool hc_poisson_is_highest(size_t h, size_t n)
{
    return 2 * h == n;
}

/* h0 b_0 + h1 b_1 + h2 b_2 */
static inline hc_vec3 hc_poisson_vector(const hc_grid *grid, double h0, double h1, double h2)
{
    return hc_vec3_times_mat3(hc_vec3_make(h0, h1, h2), &grid->reciprocal);
}

/* A place that is the highest frequency of an even number of points stands for both signs. When G^2 differs between
 * them (cells with oblique angles), a kernel's mean over the two is what keeps the potential real: g and its mirror
 * image, which is g itself where no frequency is the highest. */
static inline void hc_poisson_pair(const hc_grid *grid, const size_t n[3], const size_t h[3], hc_vec3 *g,
                                   hc_vec3 *mirrored)
{
    double f[3], m[3];
    for (int k = 0; k < 3; k++) {
        f[k] = hc_poisson_frequency(h[k], n[k]);
        m[k] = hc_poisson_is_highest(h[k], n[k]) ? -f[k] : f[k];
    }
    *g = hc_poisson_vector(grid, f[0], f[1], f[2]);
    *mirrored = hc_poisson_vector(grid, m[0], m[1], m[2]);
}

/* How often a coefficient of the half of the frequencies that is kept occurs among all. */
static inline double hc_poisson_weight(size_t h0, size_t n0)
{
    return h0 == 0 || hc_poisson_is_highest(h0, n0) ? 1.0 : 2.0;
}

#endif
