/* The collective variables that exist: one declaration here, one line in colvar_table.c and one file for each. */
#ifndef HC_DYNAMICS_COLVAR_TABLE_H
#define HC_DYNAMICS_COLVAR_TABLE_H

#include "dynamics/colvar.h"

extern const hc_colvar_record hc_colvar_distance;
extern const hc_colvar_record hc_colvar_distance_difference;
extern const hc_colvar_record hc_colvar_distance_combination;
extern const hc_colvar_record hc_colvar_angle;
extern const hc_colvar_record hc_colvar_coordination;
extern const hc_colvar_record hc_colvar_height;

#endif
