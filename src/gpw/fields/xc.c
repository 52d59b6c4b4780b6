#include "gpw/fields/xc.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "gpw/fields/functional.h"
#include "gpw/fields/gradient.h"

/* E = integral f(rho, sigma), sigma_st = grad rho_s . grad rho_t; v_s = df/drho_s - div w_s with
 * w_s = 2 df/dsigma_ss grad rho_s + df/dsigma_st grad rho_t. Three passes over the grid, so that only one component of
 * each gradient is kept for all points: d/dz on lines; plane by plane the other two, f, w and the divergence in the
 * plane; the divergence along z. Components are along the phases of the fractional coordinates (gradient.h). */

/* Sums over the points of a plane. */
typedef struct plane_sums {
    double energy;
    double virial;       /* of rho df/drho */
    double tensor[3][3]; /* of sum_s (gradient of s) u_s, w_s = (metric) u_s */
} plane_sums;

typedef struct xc_job {
    const hc_gpw_functional *functional;
    const hc_grid *grid;
    const hc_gpw_gradient *gradient; /* NULL: LDA */
    size_t nspin;
    bool strain;         /* wanted */
    double metric[3][3]; /* b_i . b_j, 1/bohr^2 */
    const double *const *rho;
    double *const *v;
    double *across[2]; /* component 2 of the gradients, then of w; [count] */
} xc_job;

/* Of one thread: a block of points, and the components of the plane. Points without enough electrons are there as
 * points of the lowest density that counts, and their share is zero. */
typedef struct xc_workspace {
    _Alignas(64) double values[11][HC_GPW_XC_BLOCK];
    double g[2][3][HC_GPW_XC_BLOCK]; /* spin, component: of the gradient */
    double share[HC_GPW_XC_BLOCK];   /* 1 or 0 */
    hc_gpw_xc_points points;
    double *line;
    double *plane[2][2]; /* spin, component 0 or 1: of the gradient, then of w; [n1 n0] */
} xc_workspace;

static void set_points(xc_workspace *work)
{
    hc_gpw_xc_points *points = &work->points;
    points->energy = work->values[0];
    for (int s = 0; s < 2; s++) {
        points->rho[s] = work->values[1 + s];
        points->v[s] = work->values[3 + s];
    }
    for (int s = 0; s < 3; s++) {
        points->sigma[s] = work->values[5 + s];
        points->vsigma[s] = work->values[8 + s];
    }
}

/* Where a component of spin s lies for the plane that begins at point `first`. */
static double *component(const xc_job *job, const xc_workspace *work, size_t s, int k, size_t first)
{
    return k == 2 ? job->across[s] + first : work->plane[s][k];
}

/* Densities of `count` points from p on of a plane; false when all of them are empty. */
static bool read_densities(const xc_job *job, xc_workspace *work, size_t p, size_t count)
{
    const hc_gpw_xc_points *points = &work->points;
    double nspin = (double)job->nspin, highest = 0.0;
    for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
        work->share[i] = 0.0;
    }
    for (size_t i = 0; i < count; i++) {
        work->share[i] = job->rho[0][p + i] + (job->nspin == 2 ? job->rho[1][p + i] : 0.0);
        highest = work->share[i] > highest ? work->share[i] : highest;
    }
    if (!(highest > HC_GPW_XC_DENSITY_MIN)) {
        return false;
    }
    for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
        work->share[i] = work->share[i] > HC_GPW_XC_DENSITY_MIN ? 1.0 : 0.0;
    }
    for (size_t s = 0; s < job->nspin; s++) {
        const double *rho = job->rho[s] + p;
        for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
            double value = i < count && work->share[i] > 0.0 ? rho[i] : HC_GPW_XC_DENSITY_MIN / nspin;
            points->rho[s][i] = value > 0.0 ? value : 0.0;
        }
    }
    return true;
}

/* sigma = a . b in the metric of the reciprocal vectors. */
static void contract(const xc_job *job, double (*a)[HC_GPW_XC_BLOCK], double (*b)[HC_GPW_XC_BLOCK], double *sigma)
{
    const double(*m)[3] = job->metric;
    for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
        sigma[i] = a[0][i] * (m[0][0] * b[0][i] + m[0][1] * b[1][i] + m[0][2] * b[2][i]) +
                   a[1][i] * (m[1][0] * b[0][i] + m[1][1] * b[1][i] + m[1][2] * b[2][i]) +
                   a[2][i] * (m[2][0] * b[0][i] + m[2][1] * b[1][i] + m[2][2] * b[2][i]);
    }
}

