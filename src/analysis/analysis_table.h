/* The analyses that exist: one declaration and one table line (analysis_table.c) for each. */
#ifndef HC_ANALYSIS_ANALYSIS_TABLE_H
#define HC_ANALYSIS_ANALYSIS_TABLE_H

#include "analysis/analysis.h"

extern const hc_analysis_record hc_analysis_distance;
extern const hc_analysis_record hc_analysis_angle;
extern const hc_analysis_record hc_analysis_coordination;
extern const hc_analysis_record hc_analysis_rdf;
extern const hc_analysis_record hc_analysis_hydrogen_bonds;
extern const hc_analysis_record hc_analysis_water_shells;
extern const hc_analysis_record hc_analysis_density;
extern const hc_analysis_record hc_analysis_species;

#endif
