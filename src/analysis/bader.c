/* The weight method of M. Yu, D. R. Trinkle, J. Chem. Phys. 134, 064111 (2011), turned round: instead of giving every
 * point the atoms' shares in it, from the highest point down, what a point holds is handed on to its higher neighbours,
 * from the lowest point up. It is the same sum in another order, needs no list of shares, and loses nothing. */
#include "analysis/bader.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/bader_core.h"
#include "analysis/voronoi.h"

#define HOLDS 2e-2 /* electrons of a maximum that is worth a word */
#define EQUALLY_NEAR 1e-3

enum { ELECTRONS, SPIN, VOLUME, CHANNELS };

typedef struct flow {
    const hc_field *field;
    const hc_structure *structure;
    hc_mat3 inverse; /* of the cell */
    double *height;  /* what flows uphill goes by, [count] */
    uint32_t *order; /* points, the lowest first, [count] */
    double *held[CHANNELS];
    size_t nfacet;
    hc_voronoi_facet facet[HC_VORONOI_FACET_MAX];
    uint32_t *place[3]; /* [nfacet][n[k]]: the index of a neighbour along direction k */
} flow;

void hc_bader_free(hc_bader *bader)
{
    if (bader) {
        free(bader->electrons);
        free(bader->spin);
        free(bader->volume);
        free(bader);
    }
}

static void clear_flow(flow *f)
{
    free(f->height);
    free(f->order);
    for (int c = 0; c < CHANNELS; c++) {
        free(f->held[c]);
    }
    for (int k = 0; k < 3; k++) {
        free(f->place[k]);
    }
}

/* A number that grows with x. */
static uint64_t key_of(double x)
{
    uint64_t bits;
    x += 0.0; /* one zero */
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

#define DIGIT_BITS 16
#define DIGITS ((size_t)1 << DIGIT_BITS)

/* One pass of a radix sort: stable, by 16 bits of the key. */
static void sort_pass(size_t n, const double *x, int shift, const uint32_t *from, uint32_t *to, size_t *start)
{
    memset(start, 0, (DIGITS + 1) * sizeof *start);
    for (size_t i = 0; i < n; i++) {
        start[(key_of(x[i]) >> shift & (DIGITS - 1)) + 1]++;
    }
    for (size_t d = 0; d < DIGITS; d++) {
        start[d + 1] += start[d];
    }
    for (size_t i = 0; i < n; i++) {
        to[start[key_of(x[from[i]]) >> shift & (DIGITS - 1)]++] = from[i];
    }
}

/* order [n]: indices of x, ascending, in linear time. */
static hc_status sort(hc_context *ctx, size_t n, const double *x, uint32_t *order)
{
    uint32_t *other = NULL;
    size_t *start = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, n, sizeof *other, &other));
    HC_TRY(hc_allocate(ctx, DIGITS + 1, sizeof *start, &start));
    for (size_t i = 0; i < n; i++) {
        order[i] = (uint32_t)i;
    }
    for (int shift = 0; shift < 64; shift += 2 * DIGIT_BITS) {
        sort_pass(n, x, shift, order, other, start);
        sort_pass(n, x, shift + DIGIT_BITS, other, order, start);
    }
cleanup:
    free(other);
    free(start);
    return status;
}

static hc_status tabulate_neighbours(hc_context *ctx, flow *f)
{
    const size_t *n = f->field->n;
    hc_mat3 step;
    hc_status status = HC_OK;
    for (int k = 0; k < 3; k++) {
        step.row[k] = hc_vec3_scale(1.0 / (double)n[k], f->field->cell.row[k]);
    }
    HC_TRY(hc_voronoi_facets(ctx, &step, &f->nfacet, f->facet));
    for (int k = 0; k < 3; k++) {
        HC_TRY(hc_allocate(ctx, f->nfacet * n[k], sizeof *f->place[k], &f->place[k]));
        for (size_t i = 0; i < f->nfacet * n[k]; i++) {
            long at = ((long)(i % n[k]) + f->facet[i / n[k]].shift[k]) % (long)n[k];
            f->place[k][i] = (uint32_t)(at < 0 ? at + (long)n[k] : at);
        }
    }
cleanup:
    return status;
}

static hc_status prepare(hc_context *ctx, const hc_cube *density, const hc_field *spin, flow *f)
{
    size_t n = f->field->count;
    double element = hc_field_volume_element(f->field);
    hc_status status = HC_OK;
    HC_TRY(tabulate_neighbours(ctx, f));
    HC_TRY(hc_allocate(ctx, n, sizeof *f->height, &f->height));
    memcpy(f->height, f->field->value, n * sizeof *f->height);
    HC_TRY(hc_bader_fill_holes(ctx, density, f->height));
    HC_TRY(hc_allocate(ctx, n, sizeof *f->order, &f->order));
    HC_TRY(sort(ctx, n, f->height, f->order));
    for (int c = 0; c < CHANNELS; c++) {
        HC_TRY(hc_allocate(ctx, n, sizeof *f->held[c], &f->held[c]));
    }
    for (size_t i = 0; i < n; i++) {
        f->held[ELECTRONS][i] = element * f->field->value[i];
        f->held[SPIN][i] = spin ? element * spin->value[i] : 0.0;
        f->held[VOLUME][i] = element;
    }
cleanup:
    return status;
}

