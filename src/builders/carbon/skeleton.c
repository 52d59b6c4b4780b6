#include "builders/carbon/skeleton.h"

#include <stdlib.h>
#include <string.h>

#include "atoms/bonds.h"
#include "atoms/cell.h"
#include "atoms/neighbours.h"
#include "base/array.h"
#include "builders/assemble.h"
#include "halfcell/units.h"

static hc_status add_link(hc_context *ctx, hc_skeleton *skeleton, size_t i, size_t j, const int image[3], int sign)
{
    hc_skeleton_atom *atom = &skeleton->atom[i];
    if (atom->count == HC_SKELETON_LINK_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu (%s) would have more than %d bonds: are atoms on top of another?",
                       i, hc_element_symbol(skeleton->structure->atomic_number[i]), HC_SKELETON_LINK_MAX);
    }
    hc_skeleton_link *link = &atom->link[atom->count++];
    link->j = j;
    for (int d = 0; d < 3; d++) {
        link->image[d] = sign * image[d];
    }
    return HC_OK;
}

static hc_status add_both(hc_context *ctx, hc_skeleton *skeleton, size_t i, size_t j, const int image[3])
{
    hc_status status = HC_OK;
    HC_TRY(add_link(ctx, skeleton, i, j, image, 1));
    HC_TRY(add_link(ctx, skeleton, j, i, image, -1));
cleanup:
    return status;
}

static hc_status find_bonds(hc_context *ctx, hc_skeleton *skeleton)
{
    hc_status status = HC_OK;
    hc_neighbour_list *list = NULL;
    const hc_structure *structure = skeleton->structure;
    HC_TRY(hc_bond_list_create(ctx, structure, &list));
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            HC_TRY(add_both(ctx, skeleton, i, list->entry[k].j, list->entry[k].image));
        }
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}

hc_status hc_skeleton_create(hc_context *ctx, const hc_structure *structure, hc_skeleton **skeleton)
{
    hc_status status = HC_OK;
    hc_skeleton *made = NULL;
    *skeleton = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(hc_structure_copy(ctx, structure, &made->structure));
    made->capacity = structure->natom;
    HC_TRY(hc_allocate(ctx, made->capacity, sizeof *made->atom, &made->atom));
    HC_TRY(find_bonds(ctx, made));
    *skeleton = made;
    made = NULL;
cleanup:
    hc_skeleton_free(made);
    return status;
}

void hc_skeleton_free(hc_skeleton *skeleton)
{
    if (skeleton != NULL) {
        hc_structure_free(skeleton->structure);
        free(skeleton->atom);
        free(skeleton);
    }
}

hc_vec3 hc_skeleton_vector(const hc_skeleton *skeleton, size_t i, int k)
{
    const hc_skeleton_link *link = &skeleton->atom[i].link[k];
    const hc_structure *structure = skeleton->structure;
    hc_vec3 shift = hc_cell_translation(&structure->cell, link->image);
    return hc_vec3_sub(hc_vec3_add(structure->position[link->j], shift), structure->position[i]);
}

int hc_skeleton_find(const hc_skeleton *skeleton, size_t i, size_t j)
{
    for (int k = 0; k < skeleton->atom[i].count; k++) {
        if (skeleton->atom[i].link[k].j == j) {
            return k;
        }
    }
    return -1;
}

/* Room for one more atom, in the arrays of the structure and in that of the bonds. */
static hc_status reserve_atom(hc_context *ctx, hc_skeleton *skeleton)
{
    hc_structure *s = skeleton->structure;
    const struct {
        void *pointer;
        size_t size;
    } array[] = {
        {&skeleton->atom, sizeof *skeleton->atom}, {&s->atomic_number, sizeof *s->atomic_number},
        {&s->position, sizeof *s->position},       {&s->mass, sizeof *s->mass},
        {&s->velocity, sizeof *s->velocity},       {&s->fixed, sizeof *s->fixed},
    };
    hc_status status = HC_OK;
    size_t capacity = skeleton->capacity;
    for (size_t k = 0; k < sizeof array / sizeof *array; k++) {
        capacity = skeleton->capacity;
        HC_TRY(hc_array_reserve(ctx, array[k].pointer, array[k].size, s->natom, s->natom + 1, &capacity));
    }
    skeleton->capacity = capacity;
cleanup:
    return status;
}

hc_status hc_skeleton_add_atom(hc_context *ctx, hc_skeleton *skeleton, int element, hc_vec3 position, size_t *atom)
{
    hc_structure *structure = skeleton->structure;
    size_t last = structure->natom;
    hc_status status = HC_OK;
    HC_TRY(reserve_atom(ctx, skeleton));
    structure->natom++;
    hc_structure_set_element(structure, last, element);
    structure->position[last] = position;
    structure->velocity[last] = hc_vec3_make(0, 0, 0);
    structure->fixed[last] = false;
    skeleton->atom[last] = (hc_skeleton_atom){0};
    *atom = last;
cleanup:
    return status;
}

/* The place of the other half of link k of atom i. */
static int reverse_link(const hc_skeleton *skeleton, size_t i, int k)
{
    const hc_skeleton_link *link = &skeleton->atom[i].link[k];
    const hc_skeleton_atom *other = &skeleton->atom[link->j];
    for (int l = 0; l < other->count; l++) {
        const int *image = other->link[l].image;
        if (other->link[l].j == i && (link->j != i || l != k) && image[0] == -link->image[0] &&
            image[1] == -link->image[1] && image[2] == -link->image[2]) {
            return l;
        }
    }
    return -1;
}

