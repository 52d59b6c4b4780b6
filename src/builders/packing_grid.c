#include "builders/packing_grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/elements.h"
#include "halfcell/units.h"

#define SPACING (0.5 * HC_ANGSTROM)
#define VOXELS_MAX 50e6

double hc_contact_radius(int atomic_number)
{
    switch (atomic_number) {
    case 3:
        return 0.76 * HC_ANGSTROM;
    case 11:
        return 1.02 * HC_ANGSTROM;
    case 19:
        return 1.38 * HC_ANGSTROM;
    case 37:
        return 1.52 * HC_ANGSTROM;
    case 55:
        return 1.67 * HC_ANGSTROM;
    case 87:
        return 1.80 * HC_ANGSTROM;
    default:
        return hc_element_covalent_radius(atomic_number) + 0.8 * HC_ANGSTROM;
    }
}

static size_t voxel_index(const hc_packing_grid *grid, const int at[3])
{
    return ((size_t)at[2] * (size_t)grid->n[1] + (size_t)at[1]) * (size_t)grid->n[0] + (size_t)at[0];
}

hc_vec3 hc_packing_grid_fraction(const hc_packing_grid *grid, size_t voxel)
{
    size_t nx = (size_t)grid->n[0], ny = (size_t)grid->n[1];
    return hc_vec3_make(((double)(voxel % nx) + 0.5) / grid->n[0], ((double)(voxel / nx % ny) + 0.5) / grid->n[1],
                        ((double)(voxel / nx / ny) + 0.5) / grid->n[2]);
}

hc_vec3 hc_packing_grid_point(const hc_packing_grid *grid, size_t voxel)
{
    return hc_vec3_times_mat3(hc_packing_grid_fraction(grid, voxel), &grid->cell.vectors);
}

/* Brings a voxel number into 0 ... n - 1; false when the direction is free and the voxel is outside. */
static bool wrap_index(const hc_packing_grid *grid, int d, int *at)
{
    if (*at >= 0 && *at < grid->n[d]) {
        return true;
    }
    if (!grid->cell.periodic[d]) {
        return false;
    }
    *at %= grid->n[d];
    *at += *at < 0 ? grid->n[d] : 0;
    return true;
}

size_t hc_packing_grid_voxel(const hc_packing_grid *grid, hc_vec3 r)
{
    hc_vec3 s = hc_full_cell_fractional(&grid->cell, r);
    int at[3];
    for (int d = 0; d < 3; d++) {
        at[d] = (int)floor(hc_vec3_get(s, d) * grid->n[d]);
        if (!wrap_index(grid, d, &at[d])) {
            return grid->count;
        }
    }
    return voxel_index(grid, at);
}

void hc_packing_grid_visit(const hc_packing_grid *grid, hc_vec3 centre, double radius, hc_voxel_visit *visit,
                           void *data)
{
    hc_vec3 s = hc_full_cell_fractional(&grid->cell, centre);
    int low[3], high[3], at[3];
    for (int d = 0; d < 3; d++) {
        double reach = radius / grid->cell.height[d];
        low[d] = (int)floor((hc_vec3_get(s, d) - reach) * grid->n[d]);
        high[d] = (int)floor((hc_vec3_get(s, d) + reach) * grid->n[d]);
    }
    for (at[2] = low[2]; at[2] <= high[2]; at[2]++) {
        for (at[1] = low[1]; at[1] <= high[1]; at[1]++) {
            for (at[0] = low[0]; at[0] <= high[0]; at[0]++) {
                hc_vec3 fraction = {(at[0] + 0.5) / grid->n[0] - s.x, (at[1] + 0.5) / grid->n[1] - s.y,
                                    (at[2] + 0.5) / grid->n[2] - s.z};
                double distance = hc_vec3_norm(hc_vec3_times_mat3(fraction, &grid->cell.vectors));
                int inside[3] = {at[0], at[1], at[2]};
                if (distance <= radius && wrap_index(grid, 0, &inside[0]) && wrap_index(grid, 1, &inside[1]) &&
                    wrap_index(grid, 2, &inside[2])) {
                    visit(data, voxel_index(grid, inside), distance);
                }
            }
        }
    }
}

