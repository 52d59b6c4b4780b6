/* A field on a finer grid, by its plane waves. */
#ifndef HC_ANALYSIS_REFINE_H
#define HC_ANALYSIS_REFINE_H

#include "halfcell/field.h"

/* `times` as many points along each direction. Exact for what the grid can hold (a density made of plane waves, as that
 * of gpw); cusps and steps make it ring. The highest frequency of an even number of points is left out. */
HC_MUST_CHECK hc_status hc_field_refine(hc_context *ctx, const hc_field *field, size_t times, hc_field **fine);

/* Replaces the field of a cube by the finer one; 1 time: nothing to do. */
HC_MUST_CHECK hc_status hc_cube_refine(hc_context *ctx, hc_cube *cube, size_t times);

/* How many times a grid has to be refined until its steps are at most `step` bohr, as long as it then has no more than
 * `points` points; at least 1. */
size_t hc_field_refinement(const hc_field *field, double step, double points);

#endif
