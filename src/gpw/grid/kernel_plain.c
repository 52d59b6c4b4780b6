/* The kernels for any processor: pairs of numbers, as SSE2 and NEON have them. */
#define WIDTH 2
#define KERNEL hc_kernel_plain
#define KERNEL_NAME "plain"
#include "gpw/grid/kernel_template.h"
