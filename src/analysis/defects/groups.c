#include "analysis/defects/groups.h"

#include <string.h>

#include "atoms/neighbours.h"

hc_status hc_groups_of_places(hc_context *ctx, const hc_structure *structure, size_t count, const hc_vec3 *place,
                              double reach, size_t *parent)
{
    hc_status status = HC_OK;
    hc_structure *places = NULL; /* atoms of no element */
    hc_neighbour_list *list = NULL;
    hc_groups_begin(parent, count);
    HC_TRY(hc_structure_create(ctx, count, &places));
    places->cell = structure->cell;
    memcpy(places->periodic, structure->periodic, sizeof structure->periodic);
    for (size_t k = 0; k < count; k++) {
        places->position[k] = place[k];
    }
    HC_TRY(hc_neighbours_create(ctx, reach, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, places));
    for (size_t k = 0; k < count; k++) {
        for (size_t m = list->first[k]; m < list->first[k + 1]; m++) {
            hc_groups_join(parent, k, list->entry[m].j);
        }
    }
cleanup:
    hc_neighbours_free(list);
    hc_structure_free(places);
    return status;
}
