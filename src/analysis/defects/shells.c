#include "analysis/defects/shells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/elements.h"
#include "atoms/neighbours.h"
#include "halfcell/units.h"

/* First guess of a cutoff, in sums of two covalent radii; it grows until half of the atoms have a neighbour. */
#define GUESS 1.15
#define GROWTH 1.35
#define GROWTH_STEPS 6

static int compare_lengths(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int compare_neighbours(const void *a, const void *b)
{
    const hc_shell_neighbour *x = a, *y = b;
    if (x->length != y->length) {
        return x->length > y->length ? 1 : -1;
    }
    return (x->to > y->to) - (x->to < y->to);
}

/* The members as a structure of their own; number[k] is the k-th member. */
static hc_status take_members(hc_context *ctx, const hc_structure *structure, const bool *member, size_t **number,
                              hc_structure **subset)
{
    hc_status status = HC_OK;
    size_t count = 0;
    *number = NULL;
    for (size_t i = 0; i < structure->natom; i++) {
        count += member[i];
    }
    HC_TRY(hc_structure_create(ctx, count, subset));
    HC_TRY(hc_allocate(ctx, count, sizeof **number, number));
    (*subset)->cell = structure->cell;
    memcpy((*subset)->periodic, structure->periodic, sizeof structure->periodic);
    count = 0;
    for (size_t i = 0; i < structure->natom; i++) {
        if (member[i]) {
            hc_structure_set_element(*subset, count, structure->atomic_number[i]);
            (*subset)->position[count] = structure->position[i];
            (*number)[count++] = i;
        }
    }
cleanup:
    return status;
}

/* INFINITY when half of the members have none. */
static double median_of(size_t count, double *nearest)
{
    qsort(nearest, count, sizeof *nearest, compare_lengths);
    return count > 0 ? nearest[count / 2] : INFINITY;
}

static hc_status median_in_list(hc_context *ctx, const hc_structure *subset, const hc_neighbour_list *list,
                                double *median)
{
    double *nearest = NULL;
    hc_status status = hc_allocate(ctx, subset->natom, sizeof *nearest, &nearest);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < subset->natom; i++) {
        nearest[i] = INFINITY;
    }
    for (size_t i = 0; i < subset->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            double length = hc_vec3_norm(hc_neighbour_vector(subset, i, &list->entry[k]));
            nearest[i] = fmin(nearest[i], length);
            nearest[list->entry[k].j] = fmin(nearest[list->entry[k].j], length);
        }
    }
    *median = median_of(subset->natom, nearest);
    free(nearest);
    return HC_OK;
}

static hc_status median_of_bonds(hc_context *ctx, const hc_structure *structure, const hc_bond_graph *bonds,
                                 const bool *member, double *median)
{
    double *nearest = NULL;
    size_t count = 0;
    hc_status status = hc_allocate(ctx, structure->natom, sizeof *nearest, &nearest);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < structure->natom; i++) {
        if (!member[i]) {
            continue;
        }
        nearest[count] = INFINITY;
        for (size_t k = bonds->first[i]; k < bonds->first[i + 1]; k++) {
            if (member[bonds->bond[k].to]) {
                nearest[count] = fmin(nearest[count], hc_vec3_norm(hc_bond_vector(structure, i, &bonds->bond[k])));
            }
        }
        count++;
    }
    *median = median_of(count, nearest);
    free(nearest);
    return HC_OK;
}

