#include "dispersion/coordination.h"

#include <stdlib.h>

#include "atoms/images.h"
#include "atoms/pair_chunks.h"
#include "dispersion/element_data.h"

/* Steepness of the counting function, k1 of the D3 paper. */
static const double STEEPNESS = 16.0;

double hc_coordination_radius(int atomic_number)
{
    return 4.0 / 3.0 * hc_d3_covalent_radius(atomic_number);
}

/* What the two public functions share. */
typedef struct coordination_sum {
    const hc_structure *structure;
    const hc_images *images;
    const double *radius; /* [natom] */
    const double *de_dcn; /* [natom]; NULL: count */
} coordination_sum;

/* All images of one pair: counts, or adds the derivative. */
static void add_pair(const coordination_sum *sum, size_t i, size_t j, hc_pair_chunk *chunk)
{
    double within, cutoff2 = sum->images->cutoff * sum->images->cutoff, rc = sum->radius[i] + sum->radius[j];
    hc_vec3 d = hc_vec3_sub(sum->structure->position[j], sum->structure->position[i]);
    d = hc_images_reduce(sum->images, d, &within);
    size_t count = hc_images_within(sum->images, sum->images->cutoff + within);
    for (size_t m = 0; m < count; m++) {
        hc_vec3 v = {d.x + sum->images->x[m], d.y + sum->images->y[m], d.z + sum->images->z[m]};
        double r2 = hc_vec3_norm2(v);
        if (r2 > cutoff2 || (i == j && m == 0)) {
            continue;
        }
        double r = sqrt(r2), decay = exp(-STEEPNESS * (rc / r - 1.0)), counted = 1.0 / (1.0 + decay);
        if (!sum->de_dcn) {
            chunk->atomic[i] += counted;
            chunk->atomic[j] += i == j ? 0.0 : counted;
        } else {
            double weight = sum->de_dcn[i] + (i == j ? 0.0 : sum->de_dcn[j]);
            /* decay overflows to infinity only where counted is zero */
            double slope = counted > 0.0 ? -STEEPNESS * rc / r2 * decay * counted * counted : 0.0;
            hc_pair_chunk_add(chunk, i, j, v, weight * slope / r);
        }
    }
}

static void add_chunk(const coordination_sum *sum, size_t c, hc_pair_chunk *chunk)
{
    for (size_t i = c; i < sum->structure->natom; i += HC_PAIR_CHUNKS) {
        for (size_t j = 0; j <= i; j++) {
            add_pair(sum, i, j, chunk);
        }
    }
}

static hc_status run(hc_context *ctx, const hc_structure *structure, double cutoff, const double *de_dcn,
                     hc_pair_chunks *chunks)
{
    hc_status status;
    hc_images *images = NULL;
    double *radius = NULL;
    HC_TRY(hc_images_create(ctx, structure, cutoff, &images));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *radius, &radius));
    for (size_t i = 0; i < structure->natom; i++) {
        radius[i] = hc_coordination_radius(structure->atomic_number[i]);
        if (!(radius[i] > 0.0)) {
            HC_TRY(hc_fail(ctx, HC_ERROR_MISSING_DATA,
                           "atom %zu: no covalent radius for atomic number %d (1 to 94 have one)", i,
                           structure->atomic_number[i]));
        }
    }
    coordination_sum sum = {structure, images, radius, de_dcn};
#pragma omp parallel for schedule(dynamic)
    for (size_t c = 0; c < HC_PAIR_CHUNKS; c++) {
        add_chunk(&sum, c, &chunks->chunk[c]);
    }
cleanup:
    hc_images_free(images);
    free(radius);
    return status;
}

hc_status hc_coordination_numbers(hc_context *ctx, const hc_structure *structure, double cutoff, double *cn)
{
    hc_status status;
    hc_pair_chunks *chunks = NULL;
    HC_TRY(hc_pair_chunks_create(ctx, structure->natom, &chunks));
    HC_TRY(run(ctx, structure, cutoff, NULL, chunks));
    for (size_t i = 0; i < structure->natom; i++) {
        cn[i] = 0.0;
    }
    hc_pair_chunks_add(chunks, NULL, NULL, cn, NULL);
cleanup:
    hc_pair_chunks_free(chunks);
    return status;
}

hc_status hc_coordination_gradient(hc_context *ctx, const hc_structure *structure, double cutoff, const double *de_dcn,
                                   hc_vec3 *force, hc_mat3 *strain)
{
    hc_status status;
    hc_pair_chunks *chunks = NULL;
    HC_TRY(hc_pair_chunks_create(ctx, structure->natom, &chunks));
    HC_TRY(run(ctx, structure, cutoff, de_dcn, chunks));
    hc_pair_chunks_add(chunks, NULL, force, NULL, strain);
cleanup:
    hc_pair_chunks_free(chunks);
    return status;
}
