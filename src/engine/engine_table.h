/* The engines that exist: one declaration and one table line (engine_table.c) for each. */
#ifndef HC_ENGINE_ENGINE_TABLE_H
#define HC_ENGINE_ENGINE_TABLE_H

#include "halfcell/engine.h"

extern const hc_engine_record hc_engine_gfn1;
extern const hc_engine_record hc_engine_gpw;
extern const hc_engine_record hc_engine_gupta;
extern const hc_engine_record hc_engine_lj;

#endif
