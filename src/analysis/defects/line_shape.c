#include "analysis/defects/line_shape.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/defects/groups.h"

/* Passes of (1/4, 1/2, 1/4) over the points of a line that is not straight by its period. */
#define SMOOTHING 2

/* What an added piece of the line changes; `vector` is a unit vector. */
static void add_piece(hc_line_shape *shape, hc_vec3 piece, hc_vec3 vector)
{
    double length = hc_vec3_norm(piece), along = hc_vec3_dot(piece, vector);
    if (length > 0.0) {
        shape->length += length;
        shape->along2 += along * along / length;
    }
}

/* ---- lines through the cell -------------------------------------------------------------------------------------- */

/* Where the line is at the part t of its period: mean of the atoms, weighted by how near they are along it. */
static hc_vec3 point_at(const hc_line_atoms *line, double t, double width)
{
    double period = hc_vec3_norm(line->period), total = 0.0;
    hc_vec3 sum = {0, 0, 0};
    for (size_t k = 0; k < line->count; k++) {
        double s = hc_vec3_dot(line->place[k], line->period) / (period * period), d = s - t;
        double away = (d - rint(d)) * period / width, weight = exp(-away * away);
        sum = hc_vec3_axpy(sum, weight, hc_vec3_axpy(line->place[k], -s, line->period));
        total += weight;
    }
    return hc_vec3_axpy(hc_vec3_scale(1.0 / total, sum), t, line->period);
}

static void measure_periodic(const hc_line_atoms *line, hc_vec3 vector, hc_line_shape *shape)
{
    double period = hc_vec3_norm(line->period), step = line->near->nearest;
    size_t points = (size_t)fmax(floor(period / step), 1.0);
    hc_vec3 first = point_at(line, 0.0, 2.0 * step), last = first;
    for (size_t p = 1; p <= points; p++) {
        hc_vec3 next =
            p < points ? point_at(line, (double)p / (double)points, 2.0 * step) : hc_vec3_add(first, line->period);
        add_piece(shape, hc_vec3_sub(next, last), vector);
        last = next;
    }
    shape->direction = hc_vec3_scale(1.0 / period, line->period);
}

/* ---- loops and lines with ends ----------------------------------------------------------------------------------- */

/* The atoms of a line in levels by their number of steps from one end; atoms of one level that are neighbours are a
 * point. */
typedef struct chain {
    size_t count, *level; /* [line->count], SIZE_MAX: not met */
    size_t *queue;
    size_t *group; /* [line->count], sets; the lowest atom of each is its point */
    hc_vec3 *point, *moved;
    size_t *size, *degree;
    size_t (*pair)[2]; /* points that follow one another, each once */
    size_t npair;
} chain;

static void chain_clear(chain *c)
{
    free(c->level);
    free(c->queue);
    free(c->group);
    free(c->point);
    free(c->moved);
    free(c->size);
    free(c->degree);
    free(c->pair);
}

/* Steps from `seed` to all atoms; returns the last one. */
static size_t set_levels(const hc_line_atoms *line, size_t seed, chain *c)
{
    const hc_shells *near = line->near;
    size_t end = 0;
    for (size_t k = 0; k < line->count; k++) {
        c->level[k] = SIZE_MAX;
    }
    c->level[seed] = 0;
    c->queue[end++] = seed;
    for (size_t begin = 0; begin < end; begin++) {
        size_t k = c->queue[begin], i = line->atom[k];
        for (size_t e = near->first[i]; e < near->first[i + 1]; e++) {
            size_t m = line->number[near->entry[e].to];
            if (m != SIZE_MAX && c->level[m] == SIZE_MAX) {
                c->level[m] = c->level[k] + 1;
                c->queue[end++] = m;
            }
        }
    }
    return c->queue[end - 1];
}

static int compare_pairs(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return x[0] != y[0] ? (x[0] > y[0]) - (x[0] < y[0]) : (x[1] > y[1]) - (x[1] < y[1]);
}

/* Each pair of points in which an atom of one is a neighbour of an atom of the other. */
static void find_pairs(const hc_line_atoms *line, chain *c)
{
    const hc_shells *near = line->near;
    size_t kept = 0;
    for (size_t k = 0; k < line->count; k++) {
        size_t i = line->atom[k];
        for (size_t e = near->first[i]; e < near->first[i + 1]; e++) {
            size_t m = line->number[near->entry[e].to];
            if (m != SIZE_MAX && c->level[m] == c->level[k] + 1) {
                c->pair[c->npair][0] = hc_groups_find(c->group, k);
                c->pair[c->npair++][1] = hc_groups_find(c->group, m);
            }
        }
    }
    qsort(c->pair, c->npair, sizeof *c->pair, compare_pairs);
    for (size_t p = 0; p < c->npair; p++) {
        if (p == 0 || compare_pairs(c->pair[p], c->pair[p - 1]) != 0) {
            c->pair[kept][0] = c->pair[p][0];
            c->pair[kept++][1] = c->pair[p][1];
        }
    }
    c->npair = kept;
}

