#include "math/fft.h"

#include <omp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "math/fft_split.h"
#include "math/vector.h"

/* Lines run eight at a time, in the lanes of vectors. Forward: plane by plane along x (two real rows in a complex line)
 * and along y, then along z on columns of coefficients; backward the other way round. So the grid goes through memory
 * twice. */

#define LANES ((size_t)8)
#define POINT ((size_t)HC_FFT_SPLIT_POINT)

typedef struct scratch {
    double complex *values;
    size_t count;
} scratch;

struct hc_fft {
    size_t n[3];
    size_t nthread;
    hc_fft_split *line[3];
    double *work; /* [nthread][nwork]: of each a line, its workspace, and a plane */
    size_t nline, nwork;
    scratch *scratch; /* grows on demand */
};

/* The frequencies of a direction that take part: `kept` of n, 0 ... half and then -half ... -1; or all. */
typedef struct span {
    size_t n, kept, half;
} span;

/* Vectors of 64 bytes; huge pages where the array is long, for lines that stride over it. */
#define ALIGNMENT 64
#define HUGE_PAGE ((size_t)2 << 20)

static hc_status allocate(hc_context *ctx, size_t count, size_t size, void **pointer)
{
    *pointer = NULL;
    if (count > SIZE_MAX / size / 2) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "an array of %zu times %zu bytes is too large", count, size);
    }
    size_t bytes = count * size + 1, alignment = bytes >= 4 * HUGE_PAGE ? HUGE_PAGE : ALIGNMENT;
    bytes = (bytes + alignment - 1) / alignment * alignment;
    *pointer = aligned_alloc(alignment, bytes);
    if (*pointer == NULL) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "%zu bytes for a grid are not available", bytes);
    }
    if (alignment == HUGE_PAGE) {
        (void)madvise(*pointer, bytes, MADV_HUGEPAGE); /* a wish: without it the arrays are only slower */
    }
    return HC_OK;
}

hc_status hc_fft_allocate_real(hc_context *ctx, size_t count, double **values)
{
    return allocate(ctx, count, sizeof **values, (void **)values);
}

hc_status hc_fft_allocate_complex(hc_context *ctx, size_t count, double complex **values)
{
    return allocate(ctx, count, sizeof **values, (void **)values);
}

void hc_fft_release(void *values)
{
    free(values);
}

/* Place among n of kept frequency t. */
static inline size_t place(const span *s, size_t t)
{
    return t <= s->half ? t : s->n - (s->kept - t);
}

static void whole_spans(const hc_fft *fft, span spans[3])
{
    for (int k = 0; k < 3; k++) {
        size_t n = fft->n[k];
        spans[k] = (span){.n = n, .kept = k == 0 ? n / 2 + 1 : n, .half = n};
    }
}

static void low_spans(const hc_fft *fft, const size_t half[3], span spans[3])
{
    for (int k = 0; k < 3; k++) {
        spans[k] = (span){.n = fft->n[k], .kept = k == 0 ? half[0] + 1 : 2 * half[k] + 1, .half = half[k]};
    }
}

size_t hc_fft_coefficient_count(const hc_fft *fft)
{
    return fft->n[2] * fft->n[1] * (fft->n[0] / 2 + 1);
}

size_t hc_fft_low_size(const hc_fft *fft, const size_t half[3])
{
    return fft->n[2] * (2 * half[1] + 1) * (half[0] + 1);
}

static hc_status make_lines(hc_context *ctx, hc_fft *fft)
{
    hc_status status = HC_OK;
    size_t longest = 0, blocks = (fft->n[0] / 2 + LANES) / LANES;
    for (int k = 0; k < 3; k++) {
        HC_TRY(hc_fft_split_create(ctx, fft->n[k], &fft->line[k]));
        longest = fft->n[k] > longest ? fft->n[k] : longest;
    }
    fft->nthread = (size_t)omp_get_max_threads();
    fft->nline = longest * POINT;
    fft->nwork = 2 * fft->nline + blocks * fft->n[1] * POINT;
    HC_TRY(hc_fft_allocate_real(ctx, fft->nthread * fft->nwork, &fft->work));
cleanup:
    return status;
}

hc_status hc_fft_create(hc_context *ctx, const size_t n[3], hc_fft **fft)
{
    hc_status status = HC_OK;
    hc_fft *made = NULL;
    *fft = NULL;
    if (n[0] == 0 || n[1] == 0 || n[2] == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "a transform of %zu x %zu x %zu points: at least one in each direction is right", n[0], n[1],
                       n[2]);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(hc_allocate(ctx, 1, sizeof *made->scratch, &made->scratch));
    memcpy(made->n, n, sizeof made->n);
    HC_TRY(make_lines(ctx, made));
    *fft = made;
    made = NULL;
cleanup:
    hc_fft_free(made);
    return status;
}

