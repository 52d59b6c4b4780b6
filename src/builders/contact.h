/* Atoms laid on a slab. */
#ifndef HC_BUILDERS_CONTACT_H
#define HC_BUILDERS_CONTACT_H

#include "atoms/cell.h"

/* How high (z, bohr) an atom above the x and y of r has to be so that no atom of the slab is nearer than `factor` times
 * the sum of their covalent radii, and extra[i] bohr (NULL: nothing) for atom i of it; -INFINITY when none is in reach
 * sideways. `plane` is the cell of the slab, periodic in it. */
double hc_contact_height(const hc_structure *slab, const hc_full_cell *plane, hc_vec3 r, int number, double factor,
                         const double *extra);

#endif
