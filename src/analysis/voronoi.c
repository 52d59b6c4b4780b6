#include "analysis/voronoi.h"

#include <stdlib.h>
#include <string.h>

#define SPAN 2 /* of a reduced lattice all neighbours are within one vector each way; one more for safety */
#define SIDE (2 * SPAN + 1)
#define CANDIDATES (SIDE * SIDE * SIDE)
#define CORNERS (CANDIDATES + 4) /* a plane adds at most one corner */
#define SMALL 1e-10              /* of lengths and areas against those of the lattice */

typedef struct reduced {
    hc_vec3 vector[3];
    int combination[3][3]; /* of the rows of the lattice */
} reduced;

/* Takes whole multiples of vector b off vector a; true when it became shorter. */
static bool shorten(reduced *r, int a, int b)
{
    double multiple = round(hc_vec3_dot(r->vector[a], r->vector[b]) / hc_vec3_norm2(r->vector[b]));
    hc_vec3 shorter = hc_vec3_axpy(r->vector[a], -multiple, r->vector[b]);
    if (multiple == 0.0 || !(hc_vec3_norm2(shorter) < (1.0 - SMALL) * hc_vec3_norm2(r->vector[a]))) {
        return false;
    }
    r->vector[a] = shorter;
    for (int k = 0; k < 3; k++) {
        r->combination[a][k] -= (int)multiple * r->combination[b][k];
    }
    return true;
}

static reduced reduce(const hc_mat3 *lattice)
{
    reduced r = {{lattice->row[0], lattice->row[1], lattice->row[2]}, {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    bool changed = true;
    while (changed) {
        changed = false;
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                changed = (a != b && shorten(&r, a, b)) || changed;
            }
        }
    }
    return r;
}

/* Neighbours by length: the near ones cut most away. */
typedef struct neighbour {
    hc_vec3 vector;
    int shift[3];
} neighbour;

static int compare(const void *a, const void *b)
{
    double x = hc_vec3_norm2(((const neighbour *)a)->vector), y = hc_vec3_norm2(((const neighbour *)b)->vector);
    return (x > y) - (x < y);
}

static size_t list_neighbours(const reduced *r, neighbour *list)
{
    size_t count = 0;
    for (int code = 0; code < CANDIDATES; code++) {
        int m[3] = {code % SIDE - SPAN, code / SIDE % SIDE - SPAN, code / (SIDE * SIDE) - SPAN};
        neighbour n = {0};
        for (int v = 0; v < 3; v++) {
            n.vector = hc_vec3_axpy(n.vector, m[v], r->vector[v]);
            for (int k = 0; k < 3; k++) {
                n.shift[k] += m[v] * r->combination[v][k];
            }
        }
        if (m[0] != 0 || m[1] != 0 || m[2] != 0) {
            list[count++] = n;
        }
    }
    qsort(list, count, sizeof *list, compare);
    return count;
}

typedef struct polygon {
    size_t count;
    hc_vec3 corner[CORNERS];
} polygon;

/* A large square in the plane that halves the way to the neighbour. */
static void start(hc_vec3 vector, double size, polygon *p)
{
    hc_vec3 unit = hc_vec3_scale(1.0 / hc_vec3_norm(vector), vector);
    hc_vec3 u = hc_vec3_scale(size, hc_vec3_across(unit)), v = hc_vec3_cross(unit, u);
    p->count = 4;
    for (int c = 0; c < 4; c++) {
        double su = c == 0 || c == 3 ? 1.0 : -1.0, sv = c < 2 ? 1.0 : -1.0;
        p->corner[c] = hc_vec3_axpy(hc_vec3_axpy(hc_vec3_scale(0.5, vector), su, u), sv, v);
    }
}

/* Keeps what is nearer to the origin than to `other`. */
static void cut(polygon *p, hc_vec3 other)
{
    polygon kept = {0};
    double half = 0.5 * hc_vec3_norm2(other);
    for (size_t c = 0; c < p->count; c++) {
        hc_vec3 here = p->corner[c], next = p->corner[(c + 1) % p->count];
        double a = hc_vec3_dot(here, other) - half, b = hc_vec3_dot(next, other) - half;
        if (a <= 0.0) {
            kept.corner[kept.count++] = here;
        }
        if ((a < 0.0 && b > 0.0) || (a > 0.0 && b < 0.0)) {
            kept.corner[kept.count++] = hc_vec3_axpy(here, a / (a - b), hc_vec3_sub(next, here));
        }
    }
    *p = kept;
}

static double area_of(const polygon *p)
{
    hc_vec3 sum = {0};
    for (size_t c = 2; c < p->count; c++) {
        hc_vec3 u = hc_vec3_sub(p->corner[c - 1], p->corner[0]), v = hc_vec3_sub(p->corner[c], p->corner[0]);
        sum = hc_vec3_add(sum, hc_vec3_cross(u, v));
    }
    return 0.5 * hc_vec3_norm(sum);
}

hc_status hc_voronoi_facets(hc_context *ctx, const hc_mat3 *lattice, size_t *count,
                            hc_voronoi_facet facet[HC_VORONOI_FACET_MAX])
{
    neighbour list[CANDIDATES];
    reduced r = reduce(lattice);
    size_t n = list_neighbours(&r, list);
    double volume = fabs(hc_mat3_determinant(lattice)), filled = 0.0, size = 2.0 * hc_vec3_norm(list[n - 1].vector);
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        polygon p;
        start(list[i].vector, size, &p);
        for (size_t j = 0; j < n && p.count > 0; j++) {
            if (j != i) {
                cut(&p, list[j].vector);
            }
        }
        double area = area_of(&p), distance = hc_vec3_norm(list[i].vector);
        if (area < SMALL * distance * distance) {
            continue;
        }
        if (*count == HC_VORONOI_FACET_MAX) {
            return hc_fail(ctx, HC_ERROR_NUMERIC, "the Voronoi cell of a grid has more than %d facets",
                           HC_VORONOI_FACET_MAX);
        }
        hc_voronoi_facet *f = &facet[(*count)++];
        *f = (hc_voronoi_facet){.area = area, .distance = distance};
        memcpy(f->shift, list[i].shift, sizeof f->shift);
        filled += area * distance / 6.0;
    }
    if (fabs(filled - volume) > 1e-6 * volume) {
        return hc_fail(ctx, HC_ERROR_NUMERIC, "the Voronoi cell of a grid does not fill its volume (%g of %g bohr^3)",
                       filled, volume);
    }
    return HC_OK;
}
