/* Disjoint sets: parent [count], each begins as its own. */
#ifndef HC_ANALYSIS_DEFECTS_GROUPS_H
#define HC_ANALYSIS_DEFECTS_GROUPS_H

#include <stdint.h>

#include "halfcell/structure.h"

static inline void hc_groups_begin(size_t *parent, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        parent[i] = i;
    }
}

/* The lowest member of the set that holds i. */
static inline size_t hc_groups_find(size_t *parent, size_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

static inline void hc_groups_join(size_t *parent, size_t a, size_t b)
{
    a = hc_groups_find(parent, a);
    b = hc_groups_find(parent, b);
    if (a < b) {
        parent[b] = a;
    } else {
        parent[a] = b;
    }
}

/* Lists of the members: next[k] is the next higher member of k's set, SIZE_MAX behind the highest; the lowest, at which
 * the list of a set begins, is the one that hc_groups_find gives. */
static inline void hc_groups_list(size_t *parent, size_t count, size_t *next)
{
    for (size_t k = 0; k < count; k++) {
        next[k] = SIZE_MAX;
    }
    for (size_t k = count; k-- > 0;) {
        size_t root = hc_groups_find(parent, k);
        if (root != k) {
            next[k] = next[root];
            next[root] = k;
        }
    }
}

/* Sets of places [count] (bohr) in the cell of `structure` that are within `reach` of one another, from one to the
 * next. */
HC_MUST_CHECK hc_status hc_groups_of_places(hc_context *ctx, const hc_structure *structure, size_t count,
                                            const hc_vec3 *place, double reach, size_t *parent);

#endif
