/* Isolated in every direction: the convolution with 1/r on a grid of double length, where charges within one cell never
 * meet their images. 1/r = erf(a r)/r + erfc(a r)/r: the first is smooth and sampled at the points of the doubled grid,
 * the second is short-ranged and has the transform 4 pi/G^2 (1 - exp(-G^2/4 a^2)); with a between the two limits both
 * are exact to exp(-pi n/2) for n points along the shortest direction (G. J. Martyna, M. E. Tuckerman, J. Chem. Phys.
 * 110, 2810 (1999)). Only what the cell needs is transformed: x on the rows of the cell, then y and z plane by plane.
 */
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "gpw/fields/poisson_internal.h"
#include "halfcell/units.h"
#include "math/fft_split.h"

/* Lines together, and doubles of a point of them: real parts, then imaginary parts; or two sets of real lines. */
#define POINT ((size_t)HC_FFT_SPLIT_POINT)
#define BATCH (POINT / 2)
#define ROWS POINT

typedef struct isolated_data {
    hc_fft_split *twice[3]; /* 2 n points */
    size_t extent[2];       /* places of h1 and h2 in the kernel: n + 1 (even in each), or 2 n in oblique cells */
    double *kernel;         /* [n0 + 1][extent[1]][extent[0]], over the number of points of the doubled grid */
} isolated_data;

static void release(hc_gpw_poisson *poisson)
{
    isolated_data *data = poisson->data;
    if (data != NULL) {
        for (int k = 0; k < 3; k++) {
            hc_fft_split_free(data->twice[k]);
        }
        hc_fft_release(data->kernel);
        free(data);
    }
}

/* exp(-(a L)^2) = exp(-(pi/h)^2/(4 a^2)) for the shortest height L of the cell and the widest step h. */
static double splitting(const hc_grid *grid)
{
    double shortest = INFINITY, widest = 0.0;
    for (int k = 0; k < 3; k++) {
        shortest = fmin(shortest, 2.0 * HC_PI / hc_vec3_norm(grid->reciprocal.row[k]));
        widest = fmax(widest, hc_vec3_norm(grid->step.row[k]));
    }
    return sqrt(HC_PI / (2.0 * widest * shortest));
}

static double smooth(double a, double r)
{
    return r == 0.0 ? 2.0 * a / sqrt(HC_PI) : erf(a * r) / r;
}

/* Of erfc(a r)/r. */
static double short_transform(double a, double g2)
{
    double x = g2 / (4.0 * a * a);
    return x == 0.0 ? HC_PI / (a * a) : -4.0 * HC_PI / g2 * expm1(-x);
}

static hc_vec3 point(const hc_grid *grid, double i, double j, double k)
{
    return hc_vec3_times_mat3(hc_vec3_make(i, j, k), &grid->step);
}

/* smooth [..] of the doubled grid, in coefficients, ordered with h0 fastest, to the kernel; `step` doubles apart. */
static void finish_kernel(const hc_grid *grid, double a, size_t step, const double *smooth_g, isolated_data *data)
{
    size_t twice[3] = {2 * grid->n[0], 2 * grid->n[1], 2 * grid->n[2]}, row = grid->n[0] + 1;
    double points = 8.0 * (double)grid->count;
    hc_grid doubled = *grid;
    for (int k = 0; k < 3; k++) {
        doubled.reciprocal.row[k] = hc_vec3_scale(0.5, grid->reciprocal.row[k]);
    }
#pragma omp parallel for schedule(static)
    for (size_t h0 = 0; h0 < row; h0++) {
        for (size_t h2 = 0; h2 < data->extent[1]; h2++) {
            for (size_t h1 = 0; h1 < data->extent[0]; h1++) {
                hc_vec3 g, mirrored;
                hc_poisson_pair(&doubled, twice, (size_t[3]){h0, h1, h2}, &g, &mirrored);
                double near =
                    0.5 * (short_transform(a, hc_vec3_norm2(g)) + short_transform(a, hc_vec3_norm2(mirrored)));
                size_t at = h2 * data->extent[0] + h1;
                data->kernel[h0 * data->extent[0] * data->extent[1] + at] =
                    (near + grid->volume_element * smooth_g[(at * row + h0) * step]) / points;
            }
        }
    }
}

