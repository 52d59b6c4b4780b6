/* Where dislocation lines meet. */
#ifndef HC_ANALYSIS_DEFECTS_JUNCTION_H
#define HC_ANALYSIS_DEFECTS_JUNCTION_H

#include "analysis/defects/census.h"

/* One of the two ends of a line that neither closes nor goes through the cell. */
typedef struct hc_line_end {
    size_t atom;     /* the core that lies farthest there */
    hc_vec3 place;   /* bohr */
    hc_vec3 burgers; /* in lattice parameters and axes of the grain, for the direction that leads away from this end */
    size_t grain;
} hc_line_end;

/* Adds a finding "junction of dislocations" for each place where at least three ends are near one another and their
 * Burgers vectors add up to zero, as they must (Frank's rule); where they do not a line was missed, and no junction is
 * said. `nearest` is the distance of neighbours, bohr. */
HC_MUST_CHECK hc_status hc_junctions_find(hc_context *ctx, const hc_structure *structure, double nearest, size_t count,
                                          const hc_line_end *end, hc_census *census);

#endif