/* Looks with growing cutoffs; *nearest is 0 when the atoms are too far apart for a lattice. */
static hc_status find_nearest(hc_context *ctx, const hc_structure *subset, double *nearest)
{
    hc_status status = HC_OK;
    hc_neighbour_list *list = NULL;
    double cutoff = 2.0 * HC_ANGSTROM;
    *nearest = 0.0;
    for (size_t i = 0; i < subset->natom; i++) {
        cutoff = fmax(cutoff, GUESS * 2.0 * hc_element_covalent_radius(subset->atomic_number[i]));
    }
    for (int step = 0; step < GROWTH_STEPS && *nearest == 0.0; step++, cutoff *= GROWTH) {
        double median = INFINITY;
        hc_neighbours_free(list);
        HC_TRY(hc_neighbours_create(ctx, cutoff, 0.0, &list));
        HC_TRY(hc_neighbours_update(ctx, list, subset));
        HC_TRY(median_in_list(ctx, subset, list, &median));
        *nearest = isfinite(median) ? median : 0.0;
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}

hc_status hc_shells_nearest(hc_context *ctx, const hc_structure *structure, const hc_bond_graph *bonds,
                            const bool *member, double *nearest)
{
    hc_status status = HC_OK;
    hc_structure *subset = NULL;
    size_t *number = NULL;
    HC_TRY(median_of_bonds(ctx, structure, bonds, member, nearest));
    if (!isfinite(*nearest)) {
        HC_TRY(take_members(ctx, structure, member, &number, &subset));
        *nearest = 0.0;
        HC_TRY(subset->natom > 0 ? find_nearest(ctx, subset, nearest) : HC_OK);
    }
cleanup:
    free(number);
    hc_structure_free(subset);
    return status;
}

static hc_status fill(hc_context *ctx, const hc_structure *subset, const hc_neighbour_list *list, const size_t *number,
                      hc_shells *shells)
{
    hc_status status = HC_OK;
    size_t *next = NULL, *first = shells->first;
    for (size_t i = 0; i < subset->natom; i++) {
        first[number[i] + 1] += list->first[i + 1] - list->first[i];
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            first[number[list->entry[k].j] + 1]++;
        }
    }
    for (size_t i = 0; i < shells->natom; i++) {
        first[i + 1] += first[i];
    }
    HC_TRY(hc_allocate(ctx, first[shells->natom], sizeof *shells->entry, &shells->entry));
    HC_TRY(hc_allocate(ctx, shells->natom, sizeof *next, &next));
    memcpy(next, first, shells->natom * sizeof *next);
    for (size_t i = 0; i < subset->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            hc_vec3 d = hc_neighbour_vector(subset, i, &list->entry[k]);
            double length = hc_vec3_norm(d);
            size_t a = number[i], b = number[list->entry[k].j];
            shells->entry[next[a]++] = (hc_shell_neighbour){b, d, length};
            shells->entry[next[b]++] = (hc_shell_neighbour){a, hc_vec3_scale(-1.0, d), length};
        }
    }
    for (size_t i = 0; i < shells->natom; i++) {
        qsort(&shells->entry[first[i]], first[i + 1] - first[i], sizeof *shells->entry, compare_neighbours);
    }
cleanup:
    free(next);
    return status;
}

hc_status hc_shells_create(hc_context *ctx, const hc_structure *structure, const bool *member, double nearest,
                           double reach, hc_shells **shells)
{
    hc_status status = HC_OK;
    hc_structure *subset = NULL;
    hc_neighbour_list *list = NULL;
    hc_shells *made = NULL;
    size_t *number = NULL;
    *shells = NULL;
    HC_TRY(take_members(ctx, structure, member, &number, &subset));
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->natom = structure->natom;
    HC_TRY(hc_allocate(ctx, made->natom + 1, sizeof *made->first, &made->first));
    made->nearest = nearest;
    if (made->nearest > 0.0) {
        HC_TRY(hc_neighbours_create(ctx, reach * made->nearest, 0.0, &list));
        HC_TRY(hc_neighbours_update(ctx, list, subset));
        HC_TRY(fill(ctx, subset, list, number, made));
    }
    *shells = made;
    made = NULL;
cleanup:
    free(number);
    hc_neighbours_free(list);
    hc_structure_free(subset);
    hc_shells_free(made);
    return status;
}

void hc_shells_free(hc_shells *shells)
{
    if (shells != NULL) {
        free(shells->first);
        free(shells->entry);
        free(shells);
    }
}