static void read_gradients(const xc_job *job, xc_workspace *work, size_t first, size_t p, size_t count)
{
    for (size_t s = 0; s < job->nspin; s++) {
        for (int k = 0; k < 3; k++) {
            const double *from = component(job, work, s, k, first) + p;
            double *to = work->g[s][k];
            for (size_t i = 0; i < count; i++) {
                to[i] = work->share[i] * from[i];
            }
            for (size_t i = count; i < HC_GPW_XC_BLOCK; i++) {
                to[i] = 0.0;
            }
        }
    }
    contract(job, work->g[0], work->g[0], work->points.sigma[0]);
    if (job->nspin == 2) {
        contract(job, work->g[0], work->g[1], work->points.sigma[1]);
        contract(job, work->g[1], work->g[1], work->points.sigma[2]);
    }
}

/* u_s = 2 df/dsigma_ss grad_s + df/dsigma_st grad_t for the gradients g; empty points have none. */
static void find_flux(const xc_job *job, xc_workspace *work, double (*u)[3][HC_GPW_XC_BLOCK])
{
    double *const *vsigma = work->points.vsigma;
    for (size_t s = 0; s < job->nspin; s++) {
        for (int k = 0; k < 3; k++) {
            const double *own = work->g[s][k], *other = work->g[1 - s][k], *v = vsigma[2 * s], *mixed = vsigma[1];
            for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
                u[s][k][i] = 2.0 * v[i] * own[i];
            }
            for (size_t i = 0; i < HC_GPW_XC_BLOCK && job->nspin == 2; i++) {
                u[s][k][i] += mixed[i] * other[i];
            }
        }
    }
}

/* The gradients give way to w, the metric times u. */
static void write_flux(const xc_job *job, const xc_workspace *work, size_t first, size_t p, size_t count,
                       double (*u)[3][HC_GPW_XC_BLOCK])
{
    for (size_t s = 0; s < job->nspin; s++) {
        for (int k = 0; k < 3; k++) {
            const double *m = job->metric[k];
            double *to = component(job, work, s, k, first) + p;
            for (size_t i = 0; i < count; i++) {
                to[i] = m[0] * u[s][0][i] + m[1] * u[s][1][i] + m[2] * u[s][2][i];
            }
        }
    }
}

static void add_sums(const xc_job *job, const xc_workspace *work, double (*u)[3][HC_GPW_XC_BLOCK], plane_sums *sums)
{
    const hc_gpw_xc_points *points = &work->points;
    double energy = 0.0;
#pragma omp simd reduction(+ : energy)
    for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
        energy += work->share[i] * points->energy[i];
    }
    sums->energy += energy;
    for (size_t s = 0; s < job->nspin && job->strain; s++) {
        for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
            sums->virial += work->share[i] * points->rho[s][i] * points->v[s][i];
        }
        for (int kl = 0; kl < 9 && job->gradient != NULL; kl++) {
            const double *a = work->g[s][kl / 3], *b = u[s][kl % 3];
            for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
                sums->tensor[kl / 3][kl % 3] += a[i] * b[i];
            }
        }
    }
}

static void clear_block(const xc_job *job, const xc_workspace *work, size_t first, size_t p, size_t count)
{
    for (size_t s = 0; s < job->nspin; s++) {
        memset(job->v[s] + first + p, 0, count * sizeof(double));
        for (int k = 0; k < 3 && job->gradient != NULL; k++) {
            memset(component(job, work, s, k, first) + p, 0, count * sizeof(double));
        }
    }
}

