/* Computed barriers that come from runs instead of numbers in the study. */
#ifndef HC_KINETICS_BARRIER_COMPUTED_H
#define HC_KINETICS_BARRIER_COMPUTED_H

#include "kinetics/barrier_table.h"

/* Folders that the options name; their numbers are put in place by hc_barrier_computed_add, one call each. */
const hc_text_list *hc_barrier_computed_runs(const void *options);
/* Forgets the folders once their numbers stand in the options, which then say the same without them. */
void hc_barrier_computed_forget_runs(void *options);
/* How many barriers the options have. */
size_t hc_barrier_computed_count(const void *options);

typedef struct hc_computed_barrier {
    double barrier_ev, error_ev; /* error NaN: not known */
    double potential_v_rhe, ph;  /* NaN: the run has no potential */
} hc_computed_barrier;

/* Adds a barrier in the order of the potentials; the error of the law is the largest of its own and of all that are
 * added. Refuses another pH than that of those before. */
HC_MUST_CHECK hc_status hc_barrier_computed_add(hc_context *ctx, void *options, const hc_computed_barrier *barrier);

#endif