static hc_vec3 place_of(const flow *f, size_t point)
{
    const size_t *n = f->field->n;
    hc_vec3 s = {(double)(point % n[0]) / (double)n[0], (double)(point / n[0] % n[1]) / (double)n[1],
                 (double)(point / n[0] / n[1]) / (double)n[2]};
    return hc_vec3_add(f->field->origin, hc_vec3_times_mat3(s, &f->field->cell));
}

/* By the nearest image of lattice coordinates: sure where it matters, near an atom. */
static double distance_of(const flow *f, hc_vec3 at, size_t atom)
{
    hc_vec3 away = hc_vec3_times_mat3(hc_vec3_sub(f->structure->position[atom], at), &f->inverse);
    away = hc_vec3_sub(away, hc_vec3_make(round(away.x), round(away.y), round(away.z)));
    return hc_vec3_norm(hc_vec3_times_mat3(away, &f->field->cell));
}

/* What a maximum holds goes to the nearest atom; in equal parts to atoms that are equally near, so that a maximum
 * between them, far from both, is not given away by a rounding error. */
static void collect(const flow *f, size_t point, hc_bader *bader)
{
    hc_vec3 at = place_of(f, point);
    double nearest = INFINITY, sharing = 0.0;
    size_t atom = 0;
    for (size_t i = 0; i < f->structure->natom; i++) {
        double r = distance_of(f, at, i);
        if (r < nearest) {
            nearest = r;
            atom = i;
        }
    }
    double limit = nearest * (1.0 + EQUALLY_NEAR);
    for (size_t i = 0; i < f->structure->natom; i++) {
        sharing += distance_of(f, at, i) <= limit ? 1.0 : 0.0;
    }
    for (size_t i = 0; i < f->structure->natom; i++) {
        if (distance_of(f, at, i) <= limit) {
            bader->electrons[i] += f->held[ELECTRONS][point] / sharing;
            bader->spin[i] += f->held[SPIN][point] / sharing;
            bader->volume[i] += f->held[VOLUME][point] / sharing;
        }
    }
    if (f->held[ELECTRONS][point] > HOLDS && nearest > bader->farthest) {
        bader->farthest = nearest;
        bader->farthest_atom = atom;
    }
}

/* Through each facet flows its area times the gradient across it, where that leads up. */
static void climb(const flow *f, hc_bader *bader)
{
    const size_t *n = f->field->n;
    size_t to[HC_VORONOI_FACET_MAX];
    double flux[HC_VORONOI_FACET_MAX];
    for (size_t step = 0; step < f->field->count; step++) {
        size_t point = f->order[step], i = point % n[0], j = point / n[0] % n[1], k = point / n[0] / n[1], up = 0;
        double sum = 0.0;
        for (size_t t = 0; t < f->nfacet; t++) {
            size_t next = ((size_t)f->place[2][t * n[2] + k] * n[1] + f->place[1][t * n[1] + j]) * n[0] +
                          f->place[0][t * n[0] + i];
            double rise = f->height[next] - f->height[point];
            if (rise > 0.0) {
                to[up] = next;
                flux[up] = f->facet[t].area / f->facet[t].distance * rise;
                sum += flux[up++];
            }
        }
        if (sum == 0.0) {
            collect(f, point, bader);
            continue;
        }
        for (int c = 0; c < CHANNELS; c++) {
            for (size_t u = 0; u < up; u++) {
                f->held[c][to[u]] += f->held[c][point] * (flux[u] / sum);
            }
        }
    }
}

static hc_status check(hc_context *ctx, const hc_cube *density, const hc_field *spin)
{
    const hc_field *field = density->field;
    if (density->structure->natom == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "Bader's partition needs atoms, and the density has none");
    }
    if (field->count > UINT32_MAX) {
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED, "Bader's partition treats up to %u points, not %zu", UINT32_MAX,
                       field->count);
    }
    if (spin && memcmp(spin->n, field->n, sizeof field->n) != 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "density and spin density are on different grids");
    }
    for (size_t i = 0; i < field->count; i++) {
        if (!isfinite(field->value[i]) || (spin && !isfinite(spin->value[i]))) {
            return hc_fail(ctx, HC_ERROR_INPUT, "value %zu of the density is not finite", i);
        }
    }
    return HC_OK;
}

static hc_status make(hc_context *ctx, size_t natom, hc_bader **bader)
{
    hc_bader *b = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *b, &b));
    b->natom = natom;
    HC_TRY(hc_allocate(ctx, natom, sizeof(double), &b->electrons));
    HC_TRY(hc_allocate(ctx, natom, sizeof(double), &b->spin));
    HC_TRY(hc_allocate(ctx, natom, sizeof(double), &b->volume));
    *bader = b;
    b = NULL;
cleanup:
    hc_bader_free(b);
    return status;
}

hc_status hc_bader_partition(hc_context *ctx, const hc_cube *density, const hc_field *spin, hc_bader **bader)
{
    flow f = {
        .field = density->field, .structure = density->structure, .inverse = hc_mat3_inverse(&density->field->cell)};
    hc_bader *made = NULL;
    hc_status status = HC_OK;
    *bader = NULL;
    HC_TRY(check(ctx, density, spin));
    HC_TRY(make(ctx, density->structure->natom, &made));
    HC_TRY(prepare(ctx, density, spin, &f));
    climb(&f, made);
    for (size_t i = 0; i < made->natom; i++) {
        made->total += made->electrons[i];
    }
    *bader = made;
    made = NULL;
cleanup:
    clear_flow(&f);
    hc_bader_free(made);
    return status;
}
