/* Straight dislocations in an anisotropic medium: Stroh's sextic formalism (A. N. Stroh, Phil. Mag. 3, 625 (1958);
 * J. P. Hirth and J. Lothe, Theory of Dislocations, 2nd ed. (1982), chapter 13). */
#ifndef HC_BUILDERS_STROH_H
#define HC_BUILDERS_STROH_H

#include <complex.h>

#include "halfcell/vec.h"
#include "math/linalg.h"

/* u_k = (1/pi) Im sum_a coefficient[a][k] ln(x + p[a] y) for a line along z, of unit Burgers vector or of b as given.
 */
typedef struct hc_stroh {
    double complex p[3]; /* positive imaginary parts */
    double complex coefficient[3][3];
    bool perturbed; /* the medium is degenerate (isotropic about the line): its constants were changed by 1e-6 */
} hc_stroh;

/* The elastic constants in Voigt's order xx, yy, zz, yz, xz, xy, turned into axes whose unit vectors are the rows. */
void hc_elastic_rotate(const double constants[6][6], const hc_mat3 *axes, double turned[6][6]);

/* Constants in the axes of the field (any unit: only their ratios matter), b in the unit of the displacement.
 * HC_ERROR_INPUT when they are no stable medium (not positive definite). */
HC_MUST_CHECK hc_status hc_stroh_solve(hc_context *ctx, const double constants[6][6], hc_vec3 burgers, hc_stroh *stroh);

#endif
