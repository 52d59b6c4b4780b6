#include "builders/wire.h"

#include <stdlib.h>

#include "builders/assemble.h"

hc_status hc_wire_check(hc_context *ctx, const hc_wire_options *options)
{
    if (options->sides == 1 || options->sides == 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "sides: 0 (a circle) or at least 3, not %d", options->sides);
    }
    return HC_OK;
}

hc_status hc_wire_block(hc_context *ctx, const hc_line_lattice *lattice, const hc_wire_options *options, size_t gap,
                        double margin, hc_structure **block, double *x, double *y)
{
    const hc_vec3 *v = lattice->vector;
    /* A polygon of three sides reaches twice as far as its circle inside; the block leans by half a vector. */
    double reach = options->radius / (options->sides > 0 ? cos(HC_PI / options->sides) : 1.0) + margin;
    int repeat[3] = {2 * (int)ceil(reach / v[0].x + 1.0), 2 * (int)ceil(reach / v[1].y + 1.0), options->repeat};
    hc_status status = hc_line_lattice_block(ctx, lattice, repeat, 0, block);
    if (status == HC_OK) {
        double middle = 0.5 * ((*block)->cell.row[0].x + (*block)->cell.row[1].x);
        *y = lattice->gap_height[gap] + repeat[1] / 2 * v[1].y;
        *x = middle + remainder(hc_line_lattice_hole(lattice, *y) - middle, v[0].x);
    }
    return status;
}

void hc_free_ends(double vacuum, hc_structure *structure)
{
    double period = structure->cell.row[2].z;
    for (size_t i = 0; i < structure->natom; i++) {
        double *z = &structure->position[i].z;
        *z += 0.5 * vacuum - period * floor(*z / period + 1e-6);
    }
    structure->cell.row[2].z += vacuum;
}

static bool inside(const hc_wire_options *options, double x, double y)
{
    const double tolerance = 1e-6;
    if (options->sides == 0) {
        return hypot(x, y) <= options->radius + tolerance;
    }
    for (int k = 0; k < options->sides; k++) {
        double angle = HC_PI / 2 + 2.0 * HC_PI * k / options->sides;
        if (x * cos(angle) + y * sin(angle) > options->radius + tolerance) {
            return false;
        }
    }
    return true;
}

hc_status hc_wire_cut(hc_context *ctx, const hc_wire_options *options, double x, double y, hc_structure **block)
{
    hc_status status = HC_OK;
    size_t count = 0, *outside = NULL;
    double extent = 2.0 * options->radius + options->vacuum;
    HC_TRY(hc_allocate(ctx, (*block)->natom, sizeof *outside, &outside));
    for (size_t i = 0; i < (*block)->natom; i++) {
        hc_vec3 r = (*block)->position[i];
        if (!inside(options, r.x - x, r.y - y)) {
            outside[count++] = i;
        }
    }
    if (count == (*block)->natom) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "no atom lies within %.2f Angstrom of the axis; take a larger radius",
                         options->radius / HC_ANGSTROM);
        goto cleanup;
    }
    HC_TRY(hc_structure_remove(ctx, count, outside, block));
    (*block)->cell.row[0] = hc_vec3_make(extent, 0, 0);
    (*block)->cell.row[1] = hc_vec3_make(0, extent, 0);
    for (size_t i = 0; i < (*block)->natom; i++) {
        hc_vec3 *r = &(*block)->position[i];
        *r = hc_vec3_make(r->x - x + 0.5 * extent, r->y - y + 0.5 * extent, r->z);
    }
cleanup:
    free(outside);
    return status;
}

hc_status hc_wire_build(hc_context *ctx, const hc_wire_options *options, const int plane[3], const int axis[3],
                        hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_line_lattice *lattice = NULL;
    hc_structure *wire = NULL;
    double x = 0.0, y = 0.0;
    HC_TRY(hc_line_lattice_create(ctx, *structure, plane, axis, &lattice));
    HC_TRY(hc_wire_block(ctx, lattice, options, 0, 0.0, &wire, &x, &y));
    if (options->free_ends) {
        hc_free_ends(options->vacuum, wire);
    }
    HC_TRY(hc_wire_cut(ctx, options, x, y, &wire));
    hc_structure_free(*structure);
    *structure = wire;
    wire = NULL;
cleanup:
    hc_structure_free(wire);
    hc_line_lattice_free(lattice);
    return status;
}
