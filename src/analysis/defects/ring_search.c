#include "analysis/defects/ring_search.h"

#include <stdlib.h>
#include <string.h>

#define NODE_MAX 8192
#define HASH_SIZE 32768 /* a power of two, well above NODE_MAX */
#define BEFORE_MAX 16

/* A site and the ways back to the root. */
typedef struct node {
    hc_ring_site site;
    int distance;
    int nbefore;
    int before[BEFORE_MAX]; /* nodes one step nearer to the root */
} node;

struct hc_ring_search {
    const hc_bond_graph *graph;
    const bool *member;
    int maximum;
    int nnode;
    node *node; /* [NODE_MAX]; the first is the root */
    int *hash;  /* [HASH_SIZE], node number; valid where stamp is now's */
    unsigned *stamp, now;
    hc_ring_found *found;
    void *user;
    hc_ring_site ring[HC_RING_MAXIMUM];
    int left[HC_RING_MAXIMUM], right[HC_RING_MAXIMUM]; /* the two ways back from the far end, nodes by distance */
};

hc_status hc_ring_search_create(hc_context *ctx, const hc_bond_graph *graph, const bool *member, int maximum,
                                hc_ring_search **search)
{
    hc_status status = HC_OK;
    *search = NULL;
    if (maximum < 3 || maximum > HC_RING_MAXIMUM) {
        return hc_fail(ctx, HC_ERROR_INPUT, "rings of up to %d atoms: a number from 3 to %d is wanted", maximum,
                       HC_RING_MAXIMUM);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof **search, search));
    (*search)->graph = graph;
    (*search)->member = member;
    (*search)->maximum = maximum;
    HC_TRY(hc_allocate(ctx, NODE_MAX, sizeof(node), &(*search)->node));
    HC_TRY(hc_allocate(ctx, HASH_SIZE, sizeof(int), &(*search)->hash));
    HC_TRY(hc_allocate(ctx, HASH_SIZE, sizeof(unsigned), &(*search)->stamp));
cleanup:
    if (status != HC_OK) {
        hc_ring_search_free(*search);
        *search = NULL;
    }
    return status;
}

void hc_ring_search_free(hc_ring_search *search)
{
    if (search != NULL) {
        free(search->node);
        free(search->hash);
        free(search->stamp);
        free(search);
    }
}

static bool is_same(const hc_ring_site *a, const hc_ring_site *b)
{
    return a->atom == b->atom && memcmp(a->image, b->image, sizeof a->image) == 0;
}

static hc_ring_site step_from(const hc_ring_site *site, const hc_bond *bond)
{
    return (hc_ring_site){
        bond->to, {site->image[0] + bond->image[0], site->image[1] + bond->image[1], site->image[2] + bond->image[2]}};
}

/* Where the site is in the hash, or the free place where it belongs. */
static size_t hash_place(const hc_ring_search *search, const hc_ring_site *site)
{
    size_t key = site->atom * 2654435761u;
    for (int k = 0; k < 3; k++) {
        key = (key ^ (size_t)(site->image[k] + 1000003)) * 1099511628211u;
    }
    size_t place = (key >> 20) % HASH_SIZE;
    while (search->stamp[place] == search->now && !is_same(&search->node[search->hash[place]].site, site)) {
        place = (place + 1) % HASH_SIZE;
    }
    return place;
}

/* Number of the site's node, made when it is new; -1 when there is no room. */
static int node_of(hc_ring_search *search, const hc_ring_site *site, int distance)
{
    size_t place = hash_place(search, site);
    if (search->stamp[place] != search->now) {
        if (search->nnode == NODE_MAX) {
            return -1;
        }
        search->stamp[place] = search->now;
        search->hash[place] = search->nnode;
        search->node[search->nnode++] = (node){.site = *site, .distance = distance};
    }
    return search->hash[place];
}

static hc_status refuse_dense(hc_context *ctx, const hc_ring_search *search)
{
    return hc_fail(ctx, HC_ERROR_UNSUPPORTED,
                   "atom %zu: more than %d atoms (or %d ways to one) within %d bonds, too dense a network for rings of "
                   "up to %d atoms; ask for smaller rings",
                   search->node[0].site.atom, NODE_MAX, BEFORE_MAX, search->maximum / 2, search->maximum);
}

/* Is there a way of at most `steps` bonds from a to b? */
static bool is_reached(const hc_ring_search *search, const hc_ring_site *a, const hc_ring_site *b, int steps)
{
    if (is_same(a, b)) {
        return true;
    }
    const hc_bond_graph *graph = search->graph;
    for (size_t k = graph->first[a->atom]; steps > 0 && k < graph->first[a->atom + 1]; k++) {
        hc_ring_site next = step_from(a, &graph->bond[k]);
        if (search->member[next.atom] && is_reached(search, &next, b, steps - 1)) {
            return true;
        }
    }
    return false;
}

/* Opposite sites must be as far apart as along the ring; then all are (Franzblau). The root's ways are shortest. */
static bool is_primitive(const hc_ring_search *search, size_t size)
{
    size_t half = size / 2, pairs = size % 2 == 0 ? half : size;
    for (size_t k = 1; k < pairs; k++) {
        if (is_reached(search, &search->ring[k], &search->ring[(k + half) % size], (int)half - 1)) {
            return false;
        }
    }
    return true;
}

