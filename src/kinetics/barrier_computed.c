/* Barriers that were computed at one or several potentials. */
#include "kinetics/barrier_computed.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

typedef struct options {
    hc_barrier_common common;
    hc_real_list barrier_ev;
    hc_real_list potential_v_rhe;
    hc_text_list runs;
    double ph;
    double beta;
} options;

static const hc_keyword keywords[] = {
    {.name = "barrier_ev",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(options, barrier_ev),
     .default_text = "",
     .doc = "Activation free energies of the forward direction, one for each potential."},
    {.name = "potential_v_rhe",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(options, potential_v_rhe),
     .default_text = "",
     .doc = "Potentials at which they hold, ascending or descending. Not needed for a step without electrons."},
    {.name = "runs",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(options, runs),
     .default_text = "",
     .doc = "Instead of these: folders of `halfcell run` along the step, beside the study. Their barriers, errors, "
            "potentials and pH are taken."},
    {.name = "ph",
     .type = HC_VALUE_REAL,
     .offset = offsetof(options, ph),
     .default_text = "0",
     .minimum = -2,
     .maximum = 16,
     .doc = "pH that these potentials belong to: where barriers live on the SHE scale it says where."},
    {.name = "beta",
     .type = HC_VALUE_REAL,
     .offset = offsetof(options, beta),
     .default_text = "0.5",
     .minimum = 0,
     .maximum = 1,
     .doc = "Symmetry factor: d barrier/dU per electron with one potential, and outside of several."},
    {0}};

static hc_status check(hc_context *ctx, const void *opaque, int electrons, bool has_transition)
{
    const options *o = opaque;
    size_t points = o->potential_v_rhe.count;
    (void)has_transition;
    if (o->barrier_ev.count == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "barrier_ev (or runs) is missing");
    }
    if ((points != 0 || electrons != 0 || o->barrier_ev.count > 1) && points != o->barrier_ev.count) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "%zu barriers for %zu potentials; potential_v_rhe needs one for each barrier%s",
                       o->barrier_ev.count, points, electrons != 0 ? ", because the step moves electrons" : "");
    }
    for (size_t i = 2; i < points; i++) {
        const double *u = o->potential_v_rhe.value;
        if ((u[i] - u[i - 1]) * (u[1] - u[0]) <= 0.0) {
            return hc_fail(ctx, HC_ERROR_INPUT, "potential_v_rhe[%zu] = %g is out of order", i, u[i]);
        }
    }
    if (points > 1 && o->potential_v_rhe.value[0] == o->potential_v_rhe.value[1]) {
        return hc_fail(ctx, HC_ERROR_INPUT, "potential_v_rhe has %g twice", o->potential_v_rhe.value[0]);
    }
    return HC_OK;
}

const hc_text_list *hc_barrier_computed_runs(const void *opaque)
{
    return &((const options *)opaque)->runs;
}

void hc_barrier_computed_forget_runs(void *opaque)
{
    hc_text_list *runs = &((options *)opaque)->runs;
    for (size_t i = 0; i < runs->count; i++) {
        free(runs->value[i]);
    }
    free(runs->value);
    *runs = (hc_text_list){0};
}

size_t hc_barrier_computed_count(const void *opaque)
{
    return ((const options *)opaque)->barrier_ev.count;
}

hc_status hc_barrier_computed_add(hc_context *ctx, void *opaque, const hc_computed_barrier *barrier)
{
    options *o = opaque;
    hc_real_list *b = &o->barrier_ev, *u = &o->potential_v_rhe;
    bool placed = !isnan(barrier->potential_v_rhe);
    hc_status status = HC_OK;
    if (placed && u->count > 0 && fabs(barrier->ph - o->ph) > 0.05) {
        return hc_fail(ctx, HC_ERROR_INPUT, "its pH is %g, that of the others %g", barrier->ph, o->ph);
    }
    HC_TRY(hc_array_grow(ctx, &b->value, b->count, sizeof *b->value));
    size_t at = b->count++;
    if (placed) {
        HC_TRY(hc_array_grow(ctx, &u->value, u->count, sizeof *u->value));
        u->count++;
        o->ph = barrier->ph;
    }
    for (; placed && u->count == b->count && at > 0 && u->value[at - 1] > barrier->potential_v_rhe; at--) {
        b->value[at] = b->value[at - 1];
        u->value[at] = u->value[at - 1];
    }
    b->value[at] = barrier->barrier_ev;
    if (placed && u->count == b->count) {
        u->value[at] = barrier->potential_v_rhe;
    }
    if (barrier->error_ev > o->common.error_ev) {
        o->common.error_ev = barrier->error_ev;
    }
cleanup:
    return status;
}

/* U_RHE at which the barrier would have been computed where the conditions' potential is the same on the barrier's own
 * scale. */
static double computed_potential(const options *o, const hc_barrier_state *state)
{
    return state->scale_is_rhe ? state->potential_v : state->potential_v + state->kt_ev * log(10.0) * o->ph;
}

static double barrier_ev(const void *opaque, const hc_barrier_state *state)
{
    const options *o = opaque;
    const double *u = o->potential_v_rhe.value, *b = o->barrier_ev.value;
    size_t count = o->potential_v_rhe.count;
    if (count == 0) {
        return b[0];
    }
    double at = computed_potential(o, state), slope = o->beta * state->electrons;
    bool ascending = count > 1 && u[1] > u[0];
    size_t lowest = ascending ? 0 : count - 1, highest = ascending ? count - 1 : 0;
    if (count == 1 || at <= u[lowest]) {
        return b[lowest] + slope * (at - u[lowest]);
    }
    if (at >= u[highest]) {
        return b[highest] + slope * (at - u[highest]);
    }
    size_t i = 1;
    while ((at - u[i]) * (at - u[i - 1]) > 0.0) {
        i++;
    }
    return b[i - 1] + (b[i] - b[i - 1]) * (at - u[i - 1]) / (u[i] - u[i - 1]);
}

const hc_barrier_record hc_barrier_computed = {
    .name = "computed",
    .summary = "computed at one or several potentials; linear between them, by beta beyond",
    .keywords = keywords,
    .options_size = sizeof(options),
    .check = check,
    .barrier_ev = barrier_ev,
};
