#include "analysis/hydrogens.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/elements.h"

/* Two atoms are bonded when they are nearer than this times the sum of their covalent radii. */
#define BOND_FACTOR 1.2

/* Elements that hold an oxygen covalently; to metals oxygen is adsorbed and stays water or hydroxide. */
static bool is_nonmetal(int atomic_number)
{
    static const int nonmetals[] = {5, 6, 7, 8, 9, 14, 15, 16, 17, 33, 34, 35, 52, 53};
    bool found = false;
    for (size_t i = 0; i < sizeof nonmetals / sizeof nonmetals[0]; i++) {
        found = found || nonmetals[i] == atomic_number;
    }
    return found;
}

static hc_status mark_polar(hc_context *ctx, const hc_structure *first, hc_hydrogens *h)
{
    for (size_t k = 0; k < h->options.elements.count; k++) {
        int element = hc_element_number(h->options.elements.value[k]);
        if (element <= 1) {
            return hc_fail(ctx, HC_ERROR_INPUT, "elements: '%s' is no element that gives or takes hydrogen bonds",
                           h->options.elements.value[k]);
        }
        for (size_t i = 0; i < first->natom; i++) {
            h->polar[i] = h->polar[i] || first->atomic_number[i] == element;
        }
    }
    return HC_OK;
}

hc_status hc_hydrogens_create(hc_context *ctx, const hc_hydrogen_options *options, const hc_structure *first,
                              hc_hydrogens **hydrogens)
{
    hc_status status = HC_OK;
    hc_hydrogens *h = NULL;
    size_t n = first->natom;

    *hydrogens = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *h, &h));
    h->options = *options;
    h->natom = n;
    HC_TRY(hc_allocate(ctx, n, sizeof(bool), &h->polar));
    HC_TRY(hc_allocate(ctx, n, sizeof(bool), &h->nonmetal));
    HC_TRY(hc_allocate(ctx, n, sizeof(size_t), &h->owner));
    HC_TRY(hc_allocate(ctx, n, sizeof(hc_vec3), &h->from_owner));
    HC_TRY(hc_allocate(ctx, n, sizeof(size_t), &h->hydrogen_count));
    HC_TRY(hc_allocate(ctx, n, sizeof(int), &h->oxygen));
    HC_TRY(hc_allocate(ctx, n, sizeof(size_t), &h->first_hydrogen));
    HC_TRY(hc_allocate(ctx, n, sizeof(size_t), &h->next_hydrogen));
    for (size_t i = 0; i < n; i++) {
        h->nonmetal[i] = is_nonmetal(first->atomic_number[i]);
    }
    HC_TRY(mark_polar(ctx, first, h));
    double covalent = 2 * BOND_FACTOR * hc_element_covalent_radius(53);
    HC_TRY(hc_neighbours_create(ctx, fmax(covalent, fmax(options->distance, options->reach)), 0, &h->list));
    *hydrogens = h;
    h = NULL;

cleanup:
    hc_hydrogens_free(h);
    return status;
}

void hc_hydrogens_free(hc_hydrogens *hydrogens)
{
    if (hydrogens == NULL) {
        return;
    }
    free(hydrogens->polar);
    free(hydrogens->nonmetal);
    free(hydrogens->owner);
    free(hydrogens->from_owner);
    free(hydrogens->hydrogen_count);
    free(hydrogens->oxygen);
    free(hydrogens->bond);
    free(hydrogens->first_hydrogen);
    free(hydrogens->next_hydrogen);
    hc_neighbours_free(hydrogens->list);
    free(hydrogens);
}

/* `vector` points from atom to hydrogen; the nearest owner wins, the first one found of two equal ones. */
static void offer_owner(hc_hydrogens *h, size_t hydrogen, size_t atom, hc_vec3 vector)
{
    double distance = hc_vec3_norm(vector);
    if (distance <= h->options.reach &&
        (h->owner[hydrogen] == HC_NO_ATOM || distance < hc_vec3_norm(h->from_owner[hydrogen]))) {
        h->owner[hydrogen] = atom;
        h->from_owner[hydrogen] = vector;
    }
}

static void find_owners(hc_hydrogens *h, const hc_structure *structure)
{
    for (size_t i = 0; i < h->natom; i++) {
        h->owner[i] = h->first_hydrogen[i] = h->next_hydrogen[i] = HC_NO_ATOM;
        h->hydrogen_count[i] = 0;
    }
    for (size_t i = 0; i < h->natom; i++) {
        for (size_t k = h->list->first[i]; k < h->list->first[i + 1]; k++) {
            const hc_neighbour *pair = &h->list->entry[k];
            bool i_is_h = structure->atomic_number[i] == 1, j_is_h = structure->atomic_number[pair->j] == 1;
            if (i_is_h != j_is_h) {
                hc_vec3 vector = hc_neighbour_vector(structure, i, pair);
                offer_owner(h, i_is_h ? i : pair->j, i_is_h ? pair->j : i, i_is_h ? hc_vec3_scale(-1, vector) : vector);
            }
        }
    }
    /* From the last to the first, so that chains run in the order of the atoms. */
    for (size_t i = h->natom; i-- > 0;) {
        if (h->owner[i] != HC_NO_ATOM) {
            h->next_hydrogen[i] = h->first_hydrogen[h->owner[i]];
            h->first_hydrogen[h->owner[i]] = i;
            h->hydrogen_count[h->owner[i]]++;
        }
    }
}

