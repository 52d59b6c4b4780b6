/* Neighbour lists: all pairs nearer than a cutoff, periodic images included, by linked cells, with a skin.
 *
 * The order of the pairs is canonical (by i, then j, then image) and pairs beyond the cutoff are left out when the list
 * is used, so that sums do not depend on when the list was rebuilt: a resumed run gives the same bits. */
#ifndef HC_ATOMS_NEIGHBOURS_H
#define HC_ATOMS_NEIGHBOURS_H

#include <stddef.h>

#include "halfcell/structure.h"

typedef struct hc_neighbour {
    size_t j;
    int image[3];  /* lattice translation added to atom j */
    hc_vec3 shift; /* bohr: image times cell */
} hc_neighbour;

typedef struct hc_neighbour_list {
    double cutoff, skin; /* bohr */
    size_t natom;
    size_t *first;       /* [natom + 1]: neighbours of i are first[i] ... first[i + 1] - 1 */
    size_t builds;       /* how many times the list was built: a change says that entries moved */
    hc_neighbour *entry; /* half list: each pair once; i < j, or i == j with a positive image */
    /* private: what the list was built for */
    hc_vec3 *built_position;
    hc_mat3 built_cell;
    bool periodic[3];
    size_t capacity;
} hc_neighbour_list;

HC_MUST_CHECK hc_status hc_neighbours_create(hc_context *ctx, double cutoff, double skin, hc_neighbour_list **list);
void hc_neighbours_free(hc_neighbour_list *list);
/* Rebuilds when atoms moved by more than half the skin, the cell changed, or it was never built. */
HC_MUST_CHECK hc_status hc_neighbours_update(hc_context *ctx, hc_neighbour_list *list, const hc_structure *structure);
/* r_j + shift - r_i at the present positions. */
static inline hc_vec3 hc_neighbour_vector(const hc_structure *structure, size_t i, const hc_neighbour *neighbour)
{
    return hc_vec3_sub(hc_vec3_add(structure->position[neighbour->j], neighbour->shift), structure->position[i]);
}

/* Shortest vector from a to b over periodic images (exact also for skewed cells). */
hc_vec3 hc_minimum_image(const hc_structure *structure, hc_vec3 a, hc_vec3 b);

#endif
