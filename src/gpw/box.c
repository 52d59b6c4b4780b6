#include "gpw/box.h"

#include "halfcell/units.h"

/* Unit vector of the free direction k: perpendicular to the periodic vectors, or along the axis in a molecule. */
static hc_vec3 free_direction(const hc_structure *structure, int k)
{
    hc_vec3 axis[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    if (hc_structure_periodic_count(structure) == 2) {
        hc_vec3 normal = hc_vec3_cross(structure->cell.row[(k + 1) % 3], structure->cell.row[(k + 2) % 3]);
        return hc_vec3_scale(1.0 / hc_vec3_norm(normal), normal);
    }
    return axis[k];
}

static void find_extent(const hc_structure *structure, hc_vec3 direction, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t i = 0; i < structure->natom; i++) {
        double h = hc_vec3_dot(structure->position[i], direction);
        *low = fmin(*low, h);
        *high = fmax(*high, h);
    }
}

hc_gpw_box hc_gpw_box_around(const hc_structure *structure, double margin)
{
    hc_gpw_box box = {.cell = structure->cell};
    for (int k = 0; k < 3; k++) {
        box.periodic[k] = structure->periodic[k];
        if (!structure->periodic[k]) {
            double low, high;
            hc_vec3 direction = free_direction(structure, k);
            find_extent(structure, direction, &low, &high);
            double length = fmax(high - low + 2.0 * margin, hc_vec3_norm(structure->cell.row[k]));
            box.cell.row[k] = hc_vec3_scale(length, direction);
        }
    }
    return box;
}

static hc_status center(hc_context *ctx, const hc_gpw_box *box, double margin, int k, hc_structure *placed)
{
    double low, high, length = hc_vec3_norm(box->cell.row[k]);
    hc_vec3 direction = hc_vec3_scale(1.0 / length, box->cell.row[k]);
    find_extent(placed, direction, &low, &high);
    if (high - low + margin > length) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "gpw: the atoms have spread to %.2f angstrom along lattice vector %d, whose box was made %.2f "
                       "angstrom long; give the structure a longer cell vector there, or a larger margin_angstrom",
                       (high - low) / HC_ANGSTROM, k, length / HC_ANGSTROM);
    }
    /* Not the very middle: that would move all atoms against the grid when one of them moves. */
    double quantum = 0.25 * margin, middle = quantum * round(0.5 * (low + high) / quantum);
    hc_vec3 shift = hc_vec3_scale(0.5 * length - middle, direction);
    for (size_t i = 0; i < placed->natom; i++) {
        placed->position[i] = hc_vec3_add(placed->position[i], shift);
    }
    return HC_OK;
}

hc_status hc_gpw_box_place(hc_context *ctx, const hc_gpw_box *box, double margin, const hc_structure *structure,
                           hc_structure **placed)
{
    hc_structure *copy = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_structure_copy(ctx, structure, &copy));
    for (int k = 0; k < 3; k++) {
        if (!box->periodic[k]) {
            copy->cell.row[k] = box->cell.row[k];
            HC_TRY(center(ctx, box, margin, k, copy));
        }
    }
    *placed = copy;
    copy = NULL;
cleanup:
    hc_structure_free(copy);
    return status;
}
