#include "builders/nanoparticle/polyhedron.h"

#include <math.h>

#define CORNERS_MAX (HC_PLANES_MAX + 4)
#define FAR 1e3 /* largest distances: a corner beyond half of this is none */
#define NONE 1e-9

typedef struct polygon {
    size_t count;
    hc_vec3 corner[CORNERS_MAX];
} polygon;

/* What of a polygon lies on the inner side of a plane (Sutherland and Hodgman, Commun. ACM 17, 32 (1974)). */
static void clip(const hc_plane *plane, double tolerance, polygon *face)
{
    polygon kept = {0};
    for (size_t k = 0; k < face->count; k++) {
        hc_vec3 a = face->corner[k], b = face->corner[(k + 1) % face->count];
        double out_a = hc_vec3_dot(plane->normal, a) - plane->distance;
        double out_b = hc_vec3_dot(plane->normal, b) - plane->distance;
        if (out_a <= tolerance) {
            kept.corner[kept.count++] = a;
        }
        if ((out_a < -tolerance && out_b > tolerance) || (out_a > tolerance && out_b < -tolerance)) {
            kept.corner[kept.count++] = hc_vec3_axpy(a, out_a / (out_a - out_b), hc_vec3_sub(b, a));
        }
    }
    *face = kept;
}

/* A square on the plane, much larger than the polyhedron. */
static void begin_face(const hc_plane *plane, double size, polygon *face)
{
    hc_vec3 n = plane->normal, foot = hc_vec3_scale(plane->distance, n);
    hc_vec3 u = hc_vec3_scale(size, hc_vec3_across(n)), v = hc_vec3_cross(n, u);
    face->count = 4;
    for (int k = 0; k < 4; k++) {
        hc_vec3 along = hc_vec3_axpy(foot, k == 0 || k == 3 ? 1.0 : -1.0, u);
        face->corner[k] = hc_vec3_axpy(along, k < 2 ? 1.0 : -1.0, v);
    }
}

static double area_of(const polygon *face)
{
    hc_vec3 sum = {0, 0, 0};
    for (size_t k = 2; k < face->count; k++) {
        sum = hc_vec3_add(sum, hc_vec3_cross(hc_vec3_sub(face->corner[k - 1], face->corner[0]),
                                             hc_vec3_sub(face->corner[k], face->corner[0])));
    }
    return 0.5 * hc_vec3_norm(sum);
}

void hc_polyhedron_measure(hc_polyhedron *p)
{
    double largest = 0.0;
    polygon face;
    for (size_t k = 0; k < p->nplane; k++) {
        largest = fmax(largest, p->plane[k].distance);
    }
    p->volume = p->reach = 0.0;
    for (size_t k = 0; k < p->nplane; k++) {
        begin_face(&p->plane[k], FAR * largest, &face);
        for (size_t other = 0; other < p->nplane; other++) {
            if (other != k) {
                clip(&p->plane[other], NONE * largest, &face);
            }
        }
        p->plane[k].area = area_of(&face);
        if (p->plane[k].area < NONE * largest * largest) {
            p->plane[k].area = 0.0; /* it touches an edge or a corner at most */
            continue;
        }
        p->volume += p->plane[k].area * p->plane[k].distance / 3.0;
        for (size_t i = 0; i < face.count; i++) {
            p->reach = fmax(p->reach, hc_vec3_norm(face.corner[i]));
        }
    }
    p->closed = p->nplane > 0 && p->reach < 0.5 * FAR * largest;
}

double hc_polyhedron_level(const hc_polyhedron *p, hc_vec3 r)
{
    double level = 0.0;
    for (size_t k = 0; k < p->nplane; k++) {
        level = fmax(level, hc_vec3_dot(p->plane[k].normal, r) / p->plane[k].distance);
    }
    return level;
}
