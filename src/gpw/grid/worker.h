/* What one thread works with on tasks. */
#ifndef HC_GPW_GRID_WORKER_H
#define HC_GPW_GRID_WORKER_H

#include "gpw/grid/block.h"

typedef struct hc_task_worker {
    hc_shell_pairs moments, polynomials;
    hc_block_harmonics harmonics;
    hc_kernel_space space;
} hc_task_worker;

/* One for each thread of a parallel region. */
HC_MUST_CHECK hc_status hc_task_workers_create(hc_context *ctx, const hc_gpw_tasks *tasks, size_t *count,
                                               hc_task_worker **workers);
void hc_task_workers_free(size_t count, hc_task_worker *workers);

#endif