/* Each ring is taken from one of its sites only: the lowest atom, and of several images of it the lowest image. */
static bool is_lowest(const hc_ring_search *search, const hc_ring_site *site)
{
    const hc_ring_site *root = &search->node[0].site;
    if (site->atom != root->atom) {
        return site->atom > root->atom;
    }
    for (int k = 0; k < 3; k++) {
        if (site->image[k] != root->image[k]) {
            return site->image[k] > root->image[k];
        }
    }
    return true;
}

/* The ways meet at the root: left[1 ...] and right[1 ...] are whole. For an even ring left and right end in the same
 * node at distance `reach`. */
static hc_status close_ring(hc_context *ctx, hc_ring_search *search, int reach, bool even)
{
    size_t size = 0;
    search->ring[size++] = search->node[0].site;
    for (int d = 1; d <= reach; d++) {
        search->ring[size++] = search->node[search->left[d]].site;
    }
    for (int d = even ? reach - 1 : reach; d >= 1; d--) {
        search->ring[size++] = search->node[search->right[d]].site;
    }
    return is_primitive(search, size) ? search->found(search->user, ctx, search->ring, size) : HC_OK;
}

/* Both ways go one step nearer to the root, from distance d to d - 1, never through one site. */
static hc_status descend(hc_context *ctx, hc_ring_search *search, int d, int reach, bool even)
{
    hc_status status = HC_OK;
    const node *a = &search->node[search->left[d]], *b = &search->node[search->right[d]];
    if (d == 1) {
        return close_ring(ctx, search, reach, even);
    }
    for (int i = 0; i < a->nbefore; i++) {
        for (int j = 0; j < b->nbefore; j++) {
            int left = a->before[i], right = b->before[j];
            if (left != right && is_lowest(search, &search->node[left].site) &&
                is_lowest(search, &search->node[right].site)) {
                search->left[d - 1] = left;
                search->right[d - 1] = right;
                HC_TRY(descend(ctx, search, d - 1, reach, even));
            }
        }
    }
cleanup:
    return status;
}

/* Rings whose far end is node n: of even size. */
static hc_status even_rings(hc_context *ctx, hc_ring_search *search, int n)
{
    hc_status status = HC_OK;
    const node *far = &search->node[n];
    int reach = far->distance;
    for (int i = 0; i < far->nbefore; i++) {
        for (int j = i + 1; j < far->nbefore; j++) {
            if (!is_lowest(search, &search->node[far->before[i]].site) ||
                !is_lowest(search, &search->node[far->before[j]].site)) {
                continue;
            }
            search->left[reach] = search->right[reach] = n;
            search->left[reach - 1] = far->before[i];
            search->right[reach - 1] = far->before[j];
            HC_TRY(descend(ctx, search, reach - 1, reach, true));
        }
    }
cleanup:
    return status;
}

/* Rings whose far end is the bond between n and a later node of the same distance: of odd size. */
static hc_status odd_rings(hc_context *ctx, hc_ring_search *search, int n)
{
    hc_status status = HC_OK;
    const hc_bond_graph *graph = search->graph;
    const hc_ring_site *site = &search->node[n].site;
    for (size_t k = graph->first[site->atom]; k < graph->first[site->atom + 1]; k++) {
        hc_ring_site next = step_from(site, &graph->bond[k]);
        size_t place = hash_place(search, &next);
        if (search->stamp[place] != search->now || search->hash[place] <= n || !is_lowest(search, &next)) {
            continue;
        }
        int other = search->hash[place], reach = search->node[n].distance;
        if (search->node[other].distance == reach) {
            search->left[reach] = n;
            search->right[reach] = other;
            HC_TRY(descend(ctx, search, reach, reach, false));
        }
    }
cleanup:
    return status;
}

/* All sites within maximum/2 bonds, by distance, with their ways back. */
static hc_status grow_shells(hc_context *ctx, hc_ring_search *search, size_t root)
{
    const hc_bond_graph *graph = search->graph;
    search->nnode = 0;
    search->now++;
    if (search->now == 0) {
        memset(search->stamp, 0, HASH_SIZE * sizeof *search->stamp);
        search->now = 1;
    }
    hc_ring_site start = {root, {0, 0, 0}};
    node_of(search, &start, 0);
    for (int n = 0; n < search->nnode && search->node[n].distance < search->maximum / 2; n++) {
        hc_ring_site site = search->node[n].site;
        int distance = search->node[n].distance + 1;
        for (size_t k = graph->first[site.atom]; k < graph->first[site.atom + 1]; k++) {
            if (!search->member[graph->bond[k].to]) {
                continue;
            }
            hc_ring_site next = step_from(&site, &graph->bond[k]);
            int m = node_of(search, &next, distance);
            if (m < 0 || (search->node[m].distance == distance && search->node[m].nbefore == BEFORE_MAX)) {
                return refuse_dense(ctx, search);
            }
            if (search->node[m].distance == distance) {
                search->node[m].before[search->node[m].nbefore++] = n;
            }
        }
    }
    return HC_OK;
}

hc_status hc_ring_search_run(hc_context *ctx, hc_ring_search *search, size_t root, hc_ring_found *found, void *user)
{
    hc_status status = HC_OK;
    search->found = found;
    search->user = user;
    HC_TRY(grow_shells(ctx, search, root));
    for (int n = 1; n < search->nnode; n++) {
        const node *here = &search->node[n];
        if (!is_lowest(search, &here->site)) {
            continue;
        }
        if (here->nbefore > 1) {
            HC_TRY(even_rings(ctx, search, n));
        }
        if (2 * here->distance + 1 <= search->maximum) {
            HC_TRY(odd_rings(ctx, search, n));
        }
    }
cleanup:
    return status;
}
