/* Sums over pairs of atoms by several threads, with results that depend neither on the number of threads nor on who was
 * quick: the rows i of the triangle of pairs are dealt to a fixed number of chunks, each with its own forces, strain
 * derivative and sums, and the chunks are added up in order. */
#ifndef HC_ATOMS_PAIR_CHUNKS_H
#define HC_ATOMS_PAIR_CHUNKS_H

#include "halfcell/structure.h"

enum { HC_PAIR_CHUNKS = 16 };

typedef struct hc_pair_chunk {
    double energy;
    hc_vec3 *force; /* [natom] */
    double *atomic; /* [natom]: a derivative with respect to something each atom has, or a sum of its own */
    hc_mat3 strain;
} hc_pair_chunk;

typedef struct hc_pair_chunks {
    size_t natom;
    hc_pair_chunk chunk[HC_PAIR_CHUNKS];
    hc_vec3 *force; /* storage */
    double *atomic;
} hc_pair_chunks;

/* All zero. In a loop over c = 0 ... HC_PAIR_CHUNKS - 1, chunk c takes the rows c, c + HC_PAIR_CHUNKS, ... */
HC_MUST_CHECK hc_status hc_pair_chunks_create(hc_context *ctx, size_t natom, hc_pair_chunks **chunks);
void hc_pair_chunks_free(hc_pair_chunks *chunks);

/* Sums over the chunks, added to what is given; each may be NULL. */
void hc_pair_chunks_add(const hc_pair_chunks *chunks, double *energy, hc_vec3 *force, double *atomic, hc_mat3 *strain);

/* Records that the pair vector d (from i to j) has dE/dd = g d. */
static inline void hc_pair_chunk_add(hc_pair_chunk *chunk, size_t i, size_t j, hc_vec3 d, double g)
{
    chunk->force[i] = hc_vec3_axpy(chunk->force[i], g, d);
    chunk->force[j] = hc_vec3_axpy(chunk->force[j], -g, d);
    hc_mat3_add_outer(&chunk->strain, g, d, d);
}

#endif