/* `count` points from p on of the plane that begins at point `first`. */
static void evaluate_block(const xc_job *job, xc_workspace *work, size_t first, size_t p, size_t count,
                           plane_sums *sums)
{
    double u[2][3][HC_GPW_XC_BLOCK];
    if (!read_densities(job, work, first + p, count)) {
        clear_block(job, work, first, p, count);
        return;
    }
    if (job->gradient != NULL) {
        read_gradients(job, work, first, p, count);
    }
    hc_gpw_functional_evaluate(job->functional, &work->points);
    for (size_t s = 0; s < job->nspin; s++) {
        for (size_t i = 0; i < count; i++) {
            job->v[s][first + p + i] = work->share[i] * work->points.v[s][i];
        }
    }
    if (job->gradient != NULL) {
        find_flux(job, work, u);
        write_flux(job, work, first, p, count, u);
    }
    add_sums(job, work, u, sums);
}

static void evaluate_points(const xc_job *job, xc_workspace *work, size_t first, plane_sums *sums)
{
    size_t plane = job->grid->n[0] * job->grid->n[1];
    for (size_t p = 0; p < plane; p += HC_GPW_XC_BLOCK) {
        evaluate_block(job, work, first, p, plane - p < HC_GPW_XC_BLOCK ? plane - p : HC_GPW_XC_BLOCK, sums);
    }
}

static bool is_empty(const xc_job *job, size_t first, size_t count)
{
    double highest = 0.0;
#pragma omp simd reduction(max : highest)
    for (size_t p = first; p < first + count; p++) {
        double total = job->rho[0][p] + (job->nspin == 2 ? job->rho[1][p] : 0.0);
        highest = total > highest ? total : highest;
    }
    return !(highest > HC_GPW_XC_DENSITY_MIN);
}

static void evaluate_plane(const xc_job *job, xc_workspace *work, size_t k, plane_sums *sums)
{
    size_t first = hc_grid_index(job->grid, 0, 0, k), count = job->grid->n[0] * job->grid->n[1];
    if (is_empty(job, first, count)) {
        for (size_t s = 0; s < job->nspin; s++) {
            memset(job->v[s] + first, 0, count * sizeof(double));
            if (job->gradient != NULL) {
                memset(job->across[s] + first, 0, count * sizeof(double));
            }
        }
        return;
    }
    for (size_t s = 0; s < job->nspin && job->gradient != NULL; s++) {
        for (int d = 0; d < 2; d++) {
            hc_gpw_gradient_plane(job->gradient, d, false, job->rho[s] + first, work->plane[s][d], work->line);
        }
    }
    evaluate_points(job, work, first, sums);
    for (size_t s = 0; s < job->nspin && job->gradient != NULL; s++) {
        for (int d = 0; d < 2; d++) {
            hc_gpw_gradient_plane(job->gradient, d, true, work->plane[s][d], job->v[s] + first, work->line);
        }
    }
}

static void free_workspaces(size_t nthread, xc_workspace *work)
{
    for (size_t t = 0; t < nthread && work != NULL; t++) {
        for (size_t s = 0; s < 2; s++) {
            free(work[t].plane[s][0]);
            free(work[t].plane[s][1]);
        }
    }
    hc_fft_release(work);
}

/* lines: of all threads, one after the other. */
static hc_status make_workspaces(hc_context *ctx, const xc_job *job, size_t nthread, double *lines, xc_workspace **work)
{
    hc_status status = HC_OK;
    double *memory = NULL;
    HC_TRY(hc_fft_allocate_real(ctx, nthread * (sizeof **work / sizeof(double)), &memory));
    memset(memory, 0, nthread * sizeof **work);
    *work = (xc_workspace *)memory;
    for (size_t t = 0; t < nthread; t++) {
        set_points(&(*work)[t]);
        if (job->gradient == NULL) {
            continue;
        }
        (*work)[t].line = lines + t * hc_gpw_gradient_workspace(job->gradient);
        for (size_t s = 0; s < job->nspin; s++) {
            for (int d = 0; d < 2; d++) {
                HC_TRY(hc_allocate(ctx, job->grid->n[0] * job->grid->n[1], sizeof(double), &(*work)[t].plane[s][d]));
            }
        }
    }
cleanup:
    return status;
}

