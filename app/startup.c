#include "startup.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "math/linalg.h"

#define GUARD "HALFCELL_STARTED_AGAIN"

void app_startup_streams(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
            /* For reading, also in the place of an output: a result that goes nowhere is an error, not lost unseen. */
            if (open("/dev/null", O_RDONLY) < 0) {
                break;
            }
        }
    }
    signal(SIGPIPE, SIG_IGN);
}

static bool has_avx512(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512cd");
#else
    return false;
#endif
}

static bool has_avx2(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return false;
#endif
}

const char *app_best_blas_kernel(void)
{
    return has_avx512() ? "SkylakeX" : has_avx2() ? "Haswell" : NULL;
}

static bool is_one_of(const char *kernel, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (strcasecmp(kernel, *names) == 0) {
            return true;
        }
    }
    return false;
}

bool app_blas_kernel_is_good(const char *kernel)
{
    static const char *const with_avx512[] = {"SkylakeX", "Cooperlake", "SapphireRapids", "Zen4", "Zen5", NULL};
    static const char *const with_avx2[] = {"Haswell", "Zen", "Excavator", NULL};
    if (strcmp(kernel, "unknown") == 0 || is_one_of(kernel, with_avx512)) {
        return true;
    }
    if (has_avx512()) {
        return false;
    }
    return !has_avx2() || is_one_of(kernel, with_avx2);
}

/* The value of --threads, where it is a number; what is wrong is said when the options are read. */
static const char *threads_asked(int count, char **words)
{
    const char *value = NULL;
    for (int i = 1; i < count && strcmp(words[i], "--") != 0; i++) {
        if (strcmp(words[i], "--threads") == 0 && i + 1 < count) {
            value = words[i + 1];
        } else if (strncmp(words[i], "--threads=", 10) == 0) {
            value = words[i] + 10;
        }
    }
    bool is_number = value != NULL && value[0] >= '1' && value[0] <= '9' && strlen(value) <= 4 &&
                     value[strspn(value, "0123456789")] == '\0';
    return is_number ? value : NULL;
}

static bool change(const char *name, const char *value)
{
    const char *old = getenv(name);
    return (old == NULL || strcmp(old, value) != 0) && setenv(name, value, 1) == 0;
}

void app_startup_environment(int count, char **words)
{
    bool changed = false;
    if (getenv(GUARD) != NULL) {
        unsetenv(GUARD);
        return;
    }
    if (getenv("OPENBLAS_CORETYPE") == NULL && app_best_blas_kernel() != NULL &&
        !app_blas_kernel_is_good(hc_blas_kernel())) {
        changed = change("OPENBLAS_CORETYPE", app_best_blas_kernel());
    }
    /* A thread that waits for the others spins for 10 microseconds or so, then sleeps: on a machine that others use as
     * well, spinning for milliseconds (the default) makes small molecules forty times slower. */
    if (getenv("OMP_WAIT_POLICY") == NULL && getenv("GOMP_SPINCOUNT") == NULL) {
        changed = change("GOMP_SPINCOUNT", "10000") || changed;
    }
    const char *threads = threads_asked(count, words);
    if (threads != NULL) {
        changed = change("OMP_NUM_THREADS", threads) || changed;
        changed = change("OPENBLAS_NUM_THREADS", threads) || changed;
    }
    if (changed && setenv(GUARD, "1", 1) == 0) {
        execv("/proc/self/exe", words);
        unsetenv(GUARD); /* it could not be: slower, but right */
    }
}
