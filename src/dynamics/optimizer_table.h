/* The methods of optimisation that exist: one declaration here, one line in optimizer_table.c and one file for each. */
#ifndef HC_DYNAMICS_OPTIMIZER_TABLE_H
#define HC_DYNAMICS_OPTIMIZER_TABLE_H

#include "dynamics/optimize.h"

extern const hc_optimizer_record hc_optimizer_lbfgs;
extern const hc_optimizer_record hc_optimizer_fire;

#endif
