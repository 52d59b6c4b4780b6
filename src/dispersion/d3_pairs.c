#include <stdlib.h>

#include "dispersion/d3_internal.h"

/* The two-body part: E = -sum_pairs C6 (s6 f6(r) + s8 (C8/C6) f8(r)), with f_n = 1/(r^n + R0^n) for Becke-Johnson and
 * 1/(r^n (1 + 6 (r / (s_rn R0))^-alpha_n)), alpha = 14 and 16, for zero damping. C6 is the same for all images of a
 * pair, so the sum over images has the radial functions alone; it is written so that the compiler makes vectors of it.
 */

/* Constants of the radial function of a pair: they multiply or enter functions of x = r^2. */
typedef struct radial {
    double s6, s8; /* s6 and s8 C8/C6 */
    double r6, r8; /* BJ: R0^6, R0^8; zero damping: (s_r6 R0)^2, (s_r8 R0)^2 */
    double edge;   /* (cutoff - width)^2: beyond, the switch works */
    double cutoff, width;
} radial;

/* Sums over images of p(r), of g = p'(r) / r times the vector, and of g times the outer product. */
typedef struct image_sum {
    double p, x, y, z, xx, xy, xz, yy, yz, zz;
} image_sum;

static inline double radial_bj(const radial *f, double x, double *slope)
{
    double x2 = x * x, x3 = x2 * x, t6 = 1.0 / (x3 + f->r6), t8 = 1.0 / (x2 * x2 + f->r8);
    *slope = -2.0 * (f->s6 * 3.0 * x2 * t6 * t6 + f->s8 * 4.0 * x3 * t8 * t8);
    return f->s6 * t6 + f->s8 * t8;
}

static inline double radial_zero(const radial *f, double x, double *slope)
{
    double inverse = 1.0 / x, inverse3 = inverse * inverse * inverse;
    double t = f->r6 * inverse, u = f->r8 * inverse, t3 = t * t * t, u2 = u * u, u4 = u2 * u2;
    double d6 = 6.0 * t3 * t3 * t, d8 = 6.0 * u4 * u4, f6 = 1.0 / (1.0 + d6), f8 = 1.0 / (1.0 + d8);
    double e6 = f->s6 * inverse3 * f6, e8 = f->s8 * inverse3 * inverse * f8;
    *slope = 2.0 * inverse * (e6 * (7.0 * d6 * f6 - 3.0) + e8 * (8.0 * d8 * f8 - 4.0));
    return e6 + e8;
}

/* Images inside the switch, in one vector loop. Returns how many lie in the switch's range. */
static inline __attribute__((always_inline)) double sum_inside(const radial *f, bool zero, const hc_images *images,
                                                               size_t count, hc_vec3 d, image_sum *sum)
{
    double p = 0.0, sx = 0.0, sy = 0.0, sz = 0.0, xx = 0.0, xy = 0.0, xz = 0.0, yy = 0.0, yz = 0.0, zz = 0.0;
    double outside = 0.0, cutoff2 = f->cutoff * f->cutoff;
    const double *restrict tx = images->x, *restrict ty = images->y, *restrict tz = images->z;
#pragma omp simd reduction(+ : p, sx, sy, sz, xx, xy, xz, yy, yz, zz, outside)
    for (size_t m = 0; m < count; m++) {
        double vx = d.x + tx[m], vy = d.y + ty[m], vz = d.z + tz[m], x = vx * vx + vy * vy + vz * vz;
        double inside = (x <= f->edge ? 1.0 : 0.0) * (x > 1e-12 ? 1.0 : 0.0), slope;
        double safe = x > 1e-12 ? x : 1.0;
        outside += (x > f->edge ? 1.0 : 0.0) * (x < cutoff2 ? 1.0 : 0.0);
        p += inside * (zero ? radial_zero(f, safe, &slope) : radial_bj(f, safe, &slope));
        slope *= inside;
        double gx = slope * vx, gy = slope * vy, gz = slope * vz;
        sx += gx;
        sy += gy;
        sz += gz;
        xx += gx * vx;
        xy += gx * vy;
        xz += gx * vz;
        yy += gy * vy;
        yz += gy * vz;
        zz += gz * vz;
    }
    *sum = (image_sum){p, sx, sy, sz, xx, xy, xz, yy, yz, zz};
    return outside;
}

/* The few images in the range of the switch. */
static void sum_switched(const radial *f, bool zero, const hc_images *images, size_t count, hc_vec3 d, image_sum *sum)
{
    for (size_t m = 0; m < count; m++) {
        hc_vec3 v = {d.x + images->x[m], d.y + images->y[m], d.z + images->z[m]};
        double x = hc_vec3_norm2(v), g, slope;
        if (x <= f->edge || x >= f->cutoff * f->cutoff) {
            continue;
        }
        double r = sqrt(x), p = zero ? radial_zero(f, x, &g) : radial_bj(f, x, &g);
        double factor = hc_d3_switch(r, f->cutoff, f->width, &slope);
        g = g * factor + p * slope / r;
        sum->p += p * factor;
        sum->x += g * v.x;
        sum->y += g * v.y;
        sum->z += g * v.z;
        sum->xx += g * v.x * v.x;
        sum->xy += g * v.x * v.y;
        sum->xz += g * v.x * v.z;
        sum->yy += g * v.y * v.y;
        sum->yz += g * v.y * v.z;
        sum->zz += g * v.z * v.z;
    }
}

