/* The laws of barriers: one declaration and one line in barrier_table.c for each (docs/how-to-add/mechanism.md). */
#ifndef HC_KINETICS_BARRIER_TABLE_H
#define HC_KINETICS_BARRIER_TABLE_H

#include "kinetics/barrier.h"

extern const hc_barrier_record hc_barrier_computed, hc_barrier_bep, hc_barrier_butler_volmer, hc_barrier_marcus,
    hc_barrier_transition_state, hc_barrier_collision, hc_barrier_none;

#endif
