#include <stdlib.h>

#include "gpw/grid/tasks_internal.h"

/* Grid points along the edge of the boxes that runs are sorted into: what such a box holds stays in the cache. */
#define BOX_POINTS 16
/* Private planes of a level take about this much memory, or this part of the level's. */
#define COPY_BYTES 2e7
#define COPY_PART 0.4
#define CHUNKS_MAX 12
#define RUNS_MIN 32

typedef struct boxes {
    size_t n[3];
} boxes;

static boxes boxes_of(const hc_grid *grid)
{
    boxes b;
    for (int k = 0; k < 3; k++) {
        b.n[k] = (grid->n[k] + BOX_POINTS - 1) / BOX_POINTS;
    }
    return b;
}

/* Planes are walked through box by box in snake lines, so that neighbours follow each other. */
static size_t box_of(const boxes *b, const hc_gpw_tasks *tasks, size_t level, const hc_task_run *run)
{
    const hc_kernel_grid *grid = &tasks->kernel_grid[level];
    const hc_task *task = &tasks->task[run->first_task + run->ntask / 2];
    hc_vec3 center = hc_task_product_of(&tasks->block[run->block], task).gaussian.center;
    size_t box[3];
    for (int k = 0; k < 3; k++) {
        double n = (double)grid->n[k], index = hc_vec3_dot(grid->index_of.row[k], center);
        index -= n * floor(index / n);
        box[k] = (size_t)index / BOX_POINTS;
        box[k] = box[k] < b->n[k] ? box[k] : b->n[k] - 1;
    }
    size_t y = box[2] % 2 ? b->n[1] - 1 - box[1] : box[1];
    size_t x = y % 2 ? b->n[0] - 1 - box[0] : box[0];
    return (box[2] * b->n[1] + y) * b->n[0] + x;
}

static hc_status sort_runs(hc_context *ctx, hc_gpw_tasks *tasks, size_t level)
{
    size_t nrun = tasks->nrun[level], *box = NULL, *next = NULL;
    hc_task_run *sorted = NULL;
    boxes b = boxes_of(&tasks->multigrid->level[level]);
    size_t nbox = b.n[0] * b.n[1] * b.n[2];
    hc_status status;
    HC_TRY(hc_allocate(ctx, nrun, sizeof *box, &box));
    HC_TRY(hc_allocate(ctx, nbox + 1, sizeof *next, &next));
    HC_TRY(hc_allocate(ctx, nrun, sizeof *sorted, &sorted));
    for (size_t r = 0; r < nrun; r++) {
        box[r] = box_of(&b, tasks, level, &tasks->run[level][r]);
        next[box[r] + 1]++;
    }
    for (size_t i = 0; i < nbox; i++) {
        next[i + 1] += next[i];
    }
    for (size_t r = 0; r < nrun; r++) {
        sorted[next[box[r]]++] = tasks->run[level][r];
    }
    free(tasks->run[level]);
    tasks->run[level] = sorted;
    sorted = NULL;
cleanup:
    free(box);
    free(next);
    free(sorted);
    return status;
}

/* What a run costs, in about processor cycles. */
static double cost_of(const hc_gpw_tasks *tasks, size_t level, const hc_task_run *run)
{
    const hc_kernel_grid *grid = &tasks->kernel_grid[level];
    const hc_task_block *block = &tasks->block[run->block];
    double points = 6.0 * grid->box[0] * grid->box[1] * grid->box[2], cost = 2000.0;
    for (size_t t = run->first_task; t < run->first_task + run->ntask; t++) {
        double r = tasks->task[t].radius;
        cost += 1000.0 + 0.1 * points * r * r * r * (2.0 + block->a->lmax + block->b->lmax);
    }
    return cost;
}

static size_t chunk_count(const hc_gpw_tasks *tasks, size_t level)
{
    const hc_grid *grid = &tasks->multigrid->level[level];
    double plane = (double)(grid->n[0] * grid->n[1] * sizeof(double));
    double planes = fmin(2.0 * tasks->radius[level] * tasks->kernel_grid[level].box[2] + 1.0, (double)grid->n[2]);
    double budget = fmax(COPY_BYTES, COPY_PART * plane * (double)grid->n[2]);
    size_t count = (size_t)(1.0 + budget / (planes * plane)), most = 1 + tasks->nrun[level] / RUNS_MIN;
    count = count < CHUNKS_MAX ? count : CHUNKS_MAX;
    return count < most ? count : most;
}

/* Cuts the runs of a level where equal parts of the cost end. */
static hc_status cut(hc_context *ctx, hc_gpw_tasks *tasks, size_t level)
{
    size_t nrun = tasks->nrun[level], count = chunk_count(tasks, level), run = 0;
    double total = 0, done = 0;
    hc_status status = HC_OK;
    for (size_t r = 0; r < nrun; r++) {
        total += cost_of(tasks, level, &tasks->run[level][r]);
    }
    for (size_t c = 0; c < count && run < nrun; c++) {
        hc_task_chunk *chunk = &tasks->chunk[tasks->nchunk++];
        *chunk = (hc_task_chunk){.level = level, .first_run = run};
        HC_TRY(hc_allocate(ctx, tasks->multigrid->level[level].n[2], sizeof *chunk->slot, &chunk->slot));
        while (run < nrun && (c + 1 == count || done < total * (double)(c + 1) / (double)count)) {
            double cost = cost_of(tasks, level, &tasks->run[level][run++]);
            done += cost;
            chunk->cost += cost;
        }
        chunk->nrun = run - chunk->first_run;
    }
cleanup:
    return status;
}

