/* Periodic in the plane, isolated across it: for each wave in the plane, the potential along z of a charge at z' is
 * 2 pi/G exp(-G |z - z'|), or -2 pi |z - z'| for G = 0. Cut off at the length L of the cell, these have the transforms
 * 4 pi (1 - (-1)^m exp(-G L)) / (G^2 + k^2), 4 pi (1 - (-1)^m) / k^2 and (k = 0) -2 pi L^2 over a period of 2 L,
 * k = pi m / L: charges within one cell never meet their images there, and the result is exact. */
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "gpw/fields/poisson_internal.h"
#include "halfcell/units.h"
#include "math/fft_split.h"

/* Columns together, and doubles of a point of them: real parts, then imaginary parts. */
#define POINT ((size_t)HC_FFT_SPLIT_POINT)
#define BATCH (POINT / 2)

typedef struct slab_data {
    hc_fft_split *once, *twice; /* along z: n2 points and 2 n2 points */
    double length;              /* of the cell across the slab, bohr */
} slab_data;

/* What the threads work on. */
typedef struct slab_job {
    const hc_gpw_poisson *poisson;
    size_t ncolumn; /* waves in the plane, n1 (n0/2 + 1) */
    const double complex *rho_g;
    double complex *v_g;
} slab_job;

static void release(hc_gpw_poisson *poisson)
{
    slab_data *data = poisson->data;
    if (data != NULL) {
        hc_fft_split_free(data->once);
        hc_fft_split_free(data->twice);
        free(data);
    }
}

static hc_status create(hc_context *ctx, hc_gpw_poisson *poisson)
{
    hc_status status = HC_OK;
    const hc_vec3 *a = poisson->grid.cell.row;
    slab_data *data = NULL;
    for (int k = 0; k < 2; k++) {
        if (fabs(hc_vec3_dot(a[k], a[2])) > 1e-10 * hc_vec3_norm(a[k]) * hc_vec3_norm(a[2])) {
            return hc_fail(ctx, HC_ERROR_UNSUPPORTED,
                           "electrostatics of a slab: the third lattice vector has to be at right angles to the first "
                           "two, and to lattice vector %d it is not",
                           k + 1);
        }
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *data, &data));
    poisson->data = data;
    data->length = hc_vec3_norm(a[2]);
    HC_TRY(hc_fft_split_create(ctx, poisson->grid.n[2], &data->once));
    HC_TRY(hc_fft_split_create(ctx, 2 * poisson->grid.n[2], &data->twice));
cleanup:
    return status;
}

/* far: (-1)^m exp(-g length). */
static double kernel(double g, double k, double far, double length)
{
    if (g == 0.0 && k == 0.0) {
        return -2.0 * HC_PI * length * length;
    }
    return 4.0 * HC_PI * (1.0 - far) / (g * g + k * k);
}

/* |G| in the plane of a column, and of its mirror image. */
static void column_waves(const slab_job *job, size_t column, double g[2])
{
    const hc_grid *grid = &job->poisson->grid;
    size_t row = grid->n[0] / 2 + 1;
    hc_vec3 wave[2];
    hc_poisson_pair(grid, grid->n, (size_t[3]){column % row, column / row, 0}, &wave[0], &wave[1]);
    g[0] = hc_vec3_norm(wave[0]);
    g[1] = hc_vec3_norm(wave[1]);
}

static double column_weight(const slab_job *job, size_t column)
{
    size_t n0 = job->poisson->grid.n[0];
    return hc_poisson_weight(column % (n0 / 2 + 1), n0);
}

static size_t width_at(const slab_job *job, size_t column)
{
    size_t left = job->ncolumn - column;
    return left < BATCH ? left : BATCH;
}

/* Columns of rho(G in the plane, z) times n2, [n2][POINT]: in `line` or the workspace. */
static double *load(const slab_job *job, size_t column, double *line, double *work)
{
    const slab_data *data = job->poisson->data;
    size_t n2 = job->poisson->grid.n[2], width = width_at(job, column);
    memset(line, 0, n2 * POINT * sizeof *line);
    for (size_t k = 0; k < n2; k++) {
        const double complex *from = job->rho_g + k * job->ncolumn + column;
        for (size_t c = 0; c < width; c++) {
            line[k * POINT + c] = creal(from[c]);
            line[k * POINT + BATCH + c] = cimag(from[c]);
        }
    }
    return hc_fft_split_backward(data->once, line, work);
}

