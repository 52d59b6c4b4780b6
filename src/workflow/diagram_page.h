/* Parts of the page of a study of diagrams. */
#ifndef HC_WORKFLOW_DIAGRAM_PAGE_H
#define HC_WORKFLOW_DIAGRAM_PAGE_H

#include "workflow/diagram_job.h"

/* Lines of the free energies of a set of states against potential, and the map of the stable state over pH. */
void hc_diagram_page_add_stability(hc_json *figures, const hc_diagram_study *study, size_t index);

/* A table of all states with their free energies at the job's potentials; and of charge transition levels. */
hc_json *hc_diagram_page_states(const hc_diagram_study *study);
hc_json *hc_diagram_page_transitions(const hc_diagram_study *study);

/* Limiting potentials against those of the competing mechanism: a point each surface, and, where both have a
 * descriptor, a map over the two. */
HC_MUST_CHECK hc_status hc_diagram_page_add_selectivity(hc_context *ctx, hc_json *figures,
                                                        const hc_diagram_study *study);

/* Diagrams of one path over the surfaces that have the descriptor (eV); their number. All [nsurface]. */
size_t hc_diagram_page_collect(hc_context *ctx, const hc_diagram_study *study, const hc_route *path,
                               const char *descriptor, hc_diagram **diagrams, double *value, const char **names);
/* Range of x [count] with a margin. */
void hc_diagram_page_range(size_t count, const double *x, double *low, double *high);

#endif
