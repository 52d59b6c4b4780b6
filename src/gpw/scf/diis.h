/* Pulay's direct inversion in the iterative subspace: the combination of earlier matrices whose combined error is
 * smallest (P. Pulay, Chem. Phys. Lett. 73, 393 (1980); J. Comput. Chem. 3, 556 (1982)). */
#ifndef HC_GPW_SCF_DIIS_H
#define HC_GPW_SCF_DIIS_H

#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_gpw_diis hc_gpw_diis;

/* For vectors of `count` numbers, of which the last `limit` are kept. */
HC_MUST_CHECK hc_status hc_gpw_diis_create(hc_context *ctx, size_t count, size_t limit, hc_gpw_diis **diis);
void hc_gpw_diis_free(hc_gpw_diis *diis);
void hc_gpw_diis_reset(hc_gpw_diis *diis);
/* Takes in `vector` [count] with its `error` [count] and overwrites the vector by the combination. */
HC_MUST_CHECK hc_status hc_gpw_diis_step(hc_context *ctx, hc_gpw_diis *diis, double *vector, const double *error);

#endif
