#include <stdlib.h>
#include <string.h>

#include <omp.h>

#include "gpw/grid/worker.h"

/* Where the planes of each level are. */
typedef struct planes {
    const double **plane[HC_GRID_LEVELS];
} planes;

static void planes_free(planes *p)
{
    for (size_t level = 0; level < HC_GRID_LEVELS; level++) {
        free(p->plane[level]);
    }
}

static hc_status planes_fill(hc_context *ctx, const hc_gpw_tasks *tasks, const double *const *v, planes *p)
{
    hc_status status = HC_OK;
    for (size_t level = 0; level < tasks->multigrid->nlevel; level++) {
        const hc_grid *grid = &tasks->multigrid->level[level];
        HC_TRY(hc_allocate(ctx, grid->n[2], sizeof *p->plane[level], &p->plane[level]));
        for (size_t k = 0; k < grid->n[2]; k++) {
            p->plane[level][k] = v[level] + hc_grid_index(grid, 0, 0, k);
        }
    }
cleanup:
    return status;
}

/* Everything a call works on. */
typedef struct call {
    const hc_gpw_tasks *tasks;
    const hc_kernel *kernel;
    planes planes;
    const double *density; /* for a gradient */
    bool with_strain;
} call;

/* Moments of a task up to degree l, without prefactor and volume element: those are what is returned. */
static double task_moments(const call *c, const hc_task *task, const hc_task_product *product, int l, double *moments,
                           hc_task_worker *w)
{
    hc_grid_gaussian gaussian = product->gaussian;
    gaussian.l = l;
    c->kernel->integrate(&c->tasks->kernel_grid[task->level], &gaussian, c->planes.plane[task->level], moments,
                         &w->space);
    return product->prefactor * c->tasks->multigrid->level[task->level].volume_element;
}

static void integrate_side(const call *c, const hc_task_side *side, hc_task_worker *w, double *h)
{
    const hc_task_block *block = &c->tasks->block[side->block];
    hc_shell_pairs_clear(&w->moments, block);
    for (size_t t = hc_task_side_begin(block, side->side); t < hc_task_side_end(block, side->side); t++) {
        const hc_task *task = &c->tasks->task[t];
        hc_task_product product = hc_task_product_of(block, task);
        double moments[HC_CARTESIAN_TOTAL(HC_POLYNOMIAL_MAX)];
        double scale = task_moments(c, task, &product, product.gaussian.l, moments, w);
        hc_block_collect(block, task, scale, moments, &w->moments);
    }
    hc_block_collect_end(block, &w->moments);
    hc_block_harmonics_fill(block, &w->harmonics);
    hc_block_reduce(block, &w->harmonics, c->tasks->system->nao, &w->moments, side->side, h);
}

/* h += t + its transpose, in tiles */
static void add_symmetric(size_t n, const double *t, double *h)
{
    const size_t tile = 32;
#pragma omp parallel for schedule(static)
    for (size_t ib = 0; ib < n; ib += tile) {
        for (size_t jb = 0; jb < n; jb += tile) {
            for (size_t i = ib; i < n && i < ib + tile; i++) {
                for (size_t j = jb; j < n && j < jb + tile; j++) {
                    h[i * n + j] += t[i * n + j] + t[j * n + i];
                }
            }
        }
    }
}

hc_status hc_gpw_integrate_potential(hc_context *ctx, const hc_gpw_tasks *tasks, const double *const *v, double *h)
{
    size_t nworker = 0, nao = tasks->system->nao;
    hc_task_worker *workers = NULL;
    call c = {.tasks = tasks, .kernel = hc_kernel_best()};
    hc_status status;
    HC_TRY(planes_fill(ctx, tasks, v, &c.planes));
    HC_TRY(hc_task_workers_create(ctx, tasks, &nworker, &workers));
#pragma omp parallel for schedule(static) num_threads(nworker)
    for (size_t a = 0; a < nao; a++) {
        memset(tasks->matrix + a * nao, 0, nao * sizeof(double));
    }
    /* What lies near an atom goes into the atom's rows. */
#pragma omp parallel for schedule(dynamic, 1) num_threads(nworker)
    for (size_t i = 0; i < tasks->system->natom; i++) {
        size_t atom = tasks->visit[i];
        for (size_t s = tasks->first_side[atom]; s < tasks->first_side[atom + 1]; s++) {
            integrate_side(&c, &tasks->side[s], &workers[omp_get_thread_num()], tasks->matrix);
        }
    }
    add_symmetric(nao, tasks->matrix, h);
cleanup:
    planes_free(&c.planes);
    hc_task_workers_free(nworker, workers);
    return status;
}

/* Derivatives of one side's part of E with respect to its two atoms and strain. */
typedef struct block_gradient {
    hc_vec3 a, b;
    hc_mat3 strain;
} block_gradient;

/* Sums over the tasks of a block. */
typedef struct gradient_sums {
    double energy;
    hc_vec3 total;      /* derivative with respect to r: minus that with respect to both atoms */
    hc_vec3 exponent_a; /* derivative of exp(-a |r - A|^2) with respect to A */
    hc_mat3 strain;     /* of r - C */
} gradient_sums;

