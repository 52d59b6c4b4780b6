#include "atoms/closest.h"

#include <math.h>

#include "atoms/elements.h"
#include "atoms/neighbours.h"

#define FARTHEST 1.5 /* of the sum of the radii */

hc_status hc_structure_closest(hc_context *ctx, const hc_structure *structure, hc_closest *closest)
{
    hc_neighbour_list *list = NULL;
    hc_status status = HC_OK;
    double largest = 0.0;
    *closest = (hc_closest){.distance = INFINITY, .share = INFINITY};
    for (size_t i = 0; i < structure->natom; i++) {
        largest = fmax(largest, hc_element_covalent_radius(structure->atomic_number[i]));
    }
    if (structure->natom == 0) {
        return HC_OK;
    }
    HC_TRY(hc_neighbours_create(ctx, FARTHEST * 2.0 * largest, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, structure));
    for (size_t i = 0; i < structure->natom; i++) {
        double radius = hc_element_covalent_radius(structure->atomic_number[i]);
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            size_t j = list->entry[k].j;
            double distance = hc_vec3_norm(hc_neighbour_vector(structure, i, &list->entry[k]));
            double share = distance / (radius + hc_element_covalent_radius(structure->atomic_number[j]));
            if (share < closest->share && share < FARTHEST) {
                *closest = (hc_closest){i, j, distance, share};
            }
        }
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}
