/* Vectors of crystals in the usual notation. */
#ifndef HC_ANALYSIS_DEFECTS_CRYSTAL_NAMES_H
#define HC_ANALYSIS_DEFECTS_CRYSTAL_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/vec.h"

/* "1/2[1-10]", as a family "1/2<110>", from components in units of the cell's edges; count 4: Miller-Bravais. Numbers
 * with two decimals when the components are no multiples of 1/54. */
void hc_crystal_vector_name(int count, const double *component, bool family, char *name, size_t size);

/* "[1-21]" of a direction, when indices up to 4 come within 3 degrees of it; else false. */
bool hc_crystal_direction_name(int count, const double *component, char *name, size_t size);

/* [uvtw] of a vector in cubic axes of the cell's edge, when the hexagonal axis is [111] and a is 1/2[1-10]. */
void hc_miller_bravais(hc_vec3 v, double component[4]);

#endif