/* Marks the planes that a task touches: +1 where they begin, -1 behind their end; whole cells are counted in [n]. */
static void mark_task(const hc_kernel_grid *grid, const hc_grid_gaussian *g, int *mark)
{
    long n = (long)grid->n[2];
    double middle = hc_vec3_dot(grid->index_of.row[2], g->center), half = grid->box[2] * g->radius + 1e-6;
    long low = (long)ceil(middle - half), high = (long)floor(middle + half);
    if (high < low) {
        return;
    }
    if (high - low + 1 >= n) {
        mark[n]++;
        return;
    }
    long shift = low >= 0 ? low / n * n : -((-low + n - 1) / n * n);
    low -= shift;
    high -= shift;
    mark[low]++;
    if (high < n) {
        mark[high + 1]--;
    } else {
        mark[n]--;
        mark[0]++;
        mark[high - n + 1]--;
    }
}

/* slot [n] becomes HC_PLANE_DIRECT where the chunk touches a plane, else HC_PLANE_UNUSED. */
static hc_status mark_planes(hc_context *ctx, const hc_gpw_tasks *tasks, hc_task_chunk *chunk)
{
    const hc_kernel_grid *grid = &tasks->kernel_grid[chunk->level];
    size_t n = grid->n[2];
    int *mark = NULL, depth = 0;
    hc_status status = hc_allocate(ctx, n + 1, sizeof *mark, &mark);
    if (status != HC_OK) {
        return status;
    }
    for (size_t r = chunk->first_run; r < chunk->first_run + chunk->nrun; r++) {
        const hc_task_run *run = &tasks->run[chunk->level][r];
        for (size_t t = run->first_task; t < run->first_task + run->ntask; t++) {
            hc_task_product product = hc_task_product_of(&tasks->block[run->block], &tasks->task[t]);
            mark_task(grid, &product.gaussian, mark);
        }
    }
    /* What begins also ends, but for spheres as large as the cell: the sum counts those. */
    int whole = 0;
    for (size_t k = 0; k <= n; k++) {
        whole += mark[k];
    }
    for (size_t k = 0; k < n; k++) {
        depth += mark[k];
        chunk->slot[k] = depth > 0 || whole > 0 ? HC_PLANE_DIRECT : HC_PLANE_UNUSED;
    }
    free(mark);
    return HC_OK;
}

/* The first chunk of a level that touches a plane keeps it, the later ones get copies. */
static hc_status share_planes(hc_context *ctx, hc_gpw_tasks *tasks)
{
    hc_status status = HC_OK;
    for (size_t c = 0; c < tasks->nchunk; c++) {
        hc_task_chunk *chunk = &tasks->chunk[c];
        HC_TRY(mark_planes(ctx, tasks, chunk));
        for (size_t k = 0; k < tasks->multigrid->level[chunk->level].n[2]; k++) {
            for (size_t d = c; d-- > 0 && chunk->slot[k] == HC_PLANE_DIRECT && tasks->chunk[d].level == chunk->level;) {
                if (tasks->chunk[d].slot[k] == HC_PLANE_DIRECT) {
                    chunk->slot[k] = (int)tasks->ncopy[chunk->level]++;
                }
            }
        }
    }
cleanup:
    return status;
}

static hc_status order_chunks(hc_context *ctx, hc_gpw_tasks *tasks)
{
    hc_status status = hc_allocate(ctx, tasks->nchunk, sizeof *tasks->chunk_order, &tasks->chunk_order);
    for (size_t c = 0; status == HC_OK && c < tasks->nchunk; c++) {
        size_t place = c;
        for (; place > 0 && tasks->chunk[tasks->chunk_order[place - 1]].cost < tasks->chunk[c].cost; place--) {
            tasks->chunk_order[place] = tasks->chunk_order[place - 1];
        }
        tasks->chunk_order[place] = c;
    }
    return status;
}

hc_status hc_gpw_tasks_make_chunks(hc_context *ctx, hc_gpw_tasks *tasks)
{
    size_t nlevel = tasks->multigrid->nlevel;
    hc_status status;
    HC_TRY(hc_allocate(ctx, nlevel * CHUNKS_MAX, sizeof *tasks->chunk, &tasks->chunk));
    for (size_t level = 0; level < nlevel; level++) {
        HC_TRY(sort_runs(ctx, tasks, level));
        HC_TRY(cut(ctx, tasks, level));
    }
    HC_TRY(share_planes(ctx, tasks));
    HC_TRY(order_chunks(ctx, tasks));
cleanup:
    return status;
}