/* doubled [2 n2][POINT] of coefficients times the kernel. */
static void apply_kernel(const slab_job *job, size_t column, double *doubled)
{
    const slab_data *data = job->poisson->data;
    size_t n = 2 * job->poisson->grid.n[2];
    for (size_t c = 0; c < width_at(job, column); c++) {
        double g[2], far[2];
        column_waves(job, column + c, g);
        far[0] = exp(-g[0] * data->length);
        far[1] = exp(-g[1] * data->length);
        for (size_t m = 0; m < n; m++) {
            double k = HC_PI * hc_poisson_frequency(m, n) / data->length, sign = m % 2 == 1 ? -1.0 : 1.0;
            double value = kernel(g[0], k, sign * far[0], data->length);
            if (g[1] != g[0]) {
                value = 0.5 * (value + kernel(g[1], k, sign * far[1], data->length));
            }
            doubled[m * POINT + c] *= value;
            doubled[m * POINT + BATCH + c] *= value;
        }
    }
}

/* rho [n2][POINT] gives way to v times 2 n2, both of the cell as it is opened; the sum of rho v over columns and z.
 * doubled: workspace, 4 n2 points. */
static double convolve(const slab_job *job, size_t column, double *rho, double *doubled)
{
    const slab_data *data = job->poisson->data;
    size_t n2 = job->poisson->grid.n[2];
    double sum = 0.0, *work = doubled + 2 * n2 * POINT;
    memset(doubled + n2 * POINT, 0, n2 * POINT * sizeof *doubled);
    memcpy(doubled, rho, n2 * POINT * sizeof *rho);
    double *waves = hc_fft_split_forward(data->twice, doubled, work);
    apply_kernel(job, column, waves);
    const double *v = hc_fft_split_backward(data->twice, waves, waves == doubled ? work : doubled);
    for (size_t c = 0; c < width_at(job, column); c++) {
        double part = 0.0;
        for (size_t k = 0; k < n2; k++) {
            const double *a = rho + k * POINT + c, *b = v + k * POINT + c;
            part += a[0] * b[0] + a[BATCH] * b[BATCH];
        }
        sum += column_weight(job, column + c) * part;
    }
    memcpy(rho, v, n2 * POINT * sizeof *rho);
    return sum;
}

/* Sets v_g of some columns; the sum of rho v over them and z, times n2^2 and 2 n2. */
static double solve_columns(const slab_job *job, size_t column, double *work)
{
    const slab_data *data = job->poisson->data;
    const hc_grid *grid = &job->poisson->grid;
    size_t n2 = grid->n[2], width = width_at(job, column);
    double scale = 1.0 / ((double)grid->count * 2.0 * (double)n2 * (double)n2), *other = work + n2 * POINT;
    double *line = load(job, column, work, other);
    double sum = convolve(job, column, line, other + n2 * POINT);
    const double *v = hc_fft_split_forward(data->once, line, line == work ? other : work);
    for (size_t k = 0; k < n2; k++) {
        double complex *to = job->v_g + k * job->ncolumn + column;
        for (size_t c = 0; c < width; c++) {
            to[c] = scale * (v[k * POINT + c] + I * v[k * POINT + BATCH + c]);
        }
    }
    return sum;
}

/* Workspace of a thread: a line and a doubled one, each with its workspace. */
static size_t work_size(size_t n2)
{
    return 6 * n2 * POINT;
}

/* work: of all threads; sums: one a batch of columns. */
static double solve_all(const slab_job *job, double *work, double *sums)
{
    size_t n2 = job->poisson->grid.n[2], nbatch = (job->ncolumn + BATCH - 1) / BATCH;
    double total = 0.0;
#pragma omp parallel for schedule(static)
    for (size_t b = 0; b < nbatch; b++) {
        sums[b] = solve_columns(job, b * BATCH, work + (size_t)omp_get_thread_num() * work_size(n2));
    }
    for (size_t b = 0; b < nbatch; b++) {
        total += sums[b];
    }
    return total;
}

static hc_status solve(hc_context *ctx, const hc_gpw_poisson *poisson, const hc_fft *fft, const double complex *rho_g,
                       double complex *v_g, double *energy, hc_mat3 *strain)
{
    hc_status status = HC_OK;
    const hc_grid *grid = &poisson->grid;
    size_t nthread = (size_t)omp_get_max_threads(), n2 = grid->n[2];
    slab_job job = {.poisson = poisson, .ncolumn = grid->n[1] * (grid->n[0] / 2 + 1), .rho_g = rho_g, .v_g = v_g};
    double *work = NULL, *sums = NULL;
    (void)fft;
    (void)strain;
    HC_TRY(hc_fft_allocate_real(ctx, nthread * work_size(n2), &work));
    HC_TRY(hc_allocate(ctx, job.ncolumn / BATCH + 1, sizeof *sums, &sums));
    double sum = solve_all(&job, work, sums);
    *energy = 0.5 * grid->volume_element * sum / ((double)grid->count * 2.0 * (double)n2 * (double)n2);
cleanup:
    hc_fft_release(work);
    free(sums);
    return status;
}

const hc_poisson_solver hc_poisson_slab = {
    .name = "slab",
    .periodic = {true, true, false},
    .create = create,
    .solve = solve,
    .free = release,
};
