/* What has to be settled before the first computation. */
#ifndef APP_STARTUP_H
#define APP_STARTUP_H

#include <stdbool.h>

/* Closed standard streams would let the next opened file take their place: they are tied to /dev/null. A reader that
 * goes away (`| head`) ends a write, not the program. */
void app_startup_streams(void);

/* Starts the program once more, with another environment, where that makes it faster: OpenBLAS chooses its kernels when
 * it is loaded, and does not know every processor (AVX-512 is left unused on some: dgemm 2.3 times slower); the number
 * of threads is likewise read at the start. Returns when nothing has to change, and on the second time. */
void app_startup_environment(int count, char **words);

/* "SkylakeX" on a processor that has AVX-512, "Haswell" with AVX2 and FMA, NULL for others. */
const char *app_best_blas_kernel(void);
/* Whether the chosen kernels use all that the processor has; also true where that is unknown. */
bool app_blas_kernel_is_good(const char *kernel);

#endif
