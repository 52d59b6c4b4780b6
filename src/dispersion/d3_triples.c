#include <stdlib.h>

#include "dispersion/d3_internal.h"

/* The three-body part (Axilrod, Teller, Muto), over triangles a, b, c with all sides within the cutoff:
 * E = s9 sum sqrt(C6ab C6ac C6bc) (3 cos a cos b cos c + 1) / (r_ab r_ac r_bc)^3 f, f = 1 / (1 + 6 (R/r)^(16/3)) with
 * (R/r)^3 the product of 4/3 R0 over r of the three sides. */

typedef struct triple_terms {
    const hc_d3 *d3;
    const hc_structure *structure;
    const hc_images *images;
    const double *c6;    /* [natom][natom] */
    const double *slope; /* dC6_ij/dCN_i, [natom][natom] */
} triple_terms;

/* Geometric part as a function of the three squared sides; slope[k] = d/d(x[k]). */
static double triangle(const double x[3], double r0_product, double slope[3])
{
    double w = x[0] * x[1] * x[2], w32 = w * sqrt(w);
    double a = x[0] + x[1] - x[2], b = x[0] - x[1] + x[2], c = -x[0] + x[1] + x[2];
    double angular = 0.375 * a * b * c / (w32 * w) + 1.0 / w32;
    double damping = 6.0 * pow(r0_product * r0_product / w, 8.0 / 3.0), f = 1.0 / (1.0 + damping);
    /* derivatives of a b c */
    double bc = b * c, ac = a * c, ab = a * b, numerator[3] = {bc + ac - ab, bc - ac + ab, -bc + ac + ab};
    for (int k = 0; k < 3; k++) {
        double d_angular = 0.375 * (numerator[k] - 2.5 * a * b * c / x[k]) / (w32 * w) - 1.5 / (w32 * x[k]);
        double d_f = f * f * damping * (8.0 / 3.0) / x[k];
        slope[k] = d_angular * f + angular * d_f;
    }
    return angular * f;
}

/* One triangle: v[0] = i to j, v[1] = i to k, v[2] = j to k. `scale` is 1 over the number of times it is met. */
static void add_triangle(const triple_terms *terms, const size_t atom[3], const hc_vec3 v[3], double r0_product,
                         double scale, hc_pair_chunk *chunk)
{
    static const int END[3][2] = {{0, 1}, {0, 2}, {1, 2}};
    const hc_d3_options *options = &terms->d3->options;
    size_t n = terms->d3->natom;
    double x[3], slope[3], factor[3], factor_slope[3], c6[3];
    for (int k = 0; k < 3; k++) {
        double r;
        x[k] = hc_vec3_norm2(v[k]);
        r = sqrt(x[k]);
        factor[k] = hc_d3_switch(r, options->cutoff3, options->switch_width, &factor_slope[k]);
        factor_slope[k] /= r;
        c6[k] = terms->c6[atom[END[k][0]] * n + atom[END[k][1]]];
    }
    double value = triangle(x, r0_product, slope), switched = factor[0] * factor[1] * factor[2];
    double c9 = scale * terms->d3->parameters.s9 * sqrt(c6[0] * c6[1] * c6[2]), energy = c9 * value * switched;
    chunk->energy += energy;
    for (int k = 0; k < 3; k++) {
        size_t i = atom[END[k][0]], j = atom[END[k][1]];
        double others = factor[(k + 1) % 3] * factor[(k + 2) % 3];
        hc_pair_chunk_add(chunk, i, j, v[k], c9 * (2.0 * slope[k] * switched + value * factor_slope[k] * others));
        chunk->atomic[i] += 0.5 * energy / c6[k] * terms->slope[i * n + j];
        chunk->atomic[j] += 0.5 * energy / c6[k] * terms->slope[j * n + i];
    }
}

