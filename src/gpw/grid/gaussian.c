#include "gpw/grid/gaussian.h"

#include "gpw/harmonics.h"

/* Powers x^0 ... x^l of the components of r. */
static void powers(hc_vec3 r, int l, double p[3][2 * HC_GPW_LMAX + 3])
{
    for (int c = 0; c < 3; c++) {
        p[c][0] = 1.0;
        for (int i = 1; i <= l; i++) {
            p[c][i] = p[c][i - 1] * hc_vec3_get(r, c);
        }
    }
}

/* What is done at a point: exp(-exponent r^2), the powers of r, and the value there. */
typedef void visit(void *user, double gaussian, double p[3][2 * HC_GPW_LMAX + 3], size_t point);

static void each_point(const hc_grid *grid, const hc_grid_gaussian *g, visit *function, void *user)
{
    long low[3], high[3];
    hc_grid_box(grid, g->center, g->radius, low, high);
    for (long k = low[2]; k <= high[2]; k++) {
        for (long j = low[1]; j <= high[1]; j++) {
            for (long i = low[0]; i <= high[0]; i++) {
                hc_vec3 index = {(double)i, (double)j, (double)k};
                hc_vec3 r = hc_vec3_sub(hc_vec3_times_mat3(index, &grid->step), g->center);
                double r2 = hc_vec3_norm2(r), p[3][2 * HC_GPW_LMAX + 3];
                if (r2 <= g->radius * g->radius) {
                    powers(hc_vec3_add(r, g->offset), g->l, p);
                    function(user, exp(-g->exponent * r2), p,
                             hc_grid_index(grid, hc_grid_wrap(i, grid->n[0]), hc_grid_wrap(j, grid->n[1]),
                                           hc_grid_wrap(k, grid->n[2])));
                }
            }
        }
    }
}

typedef struct work {
    int l;
    const double *in;
    double *out;
} work;

static void add_value(void *user, double gaussian, double p[3][2 * HC_GPW_LMAX + 3], size_t point)
{
    const work *w = user;
    double sum = 0;
    size_t place = 0;
    for (int l = 0; l <= w->l; l++) {
        for (int x = l; x >= 0; x--) {
            for (int y = l - x; y >= 0; y--) {
                sum += w->in[place++] * p[0][x] * p[1][y] * p[2][l - x - y];
            }
        }
    }
    w->out[point] += gaussian * sum;
}

static void add_moments(void *user, double gaussian, double p[3][2 * HC_GPW_LMAX + 3], size_t point)
{
    const work *w = user;
    double value = gaussian * w->in[point];
    size_t place = 0;
    for (int l = 0; l <= w->l; l++) {
        for (int x = l; x >= 0; x--) {
            for (int y = l - x; y >= 0; y--) {
                w->out[place++] += value * p[0][x] * p[1][y] * p[2][l - x - y];
            }
        }
    }
}

void hc_grid_collocate_reference(const hc_grid *grid, const hc_grid_gaussian *gaussian, const double *coefficient,
                                 double *values)
{
    work w = {gaussian->l, coefficient, values};
    each_point(grid, gaussian, add_value, &w);
}

void hc_grid_integrate_reference(const hc_grid *grid, const hc_grid_gaussian *gaussian, const double *values,
                                 double *moments)
{
    work w = {gaussian->l, values, moments};
    for (size_t i = 0; i < HC_CARTESIAN_TOTAL(gaussian->l); i++) {
        moments[i] = 0;
    }
    each_point(grid, gaussian, add_moments, &w);
}
