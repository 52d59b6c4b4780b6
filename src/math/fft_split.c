#include "math/fft_split.h"

#include <math.h>
#include <stdlib.h>

#include "halfcell/units.h"
#include "math/vector.h"

#define PASS_MAX 40

/* Radix r on sequences of m r points that lie `stride` points apart. */
typedef struct split_pass {
    size_t radix, m, stride;
    const double *twiddle;  /* [m][radix - 1][2]: exp(-2 pi i p j/(m r)), j = 1 ... */
    const double *rotation; /* [radix][2]: cos, sin of 2 pi k/radix */
} split_pass;

struct hc_fft_split {
    size_t n, npass;
    split_pass pass[PASS_MAX];
    double *tables;
};

/* 4 before 2 and the rest; a factor that is not fast comes last. */
static size_t next_radix(size_t n)
{
    static const size_t FAST[] = {4, 5, 3, 7, 2};
    for (size_t i = 0; i < sizeof FAST / sizeof FAST[0]; i++) {
        if (n % FAST[i] == 0) {
            return FAST[i];
        }
    }
    size_t prime = 11;
    while (n % prime != 0 && prime <= HC_FFT_SPLIT_PRIME) {
        prime += 2;
    }
    return prime;
}

static void fill_pass(split_pass *pass, double *twiddle, double *rotation)
{
    size_t r = pass->radix, length = r * pass->m;
    for (size_t p = 0; p < pass->m; p++) {
        for (size_t j = 1; j < r; j++) {
            double phase = 2.0 * HC_PI * (double)(p * j % length) / (double)length;
            twiddle[2 * (p * (r - 1) + j - 1)] = cos(phase);
            twiddle[2 * (p * (r - 1) + j - 1) + 1] = -sin(phase);
        }
    }
    for (size_t k = 0; k < r; k++) {
        rotation[2 * k] = cos(2.0 * HC_PI * (double)k / (double)r);
        rotation[2 * k + 1] = sin(2.0 * HC_PI * (double)k / (double)r);
    }
    pass->twiddle = twiddle;
    pass->rotation = rotation;
}

hc_status hc_fft_split_create(hc_context *ctx, size_t n, hc_fft_split **split)
{
    hc_status status = HC_OK;
    hc_fft_split *made = NULL;
    size_t left = n, stride = 1, size = 0;
    *split = NULL;
    if (n == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a transform of no points; 1 is the least");
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->n = n;
    while (left > 1) {
        size_t radix = next_radix(left);
        if (radix > HC_FFT_SPLIT_PRIME) {
            HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "a transform of %zu points, which has a prime factor above %d", n,
                           HC_FFT_SPLIT_PRIME));
        }
        left /= radix;
        made->pass[made->npass++] = (split_pass){.radix = radix, .m = left, .stride = stride};
        size += 2 * (left * (radix - 1) + radix);
        stride *= radix;
    }
    HC_TRY(hc_allocate(ctx, size, sizeof *made->tables, &made->tables));
    double *at = made->tables;
    for (size_t i = 0; i < made->npass; i++) {
        double *rotation = at + 2 * made->pass[i].m * (made->pass[i].radix - 1);
        fill_pass(&made->pass[i], at, rotation);
        at = rotation + 2 * made->pass[i].radix;
    }
    *split = made;
    made = NULL;
cleanup:
    hc_fft_split_free(made);
    return status;
}

void hc_fft_split_free(hc_fft_split *split)
{
    if (split != NULL) {
        free(split->tables);
        free(split);
    }
}

#define PARTS (HC_FFT_SPLIT_POINT / 2 / HC_VEC) /* registers that the real parts of a point fill */

typedef struct vector_pair {
    hc_vec re, im;
} vector_pair;

/* What is called real and imaginary is swapped for the backward transform: that turns the sign of i. */
HC_VECTOR_INLINE vector_pair load(const double *values, size_t point, size_t which, int swap)
{
    const hc_vec *v = (const hc_vec *)(values + HC_FFT_SPLIT_POINT * point) + which;
    return (vector_pair){v[PARTS * swap], v[PARTS * (1 - swap)]};
}

HC_VECTOR_INLINE void store(double *values, size_t point, size_t which, int swap, vector_pair a)
{
    hc_vec *v = (hc_vec *)(values + HC_FFT_SPLIT_POINT * point) + which;
    v[PARTS * swap] = a.re;
    v[PARTS * (1 - swap)] = a.im;
}

HC_VECTOR_INLINE vector_pair times(vector_pair a, const double *w)
{
    return (vector_pair){a.re * w[0] - a.im * w[1], a.re * w[1] + a.im * w[0]};
}

/* Odd radix: a_k and a_(r-k) have conjugate factors, so their sum goes with the cosine and their difference with the
 * sine. */
