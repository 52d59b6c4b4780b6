/* What is added to the density of valence electrons so that its maxima sit on the nuclei. */
#ifndef HC_ANALYSIS_BADER_CORE_H
#define HC_ANALYSIS_BADER_CORE_H

#include "halfcell/field.h"

/* value [field.count] += a Gaussian for each atom around which the mean density (on spheres) first rises. */
HC_MUST_CHECK hc_status hc_bader_fill_holes(hc_context *ctx, const hc_cube *density, double *value);

#endif
