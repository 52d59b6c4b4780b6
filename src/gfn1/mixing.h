/* Mixing of shell charges: Anderson's method (a quasi-Newton step from the last differences of charges and residuals;
 * D. G. Anderson, J. ACM 12, 547 (1965)). Pairs of differences may be kept from one geometry to the next, where they
 * describe nearly the same response. */
#ifndef HC_GFN1_MIXING_H
#define HC_GFN1_MIXING_H

#include <stdbool.h>

#include "halfcell/state.h"

#define HC_GFN1_MIXER_PAIRS 24

typedef struct hc_gfn1_mixer {
    size_t count;                                /* variables */
    size_t npair;                                /* in use, oldest first */
    bool started;                                /* previous_* hold the last iterate of this geometry */
    double damping;                              /* of the part of a residual that the pairs do not describe */
    double *charge_step, *residual_step;         /* [HC_GFN1_MIXER_PAIRS][count] */
    double *previous_charge, *previous_residual; /* [count] */
    double *residual, *scratch;                  /* [count] */
} hc_gfn1_mixer;

HC_MUST_CHECK hc_status hc_gfn1_mixer_create(hc_context *ctx, size_t count, hc_gfn1_mixer **mixer);
void hc_gfn1_mixer_free(hc_gfn1_mixer *mixer);
/* Forgets all pairs. */
void hc_gfn1_mixer_reset(hc_gfn1_mixer *mixer);
/* Begins at a new geometry: the pairs stay, the last iterate is forgotten. */
void hc_gfn1_mixer_start(hc_gfn1_mixer *mixer);

/* next [count] is the guess after `charge`, which led to `output`. */
HC_MUST_CHECK hc_status hc_gfn1_mixer_step(hc_context *ctx, hc_gfn1_mixer *mixer, const double *charge,
                                           const double *output, double *next);

HC_MUST_CHECK hc_status hc_gfn1_mixer_save(const hc_gfn1_mixer *mixer, hc_context *ctx, hc_state *state);
HC_MUST_CHECK hc_status hc_gfn1_mixer_load(hc_gfn1_mixer *mixer, hc_context *ctx, const hc_state *state);

#endif