/* The three passes. sums: one a plane, so that the result does not depend on the threads. */
static void evaluate(const xc_job *job, double *lines, xc_workspace *work, plane_sums *sums)
{
    for (size_t s = 0; s < job->nspin && job->gradient != NULL; s++) {
        hc_gpw_gradient_across(job->gradient, false, job->rho[s], job->across[s], lines);
    }
#pragma omp parallel for schedule(dynamic)
    for (size_t k = 0; k < job->grid->n[2]; k++) {
        evaluate_plane(job, &work[omp_get_thread_num()], k, &sums[k]);
    }
    for (size_t s = 0; s < job->nspin && job->gradient != NULL; s++) {
        hc_gpw_gradient_across(job->gradient, true, job->across[s], job->v[s], lines);
    }
}

/* d/dstrain of E at fixed (volume x rho): the volume and rho change as the trace, gradients with the reciprocal
 * vectors. */
static void add_strain(const hc_grid *grid, const plane_sums *sum, hc_mat3 *strain)
{
    double trace = sum->energy - sum->virial;
    for (int i = 0; i < 9; i++) {
        trace -= sum->tensor[i / 3][i % 3] * hc_vec3_dot(grid->reciprocal.row[i / 3], grid->reciprocal.row[i % 3]);
    }
    for (int i = 0; i < 3; i++) {
        *hc_vec3_at(&strain->row[i], i) += grid->volume_element * trace;
        for (int j = 0; j < 3; j++) {
            double symmetric = 0.5 * (sum->tensor[i][j] + sum->tensor[j][i]);
            hc_mat3_add_outer(strain, -grid->volume_element * symmetric, grid->reciprocal.row[i],
                              grid->reciprocal.row[j]);
        }
    }
}

static plane_sums total_of(size_t count, const plane_sums *sums)
{
    plane_sums total = {0};
    for (size_t k = 0; k < count; k++) {
        total.energy += sums[k].energy;
        total.virial += sums[k].virial;
        for (int i = 0; i < 9; i++) {
            total.tensor[i / 3][i % 3] += sums[k].tensor[i / 3][i % 3];
        }
    }
    return total;
}

hc_status hc_gpw_xc(hc_context *ctx, const hc_gpw_functional *functional, const hc_grid *grid, const hc_fft *fft,
                    size_t nspin, const double *const *rho, double *energy, double *const *v, hc_mat3 *strain)
{
    hc_status status = HC_OK;
    xc_job job = {.functional = functional, .grid = grid, .nspin = nspin, .strain = strain != NULL, .rho = rho, .v = v};
    size_t nthread = (size_t)omp_get_max_threads();
    hc_gpw_gradient *gradient = NULL;
    double *lines = NULL;
    xc_workspace *work = NULL;
    plane_sums *sums = NULL;
    if (nspin != hc_gpw_functional_spin_count(functional)) {
        return hc_fail(ctx, HC_ERROR_INTERNAL, "a functional of %zu spins was given %zu densities",
                       hc_gpw_functional_spin_count(functional), nspin);
    }
    for (int i = 0; i < 9; i++) {
        job.metric[i / 3][i % 3] = hc_vec3_dot(grid->reciprocal.row[i / 3], grid->reciprocal.row[i % 3]);
    }
    if (hc_gpw_functional_is_gga(functional)) {
        HC_TRY(hc_gpw_gradient_create(ctx, grid->n, &gradient));
        HC_TRY(hc_fft_allocate_real(ctx, nthread * hc_gpw_gradient_workspace(gradient), &lines));
        size_t each = (grid->count / 2 + 4) / 4 * 4; /* complex numbers, so that every array is aligned */
        double complex *scratch;
        HC_TRY(hc_fft_scratch(ctx, fft, nspin * each, &scratch));
        for (size_t s = 0; s < nspin; s++) {
            job.across[s] = (double *)(scratch + s * each);
        }
        job.gradient = gradient;
    }
    HC_TRY(make_workspaces(ctx, &job, nthread, lines, &work));
    HC_TRY(hc_allocate(ctx, grid->n[2], sizeof *sums, &sums));
    evaluate(&job, lines, work, sums);
    plane_sums total = total_of(grid->n[2], sums);
    *energy = grid->volume_element * total.energy;
    if (strain != NULL) {
        add_strain(grid, &total, strain);
    }
cleanup:
    hc_gpw_gradient_free(gradient);
    hc_fft_release(lines);
    free_workspaces(nthread, work);
    free(sums);
    return status;
}
