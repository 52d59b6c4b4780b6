/* Several doubles at once, in the compiler's own vectors. Functions are accurate to a few units in the last place over
 * the ranges given. */
#ifndef HC_MATH_VECTOR_H
#define HC_MATH_VECTOR_H

#include <stdint.h>

/* Eight, for what is laid out so: to be moved and rearranged. */
typedef double hc_v8 __attribute__((vector_size(64), may_alias));
typedef double hc_loose_v8 __attribute__((vector_size(64), aligned(8), may_alias)); /* at any address of doubles */
typedef int64_t hc_v8i __attribute__((vector_size(64), may_alias));

/* As many as a register holds, to be calculated with: gcc 12 keeps wider ones in memory between any two operations, and
 * a Fourier transform takes ten times as long. */
#ifdef __AVX512F__
#define HC_VEC 8
#else
#define HC_VEC 4
#endif
typedef double hc_vec __attribute__((vector_size(8 * HC_VEC), may_alias));
typedef int64_t hc_veci __attribute__((vector_size(8 * HC_VEC), may_alias));
typedef uint64_t hc_vecu __attribute__((vector_size(8 * HC_VEC), may_alias));

/* Vectors never leave a file: how narrow processors would pass them does not matter (-Wno-psabi). */
#define HC_VECTOR_INLINE static inline __attribute__((always_inline))

/* A function for which the program chooses at run time among versions for several processors. Where the build is made
 * for one that has the widest vectors, or the compiler or the linker cannot choose, there is one version. It has to be
 * static: the choice would be a symbol of the shared library, whatever -fvisibility says. */
#if defined __AVX512F__ || !defined __x86_64__ || defined __clang__ || defined __SANITIZE_ADDRESS__
#define HC_VECTOR_CLONES
#else
#define HC_VECTOR_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif

HC_VECTOR_INLINE hc_vec hc_vec_all(double x)
{
    return x + (hc_vec){0.0};
}

#define HC_VEC_INTEGER 4503599627370496.0 /* 2^52: the bits of 2^52 + k, 0 <= k < 2^52, end with those of k */

/* Integers from 0 to 2^52, for which AVX2 has no conversion, to doubles and back (rounded). */
HC_VECTOR_INLINE hc_vec hc_vec_from_integer(hc_vecu k)
{
    return (hc_vec)(k | (hc_vecu)hc_vec_all(HC_VEC_INTEGER)) - HC_VEC_INTEGER;
}

HC_VECTOR_INLINE hc_vecu hc_vec_to_integer(hc_vec x)
{
    return (hc_vecu)(x + HC_VEC_INTEGER) ^ (hc_vecu)hc_vec_all(HC_VEC_INTEGER);
}

/* exp(x), -700 <= x <= 700. */
HC_VECTOR_INLINE hc_vec hc_vec_exp(hc_vec x)
{
    const double magic = 6755399441055744.0; /* 1.5 2^52: adding it rounds, and leaves the integer in the low bits */
    hc_vec shifted = x * 1.4426950408889634074 + magic;
    hc_vec k = shifted - magic;
    hc_vec r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
    hc_vec sum = hc_vec_all(1.0 / 6227020800.0);
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
    return sum * (hc_vec)(((hc_veci)shifted + 1023) << 52);
}

/* log(x) of positive normal numbers: x = 2^k m, sqrt(1/2) <= m < sqrt(2), log m = 2 artanh((m - 1)/(m + 1)). */
HC_VECTOR_INLINE hc_vec hc_vec_log(hc_vec x)
{
    hc_vecu k = ((hc_vecu)x - 0x3fe6a09e667f3bcd + (1024ull << 52)) >> 52; /* and 1024, to be positive */
    hc_vec m = (hc_vec)((hc_vecu)x - ((k - 1024) << 52));
    hc_vec f = (m - 1.0) / (m + 1.0), z = f * f;
    hc_vec sum = hc_vec_all(2.0 / 21.0);
    sum = sum * z + 2.0 / 19.0;
    sum = sum * z + 2.0 / 17.0;
    sum = sum * z + 2.0 / 15.0;
    sum = sum * z + 2.0 / 13.0;
    sum = sum * z + 2.0 / 11.0;
    sum = sum * z + 2.0 / 9.0;
    sum = sum * z + 2.0 / 7.0;
    sum = sum * z + 2.0 / 5.0;
    sum = sum * z + 2.0 / 3.0;
    return (hc_vec_from_integer(k) - 1024.0) * 0.69314718055994530942 + (f * z * sum + 2.0 * f);
}

/* log(1 + x), x > -1 with 1 + x normal, also of small x; *inverse is 1/(1 + x). */
HC_VECTOR_INLINE hc_vec hc_vec_log1p(hc_vec x, hc_vec *inverse)
{
    hc_vec u = 1.0 + x;
    *inverse = 1.0 / u;
    return hc_vec_log(u) + (x - (u - 1.0)) * *inverse;
}

/* x^(-1/6) of positive normal numbers: a first guess from the exponent, and Newton's iteration. */
HC_VECTOR_INLINE hc_vec hc_vec_inverse_sixth_root(hc_vec x)
{
    hc_vec bits = hc_vec_from_integer((hc_vecu)x >> 20);
    hc_vec y = (hc_vec)(hc_vec_to_integer(7.0 / 6.0 * 4393751543808.0 - bits * (1.0 / 6.0)) << 20);
    for (int i = 0; i < 5; i++) {
        hc_vec y2 = y * y;
        y = y + y * (1.0 - x * y2 * y2 * y2) * (1.0 / 6.0);
    }
    return y;
}

#endif
