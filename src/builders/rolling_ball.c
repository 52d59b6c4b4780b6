#include "builders/rolling_ball.h"

#include <math.h>
#include <stdlib.h>

#include "halfcell/units.h"

#define TOGETHER 1e-9 /* radian */

bool hc_ball_ring_make(const hc_ball_stop *first, const hc_ball_stop *second, hc_ball_ring *ring)
{
    hc_vec3 apart = hc_vec3_sub(second->position, first->position);
    double d = hc_vec3_norm(apart);
    double along = 0.5 * (d + (first->reach * first->reach - second->reach * second->reach) / d);
    double radius2 = first->reach * first->reach - along * along;
    if (!(radius2 > 0.0)) { /* also when they are in one place */
        return false;
    }
    ring->axis = hc_vec3_scale(1.0 / d, apart);
    ring->centre = hc_vec3_axpy(first->position, along, ring->axis);
    ring->x = hc_vec3_across(ring->axis);
    ring->y = hc_vec3_cross(ring->axis, ring->x);
    ring->radius = sqrt(radius2);
    return true;
}

hc_vec3 hc_ball_ring_point(const hc_ball_ring *ring, double angle)
{
    hc_vec3 r = hc_vec3_axpy(ring->centre, ring->radius * cos(angle), ring->x);
    return hc_vec3_axpy(r, ring->radius * sin(angle), ring->y);
}

/* The part of the ring that an atom keeps the ball from. */
typedef struct shadow {
    double middle, half; /* radian */
    size_t stop;
} shadow;

/* How far it is from one angle forwards to another, in [0, 2 pi). */
static double ahead(double from, double to)
{
    double turn = fmod(to - from, 2.0 * HC_PI);
    return turn < 0.0 ? turn + 2.0 * HC_PI : turn;
}

/* |point - stop| < reach is cos(angle - middle) > level. `half` is 0 when that is nowhere, pi when it is everywhere. */
static shadow cast_shadow(const hc_ball_ring *ring, const hc_ball_stop *stop, size_t number)
{
    hc_vec3 v = hc_vec3_sub(stop->position, ring->centre);
    double x = hc_vec3_dot(v, ring->x), y = hc_vec3_dot(v, ring->y), side = hypot(x, y);
    double excess = ring->radius * ring->radius + hc_vec3_norm2(v) - stop->reach * stop->reach;
    double level = side > 0.0 ? excess / (2.0 * ring->radius * side) : excess < 0.0 ? -1.0 : 1.0;
    return (shadow){atan2(y, x), acos(fmin(fmax(level, -1.0), 1.0)), number};
}

/* Whether a shadow ends inside another one; of two that end together but for rounding the later one in the list does.
 */
static bool ends_inside(const shadow *list, size_t k, size_t other)
{
    double end = list[k].middle + list[k].half, width = 2.0 * list[other].half;
    double in = ahead(list[other].middle - list[other].half, end);
    return k != other && (fabs(in - width) < TOGETHER ? other < k : in < width);
}

/* Of the shadows the one that begins first behind an angle. */
static size_t next_shadow(const shadow *list, size_t count, double angle, double *width)
{
    size_t next = 0;
    *width = INFINITY;
    for (size_t k = 0; k < count; k++) {
        double gap = ahead(angle, list[k].middle - list[k].half);
        if (gap < *width) {
            *width = gap;
            next = k;
        }
    }
    return next;
}

hc_status hc_ball_arcs(hc_context *ctx, const hc_ball_ring *ring, size_t nstop, const hc_ball_stop *stop, size_t *count,
                       hc_ball_arc **arcs)
{
    hc_status status = HC_OK;
    shadow *list = NULL;
    size_t nshadow = 0;
    *count = 0;
    *arcs = NULL;
    HC_TRY(hc_allocate(ctx, nstop + 1, sizeof *list, &list));
    HC_TRY(hc_allocate(ctx, nstop + 1, sizeof **arcs, arcs));
    for (size_t k = 0; k < nstop; k++) {
        shadow s = cast_shadow(ring, &stop[k], k);
        if (s.half >= HC_PI) {
            goto cleanup;
        }
        if (s.half > 0.0) {
            list[nshadow++] = s;
        }
    }
    if (nshadow == 0) {
        (*arcs)[(*count)++] = (hc_ball_arc){.width = 2.0 * HC_PI, .whole = true};
    }
    for (size_t k = 0; k < nshadow; k++) {
        bool open = true;
        for (size_t other = 0; other < nshadow && open; other++) {
            open = !ends_inside(list, k, other);
        }
        if (open) {
            hc_ball_arc arc = {.start = list[k].middle + list[k].half};
            size_t next = next_shadow(list, nshadow, arc.start, &arc.width);
            arc.stop[0] = list[k].stop;
            arc.stop[1] = list[next].stop;
            (*arcs)[(*count)++] = arc;
        }
    }
cleanup:
    free(list);
    if (status != HC_OK) {
        free(*arcs);
        *arcs = NULL;
    }
    return status;
}
