#include "analysis/defects/bond_graph.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/bonds.h"
#include "atoms/cell.h"
#include "atoms/elements.h"
#include "atoms/neighbours.h"

/* Half of the longest bond of an atom with its own kind; negative for what bonds to nothing. */
static double bond_radius(const hc_structure *structure, size_t i)
{
    int number = structure->atomic_number[i];
    return hc_element_is_alkali(number) ? -INFINITY : HC_BOND_FACTOR * hc_element_covalent_radius(number);
}

static bool is_bond(const hc_structure *structure, size_t i, const hc_neighbour *pair)
{
    double longest = bond_radius(structure, i) + bond_radius(structure, pair->j);
    return longest > 0.0 && hc_vec3_norm2(hc_neighbour_vector(structure, i, pair)) < longest * longest;
}

/* Keeps the bonds at the beginning of the list's entries. */
static void keep_bonds(const hc_structure *structure, hc_neighbour_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->natom; i++) {
        size_t begin = list->first[i];
        list->first[i] = kept;
        for (size_t k = begin; k < list->first[i + 1]; k++) {
            if (is_bond(structure, i, &list->entry[k])) {
                list->entry[kept++] = list->entry[k];
            }
        }
    }
    list->first[list->natom] = kept;
}

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
    double largest = 0.5;
    *graph = NULL;
    for (size_t i = 0; i < structure->natom; i++) {
        largest = fmax(largest, bond_radius(structure, i));
    }
    HC_TRY(hc_neighbours_create(ctx, 2.0 * largest, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, structure));
    keep_bonds(structure, list);
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
