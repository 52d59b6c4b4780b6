/* Laws of barriers: what the activation free energy of a step is at a potential. One record each (barrier_table.c).
 *
 * A law is asked for the barrier of the forward direction, relative to the initial state at standard activities of what
 * is not on the surface. The caller takes care that it is not below zero nor below the reaction free energy, and gets
 * the reverse rate from thermodynamics. */
#ifndef HC_KINETICS_BARRIER_H
#define HC_KINETICS_BARRIER_H

#include "halfcell/context.h"
#include "halfcell/keyword.h"

/* Keys that every law has; the law's own struct begins with it. */
typedef struct hc_barrier_common {
    char *step;               /* name of the step */
    double error_ev;          /* standard error of the barrier */
    double prefactor_per_s;   /* NaN: kT/h */
    double interaction_share; /* share of the interactions' change that the transition state has, 0 to 1 */
} hc_barrier_common;
extern const hc_keyword hc_barrier_common_keywords[];

/* What a law knows of its step. */
typedef struct hc_barrier_state {
    double kt_ev;
    double attempt_per_s; /* prefactor of the step */
    double reaction_ev;   /* reaction free energy at the potential and standard activities */
    double initial_ev;    /* of the initial state without its electrons' potential */
    double transition_ev; /* of the transition state named in the mechanism; NaN: none */
    int electrons;        /* taken in the forward direction */
    double potential_v;   /* on the scale that barriers live on (SHE or RHE) */
    bool scale_is_rhe;
} hc_barrier_state;

typedef struct hc_barrier_record {
    const char *name, *summary, *reference;
    const hc_keyword *keywords; /* own ones */
    size_t options_size;
    /* What keywords cannot say, once the step is known; may be NULL. has_transition: the step names a transition state.
     */
    hc_status (*check)(hc_context *ctx, const void *options, int electrons, bool has_transition);
    double (*barrier_ev)(const void *options, const hc_barrier_state *state);
} hc_barrier_record;

/* NULL-terminated. */
const hc_barrier_record *const *hc_barrier_records(void);
HC_MUST_CHECK hc_status hc_barrier_find(hc_context *ctx, const char *name, const hc_barrier_record **record);

#endif
