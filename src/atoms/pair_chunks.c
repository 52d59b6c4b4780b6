#include "atoms/pair_chunks.h"

#include <stdlib.h>

hc_status hc_pair_chunks_create(hc_context *ctx, size_t natom, hc_pair_chunks **chunks)
{
    hc_status status;
    hc_pair_chunks *made = NULL;
    *chunks = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->natom = natom;
    HC_TRY(hc_allocate(ctx, HC_PAIR_CHUNKS * natom, sizeof *made->force, &made->force));
    HC_TRY(hc_allocate(ctx, HC_PAIR_CHUNKS * natom, sizeof *made->atomic, &made->atomic));
    for (size_t c = 0; c < HC_PAIR_CHUNKS; c++) {
        made->chunk[c].force = made->force + c * natom;
        made->chunk[c].atomic = made->atomic + c * natom;
    }
    *chunks = made;
    made = NULL;
cleanup:
    hc_pair_chunks_free(made);
    return status;
}

void hc_pair_chunks_free(hc_pair_chunks *chunks)
{
    if (chunks) {
        free(chunks->force);
        free(chunks->atomic);
        free(chunks);
    }
}

void hc_pair_chunks_add(const hc_pair_chunks *chunks, double *energy, hc_vec3 *force, double *atomic, hc_mat3 *strain)
{
    for (size_t c = 0; c < HC_PAIR_CHUNKS; c++) {
        const hc_pair_chunk *chunk = &chunks->chunk[c];
        if (energy) {
            *energy += chunk->energy;
        }
        for (size_t i = 0; i < chunks->natom; i++) {
            if (force) {
                force[i] = hc_vec3_add(force[i], chunk->force[i]);
            }
            if (atomic) {
                atomic[i] += chunk->atomic[i];
            }
        }
        for (int k = 0; strain && k < 3; k++) {
            strain->row[k] = hc_vec3_add(strain->row[k], chunk->strain.row[k]);
        }
    }
}