static void drop_link(hc_skeleton_atom *atom, int k)
{
    for (int l = k + 1; l < atom->count; l++) {
        atom->link[l - 1] = atom->link[l];
    }
    atom->count--;
}

void hc_skeleton_cut(hc_skeleton *skeleton, size_t i, int k)
{
    size_t j = skeleton->atom[i].link[k].j;
    int other = reverse_link(skeleton, i, k);
    if (i == j) { /* a bond to the own image: the higher place first, so that the lower one stays valid */
        drop_link(&skeleton->atom[i], k > other ? k : other);
        drop_link(&skeleton->atom[i], k > other ? other : k);
        return;
    }
    drop_link(&skeleton->atom[i], k);
    drop_link(&skeleton->atom[j], other);
}

void hc_skeleton_remove_atom(hc_skeleton *skeleton, size_t i)
{
    while (skeleton->atom[i].count > 0) {
        hc_skeleton_cut(skeleton, i, 0);
    }
    skeleton->atom[i].gone = true;
}

/* The image of j that is nearest to i. */
static void nearest_image(const hc_structure *structure, size_t i, size_t j, int image[3])
{
    hc_full_cell cell = hc_full_cell_make(&structure->cell, structure->periodic);
    hc_vec3 apart = hc_vec3_sub(structure->position[j], structure->position[i]);
    hc_vec3 moved = hc_vec3_sub(hc_full_cell_shortest(&cell, apart), apart);
    hc_vec3 fraction = hc_full_cell_fractional(&cell, moved);
    for (int d = 0; d < 3; d++) {
        image[d] = structure->periodic[d] ? (int)lround(hc_vec3_get(fraction, d)) : 0;
    }
}

hc_status hc_skeleton_bond(hc_context *ctx, hc_skeleton *skeleton, size_t i, size_t j, const int image[3])
{
    int nearest[3];
    if (image == NULL) {
        nearest_image(skeleton->structure, i, j, nearest);
        image = nearest;
    }
    return add_both(ctx, skeleton, i, j, image);
}

/* ---- back to a structure ----------------------------------------------------------------------------------------- */

static bool has_link(const hc_skeleton_atom *atom, const hc_skeleton_link *link)
{
    for (int k = 0; k < atom->count; k++) {
        if (atom->link[k].j == link->j && memcmp(atom->link[k].image, link->image, sizeof link->image) == 0) {
            return true;
        }
    }
    return false;
}

/* Every bond of a is one of b. */
static hc_status compare(hc_context *ctx, const hc_skeleton *a, const hc_skeleton *b, const char *what)
{
    for (size_t i = 0; i < a->structure->natom; i++) {
        for (int k = 0; k < a->atom[i].count; k++) {
            const hc_skeleton_link *link = &a->atom[i].link[k];
            if (!has_link(&b->atom[i], link)) {
                return hc_fail(ctx, HC_ERROR_INPUT,
                               "atoms %zu (%s) and %zu (%s), %.2f Angstrom apart, %s; a larger cell, or another place, "
                               "would have more room",
                               i, hc_element_symbol(a->structure->atomic_number[i]), link->j,
                               hc_element_symbol(a->structure->atomic_number[link->j]),
                               hc_vec3_norm(hc_skeleton_vector(a, i, k)) / HC_ANGSTROM, what);
            }
        }
    }
    return HC_OK;
}

/* Gives the atoms that are left new numbers, in their order. */
static hc_status compact(hc_context *ctx, hc_skeleton *skeleton)
{
    hc_status status = HC_OK;
    size_t natom = skeleton->structure->natom, left = 0, ngone = 0, *number = NULL, *gone = NULL;
    HC_TRY(hc_allocate(ctx, natom, sizeof *number, &number));
    HC_TRY(hc_allocate(ctx, natom, sizeof *gone, &gone));
    for (size_t i = 0; i < natom; i++) {
        if (skeleton->atom[i].gone) {
            gone[ngone++] = i;
        } else {
            number[i] = left;
            skeleton->atom[left++] = skeleton->atom[i];
        }
    }
    for (size_t i = 0; i < left; i++) {
        for (int k = 0; k < skeleton->atom[i].count; k++) {
            skeleton->atom[i].link[k].j = number[skeleton->atom[i].link[k].j];
        }
    }
    HC_TRY(hc_structure_remove(ctx, ngone, gone, &skeleton->structure));
cleanup:
    free(number);
    free(gone);
    return status;
}

hc_status hc_skeleton_finish(hc_context *ctx, hc_skeleton *skeleton, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_skeleton *seen = NULL;
    hc_structure *copy = NULL;
    HC_TRY(compact(ctx, skeleton));
    HC_TRY(hc_skeleton_create(ctx, skeleton->structure, &seen));
    HC_TRY(compare(ctx, skeleton, seen, "should be bonded and are too far apart"));
    HC_TRY(compare(ctx, seen, skeleton, "should not be bonded and are too near"));
    HC_TRY(hc_structure_copy(ctx, skeleton->structure, &copy));
    hc_structure_replace(structure, &copy);
cleanup:
    hc_skeleton_free(seen);
    return status;
}
