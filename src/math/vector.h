/* Eight doubles at once, in the compiler's own vectors: one register with AVX-512, two or four with less. Functions are
 * accurate to a few units in the last place over the ranges given. */
#ifndef HC_MATH_VECTOR_H
#define HC_MATH_VECTOR_H

#include <stdint.h>

#define HC_VECTOR 8

typedef double hc_v8 __attribute__((vector_size(64), may_alias));
typedef double hc_loose_v8 __attribute__((vector_size(64), aligned(8), may_alias)); /* at any address of doubles */
typedef int64_t hc_v8i __attribute__((vector_size(64), may_alias));

/* Vectors never leave a file: how narrow processors would pass them does not matter (-Wno-psabi). */
#define HC_VECTOR_INLINE static inline __attribute__((always_inline))

/* A function for which the program chooses at run time among versions for several processors. Where the build is made
 * for one that has the widest vectors, or the compiler or the linker cannot choose, there is one version. */
#if defined __AVX512F__ || !defined __x86_64__ || defined __clang__ || defined __SANITIZE_ADDRESS__
#define HC_VECTOR_CLONES
#else
#define HC_VECTOR_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif

HC_VECTOR_INLINE hc_v8 hc_v8_all(double x)
{
    return (hc_v8){x, x, x, x, x, x, x, x};
}

/* exp(x), -700 <= x <= 700. */
HC_VECTOR_INLINE hc_v8 hc_v8_exp(hc_v8 x)
{
    const double magic = 6755399441055744.0; /* 1.5 2^52: adding it rounds, and leaves the integer in the low bits */
    hc_v8 shifted = x * 1.4426950408889634074 + magic;
    hc_v8 k = shifted - magic;
    hc_v8 r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
    hc_v8 sum = hc_v8_all(1.0 / 6227020800.0);
    sum = sum * r + 1.0 / 479001600.0;
    sum = sum * r + 1.0 / 39916800.0;
    sum = sum * r + 1.0 / 3628800.0;
    sum = sum * r + 1.0 / 362880.0;
    sum = sum * r + 1.0 / 40320.0;
    sum = sum * r + 1.0 / 5040.0;
    sum = sum * r + 1.0 / 720.0;
    sum = sum * r + 1.0 / 120.0;
    sum = sum * r + 1.0 / 24.0;
    sum = sum * r + 1.0 / 6.0;
    sum = sum * r + 0.5;
    sum = sum * r + 1.0;
    sum = sum * r + 1.0;
    return sum * (hc_v8)(((hc_v8i)shifted + 1023) << 52);
}

/* log(x) of positive normal numbers: x = 2^k m, sqrt(1/2) <= m < sqrt(2), log m = 2 artanh((m - 1)/(m + 1)). */
HC_VECTOR_INLINE hc_v8 hc_v8_log(hc_v8 x)
{
    hc_v8i k = ((hc_v8i)x - 0x3fe6a09e667f3bcd) >> 52;
    hc_v8 m = (hc_v8)((hc_v8i)x - (k << 52));
    hc_v8 f = (m - 1.0) / (m + 1.0), z = f * f;
    hc_v8 sum = hc_v8_all(2.0 / 21.0);
    sum = sum * z + 2.0 / 19.0;
    sum = sum * z + 2.0 / 17.0;
    sum = sum * z + 2.0 / 15.0;
    sum = sum * z + 2.0 / 13.0;
    sum = sum * z + 2.0 / 11.0;
    sum = sum * z + 2.0 / 9.0;
    sum = sum * z + 2.0 / 7.0;
    sum = sum * z + 2.0 / 5.0;
    sum = sum * z + 2.0 / 3.0;
    return __builtin_convertvector(k, hc_v8) * 0.69314718055994530942 + (f * z * sum + 2.0 * f);
}

/* log(1 + x), x > -1 with 1 + x normal, also of small x; *inverse is 1/(1 + x). */
HC_VECTOR_INLINE hc_v8 hc_v8_log1p(hc_v8 x, hc_v8 *inverse)
{
    hc_v8 u = 1.0 + x;
    *inverse = 1.0 / u;
    return hc_v8_log(u) + (x - (u - 1.0)) * *inverse;
}

/* x^(-1/6) of positive normal numbers: a first guess from the exponent, and Newton's iteration. */
HC_VECTOR_INLINE hc_v8 hc_v8_inverse_sixth_root(hc_v8 x)
{
    hc_v8 bits = __builtin_convertvector((hc_v8i)x, hc_v8);
    hc_v8 y = (hc_v8) __builtin_convertvector(7.0 / 6.0 * 4607182418800017408.0 - bits / 6.0, hc_v8i);
    for (int i = 0; i < 5; i++) {
        hc_v8 y2 = y * y;
        y = y + y * (1.0 - x * y2 * y2 * y2) * (1.0 / 6.0);
    }
    return y;
}

#endif
