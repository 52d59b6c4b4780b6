/* Convex polyhedra from planes: {r : normal . r <= distance for all planes}, the origin inside. */
#ifndef HC_BUILDERS_NANOPARTICLE_POLYHEDRON_H
#define HC_BUILDERS_NANOPARTICLE_POLYHEDRON_H

#include <stdbool.h>

#include "halfcell/context.h"
#include "halfcell/vec.h"

#define HC_PLANES_MAX 480

typedef struct hc_plane {
    hc_vec3 normal;  /* unit */
    double distance; /* > 0 */
    int family;      /* of equivalent planes, from 0; for the caller */
    double area;     /* of its face, set by hc_polyhedron_measure; 0: it is not on the polyhedron */
} hc_plane;

typedef struct hc_polyhedron {
    size_t nplane;
    hc_plane plane[HC_PLANES_MAX];
    double volume, reach; /* set by hc_polyhedron_measure; reach: the largest distance of a corner */
    bool closed;          /* false: it has no end, and volume and reach mean nothing */
} hc_polyhedron;

/* Faces, volume, and whether it is closed. */
void hc_polyhedron_measure(hc_polyhedron *polyhedron);

/* The factor by which the polyhedron has to grow to just hold r. */
double hc_polyhedron_level(const hc_polyhedron *polyhedron, hc_vec3 r);

#endif
