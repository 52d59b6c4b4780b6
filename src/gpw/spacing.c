#include "gpw/spacing.h"

#include "atoms/elements.h"
#include "atoms/images.h"
#include "halfcell/units.h"

#define SHORTEST_TRANSLATION (2.2 * HC_ANGSTROM)
#define SMALL_TRANSLATION (5.0 * HC_ANGSTROM)
#define NEAREST 0.4 /* of the sum of covalent radii */

static hc_status check_translation(hc_context *ctx, const hc_images *images)
{
    double shortest = images->count > 1 ? images->length[1] : INFINITY;
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

static double nearest_distance(const hc_images *images, hc_vec3 d)
{
    double within, nearest = INFINITY;
    d = hc_images_reduce(images, d, &within);
    size_t count = hc_images_within(images, images->cutoff + within);
    for (size_t m = 0; m < count; m++) {
        hc_vec3 v = {d.x + images->x[m], d.y + images->y[m], d.z + images->z[m]};
        nearest = fmin(nearest, hc_vec3_norm(v));
    }
    return nearest;
}

static hc_status check_pairs(hc_context *ctx, const hc_structure *structure, const hc_images *images)
{
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t j = 0; j < i; j++) {
            double bond = hc_element_covalent_radius(structure->atomic_number[i]) +
                          hc_element_covalent_radius(structure->atomic_number[j]);
            double distance = nearest_distance(images, hc_vec3_sub(structure->position[j], structure->position[i]));
            if (distance < NEAREST * bond) {
                return hc_fail(
                    ctx, HC_ERROR_INPUT,
                    "gpw: atoms %zu (%s) and %zu (%s) are %.3f angstrom apart, periodic images included; bonds "
                    "of these elements are about %.2f angstrom long",
                    j, hc_element_symbol(structure->atomic_number[j]), i,
                    hc_element_symbol(structure->atomic_number[i]), distance / HC_ANGSTROM, bond / HC_ANGSTROM);
            }
        }
    }
    return HC_OK;
}

hc_status hc_gpw_check_spacing(hc_context *ctx, const hc_structure *structure)
{
    hc_images *images = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_images_create(ctx, structure, SMALL_TRANSLATION, &images));
    HC_TRY(check_translation(ctx, images));
    HC_TRY(check_pairs(ctx, structure, images));
cleanup:
    hc_images_free(images);
    return status;
}
