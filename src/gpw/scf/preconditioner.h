/* What turns the gradient of the occupied orbitals into a step: an approximate inverse of H - e S outside the occupied
 * space, of the present geometry.
 *
 * The occupied levels are divided into groups that lie about as far below the lowest empty level; a group has one shift
 * for its e and one Cholesky factor of
 *
 *     A = H - shift S + weight S C^T C S,
 *
 * which is positive definite when the shift lies below the lowest empty level, and does not couple the occupied with
 * the empty space where H does not. Orbitals are rows. Idea of one shift: CP2K's FULL_SINGLE_INVERSE; V. Weber et al.,
 * J. Chem. Phys. 128, 084113 (2008). */
#ifndef HC_GPW_SCF_PRECONDITIONER_H
#define HC_GPW_SCF_PRECONDITIONER_H

#include <stddef.h>

#include "halfcell/context.h"

#define HC_GPW_PRECONDITIONER_GROUPS 5

typedef struct hc_gpw_preconditioner {
    size_t nao, nocc, ngroup;
    size_t first[HC_GPW_PRECONDITIONER_GROUPS + 1]; /* group g: canonical orbitals first[g] ... first[g + 1] - 1 */
    double shift[HC_GPW_PRECONDITIONER_GROUPS];     /* hartree */
    double *factor[HC_GPW_PRECONDITIONER_GROUPS];   /* of A, lower triangle, [nao][nao]; NULL where not needed yet */
} hc_gpw_preconditioner;

HC_MUST_CHECK hc_status hc_gpw_preconditioner_create(hc_context *ctx, size_t nao, size_t nocc,
                                                     hc_gpw_preconditioner **preconditioner);
void hc_gpw_preconditioner_free(hc_gpw_preconditioner *preconditioner);
/* h, overlap [nao][nao]; sc = C S [nocc][nao] of orthonormal occupied orbitals C, energy [nocc] their levels,
 * ascending; `lumo` an estimate of the lowest empty level: when it is too high the shifts are lowered. */
HC_MUST_CHECK hc_status hc_gpw_preconditioner_update(hc_context *ctx, hc_gpw_preconditioner *preconditioner,
                                                     const double *h, const double *overlap, const double *sc,
                                                     const double *energy, double lumo);
/* gradient [nocc][nao], rows of canonical orbitals in the order of their levels, becomes A^-1 gradient. */
void hc_gpw_preconditioner_apply(const hc_gpw_preconditioner *preconditioner, double *gradient);
/* The same for `count` rows with the shift next to the gap. */
void hc_gpw_preconditioner_apply_highest(const hc_gpw_preconditioner *preconditioner, size_t count, double *gradient);

#endif
