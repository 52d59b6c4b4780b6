#include "gpw/spacing.h"

#include "atoms/elements.h"
#include "atoms/images.h"
#include "atoms/neighbours.h"
#include "halfcell/units.h"

#define SHORTEST_TRANSLATION (2.2 * HC_ANGSTROM) /* longer than any pair that is refused */
#define SMALL_TRANSLATION (5.0 * HC_ANGSTROM)
#define NEAREST 0.4 /* of the sum of covalent radii */

static hc_status check_translation(hc_context *ctx, const hc_structure *structure)
{
    hc_images *images = NULL;
    hc_status status = hc_images_create(ctx, structure, SMALL_TRANSLATION, &images);
    if (status != HC_OK) {
        return status;
    }
    double shortest = images->count > 1 ? images->length[1] : INFINITY;
    hc_images_free(images);
    if (shortest < SHORTEST_TRANSLATION) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "gpw: the cell is too small: each atom has an image of its own %.3f angstrom away, and no crystal "
            "has one nearer than 2.2; are the lattice vectors in angstrom? A molecule wants pbc=\"F F F\" or 10 "
            "angstrom of room",
            shortest / HC_ANGSTROM);
    }
    if (shortest < SMALL_TRANSLATION) {
        hc_log(ctx, HC_LOG_WARNING,
               "gpw: the cell repeats every %.2f angstrom, and one k-point is used: of a crystal take a supercell",
               shortest / HC_ANGSTROM);
    }
    return HC_OK;
}

static hc_status check_pair(hc_context *ctx, const hc_structure *structure, size_t i, const hc_neighbour *neighbour)
{
    int zi = structure->atomic_number[i], zj = structure->atomic_number[neighbour->j];
    double bond = hc_element_covalent_radius(zi) + hc_element_covalent_radius(zj);
    double distance = hc_vec3_norm(hc_neighbour_vector(structure, i, neighbour));
    if (distance < NEAREST * bond) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "gpw: atoms %zu (%s) and %zu (%s) are %.3f angstrom apart, periodic images included; bonds of "
                       "these elements are about %.2f angstrom long",
                       i, hc_element_symbol(zi), neighbour->j, hc_element_symbol(zj), distance / HC_ANGSTROM,
                       bond / HC_ANGSTROM);
    }
    return HC_OK;
}

hc_status hc_gpw_check_spacing(hc_context *ctx, const hc_structure *structure)
{
    hc_neighbour_list *list = NULL;
    hc_status status = HC_OK;
    HC_TRY(check_translation(ctx, structure));
    HC_TRY(hc_neighbours_create(ctx, SHORTEST_TRANSLATION, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, structure));
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            HC_TRY(check_pair(ctx, structure, i, &list->entry[k]));
        }
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}
