#include "analysis/defects/burgers_circuit.h"

#include <stdlib.h>

#include "base/array.h"

/* Ideal vectors are the same when they differ by less than this (edges of the cell); lattice vectors by 0.4 at least.
 */
#define SAME 1e-3
/* Images of one atom are farther apart than this, bohr. */
#define SAME_IMAGE 1e-4
#define STEPS_MAX 256

/* An atom near the centre, perhaps one of several images of it. */
typedef struct node {
    size_t atom;
    hc_vec3 place; /* from the centre, bohr */
    hc_vec3 ideal; /* along the way from the root of its tree */
    int parent;    /* node; its own number: the root; -1: not met yet */
    int depth;
    int same; /* next node of the same atom, -1: none */
} node;

struct hc_circuit_search {
    const hc_crystal_map *map;
    unsigned short *usable; /* [natom], bits: neighbours that are where either side expects the other */
    bool *is_known;         /* [natom]: usable is set */
    int *head;              /* [natom]: first node of an atom, -1: none */
    size_t count, capacity, queued, queue_capacity;
    node *node;
    int *queue;
};

hc_status hc_circuit_search_create(hc_context *ctx, const hc_crystal_map *map, hc_circuit_search **search)
{
    hc_status status = HC_OK;
    size_t natom = map->lattice->structure->natom;
    hc_circuit_search *made = NULL;
    *search = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->map = map;
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->usable, &made->usable));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->is_known, &made->is_known));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->head, &made->head));
    for (size_t i = 0; i < natom; i++) {
        made->head[i] = -1;
    }
    *search = made;
    made = NULL;
cleanup:
    hc_circuit_search_free(made);
    return status;
}

void hc_circuit_search_free(hc_circuit_search *search)
{
    if (search != NULL) {
        free(search->usable);
        free(search->is_known);
        free(search->head);
        free(search->node);
        free(search->queue);
        free(search);
    }
}

/* ---- which steps are sure ---------------------------------------------------------------------------------------- */

static bool is_near(hc_vec3 a, hc_vec3 b, double within)
{
    return hc_vec3_norm2(hc_vec3_sub(a, b)) < within * within;
}

/* Neighbours that i and its neighbour number k share are in the same place of the ideal crystal for both, and so are i
 * and that neighbour themselves. */
static bool agree(const hc_crystal_map *map, size_t i, size_t k)
{
    const hc_shell_neighbour *own = hc_shells_of(map->lattice->shells, i), *step = &own[k],
                             *other = hc_shells_of(map->lattice->shells, step->to);
    hc_vec3 ideal = hc_crystal_vector(map, i, k);
    size_t degree = hc_crystal_degree(map, i), back = 0;
    if (map->frame[step->to] == HC_NO_FRAME || map->grain[step->to] != map->grain[i]) {
        return false;
    }
    for (size_t m = 0; m < hc_crystal_degree(map, step->to); m++) {
        hc_vec3 far = hc_vec3_add(step->vector, other[m].vector);
        hc_vec3 far_ideal = hc_vec3_add(ideal, hc_crystal_vector(map, step->to, m));
        if (other[m].to == i && hc_vec3_norm2(far) < SAME_IMAGE * SAME_IMAGE) {
            back += hc_vec3_norm2(far_ideal) < SAME * SAME;
            continue;
        }
        for (size_t n = 0; n < degree; n++) {
            if (own[n].to == other[m].to && is_near(own[n].vector, far, SAME_IMAGE) &&
                !is_near(hc_crystal_vector(map, i, n), far_ideal, SAME)) {
                return false;
            }
        }
    }
    return back == 1;
}

static unsigned usable_steps(hc_circuit_search *search, size_t i)
{
    if (!search->is_known[i]) {
        search->is_known[i] = true;
        for (size_t k = 0; k < hc_crystal_degree(search->map, i); k++) {
            search->usable[i] = (unsigned short)(search->usable[i] | agree(search->map, i, k) << k);
        }
    }
    return search->usable[i];
}

/* ---- the atoms around -------------------------------------------------------------------------------------------- */

static int find_node(const hc_circuit_search *search, size_t atom, hc_vec3 place)
{
    int n = search->head[atom];
    while (n >= 0 && !is_near(search->node[n].place, place, SAME_IMAGE)) {
        n = search->node[n].same;
    }
    return n;
}

static hc_status add_node(hc_context *ctx, hc_circuit_search *search, size_t atom, hc_vec3 place)
{
    hc_status status =
        hc_array_reserve(ctx, &search->node, sizeof *search->node, search->count, search->count + 1, &search->capacity);
    if (status == HC_OK) {
        search->node[search->count] = (node){.atom = atom, .place = place, .parent = -1, .same = search->head[atom]};
        search->head[atom] = (int)search->count++;
    }
    return status;
}

/* All atoms within reach, crystal or not, from neighbour to neighbour. */
static hc_status gather(hc_context *ctx, hc_circuit_search *search, size_t i, double reach)
{
    hc_status status = HC_OK;
    const hc_shells *shells = search->map->lattice->shells;
    HC_TRY(add_node(ctx, search, i, hc_vec3_make(0, 0, 0)));
    for (size_t n = 0; n < search->count; n++) {
        size_t atom = search->node[n].atom;
        hc_vec3 place = search->node[n].place;
        for (size_t k = shells->first[atom]; k < shells->first[atom + 1]; k++) {
            hc_vec3 there = hc_vec3_add(place, shells->entry[k].vector);
            if (hc_vec3_norm2(there) < reach * reach && find_node(search, shells->entry[k].to, there) < 0) {
                HC_TRY(add_node(ctx, search, shells->entry[k].to, there));
            }
        }
    }
    HC_TRY(hc_array_reserve(ctx, &search->queue, sizeof *search->queue, 0, search->count, &search->queue_capacity));
cleanup:
    return status;
}

