#include <stdlib.h>

#include "gpw/grid/tasks_internal.h"

/* Edge of the boxes (bohr) that atoms are sorted into. */
#define BOX_EDGE 6.0

/* Boxes are walked through in snake lines. */
static size_t box_of(const hc_grid *grid, const size_t n[3], hc_vec3 position)
{
    size_t box[3];
    for (int k = 0; k < 3; k++) {
        double fraction = hc_vec3_dot(grid->reciprocal.row[k], position) / (2.0 * M_PI);
        box[k] = (size_t)((fraction - floor(fraction)) * (double)n[k]);
        box[k] = box[k] < n[k] ? box[k] : n[k] - 1;
    }
    size_t y = box[2] % 2 ? n[1] - 1 - box[1] : box[1];
    size_t x = y % 2 ? n[0] - 1 - box[0] : box[0];
    return (box[2] * n[1] + y) * n[0] + x;
}

static hc_status order_atoms(hc_context *ctx, const hc_structure *structure, hc_gpw_tasks *tasks)
{
    const hc_grid *grid = &tasks->multigrid->level[0];
    size_t n[3], *box = NULL, *next = NULL;
    for (int k = 0; k < 3; k++) {
        n[k] = 1 + (size_t)(hc_vec3_norm(grid->cell.row[k]) / BOX_EDGE);
    }
    size_t nbox = n[0] * n[1] * n[2], natom = tasks->system->natom;
    hc_status status;
    HC_TRY(hc_allocate(ctx, natom, sizeof *tasks->visit, &tasks->visit));
    HC_TRY(hc_allocate(ctx, natom, sizeof *box, &box));
    HC_TRY(hc_allocate(ctx, nbox + 1, sizeof *next, &next));
    for (size_t i = 0; i < natom; i++) {
        box[i] = box_of(grid, n, structure->position[i]);
        next[box[i] + 1]++;
    }
    for (size_t i = 0; i < nbox; i++) {
        next[i + 1] += next[i];
    }
    for (size_t i = 0; i < natom; i++) {
        tasks->visit[next[box[i]]++] = i;
    }
cleanup:
    free(box);
    free(next);
    return status;
}

/* The atom that a side of a block belongs to. */
static size_t atom_of(const hc_task_block *block, int side)
{
    return side ? block->jatom : block->iatom;
}

static hc_status find_sides(hc_context *ctx, hc_gpw_tasks *tasks)
{
    size_t natom = tasks->system->natom, *next = NULL;
    hc_status status;
    HC_TRY(hc_allocate(ctx, natom + 1, sizeof *tasks->first_side, &tasks->first_side));
    HC_TRY(hc_allocate(ctx, natom, sizeof *next, &next));
    HC_TRY(hc_allocate(ctx, 2 * tasks->nblock, sizeof *tasks->side, &tasks->side));
    for (size_t b = 0; b < tasks->nblock; b++) {
        for (int side = 0; side < 2; side++) {
            const hc_task_block *block = &tasks->block[b];
            tasks->first_side[atom_of(block, side) + 1] +=
                hc_task_side_begin(block, side) < hc_task_side_end(block, side);
        }
    }
    for (size_t i = 0; i < natom; i++) {
        tasks->first_side[i + 1] += tasks->first_side[i];
        next[i] = tasks->first_side[i];
    }
    for (size_t b = 0; b < tasks->nblock; b++) {
        for (int side = 0; side < 2; side++) {
            const hc_task_block *block = &tasks->block[b];
            if (hc_task_side_begin(block, side) < hc_task_side_end(block, side)) {
                tasks->side[next[atom_of(block, side)]++] = (hc_task_side){b, side};
            }
        }
    }
cleanup:
    free(next);
    return status;
}

hc_status hc_gpw_tasks_make_visits(hc_context *ctx, const hc_structure *structure, hc_gpw_tasks *tasks)
{
    hc_status status;
    HC_TRY(order_atoms(ctx, structure, tasks));
    HC_TRY(find_sides(ctx, tasks));
cleanup:
    return status;
}
