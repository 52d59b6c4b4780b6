#include "gpw/grid/worker.h"

#include <stdlib.h>

#include <omp.h>

static hc_status fill(hc_context *ctx, const hc_gpw_tasks *tasks, hc_task_worker *worker)
{
    hc_status status;
    HC_TRY(hc_shell_pairs_create(ctx, tasks, &worker->moments));
    HC_TRY(hc_shell_pairs_create(ctx, tasks, &worker->polynomials));
    for (size_t level = 0; level < tasks->multigrid->nlevel; level++) {
        HC_TRY(hc_kernel_space_fit(ctx, &tasks->kernel_grid[level], tasks->radius[level], &worker->space));
    }
cleanup:
    return status;
}

hc_status hc_task_workers_create(hc_context *ctx, const hc_gpw_tasks *tasks, size_t *count, hc_task_worker **workers)
{
    hc_status status;
    *count = (size_t)omp_get_max_threads();
    HC_TRY(hc_allocate(ctx, *count, sizeof **workers, workers));
    for (size_t i = 0; i < *count; i++) {
        HC_TRY(fill(ctx, tasks, &(*workers)[i]));
    }
cleanup:
    return status;
}

void hc_task_workers_free(size_t count, hc_task_worker *workers)
{
    for (size_t i = 0; workers && i < count; i++) {
        hc_shell_pairs_release(&workers[i].moments);
        hc_shell_pairs_release(&workers[i].polynomials);
        hc_kernel_space_release(&workers[i].space);
    }
    free(workers);
}