static hc_oxygen_kind kind_by_count(size_t hydrogen_count)
{
    static const hc_oxygen_kind kinds[] = {HC_OXYGEN_OXIDE, HC_OXYGEN_HYDROXIDE, HC_OXYGEN_WATER};
    return hydrogen_count < 3 ? kinds[hydrogen_count] : HC_OXYGEN_HYDRONIUM;
}

static void name_oxygens(hc_hydrogens *h, const hc_structure *structure)
{
    const int *z = structure->atomic_number;
    for (size_t i = 0; i < h->natom; i++) {
        h->oxygen[i] = (int)(z[i] == 8 ? kind_by_count(h->hydrogen_count[i]) : HC_OXYGEN_NONE);
    }
    for (size_t i = 0; i < h->natom; i++) {
        for (size_t k = h->list->first[i]; k < h->list->first[i + 1]; k++) {
            const hc_neighbour *pair = &h->list->entry[k];
            size_t j = pair->j;
            if (!(h->nonmetal[i] && h->nonmetal[j] && (z[i] == 8 || z[j] == 8))) {
                continue;
            }
            double bonded = BOND_FACTOR * (hc_element_covalent_radius(z[i]) + hc_element_covalent_radius(z[j]));
            if (hc_vec3_norm(hc_neighbour_vector(structure, i, pair)) < bonded) {
                h->oxygen[i] = z[i] == 8 ? (int)HC_OXYGEN_BOUND : h->oxygen[i];
                h->oxygen[j] = z[j] == 8 ? (int)HC_OXYGEN_BOUND : h->oxygen[j];
            }
        }
    }
}

static hc_status add_bond(hc_context *ctx, hc_hydrogens *h, hc_hydrogen_bond bond)
{
    if (h->nbond == h->bond_capacity) {
        size_t capacity = h->bond_capacity > 0 ? 2 * h->bond_capacity : 64;
        hc_hydrogen_bond *grown = NULL;
        hc_status status = hc_allocate(ctx, capacity, sizeof *grown, &grown);
        if (status != HC_OK) {
            return status;
        }
        if (h->nbond > 0) {
            memcpy(grown, h->bond, h->nbond * sizeof *grown);
        }
        free(h->bond);
        h->bond = grown;
        h->bond_capacity = capacity;
    }
    h->bond[h->nbond++] = bond;
    return HC_OK;
}

/* Bonds that the hydrogens of `donor` give to `acceptor`, which is at `vector` from it. */
static hc_status bonds_of_pair(hc_context *ctx, hc_hydrogens *h, size_t donor, size_t acceptor, hc_vec3 vector)
{
    for (size_t i = h->first_hydrogen[donor]; i != HC_NO_ATOM; i = h->next_hydrogen[i]) {
        hc_vec3 to_hydrogen = h->from_owner[i];
        double angle = atan2(hc_vec3_norm(hc_vec3_cross(to_hydrogen, vector)), hc_vec3_dot(to_hydrogen, vector));
        if (angle <= h->options.angle) {
            hc_status status =
                add_bond(ctx, h, (hc_hydrogen_bond){.donor = donor, .hydrogen = i, .acceptor = acceptor});
            if (status != HC_OK) {
                return status;
            }
        }
    }
    return HC_OK;
}

static hc_status find_bonds(hc_context *ctx, hc_hydrogens *h, const hc_structure *structure)
{
    hc_status status = HC_OK;

    h->nbond = 0;
    for (size_t i = 0; i < h->natom; i++) {
        for (size_t k = h->list->first[i]; h->polar[i] && k < h->list->first[i + 1]; k++) {
            const hc_neighbour *pair = &h->list->entry[k];
            hc_vec3 vector = hc_neighbour_vector(structure, i, pair);
            if (h->polar[pair->j] && hc_vec3_norm(vector) <= h->options.distance) {
                HC_TRY(bonds_of_pair(ctx, h, i, pair->j, vector));
                HC_TRY(bonds_of_pair(ctx, h, pair->j, i, hc_vec3_scale(-1, vector)));
            }
        }
    }

cleanup:
    return status;
}

hc_status hc_hydrogens_analyse(hc_context *ctx, hc_hydrogens *hydrogens, const hc_structure *structure)
{
    hc_status status = hc_neighbours_update(ctx, hydrogens->list, structure);
    if (status != HC_OK) {
        return status;
    }
    find_owners(hydrogens, structure);
    name_oxygens(hydrogens, structure);
    return find_bonds(ctx, hydrogens, structure);
}