/* 1/r is even in x, y and z: one octant is enough. */
static hc_status make_even_kernel(hc_context *ctx, const hc_grid *grid, isolated_data *data)
{
    hc_status status = HC_OK;
    double *values = NULL, a = splitting(grid);
    size_t row = grid->n[0] + 1, column = grid->n[1] + 1;
    HC_TRY(hc_fft_allocate_real(ctx, row * column * (grid->n[2] + 1), &values));
#pragma omp parallel for schedule(static)
    for (size_t k = 0; k <= grid->n[2]; k++) {
        for (size_t j = 0; j < column; j++) {
            for (size_t i = 0; i < row; i++) {
                double r = hc_vec3_norm(point(grid, (double)i, (double)j, (double)k));
                values[(k * column + j) * row + i] = smooth(a, r);
            }
        }
    }
    HC_TRY(hc_fft_even(ctx, grid->n, values));
    finish_kernel(grid, a, 1, values, data);
cleanup:
    hc_fft_release(values);
    return status;
}

static hc_status make_oblique_kernel(hc_context *ctx, const hc_grid *grid, isolated_data *data)
{
    hc_status status = HC_OK;
    size_t n[3] = {2 * grid->n[0], 2 * grid->n[1], 2 * grid->n[2]};
    hc_fft *fft = NULL;
    double *values = NULL, a = splitting(grid);
    double complex *coefficients = NULL;
    HC_TRY(hc_fft_create(ctx, n, &fft));
    HC_TRY(hc_fft_allocate_real(ctx, n[0] * n[1] * n[2], &values));
    HC_TRY(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fft), &coefficients));
#pragma omp parallel for schedule(static)
    for (size_t p = 0; p < n[0] * n[1] * n[2]; p++) {
        double i = hc_poisson_frequency(p % n[0], n[0]), j = hc_poisson_frequency(p / n[0] % n[1], n[1]);
        double k = hc_poisson_frequency(p / n[0] / n[1], n[2]);
        values[p] = smooth(a, hc_vec3_norm(point(grid, i, j, k)));
    }
    hc_fft_forward(fft, values, coefficients);
    /* The imaginary part comes from the planes -n alone, which no two points of the cell are apart. */
    finish_kernel(grid, a, 2, (const double *)coefficients, data);
cleanup:
    hc_fft_free(fft);
    hc_fft_release(values);
    hc_fft_release(coefficients);
    return status;
}

static hc_status create(hc_context *ctx, hc_gpw_poisson *poisson)
{
    hc_status status = HC_OK;
    const hc_grid *grid = &poisson->grid;
    isolated_data *data = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *data, &data));
    poisson->data = data;
    for (int k = 0; k < 3; k++) {
        HC_TRY(hc_fft_split_create(ctx, 2 * grid->n[k], &data->twice[k]));
    }
    for (int k = 0; k < 2; k++) {
        data->extent[k] = grid->orthorhombic ? grid->n[k + 1] + 1 : 2 * grid->n[k + 1];
    }
    HC_TRY(hc_fft_allocate_real(ctx, (grid->n[0] + 1) * data->extent[0] * data->extent[1], &data->kernel));
    HC_TRY(grid->orthorhombic ? make_even_kernel(ctx, grid, data) : make_oblique_kernel(ctx, grid, data));
cleanup:
    return status;
}

typedef struct isolated_job {
    const hc_gpw_poisson *poisson;
    double *values;          /* rho, then v; [count] */
    double complex *partial; /* [n2 n1][n0 + 1]: waves along x of the rows of the cell */
    double *line;            /* a thread: two of 2 longest POINT */
    double complex *plane;   /* a thread: n2 2 n1 */
    size_t nline, nplane;    /* what one thread has of them */
} isolated_job;

static size_t width_at(size_t begin, size_t end, size_t width)
{
    return end - begin < width ? end - begin : width;
}

/* Rows first ... of rho to waves along x: two real rows in a complex line have the even and the odd part of its
 * transform. */
static void rows_forward(const isolated_job *job, size_t first, size_t width, double *line)
{
    const isolated_data *data = job->poisson->data;
    size_t n0 = job->poisson->grid.n[0];
    memset(line, 0, 2 * n0 * POINT * sizeof *line);
    for (size_t c = 0; c < width; c++) {
        const double *row = job->values + (first + c) * n0;
        for (size_t i = 0; i < n0; i++) {
            line[i * POINT + c] = row[i];
        }
    }
    const double *waves = hc_fft_split_forward(data->twice[0], line, line + 2 * n0 * POINT);
    for (size_t c = 0; c < width; c++) {
        for (size_t h = 0; h <= n0; h++) {
            const double *z = waves + h * POINT + c % BATCH, *m = waves + (2 * n0 - h) % (2 * n0) * POINT + c % BATCH;
            job->partial[(first + c) * (n0 + 1) + h] = c < BATCH
                                                           ? 0.5 * (z[0] + m[0]) + 0.5 * I * (z[BATCH] - m[BATCH])
                                                           : 0.5 * (z[BATCH] + m[BATCH]) + 0.5 * I * (m[0] - z[0]);
        }
    }
}

