#include <stdlib.h>
#include <string.h>

#include "builders/carbon/skeleton.h"

/* An atom as it is met on the way: with its image, so that a way around the cell is no ring. */
typedef struct place {
    size_t atom;
    int image[3];
    int depth;
} place;

#define PLACE_MAX 2048 /* atoms within 11 bonds: far fewer in a sheet */

static bool same_place(const place *a, const place *b)
{
    return a->atom == b->atom && memcmp(a->image, b->image, sizeof a->image) == 0;
}

static place step(const place *from, const hc_skeleton_link *link)
{
    place to = {.atom = link->j, .depth = from->depth + 1};
    for (int d = 0; d < 3; d++) {
        to.image[d] = from->image[d] + link->image[d];
    }
    return to;
}

static bool was_met(const place *met, size_t count, const place *one)
{
    for (size_t n = 0; n < count; n++) {
        if (same_place(&met[n], one)) {
            return true;
        }
    }
    return false;
}

int hc_skeleton_ring(const hc_skeleton *skeleton, size_t i, int k, int l)
{
    place met[PLACE_MAX];
    place start = {.atom = i};
    place goal = step(&start, &skeleton->atom[i].link[l]);
    size_t count = 2;
    met[0] = start; /* never gone through again */
    met[1] = step(&start, &skeleton->atom[i].link[k]);
    for (size_t n = 1; n < count && met[n].depth + 2 <= HC_SKELETON_RING_MAX; n++) {
        const hc_skeleton_atom *atom = &skeleton->atom[met[n].atom];
        for (int m = 0; m < atom->count; m++) {
            place next = step(&met[n], &atom->link[m]);
            if (same_place(&next, &goal)) {
                return next.depth + 1;
            }
            if (count < PLACE_MAX && !was_met(met, count, &next)) {
                met[count++] = next;
            }
        }
    }
    return 0;
}

hc_status hc_skeleton_distances(hc_context *ctx, const hc_skeleton *skeleton, const bool *from, int *distance)
{
    hc_status status = HC_OK;
    size_t *queue = NULL, natom = skeleton->structure->natom, end = 0;
    HC_TRY(hc_allocate(ctx, natom, sizeof *queue, &queue));
    for (size_t i = 0; i < natom; i++) {
        distance[i] = from[i] ? 0 : -1;
        if (from[i]) {
            queue[end++] = i;
        }
    }
    for (size_t n = 0; n < end; n++) {
        const hc_skeleton_atom *atom = &skeleton->atom[queue[n]];
        for (int k = 0; k < atom->count; k++) {
            size_t j = atom->link[k].j;
            if (distance[j] < 0) {
                distance[j] = distance[queue[n]] + 1;
                queue[end++] = j;
            }
        }
    }
cleanup:
    free(queue);
    return status;
}