static void join_levels(const hc_line_atoms *line, chain *c)
{
    const hc_shells *near = line->near;
    hc_groups_begin(c->group, line->count);
    for (size_t k = 0; k < line->count; k++) {
        size_t i = line->atom[k];
        for (size_t e = near->first[i]; e < near->first[i + 1]; e++) {
            size_t m = line->number[near->entry[e].to];
            if (m != SIZE_MAX && c->level[m] == c->level[k]) {
                hc_groups_join(c->group, k, m);
            }
        }
    }
    for (size_t k = 0; k < line->count; k++) {
        size_t root = hc_groups_find(c->group, k);
        c->point[root] = hc_vec3_add(c->point[root], line->place[k]);
        c->size[root]++;
    }
    for (size_t k = 0; k < line->count; k++) {
        c->point[k] = c->size[k] > 0 ? hc_vec3_scale(1.0 / (double)c->size[k], c->point[k]) : c->point[k];
        c->count += c->size[k] > 0;
    }
}

/* Points between two others move towards them. */
static void smooth(const hc_line_atoms *line, chain *c)
{
    for (size_t k = 0; k < line->count; k++) {
        c->moved[k] = c->degree[k] == 2 ? hc_vec3_scale(0.5, c->point[k]) : c->point[k];
    }
    for (size_t p = 0; p < c->npair; p++) {
        for (int end = 0; end < 2; end++) {
            size_t k = c->pair[p][end];
            if (c->degree[k] == 2) {
                c->moved[k] = hc_vec3_axpy(c->moved[k], 0.25, c->point[c->pair[p][1 - end]]);
            }
        }
    }
    hc_vec3 *old = c->point;
    c->point = c->moved;
    c->moved = old;
}

static hc_status chain_create(hc_context *ctx, const hc_line_atoms *line, chain *c)
{
    hc_status status = HC_OK;
    size_t edges = 0;
    for (size_t k = 0; k < line->count; k++) {
        edges += line->near->first[line->atom[k] + 1] - line->near->first[line->atom[k]];
    }
    HC_TRY(hc_allocate(ctx, line->count, sizeof *c->level, &c->level));
    HC_TRY(hc_allocate(ctx, line->count, sizeof *c->queue, &c->queue));
    HC_TRY(hc_allocate(ctx, line->count, sizeof *c->group, &c->group));
    HC_TRY(hc_allocate(ctx, line->count, sizeof *c->point, &c->point));
    HC_TRY(hc_allocate(ctx, line->count, sizeof *c->moved, &c->moved));
    HC_TRY(hc_allocate(ctx, line->count, sizeof *c->size, &c->size));
    HC_TRY(hc_allocate(ctx, line->count, sizeof *c->degree, &c->degree));
    HC_TRY(hc_allocate(ctx, edges, sizeof *c->pair, &c->pair));
cleanup:
    return status;
}

static hc_status measure_bounded(hc_context *ctx, const hc_line_atoms *line, hc_vec3 vector, hc_line_shape *shape)
{
    hc_status status = HC_OK;
    chain c = {0};
    HC_TRY(chain_create(ctx, line, &c));
    size_t begin = set_levels(line, 0, &c), end = set_levels(line, begin, &c);
    join_levels(line, &c);
    find_pairs(line, &c);
    for (size_t p = 0; p < c.npair; p++) {
        c.degree[c.pair[p][0]]++;
        c.degree[c.pair[p][1]]++;
    }
    for (int pass = 0; pass < SMOOTHING; pass++) {
        smooth(line, &c);
    }
    for (size_t p = 0; p < c.npair; p++) {
        add_piece(shape, hc_vec3_sub(c.point[c.pair[p][1]], c.point[c.pair[p][0]]), vector);
    }
    shape->closed = c.npair >= c.count;
    shape->end_atom[0] = begin;
    shape->end_atom[1] = end;
    for (int k = 0; k < 2; k++) {
        shape->end[k] = c.point[hc_groups_find(c.group, shape->end_atom[k])];
    }
    hc_vec3 chord = hc_vec3_sub(shape->end[1], shape->end[0]);
    if (!shape->closed && hc_vec3_norm(chord) > 0.0) {
        shape->direction = hc_vec3_scale(1.0 / hc_vec3_norm(chord), chord);
    }
cleanup:
    chain_clear(&c);
    return status;
}

hc_status hc_line_measure(hc_context *ctx, const hc_line_atoms *line, hc_vec3 vector, hc_line_shape *shape)
{
    hc_status status = HC_OK;
    *shape = (hc_line_shape){0};
    vector = hc_vec3_scale(1.0 / hc_vec3_norm(vector), vector);
    if (hc_vec3_norm2(line->period) > 0.0) {
        measure_periodic(line, vector, shape);
    } else {
        status = measure_bounded(ctx, line, vector, shape);
    }
    shape->along2 = shape->length > 0.0 ? shape->along2 / shape->length : 0.0;
    return status;
}
