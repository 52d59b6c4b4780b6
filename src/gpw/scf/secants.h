/* What earlier steps say of the inverse of a Hessian: the limited-memory formula of Broyden, Fletcher, Goldfarb and
 * Shanno (J. Nocedal, Math. Comput. 35, 773 (1980)), with a preconditioner of the caller's between its two loops. */
#ifndef HC_GPW_SCF_SECANTS_H
#define HC_GPW_SCF_SECANTS_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_gpw_secants hc_gpw_secants;

/* For vectors of `count` numbers; the last `limit` steps are kept. */
HC_MUST_CHECK hc_status hc_gpw_secants_create(hc_context *ctx, size_t count, size_t limit, hc_gpw_secants **secants);
void hc_gpw_secants_free(hc_gpw_secants *secants);
/* Forgets all steps; whether there were any. */
bool hc_gpw_secants_reset(hc_gpw_secants *secants);
/* Takes in a step [count] and the gradient's change along it [count]; one along which the energy does not curve upwards
 * is left out: false. */
bool hc_gpw_secants_add(hc_gpw_secants *secants, const double *step, const double *change);
/* The first loop, before the preconditioner, and the second, after it: `vector`, a gradient, becomes inverse Hessian
 * times gradient. */
void hc_gpw_secants_before(hc_gpw_secants *secants, double *vector);
void hc_gpw_secants_after(hc_gpw_secants *secants, double *vector);

#endif
