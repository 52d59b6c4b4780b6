/* Disjoint sets: parent [count], each begins as its own. */
#ifndef HC_ANALYSIS_DEFECTS_GROUPS_H
#define HC_ANALYSIS_DEFECTS_GROUPS_H

#include <stddef.h>

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

#endif
