/* Times the grid part of GPW for a structure: the density on the grids, the matrix from the grids, the gradient.
 *
 *     gpw_grid FILE CUTOFF_RY REL_CUTOFF_RY LEVELS EPS REPEATS
 *
 * Basis set DZVP-MOLOPT-SR-GTH, a density matrix made by a rule. Prints one JSON object: for each level the grid, the
 * products and points, and for each step the least of the repeats' seconds (by the clock, and of all processors, which
 * counts on a busy machine) with points and floating point operations that the innermost loops do in a second of one
 * processor. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "gpw/grid/tasks_internal.h"
#include "halfcell/units.h"

typedef struct run {
    hc_context *ctx;
    hc_structure *structure;
    hc_gpw_system *system;
    hc_multigrid multigrid;
    hc_gpw_tasks *tasks;
    double *density, *matrix, *rho[HC_GRID_LEVELS];
    hc_vec3 *force;
    double eps;
    int repeats;
} run;

static double wall_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Of all threads together. */
static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static hc_status prepare(run *r, char **arguments)
{
    hc_gpw_system_options options = {.basis = "DZVP-MOLOPT-SR-GTH", .functional = "PBE"};
    hc_status status;
    r->eps = atof(arguments[5]);
    r->repeats = atoi(arguments[6]);
    HC_TRY(hc_structure_read(r->ctx, arguments[1], &r->structure));
    HC_TRY(hc_gpw_system_create(r->ctx, r->structure, &options, &r->system));
    HC_TRY(hc_multigrid_create(r->ctx, &r->structure->cell, 0.5 * atof(arguments[2]), 0.5 * atof(arguments[3]),
                               (size_t)atoi(arguments[4]), &r->multigrid));
    size_t nao = r->system->nao;
    HC_TRY(hc_allocate(r->ctx, nao * nao, sizeof(double), &r->density));
    HC_TRY(hc_allocate(r->ctx, nao * nao, sizeof(double), &r->matrix));
    HC_TRY(hc_allocate(r->ctx, r->structure->natom, sizeof(hc_vec3), &r->force));
    for (size_t i = 0; i < nao; i++) {
        for (size_t j = 0; j < nao; j++) {
            r->density[i * nao + j] = cos((double)(i + j)) + sin((double)(i * j % 1000));
        }
    }
    for (size_t level = 0; level < r->multigrid.nlevel; level++) {
        HC_TRY(hc_allocate(r->ctx, r->multigrid.level[level].count, sizeof(double), &r->rho[level]));
    }
cleanup:
    return status;
}

/* Products, points and operations of the innermost loops (two for each power of y at each point). */
typedef struct work {
    double products, points, operations;
} work;

static hc_status count_work(run *r, work total[HC_GRID_LEVELS])
{
    hc_kernel_space space = {0};
    hc_status status = HC_OK;
    for (size_t level = 0; level < r->multigrid.nlevel; level++) {
        HC_TRY(hc_kernel_space_fit(r->ctx, &r->tasks->kernel_grid[level], r->tasks->radius[level], &space));
    }
    for (size_t b = 0; b < r->tasks->nblock; b++) {
        for (size_t t = r->tasks->block[b].first_task; t < r->tasks->block[b + 1].first_task; t++) {
            const hc_task *task = &r->tasks->task[t];
            hc_task_product product = hc_task_product_of(&r->tasks->block[b], task);
            double points = (double)hc_kernel_points(&r->tasks->kernel_grid[task->level], &product.gaussian, &space);
            total[task->level].products += 1;
            total[task->level].points += points;
            total[task->level].operations += 2.0 * points * (product.gaussian.l + 1);
        }
    }
cleanup:
    hc_kernel_space_release(&space);
    return status;
}

typedef hc_status step(run *r);

static hc_status make_list(run *r)
{
    hc_gpw_tasks_free(r->tasks);
    return hc_gpw_tasks_create(r->ctx, r->system, r->structure, &r->multigrid, r->eps, &r->tasks);
}

