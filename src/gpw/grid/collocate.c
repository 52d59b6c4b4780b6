#include <stdlib.h>
#include <string.h>

#include <omp.h>

#include "gpw/grid/worker.h"

/* Everything a call works on. */
typedef struct call {
    const hc_gpw_tasks *tasks;
    const hc_kernel *kernel;
    const double *density;
    double *const *rho;
    double **plane; /* [threads][nplane] */
    size_t nplane;
} call;

static size_t plane_size(const hc_gpw_tasks *tasks, size_t level)
{
    const hc_grid *grid = &tasks->multigrid->level[level];
    return grid->n[0] * grid->n[1];
}

/* One run of tasks onto its level. */
static void collocate_run(const call *c, size_t level, const hc_task_run *run, double *const *plane, hc_task_worker *w)
{
    const hc_task_block *block = &c->tasks->block[run->block];
    hc_block_harmonics_fill(block, &w->harmonics);
    hc_block_expand(block, &w->harmonics, c->tasks->system->nao, c->density, &w->polynomials);
    for (size_t t = run->first_task; t < run->first_task + run->ntask; t++) {
        hc_task_product product = hc_task_product_of(block, &c->tasks->task[t]);
        double coefficient[HC_CARTESIAN_TOTAL(HC_POLYNOMIAL_PRODUCT)];
        hc_block_contract(block, &c->tasks->task[t], product.prefactor, &w->polynomials, coefficient);
        c->kernel->collocate(&c->tasks->kernel_grid[level], &product.gaussian, coefficient, plane, &w->space);
    }
}

static void collocate_chunk(const call *c, const hc_task_chunk *chunk, double **plane, hc_task_worker *w)
{
    const hc_grid *grid = &c->tasks->multigrid->level[chunk->level];
    size_t size = plane_size(c->tasks, chunk->level);
    for (size_t k = 0; k < grid->n[2]; k++) {
        int slot = chunk->slot[k];
        plane[k] = slot == HC_PLANE_UNUSED   ? NULL
                   : slot == HC_PLANE_DIRECT ? c->rho[chunk->level] + k * size
                                             : c->tasks->copies[chunk->level] + (size_t)slot * size;
        if (slot >= 0) {
            memset(plane[k], 0, size * sizeof(double));
        }
    }
    const hc_task_run *run = c->tasks->run[chunk->level];
    for (size_t r = chunk->first_run; r < chunk->first_run + chunk->nrun; r++) {
        if (r + 1 < chunk->first_run + chunk->nrun) {
            hc_block_prefetch(&c->tasks->block[run[r + 1].block], c->tasks->system->nao, c->density);
        }
        collocate_run(c, chunk->level, &run[r], plane, w);
    }
}

/* Adds the private copies of one plane, chunk by chunk. */
static void add_copies(const call *c, size_t level, size_t k)
{
    size_t size = plane_size(c->tasks, level);
    double *sum = c->rho[level] + k * size;
    for (size_t i = 0; i < c->tasks->nchunk; i++) {
        const hc_task_chunk *chunk = &c->tasks->chunk[i];
        if (chunk->level == level && chunk->slot[k] >= 0) {
            const double *copy = c->tasks->copies[level] + (size_t)chunk->slot[k] * size;
            for (size_t p = 0; p < size; p++) {
                sum[p] += copy[p];
            }
        }
    }
}

static void collocate_all(const call *c, size_t nworker, hc_task_worker *workers)
{
    const hc_gpw_tasks *tasks = c->tasks;
#pragma omp parallel num_threads(nworker)
    {
        size_t thread = (size_t)omp_get_thread_num();
        for (size_t level = 0; level < tasks->multigrid->nlevel; level++) {
            size_t size = plane_size(tasks, level), nplane = tasks->multigrid->level[level].n[2];
#pragma omp for schedule(static)
            for (size_t k = 0; k < nplane; k++) {
                memset(c->rho[level] + k * size, 0, size * sizeof(double));
            }
        }
#pragma omp for schedule(dynamic, 1)
        for (size_t i = 0; i < tasks->nchunk; i++) {
            collocate_chunk(c, &tasks->chunk[tasks->chunk_order[i]], c->plane + thread * c->nplane, &workers[thread]);
        }
        for (size_t level = 0; level < tasks->multigrid->nlevel; level++) {
            size_t nplane = tasks->multigrid->level[level].n[2];
#pragma omp for schedule(static) nowait
            for (size_t k = 0; k < nplane; k++) {
                add_copies(c, level, k);
            }
        }
    }
}

hc_status hc_gpw_collocate_density(hc_context *ctx, const hc_gpw_tasks *tasks, const double *density,
                                   double *const *rho)
{
    size_t nworker = 0;
    hc_task_worker *workers = NULL;
    call c = {.tasks = tasks, .kernel = hc_kernel_best(), .density = density, .rho = rho};
    hc_status status;
    HC_TRY(hc_task_workers_create(ctx, tasks, &nworker, &workers));
    for (size_t level = 0; level < tasks->multigrid->nlevel; level++) {
        size_t n = tasks->multigrid->level[level].n[2];
        c.nplane = n > c.nplane ? n : c.nplane;
    }
    HC_TRY(hc_allocate(ctx, nworker * c.nplane, sizeof *c.plane, &c.plane));
    collocate_all(&c, nworker, workers);
cleanup:
    free(c.plane);
    hc_task_workers_free(nworker, workers);
    return status;
}
