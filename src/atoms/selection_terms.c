#include "atoms/selection_terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/bonds.h"
#include "halfcell/units.h"
#include "math/ranking.h"

#define LAYER_GAP_MIN (0.3 * HC_ANGSTROM)

/* Shortest distance of an atom to the anchors; infinite without anchors. */
static double distance_to(const hc_selection_scene *scene, size_t iatom, const hc_atom_set *anchors)
{
    const hc_vec3 *position = scene->structure->position;
    double nearest = INFINITY;
    for (size_t j = 0; j < scene->structure->natom; j++) {
        if (anchors->has[j]) {
            hc_vec3 r = hc_full_cell_shortest(&scene->cell, hc_vec3_sub(position[j], position[iatom]));
            nearest = fmin(nearest, hc_vec3_norm2(r));
        }
    }
    return sqrt(nearest);
}

hc_status hc_select_within(hc_context *ctx, const hc_selection_scene *scene, double radius, const hc_atom_set *anchors,
                           hc_atom_set *chosen)
{
    hc_status status = hc_allocate(ctx, scene->structure->natom, sizeof *chosen->has, &chosen->has);
    for (size_t i = 0; status == HC_OK && i < scene->structure->natom; i++) {
        chosen->has[i] = anchors->has[i] || distance_to(scene, i, anchors) < radius - HC_SAME_DISTANCE;
    }
    return status;
}

hc_status hc_select_nearest(hc_context *ctx, const hc_selection_scene *scene, size_t count,
                            const hc_atom_set *candidates, const hc_atom_set *anchors, hc_atom_set *chosen)
{
    hc_status status = HC_OK;
    size_t natom = scene->structure->natom, found = 0;
    hc_ranked *ranked = NULL;
    HC_TRY(hc_allocate(ctx, natom, sizeof *ranked, &ranked));
    for (size_t i = 0; i < natom; i++) {
        if (candidates->has[i] && !anchors->has[i]) {
            ranked[found++] = (hc_ranked){distance_to(scene, i, anchors), i};
        }
    }
    if (found < count || (found > 0 && ranked[0].value == INFINITY)) {
        status =
            hc_fail(ctx, HC_ERROR_INPUT,
                    found < count ? "there are only %zu such atoms, %zu are wanted" : "there is no atom to be near to",
                    found, count);
        goto cleanup;
    }
    hc_rank(ranked, found, HC_SAME_DISTANCE);
    HC_TRY(hc_allocate(ctx, natom, sizeof *chosen->has, &chosen->has));
    HC_TRY(hc_allocate(ctx, count, sizeof *chosen->ranked, &chosen->ranked));
    chosen->nranked = count;
    for (size_t k = 0; k < count; k++) {
        chosen->ranked[k] = ranked[k].number;
        chosen->has[ranked[k].number] = true;
    }
cleanup:
    free(ranked);
    return status;
}

static hc_status add_groups(hc_context *ctx, const hc_bonds *bonds, const hc_atom_set *anchors, hc_atom_set *chosen)
{
    hc_status status = HC_OK;
    size_t *molecule = NULL, count = 0;
    bool *wanted = NULL;
    HC_TRY(hc_allocate(ctx, bonds->natom, sizeof *molecule, &molecule));
    HC_TRY(hc_bonds_molecules(ctx, bonds, molecule, &count));
    HC_TRY(hc_allocate(ctx, count, sizeof *wanted, &wanted));
    for (size_t i = 0; i < bonds->natom; i++) {
        wanted[molecule[i]] = wanted[molecule[i]] || anchors->has[i];
    }
    for (size_t i = 0; i < bonds->natom; i++) {
        chosen->has[i] = wanted[molecule[i]];
    }
cleanup:
    free(molecule);
    free(wanted);
    return status;
}

static void add_partners(const hc_bonds *bonds, const hc_atom_set *anchors, hc_atom_set *chosen)
{
    for (size_t i = 0; i < bonds->natom; i++) {
        for (size_t k = bonds->first[i]; anchors->has[i] && k < bonds->first[i + 1]; k++) {
            chosen->has[bonds->partner[k]] = true;
        }
    }
    for (size_t i = 0; i < bonds->natom; i++) {
        chosen->has[i] = chosen->has[i] && !anchors->has[i];
    }
}

