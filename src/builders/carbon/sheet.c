#include "builders/carbon/sheet.h"

#include <stdlib.h>

#include "builders/assemble.h"
#include "halfcell/units.h"
#include "math/integers.h"

#define CARBON 6

static void set_all_periodic(hc_structure *structure)
{
    for (int d = 0; d < 3; d++) {
        structure->periodic[d] = true;
    }
}

static void put(hc_structure *structure, size_t i, hc_vec3 position)
{
    hc_structure_set_element(structure, i, CARBON);
    structure->position[i] = position;
}

/* ---- sheets ------------------------------------------------------------------------------------------------------ */

/* Atoms of one cell in bond lengths along its armchair direction (y) and half lattice constants along x. */
static const double orthogonal_cell[4][2] = {{0, 0}, {1, 0.5}, {1, 1.5}, {0, 2}};

static void fill_layer(const hc_sheet_options *options, const hc_mat3 *unit, int layer, hc_structure *structure,
                       size_t *next)
{
    bool orthogonal = options->cell == HC_SHEET_ORTHOGONAL;
    double bond = options->lattice / sqrt(3.0);
    double height = 0.5 * structure->cell.row[2].z + (layer - 0.5 * (options->layers - 1)) * options->spacing;
    for (int i = 0; i < options->repeat[0]; i++) {
        for (int j = 0; j < options->repeat[1]; j++) {
            hc_vec3 corner = hc_vec3_times_mat3(hc_vec3_make(i, j, 0.0), unit);
            for (int n = 0; n < (orthogonal ? 4 : 2); n++) {
                hc_vec3 r = orthogonal ? hc_vec3_make(0.5 * options->lattice * orthogonal_cell[n][0],
                                                      bond * orthogonal_cell[n][1], 0.0)
                                       : hc_vec3_make(0.0, n * bond, 0.0);
                r = hc_vec3_add(corner, r);
                r.y += layer % 2 == 1 ? bond : 0.0; /* layer B: moved by a bond */
                r.z = height;
                put(structure, (*next)++, r);
            }
        }
    }
}

hc_status hc_carbon_sheet(hc_context *ctx, const hc_sheet_options *options, hc_structure **structure)
{
    bool orthogonal = options->cell == HC_SHEET_ORTHOGONAL;
    double a = options->lattice;
    size_t cells = (size_t)options->repeat[0] * (size_t)options->repeat[1], next = 0;
    hc_mat3 unit = {{{a, 0, 0}, {orthogonal ? 0.0 : -0.5 * a, (orthogonal ? 1.0 : 0.5) * sqrt(3.0) * a, 0}, {0, 0, 0}}};
    hc_status status = hc_structure_create(ctx, cells * (orthogonal ? 4 : 2) * (size_t)options->layers, structure);
    if (status != HC_OK) {
        return status;
    }
    (*structure)->cell = (hc_mat3){{hc_vec3_scale(options->repeat[0], unit.row[0]),
                                    hc_vec3_scale(options->repeat[1], unit.row[1]),
                                    {0, 0, options->vacuum + (options->layers - 1) * options->spacing}}};
    set_all_periodic(*structure);
    for (int layer = 0; layer < options->layers; layer++) {
        fill_layer(options, &unit, layer, *structure, &next);
    }
    return HC_OK;
}

/* ---- ribbons ----------------------------------------------------------------------------------------------------- */

/* Atom `half` (0, 1) of line `line`, within a period, y from the lower edge. */
static hc_vec3 ribbon_atom(const hc_ribbon_options *options, int line, int half)
{
    double a = options->lattice, bond = a / sqrt(3.0);
    if (options->edge == HC_EDGE_ZIGZAG) {
        double x = (line % 2 + half) % 2 * 0.5 * a;
        return hc_vec3_make(x, (1.5 * line + 0.5 * half) * bond, 0.0);
    }
    return hc_vec3_make((1.5 * (line % 2) + half) * bond, 0.5 * line * a, 0.0);
}

