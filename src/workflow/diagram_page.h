/* Parts of the page of a study of diagrams. */
#ifndef HC_WORKFLOW_DIAGRAM_PAGE_H
#define HC_WORKFLOW_DIAGRAM_PAGE_H

#include "workflow/diagram_job.h"

/* Lines of the free energies of a set of states against potential, and the map of the stable state over pH. */
void hc_diagram_page_add_stability(hc_json *figures, const hc_diagram_study *study, size_t index);

#endif
