#include "atoms/bonds.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "atoms/elements.h"

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

hc_status hc_bond_list_create(hc_context *ctx, const hc_structure *structure, hc_neighbour_list **list)
{
    hc_status status = HC_OK;
    double largest = 0.5;
    *list = NULL;
    for (size_t i = 0; i < structure->natom; i++) {
        largest = fmax(largest, bond_radius(structure, i));
    }
    HC_TRY(hc_neighbours_create(ctx, 2.0 * largest, 0.0, list));
    HC_TRY(hc_neighbours_update(ctx, *list, structure));
    keep_bonds(structure, *list);
cleanup:
    if (status != HC_OK) {
        hc_neighbours_free(*list);
        *list = NULL;
    }
    return status;
}

static int compare_sizes(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* Sorts the partners of each atom and leaves each once: several images of one atom are one partner. */
static void sort_partners(hc_bonds *bonds)
{
    size_t used = 0, from = 0;
    for (size_t i = 0; i < bonds->natom; i++) {
        size_t end = bonds->first[i + 1], start = used;
        qsort(bonds->partner + from, end - from, sizeof *bonds->partner, compare_sizes);
        for (size_t k = from; k < end; k++) {
            if (used == start || bonds->partner[used - 1] != bonds->partner[k]) {
                bonds->partner[used++] = bonds->partner[k];
            }
        }
        from = end;
        bonds->first[i + 1] = used;
    }
}

static hc_status fill_partners(hc_context *ctx, const hc_neighbour_list *list, hc_bonds *bonds)
{
    hc_status status = HC_OK;
    size_t natom = bonds->natom, *next = NULL;
    HC_TRY(hc_allocate(ctx, natom + 1, sizeof *next, &next));
    for (size_t i = 0; i < natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            size_t j = list->entry[k].j;
            bonds->first[i + 1] += i != j;
            bonds->first[j + 1] += i != j;
        }
    }
    for (size_t i = 0; i < natom; i++) {
        bonds->first[i + 1] += bonds->first[i];
        next[i] = bonds->first[i];
    }
    HC_TRY(hc_allocate(ctx, bonds->first[natom], sizeof *bonds->partner, &bonds->partner));
    for (size_t i = 0; i < natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            size_t j = list->entry[k].j;
            if (i != j) {
                bonds->partner[next[i]++] = j;
                bonds->partner[next[j]++] = i;
            }
        }
    }
    sort_partners(bonds);
cleanup:
    free(next);
    return status;
}

hc_status hc_bonds_create(hc_context *ctx, const hc_structure *structure, hc_bonds **bonds)
{
    hc_status status = HC_OK;
    hc_bonds *made = NULL;
    hc_neighbour_list *list = NULL;
    *bonds = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->natom = structure->natom;
    HC_TRY(hc_allocate(ctx, structure->natom + 1, sizeof *made->first, &made->first));
    HC_TRY(hc_bond_list_create(ctx, structure, &list));
    HC_TRY(fill_partners(ctx, list, made));
    *bonds = made;
    made = NULL;
cleanup:
    hc_neighbours_free(list);
    hc_bonds_free(made);
    return status;
}

void hc_bonds_free(hc_bonds *bonds)
{
    if (bonds != NULL) {
        free(bonds->first);
        free(bonds->partner);
        free(bonds);
    }
}

hc_status hc_bonds_molecules(hc_context *ctx, const hc_bonds *bonds, size_t *molecule, size_t *count)
{
    hc_status status = HC_OK;
    size_t *stack = NULL;
    *count = 0;
    HC_TRY(hc_allocate(ctx, bonds->natom, sizeof *stack, &stack));
    for (size_t i = 0; i < bonds->natom; i++) {
        molecule[i] = SIZE_MAX;
    }
    for (size_t seed = 0; seed < bonds->natom; seed++) {
        if (molecule[seed] != SIZE_MAX) {
            continue;
        }
        size_t depth = 0;
        stack[depth++] = seed;
        molecule[seed] = *count;
        while (depth > 0) {
            size_t i = stack[--depth];
            for (size_t k = bonds->first[i]; k < bonds->first[i + 1]; k++) {
                size_t j = bonds->partner[k];
                if (molecule[j] == SIZE_MAX) {
                    molecule[j] = *count;
                    stack[depth++] = j;
                }
            }
        }
        (*count)++;
    }
cleanup:
    free(stack);
    return status;
}
