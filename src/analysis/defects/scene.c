#include "analysis/defects/scene.h"

#include <math.h>
#include <stdlib.h>

#include "atoms/cell.h"
#include "atoms/elements.h"
#include "halfcell/units.h"
#include "math/ranking.h"

#define GAP_OPEN (8.0 * HC_ANGSTROM)
/* Heights are binned this finely to find gaps at linear cost. */
#define GAP_BINS 4096
#define NETWORK_DEGREE_MAX 6

size_t hc_scene_bonds_to(const hc_defect_scene *scene, size_t i, int atomic_number)
{
    size_t count = 0;
    for (size_t k = scene->bonds->first[i]; k < scene->bonds->first[i + 1]; k++) {
        count += scene->structure->atomic_number[scene->bonds->bond[k].to] == atomic_number;
    }
    return count;
}

size_t hc_scene_bonds_to_metals(const hc_defect_scene *scene, size_t i)
{
    size_t count = 0;
    for (size_t k = scene->bonds->first[i]; k < scene->bonds->first[i + 1]; k++) {
        count += hc_element_is_metal(scene->structure->atomic_number[scene->bonds->bond[k].to]);
    }
    return count;
}

bool hc_scene_ring_holds_metal(const hc_defect_scene *scene, size_t ring)
{
    for (size_t k = scene->rings->first[ring]; k < scene->rings->first[ring + 1]; k++) {
        if (hc_element_is_metal(scene->structure->atomic_number[scene->rings->atom[k]])) {
            return true;
        }
    }
    return false;
}

bool hc_scene_has_carbon_sheet(const hc_defect_scene *scene)
{
    for (size_t i = 0; scene->rings != NULL && i < scene->structure->natom; i++) {
        size_t nring = scene->rings->of_first[i + 1] - scene->rings->of_first[i];
        if (scene->structure->atomic_number[i] == 6 && nring > 1) {
            return true;
        }
    }
    return false;
}

/* The lowest and highest fraction of the atoms in each bin; low > high: none. */
typedef struct gap_bin {
    double low, high;
} gap_bin;

/* The widest gap between atoms along a periodic direction, as a length. */
static double widest_gap(const hc_structure *structure, const hc_full_cell *cell, int d, gap_bin *bin)
{
    double longest = 0.0, last = NAN;
    for (size_t b = 0; b < GAP_BINS; b++) {
        bin[b] = (gap_bin){INFINITY, -INFINITY};
    }
    for (size_t i = 0; i < structure->natom; i++) {
        double s = hc_vec3_get(hc_full_cell_fractional(cell, structure->position[i]), d);
        s -= floor(s);
        gap_bin *at = &bin[(size_t)(s * GAP_BINS) % GAP_BINS];
        *at = (gap_bin){fmin(at->low, s), fmax(at->high, s)};
    }
    for (size_t b = 0; b < 2 * GAP_BINS; b++) { /* the second round closes the period */
        const gap_bin *at = &bin[b % GAP_BINS];
        if (at->low <= at->high) {
            double round = b < GAP_BINS ? 0.0 : 1.0;
            longest = fmax(longest, round + at->low - last); /* of NaN and a number fmax is the number */
            last = round + at->high;
        }
    }
    return longest * cell->height[d];
}

static hc_status measure_extent(hc_context *ctx, const hc_structure *structure, hc_extent *extent)
{
    hc_status status = HC_OK;
    gap_bin *bin = NULL;
    hc_vec3 closed[3];
    hc_full_cell cell = hc_full_cell_make(&structure->cell, structure->periodic);
    *extent = (hc_extent){.size = 1.0};
    HC_TRY(hc_allocate(ctx, GAP_BINS, sizeof *bin, &bin));
    for (int d = 0; d < 3; d++) {
        if (structure->periodic[d] && widest_gap(structure, &cell, d, bin) < GAP_OPEN + HC_SAME_DISTANCE) {
            closed[extent->closed++] = structure->cell.row[d];
        }
    }
    if (extent->closed == 1) {
        extent->size = hc_vec3_norm(closed[0]);
    } else if (extent->closed == 2) {
        extent->size = hc_vec3_norm(hc_vec3_cross(closed[0], closed[1]));
    } else if (extent->closed == 3) {
        extent->size = fabs(hc_mat3_determinant(&structure->cell));
    }
    for (size_t i = 0; i < structure->natom; i++) {
        extent->mass += structure->mass[i];
    }
cleanup:
    free(bin);
    return status;
}

static bool makes_rings(int number)
{
    return number == 5 || number == 6 || number == 7 || number == 14 || number == 15;
}

