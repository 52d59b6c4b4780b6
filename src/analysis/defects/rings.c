#include "analysis/defects/rings.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/defects/ring_search.h"
#include "atoms/cell.h"
#include "base/array.h"

/* All primitive rings, as they are found. */
typedef struct collection {
    const hc_structure *structure;
    const hc_bond_graph *graph;
    size_t count, capacity, nsite, site_capacity;
    size_t *first; /* [count + 1] */
    hc_ring_site *site;
    size_t *angle_first;     /* [natom + 1]: angles of atom i, degree x degree of them */
    unsigned char *smallest; /* size of the smallest ring through an angle */
} collection;

static void collection_clear(collection *all)
{
    free(all->first);
    free(all->site);
    free(all->angle_first);
    free(all->smallest);
}

/* Number of the bond of `from` that leads to `to`. */
static size_t slot_of(const hc_bond_graph *graph, const hc_ring_site *from, const hc_ring_site *to)
{
    size_t k = graph->first[from->atom];
    for (; k + 1 < graph->first[from->atom + 1]; k++) {
        const hc_bond *bond = &graph->bond[k];
        bool same = bond->to == to->atom;
        for (int d = 0; d < 3; d++) {
            same = same && from->image[d] + bond->image[d] == to->image[d];
        }
        if (same) {
            break;
        }
    }
    return k - graph->first[from->atom];
}

/* The angle of the ring at its k-th site, in both orders of its bonds the same. */
static unsigned char *angle_of(const collection *all, const hc_ring_site *ring, size_t size, size_t k)
{
    size_t a = slot_of(all->graph, &ring[k], &ring[(k + 1) % size]);
    size_t b = slot_of(all->graph, &ring[k], &ring[(k + size - 1) % size]);
    size_t degree = hc_bond_graph_degree(all->graph, ring[k].atom);
    size_t low = a < b ? a : b, high = a < b ? b : a;
    return &all->smallest[all->angle_first[ring[k].atom] + low * degree + high];
}

static hc_status collect(void *user, hc_context *ctx, const hc_ring_site *site, size_t size)
{
    hc_status status = HC_OK;
    collection *all = user;
    HC_TRY(hc_array_reserve(ctx, &all->first, sizeof *all->first, all->count + 1, all->count + 2, &all->capacity));
    HC_TRY(hc_array_reserve(ctx, &all->site, sizeof *all->site, all->nsite, all->nsite + size, &all->site_capacity));
    memcpy(&all->site[all->nsite], site, size * sizeof *site);
    all->nsite += size;
    all->first[++all->count] = all->nsite;
    for (size_t k = 0; k < size; k++) {
        unsigned char *smallest = angle_of(all, site, size, k);
        *smallest = (unsigned char)(*smallest == 0 || size < *smallest ? size : *smallest);
    }
cleanup:
    return status;
}

static bool is_face(const collection *all, size_t ring)
{
    size_t size = all->first[ring + 1] - all->first[ring];
    const hc_ring_site *site = &all->site[all->first[ring]];
    for (size_t k = 0; k < size; k++) {
        if (*angle_of(all, site, size, k) == size) {
            return true;
        }
    }
    return false;
}

static void take_ring(const collection *all, size_t ring, hc_rings *rings)
{
    size_t at = rings->first[rings->count];
    hc_vec3 sum = {0, 0, 0};
    for (size_t k = all->first[ring]; k < all->first[ring + 1]; k++) {
        const hc_ring_site *site = &all->site[k];
        rings->atom[at++] = site->atom;
        sum = hc_vec3_add(sum, all->structure->position[site->atom]);
        sum = hc_vec3_add(sum, hc_cell_translation(&all->structure->cell, site->image));
    }
    rings->centre[rings->count] = hc_vec3_scale(1.0 / (double)(at - rings->first[rings->count]), sum);
    rings->first[++rings->count] = at;
}

