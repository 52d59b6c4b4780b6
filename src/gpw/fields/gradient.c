#include "gpw/fields/gradient.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "math/fft_split.h"
#include "math/vector.h"

/* A complex line carries two real ones, as its real and its imaginary part: D is real and does not mix them. */
#define COLUMNS ((size_t)HC_FFT_SPLIT_POINT)

struct hc_gpw_gradient {
    size_t n[3];
    hc_fft_split *lines[3];
    double *factor[3]; /* frequency / n, [n] */
};

static hc_status make_factor(hc_context *ctx, size_t n, double **factor)
{
    hc_status status = hc_allocate(ctx, n, sizeof **factor, factor);
    if (status == HC_OK) {
        for (size_t h = 1; h <= (n - 1) / 2; h++) {
            (*factor)[h] = (double)h / (double)n;
            (*factor)[n - h] = -(double)h / (double)n;
        }
    }
    return status;
}

hc_status hc_gpw_gradient_create(hc_context *ctx, const size_t n[3], hc_gpw_gradient **gradient)
{
    hc_status status = HC_OK;
    hc_gpw_gradient *made = NULL;
    *gradient = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    for (int k = 0; k < 3; k++) {
        made->n[k] = n[k];
        HC_TRY(hc_fft_split_create(ctx, n[k], &made->lines[k]));
        HC_TRY(make_factor(ctx, n[k], &made->factor[k]));
    }
    *gradient = made;
    made = NULL;
cleanup:
    hc_gpw_gradient_free(made);
    return status;
}

void hc_gpw_gradient_free(hc_gpw_gradient *gradient)
{
    if (gradient != NULL) {
        for (int k = 0; k < 3; k++) {
            hc_fft_split_free(gradient->lines[k]);
            free(gradient->factor[k]);
        }
        free(gradient);
    }
}

size_t hc_gpw_gradient_workspace(const hc_gpw_gradient *gradient)
{
    size_t longest = 0;
    for (int k = 0; k < 3; k++) {
        longest = gradient->n[k] > longest ? gradient->n[k] : longest;
    }
    return 2 * longest * COLUMNS;
}

/* line [n][COLUMNS] to its derivative, which is in `line` or in the workspace behind it. */
HC_VECTOR_CLONES static const double *differentiate(const hc_gpw_gradient *gradient, int direction, double *line)
{
    const double *factor = gradient->factor[direction];
    size_t n = gradient->n[direction];
    double *work = line + n * COLUMNS, *waves = hc_fft_split_forward(gradient->lines[direction], line, work);
    for (size_t h = 0; h < n; h++) {
        hc_v8 *row = (hc_v8 *)(waves + h * COLUMNS), real = row[0];
        row[0] = row[1] * -factor[h];
        row[1] = real * factor[h];
    }
    return hc_fft_split_backward(gradient->lines[direction], waves, waves == line ? work : line);
}

/* Lines across rows: element h of column c is f[h * stride + c], `width` columns. False when all are zero. */
HC_VECTOR_CLONES static bool load_columns(size_t n, size_t stride, size_t width, const double *f, double *line)
{
    hc_v8i any = {0};
    for (size_t h = 0; h < n && width == COLUMNS; h++) {
        hc_v8 *row = (hc_v8 *)(line + h * COLUMNS);
        row[0] = ((const hc_loose_v8 *)(f + h * stride))[0];
        row[1] = ((const hc_loose_v8 *)(f + h * stride))[1];
        any |= (row[0] != 0.0) | (row[1] != 0.0);
    }
    for (size_t h = 0; h < n && width < COLUMNS; h++) {
        for (size_t c = 0; c < COLUMNS; c++) {
            line[h * COLUMNS + c] = c < width ? f[h * stride + c] : 0.0;
            any[0] |= line[h * COLUMNS + c] != 0.0;
        }
    }
    return (any[0] | any[1] | any[2] | any[3] | any[4] | any[5] | any[6] | any[7]) != 0;
}

HC_VECTOR_CLONES static void store_columns(size_t n, size_t stride, size_t width, bool subtract, const double *line,
                                           double *out)
{
    for (size_t h = 0; h < n && width == COLUMNS; h++) {
        const hc_v8 *row = (const hc_v8 *)(line + h * COLUMNS);
        hc_loose_v8 *to = (hc_loose_v8 *)(out + h * stride);
        if (subtract) {
            to[0] -= row[0];
            to[1] -= row[1];
        } else {
            to[0] = row[0];
            to[1] = row[1];
        }
    }
    for (size_t h = 0; h < n && width < COLUMNS; h++) {
        for (size_t c = 0; c < width; c++) {
            out[h * stride + c] = (subtract ? out[h * stride + c] - line[h * COLUMNS + c] : line[h * COLUMNS + c]);
        }
    }
}

static void clear_columns(size_t n, size_t stride, size_t width, double *out)
{
    for (size_t h = 0; h < n; h++) {
        memset(out + h * stride, 0, width * sizeof *out);
    }
}

static void columns(const hc_gpw_gradient *gradient, int direction, size_t stride, size_t width, bool subtract,
                    const double *f, double *out, double *line)
{
    size_t n = gradient->n[direction];
    if (load_columns(n, stride, width, f, line)) {
        store_columns(n, stride, width, subtract, differentiate(gradient, direction, line), out);
    } else if (!subtract) {
        clear_columns(n, stride, width, out);
    }
}

/* Lines along rows: element h of column c is f[c * n + h]. */
static void rows(const hc_gpw_gradient *gradient, size_t width, bool subtract, const double *f, double *out,
                 double *line)
{
    size_t n = gradient->n[0];
    const double *result = line;
    bool any = false;
    memset(line, 0, n * COLUMNS * sizeof *line);
    for (size_t c = 0; c < width; c++) {
        for (size_t h = 0; h < n; h++) {
            line[h * COLUMNS + c] = f[c * n + h];
            any = any || f[c * n + h] != 0.0;
        }
    }
    if (any) {
        result = differentiate(gradient, 0, line);
    } else if (subtract) {
        return;
    }
    for (size_t c = 0; c < width; c++) {
        for (size_t h = 0; h < n; h++) {
            double value = result[h * COLUMNS + c];
            out[c * n + h] = subtract ? out[c * n + h] - value : value;
        }
    }
}

static size_t width_at(size_t begin, size_t end)
{
    return end - begin < COLUMNS ? end - begin : COLUMNS;
}

void hc_gpw_gradient_plane(const hc_gpw_gradient *gradient, int direction, bool subtract, const double *f, double *out,
                           double *workspace)
{
    size_t n0 = gradient->n[0], n1 = gradient->n[1];
    if (direction == 0) {
        for (size_t j = 0; j < n1; j += COLUMNS) {
            rows(gradient, width_at(j, n1), subtract, f + j * n0, out + j * n0, workspace);
        }
    } else {
        for (size_t i = 0; i < n0; i += COLUMNS) {
            columns(gradient, 1, n0, width_at(i, n0), subtract, f + i, out + i, workspace);
        }
    }
}

void hc_gpw_gradient_across(const hc_gpw_gradient *gradient, bool subtract, const double *f, double *out,
                            double *workspace)
{
    size_t plane = gradient->n[0] * gradient->n[1], each = hc_gpw_gradient_workspace(gradient);
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < plane; i += COLUMNS) {
        double *line = workspace + each * (size_t)omp_get_thread_num();
        columns(gradient, 2, plane, width_at(i, plane), subtract, f + i, out + i, line);
    }
}
