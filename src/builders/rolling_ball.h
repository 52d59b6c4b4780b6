/* A ball that rolls over atoms: where it can lie on two of them, and where a third one stops it. */
#ifndef HC_BUILDERS_ROLLING_BALL_H
#define HC_BUILDERS_ROLLING_BALL_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/vec.h"

/* An atom, and how near to it the middle of the ball can come (bohr). */
typedef struct hc_ball_stop {
    hc_vec3 position;
    double reach;
    size_t atom;
} hc_ball_stop;

/* Where the middle of the ball is when it touches two atoms: centre + radius (cos(angle) x + sin(angle) y). */
typedef struct hc_ball_ring {
    hc_vec3 centre, x, y, axis; /* axis: from the first to the second atom; all of length 1 */
    double radius;              /* bohr */
} hc_ball_ring;

/* false: it cannot touch both. */
bool hc_ball_ring_make(const hc_ball_stop *first, const hc_ball_stop *second, hc_ball_ring *ring);
hc_vec3 hc_ball_ring_point(const hc_ball_ring *ring, double angle);

/* A part of the ring on which no atom is in the way, between two that stop the ball. */
typedef struct hc_ball_arc {
    double start, width; /* radian */
    bool whole;          /* nothing stops it anywhere; then there are no stops */
    size_t stop[2];      /* numbers in the list of the stops at its ends */
} hc_ball_arc;

/* All of them, in the order of the atoms where they begin; the caller frees *arcs. */
HC_MUST_CHECK hc_status hc_ball_arcs(hc_context *ctx, const hc_ball_ring *ring, size_t nstop, const hc_ball_stop *stop,
                                     size_t *count, hc_ball_arc **arcs);

#endif
