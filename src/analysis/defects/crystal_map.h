/* Each atom of a crystal with its place in the ideal one: which ideal vector each of its neighbours is at, and the
 * deformation gradient that brings these to where they are. */
#ifndef HC_ANALYSIS_DEFECTS_CRYSTAL_MAP_H
#define HC_ANALYSIS_DEFECTS_CRYSTAL_MAP_H

#include "analysis/defects/crystal_frames.h"
#include "analysis/defects/lattice.h"

#define HC_NO_FRAME (-1)

typedef struct hc_crystal_map {
    const hc_lattice_map *lattice; /* borrowed */
    hc_crystal_frames *frames;
    int *frame;                              /* [natom], HC_NO_FRAME: in no crystal */
    size_t *grain;                           /* [natom], the atom that the grain was begun with */
    unsigned char (*slot)[HC_FRAME_VECTORS]; /* [natom]: the k-th neighbour is at vector[slot[k]] of the frame */
    hc_mat3 *gradient; /* [natom], bohr: neighbour = gradient vector, in the least-squares sense */
} hc_crystal_map;

/* Begins with the first atom of a grain, whose neighbours give the cubic axes, and goes from neighbour to neighbour; a
 * grain ends where neighbours are no ideal vectors of any crystal that can lie beside it. */
HC_MUST_CHECK hc_status hc_crystal_map_create(hc_context *ctx, const hc_lattice_map *lattice, hc_crystal_map **map);
void hc_crystal_map_free(hc_crystal_map *map);

/* The ideal vector of the k-th neighbour of atom i, which has a frame. */
static inline hc_vec3 hc_crystal_vector(const hc_crystal_map *map, size_t i, size_t k)
{
    return map->frames->frame[map->frame[i]].vector[map->slot[i][k]];
}

/* How many neighbours of atom i have an ideal vector. */
static inline size_t hc_crystal_degree(const hc_crystal_map *map, size_t i)
{
    return map->frame[i] == HC_NO_FRAME ? 0 : (size_t)map->frames->frame[map->frame[i]].count;
}

#endif
