/* Guess of the shell charges from those of earlier geometries: the combination of the last geometries that comes
 * nearest to the present one (least squares over the positions, coefficients that sum to one) is applied to their
 * charges. In molecular dynamics this is an extrapolation of high order; where somebody else moves the atoms it is an
 * interpolation or the last charges. Idea: E. Polack, G. Dusson, B. Stamm, F. Lipparini, J. Chem. Theory Comput. 17,
 * 6965 (2021). */
#ifndef HC_GFN1_HISTORY_H
#define HC_GFN1_HISTORY_H

#include "halfcell/state.h"
#include "halfcell/structure.h"

#define HC_GFN1_HISTORY 12

typedef struct hc_gfn1_history {
    size_t natom, nshell;
    size_t limit;      /* geometries to be kept, at most HC_GFN1_HISTORY; 0: none */
    size_t count;      /* kept, oldest first */
    hc_vec3 *position; /* bohr, [HC_GFN1_HISTORY][natom] */
    double *charge;    /* e, [HC_GFN1_HISTORY][nshell] */
} hc_gfn1_history;

HC_MUST_CHECK hc_status hc_gfn1_history_create(hc_context *ctx, size_t natom, size_t nshell, size_t limit,
                                               hc_gfn1_history **history);
void hc_gfn1_history_free(hc_gfn1_history *history);
void hc_gfn1_history_add(hc_gfn1_history *history, const hc_vec3 *position, const double *charge);
/* charge [nshell] is overwritten; zero when there is no history. The sum is that of the charges kept. */
HC_MUST_CHECK hc_status hc_gfn1_history_guess(hc_context *ctx, const hc_gfn1_history *history, const hc_vec3 *position,
                                              double *charge);

HC_MUST_CHECK hc_status hc_gfn1_history_save(const hc_gfn1_history *history, hc_context *ctx, hc_state *state);
HC_MUST_CHECK hc_status hc_gfn1_history_load(hc_gfn1_history *history, hc_context *ctx, const hc_state *state);

#endif