static hc_status index_rings(hc_context *ctx, size_t natom, hc_rings *rings)
{
    hc_status status = HC_OK;
    size_t *next = NULL, total = rings->first[rings->count];
    HC_TRY(hc_allocate(ctx, natom + 1, sizeof *rings->of_first, &rings->of_first));
    HC_TRY(hc_allocate(ctx, total, sizeof *rings->of, &rings->of));
    HC_TRY(hc_allocate(ctx, natom + 1, sizeof *next, &next));
    for (size_t k = 0; k < total; k++) {
        rings->of_first[rings->atom[k] + 1]++;
    }
    for (size_t i = 0; i < natom; i++) {
        rings->of_first[i + 1] += rings->of_first[i];
    }
    memcpy(next, rings->of_first, (natom + 1) * sizeof *next);
    for (size_t ring = 0; ring < rings->count; ring++) {
        for (size_t k = rings->first[ring]; k < rings->first[ring + 1]; k++) {
            rings->of[next[rings->atom[k]]++] = ring;
        }
    }
cleanup:
    free(next);
    return status;
}

static hc_status begin_collection(hc_context *ctx, collection *all)
{
    hc_status status = HC_OK;
    size_t natom = all->graph->natom;
    HC_TRY(hc_array_reserve(ctx, &all->first, sizeof *all->first, 0, 1, &all->capacity));
    HC_TRY(hc_allocate(ctx, natom + 1, sizeof *all->angle_first, &all->angle_first));
    for (size_t i = 0; i < natom; i++) {
        size_t degree = hc_bond_graph_degree(all->graph, i);
        all->angle_first[i + 1] = all->angle_first[i] + degree * degree;
    }
    HC_TRY(hc_allocate(ctx, all->angle_first[natom], sizeof *all->smallest, &all->smallest));
cleanup:
    return status;
}

static hc_status take_faces(hc_context *ctx, const collection *all, hc_rings **rings)
{
    hc_status status = HC_OK;
    hc_rings *made = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(hc_allocate(ctx, all->count + 1, sizeof *made->first, &made->first));
    HC_TRY(hc_allocate(ctx, all->nsite, sizeof *made->atom, &made->atom));
    HC_TRY(hc_allocate(ctx, all->count, sizeof *made->centre, &made->centre));
    for (size_t ring = 0; ring < all->count; ring++) {
        if (is_face(all, ring)) {
            take_ring(all, ring, made);
        }
    }
    HC_TRY(index_rings(ctx, all->graph->natom, made));
    *rings = made;
    made = NULL;
cleanup:
    hc_rings_free(made);
    return status;
}

hc_status hc_rings_create(hc_context *ctx, const hc_structure *structure, const hc_bond_graph *graph,
                          const bool *member, int maximum, hc_rings **rings)
{
    hc_status status = HC_OK;
    collection all = {.structure = structure, .graph = graph};
    hc_ring_search *search = NULL;
    *rings = NULL;
    HC_TRY(begin_collection(ctx, &all));
    HC_TRY(hc_ring_search_create(ctx, graph, member, maximum, &search));
    for (size_t i = 0; i < graph->natom; i++) {
        if (member[i]) {
            HC_TRY(hc_ring_search_run(ctx, search, i, collect, &all));
        }
    }
    HC_TRY(take_faces(ctx, &all, rings));
cleanup:
    hc_ring_search_free(search);
    collection_clear(&all);
    return status;
}

void hc_rings_free(hc_rings *rings)
{
    if (rings != NULL) {
        free(rings->first);
        free(rings->atom);
        free(rings->centre);
        free(rings->of_first);
        free(rings->of);
        free(rings);
    }
}

size_t hc_rings_smallest(const hc_rings *rings, size_t iatom)
{
    size_t smallest = 0;
    for (size_t k = rings->of_first[iatom]; k < rings->of_first[iatom + 1]; k++) {
        size_t size = hc_ring_size(rings, rings->of[k]);
        smallest = smallest == 0 || size < smallest ? size : smallest;
    }
    return smallest;
}