/* All triangles on the side v from i to j. */
static void add_side(const triple_terms *terms, size_t i, size_t j, hc_vec3 v, hc_pair_chunk *chunk)
{
    const int *z = terms->d3->atomic_number;
    double cutoff2 = terms->images->cutoff * terms->images->cutoff, within;
    double r0_ij = 4.0 / 3.0 * hc_d3_pair_radius(z[i], z[j]);
    for (size_t k = 0; k <= j; k++) {
        double r0 = r0_ij * (16.0 / 9.0) * hc_d3_pair_radius(z[i], z[k]) * hc_d3_pair_radius(z[j], z[k]);
        double scale = i == j && j == k ? 1.0 / 6.0 : i == j || j == k ? 0.5 : 1.0;
        hc_vec3 d = hc_vec3_sub(terms->structure->position[k], terms->structure->position[i]);
        d = hc_images_reduce(terms->images, d, &within);
        size_t count = hc_images_within(terms->images, terms->images->cutoff + within);
        for (size_t m = 0; m < count; m++) {
            hc_vec3 w = {d.x + terms->images->x[m], d.y + terms->images->y[m], d.z + terms->images->z[m]};
            hc_vec3 side[3] = {v, w, hc_vec3_sub(w, v)};
            double xik = hc_vec3_norm2(w), xjk = hc_vec3_norm2(side[2]);
            if (xik < cutoff2 && xjk < cutoff2 && xik > 1e-12 && xjk > 1e-12) {
                add_triangle(terms, (size_t[3]){i, j, k}, side, r0, scale, chunk);
            }
        }
    }
}

static void add_row(const triple_terms *terms, size_t i, hc_pair_chunk *chunk)
{
    double cutoff2 = terms->images->cutoff * terms->images->cutoff, within;
    for (size_t j = 0; j <= i; j++) {
        hc_vec3 d = hc_vec3_sub(terms->structure->position[j], terms->structure->position[i]);
        d = hc_images_reduce(terms->images, d, &within);
        size_t count = hc_images_within(terms->images, terms->images->cutoff + within);
        for (size_t m = 0; m < count; m++) {
            hc_vec3 v = {d.x + terms->images->x[m], d.y + terms->images->y[m], d.z + terms->images->z[m]};
            double x = hc_vec3_norm2(v);
            if (x < cutoff2 && x > 1e-12) {
                add_side(terms, i, j, v, chunk);
            }
        }
    }
}

/* C6 and dC6_ij/dCN_i of all pairs. */
static void fill_c6(const hc_d3 *d3, const hc_d3_weights *weights, hc_d3_row *row, double *c6, double *slope)
{
    for (size_t i = 0; i < d3->natom; i++) {
        hc_d3_row_fill(d3, weights, i, row);
        for (size_t j = 0; j < d3->natom; j++) {
            double slope_j;
            c6[i * d3->natom + j] = hc_d3_row_c6(d3, weights, row, j, &slope[i * d3->natom + j], &slope_j);
        }
    }
}

hc_status hc_d3_add_triples(hc_context *ctx, const hc_d3 *d3, const hc_structure *structure,
                            const hc_d3_weights *weights, hc_pair_chunks *chunks)
{
    hc_status status;
    hc_images *images = NULL;
    double *c6 = NULL, *slope = NULL;
    hc_d3_row *row = NULL;
    HC_TRY(hc_images_create(ctx, structure, d3->options.cutoff3, &images));
    HC_TRY(hc_allocate(ctx, d3->natom * d3->natom, sizeof *c6, &c6));
    HC_TRY(hc_allocate(ctx, d3->natom * d3->natom, sizeof *slope, &slope));
    HC_TRY(hc_allocate(ctx, 1, sizeof *row, &row));
    fill_c6(d3, weights, row, c6, slope);
    triple_terms terms = {d3, structure, images, c6, slope};
#pragma omp parallel for schedule(dynamic)
    for (size_t c = 0; c < HC_PAIR_CHUNKS; c++) {
        for (size_t i = c; i < d3->natom; i += HC_PAIR_CHUNKS) {
            add_row(&terms, i, &chunks->chunk[c]);
        }
    }
cleanup:
    hc_images_free(images);
    free(c6);
    free(slope);
    free(row);
    return status;
}