hc_status hc_carbon_ribbon(hc_context *ctx, const hc_ribbon_options *options, hc_structure **structure)
{
    double a = options->lattice;
    double period = options->edge == HC_EDGE_ZIGZAG ? a : sqrt(3.0) * a;
    hc_vec3 last = ribbon_atom(options, options->width - 1, 1);
    size_t next = 0;
    hc_status status = hc_structure_create(ctx, 2 * (size_t)options->width * (size_t)options->length, structure);
    if (status != HC_OK) {
        return status;
    }
    (*structure)->cell =
        (hc_mat3){{{options->length * period, 0, 0}, {0, last.y + options->vacuum, 0}, {0, 0, options->vacuum}}};
    set_all_periodic(*structure);
    for (int repeat = 0; repeat < options->length; repeat++) {
        for (int line = 0; line < options->width; line++) {
            for (int half = 0; half < 2; half++) {
                hc_vec3 shift = hc_vec3_make(repeat * period, 0.5 * options->vacuum, 0.5 * options->vacuum);
                put(*structure, next++, hc_vec3_add(ribbon_atom(options, line, half), shift));
            }
        }
    }
    return HC_OK;
}

/* ---- tubes ------------------------------------------------------------------------------------------------------- */

/* Puts the atoms of the rectangle spanned by the circumference and one period onto the tube; their number. */
static size_t roll(const hc_tube_options *options, hc_vec3 around, hc_vec3 along, hc_structure *structure)
{
    double a = options->lattice, circumference = hc_vec3_norm(around), period = hc_vec3_norm(along);
    double radius = circumference / (2.0 * HC_PI), inside = 1e-6;
    hc_vec3 a1 = {0.5 * sqrt(3.0) * a, 0.5 * a, 0.0}, a2 = {0.5 * sqrt(3.0) * a, -0.5 * a, 0.0};
    int reach = 4 * (options->n + options->m) + 4;
    size_t count = 0;
    for (int i = -reach; i <= reach; i++) {
        for (int j = -reach; j <= reach; j++) {
            for (int n = 0; n < 2; n++) {
                hc_vec3 r = hc_vec3_axpy(hc_vec3_scale(i, a1), j, a2);
                r = hc_vec3_axpy(r, n / 3.0, hc_vec3_add(a1, a2));
                double u = hc_vec3_dot(r, around) / (circumference * circumference);
                double v = hc_vec3_dot(r, along) / (period * period);
                if (u < -inside || u >= 1.0 - inside || v < -inside || v >= 1.0 - inside) {
                    continue;
                }
                if (count < structure->natom) {
                    double angle = 2.0 * HC_PI * u;
                    put(structure, count, hc_vec3_make(radius * cos(angle), radius * sin(angle), v * period));
                }
                count++;
            }
        }
    }
    return count;
}

hc_status hc_carbon_tube(hc_context *ctx, const hc_tube_options *options, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_structure *unit = NULL, *tube = NULL;
    int n = options->n, m = options->m;
    *structure = NULL;
    if (n < m || n + m < 3) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "indices: a tube is (n, m) with n >= m >= 0 and n + m at least 3, not (%d, %d)", n, m);
    }
    int divisor = hc_common_divisor(2 * n + m, 2 * m + n);
    size_t natom = 4 * (size_t)(n * n + n * m + m * m) / (size_t)divisor;
    double a = options->lattice;
    hc_vec3 a1 = {0.5 * sqrt(3.0) * a, 0.5 * a, 0.0}, a2 = {0.5 * sqrt(3.0) * a, -0.5 * a, 0.0};
    hc_vec3 around = hc_vec3_axpy(hc_vec3_scale(n, a1), m, a2);
    hc_vec3 along = hc_vec3_axpy(hc_vec3_scale((2 * m + n) / divisor, a1), -(2 * n + m) / divisor, a2);
    double edge = hc_vec3_norm(around) / HC_PI + options->vacuum;
    HC_TRY(hc_structure_create(ctx, natom, &unit));
    if (roll(options, around, along, unit) != natom) {
        status = hc_fail(ctx, HC_ERROR_INTERNAL, "the cell of tube (%d, %d) has not %zu atoms", n, m, natom);
        goto cleanup;
    }
    HC_TRY(hc_structure_create(ctx, 0, &tube));
    tube->cell = (hc_mat3){{{edge, 0, 0}, {0, edge, 0}, {0, 0, options->length * hc_vec3_norm(along)}}};
    set_all_periodic(tube);
    for (int k = 0; k < options->length; k++) {
        HC_TRY(hc_structure_append(ctx, unit, hc_vec3_make(0.5 * edge, 0.5 * edge, k * hc_vec3_norm(along)), &tube));
    }
    *structure = tube;
    tube = NULL;
cleanup:
    hc_structure_free(unit);
    hc_structure_free(tube);
    return status;
}
