/* The temperature of the bath: constant, or along a schedule. Between the points of a schedule it changes linearly with
 * the steps, from that of the run's start at step 0; behind the last point it stays. */
#ifndef HC_DYNAMICS_TEMPERATURE_H
#define HC_DYNAMICS_TEMPERATURE_H

#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/keyword.h"

typedef struct hc_temperature_point {
    int until_step;
    double kT; /* hartree, reached at that step */
} hc_temperature_point;

extern const hc_keyword hc_temperature_point_keywords[]; /* of hc_temperature_point */

/* Refuses steps that do not increase and temperatures that are not positive; *wrong is the point at fault. */
HC_MUST_CHECK hc_status hc_temperature_check(hc_context *ctx, size_t npoint, const hc_temperature_point *point,
                                             size_t *wrong);
/* kT at `step` (it may lie between two steps) of a run that starts at `start`; exactly that of a point at its step. */
double hc_temperature_at(double start, size_t npoint, const hc_temperature_point *point, double step);

#endif