/* Back: v of the rows into values; the sum of rho v on them. */
static double rows_backward(const isolated_job *job, size_t first, size_t width, double *line)
{
    const isolated_data *data = job->poisson->data;
    size_t n0 = job->poisson->grid.n[0];
    double sum = 0.0;
    memset(line, 0, 2 * n0 * POINT * sizeof *line);
    for (size_t c = 0; c < width; c++) {
        const double complex *wave = job->partial + (first + c) * (n0 + 1);
        double *at = line + c % BATCH;
        for (size_t h = 0; h < 2 * n0; h++) {
            double re = creal(wave[h <= n0 ? h : 2 * n0 - h]);
            double im = h <= n0 ? cimag(wave[h]) : -cimag(wave[2 * n0 - h]);
            at[h * POINT] += c < BATCH ? re : -im;
            at[h * POINT + BATCH] += c < BATCH ? im : re;
        }
    }
    const double *v = hc_fft_split_backward(data->twice[0], line, line + 2 * n0 * POINT);
    for (size_t c = 0; c < width; c++) {
        double *row = job->values + (first + c) * n0;
        for (size_t i = 0; i < n0; i++) {
            double *value = &row[i];
            sum += *value * v[i * POINT + c];
            *value = v[i * POINT + c];
        }
    }
    return sum;
}

/* plane [n2][2 n1] from or to the part of it that lies in the cell. */
static void plane_along_y(const isolated_job *job, bool forward, size_t h0, double complex *plane, double *line)
{
    const isolated_data *data = job->poisson->data;
    size_t n1 = job->poisson->grid.n[1], n2 = job->poisson->grid.n[2], row = job->poisson->grid.n[0] + 1;
    double *work = line + 2 * n1 * POINT;
    for (size_t first = 0; first < n2; first += BATCH) {
        size_t width = width_at(first, n2, BATCH);
        memset(line, 0, 2 * n1 * POINT * sizeof *line);
        for (size_t c = 0; c < width; c++) {
            for (size_t j = 0; j < (forward ? n1 : 2 * n1); j++) {
                double complex value =
                    forward ? job->partial[((first + c) * n1 + j) * row + h0] : plane[(first + c) * 2 * n1 + j];
                line[j * POINT + c] = creal(value);
                line[j * POINT + BATCH + c] = cimag(value);
            }
        }
        const double *result = forward ? hc_fft_split_forward(data->twice[1], line, work)
                                       : hc_fft_split_backward(data->twice[1], line, work);
        for (size_t c = 0; c < width; c++) {
            for (size_t j = 0; j < (forward ? 2 * n1 : n1); j++) {
                double complex *to =
                    forward ? &plane[(first + c) * 2 * n1 + j] : &job->partial[((first + c) * n1 + j) * row + h0];
                *to = result[j * POINT + c] + I * result[j * POINT + BATCH + c];
            }
        }
    }
}

static void apply_kernel(const isolated_job *job, size_t h0, size_t first, size_t width, double *waves)
{
    const isolated_data *data = job->poisson->data;
    size_t n2 = job->poisson->grid.n[2], row = 2 * job->poisson->grid.n[1];
    const double *kernel = data->kernel + h0 * data->extent[0] * data->extent[1];
    for (size_t h = 0; h < 2 * n2; h++) {
        size_t h2 = h < data->extent[1] ? h : 2 * n2 - h;
        for (size_t c = 0; c < width; c++) {
            double value = kernel[h2 * data->extent[0] + (first + c < data->extent[0] ? first + c : row - first - c)];
            waves[h * POINT + c] *= value;
            waves[h * POINT + BATCH + c] *= value;
        }
    }
}

