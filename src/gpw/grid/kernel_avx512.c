/* The kernels for processors with AVX-512. */
#if defined(__x86_64__)
#pragma GCC target("avx512f,avx512dq,avx512vl,avx2,fma")
#define WIDTH 8
#define KERNEL hc_kernel_avx512
#define KERNEL_NAME "AVX-512"
#include "gpw/grid/kernel_template.h"
#endif
typedef int hc_kernel_avx512_unit;