static hc_status collocate(run *r)
{
    return hc_gpw_collocate_density(r->ctx, r->tasks, r->density, r->rho);
}

static hc_status integrate(run *r)
{
    return hc_gpw_integrate_potential(r->ctx, r->tasks, (const double *const *)r->rho, r->matrix);
}

static hc_status forces(run *r)
{
    return hc_gpw_integrate_gradient(r->ctx, r->tasks, r->density, (const double *const *)r->rho, r->force, NULL);
}

static hc_status measure(run *r, const char *name, step *function, const work *sum)
{
    double best = 1e300, least = 1e300;
    hc_status status = HC_OK;
    for (int i = 0; i < r->repeats; i++) {
        double start = wall_seconds(), processor = processor_seconds();
        HC_TRY(function(r));
        best = fmin(best, wall_seconds() - start);
        least = fmin(least, processor_seconds() - processor);
    }
    printf(",\n \"%s\": {\"seconds\": %.4f, \"processor_seconds\": %.4f", name, best, least);
    if (sum) {
        printf(", \"gigapoints_per_processor_second\": %.3f, \"gflops_of_a_processor\": %.1f",
               1e-9 * sum->points / least, 1e-9 * sum->operations / least);
    }
    printf("}");
    fflush(stdout);
cleanup:
    return status;
}

static hc_status measure_all(run *r)
{
    work level[HC_GRID_LEVELS] = {{0}}, sum = {0};
    hc_status status;
    HC_TRY(make_list(r));
    HC_TRY(count_work(r, level));
    printf("{\"atoms\": %zu, \"functions\": %zu, \"threads\": %d, \"kernel\": \"%s\", \"blocks\": %zu, \"levels\": [",
           r->structure->natom, r->system->nao, omp_get_max_threads(), hc_kernel_best()->name, r->tasks->nblock);
    for (size_t i = 0; i < r->multigrid.nlevel; i++) {
        const hc_grid *grid = &r->multigrid.level[i];
        printf("%s\n  {\"grid\": [%zu, %zu, %zu], \"runs\": %zu, \"products\": %.0f, \"points\": %.4g, \"chunks\": [",
               i ? "," : "", grid->n[0], grid->n[1], grid->n[2], r->tasks->nrun[i], level[i].products, level[i].points);
        for (size_t c = 0, n = 0; c < r->tasks->nchunk; c++) {
            if (r->tasks->chunk[c].level == i) {
                printf("%s%.3g", n++ ? ", " : "", r->tasks->chunk[c].cost);
            }
        }
        printf("], \"copied_planes\": %zu}", r->tasks->ncopy[i]);
        sum.products += level[i].products;
        sum.points += level[i].points;
        sum.operations += level[i].operations;
    }
    printf("]");
    HC_TRY(measure(r, "list", make_list, NULL));
    HC_TRY(measure(r, "collocate", collocate, &sum));
    HC_TRY(measure(r, "integrate", integrate, &sum));
    HC_TRY(measure(r, "gradient", forces, &sum));
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf(",\n \"peak_memory_kib\": %ld}\n", usage.ru_maxrss);
cleanup:
    return status;
}

int main(int argc, char **argv)
{
    run r = {0};
    if (argc != 7 || hc_context_create(&r.ctx) != HC_OK) {
        fprintf(stderr, "usage: gpw_grid FILE CUTOFF_RY REL_CUTOFF_RY LEVELS EPS REPEATS\n");
        return 2;
    }
    hc_status status = prepare(&r, argv);
    if (status == HC_OK) {
        status = measure_all(&r);
    }
    if (status != HC_OK) {
        fprintf(stderr, "gpw_grid: %s\n", hc_context_message(r.ctx));
    }
    for (size_t level = 0; level < r.multigrid.nlevel; level++) {
        free(r.rho[level]);
    }
    free(r.density);
    free(r.matrix);
    free(r.force);
    hc_gpw_tasks_free(r.tasks);
    hc_gpw_system_free(r.system);
    hc_structure_free(r.structure);
    hc_context_free(r.ctx);
    return status == HC_OK ? 0 : 1;
}
