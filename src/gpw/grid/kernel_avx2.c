/* The kernels for processors with AVX2 and fused multiplication. */
#if defined(__x86_64__)
#pragma GCC target("avx2,fma")
#define WIDTH 4
#define KERNEL hc_kernel_avx2
#define KERNEL_NAME "AVX2"
#include "gpw/grid/kernel_template.h"
#endif
typedef int hc_kernel_avx2_unit;
