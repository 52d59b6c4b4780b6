#include <math.h>

#include "atoms/cell.h"
#include "halfcell/units.h"

hc_status hc_cell_from_lengths(hc_context *ctx, const double length[3], const double angle[3], hc_mat3 *cell)
{
    double ca = cos(angle[0]), cb = cos(angle[1]), cg = cos(angle[2]), sg = sin(angle[2]);
    double volume2 = 1.0 - ca * ca - cb * cb - cg * cg + 2.0 * ca * cb * cg;
    if (!(length[0] > 0.0 && length[1] > 0.0 && length[2] > 0.0 && volume2 > 1e-6 && sg > 1e-3)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "the lattice parameters %g %g %g Angstrom, %g %g %g degrees make no cell: lengths are positive, "
                       "each angle is less than the sum of the other two",
                       length[0] / HC_ANGSTROM, length[1] / HC_ANGSTROM, length[2] / HC_ANGSTROM, angle[0] / HC_DEGREE,
                       angle[1] / HC_DEGREE, angle[2] / HC_DEGREE);
    }
    /* Exact zeros where an angle is 90 degrees: cos(pi/2) is 6e-17. */
    double x = fabs(cb) < 1e-15 ? 0.0 : cb, y = (ca - cb * cg) / sg;
    *cell = (hc_mat3){{{length[0], 0.0, 0.0},
                       {fabs(cg) < 1e-15 ? 0.0 : length[1] * cg, length[1] * sg, 0.0},
                       {length[2] * x, fabs(y) < 1e-15 ? 0.0 : length[2] * y, length[2] * sqrt(volume2) / sg}}};
    return HC_OK;
}
