/* What holds for a whole experiment: electrode, electrolyte, reference electrode, resistance; and the potential scale
 * that follows from it. Each struct is filled from a section of the input (keywords here). */
#ifndef HC_MEASURED_CONDITIONS_H
#define HC_MEASURED_CONDITIONS_H

#include "base/text.h"
#include "halfcell/keyword.h"
#include "measured/uncertain.h"

typedef struct hc_electrode_options {
    char *material;
    double area_m2, area_error_m2;
    double sites_mol, sites_error_mol; /* NaN: not known */
} hc_electrode_options;

typedef struct hc_electrolyte_options {
    char *name;
    double temperature_c;
    double ph, ph_error;
} hc_electrolyte_options;

typedef struct hc_reference_options {
    char *electrode;        /* name of a record of reference_electrode.h */
    double potential_v_she; /* NaN: of the table */
    double error_v;
} hc_reference_options;

typedef struct hc_resistance_options {
    double resistance_ohm, error_ohm; /* 0: no correction */
    double compensated;               /* fraction that the instrument has corrected already */
} hc_resistance_options;

typedef struct hc_measured_conditions {
    hc_electrode_options electrode;
    hc_electrolyte_options electrolyte;
    hc_reference_options reference;
    hc_resistance_options resistance;
} hc_measured_conditions;

extern const hc_keyword hc_electrode_keywords[], hc_electrolyte_keywords[], hc_reference_keywords[],
    hc_resistance_keywords[];

/* E_RHE = E + shift - I R: the scale of an experiment, with the errors of what makes it. */
typedef struct hc_potential_scale {
    hc_uncertain reference_v_she; /* potential of the reference electrode */
    hc_uncertain shift_v;         /* from the reference electrode to RHE */
    hc_uncertain resistance_ohm;  /* what is still to be corrected */
} hc_potential_scale;

/* Notes get a line for each thing to beware of; may be NULL. */
HC_MUST_CHECK hc_status hc_potential_scale_make(hc_context *ctx, const hc_measured_conditions *conditions,
                                                hc_error_sources *sources, hc_potential_scale *scale, hc_text *notes);
/* current_a anodic positive. */
double hc_potential_v_rhe(const hc_potential_scale *scale, double potential_v, double current_a);
hc_uncertain hc_potential_uncertain_v_rhe(const hc_potential_scale *scale, double potential_v,
                                          const hc_uncertain *current_a);

#endif