static radial make_radial(const hc_d3 *d3, int zi, int zj)
{
    const hc_d3_parameters *p = &d3->parameters;
    double c8_over_c6 = 3.0 * hc_d3_sqrt_q(zi) * hc_d3_sqrt_q(zj),
           inner = d3->options.cutoff - d3->options.switch_width;
    radial f = {.s6 = p->s6, .s8 = p->s8 * c8_over_c6};
    f.edge = inner * inner;
    f.cutoff = d3->options.cutoff;
    f.width = d3->options.switch_width;
    if (p->damping == HC_D3_ZERO) {
        double r0 = hc_d3_pair_radius(zi, zj);
        f.r6 = p->a1 * r0 * p->a1 * r0;
        f.r8 = p->a2 * r0 * p->a2 * r0;
    } else {
        double r0 = p->a1 * sqrt(c8_over_c6) + p->a2, r2 = r0 * r0;
        f.r6 = r2 * r2 * r2;
        f.r8 = f.r6 * r2;
    }
    return f;
}

/* Adds a pair with its images; scale is 1/2 for an atom with its own images (each distance is met twice). */
static void add_pair(hc_pair_chunk *chunk, size_t i, size_t j, double c6, double slope_i, double slope_j,
                     const image_sum *s)
{
    double scale = i == j ? 0.5 : 1.0, g = -c6 * scale;
    hc_vec3 gradient = {g * s->x, g * s->y, g * s->z};
    chunk->energy += g * s->p;
    chunk->atomic[i] -= scale * slope_i * s->p;
    chunk->atomic[j] -= scale * slope_j * s->p;
    chunk->force[i] = hc_vec3_add(chunk->force[i], gradient);
    chunk->force[j] = hc_vec3_sub(chunk->force[j], gradient);
    hc_mat3 outer = {{{s->xx, s->xy, s->xz}, {s->xy, s->yy, s->yz}, {s->xz, s->yz, s->zz}}};
    for (int k = 0; k < 3; k++) {
        chunk->strain.row[k] = hc_vec3_axpy(chunk->strain.row[k], g, outer.row[k]);
    }
}

/* The radial functions of all pairs of species. */
typedef struct pair_terms {
    const hc_d3 *d3;
    const hc_structure *structure;
    const hc_d3_weights *weights;
    const hc_images *images;
    const radial *radial; /* [nspecies][nspecies] */
} pair_terms;

static void add_row(const pair_terms *terms, size_t i, hc_d3_row *row, hc_pair_chunk *chunk)
{
    const hc_d3 *d3 = terms->d3;
    bool zero = d3->parameters.damping == HC_D3_ZERO;
    hc_d3_row_fill(d3, terms->weights, i, row);
    for (size_t j = 0; j <= i; j++) {
        double within, slope_i, slope_j, c6 = hc_d3_row_c6(d3, terms->weights, row, j, &slope_i, &slope_j), outside;
        const radial *f = &terms->radial[d3->species[i] * d3->reference->nspecies + d3->species[j]];
        hc_vec3 d = hc_vec3_sub(terms->structure->position[j], terms->structure->position[i]);
        d = hc_images_reduce(terms->images, d, &within);
        size_t count = hc_images_within(terms->images, f->cutoff + within);
        image_sum sum;
        outside = zero ? sum_inside(f, true, terms->images, count, d, &sum)
                       : sum_inside(f, false, terms->images, count, d, &sum);
        if (outside > 0.0) {
            sum_switched(f, zero, terms->images, count, d, &sum);
        }
        add_pair(chunk, i, j, c6, slope_i, slope_j, &sum);
    }
}

hc_status hc_d3_add_pairs(hc_context *ctx, const hc_d3 *d3, const hc_structure *structure, const hc_d3_weights *weights,
                          hc_pair_chunks *chunks)
{
    hc_status status;
    hc_images *images = NULL;
    radial *table = NULL;
    hc_d3_row *rows = NULL;
    size_t nspecies = d3->reference->nspecies;
    HC_TRY(hc_images_create(ctx, structure, d3->options.cutoff, &images));
    HC_TRY(hc_allocate(ctx, nspecies * nspecies, sizeof *table, &table));
    HC_TRY(hc_allocate(ctx, HC_PAIR_CHUNKS, sizeof *rows, &rows));
    for (size_t s = 0; s < nspecies; s++) {
        for (size_t t = 0; t < nspecies; t++) {
            table[s * nspecies + t] = make_radial(d3, d3->reference->atomic_number[s], d3->reference->atomic_number[t]);
        }
    }
    pair_terms terms = {d3, structure, weights, images, table};
#pragma omp parallel for schedule(dynamic)
    for (size_t c = 0; c < HC_PAIR_CHUNKS; c++) {
        for (size_t i = c; i < d3->natom; i += HC_PAIR_CHUNKS) {
            add_row(&terms, i, &rows[c], &chunks->chunk[c]);
        }
    }
cleanup:
    hc_images_free(images);
    free(table);
    free(rows);
    return status;
}
