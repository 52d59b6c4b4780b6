/* Phase boundaries: two slabs on a common cell. */
#ifndef HC_BUILDERS_BOUNDARY_INTERFACE_H
#define HC_BUILDERS_BOUNDARY_INTERFACE_H

#include "builders/boundary/lattice_match.h"

typedef enum hc_interface_strained {
    HC_STRAINED_UPPER,
    HC_STRAINED_LOWER,
    HC_STRAINED_BOTH /* each about half */
} hc_interface_strained;

typedef struct hc_interface_options {
    double strain_max;     /* largest principal strain */
    double area_max;       /* bohr^2 */
    int match;             /* of the list of matches */
    int strained;          /* hc_interface_strained */
    double gap;            /* bohr, from the highest atom of the lower slab to the lowest of the upper; NaN: contact */
    double translation[2]; /* of the upper slab, in vectors of the common cell */
    double vacuum;         /* bohr; NaN: two boundaries that repeat */
} hc_interface_options;

/* *structure, a slab (a and b in the xy plane), becomes the lower part, `upper` the upper; their vacuum is left out.
 * The matches, and the strain of both parts, are told. Contact: no two atoms of the two parts are nearer than the sum
 * of their covalent radii (1 Angstrom more when their formal charges have the same sign), and one pair is as near.
 * HC_ERROR_INPUT when nothing matches. */
HC_MUST_CHECK hc_status hc_interface_build(hc_context *ctx, const hc_interface_options *options,
                                           const hc_structure *upper, hc_structure **structure);

#endif