static void plane_along_z(const isolated_job *job, size_t h0, double complex *plane, double *line)
{
    const isolated_data *data = job->poisson->data;
    size_t n2 = job->poisson->grid.n[2], row = 2 * job->poisson->grid.n[1];
    double *work = line + 2 * n2 * POINT;
    for (size_t first = 0; first < row; first += BATCH) {
        size_t width = width_at(first, row, BATCH);
        memset(line, 0, 2 * n2 * POINT * sizeof *line);
        for (size_t k = 0; k < n2; k++) {
            for (size_t c = 0; c < width; c++) {
                line[k * POINT + c] = creal(plane[k * row + first + c]);
                line[k * POINT + BATCH + c] = cimag(plane[k * row + first + c]);
            }
        }
        double *waves = hc_fft_split_forward(data->twice[2], line, work);
        apply_kernel(job, h0, first, width, waves);
        const double *result = hc_fft_split_backward(data->twice[2], waves, waves == line ? work : line);
        for (size_t k = 0; k < n2; k++) {
            for (size_t c = 0; c < width; c++) {
                plane[k * row + first + c] = result[k * POINT + c] + I * result[k * POINT + BATCH + c];
            }
        }
    }
}

/* rho in values becomes v; the sum of rho v. sums: one a batch of rows. */
static double convolve(const isolated_job *job, double *sums)
{
    const hc_grid *grid = &job->poisson->grid;
    size_t nrow = grid->n[1] * grid->n[2], nbatch = (nrow + ROWS - 1) / ROWS;
    double total = 0.0;
#pragma omp parallel for schedule(static)
    for (size_t b = 0; b < nbatch; b++) {
        double *line = job->line + job->nline * (size_t)omp_get_thread_num();
        rows_forward(job, b * ROWS, width_at(b * ROWS, nrow, ROWS), line);
    }
#pragma omp parallel for schedule(static)
    for (size_t h0 = 0; h0 <= grid->n[0]; h0++) {
        double *line = job->line + job->nline * (size_t)omp_get_thread_num();
        double complex *plane = job->plane + job->nplane * (size_t)omp_get_thread_num();
        plane_along_y(job, true, h0, plane, line);
        plane_along_z(job, h0, plane, line);
        plane_along_y(job, false, h0, plane, line);
    }
#pragma omp parallel for schedule(static)
    for (size_t b = 0; b < nbatch; b++) {
        double *line = job->line + job->nline * (size_t)omp_get_thread_num();
        sums[b] = rows_backward(job, b * ROWS, width_at(b * ROWS, nrow, ROWS), line);
    }
    for (size_t b = 0; b < nbatch; b++) {
        total += sums[b];
    }
    return total;
}

static size_t longest_line(const hc_grid *grid)
{
    size_t longest = grid->n[0] > grid->n[1] ? grid->n[0] : grid->n[1];
    return 2 * 2 * POINT * (longest > grid->n[2] ? longest : grid->n[2]);
}

static hc_status solve(hc_context *ctx, const hc_gpw_poisson *poisson, const hc_fft *fft, const double complex *rho_g,
                       double complex *v_g, double *energy, hc_mat3 *strain)
{
    hc_status status = HC_OK;
    const hc_grid *grid = &poisson->grid;
    size_t nthread = (size_t)omp_get_max_threads(), ncoefficient = hc_fft_coefficient_count(fft);
    isolated_job job = {.poisson = poisson, .nline = longest_line(grid), .nplane = 2 * grid->n[1] * grid->n[2]};
    double *sums = NULL, scale = 1.0 / (double)grid->count;
    (void)strain;
    HC_TRY(hc_fft_allocate_real(ctx, grid->count, &job.values));
    HC_TRY(hc_fft_allocate_complex(ctx, grid->n[1] * grid->n[2] * (grid->n[0] + 1), &job.partial));
    HC_TRY(hc_fft_allocate_real(ctx, nthread * job.nline, &job.line));
    HC_TRY(hc_fft_allocate_complex(ctx, nthread * job.nplane, &job.plane));
    HC_TRY(hc_allocate(ctx, grid->n[1] * grid->n[2] / ROWS + 1, sizeof *sums, &sums));
    for (size_t c = 0; c < ncoefficient; c++) {
        v_g[c] = scale * rho_g[c];
    }
    hc_fft_backward(fft, v_g, job.values);
    *energy = 0.5 * grid->volume_element * convolve(&job, sums);
    hc_fft_forward(fft, job.values, v_g);
    for (size_t c = 0; c < ncoefficient; c++) {
        v_g[c] *= scale;
    }
cleanup:
    hc_fft_release(job.values);
    hc_fft_release(job.partial);
    hc_fft_release(job.line);
    hc_fft_release(job.plane);
    free(sums);
    return status;
}

const hc_poisson_solver hc_poisson_isolated = {
    .name = "isolated",
    .periodic = {false, false, false},
    .create = create,
    .solve = solve,
    .free = release,
};
