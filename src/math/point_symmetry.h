/* Rotations and reflections that leave a set of atoms as it is. */
#ifndef HC_MATH_POINT_SYMMETRY_H
#define HC_MATH_POINT_SYMMETRY_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/vec.h"

/* Atoms as plain arrays, borrowed. */
typedef struct hc_body {
    size_t natom;
    const int *atomic_number; /* [natom] */
    const double *mass;       /* electron masses, [natom] */
    const hc_vec3 *position;  /* bohr, [natom] */
} hc_body;

/* As a rotor: all atoms in one place, on a line, or neither. */
typedef enum hc_rotor_kind { HC_ROTOR_ATOM, HC_ROTOR_LINEAR, HC_ROTOR_NONLINEAR } hc_rotor_kind;

/* r -> rotation (r - centre) + centre takes atom i to where atom image[i] is. */
typedef struct hc_symmetry_operation {
    hc_mat3 rotation;
    bool proper;   /* no reflection in it */
    size_t *image; /* [natom], owned by the group */
} hc_symmetry_operation;

typedef struct hc_symmetry {
    size_t natom, count;
    hc_symmetry_operation *operation; /* [count]; the first is the identity */
    hc_rotor_kind kind;
    size_t proper; /* operations without reflection; of a linear molecule 1 or 2: its symmetry number */
} hc_symmetry;

/* Point symmetry about the centre of mass: every operation that takes atoms to within `tolerance` bohr of atoms of the
 * same element and isotope. Of a linear molecule, whose group is infinite, a part that spans all directions. The caller
 * owns *symmetry. */
HC_MUST_CHECK hc_status hc_symmetry_find(hc_context *ctx, const hc_body *body, double tolerance,
                                         hc_symmetry **symmetry);
/* The identity alone. */
HC_MUST_CHECK hc_status hc_symmetry_none(hc_context *ctx, size_t natom, hc_symmetry **symmetry);
void hc_symmetry_free(hc_symmetry *symmetry);

/* Centre of mass. */
hc_vec3 hc_body_centre(const hc_body *body);

#endif