hc_status hc_select_bonded(hc_context *ctx, const hc_selection_scene *scene, const hc_atom_set *anchors,
                           bool whole_group, hc_atom_set *chosen)
{
    hc_status status = HC_OK;
    hc_bonds *bonds = NULL;
    HC_TRY(hc_bonds_create(ctx, scene->structure, &bonds));
    HC_TRY(hc_allocate(ctx, bonds->natom, sizeof *chosen->has, &chosen->has));
    if (whole_group) {
        HC_TRY(add_groups(ctx, bonds, anchors, chosen));
    } else {
        add_partners(bonds, anchors, chosen);
    }
cleanup:
    hc_bonds_free(bonds);
    return status;
}

/* Length of the period along a Cartesian axis: 0 where the direction is free. Only a lattice vector that alone has a
 * component along the axis has a period there. */
static hc_status period_along(hc_context *ctx, const hc_structure *structure, int axis, double *period)
{
    *period = 0.0;
    for (int d = 0; d < 3; d++) {
        double component = structure->periodic[d] ? hc_vec3_get(structure->cell.row[d], axis) : 0.0;
        if (component != 0.0 && *period != 0.0) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "layers along %c need a cell of which only one vector has a component along %c", "xyz"[axis],
                           "xyz"[axis]);
        }
        *period += fabs(component);
    }
    return HC_OK;
}

/* The gap above atom k of the sorted heights; the last one closes the period. */
static double gap_above(const hc_ranked *height, size_t count, size_t k, double period)
{
    if (k + 1 < count) {
        return height[k + 1].value - height[k].value;
    }
    return period > 0.0 ? height[0].value + period - height[k].value : INFINITY;
}

/* Cuts after the nlayer widest gaps, of which the one below the lowest layer is one. Returns the narrowest of them. */
static double cut(const hc_ranked *height, size_t count, double period, size_t nlayer, hc_ranked *gap)
{
    for (size_t k = 0; k < count; k++) {
        gap[k] = (hc_ranked){-gap_above(height, count, k, period), count - 1 - k}; /* equal gaps: the upper first */
    }
    hc_rank(gap, count, HC_SAME_DISTANCE);
    return -gap[nlayer - 1].value;
}

static bool is_cut(const hc_ranked *gap, size_t nlayer, size_t count, size_t k)
{
    for (size_t i = 0; i < nlayer; i++) {
        if (count - 1 - gap[i].number == k) {
            return true;
        }
    }
    return false;
}

static hc_status find_heights(hc_context *ctx, const hc_structure *structure, int axis, double period,
                              const hc_atom_set *of, hc_ranked *height, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < structure->natom; i++) {
        if (of->has[i]) {
            double z = hc_vec3_get(structure->position[i], axis);
            height[(*count)++] = (hc_ranked){period > 0.0 ? z - period * floor(z / period) : z, i};
        }
    }
    if (*count == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "there are no atoms to be divided into layers");
    }
    hc_rank(height, *count, 0.0);
    return HC_OK;
}

hc_status hc_select_layer(hc_context *ctx, const hc_selection_scene *scene, size_t layer, size_t nlayer, int axis,
                          const hc_atom_set *of, hc_atom_set *chosen)
{
    hc_status status = HC_OK;
    size_t natom = scene->structure->natom, count = 0;
    hc_ranked *height = NULL, *gap = NULL;
    double period = 0.0;
    HC_TRY(period_along(ctx, scene->structure, axis, &period));
    HC_TRY(hc_allocate(ctx, natom, sizeof *height, &height));
    HC_TRY(hc_allocate(ctx, natom, sizeof *gap, &gap));
    HC_TRY(find_heights(ctx, scene->structure, axis, period, of, height, &count));
    if (nlayer > count || cut(height, count, period, nlayer, gap) < LAYER_GAP_MIN) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "%zu atoms do not form %zu layers along %c that are 0.3 Angstrom apart",
                         count, nlayer, "xyz"[axis]);
        goto cleanup;
    }
    HC_TRY(hc_allocate(ctx, natom, sizeof *chosen->has, &chosen->has));
    size_t seam = count - 1 - gap[0].number, present = 0;
    for (size_t step = 0; step < count; step++) {
        size_t k = (seam + 1 + step) % count;
        chosen->has[height[k].number] = present == layer;
        present += is_cut(gap, nlayer, count, k);
    }
cleanup:
    free(height);
    free(gap);
    return status;
}
