#include <string.h>

#include "gpw/grid/block.h"

/* One run of tasks onto its level. */
static void collocate_run(const hc_gpw_tasks *tasks, const hc_grid *grid, const hc_task_run *run, const double *density,
                          hc_shell_pairs *pairs, double *rho)
{
    const hc_task_block *block = &tasks->block[run->block];
    hc_block_harmonics harmonics;
    hc_block_harmonics_fill(block, &harmonics);
    hc_block_expand(block, &harmonics, tasks->system->nao, density, pairs);
    for (size_t t = run->first_task; t < run->first_task + run->ntask; t++) {
        hc_task_product product = hc_task_product_of(block, &tasks->task[t]);
        double c[HC_CARTESIAN_TOTAL(HC_POLYNOMIAL_PRODUCT)];
        hc_block_contract(block, &tasks->task[t], pairs, c);
        hc_polynomial_shift(product.gaussian.l, product.from_middle, c);
        for (size_t i = 0; i < HC_CARTESIAN_TOTAL(product.gaussian.l); i++) {
            c[i] *= product.prefactor;
        }
        hc_grid_collocate_reference(grid, &product.gaussian, c, rho);
    }
}

hc_status hc_gpw_collocate_density(hc_context *ctx, const hc_gpw_tasks *tasks, const double *density,
                                   double *const *rho)
{
    hc_shell_pairs pairs;
    hc_status status;
    HC_TRY(hc_shell_pairs_create(ctx, tasks, &pairs));
    for (size_t level = 0; level < tasks->multigrid->nlevel; level++) {
        const hc_grid *grid = &tasks->multigrid->level[level];
        memset(rho[level], 0, grid->count * sizeof(double));
        for (size_t r = 0; r < tasks->nrun[level]; r++) {
            collocate_run(tasks, grid, &tasks->run[level][r], density, &pairs, rho[level]);
        }
    }
cleanup:
    hc_shell_pairs_release(&pairs);
    return status;
}
