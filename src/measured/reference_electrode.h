/* Reference electrodes: their potentials against the standard hydrogen electrode, with temperature and source. */
#ifndef HC_MEASURED_REFERENCE_ELECTRODE_H
#define HC_MEASURED_REFERENCE_ELECTRODE_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

#define HC_REFERENCE_POINTS_MAX 8

typedef struct hc_reference_electrode {
    const char *name, *summary, *reference;
    size_t count; /* of temperatures; 0: the reversible hydrogen electrode in the electrolyte itself */
    double temperature_c[HC_REFERENCE_POINTS_MAX]; /* ascending */
    double potential_v[HC_REFERENCE_POINTS_MAX];   /* vs SHE at the same temperature */
    double ph_low, ph_high;                        /* electrolytes it is made for; both 0: any */
    const char *beyond;                            /* what happens in others */
} hc_reference_electrode;

/* NULL-terminated. */
const hc_reference_electrode *const *hc_reference_electrodes(void);
HC_MUST_CHECK hc_status hc_reference_electrode_find(hc_context *ctx, const char *name,
                                                    const hc_reference_electrode **record);

/* Potential vs SHE, interpolated linearly. Beyond the tabulated temperatures by more than 5 K it is refused. *tabulated
 * (may be NULL) is false where the value of the nearest temperature is taken. RHE needs the pH: -ln(10) RT/F pH. */
HC_MUST_CHECK hc_status hc_reference_electrode_potential(hc_context *ctx, const hc_reference_electrode *record,
                                                         double temperature_k, double ph, double *potential_v,
                                                         bool *tabulated);

/* ln(10) RT/F, V per unit of pH. */
double hc_nernst_slope_v(double temperature_k);

#endif