HC_VECTOR_INLINE void odd_butterfly(size_t r, const double *rotation, vector_pair *a)
{
    vector_pair sum[HC_FFT_SPLIT_PRIME / 2 + 1], difference[HC_FFT_SPLIT_PRIME / 2 + 1], first = a[0];
    size_t half = r / 2;
#pragma GCC unroll 4
    for (size_t k = 1; k <= half; k++) {
        sum[k] = (vector_pair){a[k].re + a[r - k].re, a[k].im + a[r - k].im};
        difference[k] = (vector_pair){a[k].re - a[r - k].re, a[k].im - a[r - k].im};
        a[0].re += sum[k].re;
        a[0].im += sum[k].im;
    }
#pragma GCC unroll 4
    for (size_t j = 1; j <= half; j++) {
        vector_pair even = first, odd = {hc_vec_all(0.0), hc_vec_all(0.0)};
#pragma GCC unroll 4
        for (size_t k = 1; k <= half; k++) {
            const double *w = rotation + 2 * (j * k % r);
            even.re += w[0] * sum[k].re;
            even.im += w[0] * sum[k].im;
            odd.re += w[1] * difference[k].re;
            odd.im += w[1] * difference[k].im;
        }
        a[j] = (vector_pair){even.re + odd.im, even.im - odd.re};
        a[r - j] = (vector_pair){even.re - odd.im, even.im + odd.re};
    }
}

HC_VECTOR_INLINE void butterfly2(vector_pair *a)
{
    vector_pair b = a[1];
    a[1] = (vector_pair){a[0].re - b.re, a[0].im - b.im};
    a[0] = (vector_pair){a[0].re + b.re, a[0].im + b.im};
}

HC_VECTOR_INLINE void butterfly4(vector_pair *a)
{
    vector_pair s = {a[0].re + a[2].re, a[0].im + a[2].im}, d = {a[0].re - a[2].re, a[0].im - a[2].im};
    vector_pair t = {a[1].re + a[3].re, a[1].im + a[3].im}, e = {a[1].re - a[3].re, a[1].im - a[3].im};
    a[0] = (vector_pair){s.re + t.re, s.im + t.im};
    a[2] = (vector_pair){s.re - t.re, s.im - t.im};
    a[1] = (vector_pair){d.re + e.im, d.im - e.re};
    a[3] = (vector_pair){d.re - e.im, d.im + e.re};
}

HC_VECTOR_INLINE void butterfly(size_t r, const double *rotation, vector_pair *a)
{
    if (r == 2) {
        butterfly2(a);
    } else if (r == 4) {
        butterfly4(a);
    } else {
        odd_butterfly(r, rotation, a);
    }
}

/* r is constant where this is compiled into, but for the large primes. */
HC_VECTOR_INLINE void run_pass(const split_pass *pass, size_t r, int swap, const double *from, double *to)
{
    size_t m = pass->m, stride = pass->stride;
    for (size_t p = 0; p < m; p++) {
        const double *w = pass->twiddle + 2 * p * (r - 1);
        for (size_t i = 0; i < PARTS * stride; i++) {
            size_t q = i / PARTS, which = i % PARTS;
            vector_pair a[HC_FFT_SPLIT_PRIME];
#pragma GCC unroll 8
            for (size_t k = 0; k < r; k++) {
                a[k] = load(from, q + stride * (p + m * k), which, swap);
            }
            butterfly(r, pass->rotation, a);
            store(to, q + stride * r * p, which, swap, a[0]);
#pragma GCC unroll 8
            for (size_t j = 1; j < r; j++) {
                store(to, q + stride * (r * p + j), which, swap, times(a[j], w + 2 * (j - 1)));
            }
        }
    }
}

HC_VECTOR_INLINE double *transform(const hc_fft_split *split, int swap, double *values, double *work)
{
    for (size_t i = 0; i < split->npass; i++) {
        const split_pass *pass = &split->pass[i];
        switch (pass->radix) {
        case 2:
            run_pass(pass, 2, swap, values, work);
            break;
        case 3:
            run_pass(pass, 3, swap, values, work);
            break;
        case 4:
            run_pass(pass, 4, swap, values, work);
            break;
        case 5:
            run_pass(pass, 5, swap, values, work);
            break;
        case 7:
            run_pass(pass, 7, swap, values, work);
            break;
        default:
            run_pass(pass, pass->radix, swap, values, work);
        }
        double *other = values;
        values = work;
        work = other;
    }
    return values;
}

HC_VECTOR_CLONES static double *forward(const hc_fft_split *split, double *values, double *work)
{
    return transform(split, 0, values, work);
}

HC_VECTOR_CLONES static double *backward(const hc_fft_split *split, double *values, double *work)
{
    return transform(split, 1, values, work);
}

double *hc_fft_split_forward(const hc_fft_split *split, double *values, double *work)
{
    return forward(split, values, work);
}

double *hc_fft_split_backward(const hc_fft_split *split, double *values, double *work)
{
    return backward(split, values, work);
}

bool hc_fft_split_is_swapped(const hc_fft_split *split)
{
    return split->npass % 2 == 1;
}