void hc_fft_free(hc_fft *fft)
{
    if (fft != NULL) {
        for (int k = 0; k < 3; k++) {
            hc_fft_split_free(fft->line[k]);
        }
        if (fft->scratch != NULL) {
            hc_fft_release(fft->scratch->values);
        }
        free(fft->scratch);
        hc_fft_release(fft->work);
        free(fft);
    }
}

hc_status hc_fft_scratch(hc_context *ctx, const hc_fft *fft, size_t count, double complex **values)
{
    scratch *kept = fft->scratch;
    if (kept->count < count) {
        hc_fft_release(kept->values);
        kept->count = 0;
        hc_status status = hc_fft_allocate_complex(ctx, count, &kept->values);
        if (status != HC_OK) {
            *values = NULL;
            return status;
        }
        kept->count = count;
    }
    *values = kept->values;
    return HC_OK;
}

/* Rows and columns of a[8] change places. */
HC_VECTOR_INLINE void transpose(hc_v8 *a)
{
    hc_v8 b[8], c[8];
    for (int i = 0; i < 8; i += 2) {
        b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (int i = 0; i < 8; i += 4) {
        for (int j = i; j < i + 2; j++) {
            c[j] = __builtin_shufflevector(b[j], b[j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            c[j + 2] = __builtin_shufflevector(b[j], b[j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
    for (int i = 0; i < 4; i++) {
        a[i] = __builtin_shufflevector(c[i], c[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        a[i + 4] = __builtin_shufflevector(c[i], c[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

/* Eight (or fewer) complex numbers that lie together, to real and imaginary parts and back. */
HC_VECTOR_INLINE void take_apart(const double complex *from, size_t width, double *to)
{
    if (width == LANES) {
        hc_v8 a = ((const hc_loose_v8 *)from)[0], b = ((const hc_loose_v8 *)from)[1];
        ((hc_v8 *)to)[0] = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
        ((hc_v8 *)to)[1] = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
        return;
    }
    for (size_t l = 0; l < LANES; l++) {
        to[l] = l < width ? creal(from[l]) : 0.0;
        to[LANES + l] = l < width ? cimag(from[l]) : 0.0;
    }
}

HC_VECTOR_INLINE void put_together(const double *from, size_t width, double complex *to)
{
    if (width == LANES) {
        hc_v8 re = ((const hc_v8 *)from)[0], im = ((const hc_v8 *)from)[1];
        ((hc_loose_v8 *)to)[0] = __builtin_shufflevector(re, im, 0, 8, 1, 9, 2, 10, 3, 11);
        ((hc_loose_v8 *)to)[1] = __builtin_shufflevector(re, im, 4, 12, 5, 13, 6, 14, 7, 15);
        return;
    }
    for (size_t l = 0; l < width; l++) {
        to[l] = from[l] + I * from[LANES + l];
    }
}

static size_t width_at(size_t begin, size_t end, size_t width)
{
    return end - begin < width ? end - begin : width;
}

/* `width` real rows of n points to line [n][16], or back (set, or added to). */
HC_VECTOR_INLINE void load_rows(size_t n, size_t width, const double *rows, double *line)
{
    size_t tiled = width == POINT ? n / LANES * LANES : 0;
    for (size_t i = 0; i < tiled; i += LANES) {
        for (size_t part = 0; part < 2; part++) {
            hc_v8 a[8];
            for (size_t l = 0; l < LANES; l++) {
                a[l] = *(const hc_loose_v8 *)(rows + (part * LANES + l) * n + i);
            }
            transpose(a);
            for (size_t l = 0; l < LANES; l++) {
                *(hc_v8 *)(line + (i + l) * POINT + part * LANES) = a[l];
            }
        }
    }
    for (size_t i = tiled; i < n; i++) {
        for (size_t c = 0; c < POINT; c++) {
            line[i * POINT + c] = c < width ? rows[c * n + i] : 0.0;
        }
    }
}

HC_VECTOR_INLINE void store_rows(size_t n, size_t width, bool add, const double *line, double *rows)
{
    size_t tiled = width == POINT ? n / LANES * LANES : 0;
    for (size_t i = 0; i < tiled; i += LANES) {
        for (size_t part = 0; part < 2; part++) {
            hc_v8 a[8];
            for (size_t l = 0; l < LANES; l++) {
                a[l] = *(const hc_v8 *)(line + (i + l) * POINT + part * LANES);
            }
            transpose(a);
            for (size_t l = 0; l < LANES; l++) {
                hc_loose_v8 *to = (hc_loose_v8 *)(rows + (part * LANES + l) * n + i);
                if (add) {
                    a[l] += *to;
                }
                *to = a[l];
            }
        }
    }
    for (size_t i = tiled; i < n; i++) {
        for (size_t c = 0; c < width; c++) {
            rows[c * n + i] = (add ? rows[c * n + i] : 0.0) + line[i * POINT + c];
        }
    }
}

/* A batch of 16 rows from j on, and its waves along x in the plane: [block of 8 waves][n1][2][8 waves]. Z of the
 * complex line a + i b gives a(h) = (Z(h) + Z*(-h))/2 and b(h) = (Z(h) - Z*(-h))/2i. */
HC_VECTOR_INLINE void rows_to_plane(const span *x, size_t n1, size_t j, size_t width, const double *waves,
                                    double *plane)
{
    for (size_t t = 0; t < x->kept; t += LANES) {
        hc_v8 part[4][8]; /* real and imaginary of a, of b */
        for (size_t l = 0; l < LANES; l++) {
            size_t h = t + l < x->kept ? t + l : 0;
            const hc_v8 *z = (const hc_v8 *)(waves + h * POINT);
            const hc_v8 *m = (const hc_v8 *)(waves + (h == 0 ? 0 : x->n - h) * POINT);
            part[0][l] = 0.5 * (z[0] + m[0]);
            part[1][l] = 0.5 * (z[1] - m[1]);
            part[2][l] = 0.5 * (z[1] + m[1]);
            part[3][l] = 0.5 * (m[0] - z[0]);
        }
        for (int i = 0; i < 4; i++) {
            transpose(part[i]);
        }
        for (size_t c = 0; c < width; c++) {
            hc_v8 *to = (hc_v8 *)(plane + (t / LANES * n1 + j + c) * POINT);
            to[0] = part[c < LANES ? 0 : 2][c % LANES];
            to[1] = part[c < LANES ? 1 : 3][c % LANES];
        }
    }
}

/* Back: Z(h) = a(h) + i b(h) and Z(-h) = a*(h) + i b*(h). */
HC_VECTOR_INLINE void plane_to_rows(const span *x, size_t n1, size_t j, size_t width, const double *plane,
                                    double *waves)
{
    for (size_t h = x->kept; h + x->kept <= x->n; h++) {
        memset(waves + h * POINT, 0, POINT * sizeof *waves);
    }
    for (size_t t = 0; t < x->kept; t += LANES) {
        hc_v8 part[4][8];
        for (size_t c = 0; c < POINT; c++) {
            const hc_v8 *from = (const hc_v8 *)(plane + (t / LANES * n1 + j + (c < width ? c : 0)) * POINT);
            part[c < LANES ? 0 : 2][c % LANES] = from[0];
            part[c < LANES ? 1 : 3][c % LANES] = from[1];
        }
        for (int i = 0; i < 4; i++) {
            transpose(part[i]);
        }
        for (size_t l = 0; l < LANES && t + l < x->kept; l++) {
            size_t h = t + l;
            hc_v8 *z = (hc_v8 *)(waves + h * POINT), *m = (hc_v8 *)(waves + (h == 0 ? 0 : x->n - h) * POINT);
            if (z == m) { /* its own opposite: real */
                z[0] = part[0][l];
                z[1] = part[2][l];
                continue;
            }
            m[0] = part[0][l] + part[3][l];
            m[1] = part[2][l] - part[1][l];
            z[0] = part[0][l] - part[3][l];
            z[1] = part[1][l] + part[2][l];
        }
    }
}

static bool all_zero(size_t count, const double *values)
{
    for (size_t i = 0; i < count; i++) {
        if (values[i] != 0.0) {
            return false;
        }
    }
    return true;
}

/* Plane [n1][n0] of values to [kept of y][kept of x] coefficients. */
HC_VECTOR_CLONES static void plane_forward(const hc_fft *fft, const span *spans, const double *values, double *work,
                                           double complex *out)
{
    double *line = work, *other = work + fft->nline, *plane = other + fft->nline;
    const span *x = &spans[0], *y = &spans[1];
    if (all_zero(x->n * y->n, values)) {
        memset(out, 0, y->kept * x->kept * sizeof *out);
        return;
    }
    for (size_t j = 0; j < y->n; j += POINT) {
        size_t width = width_at(j, y->n, POINT);
        load_rows(x->n, width, values + j * x->n, line);
        rows_to_plane(x, y->n, j, width, hc_fft_split_forward(fft->line[0], line, other), plane);
    }
    for (size_t t = 0; t < x->kept; t += LANES) {
        const double *waves = hc_fft_split_forward(fft->line[1], plane + t * y->n * (POINT / LANES), line);
        for (size_t u = 0; u < y->kept; u++) {
            put_together(waves + place(y, u) * POINT, width_at(t, x->kept, LANES), out + u * x->kept + t);
        }
    }
}

/* Kept frequencies of 8 (or fewer) columns, `stride` apart, to a line of all n; the others are zero. */
HC_VECTOR_INLINE void spread(const span *s, size_t width, size_t stride, const double complex *from, double *line)
{
    for (size_t h = s->half + 1; h + s->half < s->n; h++) {
        memset(line + h * POINT, 0, POINT * sizeof *line);
    }
    for (size_t t = 0; t < s->kept; t++) {
        take_apart(from + t * stride, width, line + place(s, t) * POINT);
    }
}

HC_VECTOR_CLONES static void plane_backward(const hc_fft *fft, const span *spans, bool add, const double complex *in,
                                            double *work, double *values)
{
    double *line = work, *other = work + fft->nline, *plane = other + fft->nline;
    const span *x = &spans[0], *y = &spans[1];
    for (size_t t = 0; t < x->kept; t += LANES) {
        double *block = plane + t * y->n * (POINT / LANES);
        bool swapped = hc_fft_split_is_swapped(fft->line[1]); /* the result is to be in the block */
        spread(y, width_at(t, x->kept, LANES), x->kept, in + t, swapped ? line : block);
        (void)hc_fft_split_backward(fft->line[1], swapped ? line : block, swapped ? block : line);
    }
    for (size_t j = 0; j < y->n; j += POINT) {
        size_t width = width_at(j, y->n, POINT);
        plane_to_rows(x, y->n, j, width, plane, line);
        store_rows(x->n, width, add, hc_fft_split_backward(fft->line[0], line, other), values + j * x->n);
    }
}

/* Along z: columns from c on of planes `stride` apart, in place; all n planes to the kept ones in front. */
HC_VECTOR_CLONES static void columns_forward(const hc_fft *fft, const span *z, size_t width, size_t stride,
                                             double *work, double complex *columns)
{
    double *line = work;
    for (size_t k = 0; k < z->n; k++) {
        take_apart(columns + k * stride, width, line + k * POINT);
    }
    const double *waves = hc_fft_split_forward(fft->line[2], line, work + fft->nline);
    for (size_t t = 0; t < z->kept; t++) {
        put_together(waves + place(z, t) * POINT, width, columns + t * stride);
    }
}

HC_VECTOR_CLONES static void columns_backward(const hc_fft *fft, const span *z, size_t width, size_t stride,
                                              double *work, double complex *columns)
{
    spread(z, width, stride, columns, work);
    const double *values = hc_fft_split_backward(fft->line[2], work, work + fft->nline);
    for (size_t k = 0; k < z->n; k++) {
        put_together(values + k * POINT, width, columns + k * stride);
    }
}

static void forward(const hc_fft *fft, const span *spans, const double *values, double complex *out)
{
    size_t plane = fft->n[0] * fft->n[1], kept = spans[0].kept * spans[1].kept;
#pragma omp parallel num_threads((int)fft->nthread)
    {
        double *work = fft->work + fft->nwork * (size_t)omp_get_thread_num();
#pragma omp for schedule(static)
        for (size_t k = 0; k < fft->n[2]; k++) {
            plane_forward(fft, spans, values + k * plane, work, out + k * kept);
        }
#pragma omp for schedule(static)
        for (size_t c = 0; c < kept; c += LANES) {
            columns_forward(fft, &spans[2], width_at(c, kept, LANES), kept, work, out + c);
        }
    }
}

static void backward(const hc_fft *fft, const span *spans, bool add, double complex *in, double *values)
{
    size_t plane = fft->n[0] * fft->n[1], kept = spans[0].kept * spans[1].kept;
#pragma omp parallel num_threads((int)fft->nthread)
    {
        double *work = fft->work + fft->nwork * (size_t)omp_get_thread_num();
#pragma omp for schedule(static)
        for (size_t c = 0; c < kept; c += LANES) {
            columns_backward(fft, &spans[2], width_at(c, kept, LANES), kept, work, in + c);
        }
#pragma omp for schedule(static)
        for (size_t k = 0; k < fft->n[2]; k++) {
            plane_backward(fft, spans, add, in + k * kept, work, values + k * plane);
        }
    }
}

void hc_fft_forward(const hc_fft *fft, const double *values, double complex *coefficients)
{
    span spans[3];
    whole_spans(fft, spans);
    forward(fft, spans, values, coefficients);
}

void hc_fft_backward(const hc_fft *fft, double complex *coefficients, double *values)
{
    span spans[3];
    whole_spans(fft, spans);
    backward(fft, spans, false, coefficients, values);
}

void hc_fft_forward_low(const hc_fft *fft, const size_t half[3], const double *values, double complex *low)
{
    span spans[3];
    low_spans(fft, half, spans);
    forward(fft, spans, values, low);
}

void hc_fft_backward_low(const hc_fft *fft, const size_t half[3], double complex *low, double *values)
{
    span spans[3];
    low_spans(fft, half, spans);
    backward(fft, spans, true, low, values);
}