typedef struct gap_mark {
    hc_packing_grid *grid;
    double radius;
} gap_mark;

static void mark_gap(void *data, size_t voxel, double distance)
{
    gap_mark *mark = data;
    mark->grid->gap[voxel] = fminf(mark->grid->gap[voxel], (float)(distance - mark->radius));
}

static void mark_free(void *data, size_t voxel, double distance)
{
    hc_packing_grid *grid = data;
    (void)distance;
    grid->free[voxel] = true;
}

/* Everywhere that a water molecule covers when its centre is where it can be. Voxels whose neighbours are all
 * accessible add nothing, so only those on the border are dilated. */
static void find_free(hc_packing_grid *grid)
{
    float border = (float)(HC_WATER_RADIUS + 2.0 * SPACING);
    for (size_t voxel = 0; voxel < grid->count; voxel++) {
        grid->free[voxel] = grid->gap[voxel] >= (float)HC_WATER_RADIUS;
    }
    for (size_t voxel = 0; voxel < grid->count; voxel++) {
        if (grid->gap[voxel] >= (float)HC_WATER_RADIUS && grid->gap[voxel] < border) {
            hc_packing_grid_visit(grid, hc_packing_grid_point(grid, voxel), HC_WATER_RADIUS, mark_free, grid);
        }
    }
}

static hc_status choose_size(hc_context *ctx, hc_packing_grid *grid)
{
    double count = 1.0;
    for (int d = 0; d < 3; d++) {
        double wanted = fmax(ceil(hc_vec3_norm(grid->cell.vectors.row[d]) / SPACING), 1.0);
        count *= wanted;
        grid->n[d] = (int)fmin(wanted, VOXELS_MAX);
    }
    if (count > VOXELS_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the cell is too large to be filled: %g voxels of half an Angstrom", count);
    }
    grid->count = (size_t)grid->n[0] * (size_t)grid->n[1] * (size_t)grid->n[2];
    grid->voxel_volume = fabs(hc_mat3_determinant(&grid->cell.vectors)) / (double)grid->count;
    return HC_OK;
}

/* The whole cell, also where it is not periodic. */
static hc_status take_cell(hc_context *ctx, const hc_structure *structure, hc_packing_grid *grid)
{
    static const bool everywhere[3] = {true, true, true};
    hc_structure filled = *structure;
    memcpy(filled.periodic, everywhere, sizeof everywhere);
    hc_status status = hc_structure_check(ctx, &filled);
    if (status != HC_OK) {
        return hc_fail_within(ctx, status, "filling needs a cell with three vectors, also where it is not periodic: ");
    }
    grid->cell = hc_full_cell_make(&structure->cell, everywhere);
    memcpy(grid->cell.periodic, structure->periodic, sizeof structure->periodic);
    return HC_OK;
}

hc_status hc_packing_grid_create(hc_context *ctx, const hc_structure *structure, hc_packing_grid **grid)
{
    hc_status status = HC_OK;
    hc_packing_grid *made = NULL;
    *grid = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(take_cell(ctx, structure, made));
    HC_TRY(choose_size(ctx, made));
    HC_TRY(hc_allocate(ctx, made->count, sizeof *made->gap, &made->gap));
    HC_TRY(hc_allocate(ctx, made->count, sizeof *made->free, &made->free));
    for (size_t voxel = 0; voxel < made->count; voxel++) {
        made->gap[voxel] = HC_PACKING_FAR;
    }
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        gap_mark mark = {made, hc_contact_radius(structure->atomic_number[iatom])};
        hc_packing_grid_visit(made, structure->position[iatom], mark.radius + HC_PACKING_GAP_MAX, mark_gap, &mark);
    }
    find_free(made);
    *grid = made;
    made = NULL;
cleanup:
    hc_packing_grid_free(made);
    return status;
}

void hc_packing_grid_free(hc_packing_grid *grid)
{
    if (grid != NULL) {
        free(grid->gap);
        free(grid->free);
        free(grid);
    }
}
