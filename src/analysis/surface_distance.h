/* Distance to the nearest atom of a set, images included, and the volume of the shells at given distances. */
#ifndef HC_ANALYSIS_SURFACE_DISTANCE_H
#define HC_ANALYSIS_SURFACE_DISTANCE_H

#include <stddef.h>

#include "atoms/cell.h"
#include "halfcell/structure.h"
#include "math/random.h"

typedef struct hc_surface {
    double maximum; /* bohr: larger distances are not told apart */
    /* of the frame last prepared: */
    hc_full_cell cell;
    double low[3], high[3]; /* region that holds every point nearer than `maximum`, fractional */
    size_t count, capacity;
    hc_vec3 *site; /* atoms of the set and those images that can be nearest to a point of the region, [count], owned */
    double *distance; /* scratch for points, owned */
    hc_vec3 *point;
    size_t point_capacity;
} hc_surface;

/* Zero-initialise but for maximum; atom [natom_set]. */
HC_MUST_CHECK hc_status hc_surface_prepare(hc_context *ctx, hc_surface *surface, const hc_structure *structure,
                                           size_t count, const size_t *atom);
void hc_surface_clear(hc_surface *surface);

/* Distance of a point to the nearest site; infinite beyond the maximum. The point may lie outside the cell. */
double hc_surface_distance(const hc_surface *surface, hc_vec3 point);

/* Volume (bohr^3) of the shells [k width, (k + 1) width), k < nbin, by `npoint` random points. */
HC_MUST_CHECK hc_status hc_surface_volumes(hc_context *ctx, hc_surface *surface, size_t npoint, hc_random *random,
                                           double width, size_t nbin, double *volume);

#endif