static hc_status find_network(hc_context *ctx, hc_defect_scene *scene)
{
    hc_status status = HC_OK;
    bool any = false;
    HC_TRY(hc_allocate(ctx, scene->structure->natom, sizeof *scene->in_network, &scene->in_network));
    for (size_t i = 0; i < scene->structure->natom; i++) {
        int number = scene->structure->atomic_number[i];
        size_t degree = hc_bond_graph_degree(scene->bonds, i);
        scene->in_network[i] = number != 1 && degree > 1 && degree <= NETWORK_DEGREE_MAX;
        any = any || (scene->in_network[i] && makes_rings(number));
    }
    if (any) {
        HC_TRY(hc_rings_create(ctx, scene->structure, scene->bonds, scene->in_network, scene->options.ring_maximum,
                               &scene->rings));
    }
cleanup:
    return status;
}

static hc_status find_sheet(hc_context *ctx, hc_defect_scene *scene)
{
    hc_status status = HC_OK;
    const hc_structure *s = scene->structure;
    if (!hc_scene_has_carbon_sheet(scene)) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, s->natom, sizeof *scene->in_sheet, &scene->in_sheet));
    for (size_t i = 0; i < s->natom; i++) {
        scene->in_sheet[i] = scene->in_network[i] && scene->rings->of_first[i + 1] > scene->rings->of_first[i] &&
                             !hc_element_is_metal(s->atomic_number[i]);
    }
    HC_TRY(hc_holes_create(ctx, s, scene->bonds, scene->in_sheet, &scene->holes));
cleanup:
    return status;
}

/* Follows the bonds from `seed` and takes down into which image they lead; an atom that is met in two images is one of
 * an endless group. Sets the group's members [count] in `stack`. */
static size_t follow_bonds(const hc_defect_scene *scene, size_t seed, int (*image)[3], bool *seen, size_t *stack,
                           bool *endless)
{
    const hc_bond_graph *bonds = scene->bonds;
    size_t count = 0;
    *endless = false;
    stack[count++] = seed;
    seen[seed] = true;
    for (size_t n = 0; n < count; n++) {
        size_t i = stack[n];
        for (size_t k = bonds->first[i]; k < bonds->first[i + 1]; k++) {
            size_t j = bonds->bond[k].to;
            for (int d = 0; d < 3; d++) {
                int there = image[i][d] + bonds->bond[k].image[d];
                *endless = *endless || (seen[j] && image[j][d] != there);
                image[j][d] = seen[j] ? image[j][d] : there;
            }
            if (!seen[j]) {
                seen[j] = true;
                stack[count++] = j;
            }
        }
    }
    return count;
}

static hc_status find_extended(hc_context *ctx, hc_defect_scene *scene)
{
    hc_status status = HC_OK;
    size_t natom = scene->structure->natom, *stack = NULL;
    int(*image)[3] = NULL;
    bool *seen = NULL;
    HC_TRY(hc_allocate(ctx, natom, sizeof *scene->extended, &scene->extended));
    HC_TRY(hc_allocate(ctx, natom, sizeof *stack, &stack));
    HC_TRY(hc_allocate(ctx, natom, sizeof *image, &image));
    HC_TRY(hc_allocate(ctx, natom, sizeof *seen, &seen));
    for (size_t seed = 0; seed < natom; seed++) {
        bool endless;
        size_t count = seen[seed] ? 0 : follow_bonds(scene, seed, image, seen, stack, &endless);
        for (size_t n = 0; n < count; n++) {
            scene->extended[stack[n]] = endless;
        }
    }
cleanup:
    free(stack);
    free(image);
    free(seen);
    return status;
}

hc_status hc_defect_scene_create(hc_context *ctx, const hc_structure *structure, const hc_defect_options *options,
                                 hc_defect_scene **scene)
{
    hc_status status = HC_OK;
    hc_defect_scene *made = NULL;
    *scene = NULL;
    HC_TRY(hc_structure_check(ctx, structure));
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->structure = structure;
    made->options = *options;
    HC_TRY(measure_extent(ctx, structure, &made->extent));
    HC_TRY(hc_bond_graph_create(ctx, structure, &made->bonds));
    HC_TRY(find_extended(ctx, made));
    HC_TRY(find_network(ctx, made));
    HC_TRY(find_sheet(ctx, made));
    *scene = made;
    made = NULL;
cleanup:
    hc_defect_scene_free(made);
    return status;
}

void hc_defect_scene_free(hc_defect_scene *scene)
{
    if (scene != NULL) {
        hc_bond_graph_free(scene->bonds);
        free(scene->in_network);
        free(scene->extended);
        hc_rings_free(scene->rings);
        free(scene->in_sheet);
        hc_holes_free(scene->holes);
        free(scene);
    }
}
