/* Parts of the page of a measured experiment; each appends its figures. */
#ifndef HC_WORKFLOW_MEASURED_PAGE_H
#define HC_WORKFLOW_MEASURED_PAGE_H

#include "workflow/measured_study.h"

/* Current density against the potential, a figure for each technique. */
HC_MUST_CHECK hc_status hc_experiment_add_voltammograms(hc_context *ctx, const hc_experiment_result *result,
                                                        hc_json *figures);
/* Currents of the runs' files over time. */
HC_MUST_CHECK hc_status hc_experiment_add_currents(hc_context *ctx, const hc_experiment_result *result,
                                                   hc_json *figures);

#endif