static void add_task(const hc_task_product *product, const double *c, const double *moments, hc_vec3 half,
                     bool with_strain, gradient_sums *sums)
{
    hc_gaussian_integrals integrals;
    hc_mat3 strain;
    hc_gaussian_integrate(product->gaussian.l, product->gaussian.exponent, product->gaussian.offset, c, moments,
                          &integrals, with_strain ? &strain : NULL);
    sums->energy += integrals.value;
    sums->total = hc_vec3_add(sums->total, integrals.gradient);
    sums->exponent_a =
        hc_vec3_axpy(sums->exponent_a, 2.0 * product->a, hc_vec3_axpy(integrals.first, integrals.value, half));
    if (with_strain) {
        for (int x = 0; x < 3; x++) {
            sums->strain.row[x] = hc_vec3_add(sums->strain.row[x], strain.row[x]);
        }
    }
}

static block_gradient block_gradient_of(const hc_task_block *block, const gradient_sums *sums, hc_vec3 polynomial_a)
{
    hc_vec3 half = hc_vec3_scale(0.5, block->distance);
    block_gradient g = {.strain = sums->strain};
    g.a = hc_vec3_sub(sums->exponent_a, polynomial_a);
    g.b = hc_vec3_sub(hc_vec3_scale(-1.0, sums->total), g.a);
    hc_mat3_add_outer(&g.strain, -1.0, g.a, half);
    hc_mat3_add_outer(&g.strain, 1.0, g.b, half);
    for (int x = 0; x < 3; x++) {
        *hc_vec3_at(&g.strain.row[x], x) += sums->energy; /* the volume element */
    }
    return g;
}

static block_gradient gradient_of_side(const call *c, const hc_task_block *block, int side, hc_task_worker *w)
{
    hc_vec3 half = hc_vec3_scale(0.5, block->distance);
    size_t nao = c->tasks->system->nao;
    gradient_sums sums = {0};
    hc_block_harmonics_fill(block, &w->harmonics);
    hc_block_expand(block, &w->harmonics, nao, c->density, &w->polynomials);
    hc_shell_pairs_clear(&w->moments, block);
    for (size_t t = hc_task_side_begin(block, side); t < hc_task_side_end(block, side); t++) {
        const hc_task *task = &c->tasks->task[t];
        hc_task_product product = hc_task_product_of(block, task);
        double moments[HC_CARTESIAN_TOTAL(HC_POLYNOMIAL_MAX)], p[HC_CARTESIAN_TOTAL(HC_POLYNOMIAL_PRODUCT)];
        double scale = task_moments(c, task, &product, product.gaussian.l + (c->with_strain ? 2 : 1), moments, w);
        hc_block_contract(block, task, scale, &w->polynomials, p);
        add_task(&product, p, moments, half, c->with_strain, &sums);
        hc_block_collect(block, task, scale, moments, &w->moments);
    }
    hc_block_collect_end(block, &w->moments);
    hc_vec3 polynomial_a = hc_block_derivative(block, &w->harmonics, nao, c->density, &w->moments);
    return block_gradient_of(block, &sums, polynomial_a);
}

hc_status hc_gpw_integrate_gradient(hc_context *ctx, const hc_gpw_tasks *tasks, const double *density,
                                    const double *const *v, hc_vec3 *force, hc_mat3 *strain)
{
    size_t nworker = 0;
    hc_task_worker *workers = NULL;
    block_gradient *gradients = NULL;
    call c = {.tasks = tasks, .kernel = hc_kernel_best(), .density = density, .with_strain = strain != NULL};
    hc_status status;
    HC_TRY(planes_fill(ctx, tasks, v, &c.planes));
    HC_TRY(hc_task_workers_create(ctx, tasks, &nworker, &workers));
    size_t nside = tasks->first_side[tasks->system->natom];
    HC_TRY(hc_allocate(ctx, nside, sizeof *gradients, &gradients));
#pragma omp parallel for schedule(dynamic, 1) num_threads(nworker)
    for (size_t i = 0; i < tasks->system->natom; i++) {
        size_t atom = tasks->visit[i];
        for (size_t s = tasks->first_side[atom]; s < tasks->first_side[atom + 1]; s++) {
            gradients[s] = gradient_of_side(&c, &tasks->block[tasks->side[s].block], tasks->side[s].side,
                                            &workers[omp_get_thread_num()]);
        }
    }
    for (size_t s = 0; s < nside; s++) {
        const hc_task_block *block = &tasks->block[tasks->side[s].block];
        force[block->iatom] = hc_vec3_sub(force[block->iatom], gradients[s].a);
        force[block->jatom] = hc_vec3_sub(force[block->jatom], gradients[s].b);
        for (int x = 0; strain && x < 3; x++) {
            strain->row[x] = hc_vec3_add(strain->row[x], gradients[s].strain.row[x]);
        }
    }
cleanup:
    planes_free(&c.planes);
    hc_task_workers_free(nworker, workers);
    free(gradients);
    return status;
}
