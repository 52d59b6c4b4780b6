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
    double virial;       /* of rho df/drho + 2 sigma df/dsigma */
    double tensor[3][3]; /* of sum_st (gradient of s) df/dsigma_st (gradient of t), twice */
} plane_sums;

typedef struct xc_job {
    const hc_gpw_functional *functional;
    const hc_grid *grid;
    const hc_gpw_gradient *gradient; /* NULL: LDA */
    size_t nspin;
    double metric[3][3]; /* b_i . b_j, 1/bohr^2 */
    const double *const *rho;
    double *const *v;
    double *across[2]; /* component 2 of the gradients, then of w; [count] */
} xc_job;

/* Of one thread. */
typedef struct xc_workspace {
    double complex *line;
    double *plane[2][2]; /* spin, component 0 or 1: of the gradient, then of w; [n1 n0] */
    size_t point[HC_GPW_XC_BLOCK];
    double values[11][HC_GPW_XC_BLOCK];
    hc_gpw_xc_points points;
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

static double contract(const xc_job *job, const double a[3], const double b[3])
{
    double sum = 0.0;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            sum += job->metric[i][j] * a[i] * b[j];
        }
    }
    return sum;
}

/* Where a component of spin s lies for the plane that begins at point `first`. */
static double *component(const xc_job *job, const xc_workspace *work, size_t s, int k, size_t first)
{
    return k == 2 ? job->across[s] + first : work->plane[s][k];
}

static void read_gradients(const xc_job *job, const xc_workspace *work, size_t first, size_t p, double g[2][3])
{
    for (size_t s = 0; s < job->nspin; s++) {
        for (int k = 0; k < 3; k++) {
            g[s][k] = component(job, work, s, k, first)[p];
        }
    }
}

static void find_sigma(const xc_job *job, xc_workspace *work, size_t first, size_t count)
{
    double *const *sigma = work->points.sigma;
    for (size_t i = 0; i < count; i++) {
        double g[2][3];
        read_gradients(job, work, first, work->point[i], g);
        sigma[0][i] = contract(job, g[0], g[0]);
        if (job->nspin == 2) {
            sigma[1][i] = contract(job, g[0], g[1]);
            sigma[2][i] = contract(job, g[1], g[1]);
        }
    }
}

/* The gradients give way to w. */
static void find_flux(const xc_job *job, xc_workspace *work, size_t first, size_t count, plane_sums *sums)
{
    const hc_gpw_xc_points *points = &work->points;
    for (size_t i = 0; i < count; i++) {
        size_t p = work->point[i];
        double g[2][3], u[2][3];
        read_gradients(job, work, first, p, g);
        for (int k = 0; k < 3; k++) {
            u[0][k] = 2.0 * points->vsigma[0][i] * g[0][k];
            if (job->nspin == 2) {
                u[0][k] += points->vsigma[1][i] * g[1][k];
                u[1][k] = 2.0 * points->vsigma[2][i] * g[1][k] + points->vsigma[1][i] * g[0][k];
            }
        }
        for (size_t s = 0; s < job->nspin; s++) {
            for (int k = 0; k < 3; k++) {
                double w = 0.0;
                for (int l = 0; l < 3; l++) {
                    w += job->metric[k][l] * u[s][l];
                    sums->tensor[k][l] += g[s][k] * u[s][l];
                }
                component(job, work, s, k, first)[p] = w;
                sums->virial += w * g[s][k];
            }
        }
    }
}

/* The points gathered so far. */
static void flush(const xc_job *job, xc_workspace *work, size_t first, size_t count, plane_sums *sums)
{
    const hc_gpw_xc_points *points = &work->points;
    if (count == 0) {
        return;
    }
    if (job->gradient != NULL) {
        find_sigma(job, work, first, count);
    }
    hc_gpw_functional_evaluate(job->functional, count, points);
    for (size_t i = 0; i < count; i++) {
        sums->energy += points->energy[i];
        for (size_t s = 0; s < job->nspin; s++) {
            sums->virial += points->rho[s][i] * points->v[s][i];
            job->v[s][first + work->point[i]] = points->v[s][i];
        }
    }
    if (job->gradient != NULL) {
        find_flux(job, work, first, count, sums);
    }
}

