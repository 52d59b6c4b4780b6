#include "analysis/defects/bond_graph.h"

#include <stdlib.h>
#include <string.h>

#include "atoms/bonds.h"
#include "atoms/cell.h"

static void count_ends(const hc_neighbour_list *list, size_t *first)
{
    for (size_t i = 0; i < list->natom; i++) {
        first[i + 1] += list->first[i + 1] - list->first[i];
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            first[list->entry[k].j + 1]++;
        }
    }
    for (size_t i = 0; i < list->natom; i++) {
        first[i + 1] += first[i];
    }
}

static void fill_ends(const hc_neighbour_list *list, hc_bond_graph *graph, size_t *next)
{
    memcpy(next, graph->first, graph->natom * sizeof *next);
    for (size_t i = 0; i < list->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            const hc_neighbour *pair = &list->entry[k];
            graph->bond[next[i]++] = (hc_bond){pair->j, {pair->image[0], pair->image[1], pair->image[2]}};
            graph->bond[next[pair->j]++] = (hc_bond){i, {-pair->image[0], -pair->image[1], -pair->image[2]}};
        }
    }
}

hc_status hc_bond_graph_create(hc_context *ctx, const hc_structure *structure, hc_bond_graph **graph)
{
    hc_status status = HC_OK;
    hc_bond_graph *made = NULL;
    hc_neighbour_list *list = NULL;
    size_t *next = NULL;
    *graph = NULL;
    HC_TRY(hc_bond_list_create(ctx, structure, &list));
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->natom = structure->natom;
    HC_TRY(hc_allocate(ctx, made->natom + 1, sizeof *made->first, &made->first));
    count_ends(list, made->first);
    HC_TRY(hc_allocate(ctx, made->first[made->natom], sizeof *made->bond, &made->bond));
    HC_TRY(hc_allocate(ctx, made->natom, sizeof *next, &next));
    fill_ends(list, made, next);
    *graph = made;
    made = NULL;
cleanup:
    free(next);
    hc_neighbours_free(list);
    hc_bond_graph_free(made);
    return status;
}

void hc_bond_graph_free(hc_bond_graph *graph)
{
    if (graph != NULL) {
        free(graph->first);
        free(graph->bond);
        free(graph);
    }
}

hc_vec3 hc_bond_vector(const hc_structure *structure, size_t i, const hc_bond *bond)
{
    hc_vec3 end = hc_vec3_add(structure->position[bond->to], hc_cell_translation(&structure->cell, bond->image));
    return hc_vec3_sub(end, structure->position[i]);
}