static void forget(hc_circuit_search *search)
{
    for (size_t n = 0; n < search->count; n++) {
        search->head[search->node[n].atom] = -1;
    }
    search->count = 0;
}

/* ---- circuits ---------------------------------------------------------------------------------------------------- */

/* The way back from both nodes to where they meet, as a closed way: [steps] nodes. 0: it is too long. */
static int close_way(const hc_circuit_search *search, int a, int b, int *way)
{
    int up[STEPS_MAX], down[STEPS_MAX], nup = 0, ndown = 0;
    while (a != b) {
        bool a_deeper = search->node[a].depth >= search->node[b].depth;
        int *end = a_deeper ? &a : &b;
        if (nup == STEPS_MAX / 2 || ndown == STEPS_MAX / 2) {
            return 0;
        }
        if (a_deeper) {
            up[nup++] = a;
        } else {
            down[ndown++] = b;
        }
        *end = search->node[*end].parent;
    }
    int count = 0;
    way[count++] = a;
    while (nup > 0) {
        way[count++] = up[--nup];
    }
    for (int k = 0; k < ndown; k++) {
        way[count++] = down[k];
    }
    return count;
}

/* The cubic frame that most atoms of the way have. */
static int common_frame(const hc_circuit_search *search, const int *way, int steps)
{
    const hc_crystal_map *map = search->map;
    int best = HC_NO_FRAME, most = 0;
    for (int k = 0; k < steps; k++) {
        int frame = map->frame[search->node[way[k]].atom], count = 0;
        if (map->frames->frame[frame].lattice == HC_LATTICE_HCP) {
            continue;
        }
        for (int m = 0; m < steps; m++) {
            count += map->frame[search->node[way[m]].atom] == frame;
        }
        if (count > most) {
            most = count;
            best = frame;
        }
    }
    return best;
}

static void describe(const hc_circuit_search *search, hc_vec3 centre, hc_vec3 sum, const int *way, int steps,
                     hc_burgers_circuit *circuit)
{
    *circuit = (hc_burgers_circuit){.burgers = hc_vec3_scale(-1.0, sum), .steps = steps, .centre = centre};
    circuit->grain = search->map->grain[search->node[way[0]].atom];
    circuit->frame = common_frame(search, way, steps);
    for (int k = 0; k < steps; k++) {
        const node *here = &search->node[way[k]], *next = &search->node[way[(k + 1) % steps]];
        circuit->area = hc_vec3_axpy(circuit->area, 0.5, hc_vec3_cross(here->place, next->place));
        circuit->centre = hc_vec3_axpy(circuit->centre, 1.0 / steps, here->place);
        for (int d = 0; d < 3; d++) {
            circuit->gradient.row[d] =
                hc_vec3_axpy(circuit->gradient.row[d], 1.0 / steps, search->map->gradient[here->atom].row[d]);
        }
    }
}

/* Grows a tree of sure steps from a root; a step between two nodes of it closes a way. */
static void grow_tree(hc_circuit_search *search, int root, hc_vec3 centre, hc_burgers_circuit *best)
{
    const hc_crystal_map *map = search->map;
    int way[STEPS_MAX];
    search->node[root].parent = root;
    search->queue[0] = root;
    search->queued = 1;
    for (size_t q = 0; q < search->queued; q++) {
        int n = search->queue[q];
        size_t i = search->node[n].atom;
        const hc_shell_neighbour *shell = hc_shells_of(map->lattice->shells, i);
        for (unsigned left = usable_steps(search, i); left != 0; left &= left - 1) {
            size_t k = (size_t)__builtin_ctz(left);
            int m = find_node(search, shell[k].to, hc_vec3_add(search->node[n].place, shell[k].vector));
            if (m < 0) {
                continue;
            }
            hc_vec3 ideal = hc_vec3_add(search->node[n].ideal, hc_crystal_vector(map, i, k));
            if (search->node[m].parent < 0) {
                search->node[m].parent = n;
                search->node[m].depth = search->node[n].depth + 1;
                search->node[m].ideal = ideal;
                search->queue[search->queued++] = m;
            } else if (!is_near(ideal, search->node[m].ideal, SAME)) {
                int steps = close_way(search, n, m, way);
                if (steps > 0 && (best->steps == 0 || steps < best->steps)) {
                    describe(search, centre, hc_vec3_sub(ideal, search->node[m].ideal), way, steps, best);
                }
            }
        }
    }
}

hc_status hc_circuit_find(hc_context *ctx, hc_circuit_search *search, size_t i, double reach,
                          hc_burgers_circuit *circuit)
{
    *circuit = (hc_burgers_circuit){.frame = HC_NO_FRAME};
    hc_status status = gather(ctx, search, i, reach);
    for (size_t n = 0; status == HC_OK && n < search->count; n++) {
        if (search->node[n].parent < 0 && search->map->frame[search->node[n].atom] != HC_NO_FRAME) {
            grow_tree(search, (int)n, search->map->lattice->structure->position[i], circuit);
        }
    }
    forget(search);
    return status;
}