/* Nothing comes from a point without electrons. */
static void clear_point(const xc_job *job, const xc_workspace *work, size_t first, size_t p)
{
    for (size_t s = 0; s < job->nspin; s++) {
        job->v[s][first + p] = 0.0;
        for (int k = 0; k < 3 && job->gradient != NULL; k++) {
            component(job, work, s, k, first)[p] = 0.0;
        }
    }
}

static void evaluate_points(const xc_job *job, xc_workspace *work, size_t first, plane_sums *sums)
{
    size_t plane = job->grid->n[0] * job->grid->n[1], count = 0;
    for (size_t p = 0; p < plane; p++) {
        double value[2] = {job->rho[0][first + p], 0.0}, total = value[0];
        if (job->nspin == 2) {
            value[1] = job->rho[1][first + p];
            total += value[1];
        }
        if (!(total > HC_GPW_XC_DENSITY_MIN)) {
            clear_point(job, work, first, p);
            continue;
        }
        for (size_t s = 0; s < job->nspin; s++) {
            work->points.rho[s][count] = value[s] > 0.0 ? value[s] : 0.0;
        }
        work->point[count++] = p;
        if (count == HC_GPW_XC_BLOCK) {
            flush(job, work, first, count, sums);
            count = 0;
        }
    }
    flush(job, work, first, count, sums);
}

static void evaluate_plane(const xc_job *job, xc_workspace *work, size_t k, plane_sums *sums)
{
    size_t first = hc_grid_index(job->grid, 0, 0, k);
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
    free(work);
}

/* lines: of all threads, one after the other. */
static hc_status make_workspaces(hc_context *ctx, const xc_job *job, size_t nthread, double complex *lines,
                                 xc_workspace **work)
{
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, nthread, sizeof **work, work));
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
static void evaluate(const xc_job *job, double complex *lines, xc_workspace *work, plane_sums *sums)
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
    double trace = grid->volume_element * (sum->energy - sum->virial);
    for (int i = 0; i < 3; i++) {
        *hc_vec3_at(&strain->row[i], i) += trace;
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
    xc_job job = {.functional = functional, .grid = grid, .nspin = nspin, .rho = rho, .v = v};
    size_t nthread = (size_t)omp_get_max_threads();
    hc_gpw_gradient *gradient = NULL;
    double complex *lines = NULL;
    xc_workspace *work = NULL;
    plane_sums *sums = NULL;
    (void)fft; /* derivatives are taken along lines */
    if (nspin != hc_gpw_functional_spin_count(functional)) {
        return hc_fail(ctx, HC_ERROR_INTERNAL, "a functional of %zu spins was given %zu densities",
                       hc_gpw_functional_spin_count(functional), nspin);
    }
    for (int i = 0; i < 9; i++) {
        job.metric[i / 3][i % 3] = hc_vec3_dot(grid->reciprocal.row[i / 3], grid->reciprocal.row[i % 3]);
    }
    if (hc_gpw_functional_is_gga(functional)) {
        HC_TRY(hc_gpw_gradient_create(ctx, grid->n, &gradient));
        HC_TRY(hc_fft_allocate_complex(ctx, nthread * hc_gpw_gradient_workspace(gradient), &lines));
        for (size_t s = 0; s < nspin; s++) {
            HC_TRY(hc_fft_allocate_real(ctx, grid->count, &job.across[s]));
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
    for (size_t s = 0; s < 2; s++) {
        hc_fft_release(job.across[s]);
    }
    free_workspaces(nthread, work);
    free(sums);
    return status;
}
