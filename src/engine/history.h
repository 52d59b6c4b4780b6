/* Guess of what an engine iterates (shell charges, orbitals) from earlier geometries: the combination of the last
 * geometries that comes nearest to the present one (least squares over the positions, coefficients that sum to one) is
 * applied to their values. In molecular dynamics this is an extrapolation of high order; where somebody else moves the
 * atoms it is an interpolation or the last charges. Idea: E. Polack, G. Dusson, B. Stamm, F. Lipparini, J. Chem. Theory
 * Comput. 17, 6965 (2021). */
#ifndef HC_ENGINE_HISTORY_H
#define HC_ENGINE_HISTORY_H

#include "halfcell/state.h"
#include "halfcell/structure.h"

#define HC_HISTORY_MAX 12

typedef struct hc_history {
    size_t natom, nvalue;
    double ridge;      /* weight of the size of the coefficients, relative to the largest displacement */
    size_t limit;      /* geometries to be kept, at most HC_HISTORY_MAX; 0: none */
    size_t count;      /* kept, oldest first */
    hc_vec3 *position; /* bohr, [limit][natom] */
    double *value;     /* [limit][nvalue] */
} hc_history;

/* ridge keeps the coefficients from growing where geometries are nearly dependent, and with them the error that is left
 * in the values: the larger that is, the larger the ridge. */
HC_MUST_CHECK hc_status hc_history_create(hc_context *ctx, size_t natom, size_t nvalue, size_t limit, double ridge,
                                          hc_history **history);
void hc_history_free(hc_history *history);
void hc_history_add(hc_history *history, const hc_vec3 *position, const double *value);
/* value [nvalue] is overwritten; zero when there is no history. What is linear in the values and the same in all that
 * are kept (their sum) is the same in the guess. */
HC_MUST_CHECK hc_status hc_history_guess(hc_context *ctx, const hc_history *history, const hc_vec3 *position,
                                         double *value);

/* `prefix` of the entries' names: "gfn1". */
HC_MUST_CHECK hc_status hc_history_save(const hc_history *history, hc_context *ctx, const char *prefix,
                                        hc_state *state);
HC_MUST_CHECK hc_status hc_history_load(hc_history *history, hc_context *ctx, const char *prefix,
                                        const hc_state *state);

#endif
